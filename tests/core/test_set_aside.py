"""What a school's own ways would have changed: each finding with the one that explains it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from judged import BRANCH, DRAFT, material, meeting, meetings, tiny
from judged import judged as audited

from archive_tool.core.model import Entry, FileFacts, Finding, Interpreted, Parsed, Snapshot
from archive_tool.core.set_aside import SetAside, has_own_ways, left_out, set_aside, without_own_ways

DAY = "2025-12-31"
COUNT = next(rule.id for rule in tiny().rules.values() if rule.kind == "count" and rule.activity == "meeting")


def aside(own: dict[str, Any], year: int | None = 2025, hidden: tuple[str, ...] = ()) -> SetAside:
    """The same records judged without and with these ways."""
    strict = audited({}, DAY, year)
    mine = material({}, date.fromisoformat(DAY), year, **own)
    return set_aside(
        strict, audited({}, DAY, year, **own), mine.config, tiny(), hidden, len(mine.config.waivers)
    )


def whys(found: SetAside) -> set[tuple[str, str]]:
    return {(one.why, one.by) for one in found.lifted}


def waiver(**more: str) -> dict[str, str]:
    return {"code": "complete/missing", "reason": "停课", "author": "甲", "until": "2026-12-31", **more}


def test_where_nothing_is_set_nothing_differs() -> None:
    found = aside({})
    assert not found
    assert (found.lifted, found.added, found.rows) == ((), (), ())


def test_a_waiver_tells_its_reason_and_the_rows_it_would_have_changed() -> None:
    found = aside({"waivers": [waiver(rule=COUNT)]})
    assert found.waivers == 1
    assert whys(found) == {("waived", "停课")}
    assert {one.finding.rule for one in found.lifted} == {COUNT}
    statuses = {(one.strict.status, one.own.status) for one in found.rows if one.strict and one.own}
    assert statuses == {("missing", "waived")}


def test_a_rule_that_was_switched_off_is_told_with_its_findings_and_its_rows() -> None:
    found = aside({"settings": {COUNT: "off"}})
    assert whys(found) == {("setting", COUNT)}
    assert [(one.key, one.default, one.set) for one in found.settings] == [("enabled", True, False)]
    assert found.rows and all(one.own is None for one in found.rows)


def test_a_check_without_a_rule_that_was_switched_off_is_told_with_its_findings() -> None:
    code, path = "consistency/conflict", "2025/10_会议/01_例会/2025-03-03 例会"
    strict, own = audited({}, DAY, 2025), audited({}, DAY, 2025)
    strict = replace(strict, findings=(*strict.findings, Finding(code, "warning", path)))
    config = material({}, date.fromisoformat(DAY), 2025, settings={code: {"severity": "info"}}).config
    found = set_aside(strict, own, config, tiny(), (), 0)
    assert found and whys(found) == {("setting", code)}
    assert {one.rule for one in found.settings} == {code}


def test_a_finding_that_a_setting_makes_less_grave_is_one_that_differs() -> None:
    found = aside({"settings": {COUNT: {"severity": "info"}}})
    assert whys(found) == {("setting", COUNT)}
    assert {one.severity for one in found.added} == {"info"}
    assert len(found.added) == len(found.lifted) > 0
    assert found.rows == ()


def test_a_year_that_is_not_judged_is_told() -> None:
    found = aside({"since": "2025"}, year=2024)
    assert whys(found) <= {("since", "2025")}
    assert all(one.own is None for one in found.rows)


def test_what_is_hidden_is_told_by_its_place() -> None:
    findings = audited({}, DAY, 2025).findings
    path = findings[0].path
    strict, own = audited({}, DAY, 2025), audited({}, DAY, 2025, settings={COUNT: "off"})
    config = material({}, date.fromisoformat(DAY), 2025, ignore=["*"], settings={COUNT: "off"}).config
    found = set_aside(strict, own, config, tiny(), [path.partition("/")[0]], 0)
    assert {one.why for one in found.lifted} == {"ignored"}


def test_what_only_its_own_ways_would_find_stands_apart() -> None:
    records, more = meetings("2025-02-03", "2025-08-03"), {"settings": {COUNT: 9}}
    strict, own = audited(records, DAY, 2025), audited(records, DAY, 2025, **more)
    config = material(records, date.fromisoformat(DAY), 2025, **more).config
    found = set_aside(strict, own, config, tiny(), (), 0)
    assert {(one.rule, one.code) for one in found.added} == {(COUNT, "complete/insufficient")}
    assert {one.own.expected for one in found.rows if one.own} == {9}


def test_only_what_says_whose_archive_it_is_stays() -> None:
    parsed = Parsed(
        {"scheme": "x", "units": [BRANCH], "waivers": "坏", "ignore": ["a"], "cache_dir": "/tmp"}, {}
    )
    assert without_own_ways(parsed).data == {"scheme": "x", "units": [BRANCH]}
    assert has_own_ways(parsed)
    assert not has_own_ways(without_own_ways(parsed))
    assert not has_own_ways(Parsed({"scheme": "x", "waivers": []}, {}))


def test_a_snapshot_without_what_is_ignored_is_what_a_look_would_have_given() -> None:
    def entry(path: str, kind: Any = "file") -> Entry:
        return Entry(path, kind, 1, 0, (0, 0))

    names = [
        entry("a", "folder"),
        entry("a b.txt"),
        entry("a/b", "folder"),
        entry("a/b/c.txt"),
        entry("d.bak"),
    ]
    seen = Snapshot(0, tuple(sorted(names)), {"a/b/c.txt": Interpreted({}, {})}, {"a b.txt": FileFacts("0"),
                    "a/b/c.txt": FileFacts("1")})  # fmt: skip
    left = left_out(seen, lambda path, folder: (path == "a" and folder) or path.endswith(".bak"))
    assert [one.path for one in left.entries] == ["a b.txt"]
    assert left.ignored == ("a", "d.bak")
    assert (dict(left.sidecars), list(left.facts)) == ({}, ["a b.txt"])
    assert left_out(seen, lambda path, folder: False) is seen


def test_records_are_judged_the_same_whoever_looks() -> None:
    records = {
        **meetings("2025-02-03"),
        "2025/10_会议/01_例会/2025-03-03 例会": {**meeting("2025-03-03"), **DRAFT},
    }
    strict, own = audited(records, DAY, 2025), audited(records, DAY, 2025, waivers=[waiver(period="2024")])
    mine = material(records, date.fromisoformat(DAY), 2025, waivers=[waiver(period="2024")])
    found = set_aside(strict, own, mine.config, tiny(), (), 1)
    assert found and not found.lifted and not found.rows
