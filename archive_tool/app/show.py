"""show and status: one record, and the whole archive, at a glance."""

from __future__ import annotations

from datetime import date

from archive_tool.adapters.writer_lock import held_by
from archive_tool.app.chosen import find_records
from archive_tool.app.gather import gather, waivers_of
from archive_tool.app.look import unread
from archive_tool.app.opening import Archive
from archive_tool.app.reindex import behind, open_index
from archive_tool.core import audit as plot
from archive_tool.core.material import Material
from archive_tool.core.narrow import below
from archive_tool.core.records import Record
from archive_tool.core.requirements import absent, needs
from archive_tool.core.results import ShownPart, ShowResult, StatusResult


def show(archive: Archive, path: str, as_of: date) -> tuple[ShowResult, ...]:
    """The record at a path, or all below a folder."""
    material = gather(archive, archive.reader.snapshot(), as_of)
    report = plot.check(material, waivers_of(archive, material))
    shown = []
    for record in find_records(archive, material, [path]):
        places = (record.path, record.holding.sidecar)
        findings = tuple(f for f in below(report, places).findings if f.code != "waiver/unused")
        shown.append(
            ShowResult(
                record.path,
                record.holding.place,
                record.status if record.described else "",
                record.values,
                _missing(record, material),
                _parts(record, material),
                findings,
            )
        )
    return tuple(shown)


def status(archive: Archive, as_of: date) -> StatusResult:
    """Counts, the index, and what `check` says."""
    material = gather(archive, archive.reader.snapshot(), as_of)
    report = plot.check(material, waivers_of(archive, material))
    engine, _ = open_index(archive)
    described = [record for record in material.records if record.holding.described]
    late = behind(archive, material)
    return StatusResult(
        root=str(archive.root),
        scheme=f"{archive.scheme.id} {archive.scheme.version}",
        engine=engine,
        records=len(material.records),
        filed=sum(record.status == "filed" for record in described),
        drafts=sum(record.status != "filed" for record in described),
        undescribed=len(material.records) - len(described),
        files=report.files,
        unread=_unread(material),
        behind=late,
        sync_helps=late > 0 or _waits_for_sync(material),
        writer=held_by(archive.root),
        report=report,
    )


def _unread(material: Material) -> int:
    """Documents nobody has looked into, in records or not: not opened yet or not on this disk, or in vain.

    Where nothing is in a document, it was looked into.
    """
    facts = material.snapshot.facts
    return sum(
        entry.size > 0 and (entry.path not in facts or facts[entry.path].problem not in ("", "empty"))
        for entry in material.tree.documents()
    )


def _waits_for_sync(material: Material) -> bool:
    """Whether there is something to read or to describe; a secret, say, stays as it is however often one syncs."""
    return any(unread(material.tree, material.snapshot)) or any(
        material.awaits_draft(holding) for holding in material.tree.holdings
    )


def _missing(record: Record, material: Material) -> tuple[str, ...]:
    """Fields a filed record must have and this one has not."""
    raised = material.scheme.categories[record.holding.place.category].requirements
    return tuple(absent(needs(material.scheme, record.form, raised), record.values))


def _parts(record: Record, material: Material) -> tuple[ShownPart, ...]:
    told = {part.path: part for part in record.parts}
    shown = []
    for entry in record.holding.files:
        name = entry.path[len(record.path) + 1 :] if record.holding.folder else ""
        fact = material.snapshot.facts.get(entry.path)
        part = told.get(name)
        role = part.role if part and part.role else material.deriver.role(record.holding, entry, record.form)
        shown.append(
            ShownPart(
                name or record.holding.name,
                role,
                entry.size,
                "" if fact is None else ("secret" if fact.secret else fact.problem),
                fact.characters if fact else None,
            )
        )
    return tuple(shown)
