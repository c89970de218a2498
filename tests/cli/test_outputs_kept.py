"""What `-o` may replace and where it may lie: its own files again and again, a person's never, no archive."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from commands import bytes_below, is_one_line, looks_below, run
from docx import Document
from openpyxl import load_workbook
from trees import Picture, make_tree

Small = Callable[..., Path]
PICTURE: Picture = {"2025/30 Money/Budgets": {"2025 预算.txt": "收入"}}
DAY = ("--as-of", "2025-12-31")
# Every command that writes one file, and the formats it writes.
COMMANDS = {
    "audit": (("audit", *DAY), ("text", "json", "docx", "xlsx", "html")),
    "due": (("due", *DAY), ("text", "json", "ics")),
    "chronicle": (("report", "chronicle", "--year", "2025", *DAY), ("text", "json", "docx", "html")),
}
CASES = [(name, format_) for name, (_, formats) in COMMANDS.items() for format_ in formats]


def to(archive: Path, name: str, format_: str, target: Path | str) -> Any:
    return run(archive, *COMMANDS[name][0], "--format", format_, "-o", target)


def is_written(ran: Any) -> bool:
    return ran.code in (0, 1) and ran.out == ""


@pytest.mark.parametrize(("name", "format_"), CASES)
def test_its_own_file_is_replaced_as_often_as_it_is_made_also_elsewhere(
    small: Small, tmp_path: Path, name: str, format_: str
) -> None:
    archive = small(PICTURE)
    target = tmp_path / f"结果.{format_}"
    assert is_written(to(archive, name, format_, target))
    make_tree(archive, {"2025/30 Money/Budgets": {"2025 决算.txt": "支出"}, "散落.txt": "何处"})
    assert is_written(to(archive, name, format_, target))
    moved = target.rename(tmp_path / f"别处.{format_}")
    assert is_written(to(archive, name, format_, moved))
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [moved.name]


def changed(content: bytes, format_: str) -> bytes:
    """As a person leaves it: written on in its own program, which keeps who saved it last as it was."""
    saved = io.BytesIO()
    if format_ == "docx":
        document = Document(io.BytesIO(content))
        document.add_paragraph("已整改")
        document.save(saved)
    elif format_ == "xlsx":
        book = load_workbook(io.BytesIO(content))
        book.worksheets[0]["A1"] = "已整改"
        book.properties.lastModifiedBy = "archive-tool"
        book.save(saved)
    else:
        saved.write(content.replace(b"2025", "2025（已阅）".encode(), 1))
    return saved.getvalue()


@pytest.mark.parametrize(("name", "format_"), CASES)
def test_what_a_person_wrote_in_it_is_kept(small: Small, tmp_path: Path, name: str, format_: str) -> None:
    archive = small(PICTURE)
    target = tmp_path / f"结果.{format_}"
    assert is_written(to(archive, name, format_, target))
    mine = changed(target.read_bytes(), format_)
    assert mine != target.read_bytes()
    target.write_bytes(mine)
    ran = to(archive, name, format_, target)
    assert (ran.code, ran.out, is_one_line(ran.err)) == (2, "", True)
    assert target.read_bytes() == mine


NOTES = {
    "notes": "明天开会\n",
    "a sidecar": "id: 7k2m9x4q1b8c\nstatus: filed\n",
    "another JSON": '{"tool": "0.1.0", "findings": []}\n',
    "nothing": "",
}


@pytest.mark.parametrize("what", NOTES)
@pytest.mark.parametrize("format_", ["text", "json", "docx", "xlsx", "html"])
def test_a_file_of_a_person_is_kept_in_any_format(
    small: Small, tmp_path: Path, what: str, format_: str
) -> None:
    target = tmp_path / "文件"
    target.write_text(NOTES[what], encoding="utf-8")
    ran = to(small(PICTURE), "audit", format_, target)
    assert (ran.code, is_one_line(ran.err)) == (2, True)
    assert target.read_text("utf-8") == NOTES[what]


@pytest.mark.parametrize("format_", ["text", "json", "docx", "xlsx", "html"])
@pytest.mark.parametrize("folder", ["乙", "."])
def test_no_settings_of_an_archive_are_written_over_or_made(
    small: Small, tmp_path: Path, format_: str, folder: str
) -> None:
    archive, other = small(PICTURE, "甲"), small(PICTURE, "乙")
    before = bytes_below(tmp_path)
    for name in ("archive.yaml", "Archive.yaml"):
        ran = to(archive, "audit", format_, tmp_path / folder / name)
        assert (ran.code, is_one_line(ran.err)) == (2, True)
    assert bytes_below(tmp_path) == before and (other / "archive.yaml").exists()


@pytest.mark.parametrize("format_", ["text", "json", "docx", "xlsx", "html"])
@pytest.mark.parametrize("place", ["散落.txt", "新.txt", "2025/30 Money/Budgets/新.txt"])
def test_nothing_is_written_into_another_archive(small: Small, format_: str, place: str) -> None:
    archive, other = small(PICTURE, "甲"), small(PICTURE, "乙")
    before = looks_below(other)
    ran = to(archive, "audit", format_, other / place)
    assert (ran.code, is_one_line(ran.err)) == (2, True)
    assert str(other.parent / Path(place).name) in ran.err  # where it may stand
    assert looks_below(other) == before


def test_no_command_writes_into_another_archive(small: Small) -> None:
    archive, other = small(PICTURE, "甲"), small(PICTURE, "乙")
    before = looks_below(other)
    for words in (
        ("rectify", "export", "-o", other / "台账.xlsx"),
        ("inspection-pack", "-o", other / "包.pdf"),
        ("inspection-pack", "-o", other / "包"),
        ("audit", archive, "-o", other / "结果"),
        ("audit", archive, "-o", other / "2025" / "结果"),
        ("audit", archive, "--format", "xlsx", "-o", other / "汇总.xlsx"),
    ):
        ran = run(archive, *words)
        assert (ran.code, is_one_line(ran.err)) == (2, True), words
    assert looks_below(other) == before


def test_a_place_in_archives_within_archives_is_proposed_outside_all(small: Small, tmp_path: Path) -> None:
    outer = small(PICTURE, "外")
    inner = small(PICTURE, "外/内")
    ran = to(inner, "audit", "json", inner / "a.json")
    assert ran.code == 2 and str(tmp_path / "a.json") in ran.err
    assert not (outer / "a.json").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights")
def test_a_link_among_the_papers_of_many_schools_leads_into_no_archive(small: Small, tmp_path: Path) -> None:
    archive, other = small(PICTURE, "甲"), small(PICTURE, "乙")
    (tmp_path / "结果").mkdir()
    os.symlink(other / "2025" / "漏.txt", tmp_path / "结果" / "档案检查汇总表.txt")
    before = looks_below(other)
    ran = run(tmp_path, "audit", archive, *DAY, "-o", "结果")
    assert ran.code == 2 and looks_below(other) == before


def test_the_seal_of_a_package_is_among_its_properties(small: Small, tmp_path: Path) -> None:
    for format_ in ("docx", "xlsx"):
        target = tmp_path / f"结果.{format_}"
        to(small(PICTURE), "audit", format_, target)
        with ZipFile(target) as package:
            assert package.read("docProps/core.xml").count(b"archive-tool sha256 ") == 1


def test_a_text_is_known_by_this_user_alone(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, target = small(PICTURE), tmp_path / "a.txt"
    assert is_written(to(archive, "audit", "text", target))
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "别人"))
    ran = to(archive, "audit", "text", target)
    assert ran.code == 2 and "移走" in ran.err
    target.unlink()
    assert is_written(to(archive, "audit", "text", target))
    assert is_written(to(archive, "audit", "text", target))


def test_papers_of_many_schools_are_replaced_and_those_filled_in_are_kept(
    small: Small, tmp_path: Path
) -> None:
    archive = small(PICTURE, "甲")
    words = ("audit", archive, *DAY, "--format", "docx", "-o", "结果")
    for _ in range(2):
        assert run(tmp_path, *words).code in (0, 1)
    names = sorted(bytes_below(tmp_path / "结果"))
    back = tmp_path / "结果" / next(name for name in names if "退回清单" in name)
    filled = changed(back.read_bytes(), "docx")
    back.write_bytes(filled)
    run(tmp_path, *words)
    assert back.read_bytes() == filled
