"""Every rule of the school scheme by itself: an archive that meets all of them, and what each says when its papers go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from judged import judged, material, school
from role_names import NAMES

from archive_tool.core.model import Finding

# A year of half a month: the units were founded on its first day, so every period is asked for once.
DAY, AS_OF, YEAR, FOUNDED = "2025-12-20", "2026-03-31", 2025, "2025-12-16"
UNITS = [
    {"id": "c", "name": "党委", "kind": "committee", "founded": FOUNDED, "leaders": ["甲"], "staff": ["甲"]},
    {
        "id": "b",
        "name": "支部",
        "kind": "branch",
        "parent": "c",
        "founded": FOUNDED,
        "members": ["甲"],
        "committee": 3,
        "leaders": ["甲"],
        "staff": ["甲"],
    },
    {"id": "g", "name": "小组", "kind": "group", "parent": "b"},
    {"id": "o", "name": "教务处", "kind": "office", "founded": FOUNDED},
    {
        "id": "s",
        "name": "学校",
        "kind": "school",
        "founded": FOUNDED,
        "stage": "senior-high",
        "staff": ["甲"],
    },
    {"id": "e", "name": "教育局", "kind": "bureau", "founded": FOUNDED, "leaders": ["甲"]},
]
Records = dict[str, dict[str, Any]]
RULES = school().rules
# The end of a term is judged by the unit's own dates: tests/core/test_terms.py.
COUNTS = [rule for rule in RULES.values() if rule.kind == "count" and not rule.renews]
ROLES = [rule for rule in RULES.values() if rule.kind == "roles"]


def place(leaf: str) -> str:
    found = school().leaves[leaf]
    return f"2025/{school().categories[found.category].folder}/{found.folder}"


def described(rule_id: str, unit: str, number: int = 1, **more: Any) -> Records:
    """A filed record of what the rule asks for."""
    rule = RULES[rule_id]
    form = rule.form or "minutes"
    title = f"{DAY} {rule_id.split('.')[1]} {unit} {number}"
    values = {"title": title, "date": DAY, "record_form": form, "author": ["甲"], "security": "internal"}
    whom = {"persons": ["甲"]} if rule.per in ("member", "leader", "staff") or form == "talk-record" else {}
    held = {"activity": [rule.activity]} if rule.activity else {}
    filled = {"status": "filed", **values, **whom, **held, "unit": [unit], **more}
    return {f"{place(rule.leaf)}/{title}": filled}


def papers(rule_id: str) -> list[str]:
    """The files that a rule about roles asks for, the conditional ones too."""
    return [NAMES[need.role] for need in RULES[rule_id].roles] or [NAMES["minutes"]]


def bundle(activity: str) -> str | None:
    return next((rule.id for rule in ROLES if rule.activity == activity), None)


def asked_for(rule_id: str) -> Iterator[tuple[str, Records]]:
    """(unit, what meets the rule for it) of every unit that the rule is for."""
    rule = RULES[rule_id]
    stages = rule.applies.stages
    for unit in (unit for unit in UNITS if unit["kind"] in rule.applies.unit_kinds):
        if stages and unit.get("stage") not in stages:
            continue
        who = "g" if rule.per == "group" else str(unit["id"])
        roles = bundle(rule.activity) if rule.activity else None
        files = {"files": papers(roles) if roles else ["正文.txt"]}
        records: Records = {}
        for number in range(1, rule.at_least + 1):
            records |= described(rule_id, who, number, **files)
        yield who, records


def everything() -> Records:
    """An archive that meets every rule there is."""
    found: Records = {}
    for rule in COUNTS:
        for _, records in asked_for(rule.id):
            found |= records
    for rule in ROLES:
        if not any(count.activity == rule.activity for count in COUNTS):
            found |= described(rule.id, "b", files=papers(rule.id))
    return found


def missing(records: Records, settings: Mapping[str, Any]) -> list[Finding]:
    report = judged(records, AS_OF, YEAR, scheme=school(), units=UNITS, settings=dict(settings))
    return [finding for finding in report.findings if finding.code.startswith("complete/")]


ALL_ON = {rule.id: "on" if rule.kind in ("count", "roles") else "off" for rule in RULES.values()}


def test_one_archive_can_meet_every_rule() -> None:
    assert missing(everything(), ALL_ON) == []


def test_an_empty_archive_is_asked_for_what_is_on_and_nothing_else() -> None:
    said = {finding.rule for finding in missing({}, {})}
    assert said == {rule.id for rule in COUNTS if rule.enabled}


@pytest.mark.parametrize("rule", COUNTS, ids=lambda rule: rule.id)
def test_without_its_papers_a_rule_says_so_and_no_other_does(rule: Any) -> None:
    shared = [one for one in COUNTS if rule.activity and one.activity == rule.activity and one is not rule]
    others = {path for one in shared for _, records in asked_for(one.id) for path in records}
    for unit, records in asked_for(rule.id):
        left = {path: values for path, values in everything().items() if path not in {*records, *others}}
        assert len(left) < len(everything())
        (finding,) = missing(left, {**ALL_ON, **{one.id: "off" for one in shared}})
        assert (finding.code, finding.rule) == ("complete/missing", rule.id)
        assert unit in (finding.unit, finding.whom)
        assert finding.path.partition("/")[2] == place(rule.leaf).partition("/")[2]
        assert finding.severity == (rule.severity or "error")


@pytest.mark.parametrize("rule", [rule for rule in COUNTS if rule.in_leaf], ids=lambda rule: rule.id)
def test_what_lies_in_another_leaf_does_not_serve_a_rule_about_one(rule: Any) -> None:
    elsewhere = place(next(leaf for leaf in school().leaves if leaf != rule.leaf))
    for _, records in asked_for(rule.id):
        moved = {f"{elsewhere}/{path.rpartition('/')[2]}": values for path, values in records.items()}
        left = {path: values for path, values in everything().items() if path not in records}
        assert [finding.rule for finding in missing({**left, **moved}, ALL_ON)] == [rule.id]


@pytest.mark.parametrize(
    ("rule", "role"), [(rule, need.role) for rule in ROLES for need in rule.roles if not need.when]
)
def test_without_one_paper_that_paper_is_said_to_lack(rule: Any, role: str) -> None:
    files = [name for name in papers(rule.id) if name != NAMES[role]]
    # Where nothing proves that it took place, the count speaks instead.
    files += [NAMES["photo"]] if role != "photo" and NAMES["photo"] not in files else []
    (finding,) = missing(described(rule.id, "b", files=files), {**dict.fromkeys(RULES, "off"), rule.id: "on"})
    assert (finding.code, finding.rule, finding.params["roles"]) == ("complete/role", rule.id, [role])


@pytest.mark.parametrize(
    ("rule", "need"), [(rule, need) for rule in ROLES for need in rule.roles if need.when]
)
def test_a_paper_of_a_vote_is_asked_for_where_votes_were_cast(rule: Any, need: Any) -> None:
    assert need.when == "event.votes"
    files = [name for name in papers(rule.id) if name != NAMES[need.role]]
    only = {**dict.fromkeys(RULES, "off"), rule.id: "on"}
    cast = {"event": {"votes": {"for": 5}}}
    assert missing(described(rule.id, "b", files=files), only) == []
    (finding,) = missing(described(rule.id, "b", files=files, **cast), only)
    assert finding.params["roles"] == [need.role]
    for other in need.any_of:
        assert missing(described(rule.id, "b", files=[*files, NAMES[other]], **cast), only) == []


@pytest.mark.parametrize("rule", [rule for rule in ROLES if rule.evidence], ids=lambda rule: rule.id)
def test_a_meeting_that_was_only_announced_lacks_no_papers(rule: Any) -> None:
    announced = described(rule.id, "b", files=[NAMES["notice"], NAMES["agenda"]])
    assert missing(announced, {**dict.fromkeys(RULES, "off"), rule.id: "on"}) == []


@pytest.mark.parametrize(
    ("form", "when", "months"),
    [
        ("dues-ledger", {"date": "2025-12"}, ["2025-12"]),
        ("dues-ledger", {"date": "2025-12-05"}, ["2025-12"]),
        ("dues-ledger", {"date": "2025-12-31", "period": "2025-Q4"}, ["2025-10", "2025-11", "2025-12"]),
        ("dues-ledger", {"date": "2025"}, [f"2025-{month:02}" for month in range(1, 13)]),
        ("ledger", {"date": "2025"}, []),
    ],
)
def test_a_dues_ledger_stands_for_the_months_it_is_about(
    form: str, when: dict[str, str], months: list[str]
) -> None:
    ledger = described("08.dues-ledger.count", "b", **{"record_form": form, **when})
    units = [{**UNITS[1], "founded": "2024-01-01", "parent": ""}]
    report = judged(ledger, AS_OF, YEAR, scheme=school(), units=units)
    rows = [row for row in report.coverage if row.rule == "08.dues-ledger.count"]
    assert [row.period for row in rows if row.status == "met"] == months
    assert len(rows) == 12


@pytest.mark.parametrize(
    ("title", "held"),
    [
        ("支部党员大会", True),
        ("会议", True),  # the folder says what it is
        ("校长办公会议", False),
        ("校务会", False),
        ("教职工代表大会", False),
        ("党组织会议", False),
    ],
)
def test_a_meeting_of_the_administration_does_not_stand_in_for_the_branch(title: str, held: bool) -> None:
    path = f"{place('05.01')}/{DAY} {title}"
    units = [{**UNITS[1], "parent": ""}]
    bare = material(
        {path: {"files": ["会议记录.txt"]}}, date.fromisoformat(AS_OF), YEAR, scheme=school(), units=units
    )
    (holding,) = bare.tree.holdings
    derived = bare.deriver.values(holding, {}, {})
    report = judged({path: {**derived, "files": ["会议记录.txt"]}}, AS_OF, YEAR, scheme=school(), units=units)
    found = [row.found for row in report.coverage if row.rule == "05.branch-assembly.count"]
    assert found == [int(held)]
