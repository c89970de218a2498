"""A secret is taken out of history; everything else in it stays as it was."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from archive_tool.adapters.journal import Journal, purge, read_journal
from archive_tool.core.filing import Applied, FilingPlan, MakeFolder, Move, Rewrite, WriteNew

SECRET = "2025/会/甲乙丙.txt"
OTHER = WriteNew("2025/会/丁.txt.meta.yaml", b"x")


def written(root: Path, *actions: WriteNew | Rewrite | Move | MakeFolder) -> Path:
    journal = Journal(root, lambda: datetime(2025, 3, 14))
    plan = FilingPlan("draft", actions)
    journal.done(journal.begin(plan), Applied(actions))
    return root / ".archive" / "journal" / "2025-03.jsonl"


def test_what_tells_of_the_file_goes_and_places_stay(tmp_path: Path) -> None:
    before = "parts: [{path: 甲乙丙.txt}]".encode()
    file = written(
        tmp_path,
        WriteNew(f"{SECRET}.meta.yaml", b"x"),
        OTHER,
        Move(f"{SECRET}.meta.yaml", "2025/会/新.txt.meta.yaml"),
        Rewrite("2025/会/_item.yaml", before, b"y"),
        Rewrite("2025/别/_item.yaml", before, b"y"),
    )
    purge(tmp_path, SECRET)
    begun, done = read_journal(tmp_path)
    assert [action["do"] for action in begun["actions"]] == [
        "purged",
        "write-new",
        "purged",
        "purged",
        "rewrite",
    ]
    assert begun["actions"][1]["path"] == OTHER.path
    assert done["done"] == [0, 1, 2, 3, 4]
    assert f"{SECRET}" not in file.read_text("utf-8")


def test_a_history_that_does_not_tell_of_it_is_not_touched(tmp_path: Path) -> None:
    file = written(tmp_path, OTHER)
    with file.open("ab") as journal:
        journal.write(b'{"torn')
    before, stat = file.read_bytes(), file.stat()
    purge(tmp_path, SECRET)
    assert (file.read_bytes(), file.stat().st_mtime_ns) == (before, stat.st_mtime_ns)
    purge(tmp_path / "nowhere", SECRET)
