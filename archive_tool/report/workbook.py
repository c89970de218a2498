"""A workbook written row by row: typed columns, filters, colours, lists to choose from, ready for printing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO
from tempfile import TemporaryDirectory
from traceback import clear_frames
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook as Made
from xlsxwriter.exceptions import FileCreateError

from archive_tool.core.cell_text import shown
from archive_tool.report import package
from archive_tool.report.printable import printable
from archive_tool.report.workbook_cells import (
    COLOURS,
    MOST_NAME,
    Cell,
    Column,
    Line,
    Link,
    allowed,
    cut,
    lines_of,
)

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MAKER = "archive-tool"
MOST_LINKS = 60_000  # Excel takes 65,530 of a sheet
ROOM_BELOW = 500  # rows under the last one that still offer what may be entered
A4 = 9
LINE = 15  # points
MOST_ON_PAGE = 60  # lines that can still be read where they are made to fit one page
# Behind a link these would be read as something else.
NOT_IN_LINKS = frozenset('#%?"<>|*')


@dataclass(frozen=True)
class Workbook:
    """Sheets come in their order; nothing of a sheet but its last row is kept in memory."""

    made: Made
    target: BytesIO
    fonts: Mapping[str, Any]
    rows: TemporaryDirectory[str]  # what waits to be packed; gone with this, whatever happens
    formats: dict[str, Format] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    @classmethod
    def blank(cls, title: str, language: str, day: date) -> Workbook:
        """Dated as of `day`, so that the same content is the same file."""
        target, rows = BytesIO(), TemporaryDirectory()
        made = Made(
            target,
            {
                "constant_memory": True,
                "tmpdir": rows.name,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        created = datetime(day.year, day.month, day.day, tzinfo=UTC)
        made.set_properties({"title": printable(title)[:255], "author": MAKER, "created": created})
        fonts = {"font_name": "宋体" if language == "zh" else "Calibri", "font_size": 10.5}
        return cls(made, target, fonts, rows)

    def table(
        self, name: str, heading: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
    ) -> None:
        """A head that stays and repeats on paper, and rows to be filtered; `heading` is printed above."""
        sheet = self._sheet(name, heading)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
        self._row(sheet, 0, [column.head for column in columns], columns, "head")
        last = 0
        for last, row in enumerate(rows, 1):
            self._row(sheet, last, row, columns)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        sheet.print_area(0, 0, last, sum(column.on_paper for column in columns) - 1)
        for at, column in enumerate(columns):
            self._dress(sheet, at, column, last)

    def page(self, name: str, widths: Sequence[float], lines: Iterable[Line]) -> None:
        """Lines of unlike kinds, to be read and not filtered."""
        sheet = self._sheet(name, "")
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        row = 0
        for row, line in enumerate(lines):
            if line.spread:
                told = max(lines_of(cell, sum(widths)) for cell in line.cells)
                sheet.set_row(row, told * (26 if line.style == "title" else LINE + 2))
                sheet.merge_range(row, 0, row, len(widths) - 1, "", self._format(line.style))
            for at, cell in enumerate(line.cells):
                self._write(sheet, row, at, cell, line.style if isinstance(cell, str) else "number")
        if row < MOST_ON_PAGE:
            sheet.fit_to_pages(1, 1)

    def bytes(self) -> bytes:
        """The file, under its seal. OSError where the disk of `rows` is full."""
        try:
            self.made.close()
        except FileCreateError as error:
            # What it left open is closed, or its temporary files could not go on Windows.
            clear_frames(error.__traceback__)
            for sheet in self.made.worksheets():
                sheet._opt_close()
            raise error.args[0] from None  # what the disk said
        finally:
            self.rows.cleanup()
        return package.sealed(self.target.getvalue())

    def _sheet(self, name: str, heading: str) -> Worksheet:
        sheet = self.made.add_worksheet(self._name(name))
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.9, bottom=0.7)
        if heading:
            # The blank keeps a name that begins with a digit apart from the size of the type.
            sheet.set_header("&C&14 " + printable(heading)[:100].replace("&", "&&"))
        sheet.set_footer("&C&P / &N")
        return sheet

    def _name(self, wanted: str) -> str:
        """As Excel takes them: 31 characters, none of its signs, no two alike."""
        plain = "".join(" " if c in "[]:*?/\\'" else c for c in printable(wanted)).strip() or "-"
        name, number = cut(plain, MOST_NAME), 1
        while name.casefold() in self.names:
            number += 1
            end = f" {number}"
            name = cut(plain, MOST_NAME - len(end)) + end
        self.names.append(name.casefold())
        return name

    def _row(
        self, sheet: Worksheet, at: int, cells: Sequence[Cell], columns: Sequence[Column], style: str = ""
    ) -> None:
        """As high as its longest cell; rows of one line keep the height that programs give them."""
        lines = max(lines_of(cell, column.width) for cell, column in zip(cells, columns, strict=True))
        if lines > 1:
            sheet.set_row(at, lines * LINE)
        for number, (cell, column) in enumerate(zip(cells, columns, strict=True)):
            self._write(sheet, at, number, cell, style or column.kind)

    def _write(self, sheet: Worksheet, row: int, at: int, cell: Cell, style: str) -> None:
        if cell is None or cell == "":
            # Really empty, so that what somebody types there becomes a day or a number and not a text.
            sheet.write_blank(row, at, None, self._format(style))
        elif isinstance(cell, str):
            sheet.write_string(row, at, shown(cell).text, self._format("text" if style == "date" else style))
        elif isinstance(cell, Link):
            self._link(sheet, row, at, cell)
        elif isinstance(cell, date):
            sheet.write_datetime(row, at, cell, self._format("date"))
        else:
            sheet.write_number(row, at, cell, self._format("percent" if style == "percent" else "number"))

    def _link(self, sheet: Worksheet, row: int, at: int, link: Link) -> None:
        text = shown(link.text).text
        if not self._leads(sheet, link.target) or sheet.write_url(
            row, at, f"external:{link.target}", self._format("link"), text
        ):
            sheet.write_string(row, at, text, self._format("text"))

    def _leads(self, sheet: Worksheet, target: str) -> bool:
        """Whether a link can lead there: a name with line breaks, signs that turn it round or no text is none."""
        fits = target and not NOT_IN_LINKS & set(target) and printable(target) == target
        return bool(fits) and len(sheet.hyperlinks) < MOST_LINKS

    def _dress(self, sheet: Worksheet, at: int, column: Column, last: int) -> None:
        """Colours, and what may be entered, below the rows too."""
        end = last + ROOM_BELOW
        for text, colour in column.colours.items():
            rule = {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": self._format(colour)}
            sheet.conditional_format(1, at, end, at, rule)
        for text, colour in column.begins.items():
            starts = {"type": "text", "criteria": "begins with", "value": text}
            sheet.conditional_format(1, at, end, at, {**starts, "format": self._format(colour)})
        if column.formula:
            criteria, colour = column.formula
            rule = {"type": "formula", "criteria": criteria, "format": self._format(colour)}
            sheet.conditional_format(1, at, end, at, rule)
        if column.hint:
            title, message = column.hint
            told: dict[str, Any] = {"input_title": title[:32], "input_message": message[:255]}
            sheet.data_validation(1, at, end, at, {**allowed(column), **told, "ignore_blank": True})

    def _format(self, style: str) -> Format:
        if style not in self.formats:
            self.formats[style] = self.made.add_format(self._look(style))
        return self.formats[style]

    def _look(self, style: str) -> dict[str, Any]:
        if style in COLOURS:
            return dict(COLOURS[style])  # type: ignore[index]
        cell = {**self.fonts, "valign": "vcenter", "text_wrap": True, "border": 1, "border_color": "#BFBFBF"}
        looks: Mapping[str, dict[str, Any]] = {
            # As text, so that a cell that somebody opens and leaves does not become a formula.
            "text": {**cell, "num_format": "@"},
            "number": {**cell, "align": "center"},
            "percent": {**cell, "num_format": "0%", "align": "center"},
            "date": {**cell, "num_format": "yyyy-mm-dd", "align": "center"},
            "link": {**cell, "num_format": "@", "font_color": "#0563C1", "underline": 1},
            "head": {**cell, "bold": True, "align": "center", "bg_color": "#D9E1F2", "num_format": "@"},
            "title": {**self.fonts, "bold": True, "font_size": 16, "align": "center", "num_format": "@"},
            "section": {**self.fonts, "bold": True, "font_size": 12, "num_format": "@"},
            "plain": {**self.fonts, "text_wrap": True, "valign": "top", "num_format": "@"},
        }
        return looks[style]
