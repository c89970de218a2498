"""A slow and flat reference of what an audit must say, written from the design alone.

`expected(picture)` gives the rows of coverage and the findings of an archive that drawn_archives.py made.
"""

from __future__ import annotations

from typing import Any

from naive_archive import (
    Occasion,
    Picture,
    Unit,
    applies,
    is_pointer,
    occasions,
)
from naive_count import count
from naive_kinds import LOOKING
from naive_meetings import attendance
from naive_pairs import pair
from naive_rows import (
    Finding,
    Matter,
    Row,
    Rule,
    Said,
    finding_of,
    matter,
    matter_row,
    once_for_each_book,
    once_for_each_cause,
    proof_of,
    waive,
    years,
)
from naive_steps import steps
from naive_time import date_span


def expected(picture: Picture) -> Said:
    """All rows and all findings of rules, waivers taken into account; those of later dates too."""
    rows: list[Row] = []
    findings: list[Finding] = [*later_dated(picture), *attendance(picture)]
    for rule in picture["rules"]:
        if not rule.get("enabled", True):
            continue
        more_rows, more_findings = KINDS[rule["kind"]](picture, rule)
        rows += more_rows
        findings += more_findings
    findings = once_for_each_book(picture, once_for_each_cause(findings))
    waive(picture, rows, findings)
    return rows, findings


def later_dated(picture: Picture) -> list[Finding]:
    """What is dated later than today."""
    found = []
    for record in picture["records"]:
        dates = [str(record["values"].get("date", ""))]
        dates += [event["date"] for event in record["values"].get("events", [])]
        spans = [span for span in map(date_span, dates) if span]
        before = not record.get("open") and record["day"].year < picture.get("since", 0)
        later = any(span[0] > picture["as_of"] for span in spans)
        if later and not before and not record.get("copy"):
            found.append(finding_of("consistency/date", None, record=record, severity="warning"))
    return found


def roles(picture: Picture, rule: Rule) -> Said:
    rows: list[Row] = []
    findings: list[Finding] = []
    judged: dict[tuple[str, int], list[Matter]] = {}
    for occasion in occasions(picture):
        unit = next((u for u in picture["units"] if u["id"] == occasion["unit"]), None)
        if unit is None or not _is_judged(picture, rule, unit, occasion):
            continue
        span = date_span(occasion["date"])
        assert span
        lacking, unknown = _lacking(rule, occasion)
        answer = "no" if lacking else "unsure" if unknown else "yes"
        judged.setdefault((unit["id"], span[1].year), []).append(matter(answer, span[1], occasion["records"]))
        if lacking:
            finding = finding_of("complete/role", rule, record=occasion["records"][0], picture=picture)
            finding.update(unit=unit["id"], units=[unit["id"]], period=occasion["date"], roles=lacking)
            findings.append(finding)
    for unit in picture["units"]:
        for year in years(picture):
            row = matter_row(picture, rule, unit, year, judged.get((unit["id"], year), []))
            rows += [row] if row else []
    return rows, findings


def _is_judged(picture: Picture, rule: Rule, unit: Unit, occasion: Occasion) -> bool:
    """Of the activity, in a judged year, held and to be looked into, with rule and unit there on its day."""
    span = date_span(occasion["date"])
    if not span or occasion["activity"] != rule["activity"] or span[0].year not in years(picture):
        return False
    if rule.get("in_leaf") and all(record["leaf"] != rule["leaf"] for record in occasion["records"]):
        return False
    if any(is_pointer(record) for record in occasion["records"]):
        return False  # nobody here can look into a paper book
    if all(record["files"] and "good" not in record["files"].values() for record in occasion["records"]):
        return False
    shown = [part for part in occasion["parts"] if part["state"] == "good"]
    if not any(part["role"] in proof_of(picture, rule["activity"]) for part in shown):
        return False
    return applies(picture, rule, unit, *span)


def _lacking(rule: Rule, occasion: Occasion) -> tuple[list[str], list[str]]:
    """Roles that are asked for and not there; and those of which the only file could not be read."""
    lacking, unknown = [], []
    for need in rule["roles"]:
        need = {"role": need} if isinstance(need, str) else need
        if "when" in need and not any(_filled(event, need["when"]) for event in occasion["events"]):
            continue
        serving = [p for p in occasion["parts"] if p["role"] in [need["role"], *need.get("any_of", [])]]
        if any(part["state"] == "good" for part in serving):
            continue
        shown = [part for part in occasion["parts"] if part["state"] == "good"]
        beside = [p for p in shown if sum(other["role"] == p["role"] for other in shown) > 1]
        if any(word in part["name"] for part in beside for word in need.get("called", [])):
            continue
        (unknown if serving else lacking).append(need["role"])
    return lacking, unknown


def _filled(event: dict[str, Any], field: str) -> bool:
    return event.get(field.removeprefix("event.")) not in (None, "", [], {})


KINDS = {"count": count, "roles": roles, "pair": pair, "steps": steps, **LOOKING}
