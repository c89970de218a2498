"""The rectification ledger as a sheet to be filled in and handed back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from archive_tool.core.catalog import Speaker
from archive_tool.core.grid import letters
from archive_tool.core.ledger import STANDINGS, Entry
from archive_tool.core.ledger_rows import cells, entry_fields, key_of, marks
from archive_tool.core.records import Record
from archive_tool.core.scheme import FieldSpec
from archive_tool.report import colophon
from archive_tool.report.colophon import Origin
from archive_tool.report.held import day_cell
from archive_tool.report.workbook import Workbook
from archive_tool.report.workbook_cells import Cell, Colour, Column, Line

WIDTHS: Mapping[str, float] = {
    "no": 6,
    "text": 36,
    "type": 10,
    "owner": 12,
    "due": 11,
    "measure": 24,
    "evidence": 28,
    "closed": 11,
    "reason": 14,
}
ABOUT = (16, 80)
COLOURS: Mapping[str, Colour] = {"overdue": "bad", "open": "warn", "unproven": "bad", "closed": "good"}
TO_BE_FILLED = ("type", "due", "evidence", "closed")


class Proposal(NamedTuple):
    """A problem that is in no ledger yet."""

    unit: str  # id; "" where it is nobody's
    text: str


def make(entries: Sequence[Entry], speaker: Speaker, name: str, made: Origin) -> bytes:
    """The ledger alone, to be sent round; the same bytes for the same entries."""
    as_of = made.as_of
    heading = speaker.say(
        "sheet.heading", name=name, sheet=speaker.say("sheet.ledger"), day=as_of.isoformat()
    )
    book = Workbook.blank(f"{name} {speaker.say('sheet.ledger')}", speaker.language, as_of)
    add(book, entries, speaker, heading)
    rows = (Line([row.label, "\n".join(row.lines)]) for row in colophon.origin(made, speaker))
    book.page(speaker.say("paper.colophon"), ABOUT, rows)
    return book.bytes()


def add(
    book: Workbook, entries: Sequence[Entry], speaker: Speaker, heading: str, new: Iterable[Proposal] = ()
) -> None:
    """A row for every entry, then one for every problem that is in no ledger yet."""
    assert speaker.scheme is not None
    fields = entry_fields(speaker.scheme)
    columns = [*(_column(spec, speaker, list(fields)) for spec in fields.values()), *_others(speaker)]
    book.table(speaker.say("sheet.ledger"), heading, columns, _rows(entries, new, fields, speaker))


def head(field: str, speaker: Speaker) -> str:
    """What stands above a column: the words of ledgers, not those of sidecars."""
    return speaker.say(f"ledger.column.{field}")


def _column(spec: FieldSpec, speaker: Speaker, fields: Sequence[str]) -> Column:
    title, name = head(spec.id, speaker), spec.id
    hint = (title, speaker.say(f"ledger.hint.{name}")) if name in TO_BE_FILLED else None
    kind = "date" if spec.type == "date" else "text"
    column = Column(title, WIDTHS[name], kind, hint=hint)  # type: ignore[arg-type]
    if spec.type == "code":
        assert speaker.scheme is not None
        terms = speaker.scheme.vocabularies.get(spec.vocabulary, {}).values()
        column = column._replace(choices=[term.label.text(speaker.language) for term in terms])
    if name == "due" and "closed" in fields:
        due, closed = (letters(fields.index(one) + 1) for one in ("due", "closed"))
        late = f'=AND(ISNUMBER(${due}2),${due}2<TODAY(),${closed}2="")'
        column = column._replace(formula=(late, "bad"))
    return column


def _others(speaker: Speaker) -> Iterator[Column]:
    """What the archive says of an entry: not to be changed here."""
    standings = {speaker.say(f"ledger.standing.{one}"): COLOURS[one] for one in STANDINGS}
    yield Column(head("standing", speaker), 10, colours=standings)
    yield Column(head("unit", speaker), 14)
    yield Column(head("record", speaker), 40, on_paper=False)
    yield Column(head("key", speaker), 26, on_paper=False)


def _rows(
    entries: Sequence[Entry], new: Iterable[Proposal], fields: Mapping[str, FieldSpec], speaker: Speaker
) -> Iterator[list[Cell]]:
    by_record: dict[str, list[Entry]] = {}
    for entry in entries:
        by_record.setdefault(entry.record.path, []).append(entry)
    for mine in by_record.values():
        told = [cells(entry.values, fields) for entry in mine]
        for entry, row, mark in zip(mine, told, marks(told), strict=True):
            yield [
                *(_cell(spec, row[name].text, speaker) for name, spec in fields.items()),
                speaker.say(f"ledger.standing.{entry.standing}"),
                _units(entry.record, speaker),
                entry.record.path,
                str(key_of(entry.record, mark)),
            ]
    for one in new:
        empty: list[Cell] = [one.text if name == "text" else None for name in fields]
        unit = speaker.label(f"unit:{one.unit}") if one.unit else None
        yield [*empty, speaker.say("ledger.new"), unit, None, None]


def _cell(spec: FieldSpec, text: str, speaker: Speaker) -> Cell:
    if spec.type == "date":
        return day_cell(text)
    if spec.type == "code" and speaker.scheme is not None:
        term = speaker.scheme.vocabularies.get(spec.vocabulary, {}).get(text)
        return term.label.text(speaker.language) if term else text
    return text or None


def _units(record: Record, speaker: Speaker) -> str:
    return speaker.listed(speaker.label(f"unit:{unit}") for unit in record.units)
