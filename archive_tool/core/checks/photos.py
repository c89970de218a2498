"""Do photos say what they show, and does each show one event?"""

from __future__ import annotations

from collections.abc import Iterator

from archive_tool.core.check_settings import CheckSetting
from archive_tool.core.checks.context import RuleContext
from archive_tool.core.checks.files import repeated, reused_photos, said_to_be_same, tells_with_photo
from archive_tool.core.checks.telling import finding
from archive_tool.core.checks.writing import role_of
from archive_tool.core.model import Entry, Finding
from archive_tool.core.parts import told
from archive_tool.core.proof import is_sound
from archive_tool.core.records import Record


def captions(setting: CheckSetting, context: RuleContext) -> Iterator[Finding]:
    """One finding a filed folder with its photos that bear no caption. What is no picture is told elsewhere.

    A photo that is a record of its own is told of by its title; a list of captions among the
    files tells of all.
    """
    for record in context.judged:
        if record.status == "filed" and record.holding.folder:
            bare = list(_bare(record, setting, context))
            if bare and not _has_list(record, setting):
                yield finding(setting, record, record.date, {"part": bare}, context)


def reuse(setting: CheckSetting, context: RuleContext) -> Iterator[Finding]:
    """One finding a record with photos that an earlier event has too."""
    years = {f"{year}" for year in context.material.years}
    known = {record.path for record in context.records}
    found: dict[str, tuple[Record, list[str]]] = {}
    for files in repeated(context.material).values():
        own = [(entry, record) for entry, record in files if record.path in known]
        for number, (entry, record) in enumerate(own):
            first = next(
                (o for o in own[:number] if _shows_another(entry, record, *o, setting, context)), None
            )
            if first is not None and record.date[:4] in years:
                found.setdefault(record.path, (record, []))[1].append(first[0].path)
    for record, others in found.values():
        yield finding(setting, record, record.date, {"other": list(dict.fromkeys(others))}, context)


def _shows_another(
    entry: Entry, record: Record, other: Entry, before: Record, setting: CheckSetting, context: RuleContext
) -> bool:
    material = context.material
    if said_to_be_same(record, before) or tells_with_photo(
        entry, record, other, before, setting.not_in, material
    ):
        return False
    return reused_photos(entry, record, other, before, setting.roles, material)


def _bare(record: Record, setting: CheckSetting, context: RuleContext) -> Iterator[str]:
    pictures = context.material.scheme.formats.get("image", ())
    described = None
    for entry in record.holding.files:
        if entry.path.rpartition(".")[2].casefold() not in pictures:
            continue
        if not is_sound(entry, context.material.snapshot.facts):
            continue
        described = told(record) if described is None else described
        part = described.get(entry.path[len(record.holding.path) + 1 :])
        if not (part and part.caption) and role_of(entry, record, context) in setting.roles:
            yield entry.path.rpartition("/")[2]


def _has_list(record: Record, setting: CheckSetting) -> bool:
    return any(
        word in entry.path.rpartition("/")[2] for entry in record.holding.files for word in setting.words
    )
