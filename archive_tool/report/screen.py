"""The page that results are written on: how wide it is, what it can show, lines and tables on it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from archive_tool.report import columns as table_rows
from archive_tool.report.columns import GAP, Column, Row
from archive_tool.report.symbols import DRAWN, Symbols
from archive_tool.report.wrapping import wrapped

LEAST_WIDTH = 20  # narrower than that nobody reads
LOW = 32  # lines


@dataclass(frozen=True, slots=True)
class Screen:
    """A terminal of some size, or a pipe, which is as wide as what is written."""

    console: Console
    width: int | None = None  # cells; None: a pipe
    height: int = 40  # lines of a first screen
    symbols: Symbols = DRAWN

    @property
    def is_low(self) -> bool:
        """Whether a first screen has to do without what others have room for."""
        return self.height < LOW

    def line(self, text: str | Text = "", style: str = "") -> None:
        """One line as it is, however long."""
        shown = Text(text, style=style) if isinstance(text, str) else text
        if self.console.color_system is None:
            shown = Text(shown.plain)
        self.console.print(shown, soft_wrap=True)

    def paragraph(self, text: str | Text, style: str = "", *, indent: int = 0, hang: int = 0) -> None:
        """Lines no wider than the screen; those after the first `hang` cells further in."""
        shown = Text(text, style=style) if isinstance(text, str) else text
        if self.width is not None:
            hang = max(0, min(hang, self.width - indent - LEAST_WIDTH))
        for number, piece in enumerate(self._pieces(shown, indent, hang)):
            self.line(Text(" " * (indent + (hang if number else 0))) + piece)

    def lines_of(self, text: str, *, hang: int = 0) -> int:
        """How many lines a paragraph takes."""
        return sum(1 for _ in self._pieces(Text(text), 0, hang))

    def listing(self, rows: Sequence[Row], *, right: Collection[int] = ()) -> None:
        """Rows in columns, of which the last is wrapped, not cut; a row of one cell stands alone.

        `right`: columns whose cells end below each other.
        """
        columns = max((len(row) - 1 for row in rows), default=0)
        wide = [max((row[n].cell_len for row in rows if len(row) > 1), default=0) for n in range(columns)]
        hang = sum(each + GAP for each in wide if each)
        for row in rows:
            if len(row) == 1:
                self.paragraph(row[0])
                continue
            line = Text()
            for n, cell in enumerate(row[:-1]):
                blank = " " * (wide[n] - cell.cell_len)
                parts = (blank, cell) if n in right else (cell, blank)
                line.append_text(Text.assemble(*parts, " " * GAP if wide[n] else ""))
            self.paragraph(line.append_text(row[-1]), hang=hang)

    def table(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        """The rows below each other, cut to the screen."""
        shown = [[self._encoded(cell) for cell in row] for row in rows]
        for line in table_rows.rows(columns, shown, self.width, self.symbols.more):
            self.line(line)

    def _pieces(self, text: Text, indent: int, hang: int) -> Iterator[Text]:
        if self.width is None or not text.plain:
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
