"""What a schema validator has to say about canonical values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from archive_tool.core.model import Value

Kind = Literal["required", "type", "enum", "pattern", "minimum", "unknown", "other"]


class Violation(NamedTuple):
    """One value that breaks the schema; of a required one that is missing, where it should be."""

    field: str  # canonical, dotted: "event.absentees.0.name"
    kind: Kind
    expected: str = ""  # the type, the pattern, the least number, the nearest code


Check = Callable[[Mapping[str, Value]], list[Violation]]
