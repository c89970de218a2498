"""A slow and flat reference of what an audit must say, written from the design alone.

`expected(picture)` gives the rows of coverage and the findings of an archive that drawn_archives.py made.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from naive_archive import (
    PROOF,
    Occasion,
    Picture,
    Record,
    Unit,
    alive,
    applies,
    count_on,
    group_count,
    groups_of,
    is_pointer,
    listed,
    live_records,
    names_on,
    occasions,
    parts_of,
    proved,
    units_of,
)
from naive_kinds import LOOKING
from naive_rows import (
    Finding,
    Row,
    Rule,
    Said,
    days,
    finding_of,
    in_force,
    leaf_folder,
    lies_in,
    matter_row,
    once_for_each_cause,
    setting,
    status_of,
    waive,
    years,
)
from naive_time import ONE, Span, date_span, day, every_period, inside, period_span


def expected(picture: Picture) -> Said:
    """All rows and all findings of rules, waivers taken into account; those of later dates too."""
    rows: list[Row] = []
    findings: list[Finding] = later_dated(picture)
    for rule in picture["rules"]:
        if not rule.get("enabled", True):
            continue
        more_rows, more_findings = KINDS[rule["kind"]](picture, rule)
        rows += more_rows
        findings += more_findings
    findings = once_for_each_cause(findings)
    waive(picture, rows, findings)
    return rows, findings


def later_dated(picture: Picture) -> list[Finding]:
    """What is dated later than today."""
    found = []
    for record in picture["records"]:
        dates = [str(record["values"].get("date", ""))]
        dates += [event["date"] for event in record["values"].get("events", [])]
        spans = [span for span in map(date_span, dates) if span]
        if any(span[0] > picture["as_of"] for span in spans):
            found.append(finding_of("consistency/date", None, record=record, severity="warning"))
    return found


# count


def count(picture: Picture, rule: Rule) -> Said:
    rows: list[Row] = []
    findings: list[Finding] = []
    for unit in picture["units"]:
        for row, year in _count_rows(picture, rule, unit):
            rows.append(row)
            if row["status"] in ("missing", "insufficient"):
                findings.append(_missing(picture, rule, unit, row, year))
    return rows, findings


def _count_rows(picture: Picture, rule: Rule, unit: Unit) -> list[tuple[Row, int]]:
    """Rows, each with the year to which it belongs."""
    found = []
    for whom in _whoms(picture, rule, unit):
        counted = _assigned(picture, rule, unit, whom)
        for name, span in every_period(rule["period"], picture, unit):
            on = _asked_on(picture, rule, unit, name, span)
            if on is None or (whom and whom not in _names(picture, rule, unit, on)):
                continue
            if not whom and _names(picture, rule, unit, on) is not None:
                continue
            if span[1].year in years(picture) or rule["period"] == "once":
                row = _row(picture, rule, unit, whom, name, span, on, counted[name])
                found.append((row, min(span[1].year, picture["as_of"].year)))
    return found


def _whoms(picture: Picture, rule: Rule, unit: Unit) -> list[str | None]:
    """Everybody who is ever known by name, and None for a unit as a whole."""
    names: dict[str | None, None] = {None: None}
    for _, span in every_period(rule["period"], picture, unit):
        for on in (span[1], day(unit.get("dissolved", span[1]))):
            for name in _names(picture, rule, unit, on) or []:
                names[name] = None
    return list(names)


def _names(picture: Picture, rule: Rule, unit: Unit, on: date) -> list[str] | None:
    """Who is asked for by name on a day; None where the rule asks for a number."""
    per = rule.get("per", "")
    if per == "group" and groups_of(picture, unit):
        return [group["id"] for group in groups_of(picture, unit) if alive(group, on, on)]
    if per in ("member", "leader", "staff"):
        return names_on(unit, f"{per}s" if per != "staff" else per, on)
    return None


def _asked_on(picture: Picture, rule: Rule, unit: Unit, name: str, span: Span) -> date | None:
    """The day by which a period is judged: its last, or the unit's last; None where nothing is asked for."""
    first, last = span
    if first > picture["as_of"] or not alive(unit, first, min(last, picture["as_of"])):
        return None
    on = min(last, day(unit.get("dissolved", last)))
    if not in_force(rule, on) or not applies(picture, rule, unit, on):
        return None
    exempt = [int(month) for month in picture.get("calendar", {}).get("exempt_months", [])]
    if rule["period"] not in ("once", "election-term") and exempt:
        at, months = first, set()
        while at <= last:
            months.add(at.month)
            at += ONE
        if months <= set(exempt):
            return None
    return on


def _things(picture: Picture, rule: Rule, unit: Unit, whom: str | None) -> list[dict[str, Any]]:
    """What a rule could count: occasions or records, with their spans, number, and how sure they are."""
    of_group = rule.get("per") == "group" and whom
    owner = whom if of_group else unit["id"]
    found = []
    if "activity" in rule:
        for occasion in occasions(picture):
            if occasion["unit"] != owner or occasion["activity"] != rule["activity"]:
                continue
            records = [r for r in occasion["records"] if lies_in(rule, r)]
            if not records:
                continue
            sure = proved(occasion["parts"], occasion["records"], rule.get("evidence", PROOF))
            found.append(_thing(picture, rule, unit, occasion["records"], occasion["date"], sure, occasion))
    else:
        for record in live_records(picture):
            if owner in units_of(record) and record["values"].get("record_form") == rule["form"]:
                if lies_in(rule, record):
                    sure = proved(parts_of(record), [record], None)
                    found.append(
                        _thing(
                            picture, rule, unit, [record], str(record["values"].get("date", "")), sure, None
                        )
                    )
    if whom and not of_group:
        found = [thing for thing in found if whom in thing["names"]]
    return found


def _thing(
    picture: Picture,
    rule: Rule,
    unit: Unit,
    records: list[Record],
    on: str,
    sure: str,
    occasion: Occasion | None,
) -> dict[str, Any]:
    texts: list[str] = []
    names: list[str] = []
    number = 1
    event = occasion["events"][0] if occasion else {}
    for record in records:
        values = record["values"]
        covers = values.get("covers", {})
        if not values.get("events"):
            texts += covers.get("periods", []) or listed(values.get("period"))
        names += listed(values.get("persons")) + covers.get("persons", [])
        number = max(number, int(covers.get("count", 1)))
    if not names and rule.get("named_by") == "author":
        names = [name for record in records for name in listed(record["values"].get("author"))]
    if not names and rule.get("named_by") == "speaker":
        names = listed(event.get("speaker"))
    spans = [period_span(text, picture, unit) for text in dict.fromkeys(texts)] or [date_span(on)]
    return {
        "spans": [span for span in spans if span],
        "names": names,
        "number": number,
        "sure": sure,
        "records": sorted({record["path"] for record in records}),
        "draft": any(record["values"].get("status") != "filed" for record in records),
        "pointer": all(is_pointer(record) for record in records),
        "day": date_span(on),
        "told": bool(texts),
    }


def _assigned(picture: Picture, rule: Rule, unit: Unit, whom: str | None) -> dict[str, list[dict[str, Any]]]:
    """Period -> what falls into it; then what lies shortly after an empty period is moved there."""
    things = _things(picture, rule, unit, whom)
    periods = list(every_period(rule["period"], picture, unit))
    found: dict[str, list[dict[str, Any]]] = {name: [] for name, _ in periods}
    for name, span in periods:
        for thing in things:
            for theirs in thing["spans"]:
                if inside(theirs, span) or (rule.get("spread") and inside(span, theirs)):
                    found[name].append(thing)
                    break
    late = days(setting(picture, rule, "tolerance", "0d"))
    for (name, span), (after, _) in zip(periods, periods[1:], strict=False):
        if _asked_on(picture, rule, unit, name, span) is None or any(t["sure"] == "yes" for t in found[name]):
            continue
        for thing in sorted(found[after], key=lambda thing: thing["day"] or span):
            if (
                thing["sure"] == "yes"
                and thing["day"]
                and not thing["told"]
                and thing["day"][1] <= span[1] + late
            ):
                found[after].remove(thing)
                found[name].append(thing)
                break
    return found


def _row(
    picture: Picture,
    rule: Rule,
    unit: Unit,
    whom: str | None,
    name: str,
    span: Span,
    on: date,
    things: list[Any],
) -> Row:
    number = _how_many(picture, rule, unit, on)
    wanted = setting(picture, rule, "at_least", 1) * (1 if whom else number)
    sure = [thing for thing in things if thing["sure"] == "yes"]
    have = sum(1 if whom else thing["number"] for thing in sure)
    due = date.max if span[1] == date.max else span[1] + days(setting(picture, rule, "grace", "15d"))
    return {
        "rule": rule["id"],
        "kind": "count",
        "subject": f"activity:{rule['activity']}" if "activity" in rule else f"form:{rule['form']}",
        "unit": unit["id"],
        "whom": whom,
        "period": name,
        "expected": wanted,
        "found": have,
        "drafts": sum(1 if whom else thing["number"] for thing in sure if thing["draft"]),
        "uncertain": sum(1 for thing in things if thing["sure"] == "unsure"),
        "pointers": sum(1 if whom else thing["number"] for thing in sure if thing["pointer"]),
        "status": status_of(picture, wanted, have, due),
        "due": due,
        "records": sorted({path for thing in sure for path in thing["records"]}),
    }


def _how_many(picture: Picture, rule: Rule, unit: Unit, on: date) -> int:
    per = rule.get("per", "")
    if not per:
        return 1
    if per == "group":
        return group_count(picture, unit, on)
    key = {"member": "members", "leader": "leaders"}.get(per, per)
    return count_on(unit, key, on) or 0


def _missing(picture: Picture, rule: Rule, unit: Unit, row: Row, year: int) -> Finding:
    finding = finding_of(f"complete/{row['status']}", rule, picture=picture)
    finding.update(
        unit=unit["id"], whom=row["whom"], period=row["period"], path=leaf_folder(picture, rule, unit, year)
    )
    return finding


# roles


def roles(picture: Picture, rule: Rule) -> Said:
    rows: list[Row] = []
    findings: list[Finding] = []
    for unit in picture["units"]:
        for year in years(picture):
            judged = [o for o in occasions(picture) if _is_judged(picture, rule, unit, year, o)]
            good = unsure = 0
            for occasion in judged:
                lacking, unknown = _lacking(rule, occasion)
                good += not lacking and not unknown
                unsure += bool(unknown and not lacking)
                if lacking:
                    finding = finding_of(
                        "complete/role", rule, record=occasion["records"][0], picture=picture
                    )
                    finding.update(
                        unit=unit["id"], period=occasion["date"], roles=lacking, cause=occasion["number"]
                    )
                    findings.append(finding)
            if row := matter_row(picture, rule, unit, year, len(judged), good, unsure):
                rows.append(row)
    return rows, findings


def _is_judged(picture: Picture, rule: Rule, unit: Unit, year: int, occasion: Occasion) -> bool:
    """Of the unit and activity, in a judged year, with the rule in force and the unit there on its day."""
    span = date_span(occasion["date"])
    if not span or occasion["unit"] != unit["id"] or occasion["activity"] != rule["activity"]:
        return False
    if span[0].year != year or not in_force(rule, span[0]) or not alive(unit, *span):
        return False
    if not any(lies_in(rule, record) for record in occasion["records"]):
        return False
    if all(is_pointer(record) for record in occasion["records"]):
        return False
    proof = rule.get("evidence") or _proof_of(picture, rule["activity"])
    held = proved(occasion["parts"], occasion["records"], proof)
    return applies(picture, rule, unit, span[0]) and held != "no"


def _proof_of(picture: Picture, activity: str) -> list[str]:
    """What proves an activity by the other rules about it."""
    told = [role for r in picture["rules"] if r.get("activity") == activity for role in r.get("evidence", [])]
    return told or PROOF


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
        (unknown if serving else lacking).append(need["role"])
    return lacking, unknown


def _filled(event: dict[str, Any], field: str) -> bool:
    return event.get(field.removeprefix("event.")) not in (None, "", [], {})


KINDS = {"count": count, "roles": roles, **LOOKING}
