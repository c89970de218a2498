"""What the rules on systems of schools and bureaus tell apart: whom, which schools, which papers of a leaf."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from judged import judged, material, school

from archive_tool.core.errors import CannotRun
from archive_tool.core.model import Entry, Finding, Report
from archive_tool.core.tree import Holding, Place

RULES = school().rules
BRANCH = {"id": "b", "name": "支部", "kind": "branch", "founded": "2020-01-01", "members": ["甲", "乙"], "leaders": ["甲"]}  # fmt: skip
Records = dict[str, dict[str, Any]]


def filed(leaf: str, title: str, day: str = "2025-03-14", **more: Any) -> Records:
    """One filed record in its leaf."""
    found = school().leaves[leaf]
    folder = f"{day[:4]}/{school().categories[found.category].folder}/{found.folder}/{day} {title}"
    values = {"status": "filed", "title": title, "date": day, "author": ["支部"], "security": "internal"}
    return {folder: {**values, "files": ["正文.txt"], **more}}


def audited(
    records: Records, *rules: str, unit: dict[str, Any] = BRANCH, as_of: str = "2026-03-31", **set_: Any
) -> Report:
    """The year 2025 by these rules alone."""
    settings = {**dict.fromkeys(RULES, "off"), **dict.fromkeys(rules, "on"), **set_}
    return judged(records, as_of, 2025, scheme=school(), units=[unit], settings=settings)


def told(report: Report) -> list[tuple[str, str | None]]:
    """Code and whom of every finding of a rule."""
    return [(finding.code, finding.whom) for finding in ruled(report)]


def ruled(report: Report) -> list[Finding]:
    """What rules say; not what is wrong with folders and files."""
    return [finding for finding in report.findings if finding.rule]


def test_a_lesson_is_of_whoever_gave_it() -> None:
    lesson = {"record_form": "minutes", "activity": ["party-lesson"], "files": ["会议记录.txt"]}
    by = filed("05.04", "党课", **lesson, event={"speaker": ["甲"]})
    assert told(audited(by, "05.lesson-rota.count")) == [("complete/missing", "乙")]
    assert told(audited(by, "05.leader-lesson.count")) == []
    # Who is named as the person counts, not who spoke.
    named = filed("05.04", "党课", **lesson, event={"speaker": ["甲"]}, persons=["乙"])
    assert told(audited(named, "05.lesson-rota.count")) == [("complete/missing", "甲")]


def test_a_lesson_in_a_minute_book_is_of_its_speaker() -> None:
    entries = [
        {"date": f"2025-0{month}-14", "activity": "party-lesson", "speaker": [who]}
        for month, who in ((3, "甲"), (6, "乙"))
    ]
    book = filed("05.04", "党课记录本", "2025", record_form="minute-book", events=entries)
    assert told(audited(book, "05.lesson-rota.count")) == []


def test_an_article_is_of_its_author_where_no_person_is_named() -> None:
    articles = {**filed("06.05", "文章一"), **filed("06.05", "文章二")}
    for values in articles.values():
        values.update(record_form="theory-article", author=["甲"])
    assert told(audited(articles, "06.theory-article.count")) == []
    for values in articles.values():
        values.update(persons=["乙"])
    assert told(audited(articles, "06.theory-article.count")) == [("complete/missing", "甲")]


@pytest.mark.parametrize(
    ("stage", "asked"),
    [
        ("senior-high", True),
        ("高中", True),
        ("普通高中", True),
        ("完全中学", True),
        ("primary", False),
        ("", False),
    ],
)
def test_enrolment_is_asked_of_schools_of_the_stage_only(stage: str, asked: bool) -> None:
    unit = {"id": "s", "name": "学校", "kind": "school", "founded": "2020-01-01", "stage": stage}
    report = audited({}, "11.enrolment.count", unit=unit)
    assert told(report) == ([("complete/missing", None)] if asked else [])


def test_one_notice_of_all_five_points_says_how_many_it_covers() -> None:
    unit = {"id": "s", "name": "学校", "kind": "school", "founded": "2020-01-01", "stage": "senior-high"}
    one = filed("11.05", "招生公开", record_form="disclosure-notice")
    assert told(audited(one, "11.enrolment.count", unit=unit)) == [("complete/insufficient", None)]
    all_five = filed("11.05", "招生公开", record_form="disclosure-notice", covers={"count": 5})
    assert told(audited(all_five, "11.enrolment.count", unit=unit)) == []


def test_a_stage_that_there_is_not_is_refused() -> None:
    with pytest.raises(CannotRun) as refused:
        audited({}, unit={**BRANCH, "stage": "小雪"})
    assert (refused.value.key, refused.value.params["nearest"]) == ("strict.unknown-word", "小学")


def test_what_a_bureau_is_asked_for_no_school_is() -> None:
    bureau = {
        rule.id for rule in RULES.values() if rule.kind == "count" and rule.applies.unit_kinds == ("bureau",)
    }
    on = {rule for rule in bureau if RULES[rule].enabled}
    assert on == {
        "03.bureau-work-meeting.count", "12.reserve-cadres.count", "12.rotation.count", "13.bureau-cases.count",
    }  # fmt: skip
    for kind, expected in (("bureau", on), ("branch", set()), ("committee", set()), ("school", set())):
        report = judged({}, "2026-03-31", 2025, scheme=school(), units=[{**BRANCH, "kind": kind}])
        assert {finding.rule for finding in report.findings} & bureau == expected, kind


def test_teachers_are_asked_for_one_by_one_and_need_to_be_known() -> None:
    promise = filed("14.02", "师德承诺书", record_form="commitment", author=["丙"])
    report = audited(promise, "14.ethics-commitment.count", unit={**BRANCH, "staff": ["丙", "丁"]})
    assert told(report) == [("complete/missing", "丁")]
    two = filed("14.02", "师德承诺书", record_form="commitment", covers={"count": 2})
    assert told(audited(two, "14.ethics-commitment.count", unit={**BRANCH, "staff": 2})) == []
    report = audited(promise, "14.ethics-commitment.count")
    assert told(report) == []
    reasons = [one.reason for one in report.not_run if one.check == "14.ethics-commitment.count"]
    assert reasons == ["not-run.staff"]


def test_papers_of_a_lesson_team_are_asked_for_where_its_lessons_lie() -> None:
    held = {"record_form": "minutes", "activity": ["party-lesson"], "files": ["会议记录.txt", "讲稿.txt"]}
    rule = "13.lesson-team.roles"
    assert told(audited(filed("05.04", "党课", **held), rule)) == []
    (finding,) = ruled(audited(filed("13.03", "党课", **held), rule))
    assert finding.params["roles"] == ["material", "supplement", "comment"]
    held["files"] = ["会议记录.txt", "讲稿.txt", "学习材料.txt", "补充发言.txt", "点评.txt"]
    assert told(audited(filed("13.03", "党课", **held), rule)) == []


PLAN: dict[str, Any] = {"record_form": "annual-plan", "period": "2025"}


@pytest.mark.parametrize(
    ("item", "as_of", "overdue"),
    [
        ({}, "2025-12-31", False),
        ({}, "2026-01-01", True),
        ({"due": "2025-06"}, "2025-06-30", False),
        ({"due": "2025-06"}, "2025-07-01", True),
        ({"closed": "2025-05-01"}, "2026-01-01", True),
        ({"evidence": ["2025-05-16 主题党日"]}, "2026-01-01", False),
        ({"evidence": ["2025-06-16 主题党日"]}, "2026-01-01", True),
        ({"reason": "教学楼维修，改在下一年"}, "2026-01-01", False),
    ],
)
def test_what_was_planned_has_its_evidence_or_a_reason(
    item: dict[str, Any], as_of: str, overdue: bool
) -> None:
    plan = filed("03.01", "年度计划", "2025-01-10", **PLAN, items=[{"text": "校园开放日", **item}])
    held = filed("05.05", "主题党日", "2025-05-16", activity=["theme-day"])
    report = audited(plan | held, "03.plan-items.deadline", as_of=as_of)
    assert told(report) == ([("complete/overdue", None)] if overdue else [])
    for finding in ruled(report):
        assert (finding.params["kind"], finding.params["entry"]) == ("not-done", "校园开放日")


def test_a_plan_without_a_period_is_about_the_year_of_its_day() -> None:
    plan = filed("03.01", "计划", "2025-01-10", record_form="annual-plan", items=[{"text": "一"}])
    assert told(audited(plan, "03.plan-items.deadline", as_of="2025-12-31")) == []
    assert told(audited(plan, "03.plan-items.deadline", as_of="2026-01-01")) == [("complete/overdue", None)]


@pytest.mark.parametrize(
    ("item", "unproven"),
    [
        ({}, False),
        ({"due": "2025-04-30"}, False),
        ({"closed": "2025-04-20"}, True),
        ({"closed": "2026-04-20"}, False),
        ({"closed": "2025-04-20", "evidence": ["签到表.txt"]}, False),
        ({"closed": "2025-04-20", "evidence": ["正文.txt"]}, True),  # the ledger itself
        ({"closed": "2025-04-20", "evidence": ["不存在的佐证.docx"]}, True),
        ({"closed": "2025-04-20", "reason": "口头提醒，没有材料"}, False),
    ],
)
def test_a_closed_entry_names_its_evidence(item: dict[str, Any], unproven: bool) -> None:
    entry = {"text": "补齐签到表", **item}
    files = ["正文.txt", "签到表.txt"]
    ledger = filed("10.03", "整改台账", record_form="rectification-ledger", files=files, items=[entry])
    report = audited(ledger, "10.rectification-evidence.deadline", as_of="2025-12-31")
    assert [finding.params["kind"] for finding in ruled(report)] == (["unproven"] if unproven else [])


def test_tasks_of_a_follow_up_ledger_are_done_in_time() -> None:
    for closed, said in (({}, [("complete/overdue", "甲")]), ({"closed": "2025-04-20"}, [])):
        entry = {"text": "报送名单", "owner": ["甲"], "due": "2025-04-30", **closed}
        ledger = filed("09.01", "督办台账", record_form="ledger", items=[entry])
        assert told(audited(ledger, "09.task.deadline")) == said
        at_work = {"在办/09_党风廉政与监督/督办台账": next(iter(ledger.values()))}
        assert told(audited(at_work, "09.task.deadline")) == said
        elsewhere = filed("12.05", "台账", record_form="ledger", items=[entry])
        assert told(audited(elsewhere, "09.task.deadline")) == []


@pytest.mark.parametrize(("name", "asked"), [("名师工作室", True), ("岗位竞聘", False)])
def test_a_case_is_of_the_rule_that_its_name_calls_it_by(name: str, asked: bool) -> None:
    case = {"status": "filed", "title": name, "record_form": "material", "files": ["2025-03-01 实施方案.txt", "2025-05-01 批复.txt"]}  # fmt: skip
    report = audited({f"在办/12_干部人才与双培养/{name}": case}, "12.studio.steps", as_of="2025-12-31")
    assert told(report) == ([("complete/step", name)] if asked else [])


def test_a_place_sets_its_own_share_of_attendance() -> None:
    held = {"record_form": "minutes", "activity": ["collective-study"], "files": ["会议记录.txt"]}
    study = filed("06.03", "集中学习", **held, event={"expected": 20, "present": 15})
    rule = "06.collective-study.quorum"
    assert told(audited(study, rule)) == []
    (finding,) = ruled(audited(study, **{rule: {"share": "17/20"}}))
    assert (finding.code, finding.params["needed"]) == ("consistency/quorum", 17)
    with pytest.raises(CannotRun) as refused:
        audited(study, **{rule: {"share": "85%"}})
    assert refused.value.key == "scheme.share"


def test_a_series_in_one_leaf_is_asked_for_though_another_leaf_is_counted() -> None:
    report_of = {"record_form": "duty-report"}
    before = filed("03.04", "述职报告", "2024-12-20", **report_of)
    rules = ("03.duty-report.series", "12.leader-duty-report.count")
    found = [finding.rule for finding in audited(before, *rules).findings]
    assert found.count("03.duty-report.series") == 1


@pytest.mark.parametrize(
    ("leaf", "name", "form"),
    [
        ("02.03", "支部委员分工表", "roster"),
        ("02.05", "交叉任职名单", "roster"),
        ("06.01", "学习管理制度", "rule"),
        ("09.04", "监督意见办理结果", "result"),
        ("09.04", "党内外监督意见", "opinion"),
        ("09.05", "工作纪律专项检查登记表", "register"),
        ("10.04", "整改回头看报告", "report"),
        ("12.02", "到期轮岗名单", "roster"),
        ("13.03", "党课授课小组名单", "roster"),
        ("13.04", "党员征文评选结果", "result"),
        ("13.05", "先进带后进结对名单", "roster"),
        ("13.08", "宣传栏更新登记表", "register"),
        ("14.07", "听课记录本", "register"),
        ("14.07", "“五个一”履职报告", "report"),
    ],
)
def test_papers_of_a_system_are_known_by_what_they_are_called(leaf: str, name: str, form: str) -> None:
    file = f"2025-03-14 {name}.docx"
    entries = (Entry(file, "file", 6, 0, (0, 0)),)
    holding = Holding(file, Place("b", 2025, leaf[:2], leaf), False, entries, f"{file}.meta.yaml", False)
    made = material({}, date(2025, 12, 31), scheme=school(), units=[BRANCH])
    assert made.deriver.values(holding, {}, {}).get("record_form") == form
