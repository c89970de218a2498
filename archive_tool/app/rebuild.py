"""index rebuild and index status."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from archive_tool.app.gather import gather
from archive_tool.app.look import Progress, look, settled, silent
from archive_tool.app.opening import Archive
from archive_tool.app.reindex import behind, open_index, reindex
from archive_tool.app.writing import indexing
from archive_tool.core.classify import classify


def rebuild(archive: Archive, as_of: date, progress: Progress = silent) -> int:
    """Build a new index beside the old one from the remembered texts, then swap.

    Documents whose reading was broken off are read again, however often that failed. Where the archive
    cannot be written, the index lies in the user's own cache folder (an archive opened `to_index`).
    """
    with indexing(archive.root, archive.cache, archive.notices.append):
        snapshot = archive.reader.snapshot()
        snapshot = replace(snapshot, facts=settled(snapshot.facts, tries=None))
        tree = classify(archive.scheme, archive.config, snapshot.entries)
        material = gather(archive, look(archive, tree, snapshot, progress), as_of, tree=tree)
        return reindex(archive, material, progress, anew=True).written


def index_status(archive: Archive, as_of: date) -> dict[str, str | int]:
    """Engine, documents, and how many are not as they are on disk."""
    engine, index = open_index(archive)
    material = gather(archive, archive.reader.snapshot(), as_of)
    return {"engine": engine, "documents": len(index.fingerprints()), "behind": behind(archive, material)}
