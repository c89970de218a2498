"""describe: a person's word about one record or a folder of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from archive_tool.adapters.yaml_text.edit import edit
from archive_tool.adapters.yaml_text.parse import parse
from archive_tool.app import field_words
from archive_tool.app.chosen import (
    alone,
    counted,
    find_records,
    material_now,
    named_themselves,
    sidecar_of,
    unclear,
    unreadable,
)
from archive_tool.app.field_words import Word
from archive_tool.app.ids import new_id
from archive_tool.app.look import Progress, silent
from archive_tool.app.opening import Archive
from archive_tool.app.sidecar_plans import DRAFT, FILED, PARTS, fresh_parts, own_words
from archive_tool.app.writing import rewrite_all, writing
from archive_tool.core.checks import owners
from archive_tool.core.errors import CannotRun
from archive_tool.core.filing import Rewrite
from archive_tool.core.material import Material
from archive_tool.core.model import Interpreted, Parsed, Value
from archive_tool.core.parts import unread
from archive_tool.core.proof import is_sound
from archive_tool.core.records import Record, make_record, text
from archive_tool.core.requirements import absent, needs
from archive_tool.core.results import DescribeResult, Refusal
from archive_tool.core.written import Written


class Lacking(NamedTuple):
    """Required fields that are still empty."""

    path: str
    fields: tuple[str, ...]


def describe(
    archive: Archive,
    paths: Sequence[str],
    changes: Iterable[tuple[str, str]],
    *,
    confirm: bool,
    apart: bool = False,
    today: date,
    progress: Progress = silent,
) -> DescribeResult:
    """Set fields and, if asked, turn drafts into filed records; what can't be is told, record by record.

    `apart`: of two records with one id these are records of their own, with a new id, to be confirmed anew.
    Of several records below a folder only what is empty is set: another value that stands there is a
    person's word about that one record, and is changed where the record itself is named.
    CannotRun where what is to be set is no field or no value of it, or where the only record is refused.
    """
    with writing(archive.root, archive.notices.append):
        material = material_now(archive, today, progress)
        words = field_words.understood(archive, changes)
        chosen = find_records(archive, material, paths)
        named = chosen if len(chosen) == 1 else named_themselves(archive, material, chosen, paths)
        # All are judged before any is changed: a wrong value is refused as a whole.
        outcomes = [
            _described(
                archive,
                record,
                words,
                confirm=confirm,
                apart=apart,
                keeping=record not in named,
                material=material,
            )
            for record in counted(chosen, progress)
        ]
        refusals = tuple(one for one in outcomes if isinstance(one, Refusal))
        alone(chosen, refusals)
        actions = tuple(one for one in outcomes if isinstance(one, Rewrite))
        applied = rewrite_all(archive, "describe", actions, progress)
    done = tuple(action.path for action in applied.done if isinstance(action, Rewrite))
    drafts = (r for r in chosen if confirm and (apart or r.status == DRAFT))
    filed = [record for record in drafts if record.holding.sidecar in done]
    confirmed = tuple(record.path for record in filed)
    lacking = {one.path: one.fields for one in outcomes if isinstance(one, Lacking)}
    odd = {record.path: names for record in filed if (names := _unsound(record, material))}
    return DescribeResult(len(chosen), done, confirmed, lacking, refusals, applied.dropped, odd)


def _unsound(record: Record, material: Material) -> tuple[str, ...]:
    """The names of its files that prove nothing as they are."""
    files = (e for e in record.holding.files if not is_sound(e, material.snapshot.facts))
    return tuple(e.path[len(record.path) + 1 :] or record.holding.name for e in files)


def _described(
    archive: Archive,
    record: Record,
    words: Sequence[Word],
    *,
    confirm: bool,
    apart: bool,
    keeping: bool,
    material: Material,
) -> Rewrite | Lacking | Refusal | None:
    """The edit of one sidecar, or why there is none. `keeping`: what stands there stays."""
    sidecar = sidecar_of(archive, record, material)
    if isinstance(sidecar, Refusal):
        return sidecar
    if refusal := _of_ids(record, material, confirm=confirm, apart=apart):
        return refusal
    before = sidecar.content
    written = Written(archive.scheme, sidecar.parsed, archive.config.language)
    changes = field_words.wanted(archive, written, words, record)
    after = _set(record, before, changes)
    if (apart or (confirm and record.status == DRAFT)) and isinstance(after, bytes):
        own = {"id": new_id()} if apart or not record.id else {}
        status = {"status": FILED if confirm else DRAFT}
        after = _set(record, after, _with_parts(archive, record, after, own | status, material))
    if isinstance(after, Refusal):
        return after
    if after == before:
        return None
    changed = {word.field for word in words}
    missing = _judged(archive, after, record, changed, material if confirm else None)
    if keeping and isinstance(changes, dict) and (other := field_words.replaced(written, words, changes)):
        said = {"path": record.path, "field": archive.speaker.label(f"field:{other}")}
        return Refusal(record.path, "describe.said-otherwise", said)
    return Lacking(record.path, missing) if missing else Rewrite(record.holding.sidecar, before, after)


def _set(record: Record, content: bytes, changes: Mapping[str, Value] | Refusal) -> bytes | Refusal:
    if isinstance(changes, Refusal):
        return changes
    after = edit(content, changes)
    if isinstance(after, bytes):
        return after
    return Refusal(record.path, after.key, after.params, record.holding.sidecar, after.line)


def _of_ids(record: Record, material: Material, *, confirm: bool, apart: bool) -> Refusal | None:
    """A copy is not filed with the id of the other; others refer to a record by an id of its own."""
    first = material.copies.get(record.path)
    if apart and first is None and record not in material.copies.values():
        return Refusal(record.path, "describe.not-copied", {"path": record.path}, skipped=True)
    if confirm and first is not None and not apart:
        return Refusal(record.path, "describe.copied", {"path": record.path, "other": first.path})
    return None


def _with_parts(
    archive: Archive, record: Record, content: bytes, values: Mapping[str, str], material: Material
) -> dict[str, Value] | Refusal:
    """Id and status, and the parts as they are now: what makes a draft filed, or a copy a draft."""
    parsed = parse(content)
    assert isinstance(parsed, Parsed)
    written = Written(archive.scheme, parsed, archive.config.language)
    parts = material.deriver.parts(record.holding, material.snapshot.facts, record.form)
    if names := unread(parts):
        return unreadable(record, names)
    fresh = fresh_parts(written, parts, record, own_words(material, record))
    if fresh is None:
        return unclear(archive, record, PARTS)
    return written.changes({**values}) | written.with_rows(PARTS, fresh.rows)


def _judged(
    archive: Archive, after: bytes, record: Record, changed: Collection[str], filing: Material | None
) -> tuple[str, ...]:
    """Refuse values that do not fit; give the required fields that are still empty, if it is to be filed."""
    read = archive.interpret(after)
    assert isinstance(read, Interpreted)
    missing = []
    before = {(c.params.get("field"), c.params.get("reason_key")) for c in record.complaints}
    for complaint in read.complaints:
        field = str(complaint.params.get("field_id"))
        key = (complaint.params.get("field"), complaint.params.get("reason_key"))
        if complaint.params.get("reason_key") == "sidecar.required":
            missing.append(field)
        elif key not in before and complaint.params.get("top") in changed:
            where = archive.speaker.label(str(complaint.params["field"]))
            params = {**complaint.params, "field": where}
            raise CannotRun.told("describe.invalid", params, file=record.holding.sidecar, line=complaint.line)
    described = make_record(record.holding, read, archive.config.unit_ids(), described=True)
    _know_units(archive, described, record, changed)
    if filing is not None:
        raised = archive.scheme.categories[record.holding.place.category].requirements
        missing.extend(absent(needs(archive.scheme, text(read.values, "record_form"), raised), read.values))
        missing.extend([owners.UNIT] if owners.must_name(described, filing) else [])
    return tuple(dict.fromkeys(missing))


def _know_units(archive: Archive, described: Record, before: Record, changed: Collection[str]) -> None:
    """Refuse words for units that archive.yaml does not list: only it knows what they are."""
    known = [params for _, params in owners.strange_units(before, archive.config)]
    for path, params in owners.strange_units(described, archive.config):
        if params not in known and path.partition(".")[0] in changed:
            field = archive.speaker.label(str(params["field"]))
            file, line = described.holding.sidecar, described.lines.get(path)
            raise CannotRun.told("describe.invalid", {**params, "field": field}, file=file, line=line)
