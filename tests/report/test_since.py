"""What is new and solved before everything else: some lines, aligned, and one screen with the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from judged import CATALOG, judged, material, tiny
from screens import cells, page

from archive_tool.core.catalog import Speaker
from archive_tool.core.changes import Changes
from archive_tool.core.model import Finding
from archive_tool.core.standing import by_category
from archive_tool.report import since, text

ZH = Speaker(CATALOG, "zh", tiny(), {"b": "支部"})
STRAYS = tuple(
    Finding("layout/stray-file", "error", f"2025/20_材料/散落的材料第{n}份.txt", {"name": "甲"})
    for n in range(30)
)
DAY = date(2025, 6, 30)


def shown(
    changes: Changes, *, width: int | None = 80, everything: bool = False, lang: str = "zh"
) -> list[str]:
    seen = page(width)
    since.show(changes, frozenset({"b"}), replace(ZH, language=lang), seen.screen, everything=everything)
    return seen.lines


@pytest.mark.parametrize("width", [40, 80, None])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_takes_no_more_lines_than_it_says(width: int | None, lang: str) -> None:
    for new, solved in ((STRAYS, STRAYS), (STRAYS[:1], ()), ((), STRAYS[:2]), ((), ())):
        changes = Changes(DAY, (2024,), new, solved, unjudged=3, differs=("changes.other-years",))
        lines = shown(changes, width=width, lang=lang)
        assert width is None or max(map(cells, lines)) <= width
        if width != 40:  # where no sentence is wrapped
            assert len(lines) <= since.most_lines(changes)


def test_what_could_not_be_judged_has_a_group_of_its_own() -> None:
    lines = shown(Changes(DAY, (), (), (), unread=STRAYS[:1]))
    assert "那次的问题有 1 处这次无法判断：有关的文件这次读不出，不算已解决" in "".join(lines)
    at = lines.index("这次无法判断")
    assert "散落的材料第0份" in lines[at + 1]


def test_nothing_new_is_one_line() -> None:
    assert shown(Changes(DAY, (), (), ())) == ["", "与截至 2025-06-30 的检查相比：没有新增，也没有解决"]


def test_what_is_left_out_is_counted_and_told_when_asked_for() -> None:
    changes = Changes(DAY, (), STRAYS, ())
    few, all_ = shown(changes), shown(changes, everything=True, width=None)
    assert len(few) < 12 and "30" in "".join(few)
    assert sum("散落的材料" in line for line in few) < len(STRAYS)
    assert sum("散落的材料" in line for line in all_) == len(STRAYS)


def test_a_first_screen_stays_one_screen() -> None:
    found = judged({}, "2025-12-31", 2025)
    report = replace(found, findings=(*found.findings, *STRAYS))
    sums = by_category(report, tiny(), material({}, date(2025, 12, 31)).config)
    seen = page(80, height=40)
    changes = Changes(DAY, (), STRAYS, STRAYS[:5])
    text.report(report, sums, ZH, seen.screen, command="audit", changes=changes)
    assert len(seen.lines) < 40
    assert seen.lines.index("新增") < next(n for n, line in enumerate(seen.lines) if "完整度" in line)
