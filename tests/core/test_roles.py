"""Which papers serve as which: what stands beside the minutes under another name."""

from __future__ import annotations

import pytest
from judged import BRANCH, judged, meeting, school

RULE = "04.party-organization-meeting.roles"
FOLDER = "2025/04_议事决策/02_党组织会议/2025-03-01 党组织会议"


def lacking(*files: str, unread: str = "") -> list[object]:
    """What the rule says lacks in a meeting with these files and all else that it asks for."""
    names = ["议程.txt", "签到表.txt", "学习材料.txt", *files]
    record = meeting("2025-03-01", activity=["party-organization-meeting"], unit=["b"], files=names)
    facts = {f"{FOLDER}/{unread}": None} if unread else {}
    report = judged(
        {FOLDER: record},
        "2026-03-01",
        2025,
        facts=facts,
        scheme=school(),
        units=[BRANCH],
        settings={RULE: {"enabled": True}},
    )
    return [role for f in report.findings if f.code == "complete/role" for role in f.params["roles"]]


def test_a_summary_of_the_meeting_serves_as_its_resolution_beside_the_minutes() -> None:
    assert lacking("会议记录.docx", "会议决议.docx") == []
    assert lacking("会议记录.docx", "党组织会议纪要.docx") == []
    assert lacking("会议记录.docx", "会议记录（扫描件）.pdf") == ["resolution"]


@pytest.mark.parametrize("only", ["会议纪要.docx", "会议记录.docx"])
def test_one_paper_serves_as_one_thing(only: str) -> None:
    assert lacking(only) == ["resolution"]


def test_what_nobody_could_read_serves_as_nothing() -> None:
    assert lacking("会议记录.docx", "会议纪要.docx", unread="会议纪要.docx") == ["resolution"]
