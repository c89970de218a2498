"""Every rule of the school scheme: an archive that satisfies it, and one defect that only this rule tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from judged import judged, school
from role_names import NAMES
from scheme_files import load_yaml

from archive_tool.core.model import Report
from archive_tool.core.traces import Trace

TABLE: Mapping[str, Any] = load_yaml(Path(__file__).with_name("planted.yaml"))
AS_OF, YEAR, DAY = "2026-03-31", 2025, "2025-12-05"
UNIT = {
    "id": "b",
    "name": "支部",
    "kind": "branch",
    "founded": "2025-12-01",
    "members": ["甲"],
    "leaders": ["甲"],
    "committee": 3,
}
GROUP = {"id": "g", "name": "小组", "kind": "group", "parent": "b"}
OWN_KEYS = ("leaf", "form", "activity", "day", "times", "open")
FOLDERS = [
    f"{year}/{school().categories[leaf.category].folder}/{leaf.folder}"
    for year in (2024, 2025, 2026)
    for leaf in school().leaves.values()
]
Records = dict[str, dict[str, Any]]


def archive(written: list[dict[str, Any]]) -> Records:
    return {path: values for one in written for path, values in records(one)}


def records(written: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Folder and sidecar of each record that one entry of the table stands for."""
    leaf = school().leaves[written["leaf"]]
    category = school().categories[leaf.category].folder
    for number in range(int(written.get("times", 1))):
        day = str(date.fromisoformat(written.get("day", DAY)) + timedelta(days=number))
        values = {**described(written, day), **{k: typed(v) for k, v in written.items() if k not in OWN_KEYS}}
        if "open" in written:
            yield f"在办/{category}/{written['open']}", {**values, "title": written["open"], "date": ""}
        else:
            yield f"{day[:4]}/{category}/{leaf.folder}/{day} {values['title']}", values


def described(written: Mapping[str, Any], day: str) -> dict[str, Any]:
    activity = written.get("activity", "")
    asking = [rule for rule in school().rules.values() if rule.activity == activity and not rule.in_leaf]
    needs = [need.role for rule in asking for need in rule.roles]
    return {
        "status": "filed",
        "title": school().leaves[written["leaf"]].title.zh,
        "date": day,
        "record_form": written.get("form", "minutes"),
        "activity": [activity] if activity else [],
        "author": ["支部"],
        "unit": ["b"],
        "security": "internal",
        "files": [NAMES[role] for role in dict.fromkeys(needs)] if activity and needs else ["正文.txt"],
    }


def typed(value: Any) -> Any:
    """Numbers of a sidecar as it has them, and one unit as a list."""
    if isinstance(value, dict):
        return {key: typed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [typed(one) for one in value]
    return int(value) if str(value).isdigit() else value


def spoilt(row: Mapping[str, Any]) -> Records:
    """The archive of a row with its defect."""
    found = archive(row["archive"])
    ((what, how),) = row["defect"].items()
    if what == "lost":
        del found[list(found)[int(how)]]
        return found
    first, values = next(iter(found.items()))
    if what == "file":
        assert how in values["files"]
        return {**found, first: {**values, "files": [name for name in values["files"] if name != how]}}
    assert what == "set"
    return {**found, first: {**values, **typed(how)}}


def report_on(rule: str, found: Records) -> Report:
    """What an audit says with all that is on by default, and the rule itself. All folders are there."""
    unit = {**UNIT, **TABLE[rule].get("unit", {})}
    says = {path: values.pop("says", {}) for path, values in found.items()}
    words = {path: values.pop("words", "") for path, values in found.items()}
    files = {path: [f"{path}/{name}" for name in values["files"]] for path, values in found.items()}
    told = {
        word: [file for path in files if words[path] == word for file in files[path]]
        for word in words.values()
    }
    return judged(
        found,
        AS_OF,
        YEAR,
        scheme=school(),
        folders=FOLDERS,
        traces={file: Trace(**says[path]) for path in files for file in files[path] if says[path]},
        alike=[several for word, several in told.items() if word],
        units=[unit, GROUP] if unit["kind"] == "branch" else [unit],
        settings={rule: "on"},
    )


def test_every_rule_has_its_row_and_every_row_its_rule() -> None:
    assert sorted(TABLE) == sorted(school().rules)


@pytest.mark.parametrize("rule", sorted(TABLE))
def test_a_rule_is_silent_of_what_satisfies_it_and_alone_tells_its_defect(rule: str) -> None:
    row = TABLE[rule]
    before, after = (report_on(rule, found).findings for found in (archive(row["archive"]), spoilt(row)))
    assert [one for one in before if one.rule == rule] == []
    assert [(one.rule, one.code) for one in after if one not in before] == [(rule, row["code"])]
    assert [one for one in before if one not in after] == []


@pytest.mark.parametrize("rule", sorted(TABLE))
def test_what_satisfies_a_rule_gives_it_something_to_judge(rule: str) -> None:
    report = report_on(rule, archive(TABLE[rule]["archive"]))
    assert any(one.expected and one.status == "met" for one in report.coverage if one.rule == rule)
