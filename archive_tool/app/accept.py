"""accept: the files of filed records as they are now become their new state."""

from __future__ import annotations

from datetime import date, datetime

from archive_tool.adapters.yaml_text.edit import edit
from archive_tool.app.chosen import (
    alone,
    counted,
    find_records,
    material_now,
    sidecar_of,
    unclear,
    unreadable,
)
from archive_tool.app.look import Progress, silent
from archive_tool.app.opening import Archive
from archive_tool.app.sidecar_plans import FILED, PARTS, PROCESS, fresh_parts, say_in
from archive_tool.app.writing import rewrite_all, writing
from archive_tool.core.errors import CannotRun
from archive_tool.core.filing import Rewrite
from archive_tool.core.material import Material
from archive_tool.core.model import Value
from archive_tool.core.parts import FACTS, Parts, Refreshed, are_current, told, unread
from archive_tool.core.records import Record, text
from archive_tool.core.results import DescribeResult, Refusal
from archive_tool.core.written import Written


def accept(
    archive: Archive, path: str, reason: str, today: date, now: datetime, progress: Progress = silent
) -> DescribeResult:
    """Take the files of filed records as they are now; the old digests are kept in `process`.

    CannotRun for a blank reason: it is what an inspector will read.
    """
    reason = reason.strip()
    if not reason:
        raise CannotRun("accept.no-reason")
    with writing(archive.root, archive.notices.append):
        material = material_now(archive, today, progress)
        chosen = find_records(archive, material, [path])
        outcomes = [_accepted(archive, record, material, reason, now) for record in counted(chosen, progress)]
        refusals = tuple(one for one in outcomes if isinstance(one, Refusal))
        alone(chosen, refusals)
        actions = tuple(one for one in outcomes if isinstance(one, Rewrite))
        applied = rewrite_all(archive, "accept", actions, progress)
        done = tuple(a.path for a in applied.done if isinstance(a, Rewrite))
        return DescribeResult(len(chosen), done, (), {}, refusals, applied.dropped)


def _accepted(
    archive: Archive, record: Record, material: Material, reason: str, now: datetime
) -> Rewrite | Refusal | None:
    sidecar = sidecar_of(archive, record, material)
    if isinstance(sidecar, Refusal):
        return sidecar
    if record.status != FILED:
        return Refusal(record.path, "accept.draft", {"path": record.path}, skipped=True)
    parts = material.deriver.parts(record.holding, material.snapshot.facts, record.form)
    if names := unread(parts):
        return unreadable(record, names)
    if are_current(parts, record):
        return None
    written = Written(archive.scheme, sidecar.parsed, archive.config.language)
    # What names no file at all is not about one that is gone.
    fresh = fresh_parts(written, parts, record, lambda rows, row: not text(rows.read(row), "path"))
    if fresh is None:
        return unclear(archive, record, PARTS)
    changes = written.with_rows(PARTS, fresh.rows)
    if not changes:
        return None
    step = written.with_row(PROCESS, _step(archive, record, parts, fresh, written, reason, now))
    if not step:
        return unclear(archive, record, PROCESS)
    after = edit(sidecar.content, changes | step)
    if not isinstance(after, bytes):
        return Refusal(record.path, after.key, after.params, record.holding.sidecar, after.line)
    return Rewrite(record.holding.sidecar, sidecar.content, after)


def _step(
    archive: Archive,
    record: Record,
    parts: Parts,
    fresh: Refreshed,
    written: Written,
    reason: str,
    now: datetime,
) -> dict[str, Value]:
    old = _former(record, parts, fresh, written)
    key = "process.accepted" if old else "process.accepted-first"
    action = say_in(archive, written, key, reason=reason, before="; ".join(old))
    return {"when": now.isoformat(timespec="seconds"), "action": action}


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
