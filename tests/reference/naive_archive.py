"""The reference's view of an archive: which records count, whose they are, what took place."""

from __future__ import annotations

from datetime import date
from typing import Any

from naive_time import date_span, day

Picture = dict[str, Any]
Unit = dict[str, Any]
Record = dict[str, Any]
Occasion = dict[str, Any]
# What the small scheme says a file is by its name, where the sidecar says nothing of it.
ROLE_WORDS = {"记录": "minutes", "签到": "sign-in", "照片": "photo", "票决": "vote", "通知": "notice",
              "议程": "agenda", "学习材料": "material"}  # fmt: skip
PROOF = ["minutes", "sign-in", "photo"]


def listed(value: Any) -> list[Any]:
    """One or a list of them."""
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list) else [value]


def each(value: Any) -> list[Any]:
    """One or a list of them, each once."""
    return list(dict.fromkeys(listed(value)))


def first_day(record: Record) -> date | None:
    span = date_span(str(record["values"].get("date", "")))
    return span[0] if span else None


def live_records(picture: Picture) -> list[Record]:
    """Records that are there by today and not replaced by another one of these; in order of their paths.

    A record with the id of an older one, and its day, is a copy and tells of nothing that took place again.
    """
    there = [
        record
        for record in sorted(picture["records"], key=lambda record: record["path"])
        if not record.get("copy") and (is_by_now(picture, record) or record["values"].get("events"))
    ]
    replaced = set()
    for record in picture["records"]:
        for relation in record["values"].get("relations", []):
            if relation["kind"] == "replaces" and is_by_now(picture, record):
                replaced.add(relation["record"])
    return [record for record in there if record["values"].get("id") not in replaced]


def is_by_now(picture: Picture, record: Record) -> bool:
    begins = first_day(record)
    return begins is None or begins <= picture["as_of"]


def units_of(record: Record) -> list[str]:
    return listed(record["values"].get("unit")) or listed(record.get("unit_of_path"))


def parts_of(record: Record) -> list[dict[str, str]]:
    """Each file with its role, its state (good, empty, damaged, unread) and, if the sidecar says so, its date."""
    told = {part["path"]: part for part in record["values"].get("parts", []) if "path" in part}
    found = []
    for name, state in record["files"].items():
        part = told.get(name, {})
        role = part.get("role", "")
        if not record["folder"]:
            role = record["role"]
        elif not role:
            role = next((role for word, role in ROLE_WORDS.items() if word in name), "")
        found.append({"name": name, "role": role, "state": state, "date": str(part.get("date", ""))})
    return found


def is_pointer(record: Record) -> bool:
    return not record["files"] and bool(record["values"].get("original_location"))


def said_by_minutes(record: Record) -> dict[str, int]:
    """What the text of the minutes says of the one meeting, where it can be read."""
    minutes = record["files"].get("记录.txt" if record["folder"] else "")
    if minutes != "good" or record["values"].get("events"):
        return {}
    told = zip(("expected", "present", "absent"), record.get("says", []), strict=False)
    return {key: number for key, number in told if number is not None}


def occasions(picture: Picture) -> list[Occasion]:
    """Everything that took place or was announced, one for each unit and activity."""
    own: list[Occasion] = []
    loose: list[Occasion] = []
    for record in live_records(picture):
        values = record["values"]
        if values.get("events"):
            for event in values["events"]:
                if day(event["date"]) > picture["as_of"]:
                    continue
                parts = [p for p in parts_of(record) if p["date"] in ("", event["date"])]
                books = [part["state"] for part in parts if part["role"] in ("", "minutes")]
                # An entry is minutes by what it is, unless the book itself could not be read.
                read = not books or "good" in books
                parts.append(
                    {"name": "", "role": "minutes", "state": "good" if read else "unread", "date": ""}
                )
                for unit in listed(event.get("unit")) or units_of(record) or [""]:
                    for activity in each(event.get("activity")) or each(values.get("activity")):
                        made = _occasion(record, unit, activity, event["date"], event, parts)
                        own.append(made)
            continue
        parts = parts_of(record)
        holds_minutes = record["folder"] and any(part["role"] == "minutes" for part in parts)
        for unit in units_of(record) or [""]:  # of nobody we know of: still one occasion
            for activity in each(values.get("activity")):
                event = values.get("event", {})
                made = _occasion(record, unit, activity, str(values.get("date", "")), event, parts)
                (own if holds_minutes else loose).append(made)
    for made in loose:
        same = [o for o in own if o["key"] == made["key"]]
        if not same:
            own.append(made)
            continue
        same[0]["records"] += made["records"]
        same[0]["parts"] += made["parts"]
        same[0]["events"] += made["events"]
    return own


def _occasion(
    record: Record,
    unit: str,
    activity: str,
    on: str,
    event: dict[str, Any],
    parts: list[dict[str, str]],
) -> Occasion:
    return {
        "key": (unit, activity, on),
        "unit": unit,
        "activity": activity,
        "date": on,
        "records": [record],
        "parts": list(parts),
        "events": [event],
    }


def proved(parts: list[dict[str, str]], records: list[Record], roles: list[str] | None) -> str:
    """yes, no (announced only) or unsure: whether parts in these roles show that it took place."""
    if all(is_pointer(record) for record in records):
        return "yes"
    files = [list(record["files"].values()) for record in records]
    if not any(files):
        return "no"
    if all(states and "good" not in states for states in files):
        return "unsure"
    telling = [part for part in parts if roles is None or part["role"] in roles]
    if any(part["state"] == "good" for part in telling):
        return "yes"
    return "unsure" if telling else "no"


# Units


def groups_of(picture: Picture, unit: Unit) -> list[Unit]:
    return [u for u in picture["units"] if u.get("parent") == unit["id"] and u["kind"] == "group"]


def alive(unit: Unit, first: date, last: date) -> bool:
    """Whether the unit is there on some day of these."""
    founded, dissolved = unit.get("founded"), unit.get("dissolved")
    return not (founded and day(founded) > last) and not (dissolved and day(dissolved) < first)


def value_on(unit: Unit, key: str, on: date) -> Any:
    """The count as it is written, of one day; None where archive.yaml has none."""
    value = unit.get(key)
    if isinstance(value, list) and value and isinstance(value[0], dict) and "value" in value[0]:
        holding = [step["value"] for step in value if day(step["from"]) <= on]
        return holding[-1] if holding else value[0]["value"]
    return value


def count_on(unit: Unit, key: str, on: date, *, full: bool = False) -> int | None:
    """How many; members with or without the probationary ones."""
    names = names_on(unit, key, on)
    if names is not None:
        return len(names)
    value = value_on(unit, key, on)
    if isinstance(value, dict):
        return int(value.get("full", 0)) + (0 if full else int(value.get("probationary", 0)))
    return None if value is None else int(value)


def names_on(unit: Unit, key: str, on: date) -> list[str] | None:
    """By name where they are listed so; else None."""
    value = value_on(unit, key, on)
    if not isinstance(value, list):
        return None
    people = [one if isinstance(one, dict) else {"name": one} for one in value]
    return [
        one["name"] for one in people if day(one.get("from", date.min)) <= on <= day(one.get("to", date.max))
    ]


def group_count(picture: Picture, unit: Unit, first: date, last: date) -> int:
    """Groups that are there at some time of these days; where none is listed, as many as are said."""
    there = [group for group in groups_of(picture, unit) if alive(group, first, last)]
    return len(there) or count_on(unit, "groups", counting_day(picture, unit, last)) or 0


def counting_day(picture: Picture, unit: Unit, last: date) -> date:
    """The day whose numbers hold for a time: its last, but no later than today or the unit's end."""
    return min(last, picture["as_of"], day(unit.get("dissolved", last)))


def is_in_force(rule: dict[str, Any], first: date, last: date) -> bool:
    """Whether the rule holds on some of these days."""
    span = rule.get("effective", {})
    return not ("from" in span and last < day(span["from"])) and not (
        "to" in span and first > day(span["to"])
    )


def applies(picture: Picture, rule: dict[str, Any], unit: Unit, first: date, last: date) -> bool:
    """Whether the rule is in force and for this unit at some time of these days."""
    if not is_in_force(rule, first, last) or not alive(unit, first, last):
        return False
    on = counting_day(picture, unit, last)
    says = rule.get("applies", {})
    if says.get("unit_kinds") and unit["kind"] not in says["unit_kinds"]:
        return False
    if (count_on(unit, "members", on) or 0) < says.get("minimum_members", 0):
        return False
    if "has_committee" in says:
        committee = bool(count_on(unit, "committee", on))
        if unit.get("committee") is None and says.get("committee_from"):
            committee = (count_on(unit, "members", on, full=True) or 0) >= says["committee_from"]
        if committee != says["has_committee"]:
            return False
    return not ("has_groups" in says and bool(group_count(picture, unit, first, last)) != says["has_groups"])
