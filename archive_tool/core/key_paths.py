"""A dotted path into archive.yaml or a scheme, step by step."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive_tool.core.numerals import is_number

# Ids of rules have points in them, and folders of a map may: map.2024.党建.
_STEP = re.compile(r"(?<=^map\.).+|[0-9]{2}\.[a-z0-9-]+\.[a-z]+(?=\.|$)|[^.]+")


def key_steps(dotted: str) -> Iterator[str | int]:
    """`units.0.kind` as units, 1 and kind: places in lists count from 1."""
    before = ""
    for found in _STEP.finditer(dotted):
        step = found[0]
        yield int(step) + 1 if before and is_number(step) and before != "map" else step
        before = step
