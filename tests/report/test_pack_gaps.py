"""What a pack names as lacking: alike in several periods in one line, with one deadline or the first and the last."""

from __future__ import annotations

from datetime import date

import pytest
from judged import CATALOG, tiny

from archive_tool.core.catalog import Speaker
from archive_tool.core.label import Label
from archive_tool.core.model import CoverageRow, CoverageStatus, Report
from archive_tool.core.pack import Chapter, Pack
from archive_tool.report.pack_gaps import apart, lacking, one_by_one
from archive_tool.report.pack_words import Told, Words

RULE = "10.meeting.count"
TODAY = date(2025, 7, 31)
WHOSE = {"b": "支部", "c": "二支部"}


def row(
    period: str,
    due: date | None,
    unit: str = "b",
    status: CoverageStatus = "missing",
    whom: str | None = None,
    uncertain: int = 0,
) -> CoverageRow:
    return CoverageRow(
        RULE, "count", "activity:meeting", unit, whom, period, 1, 0, 0, uncertain, 0, status, due
    )


def words(language: str = "zh", closed: frozenset[str] = frozenset()) -> Words:
    return Words(
        pack=Pack((), (), 0, closed, frozenset()),
        report=Report(TODAY, (2025,), 0, 0, 0, (), (), ()),
        told=Told("示例小学", (), "", personal=False, rights="", office=False),
        outcomes={},
        texts=lambda _: (),
        speaker=Speaker(CATALOG, language, tiny(), WHOSE),
    )


def chapter(*gaps: CoverageRow, due: tuple[CoverageRow, ...] = ()) -> Chapter:
    return Chapter("1", Label("例会", "Meetings"), (), gaps, (), (), due=due)


def lines(*gaps: CoverageRow, language: str = "zh") -> list[str]:
    """Of the one block, without what it is about."""
    ((head, told),) = lacking(chapter(*gaps), words(language))
    assert str(len(gaps)) in head
    return [line.partition("：" if language == "zh" else ", ")[2] for line in told]


MAY, JUNE, DEC = date(2025, 5, 31), date(2025, 6, 30), date(2025, 12, 31)


@pytest.mark.parametrize(
    "gaps, told",
    [
        ([row("2025-05", MAY)], ["2025年5月应有 1，没有，期限 2025-05-31，已过"]),
        (
            [row("2025-05", MAY), row("2025-06", JUNE)],
            [
                "2025年5月、2025年6月（2 期）各应有 1，没有，期限依次为 2025-05-31 至 2025-06-30，均已过",
            ],
        ),
        (
            [row("2025-01", MAY), row("2025-02", MAY), row("2025-03", MAY)],
            ["2025年1月至2025年3月（3 期）各应有 1，没有，期限 2025-05-31，已过"],
        ),
        (
            [row("2025-05", MAY), row("2025-06", DEC)],
            ["2025年5月应有 1，没有，期限 2025-05-31，已过", "2025年6月应有 1，没有，期限 2025-12-31"],
        ),
        (
            [row("2025-05", None), row("2025-06", None)],
            ["2025年5月、2025年6月（2 期）各应有 1，没有，一直应有"],
        ),
        (
            [row("2025-05", MAY), row("2025-05", MAY, "c"), row("2025-06", MAY, whom="b")],
            ["2025年5月应有 1，没有，期限 2025-05-31，已过"] * 2
            + ["2025年6月应有 1，没有，期限 2025-05-31，已过"],
        ),
    ],
)
def test_only_what_differs_in_its_period_alone_is_told_together(
    gaps: list[CoverageRow], told: list[str]
) -> None:
    assert lines(*gaps) == told


def test_in_english_too() -> None:
    (line,) = lines(row("2025-05", MAY), row("2025-06", JUNE), language="en")
    assert "(2), in each: 1 expected, none there, were due by 2025-05-31 to 2025-06-30" in line


def test_programs_are_told_each_by_itself() -> None:
    found = chapter(row("2025-05", MAY), row("2025-06", JUNE))
    assert len(list(one_by_one(found, words()))) == 2


def test_what_is_not_due_yet_is_told_together_below_how_many_it_is() -> None:
    open_ = tuple(row(period, DEC, status="due") for period in ("2025-10", "2025-11", "2025-12"))
    ((head, told),) = apart(chapter(due=open_), words())
    assert head == "尚未到期（3）"
    (line,) = told
    assert "2025年10月至2025年12月（3 期）各应有 1，现有 0，期限 2025-12-31，尚未到期" in line


def test_of_whom_is_not_told_where_only_some_may_know() -> None:
    gaps = [row("2025-05", MAY, whom="c"), row("2025-06", JUNE, whom="c")]
    ((_, (line,)),) = lacking(chapter(*gaps), words(closed=frozenset({RULE})))
    assert "二支部" not in line and "（支部）" in line
