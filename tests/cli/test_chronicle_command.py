"""`report chronicle`: of the sample archive, in every format, outside the archive only."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import bytes_below, done, is_one_line, run
from docx import Document

YEAR = ("report", "chronicle", "--year", "2025", "--as-of", "2025-12-31")


def test_the_year_of_the_sample_is_told_and_the_archive_is_as_before(sample: Path) -> None:
    before = bytes_below(sample)
    told = done(sample, *YEAR, "--format", "json").json
    lines = {event["line"] for month in told["months"] for event in month["events"]}
    assert "优秀共产党员表彰决定" in lines
    assert [month["month"] for month in told["months"]] == list(range(1, 13))
    assert bytes_below(sample) == before


def test_recruitment_is_a_number_and_no_name(sample: Path) -> None:
    ran = done(sample, *YEAR, "--format", "json")
    assert sum(month["withheld"].get("07", 0) for month in ran.json["months"]) > 0
    assert "子同志" not in ran.out


def test_a_unit_is_told_alone(sample: Path) -> None:
    told = done(sample, *YEAR, "--unit", "branch-2", "--format", "json").json
    units = [event["units"] for month in told["months"] for event in month["events"] if event["units"]]
    assert units and all("branch-2" in one for one in units)
    assert run(sample, *YEAR, "--unit", "没有").code == 2


@pytest.mark.parametrize(
    "command", [("report", "chronicle"), ("audit",), ("inspection-pack", "-o", "../p.pdf")]
)
@pytest.mark.parametrize("year", ["2024-2025", "2024/25", "2024—2025学年"])
def test_who_asks_for_a_school_year_is_told_which_years_to_ask_for(
    sample: Path, command: tuple[str, ...], year: str
) -> None:
    ran = run(sample, *command, "--year", year)
    assert ran.code == 2
    assert is_one_line(ran.err)
    assert all(word in ran.err for word in ("学年", "--year 2024", "--year 2025"))
    month = run(sample, *command, "--year", "2025-03")
    assert month.code == 2
    assert "学年" not in month.err


@pytest.mark.parametrize("format_", ["docx", "html"])
def test_papers_need_a_file_and_lie_outside(sample: Path, tmp_path: Path, format_: str) -> None:
    assert is_one_line(run(sample, *YEAR, "--format", format_).err)
    assert run(sample, *YEAR, "--format", format_, "-o", f"a.{format_}").code == 2
    target = tmp_path / f"a.{format_}"
    done(sample, *YEAR, "--format", format_, "-o", target)
    first = target.read_bytes()
    done(sample, *YEAR, "--format", format_, "-o", target)
    assert target.read_bytes() == first
    target.write_bytes(b"<p>by hand</p>")
    assert run(sample, *YEAR, "--format", format_, "-o", target).code == 2
    assert target.read_bytes() == b"<p>by hand</p>"


def test_the_word_page_says_what_the_screen_says(sample: Path, tmp_path: Path) -> None:
    done(sample, *YEAR, "--format", "docx", "-o", tmp_path / "a.docx")
    document = Document(str(tmp_path / "a.docx"))
    screen = done(sample, *YEAR).out
    notes = [p.text for p in document.paragraphs if p.style and p.style.name == "Note"]
    events = [row.cells[2].text for table in document.tables for row in table.rows[1:] if len(row.cells) == 3]
    assert notes and events and notes[0] in screen
    assert all(one in screen for one in events)
    heads = [table.cell(0, 0).text for table in document.tables[:2]]
    assert heads == ["计划", "月份"] and len(document.tables[1].rows) == 13
