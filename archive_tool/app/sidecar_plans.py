"""Plans that write or edit sidecars: drafts, their upkeep, and drafts that follow their file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import cast

from archive_tool.adapters.yaml_text.edit import dump, edit
from archive_tool.adapters.yaml_text.parse import parse
from archive_tool.app.opening import Archive
from archive_tool.core import sidecar
from archive_tool.core.checks import owners
from archive_tool.core.checks.fixity import may_change
from archive_tool.core.classify import place_of
from archive_tool.core.drafts import FROM_PATH, REFRESHED, Deriver
from archive_tool.core.filing import Rewrite, WriteNew
from archive_tool.core.material import Material
from archive_tool.core.model import Complaint, Interpreted, Parsed, Snapshot, Value
from archive_tool.core.parts import refreshed, told
from archive_tool.core.records import Record, text
from archive_tool.core.scheme import Scheme
from archive_tool.core.tree import Classified, Holding

DRAFT, FILED = "draft", "filed"
Values = Mapping[str, Value]
NewId = Callable[[], str]


def draft(archive: Archive, material: Material, new_id: NewId) -> Iterator[WriteNew]:
    """A sidecar for every record that has none and may have one."""
    claimed = {path for files in material.candidates.values() for path in files}
    for record in material.records:
        holding = record.holding
        if holding.described or holding.path in claimed or not _draftable(record, material):
            continue
        values: dict[str, Value] = {"id": new_id(), "status": DRAFT, **record.values}
        asked = {owners.UNIT} if owners.must_name(record, material) else set()
        content = dump(_written(archive, _in_order(archive.scheme, values, record.form, asked)))
        yield WriteNew(holding.sidecar, content, hidden=archive.config.sidecars_hidden)


def refresh(archive: Archive, material: Material, new_id: NewId) -> Iterator[Rewrite]:
    """Drafts: parts as on disk, empty keys filled. Living filed records: new digests, old ones kept."""
    for record in material.records:
        if not record.described or record.broken or record.encoding == "gb18030":
            continue
        if record.holding.bears_mark(material.snapshot.facts):
            continue
        if record.status == DRAFT:
            changes = _draft_changes(material, record, new_id)
        elif may_change(record, material):
            changes = grown(material, record)
        else:
            continue
        if changes:
            rewrite = rewritten(archive, record.holding.sidecar, changes)
            if rewrite is not None:
                yield rewrite


def follow(
    archive: Archive, old_path: str, holding: Holding, read: Interpreted, snapshot: Snapshot
) -> Rewrite | None:
    """In a draft, what was derived from the old path and untouched since becomes what the new path says.

    `holding` is where the record lies now, with its sidecar already there.
    """
    if text(read.values, "status") == FILED:
        return None
    deriver = Deriver(archive.scheme, archive.config)
    old_place = place_of(archive.scheme, archive.config, old_path.rpartition("/")[0]) or holding.place
    files = tuple(e._replace(path=old_path + e.path[len(holding.path) :]) for e in holding.files)
    then = deriver.values(holding._replace(path=old_path, place=old_place, files=files), {}, {})
    here = deriver.values(holding, {}, snapshot.facts)
    written = misunderstood(read.complaints)
    changes = {
        key: here.get(key, "")
        for key in FROM_PATH
        if key not in written
        and _same(read.values.get(key), then.get(key))
        and not _same(here.get(key), then.get(key))
    }
    return rewritten(archive, holding.sidecar, changes) if changes else None


def moved_drafts(archive: Archive, tree: Classified, snapshot: Snapshot) -> Iterator[Rewrite]:
    """Drafts that were moved together with their sidecar, known again by their id."""
    lost = archive.state.lost_sidecars(snapshot.entries, snapshot.scope)
    for holding in tree.holdings if lost else ():
        read = snapshot.sidecars.get(holding.sidecar)
        old = lost.get(text(read.values, "id")) if isinstance(read, Interpreted) else None
        if old is None or not isinstance(read, Interpreted) or holding.bears_mark(snapshot.facts):
            continue
        end = f"/{archive.scheme.folder_sidecar}" if holding.folder else archive.scheme.file_sidecar
        rewrite = (
            follow(archive, old.removesuffix(end), holding, read, snapshot) if old.endswith(end) else None
        )
        if rewrite is not None:
            yield rewrite


def _same(one: Value, other: Value) -> bool:
    return (one or "") == (other or "")


def rewritten(archive: Archive, path: str, changes: Values) -> Rewrite | None:
    """A sidecar with some canonical keys set; None where the file can't be edited safely."""
    before = archive.reader.read(path)
    parsed = parse(before)
    if not isinstance(parsed, Parsed) or parsed.encoding == "gb18030":
        return None
    spelled = sidecar.changes(archive.scheme, parsed, changes, archive.config.language)
    after = edit(before, spelled)
    return Rewrite(path, before, after) if isinstance(after, bytes) and after != before else None


def grown(material: Material, record: Record) -> dict[str, Value]:
    """New digests of a living record's parts; the old ones go to `process`."""
    parts = material.deriver.parts(record.holding, material.snapshot.facts, record.form)
    before = told(record)
    now = {text(part, "path"): part for part in parts}
    changed = {
        path: part
        for path, part in now.items()
        if path not in before or (part.get("sha256") and part["sha256"] != before[path].sha256)
    }
    if not changed or any("sha256" not in part for part in now.values()):
        return {}
    old = "; ".join(
        f"{path or record.holding.name} sha256 {before[path].sha256}" for path in changed if path in before
    )
    when = material.as_of.isoformat()
    entry: dict[str, Value] = {"when": when, "action": f"update; before: {old}" if old else "update"}
    process = record.values.get("process")
    return {
        REFRESHED: cast(Value, refreshed(parts, record, keep_lost=True)),
        "process": [*(process if isinstance(process, list) else []), entry],
    }


def _draftable(record: Record, material: Material) -> bool:
    holding = record.holding
    return not material.unnamable(holding) and not holding.bears_mark(material.snapshot.facts)


def _draft_changes(material: Material, record: Record, new_id: NewId) -> dict[str, Value]:
    """What sync may set in a draft: parts, and keys that are empty.

    A key that holds something nobody understands is not empty: a person wrote it.
    """
    written = misunderstood(record.complaints)
    derived = material.deriver.values(record.holding, material.heads, material.snapshot.facts)
    first: dict[str, Value] = {} if record.id else {"id": new_id()}
    if "status" not in record.values:
        first["status"] = DRAFT
    changes = {
        key: value
        for key, value in {**first, **derived}.items()
        if key != REFRESHED and key not in written and not record.values.get(key)
    }
    if REFRESHED in written:
        return changes
    parts = refreshed(cast(list[dict[str, Value]], derived.get(REFRESHED, [])), record, keep_lost=False)
    if parts != record.values.get(REFRESHED, []):
        changes[REFRESHED] = cast(Value, parts)
    return changes


def misunderstood(complaints: Iterable[Complaint]) -> frozenset[str]:
    """Top fields of which something was written that could not be taken as a value."""
    fields = (str(complaint.params.get("field_id", "")) for complaint in complaints)
    return frozenset(field.partition(".")[0] for field in fields)


def _in_order(scheme: Scheme, values: Values, form: str, asked: set[str]) -> dict[str, Value]:
    """Keys in the scheme's order; those required or asked for that are not known stand there empty."""
    required = asked | {key for key, need in scheme.base.items() if need.level == "required"}
    if form:
        required |= {key for key, need in scheme.forms[form].requirements.items() if need.level == "required"}
    return {key: values.get(key, "") for key in scheme.fields if key in values or key in required}


def _written(archive: Archive, values: Values) -> dict[str, Value]:
    """Canonical values in the archive's language."""
    return sidecar.changes(archive.scheme, Parsed({}, {}), values, archive.config.language)
