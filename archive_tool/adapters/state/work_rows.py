"""What took work and may be asked for again: sketches and comparisons of texts, the last audits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from archive_tool.adapters.state.by_path import asked
from archive_tool.adapters.state.codec import decode_comparison, encode_comparison
from archive_tool.adapters.state.database import Database


class WorkRows:
    """The part of a state that spares doing work again."""

    _db: Database

    def keep_sketches(self, made: Iterable[tuple[str, bytes]], edition: str) -> None:
        """By digest, the sketches of texts, and by what they were made."""
        rows = ((key, edition, body) for key, body in made)
        self._db.write(("REPLACE INTO sketches VALUES (?, ?, ?)", rows))

    def sketches(self, sha256s: Iterable[str], edition: str) -> dict[str, bytes]:
        """By digest, of those that have one made so."""
        select = "SELECT sha256, body FROM sketches WHERE edition = ? AND sha256"
        return dict(asked(self._db, select, sha256s, edition))

    def keep_comparison(self, scope: str, key: str, found: Mapping[str, tuple[str, ...]]) -> None:
        """What became of comparing the texts that `key` is the digest of; the last of a scope stays."""
        self._db.write(
            ("REPLACE INTO comparisons VALUES (?, ?, ?)", [(scope, key, encode_comparison(found))])
        )

    def comparison(self, scope: str, key: str) -> dict[str, tuple[str, ...]] | None:
        """What became of it; None where it was not made yet."""
        rows = self._db.rows("SELECT body FROM comparisons WHERE scope = ? AND key = ?", (scope, key))
        return next((decode_comparison(body) for (body,) in rows), None)

    def audit(self, question: str) -> str:
        """What was kept of the last audits of this question; "" where nothing was."""
        rows = self._db.rows("SELECT said FROM audits WHERE question = ?", (question,))
        return next((said for (said,) in rows), "")

    def keep_audit(self, question: str, said: str) -> None:
        """In place of what was kept of it."""
        self._db.write(("REPLACE INTO audits VALUES (?, ?)", [(question, said)]))
