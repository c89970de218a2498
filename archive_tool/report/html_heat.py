"""Rules × months in a web page: of all units together, then of each; every drawing in words as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from archive_tool.core.model import CoverageRow
from archive_tool.core.standing import state
from archive_tool.report import details, heat, heat_map, heat_words
from archive_tool.report.heat_map import Sheet
from archive_tool.report.inspection import Inspection
from archive_tool.report.standing import category

MOST_ROWS = 15000  # of coverage that are drawn unit by unit: a page of some megabytes


class Chart(NamedTuple):
    """One category: its drawings."""

    category: str
    maps: Sequence[str]


class UnitCharts(NamedTuple):
    """One unit by itself."""

    name: str
    charts: Sequence[Chart]


class RuleLine(NamedTuple):
    """One rule and unit in words: how many of how many periods are met, and which are not."""

    rule: str
    who: str
    met: str
    lacking: str


class Heat(NamedTuple):
    """The section; markup of drawings is made by heat_map and safe."""

    signs: str
    legend: Sequence[tuple[str, str]]  # drawing, status in words
    together: Sequence[Chart]
    by_unit: Sequence[UnitCharts]
    left_out: str  # why units are not drawn by themselves; "" where they are
    not_drawn: str  # that of some rules nothing is asked of anyone; "" where there are none
    lines: Sequence[RuleLine]


def heat_of(inspection: Inspection) -> Heat | None:
    """None where nothing is asked of anyone."""
    report, speaker = inspection.report, inspection.speaker
    if not report.coverage or not report.years:
        return None
    axis = heat.axis(report.years)
    sheet = Sheet(axis, axis.at(report.as_of, end=True), speaker)
    together = _charts(report.coverage, "all", sheet, inspection)
    units: dict[str, list[CoverageRow]] = {}
    for row in report.coverage:
        units.setdefault(row.unit, []).append(row)
    several, fits = len(units) > 1, len(report.coverage) <= MOST_ROWS
    idle = _idle(report.coverage)
    return Heat(
        heat_map.signs(),
        [(heat_map.legend(one), speaker.say(f"sheet.status.{one}")) for one in heat.STATUSES],
        together,
        _by_unit(units, sheet, inspection) if several and fits else (),
        "" if fits or not several else speaker.say("html.units-left-out", count=len(units)),
        speaker.say("html.not-drawn", count=idle) if idle else "",
        list(_lines(inspection)),
    )


def _by_unit(
    units: Mapping[str, Sequence[CoverageRow]], sheet: Sheet, inspection: Inspection
) -> Sequence[UnitCharts]:
    found = (
        UnitCharts(inspection.speaker.label(f"unit:{unit}"), _charts(mine, f"unit-{n}", sheet, inspection))
        for n, (unit, mine) in enumerate(units.items(), 1)
    )
    return [one for one in found if one.charts]


def _charts(rows: Sequence[CoverageRow], name: str, sheet: Sheet, inspection: Inspection) -> Sequence[Chart]:
    rules = inspection.scheme.rules
    found = heat.groups(
        rows, sheet.axis, inspection.span, lambda rule: rules[rule].category if rule in rules else ""
    )
    return [
        Chart(category(group.category, inspection.speaker), heat_map.maps(group, sheet, f"map-{name}-{n}"))
        for n, group in enumerate(found, 1)
    ]


def _idle(rows: Sequence[CoverageRow]) -> int:
    """How many rules ask nothing of anyone."""
    asked = {row.rule for row in rows if state(row) != "not-applicable"}
    return len({row.rule for row in rows} - asked)


def _lines(inspection: Inspection) -> Sequence[RuleLine]:
    speaker = inspection.speaker
    return [
        RuleLine(
            heat_words.subject(rule, speaker),
            speaker.label(f"unit:{who}"),
            f"{details.met(mine)}/{len(mine)}",
            details.lacking(mine, speaker).plain,
        )
        for (rule, who), mine in details.by_rule(inspection.report.coverage).items()
    ]
