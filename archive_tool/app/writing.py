"""The one way by which commands change the archive."""

from __future__ import annotations

from datetime import datetime

from archive_tool.adapters.journal import Journal
from archive_tool.adapters.tree_writer import TreeWriter
from archive_tool.app.opening import Archive


def writer(archive: Archive) -> TreeWriter:
    """A writer that journals every plan. The caller holds the writer lock."""
    return TreeWriter(archive.root, Journal(archive.root, datetime.now))
