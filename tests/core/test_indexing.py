"""What the index holds of a record, and when that is to be made anew."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from judged import Sidecar, material, paper

from archive_tool.core.indexing import document, indexables
from archive_tool.core.model import FileFacts

PAPER = "2025/20_材料/02_计划/2025-03-01 计划"
FILES = {"files": ["计划.txt"]}


def fingerprint(fact: FileFacts | None, edition: str = "1", values: Sidecar | None = None) -> str:
    """Of one record of one file, of which this is known (None: nothing)."""
    facts = {f"{PAPER}/计划.txt": fact}
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


WRITTEN = {
    "parts": [{"path": "照片.jpg", "role": "photo", "caption": "升旗仪式", "step": "政治审查", "size": 31415, "sha256": "c" * 64}],
    "process": [{"when": "2025-04-01", "who": "丁经办", "action": f"移交档案室（变更前：照片.jpg sha256 {'d' * 64}）", "reason": "补录签名", "sha256": "e" * 64}],
    "waivers": [{"code": "complete/role", "reason": "签到表被水浸", "author": "戊书记", "until": "2026-01-01"}],
}  # fmt: skip


def searched(values: Sidecar) -> str:
    """All text the index holds of a record besides that of its files."""
    made = material({PAPER: {**paper("plan", "2025-03-01"), **FILES, **values}}, date(2025, 12, 31))
    (item,) = indexables(made.records, made.tree, {}, {}, "")
    passages = document(item, {}, made.scheme, made.config).passages
    return "\n".join(passage.segment.text for passage in passages)


@pytest.mark.parametrize(
    "word", ["升旗仪式", "政治审查", "丁经办", "移交档案室", "补录签名", "签到表被水浸", "戊书记"]
)
def test_what_people_write_of_parts_process_and_waivers_is_searched(word: str) -> None:
    assert word in searched(WRITTEN)


@pytest.mark.parametrize("kept_out", ["31415", "c" * 64, "d" * 64, "e" * 64, "complete/role", "7k2m9x4q1b8c"])
def test_digests_sizes_and_ids_are_not(kept_out: str) -> None:
    assert kept_out not in searched({**WRITTEN, "id": "7k2m9x4q1b8c"})
