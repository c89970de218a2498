"""The cache's SQLite file: opened, brought up to date, rebuilt when damaged, in memory when unwritable."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from archive_tool.adapters.state.address import uri_of

Step: TypeAlias = tuple[str, Iterable[tuple[Any, ...]]]  # one statement and the rows it is run for

VERSION = 9
_BUSY_SECONDS = 5.0
# Paths are bytes: names that are no Unicode cannot be stored as text.
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
    path BLOB PRIMARY KEY, size INTEGER, mtime_ns INTEGER, scanned_ns INTEGER, identity TEXT, sha256 TEXT,
    format TEXT, problem TEXT, reason TEXT, characters INTEGER, macro INTEGER, tries INTEGER,
    taken TEXT) WITHOUT ROWID;
CREATE INDEX files_by_digest ON files (sha256);
CREATE TABLE sidecars (
    path BLOB PRIMARY KEY, size INTEGER, mtime_ns INTEGER, scanned_ns INTEGER, body TEXT, lines TEXT,
    id TEXT, since_ns INTEGER);
CREATE TABLE readings (sha256 TEXT PRIMARY KEY, opening TEXT, foot TEXT, pages INTEGER, body BLOB);
CREATE TABLE traces (sha256 TEXT PRIMARY KEY, edition TEXT, body TEXT) WITHOUT ROWID;
CREATE TABLE sketches (sha256 TEXT PRIMARY KEY, edition TEXT, body BLOB) WITHOUT ROWID;
CREATE TABLE comparisons (scope TEXT PRIMARY KEY, key TEXT, body TEXT) WITHOUT ROWID;
CREATE TABLE indexed (path BLOB PRIMARY KEY, shown TEXT) WITHOUT ROWID;
CREATE TABLE audits (question TEXT PRIMARY KEY, said TEXT) WITHOUT ROWID;
CREATE TABLE secrets (place BLOB PRIMARY KEY, mark TEXT, scanned_ns INTEGER) WITHOUT ROWID;
"""
# What no longer holds when the scheme or parser (interpreter) or the text readers (extractor) change.
# The digests stay: a file that was moved is still known by its own; a sidecar's id too, by who had it first.
_OUTDATED = {
    "interpreter": ("UPDATE sidecars SET scanned_ns = NULL",),
    "extractor": (
        "DELETE FROM readings",
        "DELETE FROM traces",
        "DELETE FROM sketches",
        "DELETE FROM comparisons",
        "DELETE FROM secrets",
        "UPDATE files SET scanned_ns = NULL",
    ),
}
_COPIED = ("meta", "files", "sidecars", "secrets", "traces", "sketches", "comparisons", "indexed", "audits")
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Database:
    """Rows out and steps in. Nothing here raises for a bad disk: `notes` says what had to be done.

    `notes` holds message keys: state.rebuilt (was damaged, set aside), state.in-memory (what this
    run learns is forgotten after it).
    """

    def __init__(self, folder: Path, versions: Mapping[str, str], *, local: bool) -> None:
        self.notes: list[str] = []
        self._file = folder / "state.db"
        self._aside = folder / "state.db.damaged"
        self._versions = versions
        self._local = local
        self._on_disk = True
        self._db = self._open()

    def rows(self, statement: str, values: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a SELECT; cut short where the file turns out to be damaged."""
        try:
            yield from self._db.execute(statement, values)
        except sqlite3.DatabaseError as error:
            self._recover(error)

    def write(self, *steps: Step) -> None:
        """All steps in one transaction; if the file refuses them, in memory."""
        kept = [(statement, list(rows)) for statement, rows in steps]
        while True:
            try:
                with transaction(self._db):
                    for statement, rows in kept:
                        self._db.executemany(statement, rows)
                return
            except sqlite3.DatabaseError as error:
                self._recover(error)

    def tidy(self) -> None:
        """Give freed pages back, and leave no deleted text behind in the log."""
        if self._on_disk:
            with contextlib.suppress(sqlite3.OperationalError):
                self._db.execute("PRAGMA incremental_vacuum").fetchall()
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    @property
    def connection(self) -> sqlite3.Connection:
        """As it is now: a damaged file gives way to another."""
        return self._db

    @property
    def versions(self) -> Mapping[str, str]:
        """Of scheme and readers, by which rows were written."""
        return self._versions

    def drop_aside(self) -> None:
        """Remove the damaged file an earlier run set aside: it too holds what must not be kept."""
        with contextlib.suppress(OSError):
            self._aside.unlink(missing_ok=True)

    def close(self) -> None:
        self._db.close()

    def _open(self) -> sqlite3.Connection:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            return self._connect()
        except OSError:
            return self._in_memory()
        except sqlite3.DatabaseError as error:
            if _code(error) not in _DAMAGED or not self._set_aside():
                return self._in_memory()
        try:
            return self._connect()
        except sqlite3.DatabaseError:
            return self._in_memory()

    def _connect(self) -> sqlite3.Connection:
        # As a URI, so that other files can be attached as one: not every SQLite lets them be otherwise.
        address = uri_of(self._file.absolute())
        db = sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            if version_of(db) == 0:  # only a new file takes it; on an old one it would wait for writers
                db.execute("PRAGMA auto_vacuum = INCREMENTAL")
            db.execute(f"PRAGMA journal_mode = {'WAL' if self._local else 'DELETE'}")
            db.execute("PRAGMA synchronous = NORMAL")
            self._prepare(db)
            db.execute("CREATE TEMP VIEW known_readings AS SELECT * FROM main.readings")
        except BaseException:
            db.close()
            raise
        return db

    def _prepare(self, db: sqlite3.Connection) -> None:
        """The right tables, and nothing in them that an older tool or another scheme said."""
        # A purged text must not stay behind in freed pages.
        db.execute("PRAGMA secure_delete = ON")
        db.execute("PRAGMA temp_store = MEMORY")
        if version_of(db) == VERSION and self._is_current(recorded(db)):
            return  # the common case writes nothing, so that nobody waits for a writer
        with transaction(db):
            if version_of(db) != VERSION:
                _make_tables(db)
            said = recorded(db)
            for key, outdated in _OUTDATED.items():
                for statement in outdated if said.get(key) != self._versions[key] else ():
                    db.execute(statement)
            db.executemany("REPLACE INTO meta VALUES (?, ?)", self._versions.items())

    def _in_memory(self) -> sqlite3.Connection:
        """A copy of what the unwritable file knows, if it can be read; texts stay where they are."""
        self._note("state.in-memory")
        self._on_disk = False
        db = sqlite3.connect("file::memory:", uri=True, isolation_level=None)
        self._prepare(db)
        view = "SELECT * FROM main.readings"
        # immutable: in a read-only folder SQLite cannot make the shared memory its log needs
        for mode in ("mode=ro", "immutable=1") if self._file.is_file() else ():
            try:
                db.execute("ATTACH ? AS disk", (f"{uri_of(self._file.absolute())}?{mode}",))
                if version_of(db, "disk") == VERSION and self._is_current(recorded(db, "disk")):
                    for table in _COPIED:
                        db.execute(f"INSERT OR IGNORE INTO main.{table} SELECT * FROM disk.{table}")
                    view += " UNION ALL SELECT * FROM disk.readings"
                break
            except sqlite3.DatabaseError:
                with contextlib.suppress(sqlite3.DatabaseError):
                    db.execute("DETACH disk")
        db.execute(f"CREATE TEMP VIEW known_readings AS {view}")
        return db

    def _is_current(self, said: Mapping[str, str]) -> bool:
        return all(said.get(key) == value for key, value in self._versions.items())

    def _recover(self, error: sqlite3.DatabaseError) -> None:
        """A damaged file is set aside and begun anew; one that refuses is left for memory."""
        if not self._on_disk or isinstance(error, sqlite3.ProgrammingError | sqlite3.IntegrityError):
            raise error
        self._db.close()
        damaged = _code(error) in _DAMAGED and self._set_aside()
        self._db = self._open() if damaged else self._in_memory()

    def _set_aside(self) -> bool:
        """Whether the damaged file is out of the way; the last one is kept for who wants to look."""
        try:
            os.replace(self._file, self._aside)
            for log in ("-wal", "-shm"):
                self._file.with_name(self._file.name + log).unlink(missing_ok=True)
        except OSError:
            return False
        self._note("state.rebuilt")
        return True

    def _note(self, key: str) -> None:
        if key not in self.notes:
            self.notes.append(key)


@contextlib.contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            db.execute("ROLLBACK")
        raise


def _make_tables(db: sqlite3.Connection) -> None:
    for (name,) in db.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
        db.execute(f'DROP TABLE main."{name}"')
    for statement in _TABLES.split(";"):
        db.execute(statement)
    db.execute(f"PRAGMA user_version = {VERSION}")


def version_of(db: sqlite3.Connection, schema: str = "main") -> int:
    """Of the tables."""
    version: int = db.execute(f"PRAGMA {schema}.user_version").fetchone()[0]
    return version


def recorded(db: sqlite3.Connection, schema: str = "main") -> dict[str, str]:
    """What it says of itself."""
    return dict(db.execute(f"SELECT key, value FROM {schema}.meta"))


def _code(error: sqlite3.DatabaseError) -> int:
    """The primary result code; newer ones carry details in the upper bits."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
