"""The records that a command is about, and whether their sidecars can be changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from archive_tool.adapters.yaml_text.parse import parse
from archive_tool.app.gather import gather
from archive_tool.app.look import Progress, look, settled
from archive_tool.app.opening import Archive
from archive_tool.app.typed_path import relative
from archive_tool.core.barred import why_dropped
from archive_tool.core.classify import classify
from archive_tool.core.errors import CannotRun
from archive_tool.core.material import Material
from archive_tool.core.model import Parsed
from archive_tool.core.records import Record
from archive_tool.core.results import Refusal
from archive_tool.core.strict import nearest


class Sidecar(NamedTuple):
    """The text of one that may be changed."""

    content: bytes
    parsed: Parsed


def find_records(archive: Archive, material: Material, paths: Iterable[str]) -> tuple[Record, ...]:
    """The records at or below the paths (relative to the working folder or to the archive)."""
    found: dict[str, Record] = {}
    known = material.snapshot.paths()
    for given in paths:
        path = relative(archive, given, known)
        here = [r for r in material.records if _is_at(r, path)]
        if not here:
            words = [record.path for record in material.records]
            raise CannotRun("record.not-found", path=given, nearest=nearest(path, words))
        found.update((record.path, record) for record in here)
    return tuple(found.values())


def named_themselves(
    archive: Archive, material: Material, chosen: Iterable[Record], paths: Iterable[str]
) -> list[Record]:
    """Those of the chosen that a path names by themselves, not by a folder above them."""
    known = material.snapshot.paths()
    given = [relative(archive, path, known) for path in paths]
    return [r for r in chosen if any(p in (r.path, r.holding.sidecar) or _is_below(p, r.path) for p in given)]


def material_now(archive: Archive, today: date, progress: Progress) -> Material:
    """The tree as it is, every file looked at."""
    snapshot = archive.reader.snapshot()
    snapshot = replace(snapshot, facts=settled(snapshot.facts, 0))
    tree = classify(archive.scheme, archive.config, snapshot.entries)
    return gather(archive, look(archive, tree, snapshot, progress), today)


def counted(chosen: Sequence[Record], progress: Progress) -> Iterator[Record]:
    """The records one by one, each told as done when the next is asked for."""
    for number, record in enumerate(chosen, 1):
        yield record
        progress("progress.judging", number, len(chosen))


def _is_at(record: Record, path: str) -> bool:
    return (
        not path
        or path in (record.path, record.holding.sidecar)
        or _is_below(record.path, path)
        or _is_below(path, record.path)
    )


def _is_below(path: str, folder: str) -> bool:
    return path.startswith(f"{folder}/")


def sidecar_of(archive: Archive, record: Record, material: Material) -> Sidecar | Refusal:
    """The sidecar as it stands there, or why it can't be changed."""
    holding = record.holding
    if holding.bears_mark(material.snapshot.facts):
        return Refusal(record.path, "describe.secret", {"path": record.path}, skipped=True)
    if not holding.described:
        return _undescribed(record, material)
    try:
        content = archive.reader.read(holding.sidecar)
    except OSError as error:
        return Refusal(record.path, why_dropped(error), {}, holding.sidecar)
    parsed = parse(content)
    if not isinstance(parsed, Parsed):
        return Refusal(record.path, parsed.key, parsed.params, holding.sidecar, parsed.line)
    if parsed.encoding == "gb18030":
        return Refusal(record.path, "describe.encoding", {}, holding.sidecar)
    return Sidecar(content, parsed)


def alone(chosen: Iterable[Record], refusals: Iterable[Refusal]) -> None:
    """Raises CannotRun where the command was about one record, and that was refused."""
    told = list(refusals)
    if told and len(list(chosen)) == 1:
        raise CannotRun.told(told[0].key, told[0].params, file=told[0].file, line=told[0].line)


def _undescribed(record: Record, material: Material) -> Refusal:
    why = material.unnamable(record.holding)
    if why:
        return Refusal(record.path, "describe.unnamable", {"path": record.path, "why_key": why}, skipped=True)
    claimed = any(record.path in files for files in material.candidates.values())
    key = "describe.claimed" if claimed else "describe.no-sidecar"
    return Refusal(record.path, key, {"path": record.path})


def unclear(archive: Archive, record: Record, field: str) -> Refusal:
    """What stands under a key is not to be changed: it is not known what it means."""
    label = archive.speaker.label(f"field:{field}")
    return Refusal(record.path, "describe.unclear", {"field": label}, record.holding.sidecar)


def unreadable(record: Record, names: Iterable[str]) -> Refusal:
    """Files that cannot be opened have no digest: nobody could tell later whether they changed."""
    files = [name or record.holding.name for name in names]
    return Refusal(record.path, "describe.unread", {"path": record.path, "files": files})
