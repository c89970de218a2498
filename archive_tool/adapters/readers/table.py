"""Tables as plain text: csv, and what systems export under the names of spreadsheets."""

from __future__ import annotations

import csv
import io

from archive_tool.adapters.readers import text
from archive_tool.adapters.readers.refused import MAX_CHARACTERS
from archive_tool.adapters.readers.sheet_rows import Cell, Rows
from archive_tool.core.model import Reading, Segment

_DELIMITERS = ",;\t|"
_SAMPLE = 20_000


def read(path: str) -> Reading:
    """One segment: a row is a line, cells are divided by tabs. Raises Refused as plain text does."""
    found = text.read(path)
    plain = "".join(segment.text for segment in found.segments).removeprefix("\ufeff")
    rows = Rows()
    csv.field_size_limit(MAX_CHARACTERS)
    for number, row in enumerate(csv.reader(io.StringIO(plain, newline=""), _dialect(plain))):
        rows.add(number, (Cell(column, cell) for column, cell in enumerate(row)))
    return Reading((Segment("", rows.text()),), {**found.properties, "format": "csv"})


def _dialect(plain: str) -> type[csv.Dialect]:
    """The one the first lines are written in; a table of one column has none and is read as any other."""
    try:
        dialect = csv.Sniffer().sniff(plain[:_SAMPLE].rpartition("\n")[0] or plain[:_SAMPLE], _DELIMITERS)
    except csv.Error:
        return csv.excel
    dialect.doublequote = True  # seldom in the first lines, and everywhere the rule
    return dialect
