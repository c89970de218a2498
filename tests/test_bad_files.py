"""Documents and names that nobody wishes for: a finding each, found by name all the same, nothing lost."""

from __future__ import annotations

import os
import re
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import bytes_below, done, is_one_line, run
from foreign import document, packed, pdf, swelling_pdf
from trees import Picture, make_tree

MINIMAL = "scheme: minimal\nunits:\n- {id: club, name: 园艺社, kind: club}\n"
Small = Callable[[Picture], Path]
LEAF = "2025/30 Money/Budgets"
GOOD = f"{LEAF}/2024 预算.txt"


def findings(archive: Path, path: str) -> list[dict[str, Any]]:
    """What check says of one path, drafts aside."""
    everything = run(archive, "check", "--format", "json").json["findings"]
    return [f for f in everything if f["path"] == path and f["code"] != "sidecar/draft"]


def synced(folder: Path, picture: Picture) -> tuple[Path, dict[str, bytes]]:
    archive = make_tree(folder / "库", {"archive.yaml": MINIMAL, **picture})
    before = bytes_below(archive)
    done(archive, "sync")
    return archive, before


def is_kept(archive: Path, before: dict[str, bytes]) -> bool:
    """Every byte is as it was."""
    after = bytes_below(archive)
    return {path: after.get(path) for path in before} == before


def finds(archive: Path, query: str, path: str) -> bool:
    """Whether a search gives the file."""
    hits = done(archive, "search", query, "--limit", "0", "--format", "json").json["hits"]
    return path in [hit["path"] for hit in hits]


# name in the leaf: content, code of the finding
DOCUMENTS: dict[str, tuple[bytes, str]] = {
    "2025 空白预算.txt": (b"", "file/empty"),
    "2025 空白预算.docx": (b"", "file/empty"),
    "2025 压缩预算.docx": (packed({"a.txt": b"abc"}), "file/extension-mismatch"),
    "2025 改名预算.docx": (pdf(["预算"]), "file/extension-mismatch"),
    "2025 标记预算.docx": (b'<?xml version="1.0"?><a/>', "file/extension-mismatch"),
    "2025 截断预算.docx": (document("预算")[:500], "file/damaged"),
    "2025 乱码预算.docx": (os.urandom(3000), "file/damaged"),
    "2025 截断预算.pdf": (pdf(["预算"])[:300], "file/damaged"),
    "2025 文字预算.pdf": ("其实是文字".encode(), "file/extension-mismatch"),
    "2025 加密预算.pdf": (pdf(["预算"], password="x"), "file/encrypted"),
    "2025 乱码预算.txt": (bytes(range(128, 256)) * 20 + b"\x00\xff", "file/damaged"),
    "2025 无字预算.txt": (b"  \n\n ", "file/empty"),
    "2025 程序预算.exe": (b"MZ\x90\x00" + bytes(100), "file/format"),
}


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """All of them in one archive, synced; and every byte from before."""
    papers = {f"{LEAF}/{name}": content for name, (content, _) in DOCUMENTS.items()}
    return synced(tmp_path_factory.mktemp("documents"), {**papers, GOOD: "收入一百元"})


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_bad_document_is_one_finding_is_kept_and_found(
    documents: tuple[Path, dict[str, bytes]], name: str
) -> None:
    archive, before = documents
    assert [f["code"] for f in findings(archive, f"{LEAF}/{name}")] == [DOCUMENTS[name][1]]
    assert is_kept(archive, before)
    assert finds(archive, f'"{name[5:9]}"', f"{LEAF}/{name}")
    assert finds(archive, "一百元", GOOD)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_findings_say_why_in_the_readers_language(
    documents: tuple[Path, dict[str, bytes]], lang: str
) -> None:
    told = run(documents[0], "check", "--format", "json", lang=lang).json["findings"]
    messages = [f["message"] for f in told if f["code"].startswith("file/")]
    assert len(messages) == len(DOCUMENTS)
    for message in messages:
        assert "problem." not in message and "Traceback" not in message
        assert bool(re.search("[\u4e00-\u9fff]", message)) == (lang == "zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_was_not_read_for_its_wrong_name_is_to_be_looked_at_for_marks(
    documents: tuple[Path, dict[str, bytes]], lang: str
) -> None:
    told = run(documents[0], "check", "--format", "json", lang=lang).json["findings"]
    remedies = {
        f["path"].rpartition("/")[2]: f["remedy"] for f in told if f["code"] == "file/extension-mismatch"
    }
    marks = [name for name, said in remedies.items() if {"zh": "密级", "en": "secrecy"}[lang] in said]
    assert sorted(marks) == ["2025 压缩预算.docx", "2025 标记预算.docx"]
    assert len(remedies) == 4  # the others were read, and looked through
    unread = run(documents[0], "status", "--format", "json").json["unread"]
    codes = [code for _, code in DOCUMENTS.values()]
    assert unread == len(marks) + codes.count("file/damaged") + codes.count("file/encrypted")


def test_200_mb_of_xml_from_200_kb_are_told_not_unpacked(small: Small) -> None:
    archive = small({GOOD: "收入"})
    path = archive / LEAF / "2025 巨大预算.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb, bomb.open("word/document.xml", "w") as xml:
        for _ in range(200):
            xml.write(b" " * 1_000_000)
    assert path.stat().st_size < 250_000
    before = bytes_below(archive)
    began = time.monotonic()
    done(archive, "sync")
    assert time.monotonic() - began < 20
    (one,) = findings(archive, f"{LEAF}/{path.name}")
    assert one["code"] == "file/damaged"
    assert "过大" in one["message"] and "解压后有 200 MB，超过 100 MB 的上限" in one["message"]
    assert "备份" not in one["remedy"]
    assert is_kept(archive, before)
    assert done(archive, "search", "巨大预算", "--format", "json").json["total"] == 1


def test_a_pdf_that_swells_is_stopped(small: Small) -> None:
    archive = small({f"{LEAF}/2025 无尽预算.pdf": swelling_pdf(), GOOD: "收入一百元"})
    before = bytes_below(archive)
    done(archive, "sync")
    (one,) = findings(archive, f"{LEAF}/2025 无尽预算.pdf")
    assert one["code"] == "file/damaged"
    assert "占用内存过多" in one["message"] and "超过 1024 MiB 的上限" in one["message"]
    assert "备份" not in one["remedy"] and "index rebuild" in one["remedy"]
    assert is_kept(archive, before)
    assert done(archive, "search", "无尽预算", "--format", "json").json["total"] == 1
    assert done(archive, "search", "一百元", "--format", "json").json["total"] == 1


# what it is called: name, code or None, a word by which it is found
NAMES: dict[str, tuple[str, str | None, str]] = {
    "newline": ("2025 换行\n预算.txt", "name/illegal", "预算"),
    "control": ("2025 响铃\x07预算.txt", "name/illegal", "预算"),
    "tab": ("2025 制表\t预算.txt", "name/illegal", "预算"),
    "escape": ("2025 变色\x1b[31m预算.txt", "name/illegal", "预算"),
    "255 bytes": ("2025 " + "长" * 80 + "预算.txt", "name/illegal", "预算"),
    "colon": ("2025 甲:乙预算.txt", "name/illegal", "乙预算"),
    "trailing dot": ("2025 句点预算.", "name/illegal", "句点预算"),
    "device": ("CON.txt", "name/illegal", "con"),
    "quotes": ('2025 "甲"预算.txt', "name/illegal", "预算"),
    "emoji": ("2025 \U0001f600预算.txt", None, "预算"),
    "ideographic space": ("2025　全角预算.txt", None, "全角预算"),
    "rich markup": ("2025 [red]红[bold]预算.txt", None, "预算"),
    "braces": ("2025 {x}预算{.txt", None, "预算"),
    "leading dash": ("-f 2025 预算.txt", None, "预算"),
    "yaml": ("2025 '预算' - {a, [b] #c & d !e %f @g.txt", None, "预算"),
}  # fmt: skip


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """All of them in one archive, synced; and every byte from before."""
    if sys.platform in ("win32", "darwin"):
        pytest.skip("these names cannot be made there")
    papers = {f"{LEAF}/{called}": f"收入{key}整" for key, (called, _, _) in NAMES.items()}
    return synced(tmp_path_factory.mktemp("names"), papers)


@pytest.mark.parametrize("name", NAMES)
def test_a_bad_name_is_told_the_file_kept_and_found(named: tuple[Path, dict[str, bytes]], name: str) -> None:
    archive, before = named
    called, code, word = NAMES[name]
    told = [f["code"] for f in findings(archive, f"{LEAF}/{called}")]
    assert [one for one in told if one in ("name/illegal", "sidecar/missing")] == ([code] if code else [])
    assert is_kept(archive, before)
    assert finds(archive, word, f"{LEAF}/{called}")
    if called.endswith(".txt"):
        assert finds(archive, f'"收入{name}整"', f"{LEAF}/{called}")


@pytest.mark.parametrize("command", ["sync", "check", "audit", "search 预算", "show 2025", "status"])
def test_bad_names_break_no_line_and_colour_no_terminal(
    named: tuple[Path, dict[str, bytes]], command: str
) -> None:
    out = run(named[0], *command.split()).out
    assert "\x1b" not in out and "\x07" not in out
    assert "换行\n预算" not in out


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="both forms are one name there")
def test_two_unicode_forms_are_told_apart_and_both_kept(small: Small) -> None:
    composed, decomposed = f"{LEAF}/2025 caf\u00e9 预算.txt", f"{LEAF}/2025 cafe\u0301 预算.txt"
    archive = small({composed: "收入", decomposed: "支出"})
    before = bytes_below(archive)
    done(archive, "sync")
    everything = run(archive, "check", "--format", "json").json["findings"]
    assert "name/collision" in [f["code"] for f in everything]
    after = bytes_below(archive)
    assert {path: after[path] for path in before} == before
    assert done(archive, "search", "café", "--format", "json").json["total"] == 2


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes only there")
def test_names_that_are_no_unicode(small: Small) -> None:
    archive = small({GOOD: "收入"})
    name = os.fsencode(archive / LEAF) + b"/2025 \xd4\xa4\xcb\xe3.txt"
    with open(name, "wb") as file:
        file.write("老电脑拷来的预算".encode())
    before = bytes_below(archive)
    done(archive, "sync")
    out = run(archive, "check").out
    assert "name/illegal" in out
    out.encode("utf-8")
    after = bytes_below(archive)
    assert {path: after[path] for path in before} == before
    (hit,) = done(archive, "search", "老电脑", "--format", "json").json["hits"]
    assert hit["path"].endswith(".txt")
    assert done(archive, "sync", "--format", "json").json["indexed"] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
def test_a_pipe_a_link_out_and_a_loop_are_neither_opened_nor_followed(small: Small, tmp_path: Path) -> None:
    outside = make_tree(tmp_path / "外面", {"2025 外面预算.txt": "外面的秘密配方"})
    archive = small({GOOD: "收入"})
    os.mkfifo(archive / LEAF / "2025 管道.txt")
    (archive / LEAF / "2025 链接.txt").symlink_to(outside / "2025 外面预算.txt")
    (archive / LEAF / "2025-01-01 圈").symlink_to(archive, target_is_directory=True)
    (archive / "外面").symlink_to(outside, target_is_directory=True)
    done(archive, "sync")
    assert done(archive, "search", "秘密配方", "--format", "json").json["total"] == 0
    assert run(archive, "describe", "外面/2025 外面预算.txt", "--confirm").code == 2
    assert sorted(os.listdir(outside)) == ["2025 外面预算.txt"]


def test_folders_300_levels_deep(small: Small) -> None:
    archive = small({GOOD: "收入"})
    folder = os.open(archive / "2025", os.O_RDONLY) if os.name != "nt" else None
    if folder is None:
        pytest.skip("no path of that length can be made there")
    for _ in range(300):
        os.mkdir("深深深深", dir_fd=folder)
        below = os.open("深深深深", os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = below
    with open(os.open("深处.txt", os.O_WRONLY | os.O_CREAT, dir_fd=folder), "w", encoding="utf-8") as file:
        file.write("藏得很深")
    os.close(folder)
    try:
        ran = run(archive, "sync")
        assert ran.code == 0, ran.all
        assert run(archive, "check").code == 1
        assert run(archive, "check", "2025").code == 1
    finally:
        _flatten(archive / "2025")


def _flatten(top: Path) -> None:
    """Paths of this length cannot be removed from above: take it apart level by level."""
    while (top / "深深深深").exists():
        if (top / "深深深深/深深深深").exists():
            (top / "深深深深/深深深深").rename(top / "下一层")
        for left in (top / "深深深深").iterdir():
            left.unlink()
        (top / "深深深深").rmdir()
        if (top / "下一层").exists():
            (top / "下一层").rename(top / "深深深深")


def test_ten_thousand_files_in_one_folder_are_quick(small: Small) -> None:
    archive = small({f"收集/{n}.bin": b"x" for n in range(10_000)})
    began = time.monotonic()
    run(archive, "check")
    assert time.monotonic() - began < 10


def test_a_folder_that_may_not_be_read_is_told_and_its_sidecars_stay(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = small({f"{LEAF}/2025-01-02 账本/预算.txt": "收入一百元", GOOD: "支出"})
    done(archive, "sync")
    before = bytes_below(archive)
    listing = os.scandir

    def refuses(path: Any) -> Any:
        if "账本" in os.fsdecode(path):
            raise PermissionError(13, "Permission denied", path)
        return listing(path)

    monkeypatch.setattr(os, "scandir", refuses)
    done(archive, "sync")
    ran = run(archive, "check", "--format", "json")
    (one,) = [f for f in ran.json["findings"] if f["path"].endswith("账本") and f["code"] != "sidecar/draft"]
    assert one["code"] == "guard/unchecked"
    monkeypatch.undo()
    assert bytes_below(archive) == before


def test_a_file_that_may_not_be_opened_is_told(small: Small) -> None:
    if os.name == "nt" or os.geteuid() == 0:
        pytest.skip("this user may open everything")
    archive = small({GOOD: "收入"})
    (archive / GOOD).chmod(0)
    assert "guard/unchecked" in done(archive, "sync").out
    checked = run(archive, "check", "--format", "json").json
    assert (checked["not_run"], [f["code"] for f in checked["findings"] if f["path"] == GOOD]) == (
        [],
        ["guard/unchecked"],
    )
    (archive / GOOD).chmod(0o644)
    done(archive, "sync")  # neither size nor time have changed
    assert finds(archive, "收入", GOOD)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes among the files")
@pytest.mark.parametrize("where", ["2025/管道", "Inbox/管道", f"{LEAF}/管道", f"{LEAF}/2025-03-14 预算/管道"])
def test_a_pipe_is_one_finding_and_never_opened(small: Small, where: str) -> None:
    archive = small({GOOD: "收入一百元", f"{LEAF}/2025-03-14 预算/预算.txt": "收入", "Inbox": {}})
    os.mkfifo(archive / where)
    done(archive, "sync")
    (one,) = findings(archive, where)
    assert (one["code"], one["severity"]) == ("guard/unchecked", "info")
    assert "管道" in one["message"]
    assert finds(archive, "一百元", GOOD)
    assert not done(archive, "sync", "--format", "json").json["drafted"]


def test_a_path_typed_with_odd_characters_is_answered_in_one_line(small: Small) -> None:
    archive = small({GOOD: "收入"})
    for path in ("没有\n的", "../外面", "/etc", "~", "", "a" * 5000, "\x00"):
        ran = run(archive, "show", path)
        assert ran.code in (0, 2)
        assert ran.code == 0 or is_one_line(ran.err)
