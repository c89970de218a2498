"""What another cache knows of documents, taken from a file that is only read and may have been forged."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from archive_tool.adapters.state.address import uri_of
from archive_tool.adapters.state.database import VERSION, Database, recorded, transaction, version_of

_TABLES = ("files", "secrets", "traces", "sketches")
# Where nothing can be written who takes part is refused; who only looks is not.
_CLOSED = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)


def borrow(database: Database, file: Path) -> bool:
    """Take its rows; texts stay there and are read when asked for. False where it is no such cache.

    What it says is taken for rows, never for statements to be run.
    """
    db = database.connection
    db.execute("PRAGMA trusted_schema = OFF")
    # Who takes part sees what is still in the log, and SQLite puts a file beside it, if it may; else
    # nothing is touched.
    modes = ("mode=ro", "immutable=1") if _has_log(file) else ("immutable=1",)
    for mode in modes:
        try:
            db.execute("ATTACH ? AS lent", (f"{uri_of(file.absolute())}?{mode}",))
            if not _is_lendable(db, database.versions["extractor"]):
                return False
            _take(db, _look_of(file))
            return True
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _CLOSED:
                return False
        with contextlib.suppress(sqlite3.DatabaseError):
            db.execute("DETACH lent")
    return False


def give_back(database: Database) -> None:
    """Forget what was borrowed at another time: who lent it is not there any more."""
    db = database.connection
    if "borrowed" in recorded(db):
        with transaction(db):
            for table in _TABLES:
                db.execute(f"DELETE FROM main.{table}")
            db.execute("DELETE FROM meta WHERE key = 'borrowed'")


def _take(db: sqlite3.Connection, look: str) -> None:
    if recorded(db).get("borrowed") != look:
        with transaction(db):
            for table in _TABLES:
                db.execute(f"DELETE FROM main.{table}")
                db.execute(f"INSERT INTO main.{table} SELECT * FROM lent.{table}")
            db.execute("REPLACE INTO meta VALUES ('borrowed', ?)", (look,))
    db.execute("DROP VIEW IF EXISTS temp.known_readings")
    both = "SELECT * FROM main.readings UNION ALL SELECT * FROM lent.readings"
    db.execute(f"CREATE TEMP VIEW known_readings AS {both}")


def _is_lendable(db: sqlite3.Connection, extractor: str) -> bool:
    """Of this version and these readers; and tables they are, not views that would compute something."""
    kinds = dict(db.execute("SELECT name, type FROM lent.sqlite_master"))
    return (
        version_of(db, "lent") == VERSION
        and all(kinds.get(table) == "table" for table in ("meta", "readings", *_TABLES))
        and recorded(db, "lent").get("extractor") == extractor
    )


def _has_log(file: Path) -> bool:
    try:
        return file.with_name(f"{file.name}-wal").stat().st_size > 0
    except OSError:
        return False


def _look_of(file: Path) -> str:
    """By which a file is known to be the one that was borrowed from, unchanged."""
    looks = []
    for name in (file.name, f"{file.name}-wal"):
        with contextlib.suppress(OSError):
            info = file.with_name(name).stat()
            looks.append(f"{info.st_size} {info.st_mtime_ns}")
    return f"{str(file)!a} {' '.join(looks)}"
