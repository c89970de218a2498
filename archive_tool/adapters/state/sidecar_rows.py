"""What sidecars say, as they were understood, and how long each has had its id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from archive_tool.adapters.state.by_path import asked, below, key_of, path_of
from archive_tool.adapters.state.codec import decode_sidecars, encode_sidecar
from archive_tool.adapters.state.database import Database
from archive_tool.adapters.state.fresh import fits, fresh
from archive_tool.core.model import Entry, Interpreted, YamlProblem

# One that cannot be read for the moment keeps the id it had.
_KEEP_SIDECAR = """
INSERT INTO sidecars VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET
    size = excluded.size, mtime_ns = excluded.mtime_ns, scanned_ns = excluded.scanned_ns,
    body = excluded.body, lines = excluded.lines,
    since_ns = CASE WHEN excluded.id IN ('', id) THEN since_ns ELSE excluded.since_ns END,
    id = CASE excluded.id WHEN '' THEN id ELSE excluded.id END
"""


class SidecarRows:
    """The part of a state that is about sidecars."""

    _db: Database

    def sidecars(self, entries: Sequence[Entry]) -> dict[str, Interpreted | YamlProblem]:
        """By path, of the sidecars among `entries` that are as they were when last read."""
        wanted = {entry.path: entry for entry in entries if entry.kind == "file"}
        known: dict[str, Interpreted | YamlProblem] = {}
        rows = fresh(self._db, "sidecars", "body, lines <> ''", wanted)
        while batch := [(path, *row) for path, row in islice(rows, 1000)]:
            known.update(zip((path for path, *_ in batch), decode_sidecars(batch, self._lines), strict=True))
        return known

    def _lines(self, path: str) -> str:
        """The lines of a sidecar's keys; "" where it is forgotten by now."""
        found = self._db.rows("SELECT lines FROM sidecars WHERE path = ?", (key_of(path),))
        return next((lines for (lines,) in found), "")

    def keep_sidecars(self, kept: Iterable[tuple[Entry, Interpreted | YamlProblem]], taken_ns: int) -> None:
        """What sidecars say; `taken_ns` is when their entries were seen."""
        rows = (
            (
                *(key_of(entry.path), entry.size, entry.mtime_ns, taken_ns),
                *(*encode_sidecar(said), _id_of(said), taken_ns),
            )
            for entry, said in kept
            if fits(entry)
        )
        self._db.write((_KEEP_SIDECAR, rows))

    def known_since(self, sidecars: Iterable[str]) -> dict[str, int]:
        """By path, when each sidecar was first seen with the id it has (ns), of those remembered."""
        select = "SELECT path, since_ns FROM sidecars WHERE path"
        return {path_of(key): since_ns for key, since_ns in asked(self._db, select, map(key_of, sidecars))}

    def hand_over(self, moves: Iterable[tuple[str, str]]) -> None:
        """Sidecars that went from one path to another have had their ids as long as before."""
        gone = [tuple(map(key_of, move)) for move in moves]
        since = "SELECT since_ns FROM sidecars WHERE path = ?1"
        self._db.write(
            (f"UPDATE sidecars SET since_ns = ({since}) WHERE path = ?2 AND EXISTS ({since})", gone),
            ("UPDATE OR IGNORE sidecars SET path = ?2 WHERE path = ?1", gone),
            ("DELETE FROM sidecars WHERE path = ?1 AND ?2 <> ?1", gone),
        )

    def lost_sidecars(self, entries: Sequence[Entry], scope: Sequence[str] | None = None) -> dict[str, str]:
        """Record id -> where its sidecar was, of those remembered below `scope` that are gone now."""
        present = {key_of(entry.path) for entry in entries}
        rows = below(self._db, "sidecars", "path, id", scope)
        return {record: path_of(key) for key, record in rows if record and key not in present}


def _id_of(said: Interpreted | YamlProblem) -> str:
    found = said.values.get("id") if isinstance(said, Interpreted) else ""
    return found if isinstance(found, str) else ""
