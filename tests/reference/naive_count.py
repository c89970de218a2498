"""The reference for counts: at least so many in every period."""

from __future__ import annotations

from datetime import date, timedelta

from naive_archive import (
    Picture,
    Unit,
    alive,
    applies,
    count_on,
    counting_day,
    group_count,
    groups_of,
    names_on,
)
from naive_rows import (
    Finding,
    Row,
    Rule,
    Said,
    days,
    finding_of,
    leaf_folder,
    setting,
    status_of,
    years,
)
from naive_things import Thing, all_things, falls
from naive_time import EVER, ONE, Span, day, every_period, inside


def count(picture: Picture, rule: Rule) -> Said:
    rows: list[Row] = []
    findings: list[Finding] = []
    for unit in picture["units"]:
        for whom in _whoms(picture, rule, unit):
            for name, span, things in _assigned(picture, rule, unit, whom):
                if name != "once" and span[1].year not in years(picture):
                    continue  # asked for only to see what was held after it
                row = _row(picture, rule, unit, whom, name, span, things)
                unread = row["uncertain"]
                row["uncertain"] += len(_doubtful(picture, rule, unit, whom, span))
                rows.append(row)
                # Where what can't be read may be what is missing, the file is the finding.
                if row["status"] in ("missing", "insufficient") and row["found"] + unread < row["expected"]:
                    findings.append(_missing(picture, rule, unit, row, span))
    return rows, findings


def _whoms(picture: Picture, rule: Rule, unit: Unit) -> list[str | None]:
    """Everybody who is ever asked for by name, and None for the unit as a whole."""
    whoms: dict[str | None, None] = {}
    for _, span in every_period(rule["period"], picture, unit):
        if _is_asked(picture, rule, unit, span):
            for name in _names(picture, rule, unit, span) or [None]:
                whoms[name] = None
    return list(whoms)


def _names(picture: Picture, rule: Rule, unit: Unit, span: Span) -> list[str]:
    """Who is asked for by name in a period; nobody where the rule asks for a number."""
    per = rule.get("per", "")
    if per == "group":
        return [group["id"] for group in groups_of(picture, unit) if alive(group, *span)]
    key = {"member": "members", "leader": "leaders", "committee": "committee"}.get(per)
    return names_on(unit, key, counting_day(picture, unit, span[1])) or [] if key else []


def _is_asked(picture: Picture, rule: Rule, unit: Unit, span: Span) -> bool:
    """Begun, in the unit's life, and the rule for it; where another one succeeds it within, that one is."""
    if span[0] > picture["as_of"] or not applies(picture, rule, unit, *span):
        return False
    end = day(rule.get("effective", {}).get("to", date.max))
    for other in picture["rules"]:
        same = all(other.get(key) == rule.get(key) for key in ("kind", "activity", "form", "period", "per"))
        begins = day(other.get("effective", {}).get("from", date.min))
        if same and end < begins <= span[1] and applies(picture, other, unit, *span):
            return False
    return True


def _is_spared(picture: Picture, rule: Rule, span: Span) -> bool:
    """Whether the period lies in months in which nothing is asked for."""
    exempt = [int(month) for month in picture.get("calendar", {}).get("exempt_months", [])]
    if span[1] - span[0] > timedelta(days=365):
        return False
    at, months = span[0], set()
    while at <= span[1]:
        months.add(at.month)
        at += ONE
    return months <= set(exempt)


def _things(picture: Picture, rule: Rule, unit: Unit, whom: str | None) -> list[Thing]:
    """What the rule could count of the unit, or of one of its groups, or of a person."""
    owners = [unit["id"]]
    if rule.get("per") == "group" and whom:
        # What the unit's only group did need not name it.
        owners = [whom, unit["id"]] if len(groups_of(picture, unit)) == 1 else [whom]
    found = [thing for thing in all_things(picture, rule) if set(thing["units"]) & set(owners)]
    if whom and rule.get("per") != "group":
        found = [thing for thing in found if whom in thing["names"]]
    return found


def _assigned(
    picture: Picture, rule: Rule, unit: Unit, whom: str | None
) -> list[tuple[str, Span, list[Thing]]]:
    """Each period that is asked for, with what falls into it, or was held shortly after it was left empty."""
    late = days(setting(picture, rule, "tolerance", "0d"))
    earliest = min(years(picture), default=0)
    if late and earliest - 1 >= picture.get("since", 0):
        earliest -= 1
    things = _things(picture, rule, unit, whom)
    found = []
    for name, span in sorted(every_period(rule["period"], picture, unit), key=lambda period: period[1]):
        names = _names(picture, rule, unit, span) or [None]
        of_time = (name == "once" and years(picture)) or earliest <= span[1].year <= max(
            years(picture), default=0
        )
        if of_time and whom in names and _is_asked(picture, rule, unit, span):
            found.append((name, span, [thing for thing in things if falls(thing, span)]))
    for _, span, here in found if late else []:
        number = _expected(picture, rule, unit, whom, span)
        if (
            not number
            or span == EVER
            or _is_spared(picture, rule, span)
            or any(t["sure"] == "yes" for t in here)
        ):
            continue
        shortly = [
            thing
            for thing in things
            if thing["sure"] == "yes" and not thing["told"]
            and any(span[1] < theirs[0] and theirs[1] <= span[1] + late for theirs in thing["spans"])
        ]  # fmt: skip
        if shortly:
            taken = min(shortly, key=lambda thing: thing["spans"][0])
            for _, _, others in found:
                if taken in others:
                    others.remove(taken)
            here.append(taken)
    return found


def _doubtful(picture: Picture, rule: Rule, unit: Unit, whom: str | None, span: Span) -> list[Thing]:
    """What may count here, if only somebody said whose it is, or which part of its time it is about."""
    may = [thing for thing in all_things(picture, rule) if thing["sure"] != "no"]
    found = [thing for thing in may if not thing["units"] and falls(thing, span)]
    groups = [group["id"] for group in groups_of(picture, unit)]
    if rule.get("per") == "group" and whom and len(groups) > 1:
        theirs = [thing for thing in may if set(thing["units"]) & set(groups)]
        for thing in may:
            named = any(
                other["spans"] == thing["spans"] and any(r in other["records"] for r in thing["records"])
                for other in theirs
            )
            if unit["id"] in thing["units"] and not named and falls(thing, span):
                found.append(thing)
    if whom and rule.get("per") != "group":
        # Papers of the unit that name nobody may be this person's.
        callings = {word for one in picture["units"] for word in (one["id"], one.get("name"))}
        mine = [thing for thing in may if unit["id"] in thing["units"] and falls(thing, span)]
        found += [thing for thing in mine if set(thing["names"]) <= callings]
    for thing in _things(picture, rule, unit, whom):
        long = any(inside(span, theirs) for theirs in thing["spans"]) and not falls(thing, span)
        if thing["sure"] != "no" and long:
            found.append(thing)
    return found


def _expected(picture: Picture, rule: Rule, unit: Unit, whom: str | None, span: Span) -> int:
    """How many are asked for: of one who is named, or times the unit's count."""
    least: int = setting(picture, rule, "at_least", 1)
    per = rule.get("per", "")
    if whom or not per:
        return least
    if per == "group":
        return least * group_count(picture, unit, *span)
    key = {"member": "members", "leader": "leaders"}.get(per, per)
    return least * (count_on(unit, key, counting_day(picture, unit, span[1])) or 0)


def _row(
    picture: Picture, rule: Rule, unit: Unit, whom: str | None, name: str, span: Span, things: list[Thing]
) -> Row:
    wanted = _expected(picture, rule, unit, whom, span)
    sure = [thing for thing in things if thing["sure"] == "yes"]
    have = _number(picture, rule, whom, sure)
    end = span[1]
    if name == "once":  # asked for from the first day of unit and rule
        starts = [day(unit.get("founded", date.min)), day(rule.get("effective", {}).get("from", date.min))]
        end = max(starts)
    asked_always = end == date.min  # nobody says when either began
    due = end + days(setting(picture, rule, "grace", "15d"))
    status = "not-applicable" if _is_spared(picture, rule, span) else status_of(picture, wanted, have, due)
    return {
        "rule": rule["id"],
        "kind": "count",
        "subject": f"activity:{rule['activity']}" if "activity" in rule else f"form:{rule['form']}",
        "unit": unit["id"],
        "whom": whom,
        "period": name,
        "expected": wanted,
        "found": have,
        "drafts": sum(thing["draft"] for thing in sure),
        "uncertain": sum(thing["sure"] == "unsure" for thing in things),
        "pointers": sum(thing["pointer"] for thing in sure),
        "status": status,
        "due": None if asked_always else due,
        "records": sorted({record["path"] for thing in sure for record in thing["records"]}),
    }


def _number(picture: Picture, rule: Rule, whom: str | None, things: list[Thing]) -> int:
    """How many the things stand for; of a person no more than is asked of each."""
    if whom:
        return len(things)
    if rule.get("per") not in ("member", "leader"):
        return sum(1 if thing["covered"] else thing["number"] for thing in things)
    times: dict[str, int] = {}
    nameless = 0
    for thing in things:
        for name in thing["names"]:
            times[name] = times.get(name, 0) + 1
        nameless += max(thing["number"] - len(thing["names"]), 0)
    least = setting(picture, rule, "at_least", 1)
    return nameless + sum(min(number, least) for number in times.values())


def _missing(picture: Picture, rule: Rule, unit: Unit, row: Row, span: Span) -> Finding:
    finding = finding_of(f"complete/{row['status']}", rule, picture=picture)
    folder = leaf_folder(picture, rule, unit, min(span[1].year, picture["as_of"].year))
    finding.update(unit=unit["id"], units=[unit["id"]], whom=row["whom"], period=row["period"], path=folder)
    return finding
