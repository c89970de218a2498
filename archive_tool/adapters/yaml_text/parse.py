"""From the bytes of a YAML mapping to text values, with the line of every key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml
from yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from archive_tool.adapters.yaml_text.decode import Text, decode
from archive_tool.adapters.yaml_text.diagnose import collapsed_problem, syntax_problem
from archive_tool.core.parsed import Node, Parsed, YamlProblem

# Events, never nodes: the C composer recurses without a limit, and 100 KB of "[" end the process.
LOADER: type[yaml.CBaseLoader] | type[yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
MAX_DEPTH = 20
MAX_NODES = 50_000
NULLS = frozenset({"~", "null", "Null", "NULL"})


class _Unusable(Exception):
    def __init__(self, problem: YamlProblem) -> None:
        super().__init__(problem.key)
        self.problem = problem


def parse(content: bytes) -> Parsed | YamlProblem:
    """A mapping whose scalars are all text; an empty value is "", an empty document an empty mapping.

    Lines are 1-based, by dotted path ("event.absentees.0.name"). Tags, anchors and aliases,
    duplicate keys, several documents, more than 20 levels or 50,000 values are problems.
    """
    decoded = decode(content)
    if isinstance(decoded, YamlProblem):
        return decoded
    try:
        return _document(decoded)
    except _Unusable as stop:
        return stop.problem
    except yaml.YAMLError as error:
        return syntax_problem(decoded.text, error)


def _document(decoded: Text) -> Parsed:
    events: Callable[[], Any] = LOADER(decoded.text).get_event
    events()  # the start of the stream
    if type(events()) is StreamEndEvent:
        return Parsed({}, {}, decoded.encoding)
    first = events()
    if not isinstance(first, MappingStartEvent):
        return _other_document(decoded, first)
    lines: dict[str, int] = {}
    data = _Reader(events, lines).node(first, "", 0)
    events()  # the end of the document
    after = events()
    if type(after) is DocumentStartEvent:
        start: Any = after.start_mark
        raise _Unusable(YamlProblem("yaml.several-documents", start.line + 1))
    return Parsed(data, lines, decoded.encoding)


def _other_document(decoded: Text, first: Any) -> Parsed:
    line: int = first.start_mark.line + 1
    if isinstance(first, ScalarEvent) and first.anchor is None:
        if not first.value and first.implicit[0]:  # "---" and nothing else
            return Parsed({}, {}, decoded.encoding)
        raise _Unusable(collapsed_problem(decoded.text, line))
    key = "yaml.not-a-mapping" if first.anchor is None else "yaml.anchor"
    raise _Unusable(YamlProblem(key, line))


class _Reader:
    """One pass over the events; a class because three functions share the count and the lines."""

    def __init__(self, events: Callable[[], Any], lines: dict[str, int]) -> None:
        self.events = events
        self.lines = lines
        self.left = MAX_NODES

    def node(self, event: Any, path: str, depth: int) -> Node:
        if event.anchor is not None:  # of an alias too
            raise _Unusable(YamlProblem("yaml.anchor", event.start_mark.line + 1))
        if event.tag is not None:
            raise _Unusable(YamlProblem("yaml.tag", event.start_mark.line + 1, {"tag": event.tag}))
        self.left -= 1
        if self.left < 0:
            raise _Unusable(
                YamlProblem("yaml.too-many-values", event.start_mark.line + 1, {"limit": MAX_NODES})
            )
        kind = type(event)
        if kind is ScalarEvent:
            value: str = event.value
            return "" if value in NULLS and event.implicit[0] else value
        if depth >= MAX_DEPTH:
            raise _Unusable(YamlProblem("yaml.too-deep", event.start_mark.line + 1, {"limit": MAX_DEPTH}))
        below = f"{path}." if path else ""
        return self.mapping(below, depth) if kind is MappingStartEvent else self.sequence(below, depth)

    def mapping(self, below: str, depth: int) -> Node:
        found: dict[str, Node] = {}
        while type(event := self.events()) is not MappingEndEvent:
            line: int = event.start_mark.line + 1
            if type(event) is not ScalarEvent or event.anchor is not None or event.tag is not None:
                raise _Unusable(YamlProblem("yaml.key", line))
            key: str = event.value
            path = below + key
            if key in found:
                first = self.lines[path]
                raise _Unusable(YamlProblem("yaml.duplicate-key", line, {"field": key, "first": first}))
            self.lines[path] = line
            found[key] = self.node(self.events(), path, depth + 1)
        return found

    def sequence(self, below: str, depth: int) -> Node:
        found: list[Node] = []
        while type(event := self.events()) is not SequenceEndEvent:
            path = f"{below}{len(found)}"
            self.lines[path] = event.start_mark.line + 1
            found.append(self.node(event, path, depth + 1))
        return found
