"""The rectification ledger: how it stands, sent out as a workbook, and taken back from one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from archive_tool.adapters.yaml_text.edit import edit
from archive_tool.app.chosen import find_records, material_now, sidecar_of, unclear
from archive_tool.app.gather import gather
from archive_tool.app.look import Progress, silent
from archive_tool.app.opening import Archive
from archive_tool.app.returned_file import read_file
from archive_tool.app.typed_path import relative
from archive_tool.app.writing import rewrite_all, writing
from archive_tool.core.discreet import Discreet
from archive_tool.core.errors import CannotRun
from archive_tool.core.evidence import Evidence
from archive_tool.core.filing import Rewrite
from archive_tool.core.ledger import ITEMS, entries, every_ledger
from archive_tool.core.ledger_addressed import addressed
from archive_tool.core.ledger_match import Book
from archive_tool.core.ledger_results import ImportResult, Ledger
from archive_tool.core.ledger_return import Change, Returned, StandingWords, returned
from archive_tool.core.ledger_rows import entry_fields
from archive_tool.core.ledger_table import Row, Stray, heads, tables
from archive_tool.core.lists import of_units, open_entries, withheld
from archive_tool.core.material import Material
from archive_tool.core.model import Complaint, Interpreted, Value
from archive_tool.core.occasions import by_now
from archive_tool.core.records import Record
from archive_tool.core.results import Refusal
from archive_tool.core.written import Rows, Written


class _Plan(NamedTuple):
    result: ImportResult
    rewrites: tuple[Rewrite, ...]


def ledger(
    archive: Archive, as_of: date, units: frozenset[str] | None = None, paths: Sequence[str] = ()
) -> Ledger:
    """How every entry stands; `units` and `paths` narrow it. CannotRun where a path is no ledger."""
    return _ledger(archive, gather(archive, archive.reader.snapshot(), as_of), units, paths)


def handed_out(
    archive: Archive, as_of: date, units: frozenset[str] | None = None, paths: Sequence[str] = ()
) -> Ledger:
    """The same as others may have it: what is not for everyone only of ledgers that are named themselves."""
    material = gather(archive, archive.reader.snapshot(), as_of)
    found, kept = _ledger(archive, material, units, paths), withheld(material)
    asked = frozenset(relative(archive, path, material.snapshot.paths()) for path in paths)
    named = {one.path for one in found.records if asked & {one.path, one.holding.sidecar}}
    open_ = open_entries(found.entries, kept, Discreet.of(material, kept), named)
    return found._replace(entries=open_, withheld=len(found.entries) - len(open_))


def _ledger(
    archive: Archive, material: Material, units: frozenset[str] | None, paths: Sequence[str]
) -> Ledger:
    every = of_units(_ledgers(archive, material), units)
    if paths:
        chosen = [record for record in find_records(archive, material, paths) if record in every]
        if not chosen:
            raise CannotRun("rectify.no-ledger-there", path=paths[0])
        every = tuple(chosen)
    there = tuple(by_now(every, material.as_of))
    return Ledger(entries(there, material), there, material.as_of, later=len(every) - len(there))


def bring_back(
    archive: Archive, file: Path, today: date, *, record: str = "", yes: bool, progress: Progress = silent
) -> ImportResult:
    """What the file changes, and with `yes` the change. CannotRun for a file that is no ledger."""
    grids = read_file(file, archive.scheme.secret_marks)
    found = list(tables(grids, heads(archive.speaker.catalog, archive.scheme)))
    if not found:
        raise CannotRun("rectify.no-table", file=str(file))
    rows = [row for table in found for row in table.rows]
    strays = tuple(stray for table in found for stray in table.strays)
    if not yes:
        material = gather(archive, archive.reader.snapshot(), today)
        return _plan(archive, material, rows, record, strays, file).result
    with writing(archive.root, archive.notices.append):
        material = material_now(archive, today, progress)
        plan = _plan(archive, material, rows, record, strays, file)
        applied = rewrite_all(archive, "rectify", plan.rewrites, progress)
    written = tuple(action.path for action in applied.done if isinstance(action, Rewrite))
    return plan.result._replace(written=written, dropped=applied.dropped)


def _ledgers(archive: Archive, material: Material) -> tuple[Record, ...]:
    if not entry_fields(archive.scheme):
        raise CannotRun("rectify.no-entries", scheme=archive.scheme.id)
    return every_ledger(material)


def _plan(
    archive: Archive,
    material: Material,
    rows: Sequence[Row],
    record: str,
    strays: tuple[Stray, ...],
    file: Path,
) -> _Plan:
    there = _ledgers(archive, material)
    meant = _meant(archive, material, record, there) if record else None
    goal = addressed(rows, there, meant, _words(archive, "ledger.new"))
    results: list[Returned] = []
    rewrites: list[Rewrite] = []
    refusals: list[Refusal] = []
    for one, mine in goal.rows.items():
        made = _of_record(archive, material, goal.records[one], mine)
        if isinstance(made, Refusal):
            refusals.append(made)
            continue
        result, rewrite = made
        results.append(result)
        rewrites += [rewrite] if rewrite else []
    told = ImportResult(
        str(file), tuple(results), goal.refused, tuple(refusals), strays, untaken=goal.untaken
    )
    return _Plan(told, tuple(rewrites))


def _meant(archive: Archive, material: Material, path: str, there: Sequence[Record]) -> Record:
    """The one ledger that new rows are for."""
    found = [record for record in find_records(archive, material, [path]) if record in there]
    if len(found) != 1:
        raise CannotRun("rectify.no-ledger-there", path=path)
    return found[0]


def _of_record(
    archive: Archive, material: Material, record: Record, mine: Sequence[Row]
) -> tuple[Returned, Rewrite | None] | Refusal:
    """One ledger: what the rows make of it, and its sidecar with that done."""
    sidecar = sidecar_of(archive, record, material)
    if isinstance(sidecar, Refusal):
        return sidecar
    written = Written(archive.scheme, sidecar.parsed, archive.config.language)
    rows = written.rows(ITEMS)
    if rows is None:
        return unclear(archive, record, ITEMS)
    values = [rows.read(row) for row in rows.items]
    book = Book.of(record, values, archive.scheme, Evidence(material))
    standings = StandingWords(
        _words(archive, "ledger.standing.closed", "ledger.standing.unproven"),
        _words(archive, "ledger.standing.open", "ledger.standing.overdue"),
        _words(archive, "ledger.new"),
    )
    result = returned(book, mine, material.as_of, standings)
    if not result.changes:
        return result, None
    after = edit(sidecar.content, written.with_rows(ITEMS, _changed(rows, result.changes)))
    if not isinstance(after, bytes):
        return Refusal(record.path, after.key, after.params, record.holding.sidecar, after.line)
    if wrong := _worse(archive, record, after):
        params = {**wrong.params, "field": archive.speaker.label(str(wrong.params["field"]))}
        return Refusal(record.path, "describe.invalid", params, record.holding.sidecar, wrong.line)
    return result, Rewrite(record.holding.sidecar, sidecar.content, after)


def _changed(rows: Rows, changes: Sequence[Change]) -> list[Value]:
    """The rows as they are to be: in their place and spelling, new ones at the end."""
    now: list[Value] = list(rows.items)
    for one in changes:
        if one.at is None:
            now.append(rows.spelt({name: value for name, value in one.values.items() if value}))
            continue
        row = rows.items[one.at]
        kept = {name: _as_before(row.get(rows.key(row, name)), value) for name, value in one.values.items()}
        now[one.at] = rows.changed(row, kept)
    return now


def _as_before(before: Value, value: Value) -> Value:
    """A name that stood there alone, and not in a list, is followed by one that does so too."""
    alone = isinstance(before, str) and isinstance(value, list) and len(value) == 1
    return value[0] if alone and isinstance(value, list) else value


def _worse(archive: Archive, record: Record, after: bytes) -> Complaint | None:
    """What the check of sidecars would say of the entries now and did not say before."""
    read = archive.interpret(after)
    if not isinstance(read, Interpreted):
        return None
    before = {(c.params.get("field"), c.params.get("reason_key")) for c in record.complaints}
    own = (c for c in read.complaints if c.params.get("top") == ITEMS)
    return next((c for c in own if (c.params.get("field"), c.params.get("reason_key")) not in before), None)


def _words(archive: Archive, *keys: str) -> frozenset[str]:
    """These texts in both languages: the file may have been made in the other."""
    labels = [archive.speaker.catalog.messages[key] for key in keys]
    return frozenset(word for label in labels for word in (label.zh, label.en))
