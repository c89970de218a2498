"""Where in a YAML text each top-level key stands: its lines, its comments, the indentation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from archive_tool.adapters.yaml_text.parse import LOADER


class Span(NamedTuple):
    """One top-level entry; all numbers are character positions."""

    key: str
    start: int  # of the key
    key_end: int
    end: int  # behind the last character of the value, trailing blank lines of a block scalar included
    block_scalar: bool  # the last thing in it is a | or > text
    covered: tuple[tuple[int, int], ...]  # the scalars in it: a # there begins no comment


def spans(text: str) -> list[Span] | None:
    """The top-level entries of a text that `parse` accepts; None if the mapping stands in braces."""
    events: Callable[[], Any] = LOADER(text).get_event
    events()
    if type(events()) is not DocumentStartEvent:
        return []
    first = events()
    if not isinstance(first, MappingStartEvent):
        return []
    if first.flow_style:
        return None
    found: list[Span] = []
    while type(key := events()) is not MappingEndEvent:
        found.append(_span(key, events, text))
    return found


def _span(key: Any, events: Callable[[], Any], text: str) -> Span:
    end: int = key.end_mark.index
    covered: list[tuple[int, int]] = []
    depth, block_scalar = 0, False
    while True:
        event = events()
        kind = type(event)
        if kind is StreamEndEvent:  # never after a successful parse; else this would not end
            break
        depth += (kind in (MappingStartEvent, SequenceStartEvent)) - (
            kind in (MappingEndEvent, SequenceEndEvent)
        )
        start, stop = event.start_mark.index, event.end_mark.index
        if kind is ScalarEvent:
            block_scalar = event.style in ("|", ">")
            # Behind the | there may be a comment; the text begins on the next line.
            covered.append((line_end(text, start) if block_scalar else start, stop))
        # The end of a block collection is where the next thing begins: behind blanks and comments.
        if kind is ScalarEvent or stop > start:
            end = max(end, stop)
        if depth == 0:
            break
    return Span(key.value, key.start_mark.index, key.end_mark.index, end, block_scalar, tuple(covered))


def line_end(text: str, at: int) -> int:
    """The position of the next line end, or of the end of the text."""
    return min(end for end in (text.find("\n", at), text.find("\r", at), len(text)) if end >= 0)
