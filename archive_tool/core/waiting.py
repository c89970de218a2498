"""Files that somebody is busy with: until he is done they are neither opened nor described."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from archive_tool.core.model import Entry

SECOND = 10**9  # in nanoseconds
# An editor's mark that its crash left behind must not keep a document back for ever.
OWNED = 600 * SECOND
# What begins as an empty file is hardly ever meant so; then it is reported.
EMPTY = 10 * SECOND


def waiting(
    entries: Iterable[Entry], now_ns: int, writing: Container[str], quiet_ns: int = 0
) -> frozenset[str]:
    """Paths of files that are being written, were changed less than `quiet_ns` ago, or are open in an editor.

    `writing`: paths of which the system says that they are open for writing. An editor says so itself,
    by a file of its own beside the document.
    """
    files = [entry for entry in entries if entry.kind == "file"]
    owned = {mark for entry in files for mark in _marks(entry.path)}
    found = set()
    for entry in files:
        # A clock that is ahead, by some seconds or for good, is told from neither.
        age = abs(now_ns - entry.mtime_ns)
        written = entry.path in writing or age < (quiet_ns if entry.size else EMPTY)
        if written or (owned and age < OWNED and not owned.isdisjoint(_known_as(entry.path))):
            found.add(entry.path)
    return frozenset(found)


def is_owner_mark(name: str) -> bool:
    """Whether a file of this name says that another one is open in an editor."""
    return name.startswith(("~$", ".~")) and not name.endswith(".tmp")


def _marks(path: str) -> Iterator[tuple[str, str]]:
    """(folder, what is left of the document's name) of an editor's mark; nothing for other files."""
    folder, _, name = path.rpartition("/")
    if not is_owner_mark(name):
        return
    if name.startswith("~$"):  # Microsoft Office, WPS: the first characters of a longer name are replaced
        yield folder, name[2:]
    elif name.startswith(".~lock.") and name.endswith("#"):  # LibreOffice
        yield folder, name[len(".~lock.") : -1]
    else:  # WPS
        yield folder, name[2:]


def _known_as(path: str) -> tuple[tuple[str, str], ...]:
    folder, _, name = path.rpartition("/")
    return (folder, name), (folder, name[1:]), (folder, name[2:])
