"""Requests of branches whose replies lie with the committee above them."""

from __future__ import annotations

from typing import Any

import pytest
from judged import judged, paper, school

from archive_tool.core.model import FileFacts, Report

RULE = "03.request-reply.pair"
FORMS = {"r": "request", "a": "reply", "t": "report"}
UNITS = [
    {"id": "委", "name": "党委", "folder": "委", "kind": "committee", "founded": "2020-01-01"},
    {"id": "甲", "name": "第一党支部", "folder": "甲", "parent": "委", "kind": "branch", "founded": "2020-01-01"},
    {"id": "乙", "name": "第二党支部", "folder": "乙", "parent": "委", "kind": "branch", "founded": "2020-01-01"},
    {"id": "丙", "name": "第三党支部", "folder": "丙", "kind": "branch", "founded": "2020-01-01"},
]  # fmt: skip
Papers = dict[str, dict[str, Any]]


def letters(*named: str) -> Papers:
    """`甲r0301 关于购书的请示`: a request of March 1st that lies with 甲; `a`: a reply, `t`: a report."""
    found: Papers = {}
    for one in named:
        day, title = f"2025-{one[2:4]}-{one[4:6]}", one[7:]
        path = f"{one[0]}/2025/03_党建责任与计划总结/08_请示报告/{day} {title}"
        found[path] = paper(FORMS[one[1]], day, title=title)
    return found


def about(papers: Papers, **more: Any) -> Report:
    return judged(papers, "2026-03-31", 2025, scheme=school(), units=UNITS, since=2024, **more)


def told(papers: Papers) -> list[tuple[str, Any]]:
    findings = [f for f in about(papers).findings if f.code == "complete/pair"]
    return sorted((f.path[0] + f.path.partition(" ")[2], f.params["reason_key"]) for f in findings)


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        # Each filed what it wrote.
        (letters("甲r0301 关于接收张三为预备党员的请示", "委a0310 关于同意接收张三为预备党员的批复"), []),
        # In other words, while nobody else may claim it.
        (letters("甲r0301 关于发展张三同志为预备党员的请示", "委a0310 关于接收张三为预备党员的批复"), []),
        # One reply answers one request; the other branch has none.
        (
            letters("甲r0301 关于换届选举的请示", "乙r0302 关于换届选举的请示", "委a0310 关于同意第一党支部换届选举的批复"),
            [("乙关于换届选举的请示", "pair.none")],
        ),
        # But for one that names several.
        (
            letters("甲r0301 关于换届选举的请示", "乙r0302 关于换届选举的请示", "委a0310 关于同意第一、第二党支部换届选举的批复"),
            [],
        ),
        # What names the person goes first, whoever asked before.
        (
            letters("甲r0301 关于接收张三为预备党员的请示", "乙r0302 关于接收李四为预备党员的请示",
                    "委a0310 关于同意接收李四为预备党员的批复"),
            [("甲关于接收张三为预备党员的请示", "pair.none")],
        ),
        # Another matter, a unit that is not above it, a paper without a subject: no reply.
        (
            letters("甲r0301 关于购书的请示", "委a0310 关于同意换届选举的批复"),
            [("委关于同意换届选举的批复", "pair.without"), ("甲关于购书的请示", "pair.none")],
        ),
        (
            letters("丙r0301 关于购书的请示", "委a0310 关于同意购书的批复"),
            [("丙关于购书的请示", "pair.none"), ("委关于同意购书的批复", "pair.without")],
        ),
        (
            letters("甲r0301 请示", "委a0310 关于同意购书的批复"),
            [("委关于同意购书的批复", "pair.without"), ("甲请示", "pair.none")],
        ),
        # A late reply is one thing to ask about.
        (letters("甲r0301 关于购书的请示", "委a0801 关于同意购书的批复"), [("甲关于购书的请示", "pair.late")]),
        # A branch does not answer its committee.
        (
            letters("委r0301 关于购书的请示", "甲a0310 关于同意购书的批复"),
            [("委关于购书的请示", "pair.none"), ("甲关于同意购书的批复", "pair.without")],
        ),
        # A report of the branch may be what was approved.
        (letters("甲t0301 关于换届选举结果的报告", "委a0310 关于换届选举结果的批复"), []),
    ],
)  # fmt: skip
def test_a_request_is_answered_by_the_unit_above(papers: Papers, expected: list[tuple[str, str]]) -> None:
    assert told(papers) == expected


def test_the_reply_stands_in_the_row_of_the_request() -> None:
    papers = letters("甲r0301 关于购书的请示", "委a0310 关于同意购书的批复")
    (row,) = (r for r in about(papers).coverage if (r.rule, r.unit, r.period) == (RULE, "甲", "2025"))
    assert (row.status, len(row.records)) == ("met", 2)


def test_a_reply_above_that_nobody_could_read_may_be_it() -> None:
    papers = letters("甲r0301 关于购书的请示", "委a0310 关于同意购书的批复")
    reply = next(path for path in papers if path.startswith("委"))
    papers[reply]["files"] = ["批复.txt"]
    report = about(papers, facts={f"{reply}/批复.txt": FileFacts("x", problem="damaged")})
    assert [f for f in report.findings if f.code == "complete/pair"] == []
    found = {
        row.unit: (row.status, row.uncertain)
        for row in report.coverage
        if (row.rule, row.period) == (RULE, "2025")
    }
    assert found["甲"] == ("not-applicable", 1)  # nothing that can be judged
