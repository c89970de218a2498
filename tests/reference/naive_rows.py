"""What every kind of the reference shares: rules in force, rows, findings and waivers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from naive_archive import Picture, Record, Unit, alive, applies, units_of
from naive_time import day

Rule = dict[str, Any]
Row = dict[str, Any]
Finding = dict[str, Any]
Said = tuple[list[Row], list[Finding]]
CATEGORIES = {"10": "10_会议", "20": "20_材料"}
LEAVES = {"10.1": "01_例会", "10.2": "02_小组会", "20.1": "01_来文", "20.2": "02_计划"}


def leaf_folder(picture: Picture, rule: Rule, unit: Unit, year: int) -> str:
    """Where a record that is missing would lie."""
    above = [unit["folder"]] if "folder" in unit else []
    return "/".join([*above, str(year), CATEGORIES[rule["leaf"][:2]], LEAVES[rule["leaf"]]])


def years(picture: Picture) -> list[int]:
    asked = [picture["year"]] if picture.get("year") else [picture["as_of"].year - 1, picture["as_of"].year]
    return [year for year in asked if year >= picture.get("since", 0)]


def setting(picture: Picture, rule: Rule, key: str, default: Any) -> Any:
    """What archive.yaml sets for a rule, else what the rule says."""
    return picture.get("settings", {}).get(rule["id"], {}).get(key, rule.get(key, default))


def days(text: Any) -> timedelta:
    return timedelta(days=int(str(text).removesuffix("d")))


def in_force(rule: Rule, on: date) -> bool:
    span = rule.get("effective", {})
    return not ("from" in span and on < day(span["from"])) and not ("to" in span and on > day(span["to"]))


def lies_in(rule: Rule, record: Record) -> bool:
    if not rule.get("in_leaf"):
        return True
    return record["leaf"] == rule["leaf"] or (
        record.get("open", False) and record["category"] == rule["leaf"][:2]
    )


def status_of(picture: Picture, wanted: int, have: int, due: date) -> str:
    if not wanted:
        return "not-applicable"
    if have >= wanted:
        return "met"
    if picture["as_of"] <= due:
        return "due"
    return "insufficient" if have else "missing"


def matter_row(
    picture: Picture, rule: Rule, unit: Unit, year: int, judged: int, good: int, unsure: int
) -> Row | None:
    """The row of a kind that looks into what is there: one for a unit and year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    on = min(last, day(unit.get("dissolved", last)))
    asked = first <= picture["as_of"] and alive(unit, first, min(last, picture["as_of"]))
    if not asked or not in_force(rule, on) or not applies(picture, rule, unit, on):
        return None
    due = last + timedelta(days=15)
    if not judged:
        status = "not-applicable"
    else:
        status = status_of(picture, judged, good, due)
    return {
        "rule": rule["id"], "kind": rule["kind"], "subject": f"rule:{rule['id']}", "unit": unit["id"], "whom": None,
        "period": str(year), "expected": judged, "found": good, "uncertain": unsure, "status": status, "due": due,
    }  # fmt: skip


def finding_of(
    code: str,
    rule: Rule | None,
    *,
    record: Record | None = None,
    picture: Picture | None = None,
    severity: str = "error",
) -> Finding:
    if rule is not None and picture is not None:
        severity = setting(picture, rule, "severity", severity)
    return {
        "code": code,
        "rule": rule["id"] if rule else None,
        "unit": (units_of(record) or [None])[0] if record else None,
        "whom": None,
        "period": None,
        "record": record["path"] if record else None,
        "path": record["path"] if record else None,
        "severity": severity,
        "waived": False,
        "of": record,
    }


def waive(picture: Picture, rows: list[Row], findings: list[Finding]) -> None:
    """Marks what is waived; a row is waived with its finding."""
    for finding in findings:
        for waiver in picture.get("waivers", []):
            if day(waiver["until"]) >= picture["as_of"] and _covers(waiver, finding):
                finding["waived"] = True
        own = finding["of"]["values"].get("waivers", []) if finding["of"] else []
        for waiver in own:
            if day(waiver["until"]) >= picture["as_of"] and waiver["code"] == finding["code"]:
                finding["waived"] = True
        if finding["waived"]:
            for row in rows:
                if all(row[key] == finding[key] for key in ("rule", "unit", "whom", "period")):
                    row["status"] = "waived"


def _covers(waiver: dict[str, Any], finding: Finding) -> bool:
    if waiver["code"] != finding["code"]:
        return False
    if "path" in waiver:
        path = finding["path"] or ""
        if path != waiver["path"] and not path.startswith(waiver["path"] + "/"):
            return False
    return all(waiver[key] == finding[key] for key in ("rule", "unit", "whom", "period") if key in waiver)


def once_for_each_cause(findings: list[Finding]) -> list[Finding]:
    """A role that a joint occasion lacks is said once, whichever units and rules ask for it."""
    told: set[tuple[Any, ...]] = set()
    found = []
    for finding in findings:
        if finding["code"] != "complete/role":
            found.append(finding)
            continue
        where = (finding["record"], finding["period"])
        fresh = [role for role in finding["roles"] if (*where, role) not in told]
        told.update((*where, role) for role in finding["roles"])
        if fresh:
            found.append({**finding, "roles": fresh})
    return found
