"""What is in the search index, and how it stood when it was last written."""

from __future__ import annotations

from collections.abc import Iterable

from archive_tool.adapters.state.by_path import asked, key_of, path_of
from archive_tool.adapters.state.database import Database
from archive_tool.core.ports import IndexStanding


class IndexRows:
    """The part of a state that is about the search index."""

    _db: Database

    def keep_indexed(self, rows: Iterable[tuple[str, str]]) -> None:
        """(path, what a hit on it shows) of documents that are in the search index."""
        self._db.write(
            ("REPLACE INTO indexed VALUES (?, ?)", ((key_of(path), shown) for path, shown in rows))
        )

    def drop_indexed(self, paths: Iterable[str]) -> None:
        """Documents that are no longer in the search index."""
        self._db.write(("DELETE FROM indexed WHERE path = ?", ((key_of(path),) for path in paths)))

    def indexed(self, paths: Iterable[str]) -> dict[str, str]:
        """By path, what a hit shows."""
        select = "SELECT path, shown FROM indexed WHERE path"
        return {path_of(key): shown for key, shown in asked(self._db, select, map(key_of, paths))}

    def standing(self) -> IndexStanding:
        """How the index stood when it was last written; it costs one small row, however large the archive."""
        said = dict(
            self._db.rows("SELECT key, value FROM meta WHERE key IN ('indexed', 'waiting', 'synced')")
        )
        return IndexStanding(
            said.get("indexed", ""), int(said.get("waiting", 0)), int(said.get("synced", 0)) or None
        )

    def keep_standing(self, standing: IndexStanding) -> None:
        """Remember it."""
        rows = {"indexed": standing.edition, "waiting": standing.waiting, "synced": standing.synced_s or 0}
        self._db.write(("REPLACE INTO meta VALUES (?, ?)", [(key, str(row)) for key, row in rows.items()]))

    def keep_waiting(self, count: int) -> None:
        """So many are known to wait for the index."""
        standing = self.standing()
        if count != standing.waiting:
            self.keep_standing(standing._replace(waiting=count))

    def wait_for(self, count: int) -> None:
        """So many at least."""
        self.keep_waiting(max(count, self.standing().waiting))
