"""The rule kind `pair` at its edges: windows, ties, years, units."""

from __future__ import annotations

from typing import Any

import pytest
from judged import BRANCH, judged, paper, rows, school

from archive_tool.core.model import FileFacts, Finding, Report

RULE = "20.request.pair"
Papers = dict[str, dict[str, Any]]


def asked(day: str, name: str = "请示", **more: Any) -> Papers:
    return {f"{day[:4]}/20_材料/01_来文/{day} {name}": paper("request", day, **more)}


def answered(day: str, name: str = "批复", **more: Any) -> Papers:
    return {f"{day[:4]}/20_材料/01_来文/{day} {name}": paper("reply", day, **more)}


def said(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.code == "complete/pair"]


def reasons(report: Report) -> list[tuple[Any, Any]]:
    return [(finding.params["date"], finding.params["reason_key"]) for finding in said(report)]


@pytest.mark.parametrize(
    ("as_of", "papers", "status", "told"),
    [
        ("2025-04-13", asked("2025-03-14"), "due", []),
        ("2025-04-14", asked("2025-03-14"), "missing", [("2025-03-14", "pair.none")]),
        ("2025-04-14", asked("2025-03-14") | answered("2025-04-13"), "met", []),
        ("2025-04-15", asked("2025-03-14") | answered("2025-04-14"), "missing", [
            ("2025-04-14", "pair.without"), ("2025-03-14", "pair.none"),
        ]),
        ("2025-04-15", asked("2025-03-14") | answered("2025-03-14"), "met", []),
        ("2025-04-15", {}, "not-applicable", []),
        ("2025-03-13", asked("2025-03-14"), "not-applicable", []),
    ],
)  # fmt: skip
def test_the_window_begins_and_ends(
    as_of: str, papers: Papers, status: str, told: list[tuple[str, str]]
) -> None:
    report = judged(papers, as_of)
    assert rows(report, RULE)["2025"][0] == status
    assert sorted(reasons(report)) == sorted(told)


def test_the_row_and_the_finding_say_whose_it_is_and_where() -> None:
    report = judged(asked("2025-03-14"), "2025-12-31")
    (row,) = (row for row in report.coverage if row.rule == RULE)
    assert (row.subject, row.kind, row.expected, row.found, row.due.isoformat()) == (
        "rule:20.request.pair", "pair", 1, 0, "2025-04-13",
    )  # fmt: skip
    (finding,) = said(report)
    assert (finding.unit, finding.period, finding.path) == (
        "b",
        "2025",
        "2025/20_材料/01_来文/2025-03-14 请示",
    )
    assert (finding.params["subject"], finding.params["counterpart"]) == ("form:request", "form:reply")


def test_one_reply_serves_one_request_the_earlier_first() -> None:
    papers = asked("2025-03-01") | asked("2025-03-10") | answered("2025-03-20")
    assert reasons(judged(papers, "2025-12-31")) == [("2025-03-10", "pair.none")]
    assert reasons(judged(papers | answered("2025-03-31", "又批复"), "2025-12-31")) == []


def test_one_reply_may_name_several_requests() -> None:
    both = {"relations": [{"kind": "answers", "record": "q1"}, {"kind": "answers", "record": "q2"}]}
    papers = asked("2025-03-01", id="q1") | asked("2025-03-10", id="q2") | answered("2025-03-20", **both)
    assert reasons(judged(papers, "2025-12-31")) == []


@pytest.mark.parametrize("named_by", ["request", "reply"])
def test_a_tie_counts_in_either_direction_and_out_of_time_is_told(named_by: str) -> None:
    tie = {"relations": [{"kind": "answers", "record": "q" if named_by == "reply" else "p"}]}
    question = {"id": "q"} | (tie if named_by == "request" else {})
    answer = {"id": "p"} | (tie if named_by == "reply" else {})
    papers = asked("2025-03-01", **question) | asked("2025-02-20") | answered("2025-03-20", **answer)
    assert reasons(judged(papers, "2025-12-31")) == [("2025-02-20", "pair.none")]
    late = asked("2025-03-01", **question) | answered("2025-05-20", **answer)
    (finding,) = said(judged(late, "2025-12-31"))
    assert (finding.params["reason_key"], finding.params["found"]) == ("pair.late", "2025-05-20")


def test_what_names_its_late_reply_takes_no_other() -> None:
    papers = (
        asked("2025-03-01", id="q")
        | answered("2025-03-05", "别的批复")
        | answered("2025-05-20", relations=[{"kind": "answers", "record": "q"}])
    )
    assert sorted(reasons(judged(papers, "2025-12-31"))) == [
        ("2025-03-01", "pair.late"),
        ("2025-03-05", "pair.without"),
    ]


def test_papers_of_two_cases_are_no_pair() -> None:
    papers = asked("2025-03-01", case="甲案") | answered("2025-03-05", case="乙案")
    assert len(said(judged(papers, "2025-12-31"))) == 2
    papers |= answered("2025-03-09", "又批复", case="甲案") | asked("2025-03-02", "又请示", case="乙案")
    assert said(judged(papers, "2025-12-31")) == []


def test_a_window_reaches_over_the_end_of_the_year_and_a_leap_day() -> None:
    units = [{**BRANCH, "founded": "2023-01-01"}]
    papers = asked("2024-12-20") | answered("2025-01-19")
    assert said(judged(papers, "2025-12-31", units=units)) == []
    found = rows(judged(asked("2024-01-30"), "2024-02-29", units=units), RULE)
    assert found["2024"] == ("due", 0)  # 30 January and 30 days is 29 February
    assert len(said(judged(asked("2024-01-30"), "2024-03-01", units=units))) == 1
    alone = judged(asked("2024-12-20"), "2025-12-31", 2025, units=units)
    assert (said(alone), rows(alone, RULE)) == ([], {"2025": ("not-applicable", 0)})


def test_each_unit_answers_for_itself() -> None:
    units = [{**BRANCH, "id": one, "name": one, "folder": one} for one in ("甲", "乙")]
    papers = {f"甲/{path}": values for path, values in asked("2025-03-01").items()}
    papers |= {f"乙/{path}": values for path, values in answered("2025-03-05").items()}
    assert {finding.unit for finding in said(judged(papers, "2025-12-31", units=units))} == {"甲", "乙"}
    tied = {path: {**values, "id": "x"} for path, values in papers.items() if "请示" in path}
    tied |= {
        path: {**values, "relations": [{"kind": "answers", "record": "x"}]}
        for path, values in papers.items()
        if "批复" in path
    }
    assert said(judged(tied, "2025-12-31", units=units)) == []


def test_what_several_units_sent_together_is_asked_for_once() -> None:
    units = [{**BRANCH, "id": one, "name": one} for one in ("甲", "乙")]
    (finding,) = said(judged(asked("2025-03-01", unit=["甲", "乙"]), "2025-12-31", units=units))
    assert finding.units == ("甲", "乙")


def test_a_reply_to_what_may_be_older_than_the_archive_is_left_alone() -> None:
    report = judged(answered("2025-01-20"), "2025-12-31")
    assert said(report) == []  # the branch was founded on 1 January
    (row,) = (row for row in report.coverage if row.rule == RULE)
    assert (row.uncertain, row.status) == (1, "not-applicable")
    assert reasons(judged(answered("2025-02-01"), "2025-12-31")) == [("2025-02-01", "pair.without")]


def test_what_cannot_be_read_may_be_the_reply_and_paper_counts() -> None:
    unread = answered("2025-03-20", files=["批复.txt"])
    path = next(iter(unread))
    facts = {f"{path}/批复.txt": FileFacts("x", problem="damaged")}
    report = judged(asked("2025-03-14") | unread, "2025-12-31", facts=facts)
    assert said(report) == []
    assert next(row.uncertain for row in report.coverage if row.rule == RULE) == 2
    on_paper = answered("2025-03-20", files=[], original_location="柜一")
    report = judged(asked("2025-03-14") | on_paper, "2025-12-31")
    assert (said(report), rows(report, RULE)["2025"]) == ([], ("met", 1))
    assert next(row.pointers for row in report.coverage if row.rule == RULE) == 1


def test_an_attachment_that_can_be_read_is_not_the_reply() -> None:
    reply = answered("2025-03-20", files=["批复.txt", "附件.txt"])
    path = next(iter(reply))

    def met(broken: str) -> tuple[str, int]:
        facts = {f"{path}/{broken}": FileFacts("x", problem="damaged")}
        return rows(judged(asked("2025-03-14") | reply, "2025-12-31", facts=facts), RULE)["2025"]

    assert (met("批复.txt"), met("附件.txt")) == (("not-applicable", 0), ("met", 1))


def test_the_window_is_a_setting_and_a_waiver_waives_the_row() -> None:
    papers = asked("2025-03-14") | answered("2025-05-13")
    assert said(judged(papers, "2025-12-31", settings={RULE: {"within": "60d"}})) == []
    waiver = {
        "code": "complete/pair",
        "rule": RULE,
        "reason": "上级电话答复",
        "author": "甲",
        "until": "2026-12-31",
    }
    report = judged(asked("2025-03-14"), "2025-12-31", waivers=[waiver])
    assert rows(report, RULE)["2025"] == ("waived", 0)
    one = {**waiver, "path": "2025/20_材料/01_来文/2025-03-14 请示"}
    report = judged(asked("2025-03-14") | asked("2025-06-01"), "2025-12-31", waivers=[one])
    assert rows(report, RULE)["2025"] == ("missing", 0)


def letters(**titles: str) -> Papers:
    """`r0301="关于购书的请示"`: a request of March 1st; `a0320`: a reply of March 20th; `t0310`: a report."""
    found: Papers = {}
    for key, title in titles.items():
        day = f"2025-{key[1:3]}-{key[3:5]}"
        form = {"r": "request", "a": "reply", "t": "report"}[key[0]]
        path = f"2025/03_党建责任与计划总结/08_请示报告/{day} {title}"
        found[path] = paper(form, day, title=title)
    return found


def about(papers: Papers) -> list[tuple[str, Any]]:
    """Titles of the papers that lack their counterpart, and why, in the school's scheme."""
    report = judged(papers, "2026-03-31", 2025, scheme=school())
    return sorted((f.path.partition(" ")[2], f.params["reason_key"]) for f in said(report))


@pytest.mark.parametrize(
    ("papers", "told"),
    [
        # The reply belongs to what it is about, not to what was asked for first.
        (
            letters(r0301="关于购书的请示", r0302="关于换届选举的请示", a0320="关于同意换届选举的批复"),
            [("关于购书的请示", "pair.none")],
        ),
        # A reply about something else answers nothing.
        (
            letters(r0301="关于换届选举的请示", a0320="关于购置设备的批复"),
            [("关于换届选举的请示", "pair.none"), ("关于购置设备的批复", "pair.without")],
        ),
        # One late reply is one thing to ask about.
        (
            letters(r0301="关于购书的请示", a0801="关于同意购书的批复"),
            [("关于购书的请示", "pair.late")],
        ),
        # In other words, without words, or named by its number: as before, in order of time.
        (letters(r0301="关于购书的请示", a0320="关于购置图书的批复"), []),
        (letters(r0301="关于购书的请示", a0320="批复"), []),
        (letters(r0301="请示", a0320="关于同意换届选举的批复"), []),
        (letters(r0301="关于调整支委会委员的请示", a0320="支委会委员调整批复"), []),
    ],
)
def test_a_reply_belongs_to_the_request_about_the_same(papers: Papers, told: list[tuple[str, str]]) -> None:
    assert about(papers) == told


@pytest.mark.parametrize(
    ("papers", "told"),
    [
        # What was reported may be approved, whatever the two papers are called besides.
        (letters(t0310="选举结果报告", a0320="选举结果批复"), []),
        (letters(t0310="关于第三届支部委员会选举结果的报告", a0320="关于同意支部委员会选举结果的批复"), []),
        (letters(t0310="关于巡察整改情况的报告", a0320="关于巡察整改报告的批复"), []),
        (letters(t0310="关于巡察整改情况的报告", a0901="关于巡察整改报告的批复"), []),
        (letters(t0310="关于整改落实情况的报告", a0320="关于整改报告的回复"), []),
        # A report about something else, of a later day or of another matter is not what was answered.
        (letters(t0310="关于安全工作的报告", a0320="选举结果批复"), [("选举结果批复", "pair.without")]),
        (letters(t0401="选举结果报告", a0320="选举结果批复"), [("选举结果批复", "pair.without")]),
        (letters(t0310="2025年工作报告", a0320="批复"), [("批复", "pair.without")]),
        (letters(a0320="选举结果批复"), [("选举结果批复", "pair.without")]),
        # A reply to a report is no reply to a request that happens to be open.
        (
            letters(r0301="关于购书的请示", t0310="选举结果报告", a0320="选举结果批复"),
            [("关于购书的请示", "pair.none")],
        ),
        (letters(r0301="请示", t0310="换届选举情况报告", a0320="关于同意换届选举的批复"), []),
        # A request is asked for its reply, whatever was reported.
        (
            letters(r0301="关于换届选举的请示", t0310="换届选举情况报告"),
            [("关于换届选举的请示", "pair.none")],
        ),
        (letters(r0301="关于换届选举的请示", t0301="换届选举情况报告", a0320="关于同意换届选举的批复"), []),
    ],
)
def test_a_reply_may_answer_a_report_about_the_same(papers: Papers, told: list[tuple[str, str]]) -> None:
    assert about(papers) == told


def test_a_reply_answers_the_case_or_the_record_that_it_names() -> None:
    (path, reply), *_ = letters(a0320="批复").items()
    ((other, report),) = letters(t0310="关于安全工作的报告").items()
    named = {**reply, "relations": [{"kind": "answers", "record": "t1"}]}
    assert about({path: named, other: {**report, "id": "t1"}}) == []
    assert about({path: named, other: report}) == [("批复", "pair.without")]
    naming = {**report, "relations": [{"kind": "see-also", "record": "a1"}]}
    assert about({path: {**reply, "id": "a1"}, other: naming}) == []
    of_a_case = {**reply, "case": "2025年换届选举"}
    case = {"在办/02_组织机构与班子/2025年换届选举": paper("material", "2025-03-01", title="2025年换届选举")}
    assert about({path: of_a_case} | case) == []
    asked_without = letters(r0301="请示")
    assert about({path: of_a_case} | case | asked_without) == []
    alike = {**reply, "case": "2025年换届选举", "title": "又一件批复"}
    assert len(about({path: of_a_case, f"{path}二": alike})) == 2


def test_a_report_that_nobody_could_read_may_be_what_was_answered() -> None:
    papers = letters(t0310="选举结果报告", a0320="选举结果批复")
    damaged = {f"{path}/记录.txt": FileFacts("x", problem="damaged") for path in papers if "报告" in path}
    damaged |= {path.replace("记录", "签到"): fact for path, fact in damaged.items()}
    report = judged(papers, "2026-03-31", 2025, facts=damaged, scheme=school())
    (row,) = (row for row in report.coverage if row.rule == "03.request-reply.pair")
    assert (said(report), row.uncertain, row.expected) == ([], 1, 0)


def by_title(form: str, day: str, title: str, leaf: str) -> Papers:
    return {f"2025/{leaf}/{day} {title}": paper(form, day, title=title)}


REQUESTS, FEEDBACK, LEDGERS = (
    "03_党建责任与计划总结/08_请示报告", "10_检查整改/02_反馈意见", "10_检查整改/03_整改方案与台账",
)  # fmt: skip


@pytest.mark.parametrize(
    ("ledger", "answered"),
    [
        ("财务审计整改台账", False),
        ("组织生活会整改台账", False),  # a meeting is a matter too
        ("意识形态工作整改台账", True),
        ("问题整改台账", True),  # it names none
    ],
)
def test_a_list_about_another_matter_answers_no_feedback(ledger: str, answered: bool) -> None:
    papers = by_title("feedback", "2025-05-20", "意识形态专项检查反馈意见", FEEDBACK)
    papers |= by_title("rectification-ledger", "2025-06-10", ledger, LEDGERS)
    told = [
        f.path for f in said(judged(papers, "2025-12-31", scheme=school())) if f.rule == "10.feedback.pair"
    ]
    assert bool(told) != answered


def test_one_list_answers_each_feedback_about_its_matter() -> None:
    papers = by_title("feedback", "2025-05-20", "教育局党建检查反馈意见", FEEDBACK)
    papers |= by_title("feedback", "2025-05-25", "党建督导反馈意见", FEEDBACK)
    papers |= by_title("rectification-ledger", "2025-06-10", "党建工作整改台账", LEDGERS)
    assert said(judged(papers, "2025-12-31", scheme=school())) == []


@pytest.mark.parametrize(
    ("requests", "replies", "open_"),
    [
        (["张三、李四"], ["张三同志", "李四同志"], []),
        (["张三", "李四"], ["张三、李四"], []),
        (["张三", "李四", "王五"], ["张三、李四"], ["关于接收王五为预备党员的请示"]),
        (["张三", "李四"], ["李四同志"], ["关于接收张三为预备党员的请示"]),
        (["张三"], ["张三同志", "李四同志"], ["关于同意接收李四同志为中共预备党员的批复"]),
    ],
)
def test_several_persons_of_one_paper_and_papers_of_one_person(
    requests: list[str], replies: list[str], open_: list[str]
) -> None:
    papers: Papers = {}
    for at, who in enumerate(requests):
        papers |= by_title("request", f"2025-03-0{at + 1}", f"关于接收{who}为预备党员的请示", REQUESTS)
    for who in replies:
        papers |= by_title("reply", "2025-03-20", f"关于同意接收{who}为中共预备党员的批复", REQUESTS)
    found = said(judged(papers, "2025-12-31", scheme=school()))
    assert [f.path.partition(" ")[2] for f in found] == open_


def test_a_reply_may_call_the_matter_by_other_words() -> None:
    papers = by_title("request", "2025-03-01", "关于调整支委会委员的请示", REQUESTS)
    papers |= by_title("reply", "2025-03-20", "区教育局党委关于第一支部委员会组成人员的批复", REQUESTS)
    assert said(judged(papers, "2025-12-31", scheme=school())) == []


@pytest.mark.parametrize(
    ("others", "told"),
    [
        (
            ["2025-06-20 选举大会会议记录", "2025-06-20 计票结果报告单"],
            [],
        ),  # the steps say that the reply lacks
        ([], ["关于换届选举的请示"]),  # no later step is there: nothing but the pair says it
    ],
)
def test_a_reply_that_lacks_in_an_election_is_told_once(others: list[str], told: list[str]) -> None:
    leaf = "02_组织机构与班子/04_换届选举"
    papers = by_title("request", "2025-05-10", "关于换届选举的请示", leaf)
    for name in others:
        papers |= by_title("minutes", name[:10], name[11:], leaf)
    report = judged(papers, "2025-12-31", scheme=school())
    assert [f.path.partition(" ")[2] for f in said(report)] == told
    assert [f.rule for f in report.findings if f.code == "complete/step"] == ["02.election.steps"][
        : len(others)
    ]
