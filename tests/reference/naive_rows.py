"""What every kind of the reference shares: rules in force, rows, findings and waivers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from naive_archive import PROOF, Picture, Record, Unit, applies, is_pointer, units_of
from naive_time import day

Rule = dict[str, Any]
Row = dict[str, Any]
Finding = dict[str, Any]
Matter = dict[str, Any]
Said = tuple[list[Row], list[Finding]]
CATEGORIES = {"10": "10_会议", "20": "20_材料"}
LEAVES = {"10.1": "01_例会", "10.2": "02_小组会", "20.1": "01_来文", "20.2": "02_计划"}


def leaf_folder(picture: Picture, rule: Rule, unit: Unit, year: int) -> str:
    """Where a record that is missing would lie."""
    if unit["kind"] == "group" and "folder" not in unit:
        unit = next(u for u in picture["units"] if u["id"] == unit["parent"])
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


def proof_of(picture: Picture, activity: str) -> list[str]:
    """Roles that show that an activity took place, by all rules about it together."""
    told = []
    for rule in picture["rules"]:
        if rule.get("activity") == activity:
            told += rule.get("evidence", PROOF if rule["kind"] in ("count", "series") else [])
    return told or PROOF


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
    picture: Picture, rule: Rule, unit: Unit, year: int, matters: list[Matter], *, every_group: bool = False
) -> Row | None:
    """The row of a kind that looks into what is there: one for a unit and year.

    What nobody can tell is counted apart. A group that files with its unit has one only if it has matters.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    if first > picture["as_of"] or not applies(picture, rule, unit, first, last):
        return None
    if unit["kind"] == "group" and not matters and not every_group:
        return None
    return matters_row(picture, rule, unit["id"], None, str(year), matters, last)


def matters_row(
    picture: Picture, rule: Rule, unit: str, whom: str | None, period: str, matters: list[Matter], end: date
) -> Row:
    """So many judged, so many as they should be; due until the first that is not, else until the end."""
    asked = [matter for matter in matters if matter["answer"] != "unsure"]
    good = [matter for matter in asked if matter["answer"] == "yes"]
    due = min([matter["due"] for matter in asked if matter["answer"] == "no"], default=end)
    records = {record["path"]: record for matter in matters for record in matter["records"]}
    return {
        "rule": rule["id"],
        "kind": rule["kind"],
        "subject": f"rule:{rule['id']}",
        "unit": unit,
        "whom": whom,
        "period": period,
        "expected": len(asked),
        "found": len(good),
        "drafts": sum(record["values"].get("status", "draft") == "draft" for record in records.values()),
        "uncertain": len(matters) - len(asked),
        "pointers": sum(is_pointer(record) for record in records.values()),
        "status": status_of(picture, len(asked), len(good), due),
        "due": due,
        "records": sorted(records),
    }


def matter(answer: str, due: date, records: list[Record]) -> Matter:
    """One thing that is judged: yes, no or unsure; until when it is only due; what it is about."""
    return {"answer": answer, "due": due, "records": records}


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
        "units": units_of(record) if record else [],  # all whose it is
        "waived": False,
        "of": record,
    }


def waive(picture: Picture, rows: list[Row], findings: list[Finding]) -> None:
    """Marks what is waived; a row is waived with the findings of its period, or of its year."""
    for finding in findings:
        for waiver in picture.get("waivers", []):
            if day(waiver["until"]) >= picture["as_of"] and _covers(waiver, finding):
                finding["waived"] = True
        own = finding["of"]["values"].get("waivers", []) if finding["of"] else []
        for waiver in own:
            if day(waiver["until"]) >= picture["as_of"] and waiver["code"] == finding["code"]:
                finding["waived"] = True
    for row in rows:
        mine = [finding for finding in findings if _belongs(finding, row)]
        if (
            mine
            and all(finding["waived"] for finding in mine)
            and row["status"] in ("missing", "insufficient")
        ):
            row["status"] = "waived"


def _belongs(finding: Finding, row: Row) -> bool:
    period = finding["period"] or ""
    return (
        finding["rule"] == row["rule"]
        and row["unit"] in finding["units"]
        and row["whom"] in (finding["whom"], None)
        and row["period"] in (period, period[:4], "once")
    )


def _covers(waiver: dict[str, Any], finding: Finding) -> bool:
    if waiver["code"] != finding["code"]:
        return False
    if "path" in waiver:
        path = finding["path"] or ""
        if path != waiver["path"] and not path.startswith(waiver["path"] + "/"):
            return False
    if "unit" in waiver and waiver["unit"] not in finding["units"]:
        return False
    return all(waiver[key] == finding[key] for key in ("rule", "whom", "period") if key in waiver)


def once_for_each_cause(findings: list[Finding]) -> list[Finding]:
    """A paper that a joint occasion lacks is said once: by the gravest rule, and for all units that lack it."""
    told: dict[tuple[Any, ...], set[str]] = {}
    shared: dict[tuple[Any, ...], Finding] = {}
    found = [finding for finding in findings if finding["code"] != "complete/role"]
    ranks = ["error", "warning", "info"]
    for finding in sorted(findings, key=lambda finding: ranks.index(finding["severity"])):
        if finding["code"] != "complete/role":
            continue
        known = told.setdefault((finding["record"], finding["period"], finding["unit"]), set())
        fresh = [role for role in finding["roles"] if role not in known]
        known.update(fresh)
        same = (finding["rule"], finding["record"], finding["period"], *fresh)
        if fresh and same in shared:
            shared[same]["units"].append(finding["unit"])
        elif fresh:
            shared[same] = {**finding, "roles": fresh}
    return found + list(shared.values())


def once_for_each_book(picture: Picture, findings: list[Finding]) -> list[Finding]:
    """What several meetings of one minute book lack alike in one year is said once, unless a waiver names the day."""
    books = {record["path"] for record in picture["records"] if record["values"].get("events")}
    told = [*picture["waivers"], *(w for r in picture["records"] for w in r["values"].get("waivers", []))]
    named = {waiver.get("period") for waiver in told}
    found, together = [], {}
    for finding in findings:
        if (
            finding["code"] != "complete/role"
            or finding["record"] not in books
            or str(finding["period"]) in named
        ):
            found.append(finding)
            continue
        same = (finding["rule"], finding["record"], str(finding["period"])[:4], *sorted(finding["units"]), "",
                *finding["roles"])  # fmt: skip
        together.setdefault(same, []).append(finding)
    for alike in together.values():
        more = {"period": str(alike[0]["period"])[:4]} if len(alike) > 1 else {}
        found.append({**alike[0], **more})
    return found
