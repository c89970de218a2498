"""YAML as read and canonical values: what every command needs before anything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

# A YAML document as written: every scalar is still text (the scheme gives types).
Node: TypeAlias = "str | list[Node] | dict[str, Node]"
# A canonical sidecar value: English ids, typed scalars, JSON-able.
Value: TypeAlias = "str | int | bool | list[Value] | dict[str, Value] | None"


class Coded(str):
    """A parameter that stands for something by its kind and code (`unit:branch-1`) and is told by its label.

    Any other text is told as it is, whatever stands in it: a file may be called `unit:甲`. In JSON it is that text.
    """

    __slots__ = ()


Params: TypeAlias = Mapping[str, "str | int | list[str]"]


class Parsed(NamedTuple):
    """A YAML text as written, with the 1-based line of every key path ("event.absentees.0.name")."""

    data: Node
    lines: Mapping[str, int]
    encoding: str = "utf-8"  # utf-8, utf-8-sig or gb18030


@dataclass(frozen=True, slots=True)
class YamlProblem:
    """Why a YAML text cannot be used: a message key, the 1-based line and parameters."""

    key: str  # a key of messages.yaml: yaml.syntax, yaml.tab, yaml.full-width-colon, …
    line: int | None
    params: Params = field(default_factory=dict)
