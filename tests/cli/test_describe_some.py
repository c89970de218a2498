"""describe and accept on a folder: what cannot be done for one record is told, and the others are done."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest
from commands import Ran, done, is_one_line, run
from trees import Picture, make_tree

from archive_tool.adapters.workers.pool import Read
from archive_tool.app import opening
from archive_tool.app.reading import Readers
from archive_tool.core.model import Problem, Reading

Small = Callable[[Picture], Path]
LEAF = "2025/30 Money/Budgets"
GOOD = f"{LEAF}/2025 预算.txt"
LONG = "2025 " + "长" * 80 + ".txt"  # no room for the name of a sidecar
CONFIG = "scheme: minimal\nlanguage: en\nunits:\n- {id: club, name: 园艺社, kind: club}\n"


@pytest.fixture
def archive(tmp_path: Path, own_home: Path) -> Path:
    """One complete draft, and room for others beside it."""
    root = make_tree(tmp_path / "库", {"archive.yaml": CONFIG, GOOD: "收入一百元"})
    done(root, "sync")
    return root


def status(root: Path, path: str = GOOD) -> str:
    return "filed" if "status: filed" in (root / f"{path}.meta.yaml").read_text("utf-8") else "draft"


def spoil(root: Path, how: str) -> str:
    """Puts something beside the complete draft that cannot be filed; gives its path."""
    path = f"{LEAF}/{LONG}" if how == "unnamable" else f"{LEAF}/2025 另一份.txt"
    make_tree(root, {path: "机密★\n正文" if how == "secret" else "正文"})
    if how not in ("new", "secret"):
        done(root, "sync")
    sidecar = root / f"{path}.meta.yaml"
    if how == "broken":
        sidecar.write_text("title: [甲", "utf-8")
    elif how == "other encoding":
        sidecar.write_bytes("title: 联通公司的预算\n".encode("gb18030"))
    elif how == "parts unclear":
        sidecar.write_text(sidecar.read_text("utf-8").partition("parts:")[0] + "parts: [另一份]\n", "utf-8")
    elif how == "copied":
        first = (root / f"{GOOD}.meta.yaml").read_text("utf-8")
        sidecar.write_text(first, "utf-8")
        os.utime(sidecar, (2_000_000_000, 2_000_000_000))
    return path


# What stands beside the complete draft -> what is said of it, and whether somebody has something to do.
BESIDE = {
    "new": ("archive-tool sync", True),
    "broken": (".meta.yaml:1: ", True),
    "other encoding": ("GB18030", True),
    "parts unclear": (".meta.yaml: ", True),
    "copied": ("2025 预算.txt", True),
    "unnamable": ("过长", False),
    "secret": ("guard/secret", False),
}


@pytest.mark.parametrize("how", BESIDE)
def test_the_others_are_filed_and_this_one_is_named(archive: Path, how: str) -> None:
    words, asks = BESIDE[how]
    path = spoil(archive, how)
    before = {p.name: p.read_bytes() for p in (archive / LEAF).iterdir() if path in p.as_posix()}
    ran = run(archive, "describe", LEAF, "--confirm")
    assert ran.code == (2 if asks else 0)
    assert status(archive) == "filed"
    (line,) = [line for line in ran.out.splitlines() if path in line and "已写入" not in line]
    assert words in line
    assert {p.name: p.read_bytes() for p in (archive / LEAF).iterdir() if path in p.as_posix()} == before


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("how", BESIDE)
def test_alone_it_is_an_error(archive: Path, how: str, lang: str) -> None:
    ran = run(archive, "describe", spoil(archive, how), "--confirm", lang=lang)
    assert ran.code == 2
    assert is_one_line(ran.err)
    assert ran.out == ""


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "共 2 件没有处理"), ("en", "2 records were left as they are")]
)
def test_at_the_end_they_are_counted(archive: Path, lang: str, said: str) -> None:
    for how in ("unnamable", "broken"):
        spoil(archive, how)
    ran = run(archive, "describe", ".", "--confirm", lang=lang)
    assert said in ran.out.splitlines()[-1]


def test_what_moved_here_without_its_sidecar_is_settled_first(archive: Path) -> None:
    make_tree(
        archive,
        {
            f"{LEAF}/2025 甲.txt": "同样",
        },
    )
    done(archive, "sync")
    make_tree(archive, {f"{LEAF}/2025 丙.txt": "同样", f"{LEAF}/2025 丁.txt": "同样"})  # either may be it
    (archive / LEAF / "2025 甲.txt").unlink()
    ran = run(archive, "describe", LEAF, "--confirm")
    assert ran.code == 2
    assert ran.out.count("sidecar/orphan") == 2
    assert status(archive) == "filed"


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file that is to be read is closed to us."""

    class Closed(Readers):
        def read_all(self, paths: Collection[str]) -> Iterator[Read]:
            yield from ((path, "", Reading(problem=Problem("locked", "Permission denied"))) for path in paths)

    monkeypatch.setattr(opening, "Readers", Closed)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", [["describe", GOOD, "--confirm"], ["accept", GOOD, "--reason", "更正"]])
def test_what_cannot_be_opened_gets_no_new_size_beside_an_old_digest(
    archive: Path, command: list[str], lang: str, request: pytest.FixtureRequest
) -> None:
    if command[0] == "accept":
        done(archive, "describe", GOOD, "--confirm")
    (archive / GOOD).write_text("收入一百二十元", "utf-8")
    before = (archive / f"{GOOD}.meta.yaml").read_bytes()
    request.getfixturevalue("closed")
    ran = run(archive, *command, lang=lang)
    assert ran.code == 2
    assert is_one_line(ran.err)
    assert "2025 预算.txt" in ran.err
    assert (archive / f"{GOOD}.meta.yaml").read_bytes() == before


def changed(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).write_text("收入一百二十元", "utf-8")


def accepted(root: Path, path: str) -> Ran:
    return run(root, "accept", path, "--reason", "更正")


def test_accept_on_a_folder_takes_the_filed_ones(archive: Path) -> None:
    make_tree(archive, {f"{LEAF}/2025 草稿.txt": "正文"})
    done(archive, "sync")
    done(archive, "describe", GOOD, "--confirm")
    changed(archive, GOOD, f"{LEAF}/2025 草稿.txt")
    ran = accepted(archive, LEAF)
    assert ran.code == 0, ran.all
    assert "2025 草稿.txt" in ran.out
    assert "更正" in (archive / f"{GOOD}.meta.yaml").read_text("utf-8")
    assert run(archive, "check", GOOD).code == 0


@pytest.mark.parametrize("how", BESIDE)
def test_accept_passes_over_what_it_cannot_take(archive: Path, how: str) -> None:
    done(archive, "describe", GOOD, "--confirm")
    path = spoil(archive, how)
    changed(archive, GOOD)
    ran = accepted(archive, LEAF)
    assert ran.code in (0, 2)
    assert "更正" in (archive / f"{GOOD}.meta.yaml").read_text("utf-8")
    assert path in ran.out
