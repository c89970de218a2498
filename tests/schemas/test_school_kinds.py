"""The school scheme's rules that look into what is there: what each asks, an archive that meets it, one that does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from judged import judged, school

from archive_tool.core.checks.matters import details
from archive_tool.core.checks.step_words import StepWords
from archive_tool.core.model import Finding
from archive_tool.core.rule_details import CaseStep, Pair, Quorum, Steps

RULES = school().rules
BRANCH = {"id": "b", "name": "支部", "kind": "branch", "founded": "2020-01-01"}
Records = dict[str, dict[str, Any]]


def filed(leaf: str, day: str, title: str, **more: Any) -> Records:
    """One filed record in its leaf."""
    found = school().leaves[leaf]
    folder = f"{day[:4]}/{school().categories[found.category].folder}/{found.folder}/{day} {title}"
    values = {"status": "filed", "title": title, "date": day, "author": ["支部"], "security": "internal"}
    return {folder: {**values, "files": ["正文.txt"], **more}}


def said(
    records: Mapping[str, Any], rule: str, as_of: str = "2025-12-31", unit: Mapping[str, Any] = BRANCH
) -> list[Finding]:
    """What the one rule says to the unit, or to one that it is for; everything else is off."""
    kinds = RULES[rule].applies.unit_kinds
    unit = unit if not kinds or unit["kind"] in kinds else {**unit, "kind": kinds[0]}
    settings = {**dict.fromkeys(RULES, "off"), rule: "on"}
    report = judged(records, as_of, scheme=school(), units=[dict(unit)], settings=settings)
    return [finding for finding in report.findings if finding.rule == rule]


@pytest.mark.parametrize("rule", [r for r in RULES.values() if r.kind == "pair"], ids=lambda rule: rule.id)
def test_a_paper_without_its_counterpart(rule: Any) -> None:
    pair = details(rule, Pair)
    leaf = pair.each.leaf or next(
        leaf.code
        for leaf in school().leaves.values()
        if pair.each.form in leaf.forms and leaf.category == rule.category
    )
    over = str(date(2025, 3, 4) + timedelta(days=pair.within_days))
    alone = filed(leaf, "2025-03-03", "来件", record_form=pair.each.form)
    answer = filed(rule.leaf, "2025-03-20", "复件", record_form=pair.has.form)
    (finding,) = said(alone, rule.id, as_of=over)
    assert (finding.code, finding.severity) == ("complete/pair", rule.severity)
    assert said(alone | answer, rule.id, as_of=over) == []
    assert said(alone, rule.id, as_of="2025-03-20") == []
    assert [f.params["reason_key"] for f in said(answer, rule.id, as_of=over)] == (
        ["pair.without"] if pair.both else []
    )


def test_a_ledger_of_the_year_answers_all_feedback_of_that_year() -> None:
    ledger = filed("10.03", "2025-01-10", "整改台账", record_form="rectification-ledger")
    first = filed("10.02", "2025-03-03", "反馈", record_form="feedback")
    second = filed("10.02", "2025-09-03", "反馈", record_form="feedback")
    before = filed("10.02", "2024-09-03", "反馈", record_form="feedback")
    assert said(ledger | first | second, "10.feedback.pair") == []
    assert [f.period for f in said(ledger | before, "10.feedback.pair")] == ["2024"]
    at_work = {"在办/10_检查整改/整改台账": next(iter(ledger.values()))}
    assert said(at_work | first, "10.feedback.pair") == []
    elsewhere = filed("05.06", "2025-03-10", "整改清单", record_form="rectification-ledger")
    assert len(said(elsewhere | first, "10.feedback.pair")) == 1


STEPS = [rule for rule in RULES.values() if rule.kind == "steps"]


def timetable(rule: Any, begin: str) -> dict[str, date]:
    """A day for every step: as soon as the rule allows."""
    found: dict[str, date] = {}
    last = date.fromisoformat(begin)
    for step in details(rule, Steps).steps:
        last += timedelta(days=1)
        waits = [(found[wait.step], wait.least) for wait in step.after or ()]
        last = max([last, *(least.after(day) for day, least in waits if least)])
        found[step.id] = last
    return found


def case(rule: Any, days: Mapping[str, date]) -> Records:
    """One open case; the name of every file tells step and day."""
    words = {step.id: step.words[0] for step in details(rule, Steps).steps}
    name = (rule.called[0] if rule.called else "") + "甲"
    folder = f"在办/{school().categories[rule.category].folder}/{name}"
    files = [f"{day} {words[step]}.txt" for step, day in days.items()]
    return {
        folder: {"status": "filed", "title": name, "record_form": rule.form or "material", "files": files}
    }


def needed(rule: Any) -> Iterator[CaseStep]:
    return (step for step in details(rule, Steps).steps if not step.optional)


@pytest.mark.parametrize("rule", STEPS, ids=lambda rule: rule.id)
@pytest.mark.parametrize("begin", ["2020-03-02", "2026-06-01"])
def test_a_case_that_keeps_to_its_steps_and_one_that_lacks_one(rule: Any, begin: str) -> None:
    days = timetable(rule, begin)
    for day in days.values():
        assert said(case(rule, days), rule.id, as_of=str(day)) == []
    order = list(days)
    for step in needed(rule):
        following = next((days[later] for later in order[order.index(step.id) + 1 :]), None)
        if following is None or not step.effective.holds_on(following):
            continue
        left = {one: day for one, day in days.items() if one != step.id}
        (finding,) = said(case(rule, left), rule.id, as_of=str(following))
        assert (finding.code, str(finding.whom)[-1]) == ("complete/step", "甲")
        assert finding.params["steps"] == [f"{rule.id}/{step.id}"]


@pytest.mark.parametrize("rule", STEPS, ids=lambda rule: rule.id)
def test_a_step_taken_too_soon_or_too_late(rule: Any) -> None:
    days = timetable(rule, "2026-06-01")
    for step in details(rule, Steps).steps:
        for wait in step.after or ():
            other = days[wait.step]
            soon = wait.least.after(other) - timedelta(days=1) if wait.least else other - timedelta(days=1)
            odd = {one: day for one, day in days.items() if one in (step.id, wait.step)}
            findings = said(case(rule, {**odd, step.id: soon}), rule.id, as_of=str(max(other, soon)))
            assert [f.params["step"] for f in findings if f.code == "consistency/order"] == [
                f"step:{rule.id}/{step.id}"
            ]
            if wait.most:
                late = wait.most.after(other) + timedelta(days=1)
                findings = said(case(rule, {**odd, step.id: late}), rule.id, as_of=str(late))
                assert "order.late" in [f.params.get("reason_key") for f in findings]
                only = said(case(rule, {wait.step: other}), rule.id, as_of=str(late))
                assert f"{rule.id}/{step.id}" in [s for f in only for s in f.params["steps"]]  # type: ignore[union-attr]


def test_a_member_is_judged_by_the_rules_of_the_day() -> None:
    rule = RULES["07.recruitment.steps"]
    days = timetable(rule, "2026-06-01")
    without = {step: day for step, day in days.items() if step != "public-notice"}
    assert said(case(rule, without), rule.id, as_of=str(days["candidate"])) != []
    old = timetable(rule, "2022-01-03")
    assert old["candidate"].year == 2023
    without = {step: day for step, day in old.items() if step != "public-notice"}
    for day in old.values():
        assert said(case(rule, without), rule.id, as_of=str(day)) == []


@pytest.mark.parametrize(("approved", "late"), [("2026-05-12", True), ("2025-05-12", False)])
def test_an_oath_within_a_month_is_asked_by_the_text_of_2026(approved: str, late: bool) -> None:
    rule, day = RULES["07.recruitment.steps"], date.fromisoformat(approved)
    taken = {"approval": day, "oath": day + timedelta(days=40)}
    found = [
        f.params.get("reason_key")
        for f in said(case(rule, taken), rule.id, as_of=str(taken["oath"]))
        if f.code == "consistency/order"
    ]
    assert found == ["order.late"] * late


@pytest.mark.parametrize("rule", STEPS, ids=lambda rule: rule.id)
def test_every_word_tells_its_own_steps(rule: Any) -> None:
    steps = details(rule, Steps)
    words = StepWords(steps)
    for step in steps.steps:
        for word in step.words:
            meant = tuple(one.id for one in steps.steps if word in one.words)
            assert words.named(word.replace("…", "张三")) == meant
            assert step.id in meant
        assert {words.told(word) for word in (step.id, step.label.zh)} == {(step.id,)}


RECRUITMENT = StepWords(details(RULES["07.recruitment.steps"], Steps))
ELECTION = StepWords(details(RULES["02.election.steps"], Steps))


@pytest.mark.parametrize(
    ("told", "step"),
    [
        ("递交入党申请书", "application"),
        ("党组织派人谈话", "talk"),
        ("进行政治审查", "political-review"),
        ("开展集中培训", "training"),
        ("上级党委预审", "pre-review"),
        ("提出转正申请", "transfer-application"),
        ("上级党委派人谈话", ""),
        ("培养教育考察", ""),
        ("上级党委审批", "approval transfer-approval"),
        ("支部大会讨论", "assembly transfer-assembly"),
        ("接收预备党员支部大会讨论", "assembly"),
        ("关于接收张三同志为中共预备党员的决议", "assembly"),
        ("关于接收张三同志为中共预备党员的批复", "approval"),
        ("关于批准张三同志转为中共正式党员的批复", "transfer-approval"),
        ("关于张三同志转正的批复", "transfer-approval"),
        ("预备党员转正大会记录", "transfer-assembly"),
    ],
)
def test_steps_are_known_by_what_clerks_call_them(told: str, step: str) -> None:
    assert RECRUITMENT.told(told) == tuple(step.split())


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("接收预备党员大会", "assembly"),
        ("接收预备党员公示", ""),
        ("接收预备党员公示（张三）", ""),
        ("接收预备党员（张三）公示", ""),
        ("接收预备党员 公示", ""),
        ("公示：接收预备党员", ""),
        ("接收预备党员的请示", ""),
        ("关于接收张三为预备党员的请示", ""),
        ("关于召开接收预备党员大会的通知", ""),
        ("接收预备党员大会议程", ""),
        ("接收预备党员大会会议记录（附批复）", "assembly"),
        ("接收预备党员大会记录及批复", "assembly"),
        ("公示期满后接收预备党员大会", "assembly"),
        ("发展对象公示", "public-notice"),
        ("发展对象公示情况报告", "public-notice"),
        ("确定发展对象的请示", ""),
        ("发展对象备案的批复", "candidate"),
        ("短期集中培训通知", ""),
        ("预审请示", ""),
        ("预审批复", "pre-review"),
        ("转正申请书", "transfer-application"),
        ("关于召开转正大会的通知", ""),
        ("转正申请和转正大会", "transfer-assembly"),
    ],
)
def test_what_is_only_about_a_step_is_not_the_step(name: str, step: str) -> None:
    assert RECRUITMENT.named(name) == tuple(step.split())


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("关于换届选举的请示", "request"),
        ("关于换届选举请示的批复", "reply"),
        ("关于召开换届选举大会的通知", ""),
        ("换届选举大会议程", ""),
        ("选举办法", "method"),
        ("选举结果的报告", "report"),
        ("关于选举结果报告的批复", "approval"),
    ],
)
def test_papers_of_an_election(name: str, step: str) -> None:
    assert ELECTION.named(name) == tuple(step.split())


@pytest.mark.parametrize(
    ("files", "asked", "lacking"),
    [
        (["入党志愿书", "支部大会讨论", "上级党委审批"], 0, set()),
        (["入党志愿书", "接收预备党员大会", "转正大会", "党委批复"], 1, set()),
        (["接收预备党员公示", "入党宣誓"], 0, {"assembly", "approval"}),
    ],
)
def test_official_names_that_stand_for_two_steps(files: list[str], asked: int, lacking: set[str]) -> None:
    rule = RULES["07.recruitment.steps"]
    records = case(rule, {})
    next(iter(records.values()))["files"] = [f"{name}.txt" for name in files]
    report = judged(records, "2025-12-31", scheme=school(), units=[BRANCH])
    assert sum(item.reason == "not-run.which-step" for item in report.not_run) == asked
    (finding,) = (finding for finding in report.findings if finding.code == "complete/step")
    told = {str(step).rpartition("/")[2] for step in finding.params["steps"]}  # type: ignore[union-attr]
    assert told & {"assembly", "approval", "transfer-assembly", "transfer-approval"} == lacking


def test_entries_of_a_rectification_list_are_closed_in_time() -> None:
    late = {"text": "补齐签到表", "due": "2025-06-30"}
    for closed, told in (({}, ["2025-06-30"]), ({"closed": "2025-06-20"}, [])):
        ledger = filed(
            "10.03", "2025-03-10", "整改台账", record_form="rectification-ledger", items=[late | closed]
        )
        findings = said(ledger, "10.rectification.deadline")
        assert [(f.code, f.period) for f in findings] == [("complete/overdue", day) for day in told]


@pytest.mark.parametrize("rule", [r for r in RULES.values() if r.kind == "quorum"], ids=lambda rule: rule.id)
def test_a_meeting_that_too_few_attended(rule: Any) -> None:
    unit = {**BRANCH, "members": {"full": 10, "probationary": 3}, "committee": 10}
    needed = details(rule, Quorum).needed(10)
    for present, told in ((needed - 1, ["consistency/quorum"]), (needed, [])):
        event = {"event": {"expected": 10, "present": present}, "activity": [rule.activity]}
        held = filed(rule.leaf, "2025-03-14", "会议", record_form="minutes", **event)
        assert [finding.code for finding in said(held, rule.id, unit=unit)] == told


def test_an_assembly_that_elects_is_judged_as_an_election_only() -> None:
    event = {"event": {"present": 1}, "activity": ["branch-assembly"], "record_form": "minutes"}
    report = judged(
        filed("02.04", "2025-03-14", "选举大会", **event) | filed("05.01", "2025-06-14", "党员大会", **event),
        "2025-12-31",
        scheme=school(),
        units=[{**BRANCH, "members": 10}],
    )
    told = [(f.rule, f.params["needed"]) for f in report.findings if f.code == "consistency/quorum"]
    assert sorted(told) == [("02.election.quorum", 8), ("05.branch-assembly.quorum", 5)]


@pytest.mark.parametrize("rule", [r for r in RULES.values() if r.kind == "series"], ids=lambda rule: rule.id)
def test_what_was_there_last_year_and_is_not_this_year(rule: Any) -> None:
    first, second = (
        filed(rule.leaf, f"{year}-06-30", "材料", record_form=rule.form) for year in (2024, 2025)
    )
    (finding,) = said(first, rule.id, as_of="2026-03-31")
    assert (finding.code, finding.severity, finding.period) == ("complete/series", "warning", "2025")
    assert finding.path.startswith("2025/") and finding.path.endswith(school().leaves[rule.leaf].folder)
    assert said(first | second, rule.id, as_of="2026-03-31") == []


@pytest.mark.parametrize(("leaf", "asked"), [("08.02", 1), ("06.08", 0)])
def test_only_what_a_rule_looks_for_where_it_lies_needs_a_unit(leaf: str, asked: int) -> None:
    draft = filed(leaf, "2025-11-30", "统计表", record_form="statistics", status="draft")
    units = [BRANCH, {**BRANCH, "id": "c"}]
    report = judged(draft, "2025-12-31", scheme=school(), units=units)
    assert [item.path for item in report.not_run if item.reason == "not-run.whose"] == list(draft) * asked


def test_a_document_studied_before_it_came_out() -> None:
    studied = {"event": {"study_docs": [{"title": "学习党的二十大精神"}]}, "activity": ["branch-assembly"]}
    early, late = (
        filed("05.01", day, "大会", record_form="minutes", **studied) for day in ("2022-10-15", "2022-10-16")
    )
    (finding,) = said(early, "05.studied.timing", as_of="2022-12-31")
    assert (finding.code, finding.severity) == ("consistency/anachronism", "warning")
    assert said(late, "05.studied.timing", as_of="2022-12-31") == []


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("学习二十届四中全会精神", True),
        ("学习党的二十届四中全会《建议》", True),
        ("传达中国共产党第二十届中央委员会第四次全体会议精神", True),
        ("学习《中共中央关于制定国民经济和社会发展第十五个五年规划的建议》", True),
        ("为二十届四中全会胜利召开营造氛围", False),
    ],
)
def test_a_document_is_known_as_people_write_it(title: str, told: bool) -> None:
    early = filed("05.01", "2025-09-12", title, record_form="minutes", activity=["branch-assembly"])
    assert bool(said(early, "05.studied.timing")) == told


@pytest.mark.parametrize(
    ("second", "told"), [({"activity": ["group-meeting"]}, []), ({}, ["field:activity"])]
)
def test_a_minute_book_whose_lines_say_their_activity_needs_none_of_its_own(
    second: dict[str, Any], told: list[str]
) -> None:
    lines = [{"date": "2025-03-14", "activity": ["committee-meeting"]}, {"date": "2025-06-20", **second}]
    book = filed("05.03", "2025-12-31", "会议记录本", record_form="minute-book", events=lines)
    report = judged(book, "2025-12-31", scheme=school(), units=[BRANCH])
    invalid = [f.params["field"] for f in report.findings if f.code == "sidecar/invalid"]
    assert invalid == told


def test_a_name_that_says_another_day() -> None:
    (path,) = good = filed("03.01", "2025-03-14", "计划", record_form="plan")
    assert said(good, "05.name.timing") == []
    (finding,) = said({path: {**good[path], "date": "2025-03-15"}}, "05.name.timing")
    assert (finding.code, finding.params["reason_key"]) == ("consistency/date", "date.name")


def test_photos_taken_long_after() -> None:
    parts = [{"path": "照片.jpg", "role": "photo", "date": "2025-04-14"}]
    held = {"record_form": "minutes", "activity": ["theme-day"], "files": ["照片.jpg"], "parts": parts}
    assert [f.code for f in said(filed("05.05", "2025-03-14", "党日", **held), "05.photos.timing")] == [
        "consistency/late"
    ]
    assert said(filed("05.05", "2025-03-16", "党日", **held), "05.photos.timing") == []


@pytest.mark.parametrize(
    ("leaf", "title", "lawful"),
    [
        ("02.04", "换届选举档案", True),
        ("07.02", "甲发展党员档案", True),
        ("12.03", "竞争上岗档案", True),
        ("12.06", "甲名师工作室档案", True),
        ("13.02", "示范校创建档案", True),
        ("12.04", "甲发展党员档案", False),
        ("13.05", "甲发展党员档案", False),
    ],
)
def test_a_dossier_lies_where_its_matter_does(leaf: str, title: str, lawful: bool) -> None:
    records = filed(leaf, "2025-03-03", title, record_form="dossier")
    report = judged(records, "2025-12-31", scheme=school(), units=[BRANCH])
    assert any(f.code == "layout/wrong-category" for f in report.findings) != lawful


def test_the_dossier_of_a_studio_is_judged_by_the_steps_of_studios() -> None:
    papers = ["2025-03-03 工作室实施方案.txt", "2025-03-05 工作室申报表.txt", "2025-05-09 命名决定.txt"]
    dossier = filed("12.06", "2025-03-03", "甲名师工作室档案", record_form="dossier", files=papers)
    assert [f.params["steps"] for f in said(dossier, "12.studio.steps")] == [
        ["12.studio.steps/recommendation", "12.studio.steps/approval"]
    ]
    assert said(dossier, "07.recruitment.steps") == []


LOOSE_ELECTION = {
    "2025-12-02 关于换届选举的请示": "request",
    "2025-12-04 关于同意换届选举的批复": "reply",
    "2025-12-05 候选人预备人选请示": "request",
    "2025-12-08 候选人预备人选批复": "reply",
    "2025-12-10 选举办法": "rule",
    "2025-12-15 选举大会会议记录": "minutes",
    "2025-12-15 计票结果": "ballot",
    "2025-12-16 选举结果报告": "report",
    "2025-12-20 选举结果批复": "reply",
}


def loose(*without: str) -> Records:
    """The papers of an election as they lie in its leaf, each by itself."""
    found: Records = {}
    for name, form in LOOSE_ELECTION.items():
        day, _, title = name.partition(" ")
        if title not in without:
            found |= filed("02.04", day, title, record_form=form)
    return found


def test_an_election_in_loose_papers_is_whole() -> None:
    assert said(loose(), "03.request-reply.pair", as_of="2026-03-31") == []
    assert said(loose(), "02.election.steps", as_of="2026-03-31") == []


def test_the_reply_to_a_result_that_nobody_reported_is_told_once() -> None:
    papers = loose("选举结果报告")
    (unasked,) = said(papers, "03.request-reply.pair", as_of="2026-03-31")
    assert unasked.path.endswith("选举结果批复") and unasked.params["reason_key"] == "pair.without"
    report = judged(papers, "2026-03-31", 2025, scheme=school(), units=[BRANCH])
    told = [(f.rule, f.code) for f in report.findings if f.code in ("complete/pair", "complete/step")]
    assert told == [("02.election.steps", "complete/step")]
