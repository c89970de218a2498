"""The page that results are written on: how wide it is, what it can show, lines and tables on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from archive_tool.report import columns as table_rows
from archive_tool.report.columns import GAP, Column, Row
from archive_tool.report.symbols import DRAWN, Symbols
from archive_tool.report.wrapping import wrapped

LEAST_WIDTH = 20  # narrower than that nobody reads


@dataclass(frozen=True, slots=True)
class Screen:
    """A terminal of some size, or a pipe, which is as wide as what is written."""

    console: Console
    width: int | None = None  # cells; None: a pipe
    height: int = 40  # lines of a first screen
    symbols: Symbols = DRAWN

    def line(self, text: str | Text = "", style: str = "") -> None:
        """One line as it is, however long."""
        shown = Text(text, style=style) if isinstance(text, str) else text
        if self.console.color_system is None:
            shown = Text(shown.plain)
        self.console.print(shown, soft_wrap=True)

    def paragraph(self, text: str | Text, style: str = "", *, indent: int = 0, hang: int = 0) -> None:
        """Lines no wider than the screen; those after the first `hang` cells further in."""
        shown = Text(text, style=style) if isinstance(text, str) else text
        for number, piece in enumerate(self._pieces(shown, indent, hang)):
            self.line(Text(" " * (indent + (hang if number else 0))) + piece)

    def lines_of(self, text: str, *, hang: int = 0) -> int:
        """How many lines a paragraph takes."""
        return sum(1 for _ in self._pieces(Text(text), 0, hang))

    def pairs(self, rows: Sequence[tuple[str, Text]]) -> None:
        """Names below each other, what is said of each beside it."""
        wide = max((cell_len(name) for name, _ in rows), default=0) + GAP
        for name, value in rows:
            blank = " " * (wide - cell_len(name))
            self.paragraph(Text(name + (blank if value else "")) + value, hang=wide)

    def table(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        """The rows below each other, cut to the screen."""
        shown = [[self._encoded(cell) for cell in row] for row in rows]
        for line in table_rows.rows(columns, shown, self.width, self.symbols.more):
            self.line(line)

    def _pieces(self, text: Text, indent: int, hang: int) -> Iterator[Text]:
        if self.width is None:
            whole = text.copy()
            whole.rstrip()
            yield whole
            return
        room = max(LEAST_WIDTH, self.width - indent)
        yield from wrapped(text, max(LEAST_WIDTH, room - hang), room)

    def _encoded(self, cell: Text) -> Text:
        """The cell as the stream will write it: what its encoding lacks is escaped, and that is longer."""
        plain = cell.plain
        written = plain.encode(self.console.encoding, "backslashreplace").decode(self.console.encoding)
        return cell if written == plain else Text(written, style=cell.style)
