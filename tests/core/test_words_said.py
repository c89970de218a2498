"""What findings say in words: of one and of several, of what was held and of what was written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from judged import BRANCH, judged, school
from pictures import SPEAKER

from archive_tool.core.traces import Trace
from archive_tool.report.json import message

EN = replace(SPEAKER, language="en")
ZH = replace(SPEAKER, language="zh", scheme=school())


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (1, "1 description is still a draft and waits to be confirmed."),
        (2, "2 descriptions are still drafts and wait to be confirmed."),
    ],
)
def test_english_has_a_word_for_one(count: int, told: str) -> None:
    text = EN.catalog.findings["sidecar/draft"].message.en
    assert EN.fill(text, {"count": count}) == told


def said(
    code: str, records: dict[str, dict[str, object]], made: dict[str, str], **config: object
) -> list[str]:
    traces = {path: Trace(created=day) for path, day in made.items()}
    report = judged(records, "2026-06-01", 2025, scheme=school(), units=[BRANCH], traces=traces, **config)
    return [message(finding, ZH) for finding in report.findings if finding.code == code]


def plan(day: str, **more: object) -> dict[str, object]:
    return {
        "title": "计划",
        "date": day,
        "record_form": "plan",
        "unit": ["b"],
        "files": ["计划.docx"],
        **more,
    }


@pytest.mark.parametrize(
    ("activity", "form", "told"),
    [
        (["theme-day"], "plan", "材料日期是 2025-03-10"),
        (["theme-day"], "minutes", "活动日期是 2025-03-10"),
    ],
)
def test_a_plan_has_the_date_of_a_document(activity: list[str], form: str, told: str) -> None:
    folder = "2025/05_组织生活/05_主题党日/2025-03-10 主题党日"
    record = plan("2025-03-10", record_form=form, activity=activity)
    (text,) = said("consistency/late", {folder: record}, {f"{folder}/计划.docx": "2026-02-20"})
    assert text.startswith(told)


@pytest.mark.parametrize(
    ("last", "told"),
    [("2026-02-20", "2026-02-20 一天之内"), ("2026-02-21", "2026-02-20 至 2026-02-21 这几天")],
)
def test_a_burst_of_one_day_has_one_day(last: str, told: str) -> None:
    days = [f"2025-{month:02}-10" for month in range(1, 13)]
    folder = "2025/05_组织生活/05_主题党日"
    records = {f"{folder}/{day} 主题党日": plan(day, activity=["theme-day"]) for day in days}
    made = {f"{path}/计划.docx": "2026-02-20" for path in records}
    made[f"{folder}/{days[-1]} 主题党日/计划.docx"] = last
    (text,) = said("consistency/burst", records, made)
    assert told in text


def test_what_is_asked_for_once_is_asked_for_in_words() -> None:
    rule = "04.rules-of-procedure.count"
    report = judged(
        {}, "2026-06-01", 2025, scheme=school(), units=[BRANCH], settings={rule: {"enabled": True}}
    )
    (finding,) = (one for one in report.findings if one.rule == rule)
    assert message(finding, ZH).startswith("按规定应有“")
