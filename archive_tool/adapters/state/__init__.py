"""What the tool remembers between runs: facts and texts of files, sidecars as understood."""

from __future__ import annotations

import sys
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from archive_tool.adapters.state.borrowed import borrow, give_back
from archive_tool.adapters.state.by_path import FEW, asked, below, key_of, named, path_of, places
from archive_tool.adapters.state.codec import (
    PackedReading,
    Unread,
    decode_opening,
    decode_reading,
    decode_traces,
    encode_reading,
    encode_trace,
)
from archive_tool.adapters.state.database import Database
from archive_tool.adapters.state.fresh import YOUNG, fits, fresh
from archive_tool.adapters.state.index_rows import IndexRows
from archive_tool.adapters.state.sidecar_rows import SidecarRows
from archive_tool.adapters.state.work_rows import WorkRows
from archive_tool.core.model import Entry, FileFacts, Reading
from archive_tool.core.openings import Opening
from archive_tool.core.ports import FileTrace
from archive_tool.core.traces import Trace

_BATCH = 300  # files per commit
_BATCH_BYTES = 8 << 20  # or this much compressed text, whichever comes first
# Of most files nothing else is known: fetching empty columns of so many rows takes as long again.
_PLAIN = "problem = '' AND reason = '' AND taken = '' AND NOT macro AND NOT tries"
_KEEP_TRACE = "REPLACE INTO traces VALUES (?, ?, ?)"


class State(SidecarRows, IndexRows, WorkRows):
    """One archive's memory. Every row holds for one size and time of its file.

    A file changed within 2 s of the moment it was seen may change again without its time changing:
    what is known of it is given, and `unsettled` names it to those who can look again. What cannot
    be kept is forgotten with this object: `notes` then holds message keys (state.rebuilt,
    state.in-memory).
    """

    def __init__(self, folder: Path, *, interpreter: str, extractor: str, local: bool = True) -> None:
        """`interpreter`: digest of scheme and YAML parser; `extractor`: version of the text readers.

        `local`: the folder is not on a network share.
        """
        self._db = Database(folder, {"interpreter": interpreter, "extractor": extractor}, local=local)
        self._files: dict[bytes, tuple[Any, ...]] = {}
        self._readings: dict[str, PackedReading] = {}
        self._traces: dict[str, tuple[str, str]] = {}
        self._waiting_bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(self._db.notes)

    def close(self) -> None:
        self.flush()
        self._db.close()

    def borrow(self, folder: Path) -> bool:
        """What another cache knows of documents, which is only read; False where there is none to be had.

        Sidecars are not taken from there: what they say is read from the archive itself. What was borrowed
        before is forgotten where there is none any more.
        """
        file = folder / "state.db"
        if file.is_file() and borrow(self._db, file):
            return True
        give_back(self._db)
        return False

    def facts(self, entries: Sequence[Entry]) -> dict[str, FileFacts]:
        """By path, of the files among `entries` that have the size and time they had when last read."""
        self.flush()
        wanted = {entry.path: entry for entry in entries if entry.kind == "file"}
        # One string for a format that tens of thousands of files have.
        plain = fresh(self._db, "files", "sha256, format, characters", wanted, racy=True, where=_PLAIN)
        known = {
            path: FileFacts(sha256, sys.intern(form), characters=characters)
            for path, (sha256, form, characters) in plain
        }
        columns = "sha256, format, problem, reason, characters, macro, taken, '', tries"
        others = fresh(self._db, "files", columns, wanted, racy=True, where=f"({_PLAIN}) IS NOT TRUE")
        for path, (sha256, form, *rest) in others:
            known[path] = FileFacts(sha256, sys.intern(form), *rest)
        secrets = {place: mark for place, mark, _ in self._db.rows("SELECT * FROM secrets")}
        for entry in wanted.values() if secrets else ():
            mark = secrets.get(_secret_place(entry), "")
            if mark:
                known[entry.path] = FileFacts("", secret=mark)
        return known

    def unsettled(self, entries: Sequence[Entry]) -> frozenset[str]:
        """Files that were so young when they were read that they may have changed since."""
        self.flush()
        wanted = {entry.path: entry for entry in entries if entry.kind == "file"}
        young = {path_of(key) for (key,) in named(self._db, "files", "path", YOUNG, wanted)}
        return frozenset(path for path in young if path in wanted)

    def remember(
        self,
        entry: Entry,
        facts: FileFacts,
        reading: Reading | None,
        taken_ns: int,
        traced: tuple[str, Trace] | None = None,
    ) -> None:
        """One file as read; `taken_ns` is when its entry was seen, before it was opened.

        `traced`: what was taken from its text, behind the edition of the words by which that was done.

        A file with a secret mark leaves only that mark: no path, no digest, no text.
        """
        if facts.secret:
            self.seal([(entry, facts.secret)], taken_ns)
            return
        if not fits(entry):
            return
        path = key_of(entry.path)
        self._files[path] = (
            *(path, entry.size, entry.mtime_ns, taken_ns, f"{entry.identity[0]} {entry.identity[1]}"),
            *(facts.sha256, facts.format, facts.problem, facts.reason, facts.characters, facts.macro),
            *(facts.tries, facts.taken),
        )
        if reading is not None and facts.sha256:
            self._readings[facts.sha256] = packed = encode_reading(reading)
            self._waiting_bytes += len(packed.body)
            if traced is not None:
                self._traces[facts.sha256] = (traced[0], encode_trace(traced[1]))
        if len(self._files) >= _BATCH or self._waiting_bytes >= _BATCH_BYTES:
            self.flush()

    def flush(self) -> None:
        """Write what was remembered since the last time."""
        if not self._files:
            return
        self._db.write(
            (f"REPLACE INTO files VALUES ({', '.join('?' * 13)})", self._files.values()),
            ("DELETE FROM secrets WHERE place = ?", [(_place(path_of(key)),) for key in self._files]),
            (
                "REPLACE INTO readings VALUES (?, ?, ?, ?, ?)",
                ((key, *packed) for key, packed in self._readings.items()),
            ),
            (_KEEP_TRACE, ((key, *row) for key, row in self._traces.items())),
        )
        self._files, self._readings, self._traces = {}, {}, {}
        self._waiting_bytes = 0

    def forget(self, paths: Iterable[str]) -> None:
        """Files and sidecars that are no longer there; texts stay until `compact`."""
        self.flush()
        gone = [(key_of(path),) for path in paths]
        self._db.write(
            ("DELETE FROM files WHERE path = ?", gone), ("DELETE FROM sidecars WHERE path = ?", gone)
        )

    def unsealed(self, entries: Iterable[Entry]) -> list[Entry]:
        """Those of which it is not remembered that they are secret."""
        known = {place for (place,) in self._db.rows("SELECT place FROM secrets")}
        return [entry for entry in entries if _secret_place(entry) not in known]

    def seal(
        self, secrets: Iterable[tuple[Entry, str]], taken_ns: int, *, besides: Collection[str] = ()
    ) -> None:
        """Of files and folders with a mark only that mark stays; traces of them and of `besides` are removed.

        What was secret before and was only written to since has left none in the index: see `uncovered`.
        """
        found = list(secrets)
        self.purge_secret({*(entry.path for entry, _ in found), *besides})
        marks = {place: mark for entry, mark in found for place in (_secret_place(entry), _place(entry.path))}
        known = {place for (place,) in self._db.rows("SELECT place FROM secrets")}
        new = any(_place(entry.path) not in known for entry, _ in found)
        self._db.write(
            (
                "REPLACE INTO secrets VALUES (?, ?, ?)",
                ((place, mark, taken_ns) for place, mark in marks.items()),
            ),
            ("REPLACE INTO meta VALUES ('uncovered', '1')", [()] if new else []),
        )

    @property
    def uncovered(self) -> bool:
        """Whether a secret was found and the index, or a text of some lost file, may still hold it."""
        return any(self._db.rows("SELECT 1 FROM meta WHERE key = 'uncovered'"))

    def covered(self) -> None:
        """The index was made anew and lost files were forgotten since the last secret was found."""
        if self.uncovered:
            self._db.write(("DELETE FROM meta WHERE key = 'uncovered'", [()]))

    def known_as(self, entries: Iterable[Entry]) -> dict[str, set[str]]:
        """By path, under which other paths a file of the same identity is remembered."""
        self.flush()
        now = {f"{e.identity[0]} {e.identity[1]}": e.path for e in entries if e.identity != (0, 0)}
        known: dict[str, set[str]] = {}
        for key, identity in self._db.rows("SELECT path, identity FROM files") if now else ():
            if identity in now and (path := path_of(key)) != now[identity]:
                known.setdefault(now[identity], set()).add(path)
        return known

    def purge_secret(self, paths: Iterable[str]) -> None:
        """Remove every trace of these files (pass their sidecars too), and the texts they held.

        Copies with the same bytes are forgotten as well: they hold the same secret, and are read anew.
        """
        self.flush()
        keys = [(key_of(path),) for path in paths]
        of_path = "SELECT sha256 FROM files WHERE path = ? AND sha256 <> ''"
        digests = {row for key in keys for row in self._db.rows(of_path, key)}
        self._db.write(
            ("DELETE FROM files WHERE path = ?", keys),
            ("DELETE FROM sidecars WHERE path = ?", keys),
            ("DELETE FROM indexed WHERE path = ?", keys),
            ("DELETE FROM files WHERE sha256 = ?", digests),
            ("DELETE FROM readings WHERE sha256 = ?", digests),
            ("DELETE FROM audits", [()]),  # they name paths
            ("DELETE FROM comparisons", [()]),  # and these digests
            ("DELETE FROM traces WHERE sha256 = ?", digests),
            ("DELETE FROM sketches WHERE sha256 = ?", digests),
        )
        self._db.drop_aside()
        self._db.tidy()

    def reading(self, sha256: str) -> Reading | None:
        """The text of a document; None where it was never read, or forgotten."""
        return next((reading for _, reading in self.readings([sha256])), None)

    def readings(self, sha256s: Iterable[str]) -> Iterator[tuple[str, Reading]]:
        """(digest, text) of those known, a few at a time, so that they need not fit in memory."""
        self.flush()
        waiting = iter(sha256s)
        while some := tuple(islice(waiting, FEW)):
            packed = self._packed(some)
            yield from ((sha256, decode_reading(packed[sha256])) for sha256 in some if sha256 in packed)

    def unread(self, sha256s: Iterable[str]) -> Mapping[str, Reading]:
        """The texts of those known, few enough to be in memory together; each is unpacked when asked for."""
        self.flush()
        return Unread(self._packed(tuple(sha256s)))

    def _packed(self, sha256s: tuple[str, ...]) -> dict[str, bytes]:
        select = f"SELECT sha256, body FROM known_readings WHERE sha256 IN ({places(sha256s)})"
        return dict(self._db.rows(select, sha256s))

    def openings(self, sha256s: Iterable[str]) -> dict[str, Opening]:
        """By digest, how the texts known begin and where they are signed."""
        self.flush()
        select = "SELECT sha256, opening, foot, pages FROM known_readings WHERE sha256"
        return {sha256: decode_opening(*kept) for sha256, *kept in asked(self._db, select, sha256s)}

    def keep_traces(self, traces: Iterable[tuple[str, Trace]], edition: str) -> None:
        """By digest, what was taken from texts, and by what words."""
        self._db.write((_KEEP_TRACE, ((key, edition, encode_trace(trace)) for key, trace in traces)))

    def traces(self, sha256s: Container[str], edition: str) -> dict[str, Trace]:
        """By digest, what is kept of those of which there is something to keep."""
        self.flush()
        # One pass over the table: of most texts nothing is kept, and whoever asks asks for many.
        rows = self._db.rows("SELECT sha256, body FROM traces WHERE edition = ? AND body <> ''", (edition,))
        kept = [row for row in rows if row[0] in sha256s]
        return dict(zip((key for key, _ in kept), decode_traces([body for _, body in kept]), strict=True))

    def untraced(self, sha256s: Container[str], edition: str) -> list[str]:
        """Those that were asked by other words. Every text that is kept has been asked when it was read."""
        self.flush()
        rows = self._db.rows("SELECT sha256 FROM traces WHERE edition <> ?", (edition,))
        return [sha256 for (sha256,) in rows if sha256 in sha256s]

    def moved(self, entries: Sequence[Entry], scope: Sequence[str] | None = None) -> dict[str, FileTrace]:
        """What was remembered below `scope` (None: anywhere) and is not among `entries` now.

        Files below a folder that could not be read are not gone, only unseen.
        """
        self.flush()
        present = {entry.path for entry in entries}
        unseen = tuple(f"{entry.path}/" for entry in entries if entry.kind == "unreadable")
        gone = {}
        for key, identity, *rest in below(self._db, "files", "path, identity, sha256, size, mtime_ns", scope):
            path = path_of(key)
            if path not in present and not (unseen and path.startswith(unseen)):
                device, inode = identity.split()
                gone[path] = FileTrace((int(device), int(inode)), *rest)
        return gone

    def compact(self) -> None:
        """Drop texts that no remembered file has, and give their space back."""
        self.flush()
        gone = "WHERE sha256 NOT IN (SELECT sha256 FROM files)"
        self._db.write(
            (f"DELETE FROM readings {gone}", [()]),
            (f"DELETE FROM traces {gone}", [()]),
            (f"DELETE FROM sketches {gone}", [()]),
        )
        self._db.tidy()


def _secret_place(entry: Entry) -> bytes:
    """Where a secret lies, told only to who asks for that very place. A folder is secret by its name."""
    return _place(entry.path, f"{entry.size} {entry.mtime_ns} " if entry.kind == "file" else "")


def _place(path: str, state: str = "") -> bytes:
    """Of a path, however often what lies there is written to, or in one state of it."""
    return blake2b(f"{state}{path}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
