"""The reference's view of the numbers of meetings: expected, present, absent, entitled to vote, votes."""

from __future__ import annotations

from typing import Any

from naive_archive import Picture, listed, live_records, said_by_minutes, units_of
from naive_rows import Finding, finding_of, years
from naive_time import date_span


def attendance(picture: Picture) -> list[Finding]:
    """One finding for each meeting of a judged year whose numbers cannot all be right."""
    found = []
    for record in live_records(picture):
        values = record["values"]
        said = said_by_minutes(record)
        is_told = "event" in values or said
        told = [(str(values.get("date", "")), units_of(record), values.get("event", {}))] if is_told else []
        told += [
            (entry["date"], listed(entry.get("unit")) or units_of(record), entry)
            for entry in values.get("events", [])
        ]
        for on, units, event in told:
            span = date_span(on)
            if not span or span[0].year not in years(picture) or span[0] > picture["as_of"]:
                continue
            wrong = _whose(event, units)
            if wrong is None and said and _text_is_wrong(_whole(event, units), said):
                wrong = units
            if wrong is not None:
                finding = finding_of("consistency/attendance", None, record=record)
                finding.update(unit=(wrong or [None])[0], units=wrong, period=on)
                found.append(finding)
    return found


def _whole(event: dict[str, Any], units: list[str]) -> dict[str, Any]:
    """The numbers of all: what each of them says together, where all is not said."""
    by_unit = event.get("by_unit", {})
    whole = dict(event)
    if by_unit and all(unit in by_unit for unit in units):
        for key in ("expected", "present", "voters"):
            if key not in whole and all(key in told for told in by_unit.values()):
                whole[key] = sum(told[key] for told in by_unit.values())
    return whole


def _whose(event: dict[str, Any], units: list[str]) -> list[str] | None:
    """The units whose numbers are wrong: of all together, else of one of them; None where none are."""
    if _is_wrong(_whole(event, units)):
        return units
    for unit, told in event.get("by_unit", {}).items():
        if _more(told, "present", "expected") or _more(told, "voters", "present"):
            return [unit]
    return None


def _text_is_wrong(event: dict[str, Any], said: dict[str, int]) -> bool:
    """Whether the minutes say otherwise than the sidecar; where that does not tell all, whether they add up."""
    if event.get("absentees") and said.get("absent", len(event["absentees"])) != len(event["absentees"]):
        return True
    if any(said[key] != event[key] for key in ("expected", "present") if key in said and key in event):
        return True
    if ("expected" in event and "present" in event) or not {"expected", "present"} <= said.keys():
        return False
    wanted = said["expected"]
    return said["present"] > wanted or ("absent" in said and said["present"] + said["absent"] != wanted)


def _is_wrong(event: dict[str, Any]) -> bool:
    absent = len(event.get("absentees", []))
    if "expected" in event and "present" in event and event["present"] + absent != event["expected"]:
        return True
    if _more(event, "voters", "present"):
        return True
    cast = sum(event.get("votes", {}).values())
    entitled = event.get("voters", event.get("present"))
    return entitled is not None and cast > entitled


def _more(told: dict[str, Any], one: str, other: str) -> bool:
    return one in told and other in told and bool(told[one] > told[other])
