"""What a rule of the reference may count: occasions of an activity or records of a form, and when they fall."""

from __future__ import annotations

import re
from typing import Any

from naive_archive import (
    PROOF,
    Picture,
    Record,
    is_pointer,
    listed,
    live_records,
    occasions,
    parts_of,
    proved,
    units_of,
)
from naive_rows import Rule, lies_in
from naive_time import Span, date_span, inside, period_span

Thing = dict[str, Any]


def all_things(picture: Picture, rule: Rule) -> list[Thing]:
    """Occasions of the activity, or records of the form, wherever the rule looks."""
    found = []
    if "activity" in rule:
        for o in occasions(picture):
            if o["activity"] == rule["activity"] and any(lies_in(rule, record) for record in o["records"]):
                sure = proved(o["parts"], o["records"], rule.get("evidence", PROOF))
                found.append(
                    _thing(picture, rule, listed(o["unit"]), o["records"], o["date"], sure, o["events"])
                )
        return found
    for record in live_records(picture):
        if record["values"].get("record_form") == rule["form"] and lies_in(rule, record):
            sure = proved(parts_of(record), [record], None)
            on = str(record["values"].get("date", ""))
            found.append(_thing(picture, rule, units_of(record), [record], on, sure, []))
    return found


def _thing(
    picture: Picture,
    rule: Rule,
    units: list[str],
    records: list[Record],
    on: str,
    sure: str,
    events: list[dict[str, Any]],
) -> Thing:
    """One that may count: when, whose, for how many."""
    told: list[str] = []
    covered: list[str] = []
    names: list[str] = []
    numbers = []
    book = bool(records[0]["values"].get("events"))
    for record in records:
        values = record["values"]
        covers = {} if book else values.get("covers", {})
        covered += covers.get("periods", [])
        told += [] if book else listed(values.get("period"))
        names += listed(values.get("persons")) + covers.get("persons", [])
        numbers += [int(covers["count"])] if "count" in covers else []
    if not names and rule.get("named_by") == "author":
        # Whose hand a minute book is in says nothing of an entry.
        written = [record["values"] for record in records if not record["values"].get("events")]
        names = [name for values in written for name in listed(values.get("author"))]
    if not names and rule.get("named_by") == "speaker":
        names = [name for event in events for name in listed(event.get("speaker"))]
    # Several may stand in one place: 甲、乙.
    names = [name.strip() for written in names for name in re.split("[、，,；;]", written) if name.strip()]
    spans = [period_span(text, picture, {}) for text in covered or told] or [date_span(on)]
    return {
        "units": units,
        "spans": [span for span in spans if span],
        "told": bool(covered or told),
        "covered": bool(covered) or bool(rule.get("spread")),
        "names": list(dict.fromkeys(names)),
        "number": max(numbers, default=1),
        "sure": sure,
        "records": records,
        "draft": any(record["values"].get("status", "draft") == "draft" for record in records),
        "pointer": all(is_pointer(record) for record in records),
    }


def falls(thing: Thing, span: Span) -> bool:
    """Whether it counts in a period: its own time lies there, or what it covers holds the period."""
    return any(
        inside(theirs, span) or (thing["covered"] and inside(span, theirs)) for theirs in thing["spans"]
    )
