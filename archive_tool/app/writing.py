"""The one way by which commands change the archive: under the lock, through the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from archive_tool.adapters import places, writer_lock
from archive_tool.adapters.journal import Journal, unfinished
from archive_tool.adapters.tree_writer import TreeWriter
from archive_tool.adapters.tree_writer.settle import settle
from archive_tool.core.errors import CannotRun
from archive_tool.core.filing import Action, Applied, Dropped, FilingPlan, Reason, Rewrite
from archive_tool.core.results import Notice

if TYPE_CHECKING:
    from archive_tool.app.look import Progress
    from archive_tool.app.opening import Archive

BATCH = 500
Tell = Callable[[Notice], None]


@contextmanager
def writing(root: Path, tell: Tell) -> Iterator[None]:
    """The archive's writer lock; CannotRun when somebody else holds it.

    What a process that was killed left half done is put in order first, and told.
    """
    with writer_lock.writer_lock(root, datetime.now):
        _settle(root, tell)
        yield


def _settle(root: Path, tell: Tell) -> None:
    disk = Path(places.long_path(str(root)))
    for plan in unfinished(disk):
        settled = settle(str(disk), plan)
        Journal(disk, datetime.now).settle(plan.id, settled)
        if settled.temps or settled.dropped:
            done, undone = len(settled.done), len(settled.dropped)
            tell(Notice("recovered", {"done": done, "undone": undone, "temps": settled.temps}))
        if settled.kept:
            tell(Notice("recovered.kept", {"files": list(settled.kept)}))


@contextmanager
def indexing(root: Path, cache: Path, tell: Tell) -> Iterator[None]:
    """The archive's writer lock; where the archive takes none, that of a cache which lies elsewhere.

    CannotRun `lock.held` and `lock.unwritable`, as `writing`.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(writing(root, tell))
        except CannotRun as error:
            if error.key != "lock.unwritable" or cache.is_relative_to(root):
                raise
            stack.enter_context(writer_lock.lock_in(cache, datetime.now))
        yield


def writer(root: Path) -> TreeWriter:
    """A writer that journals every plan. The caller holds the writer lock."""
    disk = Path(places.long_path(str(root)))
    return TreeWriter(disk, Journal(disk, datetime.now))


def carry_out(root: Path, reason: Reason, actions: Sequence[Action]) -> Iterator[Applied]:
    """What came of each batch: one journal entry and one barrier for up to some 500 changes.

    What earlier batches did stays done where a later one cannot go (CannotRun).
    """
    writes = writer(root)
    for start in range(0, len(actions), BATCH):
        yield writes.apply(FilingPlan(reason, tuple(actions[start : start + BATCH])))


def rewrite_all(archive: Archive, reason: Reason, rewrites: Sequence[Rewrite], progress: Progress) -> Applied:
    """Batch by batch; what was changed waits to be indexed, though a later batch should not go."""
    done: list[Action] = []
    dropped: list[Dropped] = []
    for applied in carry_out(archive.root, reason, rewrites):
        done += applied.done
        dropped += applied.dropped
        archive.state.wait_for(archive.state.standing().waiting + len(applied.done))
        progress("progress.writing", len(done) + len(dropped), len(rewrites))
    return Applied(tuple(done), tuple(dropped))


@contextmanager
def on_disk(place: Path) -> Iterator[None]:
    """What is written outside the journal: a disk that refuses is CannotRun, not a failure of the tool."""
    try:
        yield
    except OSError as error:
        raise refused(error, str(error.filename or place)) from error


def refused(error: OSError, file: str) -> CannotRun:
    """What a disk did not take, and why."""
    return CannotRun("write.refused", file=file, reason=error.strerror or type(error).__name__)
