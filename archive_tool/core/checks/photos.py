"""Do photos say what they show, and does each show one event?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive_tool.core.check_settings import CheckSetting
from archive_tool.core.checks.context import RuleContext
from archive_tool.core.checks.files import repeated, reused_photos, said_to_be_same, tells_with_photo
from archive_tool.core.checks.telling import finding
from archive_tool.core.checks.writing import role_of
from archive_tool.core.model import Entry, Finding
from archive_tool.core.names import stem
from archive_tool.core.parts import told
from archive_tool.core.photo_names import is_named
from archive_tool.core.proof import is_sound
from archive_tool.core.records import Record
from archive_tool.core.traces import NOTHING

_HAN = re.compile("[\u3400-\u9fff]")
_TELLING = 8  # Han characters of a name that says what is to be seen


def captions(setting: CheckSetting, context: RuleContext) -> Iterator[Finding]:
    """One finding a folder with its photos that bear no caption. What is no picture is told elsewhere.

    A photo that is a record of its own is told of by its title, and one in a folder by a name that says
    what it shows; a list of captions among the files tells of all, unless it names some.
    """
    for record in context.judged:
        if record.holding.folder and not record.pointer:
            bare = list(_bare(record, setting, context))
            if bare and (bare := _unlisted(bare, record, setting, context)):
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
    """The names of photos of which the sidecar says nothing; in a draft only those that are called so."""
    pictures = context.material.scheme.formats.get("image", ())
    described = None
    for entry in record.holding.files:
        if entry.path.rpartition(".")[2].casefold() not in pictures:
            continue
        if not is_sound(entry, context.material.snapshot.facts):
            continue
        described = told(record) if described is None else described
        part = described.get(entry.path[len(record.holding.path) + 1 :])
        role = (
            role_of(entry, record, context) if record.status == "filed" else _called(entry, record, context)
        )
        name = entry.path.rpartition("/")[2]
        if (
            not (part and part.caption)
            and role in setting.roles
            and not _tells(name, record, setting, context)
        ):
            yield name


def _called(entry: Entry, record: Record, context: RuleContext) -> str:
    """The role that its name says, or that of its folder in the record: a scanned page is a picture too."""
    named = context.material.deriver.role_named
    folder = entry.path[len(record.holding.path) + 1 :].rpartition("/")[0]
    return named(entry) or (named(entry._replace(path=folder)) if folder else "")


def _tells(name: str, record: Record, setting: CheckSetting, context: RuleContext) -> bool:
    """Whether a name says what is to be seen: more than the title, the unit and 现场照片."""
    config = context.material.config
    units = [config.units[one] for one in record.units if one in config.units]
    called = [config.fonds_name, *(word for unit in units for word in (unit.name, *unit.aliases))]
    left = stem(name)
    for word in sorted(filter(None, (record.title, *called, *setting.none)), key=len, reverse=True):
        left = left.replace(word, "")
    return len(_HAN.findall(left)) >= _TELLING


def _unlisted(bare: list[str], record: Record, setting: CheckSetting, context: RuleContext) -> list[str]:
    """Those of the photos that no list of captions speaks of. One that cannot be read is told elsewhere."""
    facts, traces = context.material.snapshot.facts, context.material.traces
    lists = [
        entry
        for entry in record.holding.files
        if any(word in entry.path.rpartition("/")[2] for word in setting.words)
    ]
    if not lists:
        return bare
    known = (facts.get(entry.path) for entry in lists)
    named = [traces.get(fact.sha256, NOTHING).photos if fact else () for fact in known]
    if not all(named):
        return []
    told_of = {name for names in named for name in names}
    files = [entry.path.rpartition("/")[2] for entry in record.holding.files]
    # 照片3 in the list may be the group picture.
    others = [name for name in told_of if not any(is_named(file, (name,)) for file in files)]
    left = [name for name in bare if not is_named(name, told_of)]
    return left if len(left) > len(others) else []
