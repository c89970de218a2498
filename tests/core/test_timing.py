"""The rule kind `timing`: names, studied documents, photos."""

from __future__ import annotations

from typing import Any

import pytest
from judged import BRANCH, judged, meeting, rows, school

from archive_tool.core.model import FileFacts, Report
from archive_tool.core.traces import Trace

FOLDER = "2025/10_会议/01_例会"


def said(report: Report, rule: str) -> list[str]:
    return [finding.code for finding in report.findings if finding.rule == rule]


def held(name: str, day: str, as_of: str = "2025-12-31", **more: Any) -> Report:
    return judged({f"{FOLDER}/{name}": meeting(day, **more)}, as_of)


@pytest.mark.parametrize(
    ("name", "day", "odd"),
    [
        ("2025-03-14 例会", "2025-03-14", False),
        ("2025-03-14 例会", "2025-03-15", True),
        ("2025-03 例会", "2025-03-15", False),
        ("2025-03 例会", "2025-04-01", True),
        ("2025-03-14 例会", "2025-03", False),
        ("2025年3月14日至16日例会", "2025-03-16", False),
        ("2025年3月14日至16日例会", "2025-03-13", True),
        ("2025.3.14例会", "2025-04-13", True),
        ("2025年度例会", "2025-03-14", False),
    ],
)
def test_the_name_and_the_sidecar(name: str, day: str, odd: bool) -> None:
    assert said(held(name, day), "10.name.timing") == (["consistency/date"] if odd else [])


def test_a_record_in_the_wrong_year_or_in_the_future_is_told_once() -> None:
    assert said(held("2025-03-14 例会", "2024-03-14"), "10.name.timing") == []
    report = held("2025-03-14 例会", "2025-11-14", as_of="2025-10-01")
    assert [f.rule for f in report.findings if f.code == "consistency/date"] == [None]


@pytest.mark.parametrize(
    ("document", "odd"),
    [
        ({"title": "《章程》"}, True),
        ({"title": "学习《章程》第一章"}, True),
        ({"title": "章程", "published": "2025-03-01"}, False),
        ({"title": "通知", "published": "2025-03-15"}, True),
        ({"title": "通知", "published": "2025-03-14"}, False),
        ({"title": "通知", "published": "2025-03"}, False),
        ({"title": "通知", "published": "2025-04"}, True),
        ({"title": "通知"}, False),
    ],
)
def test_a_document_is_studied_after_it_came_out(document: dict[str, str], odd: bool) -> None:
    event = {"study_docs": [document]}
    told = ["consistency/anachronism"] if odd else []
    assert said(held("2025-03-14 例会", "2025-03-14", event=event), "10.studied.timing") == told
    entry = {"date": "2025-03-14", **event}
    assert said(held("2025-01-01 记录本", "2025-01-01", events=[entry]), "10.studied.timing") == told


@pytest.mark.parametrize(
    ("topic", "odd"), [("学习《章程》第一章", True), ("学习通知", False), ("学习章 程", True)]
)
def test_a_topic_names_what_is_studied(topic: str, odd: bool) -> None:
    told = ["consistency/anachronism"] if odd else []
    event = {"topics": [topic]}
    assert said(held("2025-03-14 例会", "2025-03-14", event=event), "10.studied.timing") == told
    late = held("2025-03-17 例会", "2025-03-17", event=event)
    assert said(late, "10.studied.timing") == []


@pytest.mark.parametrize(
    ("said_so", "day", "odd"),
    [
        ("学习党的二十届三中全会《决定》", "2024-03-14", True),
        ("学习党的二十届三中全会《决定》", "2024-09-14", False),
        ("迎接党的二十届三中全会", "2024-03-14", False),
        ("学习《中国共产党发展党员工作细则》（2026年5月修订）", "2025-03-14", True),
        ("学习《发展党员工作细则(2026年修订)》", "2025-03-14", True),
        ("学习《中国共产党发展党员工作细则》", "2025-03-14", False),
    ],
)
def test_documents_are_known_by_how_people_call_them(said_so: str, day: str, odd: bool) -> None:
    event = {"topics": [said_so]}
    meeting_of = {**meeting(day, event=event), "activity": ["branch-assembly"]}
    found = judged(
        {f"{day[:4]}/05_组织生活/01_支部党员大会/{day} 大会": meeting_of},
        "2026-12-31",
        int(day[:4]),
        scheme=school(),
        units=[{**BRANCH, "founded": "2020-01-01"}],
    )
    assert said(found, "05.studied.timing") == (["consistency/anachronism"] if odd else [])


@pytest.mark.parametrize(
    ("taken", "within", "odd"),
    [
        ("2025-04-13", "30d", False),
        ("2025-04-14", "30d", True),
        ("2025-04-14", "31d", False),
        ("2025-01-02", "30d", False),
    ],
)
def test_a_photo_taken_long_after(taken: str, within: str, odd: bool) -> None:
    path = f"{FOLDER}/2025-03-14 例会"
    records = {path: meeting("2025-03-14", files=["记录.txt", "签到.txt", "照片.jpg"])}
    facts = {f"{path}/照片.jpg": FileFacts("x", taken=f"{taken}T10:00:00")}
    report = judged(records, "2025-12-31", facts=facts, settings={"10.photos.timing": {"within": within}})
    assert said(report, "10.photos.timing") == (["consistency/late"] if odd else [])


def test_every_paper_that_says_another_day_is_told() -> None:
    path = f"{FOLDER}/2025-03-14 例会"
    files = ["记录.txt", "签到.txt", "票决.txt", "某某.txt"]
    parts = [{"path": "记录.txt", "role": "minutes"}]
    traces = {
        f"{path}/{name}": trace
        for name, trace in zip(
            files,
            (
                Trace(held="2025-03-15"),
                Trace(held="2025-03-18"),
                Trace(made="2025-03-10"),
                Trace(held="2025-03-20"),
            ),
            strict=True,
        )
    }
    report = judged({path: meeting("2025-03-14", files=files, parts=parts)}, "2025-12-31", traces=traces)
    told = {
        (f.params["reason_key"], f.params["named"]) for f in report.findings if f.rule == "10.text.timing"
    }
    # Of 某某 nobody says what it is; it keeps nobody from hearing what the minutes say.
    assert told == {
        ("date.text", "2025-03-15"),
        ("date.part", "2025-03-18"),
        ("date.signed", "2025-03-10"),
    }


def test_what_several_units_held_together_is_told_once() -> None:
    units = [{**BRANCH, "id": one, "name": one} for one in ("甲", "乙")]
    report = judged(
        {f"{FOLDER}/2025-03-13 例会": meeting("2025-03-14", unit=["甲", "乙"])}, "2025-12-31", units=units
    )
    assert said(report, "10.name.timing") == ["consistency/date"]
    assert rows(report, "10.name.timing")["2025"] == ("missing", 0)
