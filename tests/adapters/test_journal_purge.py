"""A secret is taken out of history; everything else in it stays as it was."""

from __future__ import annotations

import json
import unicodedata
from datetime import datetime
from pathlib import Path

from archive_tool.adapters.journal import Journal, purge, read_journal
from archive_tool.core.filing import Applied, FilingPlan, MakeFolder, Move, Rewrite, WriteNew

ENDING = ".meta.yaml"
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
    purge(tmp_path, [SECRET], ENDING)
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
    purge(tmp_path, [SECRET], ENDING)
    assert (file.read_bytes(), file.stat().st_mtime_ns) == (before, stat.st_mtime_ns)
    purge(tmp_path / "nowhere", [SECRET], ENDING)


def rewritten(root: Path, *befores: bytes) -> list[str]:
    """What becomes of rewrites of the sidecar of the folder around the secret."""
    file = written(root, *(Rewrite("2025/会/_item.yaml", before, b"y") for before in befores))
    purge(root, [SECRET_SPELT], ENDING)
    return [action["do"] for action in json.loads(file.read_text("utf-8").splitlines()[0])["actions"]]


SECRET_SPELT = "2025/会/张\u3000三 “计划”é'1'.doc"


def test_however_a_sidecar_spelt_the_name(tmp_path: Path) -> None:
    name = SECRET_SPELT.rpartition("/")[2]
    quoted = name.replace("'", "''")
    befores = [
        f"parts: [{{path: {name}}}]".encode(),
        f"parts: [{{path: {name}}}]".encode("gb18030"),
        f"parts: [{{path: {name}}}]".encode("utf-16"),
        unicodedata.normalize("NFD", f"path: {name}").encode(),
        f"path: '{quoted}'".encode(),
        "path: \"张\\u3000三 “计划”\\xe9'1'.doc\"".encode(),
        "path: \"张　三\n  “计划”é'1'.doc\"".encode(),
    ]
    assert rewritten(tmp_path, *befores) == ["purged"] * len(befores)


def test_a_longer_name_is_another_file(tmp_path: Path) -> None:
    longer = f"{SECRET_SPELT}x"
    assert rewritten(tmp_path, f"path: {longer.rpartition('/')[2]}".encode()) == ["rewrite"]
    file = written(tmp_path / "b", WriteNew(f"{longer}.meta.yaml", b"x"), Move(longer, f"{longer}.x"))
    purge(tmp_path / "b", [SECRET_SPELT], ENDING)
    assert "purged" not in file.read_text("utf-8")


def test_of_a_secret_folder_goes_all_that_lay_in_it(tmp_path: Path) -> None:
    file = written(tmp_path, WriteNew("2025/会/甲/_item.yaml", b"x"), OTHER, MakeFolder("2025/会/甲乙"))
    purge(tmp_path, ["2025/会/甲"], ENDING)
    begun = json.loads(file.read_text("utf-8").splitlines()[0])
    assert [action["do"] for action in begun["actions"]] == ["purged", "write-new", "make-folder"]
