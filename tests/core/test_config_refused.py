"""What archive.yaml asks in vain is refused or said, never passed over."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from judged import BRANCH, CATALOG, judged, material, tiny

from archive_tool.app.texts import parse_yaml
from archive_tool.core.catalog import Speaker
from archive_tool.core.config_parse import parse_config
from archive_tool.core.errors import CannotRun

WAIVER = {"code": "complete/missing", "reason": "换届", "author": "甲", "until": "2026-01-01"}


@pytest.mark.parametrize(
    ("config", "key", "params"),
    [
        ({"waivers": [{**WAIVER, "rule": "10.meeting.cont"}]}, "strict.unknown-word", {"nearest": "10.meeting.count"}),
        ({"waivers": [{**WAIVER, "unit": "bb"}]}, "strict.unknown-word", {"nearest": "b"}),
        (
            {"units": [{**BRANCH, "parent": "c"}, {**BRANCH, "id": "c", "parent": "b"}]},
            "config.unit-cycle",
            {"units": ["b", "c", "b"]},
        ),
        ({"settings": {"10.meeting.roles": 3}}, "config.setting-number", {"rule": "10.meeting.roles"}),
        ({"settings": {"10.meeting.roles": {"grace": "5d"}}}, "strict.unknown-key", {"key": "yaml:settings.10.meeting.roles.grace"}),
        *(
            ({"map": {path: "10.01"}}, "config.outside", {"path": path, "key": f"yaml:map.{path}"})
            for path in ("../../etc", "/abs", "C:\\x", "d:/x", "\\\\server\\share", "旧/../../x", "旧\\..\\x")
        ),
        *(
            ({"map": {"旧/甲": "10.1", again: "10.2"}}, "config.map-twice", {"folder": "旧/甲", "key": f"yaml:map.{again}"})
            for again in ("旧/甲/", "旧\\甲")
        ),
        ({"units": [{**BRANCH, "folder": "../甲"}]}, "config.outside", {"key": "yaml:units.0.folder"}),
        ({"waivers": [{**WAIVER, "path": "../甲"}]}, "config.outside", {"key": "yaml:waivers.0.path"}),
        ({"ignore": ["*.bak", "!../甲"]}, "config.outside", {"path": "../甲", "key": "yaml:ignore.1"}),
        ({"ignore": "C:\\旧"}, "config.outside", {"path": "C:\\旧"}),
        *(
            ({"ignore": ["*.bak", pattern]}, key, {"pattern": pattern, "key": "yaml:ignore.1"})
            for pattern, key in (
                ("[z-a]", "config.ignore-bracket"),
                ("草稿[1", "config.ignore-bracket"),
                ("[[:hanzi:]]", "config.ignore-bracket"),
                ("草稿\\", "config.ignore-end"),
                ("!", "config.ignore-end"),
            )
        ),
        ({"layout": "by-unit"}, "config.layout-folders", {"layout": "by-unit"}),
        # Digits to Python and to nobody else.
        ({"since": "202²"}, "strict.year", {"value": "202²"}),
        ({"calendar": {"exempt_months": ["²"]}}, "config.month", {"value": "²"}),
        ({"settings": {"10.meeting.count": {"grace": "1⑤"}}}, "strict.days", {"value": "1⑤"}),
        ({"settings": {"10.meeting.count": {"grace": "9" * 5000}}}, "strict.days", {}),
        *(
            ({"units": [{**BRANCH, "last_election": "2023-06-20", "postponed": {"to": to}}]}, "config.postponed", {"to": to, "over": "2026-06-19"})
            for to in ("2026-06-18", "2022-06-20")
        ),
        *(
            ({"settings": {code: {key: "待填"}}}, "strict.list", {"key": f"yaml:settings.{code}.{key}"})
            for code, key in (("consistency/placeholder", "words"), ("consistency/calendar", "holidays"))
        ),
    ],
)  # fmt: skip
def test_what_would_do_nothing_is_refused(config: dict[str, Any], key: str, params: dict[str, Any]) -> None:
    with pytest.raises(CannotRun) as refused:
        material({}, date(2025, 4, 1), **config)
    assert refused.value.key == key
    assert {name: refused.value.params[name] for name in params} == params
    assert refused.value.line


def test_a_key_of_another_script_is_named_as_it_stands() -> None:
    with pytest.raises(CannotRun) as refused:
        material({}, date(2025, 4, 1), units=[{**BRANCH, "²": "甲"}])
    assert "²" in Speaker(CATALOG, "zh").say(refused.value.key, **refused.value.params)


def test_digits_of_full_width_are_digits() -> None:
    made = material({}, date(2025, 4, 1), since="２０２４", calendar={"exempt_months": ["７"]})
    assert (made.config.since, made.config.calendar.exempt_months) == (2024, {7})


def test_an_empty_list_of_a_check_says_nothing() -> None:
    made = material({}, date(2025, 4, 1), settings={"consistency/placeholder": {"words": ""}})
    assert "待填" in made.config.checks["consistency/placeholder"].words


@pytest.mark.parametrize(
    "unit",
    [{"last_election": "2023-06-20", "postponed": {"to": "2026-06-19"}}, {"postponed": {"to": "2026-06-19"}}],
)
def test_an_election_may_be_put_off_beyond_its_term(unit: dict[str, Any]) -> None:
    material({}, date(2025, 4, 1), units=[{**BRANCH, **unit}])


@pytest.mark.parametrize(
    ("members", "committee", "told"),
    [
        (5, 7, True),
        ({"full": 5, "probationary": 1}, 7, True),
        ([{"from": "2025-01-01", "value": 9}, {"from": "2025-06-01", "value": 6}], 7, True),
        ([{"from": "2025-01-01", "value": 5}, {"from": "2025-06-01", "value": 9}], [{"from": "2025-01-01", "value": 5}, {"from": "2025-06-01", "value": 7}], False),
        (7, 7, False),
        (["甲"], 7, False),  # a list that is still being made
        (None, 7, False),
    ],
)  # fmt: skip
def test_a_committee_larger_than_its_branch_is_told(members: Any, committee: Any, told: bool) -> None:
    unit = {**BRANCH, "committee": committee} | ({"members": members} if members else {})
    found = [
        one
        for one in judged({}, "2025-08-01", units=[unit]).not_run
        if one.reason == "not-run.committee-size"
    ]
    assert len(found) == told
    assert all(one.path.partition(":")[2].isdigit() for one in found)


def test_a_year_before_since_is_not_checked_and_that_is_said() -> None:
    told = [(item.path, item.reason) for item in judged({}, "2025-08-01", 2020, since=2025).not_run]
    assert ("archive.yaml", "not-run.since") in told
    told = [(item.path, item.reason) for item in judged({}, "2025-08-01", 2025, since=2025).not_run]
    assert ("archive.yaml", "not-run.since") not in told


def test_a_year_that_has_not_begun_is_not_checked_and_that_is_said() -> None:
    for year, told in ((2026, True), (2025, False)):
        said = [item.reason for item in judged({}, "2025-08-01", year).not_run]
        assert ("not-run.to-come" in said) == told


HEAD = "scheme: tiny\nunits:\n- {id: b, name: 支部, kind: branch}\n"


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        # Quotas of zero and below.
        (HEAD + "settings:\n  10.meeting.count: 0\n", 5, "strict.minimum"),
        (HEAD + "settings:\n  10.meeting.count: -2\n", 5, "strict.minimum"),
        (HEAD + "settings:\n  10.meeting.count:\n    at_least: 0\n", 6, "strict.minimum"),
        (HEAD + "settings:\n  20.request.pair: {within: 0d}\n", 5, "strict.minimum"),
        # Days that no part of the rule would count.
        (HEAD + "settings:\n  20.ledger.deadline: {within: 10d}\n", 5, "config.setting-within"),
        (
            HEAD + "settings:\n  10.name.timing:\n    severity: info\n    within: 10d\n",
            7,
            "config.setting-within",
        ),
        (HEAD + "settings:\n  10.meeting.count: {grace: 61d}\n", 5, "scheme.grace"),
        (HEAD + "settings:\n  10.meeting.count: {tolerance: -1d}\n", 5, "strict.days"),
        # Unknown kinds and impossible numbers of units.
        ("scheme: tiny\nunits:\n- id: b\n  kind: brunch\n", 4, "strict.unknown-word"),
        ("scheme: tiny\nunits:\n- id: b\n  kind: branch\n  members: -1\n", 5, "config.count-negative"),
        ("scheme: tiny\nunits:\n- id: b\n  kind: branch\n  term_years: 0\n", 5, "strict.minimum"),
        # Impossible dates.
        ("scheme: tiny\nunits:\n- id: b\n  kind: branch\n  founded: 2025-02-29\n", 5, "strict.date"),
        (
            "scheme: tiny\nunits:\n- id: b\n  kind: branch\n  founded: 2025-03-02\n  dissolved: 2025-03-01\n",
            6,
            "config.dissolved-first",
        ),
        (
            "scheme: tiny\nunits:\n- id: b\n  kind: branch\n  members:\n  - {from: 2025-06-31, value: 3}\n",
            6,
            "strict.date",
        ),
        (HEAD + "calendar:\n  school_year_start: 02-30\n", 5, "strict.month-day"),
        (HEAD + "calendar:\n  exempt_months: [7, 13]\n", 5, "config.month"),
        (
            HEAD + "calendar:\n  terms:\n  - {id: 2025-2026-1, from: 2026-01-20, to: 2025-09-01}\n",
            6,
            "config.term-dates",
        ),
        (HEAD + "settings:\n  10.meeting.count: {tolerance: 91d}\n", 5, "scheme.tolerance"),
        (HEAD + "settings:\n  consistency/placeholder: {words: []}\n", 5, "strict.empty-list"),
        (
            HEAD + "calendar:\n  terms:\n  - {id: 甲, from: 2025-09-01, to: 2026-01-31}\n"
            "  - {id: 乙, from: 2026-01-31, to: 2026-07-05}\n",
            7,
            "config.terms-overlap",
        ),
        (
            HEAD + "calendar:\n  terms:\n  - {id: 2024-2025-1, from: 2025-09-01, to: 2026-01-20}\n",
            6,
            "config.term-year",
        ),
        # Folders that are one on some disks, or for something else.
        (
            "scheme: tiny\nunits:\n- {id: b, kind: branch, folder: A}\n- {id: c, kind: branch, folder: a}\n",
            4,
            "config.folder-twice",
        ),
        ("scheme: tiny\nunits:\n- id: b\n  kind: branch\n  folder: 收件箱\n", 5, "config.folder-reserved"),
        (HEAD + "settings:\n  complete/step: off\n", 5, "config.setting-code"),
        (
            HEAD + "waivers:\n- code: complete/missing\n  reason: 换届\n  author: 甲\n  until: 2025-04-31\n",
            8,
            "strict.date",
        ),
    ],
)
def test_a_mistake_is_told_where_it_stands(text: str, line: int, key: str) -> None:
    with pytest.raises(CannotRun) as refused:
        parse_config(parse_yaml("archive.yaml", text.encode()), tiny(), frozenset(CATALOG.findings))
    assert (refused.value.key, refused.value.file, refused.value.line) == (key, "archive.yaml", line)
