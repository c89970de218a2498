"""What a school's own ways would have changed, in a few lines and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from archive_tool.core.catalog import Speaker
from archive_tool.core.model import CoverageRow
from archive_tool.core.set_aside import Lifted, SetAside, Shifted
from archive_tool.report import json as findings
from archive_tool.report.colophon import setting


def lines(aside: SetAside, speaker: Speaker) -> Iterator[str]:
    """One a waiver's reason, a setting, and so on, each with the findings it would have taken away."""
    say = speaker.say
    by = Counter((one.why, one.by) for one in aside.lifted)
    of = Counter(one.why for one in aside.lifted)
    if aside.scheme:
        yield say("set-aside.scheme", scheme=aside.scheme)
    for (why, reason), count in by.items():
        if why == "waived":
            yield say("set-aside.waived", reason=reason, count=count)
    if aside.waivers and not of["waived"]:
        yield say("set-aside.waivers", count=aside.waivers)
    if aside.ignore:
        yield say("set-aside.ignored", patterns=list(aside.ignore), count=of["ignored"])
    for one in aside.settings:
        yield say("set-aside.setting", setting=setting(one, speaker), count=by["setting", one.rule])
    if aside.map:
        yield say("set-aside.map", folders=len(aside.map), count=of["map"])
    if aside.since:
        yield say("set-aside.since", year=aside.since, count=of["since"])
    if of["together"]:
        yield say("set-aside.together", count=of["together"])
    if aside.added:
        yield say("set-aside.added", count=len(aside.added))
    if aside.rows:
        yield say("set-aside.rows", count=len(aside.rows))


def json(aside: SetAside, speaker: Speaker) -> Mapping[str, Any]:
    """All of it, finding by finding and row by row."""
    return {
        "scheme": aside.scheme or None,
        "waivers": aside.waivers,
        "ignore": list(aside.ignore),
        "settings": [one._asdict() for one in aside.settings],
        "map": dict(aside.map),
        "since": aside.since,
        "findings": [_lifted(one, speaker) for one in aside.lifted],
        "added": [findings.finding(one, speaker) for one in aside.added],
        "rows": [_shifted(one) for one in aside.rows],
        "told": list(lines(aside, speaker)),
    }


def _lifted(one: Lifted, speaker: Speaker) -> Mapping[str, Any]:
    return {"why": one.why, "by": one.by or None, **findings.address(one.finding)}


def _shifted(one: Shifted) -> Mapping[str, Any]:
    row = one.strict or one.own
    assert row is not None  # of two rows one is there
    place = {"rule": row.rule, "unit": row.unit, "whom": row.whom, "period": row.period}
    return {**place, "strict": _numbers(one.strict), "own": _numbers(one.own)}


def _numbers(row: CoverageRow | None) -> Mapping[str, Any] | None:
    return {"expected": row.expected, "found": row.found, "status": row.status} if row else None
