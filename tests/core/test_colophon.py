"""How a report was made: what differs from the scheme, what each waiver silences, what was hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from judged import DRAFT, material, meeting, meetings, school

from archive_tool.core.audit import audit
from archive_tool.core.colophon import Changed, Colophon, Edition, Made, colophon
from archive_tool.core.material import Material

BRANCH = {"id": "b", "name": "支部", "kind": "branch", "members": 8}
MADE = Made("9.9", "0" * 64)
DAY = date(2025, 12, 31)


def of(made: Material) -> Colophon:
    return colophon(audit(made, made.config.waivers), made, made.config.waivers, MADE)


def set_in_school(**settings: Any) -> list[Changed]:
    return list(of(material({}, DAY, 2025, scheme=school(), units=[BRANCH], settings=settings)).settings)


def test_it_names_tool_scheme_archive_and_days() -> None:
    made = of(material({}, DAY, 2025))
    assert (made.tool, made.archive_yaml) == ("9.9", "0" * 64)
    assert made.scheme == Edition(made.scheme.id, made.scheme.version, material({}, DAY).scheme.sha256)
    assert (made.as_of, made.years, made.profile, made.unit) == (DAY, (2025,), None, None)


def test_a_quota_that_was_changed_is_told_old_and_new() -> None:
    rule = "05.party-lesson.count"
    default = school().rules[rule].at_least
    assert set_in_school(**{rule: 2}) == [Changed(rule, "at_least", default, 2)]
    assert set_in_school(**{rule: default}) == []


def test_a_rule_switched_on_or_off_is_told() -> None:
    rules = school().rules.values()
    on = next(rule for rule in rules if rule.enabled)
    off = next(rule for rule in rules if not rule.enabled)
    assert set_in_school(**{on.id: False}) == [Changed(on.id, "enabled", True, False)]
    assert set_in_school(**{off.id: {"severity": "info"}})[0] == Changed(off.id, "enabled", False, True)
    assert set_in_school(**{on.id: True}) == []


def test_days_and_severity_too() -> None:
    rule = school().rules["05.branch-assembly.count"]
    given = {"grace": 30, "tolerance": 5, "severity": "info"}
    assert set_in_school(**{rule.id: given}) == [
        Changed(rule.id, "grace", rule.grace_days, 30),
        Changed(rule.id, "tolerance", rule.tolerance_days, 5),
        Changed(rule.id, "severity", rule.severity or None, "info"),
    ]


CAPTION, BURST, TERMS = "consistency/caption", "consistency/burst", "consistency/foreign-term"


def test_checks_that_belong_to_no_rule_are_told_too() -> None:
    burst = school().checks[BURST]
    assert set_in_school(**{CAPTION: "off"}) == [Changed(CAPTION, "enabled", True, False)]
    assert set_in_school(**{CAPTION: "on"}) == []
    assert set_in_school(**{CAPTION: {"severity": "info"}}) == [Changed(CAPTION, "severity", None, "info")]
    assert set_in_school(**{BURST: {"records": 99, "within": "9d"}}) == [
        Changed(BURST, "records", burst.records, 99),
        Changed(BURST, "within", burst.within_days, 9),
    ]
    assert set_in_school(**{TERMS: {"words": ["街道"]}}) == [Changed(TERMS, "words", (), ("街道",))]
    # One that is off is on as soon as something is set for it.
    calendar = "consistency/calendar"
    assert set_in_school(**{calendar: {"workdays": ["2025-09-28"]}}) == [
        Changed(calendar, "enabled", False, True),
        Changed(calendar, "workdays", (), ("2025-09-28",)),
    ]


def test_a_share_of_what_is_alike_is_told_beside_that_of_the_rule() -> None:
    rule = "05.minutes.distinct"
    (told,) = set_in_school(**{rule: {"share": "9/10"}})
    assert (told.key, told.set) == ("share", "9/10") and told.default not in (None, "9/10")
    assert set_in_school(**{rule: {"share": told.default}}) == []


def waiver(**more: str) -> dict[str, str]:
    return {"code": "complete/missing", "reason": "停课", "author": "甲", "until": "2026-12-31", **more}


def test_each_waiver_tells_how_many_findings_it_silences() -> None:
    missing = [f for f in audit(material({}, DAY, 2025), ()).findings if f.code == "complete/missing"]
    first = missing[0].period or ""
    waivers = [waiver(period=first), waiver(), waiver(), waiver(until="2025-01-01")]
    made = material({}, DAY, 2025, waivers=waivers)
    report = audit(made, made.config.waivers)
    told = colophon(report, made, made.config.waivers, MADE).waivers
    assert [one.waiver for one in told] == list(made.config.waivers)
    # What two cover is counted once; one that is over silences nothing.
    assert [one.findings for one in told] == [1, len(missing) - 1, 0, 0]
    assert len(missing) > 1


def test_drafts_hidden_names_and_the_rest_are_counted() -> None:
    records = {
        **meetings("2025-02-03"),
        "2025/10_会议/01_例会/2025-03-03 例会": {**meeting("2025-03-03"), **DRAFT},
    }
    made = material(records, DAY, 2025, ignore=["*.bak", "旧/"], since="2025", closed=["2024"])
    made = replace(made, snapshot=replace(made.snapshot, ignored=("旧", "a.bak", "b.bak")))
    told = of(made)
    assert (told.drafts, told.ignored, told.ignore) == (1, 3, ("*.bak", "旧/"))
    assert (told.since, told.closed) == (2025, (2024,))


def test_checks_that_were_not_made_are_counted_by_reason() -> None:
    made = material(
        meetings("2025-02-03"), DAY, 2025, facts={f"{next(iter(meetings('2025-02-03')))}/记录.txt": None}
    )
    assert of(made).not_run["not-run.unread"] == 1
