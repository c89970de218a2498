"""The one way by which commands change the archive: under the lock, through the journal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path

from archive_tool.adapters import places, writer_lock
from archive_tool.adapters.journal import Journal
from archive_tool.adapters.tree_writer import TreeWriter
from archive_tool.core.errors import CannotRun


def writing(root: Path) -> AbstractContextManager[None]:
    """The archive's writer lock; CannotRun when somebody else holds it."""
    return writer_lock.writer_lock(root, datetime.now)


def writer(root: Path) -> TreeWriter:
    """A writer that journals every plan. The caller holds the writer lock."""
    disk = Path(places.long_path(str(root)))
    return TreeWriter(disk, Journal(disk, datetime.now))


@contextmanager
def on_disk(place: Path) -> Iterator[None]:
    """What is written outside the journal: a disk that refuses is CannotRun, not a failure of the tool."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CannotRun("write.refused", file=str(error.filename or place), reason=reason) from error
