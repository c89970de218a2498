"""What the index holds of a record, and when that is to be made anew."""

from __future__ import annotations

from datetime import date
from typing import Any

from judged import Sidecar, material, paper

from archive_tool.core.indexing import indexables
from archive_tool.core.model import FileFacts

PAPER = "2025/20_材料/02_计划/2025-03-01 计划"
FILES = {"files": ["计划.txt"]}


def fingerprint(fact: FileFacts | None, edition: str = "1", values: Sidecar | None = None) -> str:
    """Of one record of one file, of which this is known."""
    facts = {f"{PAPER}/计划.txt": fact} if fact else {}
    sidecar: dict[str, Any] = {**paper("plan", "2025-03-01"), **FILES, **(values or {})}
    made = material({PAPER: sidecar}, date(2025, 12, 31), facts=facts)
    entries = {entry.path: entry for entry in made.snapshot.entries}
    (item,) = indexables(made.records, made.tree, entries, made.snapshot.facts, edition)
    return item.fingerprint


READ = FileFacts("a" * 64, "txt", characters=9)


def test_a_file_that_became_readable_is_another_document() -> None:
    unread = fingerprint(None)
    assert fingerprint(FileFacts("", problem="locked")) == unread
    assert fingerprint(READ) not in (unread, fingerprint(READ._replace(problem="timeout")))


def test_bytes_that_changed_at_the_same_size_and_time_are_another_document() -> None:
    assert fingerprint(READ) == fingerprint(READ._replace(characters=8))
    assert fingerprint(READ) != fingerprint(READ._replace(sha256="b" * 64))


def test_another_edition_is_another_document() -> None:
    assert fingerprint(READ, "1") == fingerprint(READ, "1") != fingerprint(READ, "2")
