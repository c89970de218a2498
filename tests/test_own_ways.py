"""What a school sets for itself never costs it the judgement by the bureau's standard."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from commands import done, run
from trees import make_tree

from archive_tool.app import bureau, school
from archive_tool.app.school import Job
from archive_tool.app.texts import load_catalog
from archive_tool.core.catalog import Speaker

CONFIG = "scheme: minimal\nfonds: {code: '1', name: 甲校}\nunits:\n- {id: club, name: 园艺社, kind: club}\n"
NAME = f"2025/10 Running the club/Meetings/2025-03-14 社员大会/{'a' * 200}.txt"
DAY = ("--as-of", "2026-03-01", "--year", "2025")


@pytest.fixture
def archive(tmp_path: Path, own_home: Path) -> Path:
    root = make_tree(tmp_path / "甲校", {"archive.yaml": CONFIG, NAME: "大会通过了章程"})
    done(root, "sync")
    return root


def says(root: Path, more: str) -> None:
    (root / "archive.yaml").write_text(CONFIG + more, "utf-8")


def judged_strictly(root: Path) -> dict[str, object]:
    ran = run(root.parent, "audit", root.name, "--strict", "--scheme", "minimal", "--format", "json", *DAY)
    (one,) = ran.json["archives"]
    return dict(one)


def job(root: Path, *, strict: bool = True) -> Job:
    return Job(
        str(root), "minimal", None, strict, "2026-03-01", 2025, None, None, str(root), "zh", False, False
    )


def test_a_pattern_that_says_nothing_is_refused_with_its_line(archive: Path) -> None:
    says(archive, "ignore:\n- '*.bak'\n- '[z-a]'\n")
    ran = run(archive, "audit", *DAY)
    assert ran.code == 2
    assert "archive.yaml:7" in ran.err.replace("：", ":") and "[z-a]" in ran.err
    one = judged_strictly(archive)
    assert one["ok"] and "[z-a]" in str(one["untried"])


def test_a_pattern_of_many_stars_holds_up_nobody(archive: Path) -> None:
    says(archive, f"ignore: ['{'*a' * 15}*b']\n")
    assert run(archive, "audit", *DAY).code in (0, 1)
    one = judged_strictly(archive)
    assert one["ok"] and one["untried"] is None and one["set_aside"]


def test_own_ways_that_the_tool_cannot_cope_with_are_untried(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("四舍五入")

    monkeypatch.setattr(school, "own_ways", fails)
    monkeypatch.setattr(school, "_scheme", lambda *_: school.load_scheme("minimal", archive))
    said = json.loads(school.judge(job(archive).packed())[0])
    assert said["school"]["error"] == "" and said["school"]["set_aside"] is None
    assert "ZeroDivisionError" in said["untried"]


def over_own_ways(packed: bytes) -> list[bytes]:
    """A job that does not survive what the school says of itself, and one that survives nothing."""
    asked = Job(**json.loads(packed))
    if asked.root.endswith("乙校") or not asked.untried:
        os._exit(7)
    return [json.dumps({"school": {"root": asked.root, "name": "甲校"}, "untried": asked.untried}).encode()]


def test_a_process_that_ends_over_them_judges_once_more_without_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bureau, "judge", over_own_ways)
    jobs = [job(tmp_path / "乙校"), job(tmp_path / "甲校"), job(tmp_path / "甲校", strict=False)]
    answers = list(bureau.judge_all(jobs, Speaker(load_catalog(), "zh"), processes=2))
    told = {answer.number: answer.judged for answer in answers}
    assert (
        told[0].school.error and told[2].school.error
    )  # whoever is not judged strictly has nothing to leave out
    assert told[1].school.error == "" and "7" in told[1].untried
