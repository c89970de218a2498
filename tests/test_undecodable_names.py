"""Names whose bytes are no text, as old disks and archives of other systems have them, stop nothing."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from commands import bytes_below, done, run
from openpyxl import load_workbook
from trees import make_tree

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="such names cannot be made there")

CONFIG = "scheme: minimal\nunits:\n- {id: club, name: 园艺社, kind: club}\n"
MEETINGS = "2025/10 Running the club/Meetings"
FOLDER = f"{MEETINGS}/2025-04-11 \udcc9\udce7社员大会"
AROUND = f"{MEETINGS}/2025-03-14 社员大会"
FILE = f"{AROUND}/\udcff名单.txt"
DAY = ("--as-of", "2026-03-01", "--year", "2025")


@pytest.fixture
def archive(tmp_path: Path, own_home: Path) -> Path:
    papers = {f"{FOLDER}/记录.txt": "会上通过了预算", f"{AROUND}/记录.txt": "会上通过了章程", FILE: "甲、乙"}
    return make_tree(tmp_path / "库\udcff", {"archive.yaml": CONFIG, **papers})


def test_sync_describes_what_a_text_can_name_and_tells_the_rest(archive: Path) -> None:
    before = bytes_below(archive)
    assert done(archive, "sync").code == 0
    assert {path: bytes_below(archive).get(path) for path in before} == before
    assert not list(archive.rglob("_item.yaml"))
    found = run(archive, "check", "--format", "json").json["findings"]
    illegal = [one for one in found if one["code"] == "name/illegal"]
    assert [one["path"] for one in illegal] == [FILE, FOLDER]
    assert all("UTF-8" in one["message"] for one in illegal)
    assert "sidecar/missing" not in {one["code"] for one in found}
    # Renamed, it is described like any other.
    (archive / FILE).rename(archive / AROUND / "名单.txt")
    done(archive, "sync")
    assert (archive / AROUND / "_item.yaml").exists()


def test_a_file_of_such_a_name_among_described_ones_keeps_the_sidecar_as_it_is(archive: Path) -> None:
    (archive / FILE).unlink()
    done(archive, "sync")
    written = (archive / AROUND / "_item.yaml").read_bytes()
    (archive / FILE).write_text("甲、乙", "utf-8")
    done(archive, "sync")
    assert (archive / AROUND / "_item.yaml").read_bytes() == written


def test_its_text_is_found(archive: Path) -> None:
    done(archive, "sync")
    hits = done(archive, "search", "通过了预算", "--format", "json").json["hits"]
    assert [hit["path"] for hit in hits] == [FOLDER]


@pytest.mark.parametrize("form", ["xlsx", "docx", "html", "json", "text"])
def test_a_report_in_every_form(archive: Path, tmp_path: Path, form: str) -> None:
    done(archive, "sync")
    ran = run(archive, "audit", *DAY, "--format", form, "-o", tmp_path / f"out.{form}")
    assert ran.code in (0, 1), ran.all
    assert (tmp_path / f"out.{form}").stat().st_size


def test_in_a_workbook_no_link_leads_there_and_the_name_is_escaped(archive: Path, tmp_path: Path) -> None:
    done(archive, "sync")
    run(archive, "audit", *DAY, "--format", "xlsx", "-o", tmp_path / "out.xlsx")
    book = load_workbook(io.BytesIO((tmp_path / "out.xlsx").read_bytes()))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    naming = [cell for cell in cells if isinstance(cell.value, str) and "\\udcff名单.txt" in cell.value]
    assert naming and not any(cell.hyperlink for cell in naming)


@pytest.mark.parametrize("form", ["json", "docx", "xlsx", "html"])
def test_a_school_whose_folder_is_called_so_is_judged(archive: Path, tmp_path: Path, form: str) -> None:
    done(archive, "sync")
    target = tmp_path / ("table" if form in ("json", "docx") else f"table.{form}")
    ran = run(
        tmp_path, "audit", archive, "--strict", "--scheme", "minimal", *DAY, "--format", form, "-o", target
    )
    assert ran.code in (0, 1) and "已检查" in ran.out
    for file in target.iterdir() if target.is_dir() else ():
        assert str(file).encode("utf-8")  # a name that any system takes
