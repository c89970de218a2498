"""Brings the search index up to date: fingerprints of the tree minus fingerprints of the index."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from archive_tool.adapters import search as engines
from archive_tool.app.look import Progress, silent
from archive_tool.app.opening import Archive
from archive_tool.app.writing import on_disk
from archive_tool.core.documents import Document
from archive_tool.core.errors import CannotRun
from archive_tool.core.indexing import Indexable, document, indexables, year_of
from archive_tool.core.material import Material
from archive_tool.core.model import Reading
from archive_tool.core.ports import IndexStanding, SearchIndex
from archive_tool.core.results import IndexChanges
from archive_tool.core.scope import within

CHUNK = 200  # documents whose texts are in memory at once


class NeedsWhole(Exception):
    """What is to be done cannot be done for part of the tree."""


def open_index(archive: Archive) -> tuple[str, SearchIndex]:
    """The chosen engine's name and index, kept open as long as the archive."""
    name, make = engines.choose(archive.config.engine)
    if name not in archive.indexes:
        archive.indexes[name] = make(archive.cache / "index" / name)
    return name, archive.indexes[name]


def takes_parts(archive: Archive) -> bool:
    """Whether there is a whole index to bring up to date: one of a single folder would pass for the archive's."""
    return archive.state.standing().edition == archive.edition and bool(open_index(archive)[1].fingerprints())


def wanted(archive: Archive, material: Material) -> dict[str, Indexable]:
    """What the index should hold, by path."""
    entries = {entry.path: entry for entry in material.snapshot.entries}
    found = indexables(material.records, material.tree, entries, material.snapshot.facts, archive.edition)
    return {item.path: item for item in found}


def reindex(
    archive: Archive, material: Material, progress: Progress = silent, *, anew: bool = False
) -> IndexChanges:
    """Add, replace and drop documents. What somebody is busy with stays in the index as it was."""
    items = wanted(archive, material)
    ready = {path: item for path, item in items.items() if not material.snapshot.awaits(item.files)}
    name, index = open_index(archive)
    if any(fact.secret for fact in material.snapshot.facts.values()):
        _leave_others(archive, name)
    if anew:
        # Until it is done the old index answers, and its hits need their words.
        archive.state.drop_indexed(_outdated(material, _held(index), items))
        _rebuild(archive, material, index, ready, progress)
        _keep_standing(archive, material, len(items) - len(ready))
        return IndexChanges(tuple(ready))
    scope = material.snapshot.scope
    standing = archive.state.standing()
    is_current = standing.edition == archive.edition
    marks = index.fingerprints()
    if scope is not None and not marks:
        raise NeedsWhole  # somebody who searched met damage meanwhile
    have = {path: marks[path] for path in within(marks, scope)}
    changed = [item for path, item in ready.items() if have.get(path) != item.fingerprint]
    gone = [path for path in have if path not in items]
    if archive.state.uncovered:
        # Deleted documents stay in an engine's files for a while: only a new index has no trace, be it
        # of a name that the secret had before.
        if scope is not None:
            raise NeedsWhole
        return reindex(archive, material, progress, anew=True)
    waiting = len(changed) + len(gone)
    archive.state.keep_waiting(waiting if scope is None else max(waiting, standing.waiting))
    if changed or gone or not have:  # an archive without documents has an index too
        with on_disk(archive.cache):
            index.update(_documents(archive, material, changed, progress), gone)
        archive.state.drop_indexed(gone)
    if not is_current:
        known = set(ready) - {item.path for item in changed}
        for _ in _documents(archive, material, [items[path] for path in sorted(known)], progress):
            pass  # the index has them; what their hits show is remembered on the way
    if scope is None:
        # In a new index the texts of what is gone are not; it would not have what somebody is busy with either.
        if len(ready) == len(items) and index.is_overgrown():
            with suppress(CannotRun):  # where there is no room for two of them, another day
                _rebuild(archive, material, index, ready, progress)
        _keep_standing(archive, material, len(items) - len(ready))
    return IndexChanges(
        tuple(item.path for item in changed if item.path not in have),
        tuple(item.path for item in changed if item.path in have),
        tuple(gone),
    )


def _rebuild(
    archive: Archive,
    material: Material,
    index: SearchIndex,
    items: Mapping[str, Indexable],
    progress: Progress,
) -> None:
    with on_disk(archive.cache):
        index.rebuild(_documents(archive, material, list(items.values()), progress))


def _held(index: SearchIndex) -> Iterable[str]:
    """What the index that is to be replaced knows; nothing where it cannot be read: a new one is what helps."""
    try:
        return index.fingerprints()
    except CannotRun:
        return ()


def _leave_others(archive: Archive, engine: str) -> None:
    """Drop the indexes of engines used before: nobody takes out of them what turns out to be secret."""
    for other in engines.ENGINES.keys() - {engine}:
        shutil.rmtree(archive.cache / "index" / other, ignore_errors=True)


def _keep_standing(archive: Archive, material: Material, waiting: int) -> None:
    """The index is as the tree was when it was looked at, but for so many that somebody is busy with."""
    archive.state.keep_standing(IndexStanding(archive.edition, waiting, material.snapshot.taken_ns // 10**9))


def _outdated(material: Material, have: Iterable[str], items: Container[str]) -> set[str]:
    """Of what the index has held, what nobody may or can be shown any more."""
    have = set(have)
    return {path for path in have if path not in items} | _uncovered(material, have)


def _uncovered(material: Material, held: Collection[str]) -> set[str]:
    """Of what the index has held, that in which a state-secret mark was found since."""
    secrets = [path for path, fact in material.snapshot.facts.items() if fact.secret]
    return {old for path in secrets for old in held if path == old or path.startswith(old + "/")}


def behind(archive: Archive, material: Material) -> int:
    """How many records and files the index does not hold as they are now."""
    _, index = open_index(archive)
    items, have = wanted(archive, material), index.fingerprints()
    if have and archive.state.standing().edition != archive.edition:
        return len(items)
    stale = sum(have.get(path) != item.fingerprint for path, item in items.items())
    return stale + sum(path not in items for path in have)


def _documents(
    archive: Archive, material: Material, changed: Sequence[Indexable], progress: Progress
) -> Iterator[Document]:
    """Documents with their texts, a chunk of texts in memory at a time; remembers what hits will show."""
    for start in range(0, len(changed), CHUNK):
        chunk = changed[start : start + CHUNK]
        digests = {
            entry.path: fact.sha256
            for item in chunk
            for entry in item.files
            if (fact := material.snapshot.facts.get(entry.path)) and fact.sha256
        }
        read = dict(archive.state.readings(set(digests.values())))
        readings: dict[str, Reading] = {path: read[sha] for path, sha in digests.items() if sha in read}
        rows = []
        for item in chunk:
            made = document(item, readings, archive.scheme, archive.config)
            rows.append((item.path, _packed(_shown(item, made, digests))))
            yield made
        archive.state.keep_indexed(rows)
        progress("progress.indexing", start + len(chunk), len(changed))


def _packed(shown: Mapping[str, object]) -> str:
    """Compact, but a name that is no Unicode is escaped: the cache takes only text."""
    text = json.dumps(shown, ensure_ascii=False)
    return text if text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text) else json.dumps(shown)


def _shown(item: Indexable, made: Document, digests: Mapping[str, str]) -> dict[str, object]:
    """What a hit needs to be shown without touching the tree."""
    record = item.record
    place = record.holding.place if record else None
    return {
        "title": made.title,
        "category": place.category if place else None,
        "leaf": (place.leaf or None) if place else None,
        "year": (int(year_of(record) or 0) or None) if record else None,
        "date": (record.date or None) if record else None,
        "own": [passage.segment.text for passage in made.passages if not passage.part],
        "parts": [
            [entry.path[len(item.path) + 1 :] or item.path.rpartition("/")[2], digests[entry.path]]
            for entry in item.files
            if entry.path in digests
        ],
    }
