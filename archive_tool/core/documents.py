"""What the search index takes in and gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from archive_tool.core.model import Segment


class Passage(NamedTuple):
    """Text of one part of a record; no phrase crosses a segment or a newline in it."""

    part: str  # file name below the record; "" for the record's own names and sidecar values
    segment: Segment


@dataclass(frozen=True, slots=True)
class Document:
    """One record (or stray file) as the index sees it."""

    path: str  # the key
    fingerprint: str
    title: str
    passages: tuple[Passage, ...]
    # Filter values, each a tuple of exact words as the user may type them (ids and labels, both
    # languages): year, category, form, activity, unit, author, person, number, retention, status, has
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_day: int = 0  # the span of the record's date as YYYYMMDD (0, 0: undated)
    last_day: int = 0
    # What facets count: one spelling of each value (ids), field -> values
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Hit(NamedTuple):
    """A found record; the snippet is made later from the remembered text."""

    path: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """The answer of an engine."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # field -> value -> count
