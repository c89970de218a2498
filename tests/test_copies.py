"""A folder copied in the file manager with its sidecar: who had the id first stays who had it first."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from commands import done, run
from trees import make_tree

LEAF = "2025/10 Running the club/Meetings"
FIRST, COPY = f"{LEAF}/2025-03-14 社员大会", f"{LEAF}/2025-03-14 社员大会 - 副本"
CONFIG = "scheme: minimal\nlanguage: zh\nunits:\n- {id: club, name: 园艺社, kind: club}\n"


@pytest.fixture
def root(tmp_path: Path, own_home: Path) -> Path:
    """One filed record, and its copy; sync has seen both."""
    picture = {"archive.yaml": CONFIG, f"{FIRST}/会议记录.txt": "大会通过了章程"}
    made = make_tree(tmp_path / "库", picture)
    done(made, "sync")
    done(made, "describe", "--confirm", FIRST)
    shutil.copytree(made / FIRST, made / COPY, copy_function=shutil.copy)
    done(made, "sync")
    return made


def told(root: Path, *words: str) -> Any:
    return done(root, *words, "--format", "json").json


def copied(root: Path) -> list[str]:
    found = run(root, "check", "--format", "json").json["findings"]
    return [f["path"].removesuffix("/_item.yaml") for f in found if f["code"] == "sidecar/copied"]


def id_of(root: Path, record: str) -> str:
    return str(yaml.load((root / record / "_item.yaml").read_text("utf-8"), yaml.BaseLoader)["id"])


def describe(root: Path) -> None:
    done(root, "describe", "--set", "题名=改过的题名", FIRST)


def accept(root: Path) -> None:
    (root / FIRST / "会议记录.txt").write_text("大会通过了章程，补记一句", "utf-8")
    assert told(root, "accept", FIRST, "--reason", "补记")["changed"]


def save_by_hand(root: Path) -> None:
    sidecar = root / FIRST / "_item.yaml"
    sidecar.write_text(sidecar.read_text("utf-8") + "附注: 手工添加\n", "utf-8")


def break_and_mend(root: Path) -> None:
    sidecar = root / FIRST / "_item.yaml"
    whole = sidecar.read_text("utf-8")
    sidecar.write_text("题名：全角\n", "utf-8")
    run(root, "check")
    sidecar.write_text(whole, "utf-8")


@pytest.mark.parametrize("change", [describe, accept, save_by_hand, break_and_mend])
def test_changing_the_first_does_not_make_it_the_copy(root: Path, change: Callable[[Path], None]) -> None:
    assert copied(root) == [COPY]
    change(root)
    assert copied(root) == [COPY]
    done(root, "sync")
    assert copied(root) == [COPY]


def test_the_first_stays_the_first_where_it_is_moved(root: Path) -> None:
    (root / FIRST).rename(root / LEAF / "2025-03-14 换了名字的很长很长的社员大会")
    done(root, "sync")
    assert copied(root) == [COPY]


def test_a_file_with_its_sidecar_stays_the_first_where_it_is_renamed(tmp_path: Path, own_home: Path) -> None:
    name = "2025/30 Money/Budgets/2025 预算"
    root = make_tree(tmp_path / "库", {"archive.yaml": CONFIG, f"{name}.txt": "收入一百元"})
    done(root, "sync")
    for end in (".txt", ".txt.meta.yaml"):
        shutil.copy(root / f"{name}{end}", root / f"{name}2{end}")
    done(root, "sync")
    (root / f"{name}.txt").rename(root / f"{name}（定稿，全社讨论通过）.txt")
    done(root, "sync")
    assert copied(root) == [f"{name}2.txt.meta.yaml"]


def test_without_a_memory_whose_files_are_older_was_first(root: Path) -> None:
    for file, age in ((FIRST, 9000), (COPY, 100)):
        document = root / file / "会议记录.txt"
        os.utime(document, ns=(0, document.stat().st_mtime_ns - age * 10**9))
    describe(root)  # the sidecar of the first is the newer one
    shutil.rmtree(root / ".archive" / "cache")
    assert copied(root) == [COPY]


class TestNewId:
    def test_the_copy_becomes_a_draft_of_its_own(self, root: Path) -> None:
        before = id_of(root, FIRST)
        (root / COPY / "会议记录.txt").write_text("另一次会议", "utf-8")
        did = told(root, "describe", "--new-id", COPY)
        assert (did["changed"], did["confirmed"]) == ([f"{COPY}/_item.yaml"], [])
        assert id_of(root, FIRST) == before != id_of(root, COPY)
        [shown] = told(root, "show", COPY)
        assert shown["status"] == "draft"
        assert shown["values"]["parts"][0]["size"] == 15
        assert copied(root) == []
        done(root, "describe", "--confirm", COPY)
        assert told(root, "show", COPY)[0]["status"] == "filed"

    def test_it_may_be_confirmed_in_one_go(self, root: Path) -> None:
        did = told(root, "describe", "--new-id", "--confirm", COPY)
        assert did["confirmed"] == [COPY]
        assert id_of(root, FIRST) != id_of(root, COPY)

    def test_who_knows_better_gives_it_to_the_other(self, root: Path) -> None:
        before = id_of(root, COPY)
        done(root, "describe", "--new-id", FIRST)
        assert id_of(root, COPY) == before
        assert copied(root) == []

    def test_an_id_of_its_own_stays(self, root: Path) -> None:
        shutil.rmtree(root / COPY)
        refused = run(root, "describe", "--new-id", FIRST)
        assert refused.code == 2
        assert "关系中可能引用着它" in refused.out + refused.err

    def test_the_remedy_names_the_command(self, root: Path) -> None:
        found = run(root, "check", "--format", "json").json["findings"]
        [remedy] = [f["remedy"] for f in found if f["code"] == "sidecar/copied"]
        assert "describe --new-id" in remedy
        assert FIRST in remedy
