"""The little notation of the sample's texts: first line title, `# heading`, `| cell | cell` table rows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Literal, NamedTuple


class Block(NamedTuple):
    """A paragraph or a table of one document."""

    kind: Literal["title", "heading", "paragraph", "table"]
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a text, in order; blank lines only divide."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    yield Block("title", lines[0])
    for is_table, group in groupby(lines[1:], key=lambda line: line.startswith("|")):
        if is_table:
            yield Block("table", rows=tuple(_cells(line) for line in group))
        else:
            yield from (_line(line) for line in group)


def plain(text: str) -> str:
    """The text as a .txt file holds it: no marks, table cells divided by tabs."""
    lines: list[str] = []
    for block in blocks(text):
        lines += ["\t".join(row) for row in block.rows] or [block.text]
    return "\n".join(lines) + "\n"


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip("|").split("|"))


def _line(line: str) -> Block:
    return Block("heading", line[2:]) if line.startswith("# ") else Block("paragraph", line)
