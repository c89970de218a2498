"""Rules × months: how wide a period is, and what several units or persons come to in one cell."""

from __future__ import annotations

from datetime import date

import pytest
from judged import CATALOG, material, tiny

from archive_tool.core.catalog import Speaker
from archive_tool.core.model import CoverageRow, CoverageStatus
from archive_tool.core.periods import Calendar, Period, parse
from archive_tool.core.row_spans import span
from archive_tool.report import details, heat_words
from archive_tool.report.heat import Axis, Group, axis, counted, groups, status
from archive_tool.report.heat_map import Sheet, legend, maps, signs

YEAR = Axis(2025, 1)


def row(
    state: CoverageStatus, period: str = "2025", found: int = 0, uncertain: int = 0, **more: str
) -> CoverageRow:
    expected = 0 if state == "not-applicable" else 2
    unit, whom, rule = more.get("unit", "b"), more.get("whom"), more.get("rule", "10.meeting.count")
    kind = more.get("kind", "count")
    return CoverageRow(
        rule, kind, "activity:meeting", unit, whom, period, expected, found, 0, uncertain, 0, state, None
    )


def days(one: CoverageRow) -> Period | None:
    return parse(one.period, Calendar())


def drawn(*rows: CoverageRow, on: Axis = YEAR) -> list[Group]:
    return list(groups(rows, on, days, lambda rule: rule[:2]))


SPANS = [
    ("2025", (0, 12)),
    ("2025-Q2", (3, 6)),
    ("2025-H2", (6, 12)),
    ("2025-03", (2, 3)),
    ("2025-03a", (2, 2.5)),
    ("2025-03b", (2.5, 3)),
    ("2024-2025", (0, 8)),  # a school year that began before the axis does
    ("2024-2025-1", (0, 1)),
    ("once", (0, 12)),
]


@pytest.mark.parametrize("period, months", SPANS, ids=[period for period, _ in SPANS])
def test_a_period_is_as_wide_as_its_months(period: str, months: tuple[float, float]) -> None:
    ((_, ((_, ((cell,),)),)),) = drawn(row("met", period))
    assert (cell.first, cell.last) == pytest.approx(months, abs=0.02)


def test_the_axis_runs_over_all_judged_years() -> None:
    assert axis((2025, 2024)) == Axis(2024, 2)
    assert axis((2024, 2025)).at(date(2025, 12, 31), end=True) == 24


def test_an_election_term_lasts_as_long_as_the_unit_says() -> None:
    unit = {"id": "b", "name": "支部", "kind": "branch", "term_years": 5}
    config = material({}, date(2025, 12, 31), units=[unit]).config
    found = span(row("met", "term:2021-03-01"), config)
    assert found == Period("term:2021-03-01", date(2021, 3, 1), date(2026, 2, 28))
    assert span(row("met", "2025-03", unit="未列"), config) is not None


TOGETHER: list[tuple[tuple[tuple[CoverageStatus, int], ...], str]] = [
    ((("met", 2), ("met", 2)), "met"),
    ((("missing", 0), ("missing", 0)), "missing"),
    ((("met", 2), ("missing", 0)), "insufficient"),
    ((("insufficient", 1), ("missing", 0)), "insufficient"),
    ((("insufficient", 0),), "insufficient"),
    ((("due", 0), ("missing", 0)), "missing"),
    ((("due", 0), ("met", 2)), "due"),
    ((("waived", 0), ("met", 2)), "met"),
    ((("waived", 0), ("waived", 0)), "waived"),
    ((("not-applicable", 0), ("missing", 0)), "missing"),
    ((), "not-applicable"),
]


@pytest.mark.parametrize("several, together", TOGETHER)
def test_what_several_come_to(several: tuple[tuple[CoverageStatus, int], ...], together: str) -> None:
    assert (
        status([row(state, found=found) for state, found in several if state != "not-applicable"]) == together
    )


def test_a_cell_counts_what_is_there_and_who_lacks_something() -> None:
    found = drawn(row("met", found=5), row("missing", unit="c"), row("not-applicable", unit="d"))
    ((cell,),) = found[0].lines[0].lanes
    assert (cell.status, cell.found, cell.expected, cell.lacking, cell.rows) == ("insufficient", 2, 4, 1, 2)


DOUBTFUL: list[tuple[tuple[CoverageRow, ...], str, tuple[int, int, int, int]]] = [
    # All that lacks may be there.
    ((row("missing", uncertain=2),), "uncertain", (0, 2, 0, 2)),
    ((row("insufficient", found=1, uncertain=5),), "uncertain", (1, 2, 0, 1)),
    # Something lacks, whatever the others are.
    ((row("missing", uncertain=1),), "missing", (0, 2, 1, 1)),
    ((row("missing", uncertain=2), row("missing", unit="c")), "insufficient", (0, 4, 1, 2)),
    # Nothing surely lacks.
    ((row("missing", uncertain=2), row("met", found=2, unit="c")), "uncertain", (2, 4, 0, 2)),
    ((row("met", found=2, uncertain=1),), "met", (2, 2, 0, 0)),
    ((row("due", uncertain=2),), "due", (0, 2, 0, 0)),
    ((row("waived", uncertain=2),), "waived", (0, 2, 0, 0)),
    # What others count is looked into: of three one could not be judged, of one none could.
    ((row("met", found=2, uncertain=1, kind="quorum"),), "uncertain", (2, 3, 0, 1)),
    ((row("not-applicable", uncertain=1, kind="quorum"),), "uncertain", (0, 1, 0, 1)),
    ((row("insufficient", found=1, uncertain=1, kind="quorum"),), "insufficient", (1, 3, 1, 1)),
]


@pytest.mark.parametrize("rows, state, numbers", DOUBTFUL)
def test_what_nobody_can_tell_is_a_kind_of_its_own(
    rows: tuple[CoverageRow, ...], state: str, numbers: tuple[int, int, int, int]
) -> None:
    ((cell,),) = drawn(*rows)[0].lines[0].lanes
    assert cell.status == state
    assert (cell.found, cell.expected, cell.lacking, cell.untold) == numbers


def test_what_nobody_can_tell_is_told_without_colours() -> None:
    sheet = Sheet(YEAR, 12.0, Speaker(CATALOG, "zh", tiny()))
    (made,) = maps(drawn(row("missing", uncertain=2), row("missing", "2025-Q1"))[0], sheet, "map")
    assert made.count("url(#hatch)") == made.count("#sign-uncertain") == made.count("无法判断") == 1
    assert "url(#hatch)" in legend("uncertain") and 'id="hatch"' in signs()
    assert "url(#hatch)" not in legend("missing")


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "2025(0/2)（待核） 2025(2/3)（待核）"), ("en", "(unsure)")]
)
def test_the_open_rows_tell_it_too(lang: str, words: str) -> None:
    speaker = Speaker(CATALOG, lang, tiny())
    rows = [row("missing", uncertain=2), row("met", found=2, uncertain=1, kind="quorum")]
    assert words in details.lacking(rows, speaker).plain
    assert details.met(rows) == 0


def test_what_is_asked_of_nobody_has_no_row() -> None:
    assert drawn(row("not-applicable")) == []
    assert counted(drawn(row("not-applicable", "2025-Q1"), row("met", "2025-Q2"))[0].cells) == {
        "met": 1,
        "not-applicable": 1,
    }


def test_periods_that_overlap_lie_below_each_other() -> None:
    terms = [row("met", "term:2022-05-01", unit="b"), row("met", "term:2022-09-01", unit="c")]
    assert len(drawn(*terms)[0].lines[0].lanes) == 2
    assert len(drawn(row("met", "2025-Q1"), row("missing", "2025-Q2"))[0].lines[0].lanes) == 1


def test_groups_are_categories_in_their_order() -> None:
    rules = [rule.id for rule in tiny().rules.values()]
    assert len({rule[:2] for rule in rules}) > 1
    found = drawn(*(row("met", rule=rule) for rule in reversed(rules)))
    assert [group.category for group in found] == sorted({rule[:2] for rule in rules})
    assert sum(len(group.lines) for group in found) == len(rules)


@pytest.mark.parametrize(("lang", "words"), [("zh", "不分期"), ("en", "at any time")])
def test_what_is_asked_for_once_is_told_in_words(lang: str, words: str) -> None:
    speaker = Speaker(CATALOG, lang, tiny())
    ((_, ((_, ((cell,),)),)),) = drawn(row("missing", "once"))
    assert words in heat_words.told(cell, speaker)
    assert words in details.lacking([row("missing", "once")], speaker).plain
