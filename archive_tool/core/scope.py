"""Parts of the tree that can be judged by themselves: whole records, never half of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from archive_tool.core.config import ArchiveConfig
from archive_tool.core.model import Entry
from archive_tool.core.names import normal
from archive_tool.core.scheme import Scheme
from archive_tool.core.tree_path import lineage


def widened(scheme: Scheme, config: ArchiveConfig, folders: Iterable[str]) -> tuple[str, ...] | None:
    """Folders as scopes: inside a record, the record's folder; None (all) when the root is among them."""
    layout = scheme.layouts[config.layout]
    wide = set()
    for folder in folders:
        if not folder:
            return None
        parts = folder.split("/")
        is_case = scheme.folders["open"] in parts[: layout.case.count("/")]
        depth = (layout.case if is_case else layout.record).count("/") + 1
        mapped = [old for old in map(normal, config.map) if f"{normal(folder)}/".startswith(old + "/")]
        if mapped:
            depth = max(mapped, key=len).count("/") + 2
        wide.add("/".join(parts[:depth]))
    return tuple(sorted(wide))


def within(paths: Iterable[str], scope: Sequence[str] | None) -> Iterator[str]:
    """Those of many paths that lie in the scope."""
    if scope is None:
        yield from paths
        return
    folders, inside = frozenset(scope), tuple(f"{folder}/" for folder in scope)
    yield from (path for path in paths if path.startswith(inside) or path in folders)


def with_lineage(entries: tuple[Entry, ...], scope: Sequence[str] | None) -> tuple[Entry, ...]:
    """The entries of a scope with the folders above them, so that their place can be told."""
    if scope is None:
        return entries
    there = {entry.path for entry in entries}
    above = {path for folder in scope for path in lineage(folder)[:-1]} - there
    folders = [Entry(path, "folder", 0, 0, (0, 0)) for path in above]
    return tuple(sorted((*entries, *folders)))
