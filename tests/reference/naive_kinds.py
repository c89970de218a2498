"""The reference for rules that look into what is there: attendance, due dates, last year, dates that contradict."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from naive_archive import (
    Occasion,
    Picture,
    Record,
    Unit,
    alive,
    applies,
    count_on,
    is_by_now,
    is_in_force,
    is_pointer,
    listed,
    live_records,
    occasions,
    parts_of,
    said_by_minutes,
    units_of,
)
from naive_rows import (
    Finding,
    Matter,
    Rule,
    Said,
    days,
    finding_of,
    leaf_folder,
    lies_in,
    matter,
    matter_row,
    proof_of,
    setting,
    years,
)
from naive_things import all_things, falls
from naive_time import Span, date_span, day, period_span

Judged = dict[tuple[str, int], list[Matter]]


def rows_of(
    picture: Picture, rule: Rule, judged: Judged, *, every_group: bool = False
) -> list[dict[str, Any]]:
    """One row for every unit and year, of what was judged of it."""
    rows = []
    for unit in picture["units"]:
        for year in years(picture):
            row = matter_row(
                picture, rule, unit, year, judged.get((unit["id"], year), []), every_group=every_group
            )
            rows += [row] if row else []
    return rows


def first_asked(picture: Picture, rule: Rule, units: list[str], year: int) -> str | None:
    """The first of the units for which the rule is in a year: it is told of what is everybody's."""
    for id_ in units:
        unit = unit_of(picture, id_)
        asked = year in years(picture) and date(year, 1, 1) <= picture["as_of"]
        if unit and asked and applies(picture, rule, unit, date(year, 1, 1), date(year, 12, 31)):
            return id_
    return None


def unit_of(picture: Picture, id_: str) -> Unit | None:
    return next((unit for unit in picture["units"] if unit["id"] == id_), None)


def is_asked_on(picture: Picture, rule: Rule, units: list[str], span: Span) -> bool:
    """Whether on these days the rule was in force and one of the units there."""
    there = [unit for unit in (unit_of(picture, id_) for id_ in units) if unit and alive(unit, *span)]
    return is_in_force(rule, *span) and bool(there)


# quorum


def quorum(picture: Picture, rule: Rule) -> Said:
    """Of each occasion that took place, or tells how many were there: whether these were enough."""
    judged: Judged = {}
    findings: list[Finding] = []
    for occasion in occasions(picture):
        unit, span = unit_of(picture, occasion["unit"]), date_span(occasion["date"])
        if (
            not unit
            or not span
            or occasion["activity"] != rule["activity"]
            or span[0].year not in years(picture)
        ):
            continue
        if not applies(picture, rule, unit, *span) or not _took_place(picture, rule, occasion):
            continue
        there, expected = _numbers(unit, occasion)
        entitled = _entitled(rule, unit, span[1], expected)
        answer = "unsure"
        if entitled and there is not None:
            answer = "yes" if _enough(picture, rule, entitled, there) else "no"
        judged.setdefault((unit["id"], span[0].year), []).append(matter(answer, span[0], occasion["records"]))
        if answer == "no":
            finding = finding_of("consistency/quorum", rule, record=occasion["records"][0], picture=picture)
            finding.update(unit=unit["id"], units=[unit["id"]], period=occasion["date"])
            findings.append(finding)
    return rows_of(picture, rule, judged), findings


def _took_place(picture: Picture, rule: Rule, occasion: Occasion) -> bool:
    shown = [part["role"] for part in occasion["parts"] if part["state"] == "good"]
    held = any(role in shown for role in proof_of(picture, rule["activity"]))
    held = held or all(is_pointer(record) for record in occasion["records"])
    return held or any("present" in event for event in occasion["events"])


def _numbers(unit: Unit, occasion: Occasion) -> tuple[int | None, int | None]:
    """(there, expected): those who may vote, else all who came; of several units only what is told of this one."""
    for record, event in zip(occasion["records"], occasion["events"], strict=True):
        together = len(listed(event.get("unit")) or units_of(record)) > 1
        own = event.get("by_unit", {}).get(unit["id"])
        if own is not None:
            return own.get("voters", own.get("present")), own.get("expected")
        there = event.get("voters", event.get("present"))
        if not together and there is not None:
            return there, event.get("expected")
    for record in occasion["records"]:
        said = said_by_minutes(record)
        if len(units_of(record)) == 1 and "present" in said:
            return said["present"], said.get("expected")
    return None, None


def _entitled(rule: Rule, unit: Unit, on: date, expected: int | None) -> int | None:
    """As archive.yaml has them on that day, else as the record says."""
    if rule["entitled"] == "expected" or rule["entitled"] not in unit:
        return expected
    return count_on(unit, rule["entitled"], on, full=True)


def _enough(picture: Picture, rule: Rule, entitled: int, there: int) -> bool:
    given = "no_less_than" if "no_less_than" in rule else "more_than"
    share = Fraction(setting(picture, rule, "share", rule[given]))
    return (
        Fraction(there, entitled) >= share if given == "no_less_than" else Fraction(there, entitled) > share
    )


# deadline


def deadline(picture: Picture, rule: Rule) -> Said:
    """Each entry with a day, in the year of that day; one that is open still, in the year of the audit."""
    judged: Judged = {}
    findings: list[Finding] = []
    for record in live_records(picture):
        if record["values"].get("record_form") != rule["form"] or not lies_in(rule, record):
            continue
        findings += _closed_before(picture, rule, record)
        for entry in record["values"].get("items", []):
            span = _due(picture, rule, record, entry)
            if (
                not span
                or not is_asked_on(picture, rule, units_of(record), span)
                or not is_by_now(picture, record)
            ):
                continue
            if span[1].year < picture.get("since", 0):
                continue
            is_open = not _is_done(picture, rule, record, entry)
            year = span[1].year
            if is_open and year < min(years(picture), default=year):
                year = picture["as_of"].year
            for unit in units_of(record):
                judged.setdefault((unit, year), []).append(
                    matter("no" if is_open else "yes", span[1], [record])
                )
            told = first_asked(picture, rule, units_of(record), year)
            if is_open and span[1] < picture["as_of"] and told:
                finding = finding_of("complete/overdue", rule, record=record, picture=picture)
                whom = "、".join(listed(entry.get("owner"))) or None
                period = entry.get("due") or record["values"].get("period") or str(span[0].year)
                finding.update(unit=told, units=units_of(record), period=period, whom=whom)
                findings.append(finding)
    return rows_of(picture, rule, judged), findings


def _due(picture: Picture, rule: Rule, record: Record, entry: dict[str, Any]) -> Span | None:
    """Its own day; of a plan that asks for evidence, else the time that the plan is about."""
    if entry.get("due") or rule.get("done") != "evidence":
        return date_span(str(entry.get("due", "")))
    return _about(picture, record) or date_span(str(record["values"].get("date", ""))[:4])


def _about(picture: Picture, record: Record) -> Span | None:
    period = record["values"].get("period")
    return period_span(period, picture, {}) if period else None


def _is_done(picture: Picture, rule: Rule, record: Record, entry: dict[str, Any]) -> bool:
    """Closed by today; where evidence is asked for, it names some that is there, or says why not."""
    if rule.get("done") != "evidence":
        return "closed" in entry and day(entry["closed"]) <= picture["as_of"]
    return bool(entry.get("reason")) or any(
        _is_there(picture, word, record) for word in entry.get("evidence", [])
    )


def _is_there(picture: Picture, word: str, record: Record) -> bool:
    """Another record by its path or title, of which somebody could read something, or a file that was read.

    Neither of a day that is still to come.
    """
    titled = [other for other in picture["records"] if other["values"]["title"] == word]
    for other in picture["records"]:
        if word == other["path"] or (titled == [other] and word == other["values"]["title"]):
            shows = is_pointer(other) or "good" in other["files"].values()
            return other is not record and shows and _is_made(picture, other)
        for name, state in other["files"].items() if other["folder"] else ():
            if word == f"{other['path']}/{name}" or (other is record and word == name):
                own = other is record and _is_the_list(record, name)
                return bool(state == "good") and not own and _is_made(picture, other, name)
    return False


def _is_the_list(record: Record, name: str) -> bool:
    """Whether a file is the list itself: its main text, or the only file there is and nothing else."""
    role = next(part["role"] for part in parts_of(record) if part["name"] == name)
    return role == "main" or "正文" in name or (not role and len(record["files"]) == 1)


def _is_made(picture: Picture, record: Record, file: str = "") -> bool:
    """Whether there is such a thing by now: of a file its own day counts, else the record's date or period."""
    days = [
        part["date"]
        for part in record["values"].get("parts", [])
        if part.get("path") == file and "date" in part
    ]
    span = date_span(str((days or [record["values"].get("date", "")])[0])) or _about(picture, record)
    return span is None or span[0] <= picture["as_of"]


def _closed_before(picture: Picture, rule: Rule, record: Record) -> list[Finding]:
    """One finding where entries were closed before the list was made, or what it is about had begun.

    What was due before the date of the list says that the list was there before.
    """
    span, about = date_span(str(record["values"].get("date", ""))), _about(picture, record)
    if not span or rule.get("done") == "evidence":
        return []
    made = [span[0], *([about[0]] if about else [])]
    replaced = [
        relation["record"]
        for relation in record["values"].get("relations", [])
        if relation["kind"] == "replaces"
    ]
    before_it = [_begun(picture, one) for one in picture["records"] if one["values"].get("id") in replaced]
    made += [begun for begun in before_it if begun]
    if min(made) > picture["as_of"]:
        return []
    before = [
        entry
        for entry in record["values"].get("items", [])
        if "closed" in entry
        and day(entry["closed"]) < min(made)
        and not ("due" in entry and day(entry["due"]) < span[0])
    ]
    told = first_asked(picture, rule, units_of(record), min(made).year)
    if not before or not told:
        return []
    finding = finding_of("consistency/date", rule, record=record, picture=picture, severity="warning")
    finding.update(unit=told, units=units_of(record), period=record["values"]["date"])
    return [finding]


def _begun(picture: Picture, record: Record) -> date | None:
    spans = [date_span(str(record["values"].get("date", ""))), _about(picture, record)]
    return min((span[0] for span in spans if span), default=None)


# series


def series(picture: Picture, rule: Rule) -> Said:
    """What a unit had last year: whether it has it this year. Nothing is said where a count asks anyway."""
    judged: Judged = {}
    findings: list[Finding] = []
    for unit in picture["units"]:
        for year in years(picture):
            if not matter_row(picture, rule, unit, year, [matter("yes", date.max, [])]):
                continue
            before, _ = _there_in(picture, rule, unit, year - 1)
            if not before or not _lived_on(unit, year) or _is_counted(picture, rule, unit, year):
                continue
            now, unread = _there_in(picture, rule, unit, year)
            due = date(year, 12, 31) + days(setting(picture, rule, "grace", "15d"))
            answer = "yes" if now else "unsure" if unread else "no"
            judged[unit["id"], year] = [matter(answer, due, now)]
            if answer == "no" and picture["as_of"] > due:
                finding = finding_of("complete/series", rule, picture=picture, severity="warning")
                folder = leaf_folder(picture, {"leaf": before[0]["leaf"] or rule["leaf"]}, unit, year)
                finding.update(unit=unit["id"], units=[unit["id"]], period=str(year), path=folder)
                findings.append(finding)
    return rows_of(picture, rule, judged, every_group=True), findings


def _lived_on(unit: Unit, year: int) -> bool:
    there = alive(unit, date(year - 1, 1, 1), date(year - 1, 12, 31))
    return there and day(unit.get("dissolved", date.max)) > date(year, 12, 31)


def _there_in(picture: Picture, rule: Rule, unit: Unit, year: int) -> tuple[list[Record], list[Record]]:
    """Records that show it in a year, and those of which nobody knows."""
    sure: list[Record] = []
    unsure: list[Record] = []
    for thing in all_things(picture, rule):
        mine = unit["id"] in thing["units"] and thing["sure"] != "no"
        if mine and falls(thing, (date(year, 1, 1), date(year, 12, 31))):
            (sure if thing["sure"] == "yes" else unsure).extend(thing["records"])
    return sure, unsure


def _is_counted(picture: Picture, rule: Rule, unit: Unit, year: int) -> bool:
    return any(
        other["kind"] == "count"
        and other["period"] != "once"
        and (other.get("activity"), other.get("form")) == (rule.get("activity"), rule.get("form"))
        and applies(picture, other, unit, date(year, 1, 1), date(year, 12, 31))
        for other in picture["rules"]
    )


# timing


def timing(picture: Picture, rule: Rule) -> Said:
    """Each record whose date can be compared with something: whether that contradicts it."""
    judged: Judged = {}
    findings: list[Finding] = []
    compare = {"name": _name, "studied": _studied, "photos": _photos}[rule["compares"]]
    for record in live_records(picture):
        for on, fits in compare(picture, rule, record):
            span = date_span(on)
            if (
                not span
                or not is_asked_on(picture, rule, units_of(record), span)
                or span[0] > picture["as_of"]
            ):
                continue
            for unit in units_of(record):
                judged.setdefault((unit, span[1].year), []).append(
                    matter("yes" if fits else "no", span[0], [record])
                )
            told = first_asked(picture, rule, units_of(record), span[1].year)
            if not fits and told:
                code = {"name": "date", "studied": "anachronism", "photos": "late"}[rule["compares"]]
                finding = finding_of(
                    f"consistency/{code}", rule, record=record, picture=picture, severity="warning"
                )
                finding.update(unit=told, units=units_of(record), period=on)
                findings.append(finding)
    return rows_of(picture, rule, judged), findings


def _is_about(rule: Rule, record: Record) -> bool:
    held = listed(record["values"].get("activity"))
    for event in record["values"].get("events", []):
        held += listed(event.get("activity"))
    if "form" in rule:
        return bool(record["values"].get("record_form") == rule["form"])
    return "activity" not in rule or rule["activity"] in held


def _name(picture: Picture, rule: Rule, record: Record) -> Iterator[tuple[str, bool]]:
    """The day or month that the name begins with."""
    on = str(record["values"].get("date", ""))
    span, named = date_span(on), date_span(record["path"].rpartition("/")[2].partition(" ")[0])
    if _is_about(rule, record) and span and named and named[1] - named[0] < timedelta(days=31):
        yield on, named[0] <= span[1] and span[0] <= named[1]


def _studied(picture: Picture, rule: Rule, record: Record) -> Iterator[tuple[str, bool]]:
    """The days on which the documents that were studied came out, as the record or the scheme says."""
    held = [(event["date"], event) for event in record["values"].get("events", [])]
    held.append((str(record["values"].get("date", "")), record["values"].get("event", {})))
    for on, event in held if _is_about(rule, record) else []:
        published = []
        for document in event.get("study_docs", []):
            known = [one["published"] for one in rule["documents"] if one["title"] in document["title"]]
            published += [day(text) for text in [document.get("published"), *known] if text][:1]
        span = date_span(on)
        if published and span:
            yield on, max(published) <= span[1]


def _photos(picture: Picture, rule: Rule, record: Record) -> Iterator[tuple[str, bool]]:
    """The days on which files of an activity were made, as the sidecar says."""
    on = str(record["values"].get("date", ""))
    span = date_span(on)
    made = [day(part["date"]) for part in parts_of(record) if part["date"]]
    held = record["values"].get("activity") and not record["values"].get("events")
    if span and made and held and _is_about(rule, record):
        yield on, max(made) <= span[1] + days(setting(picture, rule, "within", "0d"))


LOOKING = {"quorum": quorum, "deadline": deadline, "series": series, "timing": timing}
