"""A scheme's rules are read strictly: what contradicts itself is refused with its place."""

from __future__ import annotations

from typing import Any

import pytest
from judged import tiny

from archive_tool.core.errors import CannotRun
from archive_tool.core.rule_parse import parse_rules
from archive_tool.core.scheme import Rule
from archive_tool.core.strict import Section

BASIS = {"zh": "章程", "en": "Bylaws"}
PLAN = {
    "id": "20.plan.count",
    "kind": "count",
    "leaf": "20.2",
    "form": "plan",
    "period": "year",
    "basis": BASIS,
}
MEETING = {"id": "10.meeting.count", "kind": "count", "leaf": "10.1", "activity": "meeting", "period": "year", "basis": BASIS}  # fmt: skip
ROLES = {"id": "10.meeting.roles", "kind": "roles", "leaf": "10.1", "activity": "meeting", "roles": ["minutes"], "basis": BASIS}  # fmt: skip
PAIR = {"id": "20.request.pair", "kind": "pair", "leaf": "20.1", "each": {"form": "request"}, "has": {"form": "reply"}, "within": "30d", "basis": BASIS}  # fmt: skip
FIRST, SECOND = ({"step": one, "label": {"zh": one, "en": one}} for one in ("ask", "vote"))
STEPS = {"id": "20.case.steps", "kind": "steps", "leaf": "20.1", "steps": [FIRST, SECOND], "basis": BASIS}
QUORUM = {"id": "10.meeting.quorum", "kind": "quorum", "leaf": "10.1", "activity": "meeting", "entitled": "members", "basis": BASIS}  # fmt: skip
LEDGER = {"id": "20.ledger.deadline", "kind": "deadline", "leaf": "20.2", "form": "ledger", "basis": BASIS}
TIMING = {"id": "10.late.timing", "kind": "timing", "leaf": "10.1", "basis": BASIS}
BRANCH = {"applies": {"unit_kinds": ["branch"]}}


def parsed(*rules: dict[str, Any]) -> dict[str, Rule]:
    lines = {f"rules.{number}.id": 10 * number + 1 for number, _ in enumerate(rules)}
    file = Section.of({"code": "20", "rules": list(rules)}, lines, "categories/20.yaml")
    return parse_rules([file], tiny().leaves, tiny().vocabularies)


@pytest.mark.parametrize(
    ("rules", "key"),
    [
        ([PLAN, PLAN], "scheme.rule-twice"),
        ([{**PLAN, **BRANCH}, {**PLAN, **BRANCH, "id": "20.other.count"}], "scheme.rule-contradiction"),
        ([{**PLAN, "activity": "meeting"}], "scheme.rule-subject"),
        ([{**PLAN, "form": ""}], "scheme.rule-subject"),
        ([{**PLAN, "grace": "61d"}], "scheme.grace"),
        ([{**MEETING, "spread": "true"}], "scheme.rule-spread"),
        ([{**ROLES, "spread": "true"}], "strict.unknown-key"),
        ([{**ROLES, "period": "year"}], "strict.unknown-key"),
        ([{**PLAN, "period": "fortnight"}], "strict.unknown-word"),
        ([{**PLAN, "leaf": "20.9"}], "strict.unknown-word"),
        ([{**ROLES, "roles": ["minuets"]}], "strict.unknown-word"),
        ([PLAN, {**PLAN, **BRANCH, "id": "20.other.count"}], "scheme.rule-contradiction"),
        ([{**PLAN, "in_leaf": "true"}, {**PLAN, "id": "20.other.count"}], "scheme.rule-contradiction"),
        ([{**PLAN, "named_by": "chair"}], "strict.unknown-word"),
        ([{**LEDGER, "entries": "closed"}], "scheme.entries-done"),
        ([{**LEDGER, "done": "soon"}], "strict.unknown-word"),
        ([{**PLAN, "at_least": "0"}], "strict.minimum"),
        ([{**PLAN, "at_least": "-1"}], "strict.minimum"),
        ([{**PLAN, "applies": {"unit_kinds": ["brunch"]}}], "strict.unknown-word"),
        ([{**PLAN, "effective": {"from": "2025-02-30"}}], "strict.date"),
        ([{**PLAN, "effective": {"from": "2025-03-01", "to": "2025-02-28"}}], "scheme.effective"),
        ([{**PAIR, "has": {"form": "request"}}], "scheme.pair-same"),
        ([{**PAIR, "has": {"form": "replay"}}], "strict.unknown-word"),
        ([{**PAIR, "has": {}}], "scheme.rule-subject"),
        ([{**PAIR, "within": "0d"}], "strict.minimum"),
        ([{**PAIR, "within": ""}], "strict.required"),
        ([{**PAIR, "form": "request"}], "strict.unknown-key"),
        ([{**STEPS, "steps": [FIRST]}], "scheme.steps-few"),
        ([{**STEPS, "steps": []}], "scheme.steps-few"),
        ([{**STEPS, "steps": [FIRST, FIRST]}], "scheme.step-twice"),
        (
            [{**STEPS, "steps": [FIRST, {**SECOND, "label": {"zh": "ask", "en": "vote"}}]}],
            "scheme.step-twice",
        ),
        ([{**STEPS, "steps": [{**FIRST, "after": "vote"}, SECOND]}], "strict.unknown-word"),
        ([{**STEPS, "steps": [FIRST, {**SECOND, "after": "aks"}]}], "strict.unknown-word"),
        (
            [{**STEPS, "steps": [FIRST, {**SECOND, "after": {"step": "ask", "least": "0d"}}]}],
            "scheme.interval",
        ),
        (
            [{**STEPS, "steps": [FIRST, {**SECOND, "after": {"step": "ask", "least": "2m", "most": "30d"}}]}],
            "scheme.interval-contradiction",
        ),
        ([{**STEPS, "steps": [FIRST, {**SECOND, "effective": {"from": "2026-13-01"}}]}], "strict.date"),
        ([{**STEPS, "activity": "meeting"}], "strict.unknown-key"),
        ([{**TIMING, "compares": "names"}], "strict.unknown-word"),
        ([{**TIMING, "compares": "photos"}], "strict.required"),
        ([{**TIMING, "compares": "photos", "within": "0d"}], "strict.minimum"),
        ([{**TIMING, "compares": "name", "within": "3d"}], "scheme.timing-key"),
        ([{**TIMING, "compares": "studied", "documents": [{"title": "章程"}]}], "strict.required"),
        (
            [
                {
                    **TIMING,
                    "compares": "studied",
                    "documents": [
                        {"title": "《章程》", "published": "2025-02-01"},
                        {"title": "章程", "published": "2025-03-01"},
                    ],
                }
            ],
            "scheme.studied-twice",
        ),
        (
            [{**TIMING, "compares": "studied", "documents": [{"title": "章程", "published": "2025-02-30"}]}],
            "strict.date",
        ),
        ([{**TIMING, "compares": "name", "form": "plan", "activity": "meeting"}], "scheme.rule-subject"),
        ([QUORUM], "scheme.quorum-share"),
        ([{**QUORUM, "no_less_than": "1/2", "more_than": "1/3"}], "scheme.quorum-share"),
        ([{**QUORUM, "no_less_than": "0/2"}], "scheme.share"),
        ([{**QUORUM, "no_less_than": "3/2"}], "scheme.share"),
        ([{**QUORUM, "more_than": "2/2"}], "scheme.share"),
        ([{**QUORUM, "no_less_than": "half"}], "scheme.share"),
        ([{**QUORUM, "entitled": "voters", "more_than": "1/2"}], "strict.unknown-word"),
    ],
)
def test_a_rule_that_means_nothing_certain_is_refused(rules: list[dict[str, Any]], key: str) -> None:
    with pytest.raises(CannotRun) as refused:
        parsed(*rules)
    assert refused.value.key == key
    assert refused.value.file == "categories/20.yaml"


def test_one_subject_may_be_counted_over_two_lengths_and_for_two_kinds() -> None:
    rules = [
        {**PLAN, **BRANCH},
        {**PLAN, **BRANCH, "id": "20.plan-half.count", "period": "half"},
        {**PLAN, "id": "20.plan-office.count", "leaf": "20.1", "applies": {"unit_kinds": ["office"]}},
    ]
    assert list(parsed(*rules)) == [rule["id"] for rule in rules]


def test_one_form_may_be_counted_in_two_leaves_and_of_each_member() -> None:
    here = {**PLAN, "in_leaf": "true"}
    rules = [
        here,
        {**here, "id": "20.request-plan.count", "leaf": "20.1"},
        {**here, "id": "20.member-plan.count", "per": "member"},
    ]
    assert list(parsed(*rules)) == [rule["id"] for rule in rules]


def test_a_count_may_be_replaced_by_another_from_a_day_on() -> None:
    old = {**PLAN, "effective": {"to": "2025-06-30"}}
    new = {**PLAN, "id": "20.plan-new.count", "at_least": "2", "effective": {"from": "2025-07-01"}}
    assert len(parsed(old, new)) == 2
    with pytest.raises(CannotRun):
        parsed(old, {**new, "effective": {"from": "2025-06-30"}})


def test_an_activity_is_never_counted_by_its_notice_alone() -> None:
    again = {key: value for key, value in MEETING.items() if key != "period"}
    rules = parsed(MEETING, PLAN, ROLES, {**again, "id": "10.meeting.series", "kind": "series"})
    proved = {rule.kind: rule.evidence for rule in rules.values() if rule.activity}
    usual = ("minutes", "sign-in", "photo")
    assert proved == {"count": usual, "series": usual, "roles": ()}
    assert rules["20.plan.count"].evidence == ()
    assert parsed({**MEETING, "evidence": ["vote"]})["10.meeting.count"].evidence == ("vote",)
