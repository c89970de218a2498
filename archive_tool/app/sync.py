"""sync: snapshot → re-pair → drafts → index → report."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from archive_tool.app.gather import gather, pairing
from archive_tool.app.look import CLOSED, TRIES, Progress, look, settled, silent
from archive_tool.app.opening import Archive
from archive_tool.app.reindex import NeedsWhole, reindex, takes_parts
from archive_tool.app.sidecar_plans import (
    NOT_EDITABLE,
    Edit,
    draft,
    follow,
    moved_records,
    refresh,
    sidecar_at,
)
from archive_tool.app.writing import carry_out, writing
from archive_tool.core import audit as plot
from archive_tool.core.checks.layout import missing_folders
from archive_tool.core.classify import classify
from archive_tool.core.filing import Action, Applied, Dropped, MakeFolder, Move, Reason, Rewrite, WriteNew
from archive_tool.core.material import Material
from archive_tool.core.model import Entry, FileFacts, Interpreted, Snapshot
from archive_tool.core.results import SyncResult
from archive_tool.core.scope import with_lineage
from archive_tool.core.tree import Classified

NewId = Callable[[], str]
Scope = Sequence[str] | None


@dataclass(slots=True)
class _Done:
    """What was carried out so far, and what was found to have been carried out by somebody else."""

    actions: list[Action] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    followed: list[tuple[str, str]] = field(default_factory=list)

    def add(self, applied: Applied) -> None:
        self.actions.extend(map(_without_content, applied.done))
        self.dropped.extend(applied.dropped)

    def possible(self, edits: Iterable[Edit]) -> tuple[Rewrite, ...]:
        """Those to be carried out; what does not allow it is told."""
        found = tuple(edits)
        self.dropped.extend(edit for edit in found if isinstance(edit, Dropped))
        return tuple(edit for edit in found if isinstance(edit, Rewrite))


def _without_content(action: Action) -> Action:
    """What is told of it needs no more; a first sync writes tens of thousands."""
    if isinstance(action, WriteNew):
        return action._replace(content=b"")
    return action._replace(before=b"", after=b"") if isinstance(action, Rewrite) else action


def sync(
    archive: Archive,
    today: date,
    new_id: NewId,
    progress: Progress = silent,
    scope: Scope = None,
) -> SyncResult:
    """Bring descriptions and index up to date with the tree, or with some folders of it.

    One writer at a time: CannotRun `lock.held`.
    """
    started = time.monotonic()
    with writing(archive.root, archive.notices.append):
        if scope is not None and not takes_parts(archive):
            scope = None
        try:
            return _sync(archive, today, new_id, progress, started, scope)
        except NeedsWhole:
            return _sync(archive, today, new_id, progress, started, None)


def _sync(
    archive: Archive, today: date, new_id: NewId, progress: Progress, started: float, scope: Scope
) -> SyncResult:
    done = _Done()
    earlier = archive.state.standing().waiting
    snapshot, tree, read = _seen(archive, NOTHING_BEFORE, progress, scope)
    if _pair(archive, snapshot, tree, done):
        before = _before(archive, snapshot)
        snapshot, tree, more = _seen(archive, before, progress, scope)
        read += more
    material = gather(archive, snapshot, today, tree=tree)
    if _describe(archive, material, new_id, done, progress):
        before = _before(archive, snapshot)
        del material, snapshot, tree  # a large archive is not held in memory twice
        snapshot, tree, more = _seen(archive, before, progress, scope)
        read += more
        material = gather(archive, snapshot, today, tree=tree)
    # What was remembered of lost files is kept only while a sidecar still waits for one, and not where
    # one of them may be what turned out to be a secret.
    orphans = () if archive.state.uncovered else material.tree.orphans
    waiting = {path.removesuffix(archive.scheme.file_sidecar) for path in orphans}
    archive.state.forget(
        path for path in archive.state.moved(material.snapshot.entries, scope) if path not in waiting
    )
    index = reindex(archive, material, progress)
    if scope is None:
        archive.state.compact()
        archive.state.covered()
    else:
        archive.state.keep_waiting(max(0, earlier - index.written - len(index.removed)))
    return SyncResult(
        read,
        tuple(a.path for a in done.actions if isinstance(a, WriteNew)),
        tuple(a.path for a in done.actions if isinstance(a, Rewrite)),
        tuple((a.source, a.target) for a in done.actions if isinstance(a, Move)),
        tuple(a.path for a in done.actions if isinstance(a, MakeFolder)),
        index,
        tuple(done.dropped),
        plot.check(material, ()),
        time.monotonic() - started,
        None if scope is None else tuple(scope),
        tuple(done.followed),
        tuple(sorted(e.path for e in material.tree.documents() if material.snapshot.awaits((e,)))),
        tuple((path, f.reason) for path, f in material.snapshot.facts.items() if f.problem == CLOSED),
        _again(archive, material, done),
        _own(material.snapshot, done),
    )


def _own(snapshot: Snapshot, done: _Done) -> dict[str, tuple[int, int]]:
    written = {a.target if isinstance(a, Move) else a.path for a in done.actions}
    return {e.path: (e.size, e.mtime_ns) for e in snapshot.entries if e.path in written}


def _again(archive: Archive, material: Material, done: _Done) -> tuple[str, ...]:
    """Folders of files that were too young, in use or changed under our hands: to be looked at again."""
    young = archive.state.unsettled(material.snapshot.entries)
    dropped = {
        d.action.target if isinstance(d.action, Move) else d.action.path
        for d in done.dropped
        if d.reason != NOT_EDITABLE
    }
    waiting = material.snapshot.waiting
    busy = (entry.path for entry in material.tree.documents() if entry.path in waiting)
    paths = (*young, *busy, *dropped)
    return tuple(sorted({path.rpartition("/")[0] for path in paths}))


class _Before(NamedTuple):
    """What an earlier look of this run knows of files, and the state would not tell or not for sure."""

    files: Mapping[str, tuple[Entry, FileFacts]]
    waiting: frozenset[str]


NOTHING_BEFORE = _Before({}, frozenset())


def _before(archive: Archive, snapshot: Snapshot) -> _Before:
    known = settled(archive.state.facts(snapshot.entries), _tries(snapshot.scope))
    sure = known.keys() - archive.state.unsettled(snapshot.entries)
    files = {
        e.path: (e, snapshot.facts[e.path])
        for e in snapshot.entries
        if e.path in snapshot.facts and e.path not in sure
    }
    return _Before(files, snapshot.waiting)


def _tries(scope: Scope) -> int:
    """What was broken off is tried again where the whole tree is looked at, not with every file dropped."""
    return TRIES if scope is None else 0


def _seen(
    archive: Archive, before: _Before, progress: Progress, scope: Scope
) -> tuple[Snapshot, Classified, int]:
    """The tree now, with every readable file read; what lies where; and how many files were opened.

    What was read earlier in this run is not opened again, however young it is; what was waited for
    is waited for to its end, or it would be indexed without having been described.
    """
    snapshot = archive.reader.snapshot(scope)
    waiting = snapshot.waiting | before.waiting
    snapshot = replace(snapshot, entries=with_lineage(snapshot.entries, scope), waiting=waiting)
    young = archive.state.unsettled(snapshot.entries) - snapshot.waiting
    known = settled(snapshot.facts, _tries(scope))
    facts = {path: fact for path, fact in known.items() if path not in young}
    read_before = ((entry, before.files.get(entry.path)) for entry in snapshot.entries)
    facts.update((e.path, told[1]) for e, told in read_before if told and told[0] == e)
    tree = classify(archive.scheme, archive.config, snapshot.entries)
    looked = look(archive, tree, replace(snapshot, facts=facts), progress)
    return looked, tree, len(looked.facts) - len(facts)


def _pair(archive: Archive, snapshot: Snapshot, tree: Classified, done: _Done) -> bool:
    """Move sidecars to where their files went; in drafts, what the path says follows."""
    before = len(done.actions)
    pairs, _ = pairing(archive, tree, snapshot)
    moves = tuple(Move(p.orphan.sidecar, p.holding.sidecar) for p in pairs)
    for applied in carry_out(archive.root, "re-pair", moves):
        done.add(applied)
    moved = {a.target for a in done.actions if isinstance(a, Move)}
    rewrites = []
    for old, holding, said in moved_records(archive, tree, snapshot):
        done.followed.append((old, holding.path))
        archive.state.hand_over([(sidecar_at(archive, old, holding), holding.sidecar)])
        rewrite = follow(archive, old, holding, said, snapshot)
        rewrites += [rewrite] if rewrite else []
    for pair in pairs:
        read = snapshot.sidecars.get(pair.orphan.sidecar)
        if pair.holding.sidecar in moved and isinstance(read, Interpreted):
            rewrite = follow(archive, pair.orphan.file, pair.holding, read, snapshot)
            rewrites += [rewrite] if rewrite else []
    for applied in carry_out(archive.root, "re-pair", done.possible(rewrites)):
        done.add(applied)
    archive.state.forget(archive.state.lost_sidecars(snapshot.entries, snapshot.scope).values())
    archive.state.hand_over((a.source, a.target) for a in done.actions if isinstance(a, Move))
    return len(done.actions) > before


def _describe(archive: Archive, material: Material, new_id: NewId, done: _Done, progress: Progress) -> bool:
    """Make missing folders again, write drafts, bring drafts up to date."""
    before = len(done.actions)
    # Part of a tree does not show which folders are missing.
    wanted = missing_folders(material) if material.snapshot.scope is None else ()
    missing = tuple(MakeFolder(path) for path in wanted)
    plans: dict[Reason, tuple[Action, ...]] = {
        "folders": missing,
        "draft": tuple(draft(archive, material, new_id)),
        "refresh": done.possible(refresh(archive, material, new_id)),
    }
    written, planned = 0, sum(map(len, plans.values()))
    for reason, actions in plans.items():
        for applied in carry_out(archive.root, reason, actions):
            done.add(applied)
            written += len(applied.done) + len(applied.dropped)
            progress("progress.drafting", written, planned)
    return len(done.actions) > before
