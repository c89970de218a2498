"""The journal: what is announced, what is told afterwards, what a crash leaves of it."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive_tool.adapters.journal import Journal, read_journal
from archive_tool.core.errors import CannotRun
from archive_tool.core.filing import Applied, Dropped, FilingPlan, MakeFolder, Move, Rewrite, WriteNew

MARCH = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
FOLDER = MakeFolder("2026")
NEW = WriteNew("2026/a.meta.yaml", b"id: 1\n")
CHANGED = Rewrite("2026/b.meta.yaml", "题名: 旧\n".encode(), "题名: 新\n".encode())
MOVED = Move("a.yaml", "b.yaml")
PLAN = FilingPlan("draft", (FOLDER, NEW, CHANGED, MOVED))


def journal(root: Path, when: datetime = MARCH) -> Journal:
    return Journal(root, lambda: when)


def file_of(root: Path, month: str = "2026-03") -> Path:
    return root / ".archive" / "journal" / f"{month}.jsonl"


def test_a_plan_is_announced_with_all_its_actions(tmp_path: Path) -> None:
    plan_id = journal(tmp_path).begin(PLAN)
    (entry,) = read_journal(tmp_path)
    assert entry == {
        "when": "2026-03-14T09:30:00+00:00",
        "what": "begin",
        "id": plan_id,
        "reason": "draft",
        "actions": [
            {"do": "make-folder", "path": "2026"},
            {
                "do": "write-new",
                "path": "2026/a.meta.yaml",
                "sha256": "174c56e58ff8e022b361d47ae690d7c30bb27c68aa3ff8d186ab5e6c3864e982",
            },
            {
                "do": "rewrite",
                "path": "2026/b.meta.yaml",
                "before": "题名: 旧\n",
                "sha256": "2c5de47b06e1b6d45a9ef04c5f31270de732d4710cbb2695fddb6a373f1864dc",
            },
            {"do": "move", "source": "a.yaml", "target": "b.yaml"},
        ],
    }


def test_what_became_of_it(tmp_path: Path) -> None:
    it = journal(tmp_path)
    plan_id = it.begin(PLAN)
    it.done(plan_id, Applied((FOLDER, CHANGED), (Dropped(MOVED, "dropped.gone"),)))
    _, entry = read_journal(tmp_path)
    assert entry == {
        "when": "2026-03-14T09:30:00+00:00",
        "what": "done",
        "id": plan_id,
        "done": [0, 2],
        "dropped": {"3": "dropped.gone"},
    }


def test_one_file_per_month_read_in_order(tmp_path: Path) -> None:
    april = journal(tmp_path, datetime(2026, 4, 1, tzinfo=UTC)).begin(PLAN)
    march = journal(tmp_path).begin(PLAN)
    assert [entry["id"] for entry in read_journal(tmp_path)] == [march, april]
    assert file_of(tmp_path).exists()
    assert file_of(tmp_path, "2026-04").exists()


def test_people_can_read_it_and_nothing_is_rewritten(tmp_path: Path) -> None:
    journal(tmp_path).begin(FilingPlan("draft", (MakeFolder("2026/05_组织生活"),)))
    before = file_of(tmp_path).read_bytes()
    assert "2026/05_组织生活".encode() in before
    journal(tmp_path).begin(PLAN)
    assert file_of(tmp_path).read_bytes().startswith(before)


@pytest.mark.parametrize("name", ["\udcbb\udce1.doc", "\ud800", "a\nb", "e\u0301"])
def test_any_name_comes_back(tmp_path: Path, name: str) -> None:
    journal(tmp_path).begin(FilingPlan("re-pair", (Move(name, "b"),)))
    (entry,) = read_journal(tmp_path)
    assert entry["actions"][0]["source"] == name
    assert file_of(tmp_path).read_bytes().count(b"\n") == 1


def test_bytes_that_are_no_text_can_be_restored_too(tmp_path: Path) -> None:
    journal(tmp_path).begin(FilingPlan("describe", (Rewrite("a", "题名".encode("gb18030"), b""),)))
    (entry,) = read_journal(tmp_path)
    assert entry["actions"][0]["before"] == {"base64": "zOLD+w=="}


def test_a_torn_last_line_is_passed_over_and_does_not_swallow_the_next(tmp_path: Path) -> None:
    first = journal(tmp_path).begin(PLAN)
    with open(file_of(tmp_path), "ab") as torn:
        torn.write(b'{"when":"2026-03-14","what":"beg' + "题".encode()[:2])
    assert [entry["id"] for entry in read_journal(tmp_path)] == [first]
    second = journal(tmp_path).begin(PLAN)
    assert [entry["id"] for entry in read_journal(tmp_path)] == [first, second]


def test_no_journal_is_no_history(tmp_path: Path) -> None:
    assert list(read_journal(tmp_path)) == []


def test_it_is_on_the_disk_before_begin_returns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[bytes] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        synced.append(file_of(tmp_path).read_bytes() if file_of(tmp_path).exists() else b"")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    plan_id = journal(tmp_path).begin(PLAN)
    assert any(json.loads(line)["id"] == plan_id for line in synced if line)


def test_what_cannot_be_announced_must_not_be_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(CannotRun) as stopped:
        journal(tmp_path).begin(PLAN)
    assert stopped.value.key == "write.failed"
    assert stopped.value.file == ".archive/journal/2026-03.jsonl"
    assert stopped.value.params == {"reason": "No space left on device"}
