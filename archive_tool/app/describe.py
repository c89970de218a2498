"""describe and accept: a person's word about one record or a folder of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from archive_tool.adapters.yaml_text.edit import edit
from archive_tool.adapters.yaml_text.parse import parse
from archive_tool.app import field_words
from archive_tool.app.gather import gather
from archive_tool.app.ids import new_id
from archive_tool.app.look import look
from archive_tool.app.opening import Archive
from archive_tool.app.sidecar_plans import (
    DRAFT,
    FILED,
    PARTS,
    PROCESS,
    Edit,
    fresh_parts,
    own_words,
    rewritten,
)
from archive_tool.app.writing import writer, writing
from archive_tool.core.checks import owners
from archive_tool.core.classify import classify
from archive_tool.core.errors import CannotRun
from archive_tool.core.filing import Dropped, FilingPlan, Rewrite
from archive_tool.core.material import Material
from archive_tool.core.model import Interpreted, Parsed, Value
from archive_tool.core.parts import FACTS, Parts, Refreshed, are_current, told
from archive_tool.core.records import Record, make_record, text
from archive_tool.core.requirements import absent, needs
from archive_tool.core.results import DescribeResult
from archive_tool.core.strict import nearest
from archive_tool.core.written import Written


def find_records(archive: Archive, material: Material, paths: Iterable[str]) -> tuple[Record, ...]:
    """The records at or below the paths (relative to the working folder or to the archive)."""
    found: dict[str, Record] = {}
    for given in paths:
        path = relative(archive, given)
        here = [r for r in material.records if _is_at(r, path)]
        if not here:
            words = [record.path for record in material.records]
            raise CannotRun("record.not-found", path=given, nearest=nearest(path, words))
        found.update((record.path, record) for record in here)
    return tuple(found.values())


def relative(archive: Archive, given: str) -> str:
    """A path as the user typed it, to one relative to the archive ("" is the root).

    It may be meant from the working folder or from the archive's root; the one that is there wins.
    """
    candidates = [Path(os.path.normpath(folder / given)) for folder in (archive.start, archive.root)]
    for path in [p for p in candidates if os.path.lexists(p)] or candidates:
        if path == archive.root:
            return ""
        if archive.root in path.parents:
            return path.relative_to(archive.root).as_posix()
    raise CannotRun("path.not-inside", path=given, root=str(archive.root))


def describe(
    archive: Archive, paths: Sequence[str], changes: Mapping[str, str], *, confirm: bool, today: date
) -> DescribeResult:
    """Set fields and, if asked, turn drafts into filed records. Incomplete ones are refused, unchanged."""
    with writing(archive.root):
        material = _material(archive, today)
        actions: list[Rewrite] = []
        confirmed, refused = [], {}
        for record in find_records(archive, material, paths):
            rewrite, missing = _described(archive, record, changes, confirm=confirm, material=material)
            if missing:
                refused[record.path] = missing
            elif rewrite is not None:
                actions.append(rewrite)
                if confirm and record.status == DRAFT:
                    confirmed.append(record.path)
        applied = writer(archive.root).apply(FilingPlan("describe", tuple(actions)))
        done = tuple(action.path for action in applied.done if isinstance(action, Rewrite))
        archive.state.wait_for(archive.state.standing().waiting + len(done))
        return DescribeResult(done, tuple(confirmed), refused, applied.dropped)


def accept(archive: Archive, path: str, reason: str, today: date, now: datetime) -> DescribeResult:
    """Take the files of filed records as they are now; the old digests are kept in `process`."""
    with writing(archive.root):
        material = _material(archive, today)
        actions = []
        for record in find_records(archive, material, [path]):
            if record.status != FILED:
                raise CannotRun("accept.draft", path=record.path)
            rewrite = _accepted(archive, record, material, reason, now)
            if isinstance(rewrite, Dropped):
                raise CannotRun("yaml.not-editable", file=record.holding.sidecar)
            if rewrite is not None:
                actions.append(rewrite)
        applied = writer(archive.root).apply(FilingPlan("accept", tuple(actions)))
        done = tuple(action.path for action in applied.done if isinstance(action, Rewrite))
        archive.state.wait_for(archive.state.standing().waiting + len(done))
        return DescribeResult(done, (), {}, applied.dropped)


def _material(archive: Archive, today: date) -> Material:
    snapshot = archive.reader.snapshot()
    tree = classify(archive.scheme, archive.config, snapshot.entries)
    return gather(archive, look(archive, tree, snapshot), today)


def _is_at(record: Record, path: str) -> bool:
    return (
        not path
        or record.path == path
        or record.path.startswith(path + "/")
        or path == record.holding.sidecar
        or path.startswith(record.path + "/")
    )


def _described(
    archive: Archive, record: Record, changes: Mapping[str, str], *, confirm: bool, material: Material
) -> tuple[Rewrite | None, tuple[str, ...]]:
    """The edit of one sidecar, or the fields that are still missing."""
    if not record.holding.described:
        raise CannotRun("describe.no-sidecar", path=record.path)
    before = archive.reader.read(record.holding.sidecar)
    parsed = parse(before)
    if not isinstance(parsed, Parsed):
        raise CannotRun.told(parsed.key, parsed.params, file=record.holding.sidecar, line=parsed.line)
    if parsed.encoding == "gb18030":
        raise CannotRun("describe.encoding", file=record.holding.sidecar)
    after = _set(record, before, field_words.wanted(archive, parsed, changes, record.holding.sidecar))
    if confirm and record.status == DRAFT:
        after = _set(record, after, _filing(archive, record, after, material))
    if after == before:
        return None, ()
    missing = _judged(archive, after, record, material if confirm else None)
    if confirm and record.path in material.copies:
        missing = ("id", *missing)  # it still bears the id of the record it was copied from
    return Rewrite(record.holding.sidecar, before, after), missing


def _set(record: Record, content: bytes, changes: Mapping[str, Value]) -> bytes:
    after = edit(content, changes)
    if not isinstance(after, bytes):
        raise CannotRun.told(after.key, after.params, file=record.holding.sidecar, line=after.line)
    return after


def _filing(archive: Archive, record: Record, content: bytes, material: Material) -> dict[str, Value]:
    """What makes a draft filed: an id, its status, and the parts as they are now."""
    parsed = parse(content)
    assert isinstance(parsed, Parsed)
    written = Written(archive.scheme, parsed, archive.config.language)
    parts = material.deriver.parts(record.holding, material.snapshot.facts, record.form)
    fresh = fresh_parts(written, parts, record, own_words(material, record))
    if fresh is None:
        raise _unclear(archive, record, PARTS)
    first: dict[str, Value] = {} if record.id else {"id": new_id()}
    return written.changes({**first, "status": FILED}) | written.with_rows(PARTS, fresh.rows)


def _judged(archive: Archive, after: bytes, record: Record, filing: Material | None) -> tuple[str, ...]:
    """Refuse values that do not fit; give the required fields that are still empty, if it is to be filed."""
    read = archive.interpret(after)
    if not isinstance(read, Interpreted):
        raise CannotRun.told(read.key, read.params, file=record.holding.sidecar, line=read.line)
    missing = []
    before = {(c.params.get("field"), c.params.get("reason_key")) for c in record.complaints}
    for complaint in read.complaints:
        key = (complaint.params.get("field"), complaint.params.get("reason_key"))
        if complaint.params.get("reason_key") == "sidecar.required":
            missing.append(str(complaint.params.get("field_id")))
        elif key not in before:
            raise CannotRun.told(
                "describe.invalid", complaint.params, file=record.holding.sidecar, line=complaint.line
            )
    if filing is not None:
        raised = archive.scheme.categories[record.holding.place.category].requirements
        missing.extend(absent(needs(archive.scheme, text(read.values, "record_form"), raised), read.values))
        filed = make_record(record.holding, read, archive.config.unit_ids(), described=True)
        missing.extend([owners.UNIT] if owners.must_name(filed, filing) else [])
    return tuple(dict.fromkeys(missing))


def _accepted(
    archive: Archive, record: Record, material: Material, reason: str, now: datetime
) -> Edit | None:
    parts = material.deriver.parts(record.holding, material.snapshot.facts, record.form)
    if are_current(parts, record):
        return None

    def make(written: Written) -> dict[str, Value]:
        # What names no file at all is not about one that is gone.
        fresh = fresh_parts(written, parts, record, lambda rows, row: not text(rows.read(row), "path"))
        if fresh is None:
            raise _unclear(archive, record, PARTS)
        changes = written.with_rows(PARTS, fresh.rows)
        if not changes:
            return {}
        old = _former(record, parts, fresh, written)
        action = archive.speaker.say(
            "accept.process" if old else "accept.process-first", reason=reason, before="; ".join(old)
        )
        step = written.with_row(PROCESS, {"when": now.isoformat(timespec="seconds"), "action": action})
        if not step:
            raise _unclear(archive, record, PROCESS)
        return changes | step

    return rewritten(archive, record.holding.sidecar, make)


def _unclear(archive: Archive, record: Record, field: str) -> CannotRun:
    """What stands under a key is not to be changed: it is not known what it means."""
    return CannotRun(
        "describe.unclear", file=record.holding.sidecar, field=archive.speaker.label(f"field:{field}")
    )


def _former(record: Record, parts: Parts, fresh: Refreshed, written: Written) -> list[str]:
    """What is no longer so: the digests of changed and lost files, and what was said of lost ones."""
    now = {text(part, "path"): part.get("sha256") for part in parts}
    rows = written.rows(PARTS)
    said = (
        {text(rows.read(row), "path"): rows.words(row, besides=("path", *FACTS)) for row in fresh.dropped}
        if rows
        else {}
    )
    return [
        f"{path or record.holding.name} sha256 {part.sha256}"
        + "".join(f", {words}" for words in said.get(part.path, ()))
        for path, part in told(record).items()
        if (part.sha256 and now.get(path) != part.sha256) or part.path in said
    ]
