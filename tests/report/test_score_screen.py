"""A score at the terminal: the table in one screen, then what every point was lost for."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from judged import CATALOG, meeting, meetings, tiny
from scored import scored, written
from screens import cells, page

from archive_tool.core.catalog import Speaker
from archive_tool.core.model import FileFacts, Finding
from archive_tool.core.profile import Clause
from archive_tool.core.scored import Reason, Score
from archive_tool.report.score import AROUND, show
from archive_tool.report.score_words import folded, what

NONE_FOUND = "应有“例会”1 次（件），归档中没有找到。"
RULE = "10.meeting.count"
TWO = meetings("2025-02-10", "2025-05-12")
MEETINGS = """
    points: 6
    rules: [10.meeting.count]
    max_deduction: 3
    deductions: [{per: missing-record, points: 2}]
"""
GROUPS = "points: 1\nrules: [10.group-meeting.count]\nnot_applicable: {}\ndeductions: [{{per: missing, points: 1}}]"
BY_HAND = "kind: manual\npoints: 3"
BONUS = "points: 0\nrules: [10.meeting.count]\nbonus: [{per: record, points: 2, at_most: 3}]"
VETO = (
    "points: 10\nrules: [10.meeting.count]\ndeductions: [{per: missing, points: 1}]\nveto: [{per: missing}]"
)


def lines(found: Score, lang: str = "zh", **screen: int | None) -> list[str]:
    shown = page(**screen)  # type: ignore[arg-type]
    show(found, Speaker(CATALOG, lang, tiny(), {"b": "支部"}), shown.screen)
    return shown.lines


def test_what_was_lost_is_told_with_the_limit_that_it_met() -> None:
    told = lines(
        scored(written(MEETINGS, GROUPS.format("full"), BY_HAND), TWO),
        width=None,
    )
    assert told[:3] == ["检查方案：一（p）", "得 4 分（已评 7 分，共 10 分）", ""]
    assert [line.split() for line in told[3:8]] == [
        ["指标", "分值", "得分", "扣分"],
        ["1", "一", "10", "4", "-3"],
        ["1.1", "一", "6", "3", "-3"],
        ["1.2", "一", "1", "1", "不适用，按满分计"],
        ["1.3", "一", "3", "人工评分"],
    ]
    assert told[9:11] == [
        "1.1 一  得 3 分，满分 6 分",
        f"  -3 【支部】2025年第三季度、2025年第四季度（2 期）各{NONE_FOUND}（2 分 × 2）（按标准应扣 4 分，已到最多扣分）",
    ]


def test_periods_that_cost_alike_are_one_line_with_the_points_of_all_and_others_are_not() -> None:
    one = "2025/10_会议/01_例会/2025-03-10 例会"
    of_one = {one: meeting("2025-03-10", files=["照片.jpg"])}
    each = MEETINGS.replace("max_deduction: 3", "max_deduction: 5").replace("points: 2", 'points: "0.5"')
    roles = 'points: 4\nrules: [10.meeting.roles]\ndeductions: [{per: missing-role, points: "0.5"}]'
    found = scored(written(each, roles), of_one)
    told = [line for line in lines(found, width=None) if line.startswith("  -")]
    assert told[0].startswith("  -1.5 【支部】2025年第二季度至2025年第四季度（3 期）各应有“例会”1 次（件）")
    assert told[0].endswith("（0.5 分 × 3）")
    assert told[1].startswith("  -1 ") and "期）" not in told[1]
    taken = sum(Decimal(line.split()[0]) for line in told)
    assert taken == found.points - found.judged


def test_what_was_counted_without_a_finding_is_told_together_too() -> None:
    clause = Clause("missing-record", Decimal("0.5"))
    quarters = [
        Reason(clause, Decimal("0.5"), Decimal("0.5"), 1, RULE, "b", None, f"2025-Q{n}", 1, 0)
        for n in (1, 2, 3)
    ]
    other = quarters[0]._replace(period="2025-Q4", expected=2, points=Decimal(1), full=Decimal(1), times=2)
    speaker = Speaker(CATALOG, "zh", tiny(), {"b": "支部"})
    assert [what(one, speaker) for one in folded([*quarters, other], speaker)] == [
        "【支部】例会，2025年第一季度至2025年第三季度（3 期）各应有 1，已有 0（0.5 分 × 3）",
        "【支部】例会，2025年第四季度应有 2，已有 0（0.5 分 × 2）",
    ]
    assert [one.points for one in folded([*quarters, other], speaker)] == [Decimal("1.5"), Decimal(1)]


def test_what_a_limit_spared_is_counted_unless_all_is_asked_for() -> None:
    found = scored(written(MEETINGS.replace("points: 2", "points: 3"), "kind: manual\npoints: 4"), TWO)
    assert "  另有 1 处，已到最多扣分，不再扣" in lines(found, width=None)
    assert not any(line.startswith("  -0") for line in lines(found, width=None))
    shown = page(None)
    show(found, Speaker(CATALOG, "zh", tiny(), {"b": "支部"}), shown.screen, everything=True)
    (line,) = (line for line in shown.lines if line.startswith("  -"))
    assert line.startswith("  -3 【支部】2025年第三季度、2025年第四季度（2 期）")
    assert line.endswith("（3 分 × 2）（按标准应扣 6 分，已到最多扣分）")
    assert not any("不再扣" in line for line in shown.lines)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("drop", "不适用，这一项的分不计入总分"),
        ("scale", "不适用，这一项的分按比例折算到已评的各项"),
        ("full", "不适用，按满分计"),
    ],
)
def test_what_does_not_apply_says_what_becomes_of_its_points(how: str, said: str) -> None:
    found = scored(written(MEETINGS, GROUPS.format(how), BY_HAND), TWO)
    assert any(said in line for line in lines(found, width=None))
    scaling = "不适用的 1 分已按比例折算：3 ÷ 6 × 7 = 3.5"
    assert (scaling in lines(found, width=None)) == (how == "scale")


def test_a_bonus_has_a_column_of_its_own_and_its_limit_is_told() -> None:
    told = lines(scored(written(MEETINGS, "kind: manual\npoints: 4", BONUS), TWO), width=None)
    assert "其中加分 3 分" in told
    rows = [line.split() for line in told]
    assert ["指标", "分值", "得分", "扣分", "加分"] in rows
    assert ["1.3", "一", "0", "3", "+3"] in rows
    assert any("（按标准应加 2 分，已到最多加分）" in line for line in told)


def test_a_veto_stands_before_the_table() -> None:
    told = lines(scored(written(VETO), TWO), width=None)
    assert told[1] == "得 8 分（已评 10 分，共 10 分）"
    assert told[2].startswith("一票否决：1.1 一——【支部】2025年第三季度")


def test_where_nothing_is_judged_there_is_no_score() -> None:
    told = lines(scored(written("kind: manual\npoints: 10"), TWO), width=None)
    assert told[1] == "没有得分：共 10 分，一项也没有评"


def test_evidence_stands_below_its_reason() -> None:
    bare = {**TWO, "2025/10_会议/01_例会/2025-03-10 例会": meeting("2025-03-10", files=["照片.jpg"])}
    roles = 'points: 10\nrules: [10.meeting.roles]\ndeductions: [{per: missing-role, points: "0.5"}]'
    told = lines(scored(written(roles), bare), width=None)
    at = next(n for n, line in enumerate(told) if line.startswith("  -1 "))
    assert told[at].endswith("（0.5 分 × 2）")
    assert told[at + 1].strip() == "2025/10_会议/01_例会/2025-03-10 例会"


@pytest.mark.parametrize("height", [24, 32, 40])
@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_fits_the_screen(height: int, width: int, lang: str) -> None:
    many = [
        f'points: "0.5"\n{MEETINGS.strip().split(chr(10), 1)[1].replace("    ", "").replace("3", "0.5")}'
    ] * 20
    told = lines(scored(written(*many), TWO), lang, width=width, height=height)
    assert all(cells(line) <= width for line in told)
    table = told[told.index("") + 1 :]
    assert table.index("") <= height - AROUND + 1


def test_what_nobody_can_tell_is_said_with_its_points_and_what_a_limit_spared_is_not() -> None:
    facts: dict[str, FileFacts | None] = {
        f"2025/10_会议/01_例会/2025-05-12 例会/{name}.txt": FileFacts(
            "f" * 64, "txt", problem="damaged", reason="x"
        )
        for name in ("记录", "签到")
    }
    four = meetings("2025-02-10", "2025-05-12", "2025-08-11", "2025-11-10")
    shown = lines(scored(written(MEETINGS, "kind: manual\npoints: 4"), four, facts=facts), width=None)
    (doubt,) = (line for line in shown if line.startswith("  ?"))
    assert doubt.startswith("  ?2 【支部】例会，2025年第二季度应有 1，已有 0")
    assert "另有 2 分没有评" in "".join(shown) and "得分在 4 到 6 分之间，满分 6 分" in "".join(shown)
    assert any(line.endswith("2 分没有评") for line in shown)
    spared = lines(scored(written(MEETINGS, "kind: manual\npoints: 4"), TWO, facts=facts), width=None)
    assert not [line for line in spared if line.startswith("  ?")]


def test_of_several_files_of_one_record_each_is_named() -> None:
    home = "2025/10_会议/01_例会/2025-02-10 例会"
    of_file = Finding("file/empty", "error", f"{home}/附件/照片.jpg", {"name": "照片.jpg"}, record=home)
    speaker = Speaker(CATALOG, "zh", tiny())

    def said(finding: Finding) -> str:
        clause = Clause("finding", Decimal(1), codes=("file/empty",))
        reason = Reason(clause, Decimal(1), Decimal(1), 1, records=(home,), finding=finding)
        return what(reason, speaker)

    assert said(of_file).startswith("附件/照片.jpg：")
    assert "照片.jpg" not in said(replace(of_file, kept=True))
    assert not said(replace(of_file, path=home)).startswith("附件")


class Compared(str):
    """A name that counts how often it is compared."""

    times = 0

    def __eq__(self, other: object) -> bool:
        Compared.times += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


def test_what_a_limit_spared_is_not_looked_for_once_for_each() -> None:
    clause = Clause("missing-record", Decimal("0.5"))
    reasons = tuple(
        Reason(clause, Decimal(at % 2), Decimal(1), 1, RULE, "b", Compared(f"m{at}"), "2025-Q1", 1, 0)
        for at in range(400)
    )
    found = scored(written(MEETINGS, GROUPS.format("full"), BY_HAND), TWO)
    (top,) = found.indicators
    leaf = replace(top.below[0], deductions=reasons)
    told = lines(replace(found, indicators=(replace(top, below=(leaf, *top.below[1:])),)), width=None)
    assert sum(line.startswith("  -1 ") for line in told) == 200
    assert "  另有 200 处，已到最多扣分，不再扣" in told
    assert Compared.times < 4 * len(reasons)
