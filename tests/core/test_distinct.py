"""The rule kind `distinct`: whose text repeats which, and what is no repetition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from judged import BRANCH, judged, material, meeting, paper, school

from archive_tool.core.audit import audit
from archive_tool.core.likeness import TOO_SHORT
from archive_tool.core.model import FileFacts, Report

RULE = "20.text.distinct"
LEAF = "2025/10_会议/01_例会"
UNITS = [{**BRANCH, "id": one, "name": f"{one}支部", "founded": "2023-01-01"} for one in ("a", "b")]


def compared(
    records: Mapping[str, Any],
    alike: Sequence[tuple[str, str]],
    facts: Mapping[str, FileFacts] | None = None,
    **config: Any,
) -> Report:
    """The audit where these texts (by the paths of their files) are like each other."""
    return judged(records, "2025-12-31", facts=facts, alike=alike, **{"units": UNITS, **config})


def said(report: Report) -> list[tuple[str | None, str, Any]]:
    found = (f for f in report.findings if f.code == "consistency/near-duplicate")
    return [(f.unit, f.path.rpartition("/")[2], f.params["other"].rpartition("/")[0][-13:]) for f in found]


def held(*days: str, **more: Any) -> dict[str, Any]:
    return {f"{day[:4]}/10_会议/01_例会/{day} 例会": meeting(day, **{"unit": ["a"], **more}) for day in days}


def minutes(day: str) -> str:
    return f"{day[:4]}/10_会议/01_例会/{day} 例会/记录.txt"


def test_the_later_of_two_is_asked_about() -> None:
    records = held("2024-03-15", "2025-03-14")
    report = compared(records, [(minutes("2024-03-15"), minutes("2025-03-14"))])
    assert said(report) == [("a", "2025-03-14 例会", "2024-03-15 例会")]
    own = {
        row.period: (row.status, row.found) for row in report.coverage if (row.rule, row.unit) == (RULE, "a")
    }
    assert own == {"2024": ("met", 1), "2025": ("missing", 0)}


@pytest.mark.parametrize(
    ("told", "period"), [({"period": "2025-Q1"}, "2025-Q1"), ({"period": "2025"}, "2025"), ({}, "2025")]
)
def test_what_bears_no_date_is_of_its_period_or_of_the_year_of_its_folder(
    told: dict[str, str], period: str
) -> None:
    undated = {f"{LEAF}/2025 例会": {**meeting("", unit=["a"]), **told}}
    report = compared(held("2024-03-15") | undated, [(minutes("2024-03-15"), f"{LEAF}/2025 例会/记录.txt")])
    assert said(report) == [("a", "2025 例会", "2024-03-15 例会")]
    assert [f.period for f in report.findings if f.code == "consistency/near-duplicate"] == [period]
    (row,) = (r for r in report.coverage if (r.rule, r.unit, r.period) == (RULE, "a", "2025"))
    assert (row.expected, row.found) == (1, 0)


def test_a_year_that_is_not_judged_is_compared_and_not_asked_about() -> None:
    records = held("2022-03-15", "2023-03-15", "2025-03-14")
    paths = [minutes(day) for day in ("2022-03-15", "2023-03-15", "2025-03-14")]
    report = compared(records, [(paths[0], paths[1]), (paths[0], paths[2])])
    assert said(report) == [("a", "2025-03-14 例会", "2022-03-15 例会")]


def test_two_units_may_say_the_same_where_the_rule_does_not_ask() -> None:
    records = held("2025-03-14") | held("2025-06-13", unit=["b"])
    assert said(compared(records, [(minutes("2025-03-14"), minutes("2025-06-13"))])) == []


def of_two(
    leaf: str, days: tuple[str, str], file: str, more: Sequence[Mapping[str, Any]] = ({}, {}), **values: Any
) -> Report:
    """The audit by the school scheme of a record in each of two branches, whose texts are alike."""
    records = {
        f"{unit}/{day[:4]}/05_组织生活/{leaf}/{day} 活动": meeting(
            day, **{"unit": [unit], "author": [f"{unit}支部"], "files": [file], **values, **own}
        )
        for unit, day, own in zip("ab", days, more, strict=True)
    }
    units = [{**unit, "folder": unit["id"]} for unit in UNITS]
    return compared(
        records, [tuple(f"{path}/{file}" for path in records)], units=units, layout="by-unit", scheme=school()
    )


@pytest.mark.parametrize(
    ("leaf", "activity", "days", "odd"),
    [
        ("02_支委会", "committee-meeting", ("2025-03-10", "2025-04-10"), True),
        ("02_支委会", "committee-meeting", ("2025-03-10", "2025-03-10"), True),  # each holds its own
        ("05_主题党日", "theme-day", ("2025-03-10", "2025-04-10"), True),
        ("05_主题党日", "theme-day", ("2025-03-10", "2025-03-10"), False),  # they held it together
        ("09_谈心谈话", "heart-to-heart-talk", ("2025-03-10", "2025-03-10"), True),
    ],
)
def test_minutes_are_not_those_of_another_unit(
    leaf: str, activity: str, days: tuple[str, str], odd: bool
) -> None:
    report = of_two(leaf, days, "会议记录.txt", activity=[activity])
    assert said(report) == ([("b", f"{days[1]} 活动", "2025-03-10 活动")] if odd else [])
    rows = {row.unit: row.status for row in report.coverage if row.rule == "05.minutes.distinct"}
    assert rows["a"] == "met" and (rows["b"] == "met") != odd


def test_what_is_said_to_be_the_same_is_no_copy() -> None:
    more = ({"id": "first"}, {"relations": [{"kind": "same-as", "record": "first"}]})
    days = ("2025-03-10", "2025-04-10")
    assert said(of_two("02_支委会", days, "会议记录.txt", more, activity=["committee-meeting"])) == []


@pytest.mark.parametrize(
    ("leaf", "activity", "period", "odd"),
    [
        ("02_支委会", "committee-meeting", "", True),  # each holds its own, whatever the day
        ("05_主题党日", "theme-day", "2025-03", False),  # they may have held it together
        ("05_主题党日", "theme-day", "2025-04", True),
    ],
)
def test_of_what_bears_no_day_the_time_it_is_of_decides(
    leaf: str, activity: str, period: str, odd: bool
) -> None:
    more = ({}, {"status": "draft", "date": "", "period": period})
    report = of_two(leaf, ("2025-03-10", "2025-04-10"), "会议记录.txt", more, activity=[activity])
    assert len(said(report)) == odd


@pytest.mark.parametrize(
    ("more", "odd"),
    [
        (({}, {}), True),
        (({"event": {"speaker": "张三"}}, {"event": {"speaker": "张三"}}), False),  # one lesson, heard by two
        (({"event": {"speaker": "张三"}}, {"event": {"speaker": "李四"}}), True),
        (({"author": ["张三"]}, {"author": ["张三"]}), False),
    ],
)
def test_a_lecture_is_another_one_of_each_speaker(more: Sequence[Mapping[str, Any]], odd: bool) -> None:
    report = of_two("04_党课", ("2025-03-10", "2025-04-10"), "党课讲稿.txt", more, activity=["party-lesson"])
    assert len(said(report)) == odd


def test_members_of_two_branches_do_not_write_the_same() -> None:
    report = of_two(
        "06_组织生活会",
        ("2025-12-22", "2025-12-22"),
        "对照检查材料.txt",
        activity=["organization-life-meeting"],
    )
    assert [finding.rule for finding in report.findings if "near-dup" in finding.code] == [
        "05.self-review.distinct"
    ]


def test_a_plan_handed_down_is_the_same_in_every_unit() -> None:
    records = {
        f"{unit}/2025/03_党建责任与计划总结/01_工作计划/2025-01-0{day} 计划": paper(
            "annual-plan", f"2025-01-0{day}", unit=[unit], files=["工作计划.txt"]
        )
        for unit, day in (("a", 5), ("b", 6))
    }
    units = [{**unit, "folder": unit["id"]} for unit in UNITS]
    told = [tuple(f"{path}/工作计划.txt" for path in records)]
    assert said(compared(records, told, units=units, layout="by-unit", scheme=school())) == []


@pytest.mark.parametrize(("short", "odd"), [((), True), (("a" * 64,), False)])
def test_the_same_bytes_in_two_units_are_a_copy_where_they_say_something(
    short: tuple[str, ...], odd: bool
) -> None:
    days = {"a": "2025-03-10", "b": "2025-04-10"}
    records = {
        f"{unit}/2025/05_组织生活/02_支委会/{day} 支委会": meeting(
            day, unit=[unit], activity=["committee-meeting"], files=["会议记录.txt"]
        )
        for unit, day in days.items()
    }
    facts = {f"{path}/会议记录.txt": FileFacts("a" * 64, "txt", characters=900) for path in records}
    units = [{**unit, "folder": unit["id"]} for unit in UNITS]
    made = material(records, date(2025, 12, 31), facts=facts, units=units, layout="by-unit", scheme=school())
    report = audit(replace(made, compare=lambda *_: {TOO_SHORT: short} if short else {}), ())
    assert len(said(report)) == odd


@pytest.mark.parametrize("kind", ["replaces", "same-as"])
def test_what_is_said_to_be_the_same_repeats_nothing(kind: str) -> None:
    records = held("2025-03-14", id="first") | held(
        "2025-06-13", id="second", relations=[{"kind": kind, "record": "first"}]
    )
    assert said(compared(records, [(minutes("2025-03-14"), minutes("2025-06-13"))])) == []


def test_one_paper_in_two_formats_is_one() -> None:
    records = held("2025-03-14", files=["记录.docx", "记录.pdf", "签到.txt"])
    folder = f"{LEAF}/2025-03-14 例会"
    facts = {f"{folder}/记录.{kind}": FileFacts(kind * 16, kind, characters=900) for kind in ("docx", "pdf")}
    assert said(compared(records, [(f"{folder}/记录.docx", f"{folder}/记录.pdf")], facts)) == []


def test_the_same_bytes_are_a_duplicate_and_told_once() -> None:
    records = held("2025-03-14", "2025-06-13")
    same = FileFacts("a" * 64, "txt", characters=900)
    report = compared(records, [], {minutes(day): same for day in ("2025-03-14", "2025-06-13")})
    assert [f.code for f in report.findings if f.path.startswith(LEAF) and "dupl" in f.code] == [
        "file/duplicate"
    ]


def test_the_same_material_handed_in_twice_is_no_duplicate_and_is_asked_about() -> None:
    records = held("2025-03-14", "2025-06-13", files=["记录.txt", "签到.txt", "学习材料.txt"])
    paths = [f"{LEAF}/{day} 例会/学习材料.txt" for day in ("2025-03-14", "2025-06-13")]
    same = FileFacts("a" * 64, "txt", characters=900)
    report = compared(records, [], dict.fromkeys(paths, same))
    assert [f.code for f in report.findings if "dupl" in f.code] == ["consistency/near-duplicate"]


@pytest.mark.parametrize(("setting", "asked"), [("off", []), ("on", [0.8]), ({"share": "19/20"}, [0.95])])
def test_a_place_may_ask_for_more_in_common_or_not_at_all(setting: Any, asked: list[float]) -> None:
    shares: list[float] = []

    def compare(scope: str, texts: Sequence[str], share: float, own: object) -> Mapping[str, tuple[str, ...]]:
        shares.append(share)
        return {}

    made = material(
        held("2025-03-14", "2025-06-13"), date(2025, 12, 31), units=UNITS, settings={RULE: setting}
    )
    audit(replace(made, compare=compare), ())
    assert shares == asked


def test_where_texts_cannot_be_compared_the_audit_says_so() -> None:
    report = judged(held("2025-03-14"), "2025-12-31", units=UNITS)
    assert [item.reason for item in report.not_run if item.check == RULE] == ["not-run.no-sketches"]


REVIEWS = "2025/05_组织生活/06_组织生活会/2025-12-22 组织生活会"


@pytest.mark.parametrize(
    ("one", "other", "odd"),
    [
        ("甲对照检查材料.txt", "乙对照检查材料.txt", True),
        ("甲对照检查材料（初稿）.txt", "甲对照检查材料（定稿）.txt", False),
        ("甲对照检查材料.docx", "甲对照检查材料.pdf", False),
        ("会议记录.txt", "会议纪要.txt", False),
    ],
)
def test_in_one_record_two_persons_do_not_write_the_same(one: str, other: str, odd: bool) -> None:
    life = {
        **meeting("2025-12-22", files=[one, other], unit=["a"]),
        "activity": ["organization-life-meeting"],
    }
    pair = (f"{REVIEWS}/{one}", f"{REVIEWS}/{other}")
    for equal in (False, True):
        facts = {path: FileFacts("e" * 64, "txt", characters=900) for path in pair} if equal else None
        report = compared({REVIEWS: life}, [pair], facts, scheme=school())
        found = [f for f in report.findings if f.code == "consistency/near-duplicate"]
        assert [f.params["part"] for f in found] == ([max(one, other)] if odd else [])


def test_essays_and_self_assessments_of_different_years_are_compared() -> None:
    leaf = "06_学习教育/05_心得与理论文章"
    days = ("2024-03-01", "2025-06-01")
    records = {
        f"{day[:4]}/{leaf}/{day} 学习心得": paper(
            "study-notes", day, title="学习心得", unit=["a"], files=["学习心得.txt"]
        )
        for day in days
    }
    report = compared(records, [tuple(f"{path}/学习心得.txt" for path in records)], scheme=school())
    assert [f.period for f in report.findings if f.code == "consistency/near-duplicate"] == ["2025-06-01"]


@pytest.mark.parametrize(
    ("one", "other", "odd"),
    [
        ("甲与张三谈心谈话记录.txt", "甲与李四谈心谈话记录.txt", True),
        ("与张三.txt", "与李四.txt", True),  # the record is called after them
        ("与张三谈话记录（初稿）.txt", "与张三谈话记录（定稿）.txt", False),
    ],
)
def test_talks_in_one_folder_are_somebodys_own_each(one: str, other: str, odd: bool) -> None:
    path = "2025/05_组织生活/09_谈心谈话/2025-12-03 谈心谈话"
    values = {"title": "谈心谈话", "activity": ["heart-to-heart-talk"], "unit": ["a"]}
    parts = [{"path": name, "role": "minutes"} for name in (one, other)]
    talks = {path: meeting("2025-12-03", files=[one, other], parts=parts, **values)}
    report = compared(talks, [(f"{path}/{one}", f"{path}/{other}")], scheme=school())
    found = [f.params["part"] for f in report.findings if f.code == "consistency/near-duplicate"]
    assert found == ([max(one, other)] if odd else [])


@pytest.mark.parametrize(
    ("characters", "short", "told"),
    [
        ((78, 78), (0, 1), True),
        ((78, 900), (0,), False),
        ((900, 900), (), False),
        ((6, 6), (0, 1), False),  # they say nothing
    ],
)
def test_texts_too_short_to_compare_are_said_not_to_be_compared(
    characters: tuple[int, int], short: tuple[int, ...], told: bool
) -> None:
    records = held("2025-03-14", "2025-04-11")
    facts = {
        f"{path}/记录.txt": FileFacts(f"{number:064x}", "txt", characters=many)
        for number, (path, many) in enumerate(zip(records, characters, strict=True), 1000)
    }
    made = material(records, date(2025, 12, 31), facts=facts, units=UNITS)
    without = {TOO_SHORT: tuple(f"{1000 + at:064x}" for at in short)}
    report = audit(replace(made, compare=lambda *_: without), ())
    found = [one.path for one in report.not_run if one.reason == "not-run.too-short"]
    assert found == ([list(records)[1]] if told else [])


def test_a_sheet_among_self_assessments_is_compared_as_a_sheet() -> None:
    path = "2025/05_组织生活/07_民主评议党员/2025-12-05 个人自评材料"
    files = ["甲自评表.txt", "乙自评表.txt", "丙自评材料.txt", "丁自评材料.txt"]
    records = {path: paper("material", "2025-12-05", title="个人自评材料", files=files)}
    told = [(f"{path}/{one}", f"{path}/{other}") for one, other in (files[:2], files[2:], files[1:3])]
    report = judged(records, "2025-12-31", alike=told, scheme=school())
    found = sorted(
        (str(f.rule), str(f.params["part"]))
        for f in report.findings
        if f.code == "consistency/near-duplicate"
    )
    assert [rule for rule, _ in found] == ["05.self-rating.distinct", "05.self-review.distinct"]
    assert {part[1:] for _, part in found} == {"自评表.txt", "自评材料.txt"}
