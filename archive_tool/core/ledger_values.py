"""What somebody wrote into a cell of a ledger, as the value of a field."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from archive_tool.core.cell_text import bare
from archive_tool.core.grid import Cell
from archive_tool.core.model import Params, Value
from archive_tool.core.scheme import FieldSpec, Scheme
from archive_tool.core.sidecar_words import of_vocabulary
from archive_tool.core.typed_text import day

# Serial numbers of days from 1954 to 2119: what is neither a year nor a date in eight digits.
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000
_OLDEST = "1950"
_EPOCH = date(1899, 12, 30)
# Not inside brackets: 张三（教务处、德育处） is one who mends.
_NAMES = re.compile("[、，,；;\n](?![^（(]*[）)])")
_LINES = re.compile("[；;\n]")
_IN_LINES = re.compile("[、，,]")
SHOWN = 60  # characters of a wrong value that a message repeats


class Wrong(NamedTuple):
    """Why a cell cannot be taken over: a text of messages.yaml."""

    key: str
    params: Params


def value_of(cell: Cell, spec: FieldSpec, scheme: Scheme, is_there: Callable[[str], bool]) -> Value | Wrong:
    """The canonical value; "" for an empty cell. `is_there`: whether evidence of this name is."""
    text = bare(cell.text)
    if cell.kind == "error":
        return Wrong("ledger.formula", {"value": text[:SHOWN]})
    if not text:
        return ""
    if spec.type == "date":
        return _day(cell, text)
    if spec.type == "code":
        known = of_vocabulary(scheme, spec.vocabulary)
        code = known.find(text)
        if code is None:
            return Wrong("ledger.type", {"value": text[:SHOWN], "nearest": known.nearest(text)})
        return code
    if spec.type == "list":
        return list(evidence_in(text, is_there) if spec.id == "evidence" else _words(_NAMES, text))
    return text


def evidence_in(text: str, is_there: Callable[[str], bool]) -> list[str]:
    """One a line; names of files may hold commas, so a line is divided only where it names nothing whole."""
    found: list[str] = []
    for line in _words(_LINES, text):
        found += [line] if is_there(line) else _words(_IN_LINES, line)
    return found


def _words(between: re.Pattern[str], text: str) -> list[str]:
    return [word.strip() for word in between.split(text) if word.strip()]


def _day(cell: Cell, text: str) -> Value | Wrong:
    """YYYY, YYYY-MM or YYYY-MM-DD, also of a serial number; 2025.1 may be January or October."""
    wrong = Wrong("ledger.date", {"value": text[:SHOWN]})
    if cell.kind == "number":
        try:
            number = float(text)
        except ValueError:
            return wrong
        if _FIRST_SERIAL <= number < _LAST_SERIAL:
            return (_EPOCH + timedelta(days=int(number))).isoformat()
        if number != int(number):
            return wrong
        text = str(int(number))
    told = day(text)
    # A year typed where days are shown is a day of 1905.
    odd = cell.kind == "day" and told is not None and told < _OLDEST
    return wrong if told is None or odd else told
