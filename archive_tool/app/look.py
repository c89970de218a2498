"""Opens what is new or changed, in worker processes, and remembers it; secrets leave no trace."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from archive_tool.adapters import journal
from archive_tool.app.opening import Archive
from archive_tool.core.model import Entry, FileFacts, Problem, Reading, Snapshot
from archive_tool.core.reasons import because
from archive_tool.core.scheme import Scheme
from archive_tool.core.secrecy import secret_mark
from archive_tool.core.tree import Classified
from archive_tool.core.tree_path import lineage

# What may go better when the machine is less busy. It may also not, and cost as much every time.
PASSING = frozenset({"timeout", "memory"})
CLOSED = "locked"
TRIES = 2  # by sync; `index rebuild` tries whatever failed so
Progress = Callable[[str, int, int], None]  # step (message key), done, of


def silent(step: str, done: int, total: int) -> None:
    """No progress shown."""


def settled(facts: Mapping[str, FileFacts], tries: int | None = TRIES) -> dict[str, FileFacts]:
    """Without those to be tried again: of files that were closed to us, which may be open by now, and of
    those whose reading was broken off fewer than so many times (None: ever)."""
    return {
        path: fact
        for path, fact in facts.items()
        if fact.problem != CLOSED
        and (fact.problem not in PASSING or (tries is not None and fact.tries >= tries))
    }


def unread(tree: Classified, snapshot: Snapshot) -> Iterator[Entry]:
    """Documents that the cache does not know as they are now, and nobody is busy with."""
    known = snapshot.facts.keys() | snapshot.waiting
    for entry in tree.documents():
        if entry.path not in known and not entry.offline and entry.size:
            yield entry


def look(archive: Archive, tree: Classified, snapshot: Snapshot, progress: Progress = silent) -> Snapshot:
    """The snapshot with facts of every file that can be read; who turns out to be busy is waited for."""
    waiting = {entry.path: entry for entry in unread(tree, snapshot)}
    facts = dict(snapshot.facts)
    _recognise(archive, waiting, facts, snapshot)
    total, busy = len(waiting), set(snapshot.waiting)
    archive.state.wait_for(total)
    if total:
        progress("progress.reading", 0, total)
    places = {os.path.join(archive.root, path): path for path in waiting}
    for done, (place, sha256, reading) in enumerate(archive.readers.read_all(places), 1):
        path = places[place]
        entry = waiting[path]
        if reading.problem and reading.problem.kind == "busy":
            busy.add(path)
        else:
            facts[path] = _remember(archive, entry, sha256, reading, snapshot.taken_ns)
        progress("progress.reading", done, total)
    secret = [entry for entry in snapshot.entries if (fact := facts.get(entry.path)) and fact.secret]
    _seal(archive, archive.state.unsealed(secret), facts, snapshot.taken_ns)
    archive.state.flush()
    return replace(snapshot, facts=facts, waiting=frozenset(busy))


def _recognise(
    archive: Archive, waiting: dict[str, Entry], facts: dict[str, FileFacts], snapshot: Snapshot
) -> None:
    """Files that were only renamed or moved: same identity, size and time. They are not opened again."""
    traces = archive.state.moved(snapshot.entries, snapshot.scope) if waiting else {}
    old = {
        (trace.identity, trace.size, trace.mtime_ns): path
        for path, trace in traces.items()
        if trace.identity != (0, 0)
    }
    for entry in list(waiting.values()) if old else ():
        path = old.get((entry.identity, entry.size, entry.mtime_ns))
        before = entry._replace(path=path) if path else None
        known = archive.state.facts([before]).get(before.path) if before else None
        told = known is not None and not known.secret and known.problem != CLOSED
        if known is not None and told and before and not archive.state.unsettled([before]):
            facts[entry.path] = known
            archive.state.remember(entry, known, None, snapshot.taken_ns)
            del waiting[entry.path]


def _seal(archive: Archive, found: Sequence[Entry], facts: Mapping[str, FileFacts], taken_ns: int) -> None:
    """Only that there are marks stays; older traces of the files and folders and of their sidecars go.

    Those under names that they had before go too: a mark often comes with a new name.
    """
    if not found:
        return
    paths = {entry.path for entry in found} | _earlier(archive, found)
    journal.purge(archive.root, paths, archive.scheme.file_sidecar)
    marks = ((entry, facts[entry.path].secret) for entry in found)
    archive.state.seal(marks, taken_ns, besides=paths | _sidecars(paths, archive.scheme))


def _earlier(archive: Archive, found: Sequence[Entry]) -> set[str]:
    """What these files were called, and the folders in which they lay as they lie in a marked one now."""
    folders = {entry.path for entry in found if entry.kind == "folder"}
    known = archive.state.known_as(entry for entry in found if entry.kind == "file")
    earlier = {old for olds in known.values() for old in olds}
    for path, olds in known.items():
        for folder in folders.intersection(lineage(path)):
            depth = path.count("/", len(folder))
            moved = {old.rsplit("/", depth)[0] for old in olds if old.count("/") >= depth}
            earlier |= {old for old in moved if not os.path.lexists(archive.root / old)}
    return earlier


def _sidecars(paths: Iterable[str], scheme: Scheme) -> set[str]:
    """Those that may tell of these files: their own, and those of all folders around them."""
    folders = {step for path in paths for step in lineage(path)}
    return {
        *(path + scheme.file_sidecar for path in paths),
        *(f"{folder}/{scheme.folder_sidecar}" for folder in folders),
    }


def _remember(archive: Archive, entry: Entry, sha256: str, reading: Reading, taken_ns: int) -> FileFacts:
    """Look for a state-secret mark before anything is kept; what bears one is sealed when all are read."""
    mark = secret_mark(reading.segments, archive.scheme.secret_marks)
    if mark:
        return FileFacts("", secret=mark)
    problem = reading.problem or _nothing(reading)
    facts = FileFacts(
        sha256,
        reading.properties.get("format", ""),
        problem.kind if problem else "",
        problem.reason if problem else "",
        sum(len(segment.text) - segment.text.count("\n") for segment in reading.segments),
        reading.properties.get("macro") == "yes",
        tries=_tries(archive, entry) + 1 if problem and problem.kind in PASSING else 0,
        taken=reading.properties.get("taken", ""),
    )
    # Of a file that was closed to us only why is kept, to be told until it is tried again.
    kept = None if facts.problem == CLOSED else reading
    traced = (archive.tracer.edition, archive.tracer.trace(reading))
    archive.state.remember(entry, facts, kept, taken_ns, traced)
    return facts


def _nothing(reading: Reading) -> Problem | None:
    """A document that opens and shows nothing holds as little as a file of no bytes."""
    return Problem("empty", because("blank")) if reading.properties.get("blank") else None


def _tries(archive: Archive, entry: Entry) -> int:
    """How often reading the file was broken off before."""
    before = archive.state.facts([entry]).get(entry.path)
    return before.tries if before else 0
