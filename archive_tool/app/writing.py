"""The one way by which commands change the archive: under the lock, through the journal."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from archive_tool.adapters import places, writer_lock
from archive_tool.adapters.journal import Journal
from archive_tool.adapters.tree_writer import TreeWriter


def writing(root: Path) -> AbstractContextManager[None]:
    """The archive's writer lock; CannotRun when somebody else holds it."""
    return writer_lock.writer_lock(root, datetime.now)


def writer(root: Path) -> TreeWriter:
    """A writer that journals every plan. The caller holds the writer lock."""
    disk = Path(places.long_path(str(root)))
    return TreeWriter(disk, Journal(disk, datetime.now))
