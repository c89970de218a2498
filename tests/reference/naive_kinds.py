"""The reference for rules that look into what is there: attendance, due dates, counterparts, last year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
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
    listed,
    live_records,
    occasions,
    parts_of,
    proved,
    units_of,
)
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
    setting,
    years,
)
from naive_time import date_span, day


def rows_of(picture: Picture, rule: Rule, judge: Any) -> Said:
    """One row for every unit and year, of what `judge` says of each thing: yes, no or unsure."""
    rows: list[Row] = []
    findings: list[Finding] = []
    for unit in picture["units"]:
        for year in years(picture):
            answers, more = judge(picture, rule, unit, year)
            findings += more
            row = matter_row(
                picture, rule, unit, year, len(answers), answers.count("yes"), answers.count("unsure")
            )
            rows += [row] if row else []
    return rows, findings


def held(picture: Picture, rule: Rule, unit: Unit, year: int) -> Iterator[tuple[Occasion, date]]:
    """Occasions of the rule that took place in a year, with the rule in force and the unit there on the day."""
    for occasion in occasions(picture):
        span = date_span(occasion["date"])
        if not span or occasion["unit"] != unit["id"] or occasion["activity"] != rule["activity"]:
            continue
        on = span[0]
        if on.year != year or not in_force(rule, on) or not alive(unit, *span):
            continue
        if not applies(picture, rule, unit, on) or not any(lies_in(rule, r) for r in occasion["records"]):
            continue
        told = [
            role
            for r in picture["rules"]
            if r.get("activity") == rule["activity"]
            for role in r.get("evidence", [])
        ]
        if proved(occasion["parts"], occasion["records"], rule.get("evidence") or told or PROOF) != "no":
            yield occasion, on


# quorum


def quorum(picture: Picture, rule: Rule) -> Said:
    return rows_of(picture, rule, _attendance)


def _attendance(picture: Picture, rule: Rule, unit: Unit, year: int) -> tuple[list[str], list[Finding]]:
    answers, findings = [], []
    for occasion, on in held(picture, rule, unit, year):
        entitled, there = _entitled(rule, unit, occasion, on), _told(unit, occasion, "voters", "present")
        if not entitled or there is None:
            answers.append("unsure")
        elif _enough(rule, entitled, there):
            answers.append("yes")
        else:
            answers.append("no")
            finding = finding_of("consistency/quorum", rule, record=occasion["records"][0], picture=picture)
            finding.update(unit=unit["id"], period=occasion["date"])
            findings.append(finding)
    return answers, findings


def _entitled(rule: Rule, unit: Unit, occasion: Occasion, on: date) -> int | None:
    key = rule["entitled"]
    known = None if key == "expected" else count_on(unit, key, on, full=True)
    return _told(unit, occasion, "expected") if known is None else known


def _told(unit: Unit, occasion: Occasion, *keys: str) -> int | None:
    """What the record says of those who were there; of several units only what it says of this one."""
    together = len(units_of(occasion["records"][0])) > 1
    for event in occasion["events"]:
        own = event.get("by_unit", {}).get(unit["id"], {})
        for source in [own] if together else [own, event]:
            for key in keys:
                if key in source:
                    return int(source[key])
    return None


def _enough(rule: Rule, entitled: int, there: int) -> bool:
    if "no_less_than" in rule:
        return Fraction(there, entitled) >= Fraction(rule["no_less_than"])
    return Fraction(there, entitled) > Fraction(rule["more_than"])


# deadline


def deadline(picture: Picture, rule: Rule) -> Said:
    return rows_of(picture, rule, _entries)


def _entries(picture: Picture, rule: Rule, unit: Unit, year: int) -> tuple[list[str], list[Finding]]:
    """An entry is of the year in which it is due; it is judged once its day is over."""
    answers, findings = [], []
    for record in live_records(picture):
        if unit["id"] not in units_of(record) or record["values"].get("record_form") != rule["form"]:
            continue
        if not lies_in(rule, record):
            continue
        for entry in record["values"].get("items", []):
            if "due" not in entry:
                continue
            due = day(entry["due"])
            if (
                due.year != year
                or due >= picture["as_of"]
                or not in_force(rule, due)
                or not alive(unit, due, due)
            ):
                continue
            if not applies(picture, rule, unit, due):
                continue
            if "closed" in entry:
                answers.append("yes")
                continue
            answers.append("no")
            finding = finding_of("complete/overdue", rule, record=record, picture=picture)
            finding.update(unit=unit["id"], period=entry["due"])
            findings.append(finding)
    return answers, findings


# series


def series(picture: Picture, rule: Rule) -> Said:
    return rows_of(picture, rule, _again)


def _again(picture: Picture, rule: Rule, unit: Unit, year: int) -> tuple[list[str], list[Finding]]:
    """Nothing is said before the year is over, nor of a unit that was not there all through it."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    if not _was_there(picture, rule, unit, year - 1):
        return [], []
    if _was_there(picture, rule, unit, year):
        return ["yes"], []
    whole = day(unit.get("founded", first)) <= first and day(unit.get("dissolved", last)) >= last
    over = picture["as_of"] > last + days(setting(picture, rule, "grace", "15d"))
    if not whole or not over or _is_counted(picture, rule, unit, last):
        return [], []
    finding = finding_of("complete/series", rule, picture=picture, severity="warning")
    finding.update(unit=unit["id"], period=str(year), path=leaf_folder(picture, rule, unit, year))
    return ["no"], [finding]


def _was_there(picture: Picture, rule: Rule, unit: Unit, year: int) -> bool:
    if "activity" in rule:
        for occasion in occasions(picture):
            span = date_span(occasion["date"])
            mine = occasion["unit"] == unit["id"] and occasion["activity"] == rule["activity"]
            if mine and span and span[0].year == year and any(lies_in(rule, r) for r in occasion["records"]):
                if proved(occasion["parts"], occasion["records"], rule.get("evidence", PROOF)) == "yes":
                    return True
        return False
    for record in live_records(picture):
        span = date_span(str(record["values"].get("date", "")))
        mine = unit["id"] in units_of(record) and record["values"].get("record_form") == rule["form"]
        if mine and span and span[0].year == year and lies_in(rule, record):
            if proved(parts_of(record), [record], None) == "yes":
                return True
    return False


def _is_counted(picture: Picture, rule: Rule, unit: Unit, on: date) -> bool:
    subject = rule.get("activity"), rule.get("form")
    return any(
        other["kind"] == "count" and (other.get("activity"), other.get("form")) == subject
        and in_force(other, on) and applies(picture, other, unit, on)
        for other in picture["rules"]
    )  # fmt: skip


# pair


def pair(picture: Picture, rule: Rule) -> Said:
    return rows_of(picture, rule, _answered)


def _answered(picture: Picture, rule: Rule, unit: Unit, year: int) -> tuple[list[str], list[Finding]]:
    answers, findings = [], []
    asking = _papers(picture, rule["each"], unit)
    giving = _papers(picture, rule["has"], unit)
    pairs = _pairs(asking, giving)
    within = days(setting(picture, rule, "within", "0d"))
    for paper in asking:
        on = _on(paper)
        if (
            on.year != year
            or not in_force(rule, on)
            or not alive(unit, on, on)
            or not applies(picture, rule, unit, on)
        ):
            continue
        counterpart = pairs.get(paper["path"])
        if counterpart and _on(counterpart) <= on + within:
            answers.append("yes")
        elif counterpart or picture["as_of"] > on + within:
            answers.append("no")
            findings.append(_unanswered(picture, rule, unit, paper))
    taken = [paper["path"] for paper in pairs.values()]
    for paper in giving if rule.get("both") else []:
        on = _on(paper)
        if (
            on.year != year
            or not in_force(rule, on)
            or not alive(unit, on, on)
            or not applies(picture, rule, unit, on)
        ):
            continue
        if paper["path"] not in taken:
            answers.append("no")
            findings.append(_unanswered(picture, rule, unit, paper))
        else:
            answers.append("yes")
    return answers, findings


def _unanswered(picture: Picture, rule: Rule, unit: Unit, paper: Record) -> Finding:
    finding = finding_of("complete/pair", rule, record=paper, picture=picture)
    finding.update(unit=unit["id"], period=str(paper["values"]["date"]))
    return finding


def _papers(picture: Picture, side: dict[str, str], unit: Unit) -> list[Record]:
    found = [
        record
        for record in live_records(picture)
        if unit["id"] in units_of(record)
        and record["values"].get("record_form") == side["form"]
        and date_span(str(record["values"].get("date", "")))
        and side.get("leaf", record["leaf"]) == record["leaf"]
    ]
    return sorted(found, key=lambda record: (_on(record), record["path"]))


def _on(record: Record) -> date:
    span = date_span(str(record["values"]["date"]))
    assert span
    return span[0]


def _pairs(asking: list[Record], giving: list[Record]) -> dict[str, Record]:
    """Paper -> its counterpart: by what they say of each other, by case, else in order of time."""
    found: dict[str, Record] = {}
    for one in asking:
        for other in giving:
            if _speaks_of(one, other) or _speaks_of(other, one):
                found.setdefault(one["path"], other)
    for one in asking:
        for other in giving:
            case = one["values"].get("case")
            if case and case == other["values"].get("case"):
                found.setdefault(one["path"], other)
    taken = {record["path"] for record in found.values()}
    for one in asking:
        if one["path"] in found or _says_something(one):
            continue
        for other in giving:
            free = other["path"] not in taken and not _says_something(other)
            if free and _on(other) >= _on(one):
                found[one["path"]] = other
                taken.add(other["path"])
                break
    return found


def _speaks_of(one: Record, other: Record) -> bool:
    return any(
        relation["kind"] not in ("replaces", "same-as") and relation["record"] == other["values"].get("id")
        for relation in one["values"].get("relations", [])
    )


def _says_something(record: Record) -> bool:
    told = [r for r in record["values"].get("relations", []) if r["kind"] not in ("replaces", "same-as")]
    return bool(told or record["values"].get("case"))


# timing


def timing(picture: Picture, rule: Rule) -> Said:
    return rows_of(picture, rule, {"name": _names, "studied": _studied}[rule["compares"]])


def _dated(picture: Picture, rule: Rule, unit: Unit, year: int) -> Iterator[tuple[Record, date]]:
    for record in live_records(picture):
        span = date_span(str(record["values"].get("date", "")))
        if not span or unit["id"] not in units_of(record) or span[0].year != year:
            continue
        if "activity" in rule and rule["activity"] not in listed(record["values"].get("activity")):
            continue
        if in_force(rule, span[0]) and alive(unit, *span) and applies(picture, rule, unit, span[0]):
            yield record, span[0]


def _names(picture: Picture, rule: Rule, unit: Unit, year: int) -> tuple[list[str], list[Finding]]:
    answers, findings = [], []
    for record, on in _dated(picture, rule, unit, year):
        said = date_span(record["path"].rpartition("/")[2].partition(" ")[0])
        if not said or said[1] - said[0] > timedelta(days=40):
            continue
        fits = said[0] <= on <= said[1]
        answers.append("yes" if fits else "no")
        if not fits:
            finding = finding_of("consistency/date", rule, record=record, picture=picture, severity="warning")
            finding.update(unit=unit["id"], period=str(record["values"]["date"]))
            findings.append(finding)
    return answers, findings


def _studied(picture: Picture, rule: Rule, unit: Unit, year: int) -> tuple[list[str], list[Finding]]:
    answers, findings = [], []
    for record, on in _dated(picture, rule, unit, year):
        documents = record["values"].get("event", {}).get("study_docs", [])
        known = [day(document["published"]) for document in documents if "published" in document]
        if not known:
            continue
        fits = max(known) <= on
        answers.append("yes" if fits else "no")
        if not fits:
            finding = finding_of(
                "consistency/anachronism", rule, record=record, picture=picture, severity="warning"
            )
            finding.update(unit=unit["id"], period=str(record["values"]["date"]))
            findings.append(finding)
    return answers, findings


LOOKING = {"quorum": quorum, "deadline": deadline, "series": series, "pair": pair, "timing": timing}
