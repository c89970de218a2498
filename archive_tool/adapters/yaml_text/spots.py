"""Where in a YAML text each value stands, and what lies inside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple

from yaml.events import DocumentStartEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent

from archive_tool.adapters.yaml_text.parse import LOADER


class Spot(NamedTuple):
    """One value; all numbers are character positions."""

    kind: Literal["scalar", "mapping", "list"]
    start: int  # of a block list: its first dash
    end: int  # behind its last character, trailing blank lines of a block scalar included
    text: str = ""  # of a scalar, as read
    flow: bool = False  # in braces or brackets
    block_scalar: bool = False  # the last thing in it is a | or > text
    comments_from: int = 0  # of a scalar: up to `end` a # begins no comment
    entries: tuple[tuple[Spot | None, Spot], ...] = ()  # key (None in a list) and value

    def scalars(self) -> Iterator[Spot]:
        """Every scalar in it, keys too, in their order."""
        if self.kind == "scalar":
            yield self
        for key, value in self.entries:
            if key is not None:
                yield key
            yield from value.scalars()


def spots(text: str) -> Spot | None:
    """The mapping of a text that `parse` accepts; None where there is none."""
    events: Callable[[], Any] = LOADER(text).get_event
    events()
    if type(events()) is not DocumentStartEvent:
        return None
    first = events()
    return _spot(first, events, text) if isinstance(first, MappingStartEvent) else None


def _spot(event: Any, events: Callable[[], Any], text: str) -> Spot:
    # As deep as `parse` allows, no deeper.
    start: int = event.start_mark.index
    end: int = event.end_mark.index
    if type(event) is ScalarEvent:
        block = event.style in ("|", ">")
        # Behind the | there may be a comment; the text begins on the next line.
        return Spot(
            "scalar", start, end, event.value, False, block, line_end(text, start) if block else start
        )
    is_mapping, entries = type(event) is MappingStartEvent, []
    while type(inner := events()) not in (MappingEndEvent, SequenceEndEvent):
        key = _spot(inner, events, text) if is_mapping else None
        entries.append((key, _spot(events() if is_mapping else inner, events, text)))
    # The end of a block collection is where the next thing begins: behind blanks and comments.
    end = inner.end_mark.index if event.flow_style else entries[-1][1].end
    block = not event.flow_style and entries[-1][1].block_scalar
    kind: Literal["mapping", "list"] = "mapping" if is_mapping else "list"
    return Spot(kind, start, end, "", event.flow_style, block, start, tuple(entries))


def line_start(text: str, at: int) -> int:
    """The position behind the last line end before `at`."""
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def line_end(text: str, at: int) -> int:
    """The position of the next line end, or of the end of the text."""
    return min(end for end in (text.find("\n", at), text.find("\r", at), len(text)) if end >= 0)
