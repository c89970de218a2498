"""Sidecars whose file was renamed or moved outside the tool, matched to it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from archive_tool.core.names import extension
from archive_tool.core.tree import Holding


class Orphan(NamedTuple):
    """A sidecar without its file, and what is known of the file it had."""

    sidecar: str
    file: str
    identity: tuple[int, int]  # (0, 0) when unknown
    sha256: str


class Pair(NamedTuple):
    """A sidecar and the record it belongs to now."""

    orphan: Orphan
    holding: Holding


def pair(
    orphans: Iterable[Orphan], undescribed: Iterable[Holding], digests: Mapping[str, str]
) -> tuple[tuple[Pair, ...], Mapping[str, tuple[str, ...]]]:
    """Pairs by file identity, else by a digest unique on both sides; then candidates of the rest.

    `digests`: path -> sha256 of files on disk. Candidates: sidecar path -> files it may belong to:
    several of its digest, or one of its identity and kind that was written to since.
    """
    left = {holding.path: holding for holding in undescribed if not holding.folder}
    waiting: list[Orphan] = []
    pairs: list[Pair] = []
    rewritten: dict[str, str] = {}
    by_identity = {holding.files[0].identity: holding for holding in left.values()}
    for orphan in orphans:
        holding = by_identity.get(orphan.identity) if orphan.identity != (0, 0) else None
        if holding and digests.get(holding.path, orphan.sha256) == orphan.sha256 and holding.path in left:
            pairs.append(Pair(orphan, holding))
            del left[holding.path]
            continue
        waiting.append(orphan)
        # Renamed and edited, or an inode used again for another file: only a person can tell.
        if holding and extension(holding.path) == extension(orphan.file):
            rewritten[orphan.sidecar] = holding.path
    on_disk: dict[str, list[str]] = {}
    for path in left:
        on_disk.setdefault(digests.get(path, ""), []).append(path)
    wanted = Counter(orphan.sha256 for orphan in waiting)
    candidates: dict[str, tuple[str, ...]] = {}
    for orphan in waiting:
        same = tuple(on_disk.get(orphan.sha256, ())) if orphan.sha256 else ()
        if len(same) == 1 and wanted[orphan.sha256] == 1:
            pairs.append(Pair(orphan, left[same[0]]))
        else:
            near = rewritten.get(orphan.sidecar, "")
            candidates[orphan.sidecar] = same or ((near,) if near in left else ())
    return tuple(pairs), candidates
