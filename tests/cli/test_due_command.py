"""`due`: what the sample asks for on a day, as text, JSON and calendar; outside the archive only."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from commands import PACKAGE, bytes_below, done, is_one_line, run
from icalendar import Calendar

DAY = ("due", "--as-of", "2025-12-10")


def test_days_say_how_far_it_looks(sample: Path) -> None:
    near = done(sample, *DAY, "--days", "0", "--format", "json").json
    month = done(sample, *DAY, "--format", "json").json
    far = done(sample, *DAY, "--days", "60", "--format", "json").json
    assert [made["until"] for made in (near, month, far)] == ["2025-12-10", "2026-01-09", "2026-02-08"]
    assert all(item["ends"] is None or item["ends"] <= "2026-02-08" for item in far["items"])
    days = {item["period"] for item in far["items"] if item["rule"] == "05.theme-day.count"}
    assert days == {"2025-02", "2025-08", "2025-12", "2026-01"}  # two of them overdue
    uids = [[item["uid"] for item in made["items"]] for made in (near, month, far)]
    assert set(uids[0]) < set(uids[1]) < set(uids[2])
    assert all(len(of) == len(set(of)) for of in uids)


def test_json_keys_are_those_of_the_page_and_counts_agree(sample: Path) -> None:
    made = done(sample, *DAY, "--format", "json").json
    assert list(made) == ["tool", "scheme", "archive", "as_of", "until", "summary", "items", "not_run"]
    counts = Counter(item["status"] for item in made["items"])
    assert made["summary"] == {**{key: counts[key] for key in ("overdue", "grace", "due")}, "not_run": 0}
    assert {tuple(item) for item in made["items"]} == {
        ("rule", "kind", "subject", "unit", "whom", "period", "expected", "found", "uncertain", "status",
         "ends", "due", "title", "lacks", "basis", "path", "records", "uid")
    }  # fmt: skip
    assert all((sample / path).exists() for item in made["items"] for path in item["records"])
    assert not [item for item in made["items"] if "{" in item["lacks"] + item["title"]]


def test_overdue_is_what_the_audit_says(sample: Path) -> None:
    made = done(sample, *DAY, "--format", "json").json
    audit = run(sample, "audit", "--as-of", "2025-12-10", "--format", "json").json
    codes = (
        "complete/missing",
        "complete/insufficient",
        "complete/series",
        "complete/overdue",
        "complete/pair",
    )
    said = Counter((f["rule"], f["period"]) for f in audit["findings"] if f["code"] in codes)
    told = [item for item in made["items"] if item["status"] == "overdue"]
    assert Counter((item["rule"], item["period"]) for item in told if item["kind"] != "steps") == said
    assert said


def test_a_unit_narrows_it(sample: Path) -> None:
    items = done(sample, *DAY, "--unit", "示例小学第二党支部", "--format", "json").json["items"]
    assert {item["unit"] for item in items} == {"branch-2"}
    assert run(sample, *DAY, "--unit", "第二党之部").code == 2


def test_of_two_units_of_one_name_none_is_taken_for_the_other(sample: Path) -> None:
    config = sample / "archive.yaml"
    text = config.read_text("utf-8")
    config.write_text(text.replace("name: 示例小学第二党支部", "name: 示例小学第一党支部"), "utf-8")
    refused = run(sample, *DAY, "--unit", "示例小学第一党支部")
    assert (refused.code, refused.out) == (2, "") and "branch-1、branch-2" in refused.err
    assert run(sample, *DAY, "--unit", "branch-2").code == 0


def test_a_calendar_goes_to_a_file_outside_and_comes_again(sample: Path, tmp_path: Path) -> None:
    before = bytes_below(sample)
    target = tmp_path / "到期.ics"
    ran = done(sample, *DAY, "--format", "ics", "-o", target)
    assert ran.out == "" and str(target) in ran.err
    first = {str(event["uid"]) for event in Calendar.from_ical(target.read_bytes()).walk("VEVENT")}
    assert len(first) == len(done(sample, *DAY, "--format", "json").json["items"])
    done(sample, "due", "--as-of", "2025-12-12", "--days", "28", "--format", "ics", "-o", target, lang="en")
    second = {str(event["uid"]) for event in Calendar.from_ical(target.read_bytes()).walk("VEVENT")}
    assert second <= first  # what took place meanwhile is not in it any more
    assert len(second) > 20
    assert bytes_below(sample) == before
    assert run(sample, *DAY, "--format", "ics", "-o", sample / "2025/到期.ics").code == 2


def test_another_s_calendar_is_kept(sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "工作.ics"
    target.write_bytes(b"BEGIN:VCALENDAR\r\nPRODID:-//Microsoft//Outlook//EN\r\nEND:VCALENDAR\r\n")
    ran = run(sample, *DAY, "--format", "ics", "-o", target)
    assert ran.code == 2 and is_one_line(ran.err)
    assert b"Microsoft" in target.read_bytes()


def test_a_calendar_in_a_pipe_is_its_bytes(sample: Path, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "archive_tool", "-C", str(sample), "--lang", "zh", *DAY, "--format", "ics"]
    ran = subprocess.run(words, env={"PYTHONPATH": str(PACKAGE), "PATH": ""}, capture_output=True, check=True)
    target = tmp_path / "a.ics"
    done(sample, *DAY, "--format", "ics", "-o", target)
    assert ran.stdout == target.read_bytes()


@pytest.mark.parametrize(
    "words", [["--days", "-1"], ["--days", "x"], ["--as-of", "9999-12-31"], ["--format", "xml"]]
)
def test_nonsense_is_refused_in_a_line(sample: Path, words: list[str]) -> None:
    ran = run(sample, "due", *words)
    assert (ran.code, ran.out) == (2, "") and is_one_line(ran.err)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_text_is_whole_in_both_languages(sample: Path, lang: str) -> None:
    out = done(sample, *DAY, lang=lang).out
    assert "{" not in out and "due." not in out
    assert "2026-01-15" in out and "08.dues-ledger.count" in out


def test_only_a_calendar_needs_the_library_of_calendars() -> None:
    code = "import sys, archive_tool.cli.due, archive_tool.cli.printing, archive_tool.app.judge, archive_tool.report.due; print('icalendar' in sys.modules)"  # fmt: skip
    ran = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": str(PACKAGE)}, capture_output=True, text=True, check=True)  # fmt: skip
    assert ran.stdout.strip() == "False"
