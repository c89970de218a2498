"""Plans that write or edit sidecars: drafts, their upkeep, and drafts that follow their file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from archive_tool.adapters.yaml_text.edit import dump, edit
from archive_tool.adapters.yaml_text.parse import parse
from archive_tool.app.gather import openings_of
from archive_tool.app.opening import Archive
from archive_tool.core import sidecar
from archive_tool.core.barred import why_dropped
from archive_tool.core.checks import owners
from archive_tool.core.checks.fixity import may_change
from archive_tool.core.classify import place_of
from archive_tool.core.drafts import FROM_PATH, Deriver
from archive_tool.core.filing import Dropped, Rewrite, WriteNew
from archive_tool.core.material import Material
from archive_tool.core.model import Entry, Interpreted, Parsed, Snapshot, Value
from archive_tool.core.openings import Openings
from archive_tool.core.parts import FACTS, Keep, Parts, Refreshed, are_current, refreshed, told
from archive_tool.core.records import Record, Values, mappings, text
from archive_tool.core.scheme import Scheme
from archive_tool.core.tree import Classified, Holding
from archive_tool.core.written import Row, Rows, Written

DRAFT, FILED = "draft", "filed"
PARTS, PROCESS = "parts", "process"
NOT_EDITABLE = "dropped.not-editable"
NewId = Callable[[], str]
# A change of a sidecar, or why it cannot be changed.
Edit = Rewrite | Dropped


def draft(archive: Archive, material: Material, new_id: NewId) -> Iterator[WriteNew]:
    """A sidecar for every record that has none and may have one."""
    for record in material.records:
        holding = record.holding
        if not material.awaits_draft(holding):
            continue
        values: dict[str, Value] = {"id": new_id(), "status": DRAFT, **record.values}
        asked = {owners.UNIT} if owners.must_name(record, material) else set()
        content = dump(_written(archive, _in_order(archive.scheme, values, record.form, asked)))
        yield WriteNew(holding.sidecar, content, hidden=archive.config.sidecars_hidden)


def refresh(archive: Archive, material: Material, new_id: NewId) -> Iterator[Edit]:
    """Drafts: parts as on disk, empty keys filled. Living filed records: new digests, old ones kept."""
    kept = [record for record in material.records if _kept_up(record, material)]
    drafts = (record.holding for record in kept if record.status == DRAFT)
    openings = openings_of(archive, drafts, material.snapshot.facts)
    for record in kept:
        if record.status == DRAFT:
            rewrite = _refreshed_draft(archive, material, record, openings, new_id)
        elif may_change(record, material):
            rewrite = _grown(archive, material, record)
        else:
            continue
        if rewrite is not None:
            yield rewrite


def _kept_up(record: Record, material: Material) -> bool:
    """Not what has no sidecar, one nobody can read or edit, a secret's, or what somebody is busy with."""
    if not record.described or record.broken or record.encoding == "gb18030":
        return False
    snapshot, holding = material.snapshot, record.holding
    return not (holding.bears_mark(snapshot.facts) or snapshot.awaits(holding.files))


def follow(
    archive: Archive, old_path: str, holding: Holding, read: Interpreted, snapshot: Snapshot
) -> Edit | None:
    """In a draft, what was derived from the old path and untouched since becomes what the new path says.

    `holding` is where the record lies now, with its sidecar already there.
    """
    if text(read.values, "status") == FILED:
        return None
    deriver = Deriver(archive.scheme, archive.config)
    old_place = place_of(archive.scheme, archive.config, old_path.rpartition("/")[0]) or holding.place
    files = tuple(e._replace(path=old_path + e.path[len(holding.path) :]) for e in holding.files)
    openings = openings_of(archive, [holding], snapshot.facts)
    before = {old_path + path[len(holding.path) :]: opening for path, opening in openings.items()}
    then = deriver.values(holding._replace(path=old_path, place=old_place, files=files), before, {})
    here = deriver.values(holding, openings, snapshot.facts)
    changes = {
        key: here.get(key, "")
        for key in FROM_PATH
        if _same(read.values.get(key), then.get(key)) and not _same(here.get(key), then.get(key))
    }
    if not changes:
        return None
    return rewritten(archive, holding.sidecar, lambda written: _changes(written, read.values, changes))


def moved_records(
    archive: Archive, tree: Classified, snapshot: Snapshot
) -> Iterator[tuple[str, Holding, Interpreted]]:
    """Records that were moved together with their sidecar, known again by their id: where they were."""
    lost = archive.state.lost_sidecars(snapshot.entries, snapshot.scope)
    found: dict[str, list[tuple[Holding, Interpreted]]] = {}
    for holding in tree.holdings if lost else ():
        read = snapshot.sidecars.get(holding.sidecar)
        if not isinstance(read, Interpreted) or holding.bears_mark(snapshot.facts):
            continue
        old = lost.get(text(read.values, "id"))
        if old is not None and old.endswith(_end(archive, holding)):
            found.setdefault(old, []).append((holding, read))
    for old, there in found.items():
        # A copy was seen before the first one went: it is no move.
        since = archive.state.known_since(h.sidecar for h, _ in there) if len(there) > 1 else {}
        holding, read = max(there, key=lambda one: since.get(one[0].sidecar, 0))
        yield old.removesuffix(_end(archive, holding)), holding, read


def sidecar_at(archive: Archive, path: str, holding: Holding) -> str:
    """Where the record's sidecar stands when the record is at that path."""
    return path + _end(archive, holding)


def _end(archive: Archive, holding: Holding) -> str:
    return f"/{archive.scheme.folder_sidecar}" if holding.folder else archive.scheme.file_sidecar


def _same(one: Value, other: Value) -> bool:
    return (one or "") == (other or "")


def rewritten(archive: Archive, path: str, make: Callable[[Written], Mapping[str, Value]]) -> Edit | None:
    """A sidecar with the changes made from its text; None where there are none, or it can't be understood.

    Dropped where it has gone since it was seen, cannot be opened now, or its text does not allow the change.
    """
    try:
        before = archive.reader.read(path)
    except OSError as error:
        return Dropped(Rewrite(path, b"", b""), why_dropped(error))
    parsed = parse(before)
    if not isinstance(parsed, Parsed) or parsed.encoding == "gb18030":
        return None
    changes = make(Written(archive.scheme, parsed, archive.config.language))
    after = edit(before, changes) if changes else before
    if not isinstance(after, bytes):
        return Dropped(Rewrite(path, before, before), NOT_EDITABLE)
    return Rewrite(path, before, after) if after != before else None


def _changes(written: Written, understood: Values, values: Values) -> dict[str, Value]:
    """Changes of keys whose value is understood or absent: what nobody understands, a person wrote."""
    return written.changes(
        {key: value for key, value in values.items() if understood.get(key) or not written.holds(key)}
    )


def fresh_parts(written: Written, parts: Parts, record: Record, keep: Keep) -> Refreshed | None:
    """The rows of a sidecar as they are to be; None where they can't be told apart."""
    rows = written.rows(PARTS)
    return refreshed(rows, parts, record.holding, keep) if rows is not None else None


def say_in(archive: Archive, written: Written, key: str, **params: str) -> str:
    """A text for `process`: in the sidecar's language, whatever the caller's is."""
    return replace(archive.speaker, language=written.language_of(PROCESS)).say(key, **params)


def own_words(material: Material, record: Record) -> Keep:
    """In a draft, a lost file's row stays where anything in it is not what the tool would write."""

    def keep(rows: Rows, row: Row) -> bool:
        read = rows.read(row)
        name = text(read, "path")
        lost = Entry(f"{record.path}/{name}" if name else record.path, "file", 0, 0, (0, 0))
        said = {key: value for key, value in read.items() if key not in FACTS}
        may_be_ours = material.deriver.may_have_said(record.holding, lost, record.form, said)
        return not (rows.knows_all(row) and "size" in read and may_be_ours)

    return keep


def _grown(archive: Archive, material: Material, record: Record) -> Edit | None:
    """New digests of a living record's parts; the old ones go to `process`."""
    parts = material.deriver.parts(record.holding, material.snapshot.facts, record.form)
    before = told(record)
    changed = [
        path
        for path, part in ((text(part, "path"), part) for part in parts)
        if path not in before or (part.get("sha256") and part["sha256"] != before[path].sha256)
    ]
    if not changed or any("sha256" not in part for part in parts):
        return None
    old = "; ".join(
        f"{path or record.holding.name} sha256 {before[path].sha256}"
        for path in changed
        if path in before and before[path].sha256
    )

    def make(written: Written) -> dict[str, Value]:
        action = say_in(archive, written, "process.updated" if old else "process.updated-first", before=old)
        step: dict[str, Value] = {"when": material.as_of.isoformat(), "action": action}
        fresh = fresh_parts(written, parts, record, lambda rows, row: True)
        parts_now = written.with_rows(PARTS, fresh.rows) if fresh else {}
        steps = written.with_row(PROCESS, step)
        return parts_now | steps if parts_now and steps else {}

    return rewritten(archive, record.holding.sidecar, make)


def _refreshed_draft(
    archive: Archive, material: Material, record: Record, openings: Openings, new_id: NewId
) -> Edit | None:
    """What sync may set in a draft: parts as they are, and keys that are empty."""
    derived = material.deriver.values(record.holding, openings, material.snapshot.facts, form=record.form)
    parts = mappings(derived, PARTS)
    first: dict[str, Value] = {"status": DRAFT} if record.id else {"id": new_id(), "status": DRAFT}
    values = {**first, **derived}
    empty = {key: value for key, value in values.items() if key != PARTS and not record.values.get(key)}
    if not empty and are_current(parts, record):
        return None

    def make(written: Written) -> dict[str, Value]:
        changes = _changes(written, {}, empty)
        fresh = fresh_parts(written, parts, record, own_words(material, record))
        return changes | (written.with_rows(PARTS, fresh.rows) if fresh else {})

    return rewritten(archive, record.holding.sidecar, make)


def _in_order(scheme: Scheme, values: Values, form: str, asked: set[str]) -> dict[str, Value]:
    """Keys in the scheme's order; those required or asked for that are not known stand there empty, if they may."""
    required = asked | {key for key, need in scheme.base.items() if need.level == "required"}
    if form:
        required |= {key for key, need in scheme.forms[form].requirements.items() if need.level == "required"}
    wanted = {key for key in required if scheme.fields[key].core}
    return {key: values.get(key, "") for key in scheme.fields if key in values or key in wanted}


def _written(archive: Archive, values: Values) -> dict[str, Value]:
    """Canonical values in the archive's language."""
    return sidecar.changes(archive.scheme, Parsed({}, {}), values, archive.config.language)
