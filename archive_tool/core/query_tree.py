"""What a query means: a tree of conditions that every engine compiles in its own way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

# Where a phrase is looked for: in all text of a record, in its title, in its document numbers.
Where = Literal["text", "title", "number"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A normal form that must stand in one paragraph, its Latin words whole but for the open sides."""

    text: str
    where: Where = "text"
    open_left: bool = False  # the text begins with a Latin word that may begin earlier: *2025
    open_right: bool = False  # and may go on: licen*

    @property
    def opened(self) -> bool:
        return self.open_left or self.open_right


@dataclass(frozen=True, slots=True)
class Wild:
    """Phrases that follow each other with nothing but letters, digits and Han characters between."""

    pieces: tuple[Phrase, ...]  # two at least, all in the same place
    where: Where = "text"


@dataclass(frozen=True, slots=True)
class Field:
    """A field one of whose values is this, whole; in a pattern `*` stands for any text."""

    name: str
    value: str  # normal form
    pattern: bool = False


@dataclass(frozen=True, slots=True)
class Dates:
    """A date whose span of days meets this one, both ends included, as YYYYMMDD."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class And:
    """All of these; at least one is not a Not."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of these."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Not this; stands only inside And."""

    item: Node


Node: TypeAlias = Phrase | Wild | Field | Dates | And | Or | Not


def texts(node: Node) -> Iterator[Phrase | Wild]:
    """What a record is searched for, as far as its presence makes a hit: the Nots left out."""
    match node:
        case Phrase() | Wild():
            yield node
        case And(items) | Or(items):
            for item in items:
                yield from texts(item)
