"""Screens for tests: terminals of a size and an encoding, pipes, and how wide lines really are."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass

from rich.console import Console

from archive_tool.report.screen import Screen
from archive_tool.report.symbols import symbols

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Page:
    """A screen and what was written on it."""

    screen: Screen
    bytes: io.BytesIO

    @property
    def raw(self) -> str:
        return self.bytes.getvalue().decode(self.screen.console.encoding, "backslashreplace")

    @property
    def lines(self) -> list[str]:
        return ESCAPES.sub("", self.raw).splitlines()


def page(width: int | None = 80, *, height: int = 40, encoding: str = "utf-8", colours: bool = False) -> Page:
    """A terminal, or with no width a pipe; as on a terminal, what cannot be encoded is escaped."""
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding, errors="backslashreplace", newline="", write_through=True)
    console = Console(
        file=stream,
        force_terminal=width is not None,
        color_system="standard" if colours else None,
        width=width or 80,
        markup=False,
        highlight=False,
        emoji=False,
    )
    return Page(Screen(console, width, height, symbols(encoding)), written)


def cells(text: str) -> int:
    """Columns that a terminal needs, by Unicode's own tables and not by the library that lays out."""
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def column(line: str, text: str) -> int:
    """The column at which a text begins in a line."""
    return cells(line[: line.index(text)])
