"""The archive as read: the tree at one moment, and single files. It has no way to write."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from archive_tool.core.errors import CannotRun
from archive_tool.core.model import Entry, FileFacts, Interpreted, Snapshot, YamlProblem
from archive_tool.core.ports import FileMemory
from archive_tool.core.tree_path import is_inside, lineage

Scan: TypeAlias = Callable[[Sequence[str] | None], tuple[tuple[Entry, ...], tuple[str, ...]]]

LARGEST_SIDECAR = 1 << 20  # bytes
_LEARNT_AT_ONCE = 500
LARGEST_FILE = 64 << 20  # bytes `read` gives at once; documents are opened by their readers
_JUNCTION = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", 0xA0000003)
# A pipe would wait for its writer; a link put there since the check is not followed.
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class TreeReader:
    """The tree below `root`, with what `memory` knows of files that have not changed."""

    def __init__(
        self,
        root: Path,
        scan: Scan,
        memory: FileMemory,
        interpret: Callable[[bytes], Interpreted | YamlProblem],
        is_sidecar: Callable[[str], bool],
        clock_ns: Callable[[], int],
        marked: Callable[[Iterable[str]], Mapping[str, str]],
    ) -> None:
        """`scan`: scope -> entries and ignored paths; `is_sidecar` is asked about whole paths.

        `marked`: which of these paths bear a state-secret mark in one of their names, and which mark.
        """
        self._root = root
        self._scan = scan
        self._memory = memory
        self._interpret = interpret
        self._is_sidecar = is_sidecar
        self._clock_ns = clock_ns
        self._marked = marked

    def snapshot(self, scope: Sequence[str] | None = None) -> Snapshot:
        """The tree below the given folders (None: all of it); only changed sidecars are opened.

        Folders and files with a state-secret mark in a name on their path are secret, whatever is remembered.
        """
        taken_ns = self._clock_ns()  # before the first look: what changes during it is seen as changed
        entries, ignored = self._scan(scope)
        sidecars: list[Entry] = []
        documents: list[Entry] = []
        for entry in entries:
            if entry.kind == "file":
                (sidecars if self._is_sidecar(entry.path) else documents).append(entry)
        marks = self._marked(entry.path for entry in entries)
        facts = dict(self._memory.facts([entry for entry in documents if entry.path not in marks]))
        secret = (entry for entry in entries if entry.path in marks and _holds(entry, self._is_sidecar))
        facts.update((entry.path, FileFacts("", secret=marks[entry.path])) for entry in secret)
        secrets = [path for path, fact in facts.items() if fact.secret]
        return Snapshot(
            taken_ns,
            entries,
            self._sidecars(sidecars, secrets, taken_ns),
            facts,
            ignored,
            None if scope is None else tuple(scope),
        )

    def read(self, path: str) -> bytes:
        """The bytes of one file.

        Raises OSError as the disk does (gone: FileNotFoundError); CannotRun `path.outside` where the
        path leaves the root, by its wording or by a link on the way, `read.too-large` above 64 MiB.
        """
        return self._read(path, LARGEST_FILE)

    def _sidecars(
        self, entries: Sequence[Entry], secrets: Sequence[str], taken_ns: int
    ) -> dict[str, Interpreted | YamlProblem]:
        known = dict(self._memory.sidecars(entries))
        unknown = [entry for entry in entries if entry.path not in known]
        for start in range(0, len(unknown), _LEARNT_AT_ONCE):
            some = unknown[start : start + _LEARNT_AT_ONCE]
            learnt: list[tuple[Entry, Interpreted | YamlProblem]] = []
            for entry in some:
                known[entry.path], lasting = self._sidecar(entry)
                if lasting and not any(_may_tell_of(entry.path, secret) for secret in secrets):
                    learnt.append((entry, known[entry.path]))
            if learnt:
                self._memory.keep_sidecars(learnt, taken_ns)
                # What is remembered comes back in a third of the room that a fresh reading takes.
                known.update(self._memory.sidecars([entry for entry, _ in learnt]))
        return known

    def _sidecar(self, entry: Entry) -> tuple[Interpreted | YamlProblem, bool]:
        """What a sidecar says, and whether that holds for this size and time."""
        if entry.offline:
            return YamlProblem("yaml.offline", None), False
        if entry.size > LARGEST_SIDECAR:
            return YamlProblem("yaml.too-large", None, {"limit": LARGEST_SIDECAR, "size": entry.size}), False
        try:
            data = self._read(entry.path, LARGEST_SIDECAR)
        except OSError as error:
            return YamlProblem("yaml.unreadable", None, {"reason": error.strerror or str(error)}), False
        except CannotRun:  # it has grown, or a link has taken its place, since the look
            return YamlProblem("yaml.unreadable", None, {"reason": os.strerror(errno.ESTALE)}), False
        return self._interpret(data), len(data) == entry.size

    def _read(self, path: str, limit: int) -> bytes:
        place = self._place(path)
        if not stat.S_ISREG(os.lstat(place).st_mode):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        with open(os.open(place, _READ), "rb") as file:
            data = file.read(limit + 1)
        if len(data) > limit:
            raise CannotRun("read.too-large", file=path, limit=limit)
        return data

    def _place(self, path: str) -> str:
        """Where the file lies on the disk, no link being on the way there."""
        if not is_inside(path, windows=os.name == "nt"):
            raise CannotRun("path.outside", file=path)
        place = os.fspath(self._root)
        for step in lineage(path):
            place = os.path.join(self._root, *step.split("/"))
            info = os.lstat(place)
            if stat.S_ISLNK(info.st_mode) or getattr(info, "st_reparse_tag", 0) == _JUNCTION:
                raise CannotRun("path.outside", file=path)
        return place


def _holds(entry: Entry, is_sidecar: Callable[[str], bool]) -> bool:
    """Whether facts are kept of it: of documents, and of folders that are secret as they are."""
    return entry.kind == "folder" or (entry.kind == "file" and not is_sidecar(entry.path))


def _may_tell_of(sidecar: str, secret: str) -> bool:
    """Whether the sidecar is the file's own, or lies in a folder around it: that is not remembered."""
    return sidecar.startswith(secret) or secret.startswith(sidecar.rpartition("/")[0] + "/")
