"""Score tables as they come: where the heads are, what is merged, what is a line, and what its standard takes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from judged import school
from scored import plain

from archive_tool.adapters import schemas
from archive_tool.app.texts import parse_yaml
from archive_tool.core.score_table.draft import Draft, Node, draft
from archive_tool.core.score_table.numbering import numbered
from archive_tool.core.score_table.rules import Match, Phrases
from archive_tool.core.score_table.sheet import Cell, Table, number_of, read
from archive_tool.core.score_table.standards import Standard, roles_by_word
from archive_tool.core.score_table.standards import read as standard_of
from archive_tool.core.score_table.words import FILE, parse_words

WORDS = parse_words(parse_yaml(FILE, schemas.read_text(FILE)))
ASSEMBLY = ("05.branch-assembly.count", "05.branch-assembly.roles", "05.branch-assembly.quorum")


def table(text: str, tall: Sequence[tuple[int, int, int]] = ()) -> Table:
    """Rows by lines, cells by bars; `tall`: row, column and how many rows the cell there covers."""
    heights = {(row, column): height for row, column, height in tall}
    cells = [
        Cell(row, column, heights.get((row, column), 1), 1, said.strip())
        for row, line in enumerate(text.strip().splitlines(), 1)
        for column, said in enumerate(line.strip().strip("|").split("|"), 1)
        if said.strip()
    ]
    found = read(cells, WORDS)
    assert found is not None
    return found


def told(found: Table) -> list[tuple[tuple[str, ...], str, str]]:
    return [(line.above, line.title, plain(line.points or Decimal(-1))) for line in found.lines]


def test_the_heads_may_stand_anywhere_and_in_any_order() -> None:
    found = table(
        """
        | 附件 |
        | 考核评分表 |
        | 得分 | 分值（分） | 评 分 标 准 | 考核内容 | 考核项目 |
        | | 5 | 缺一次扣1分 | 年度计划 | 计划总结 |
        """
    )
    assert found.title == "考核评分表"
    assert told(found) == [(("计划总结",), "年度计划", "5")]
    assert found.lines[0].standard == "缺一次扣1分"


def test_merged_cells_above_hold_for_all_their_rows_and_so_do_blank_ones() -> None:
    found = table(
        """
        | 一级指标 | 二级指标 | 考核内容 | 分值 |
        | 甲 | 子 | 一 | 1 |
        | | | 二 | 2 |
        | | 丑 | 三 | 3 |
        | 乙 | 寅 | 四 | 4 |
        """,
        [(2, 1, 3), (2, 2, 2)],
    )
    assert told(found) == [
        (("甲", "子"), "一", "1"),
        (("甲", "子"), "二", "2"),
        (("甲", "丑"), "三", "3"),
        (("乙", "寅"), "四", "4"),
    ]


def test_a_new_title_above_ends_the_one_below_it() -> None:
    found = table("| 一级指标 | 二级指标 | 内容 | 分值 |\n| 甲 | 子 | 一 | 1 |\n| 乙 | | 二 | 2 |")
    assert told(found)[1] == (("乙",), "二", "2")


def test_points_over_several_rows_are_those_of_one_line() -> None:
    found = table(
        "| 项目 | 内容 | 分值 | 评分标准 |\n| 甲 | 一 | 6 | 缺扣1分 |\n| | 二 | | 少扣2分 |\n| | 三 | 4 | |",
        [(2, 1, 3), (2, 3, 2)],
    )
    assert told(found) == [(("甲",), "一；二", "6"), (("甲",), "三", "4")]
    assert found.lines[0].standard == "缺扣1分；少扣2分"


def test_rows_of_sums_are_no_lines_and_the_last_one_is_what_the_table_says() -> None:
    found = table("| 内容 | 分值 |\n| 一 | 4 |\n| 小 计 | 4 |\n| 二 | 6 |\n| 合计 | 10 |")
    assert told(found) == [((), "一", "4"), ((), "二", "6")]
    assert found.stated == Decimal(10)


def test_a_subtotal_is_not_the_sum_of_the_table() -> None:
    found = table("| 内容 | 分值 | 得分 |\n| 一 | 4 | |\n| 合计 | 4 | 92 |\n| 小计 | 4 | |")
    assert found.stated == Decimal(4)


def test_of_several_columns_of_points_the_one_with_numbers_is_read() -> None:
    found = table(
        "| 项目 | 分值 | 内容 | 分值 | 考核分数 |\n| 甲 | 10 | 一 | 4 | |\n| | | 二 | 6 | |", [(2, 1, 2)]
    )
    assert told(found) == [(("甲",), "一", "4"), (("甲",), "二", "6")]


def test_a_table_without_standards_has_them_in_what_it_asks_for() -> None:
    found = table("| 项目 | 考核内容及标准 | 分值 |\n| 甲 | 支部党员大会，每少一次扣1分 | 4 |")
    assert found.lines[0].standard == "支部党员大会，每少一次扣1分"


def test_a_line_without_a_text_of_its_own_is_called_after_what_is_above_it() -> None:
    found = table("| 项目 | 内容 | 分值 |\n| 甲 | | 4 |")
    assert told(found) == [(("甲",), "甲", "4")]


def test_a_heading_with_nothing_below_it_is_told() -> None:
    found = table("| 考核内容 | 分值 |\n| 组织机构图 | 5 |\n| 注：本表自评后上报 |")
    assert found.passed == ((3, "注：本表自评后上报"),)


def test_a_cell_that_reaches_over_millions_of_rows_is_read_at_once() -> None:
    heads = [Cell(1, 1, 1, 1, "内容"), Cell(1, 2, 1, 1, "分值")]
    tall = [Cell(2, 1, 9_999_999, 1, "一"), Cell(2, 2, 9_999_999, 1, "5"), Cell(999_999_999, 1, 1, 1, "合计")]
    found = read([*heads, *tall], WORDS)
    assert found is not None and told(found) == [((), "一", "5")]


def test_a_row_of_one_text_is_a_heading_where_there_is_no_column_of_them() -> None:
    found = table(
        "| 考核内容 | 分值 |\n| 一、组织建设（20分） |\n| 组织机构图 | 5 |\n| 二、学习 |\n| 学习计划 | 5 |"
    )
    assert told(found) == [(("一、组织建设（20分）",), "组织机构图", "5"), (("二、学习",), "学习计划", "5")]


def test_rows_without_points_are_told() -> None:
    found = table("| 项目 | 内容 | 分值 |\n| 甲 | 一 | 5 |\n| 说明 | 本表由支部填写 | |")
    assert found.passed == ((3, "说明"),)


def test_points_may_stand_in_brackets_where_they_have_no_column() -> None:
    found = table("| 项目 | 考核内容 | 评分标准 |\n| 甲 | 年度计划（5分） | 缺一份扣1分 |")
    assert told(found) == [(("甲",), "年度计划（5分）", "5")]


def test_no_head_no_table() -> None:
    assert read([Cell(1, 1, 1, 1, "名单"), Cell(2, 1, 1, 1, "甲")], WORDS) is None
    assert read([], WORDS) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", "5"),
        ("5分", "5"),
        ("５．５ 分", "5.5"),
        ("0.5", "0.5"),
        ("（10分）", "10"),
        ("10 （分）", "10"),
        ("满分10分", "10"),
        ("(5-8分)", None),
        ("5-8", None),
        ("10%", None),
        ("五", None),
    ],
)
def test_what_points_are(text: str, number: str | None) -> None:
    assert number_of(text) == (None if number is None else Decimal(number))


# Rules.

PHRASES = Phrases(school())


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("支部党员大会每季度至少召开一次", ASSEMBLY),
        ("制定年度计划", ("03.annual-plan.count", "03.plan-items.deadline")),
        ("设置党员活动室", ()),
        ("各项制度健全，报告及时", ()),
    ],
)
def test_a_text_is_about_the_rules_whose_words_it_has(text: str, rules: tuple[str, ...]) -> None:
    assert PHRASES.match(text) == Match(rules)


def test_what_several_rules_that_are_off_are_about_is_for_a_person_to_say() -> None:
    found = PHRASES.match("心得与理论文章")
    assert found.rules == ()
    assert len(found.candidates) > 1


# Standards.

PLAN = ("03.annual-plan.count",)
LESSONS = ("05.party-lesson.count",)
ELECTIONS = ("02.election.steps", "02.next-election.count")
LETTERS = ("03.responsibility-letter.count",)


def standard(text: str, rules: Sequence[str] = ASSEMBLY, points: str = "8") -> Standard:
    scheme = school()
    return standard_of(text, Decimal(points), [scheme.rules[one] for one in rules], roles_by_word(scheme))


@pytest.mark.parametrize(
    ("text", "rules", "clauses"),
    [
        ("每少一次扣2分", ASSEMBLY, [("missing-record", "2", None, ())]),
        ("每缺1次扣０．５分，扣完为止。", ASSEMBLY, [("missing-record", "0.5", None, ())]),
        ("每少开一次扣2分，最多扣6分", ASSEMBLY, [("missing-record", "2", "6", ())]),
        ("每缺一次签到表扣0.5分", ASSEMBLY, [("missing-role", "0.5", None, ("sign-in",))]),
        ("缺少会议记录的，扣1分", ASSEMBLY, [("missing-role", "1", None, ("minutes",))]),
        (
            "每少一次扣2分；每缺一份会议记录扣0.5分",
            ASSEMBLY,
            [("missing-record", "2", None, ()), ("missing-role", "0.5", None, ("minutes",))],
        ),
        ("每缺一样材料扣0.3分", ASSEMBLY, [("missing-role", "0.3", None, ())]),
        ("缺一项佐证材料扣1分", ASSEMBLY, [("missing-role", "1", None, ())]),
        ("缺少学习资料的扣1分", ASSEMBLY, [("missing-role", "1", None, ("material",))]),
        ("未制定的不得分", PLAN, [("missing", "8", None, ())]),
        ("没有年度计划的扣3分", PLAN, [("missing", "3", None, ())]),
        # Four a year: none of them.
        ("未开展不得分", LESSONS, [("missing", "8", None, ())]),
        (
            "未开展不得分,每缺1次扣2分,扣完为止",
            LESSONS,
            [("missing-record", "2", None, ()), ("missing", "8", None, ())],
        ),
        ("未按期换届的不得分", ELECTIONS, [("missing", "8", None, ())]),
        ("到期未换届扣3分", ELECTIONS, [("missing", "3", None, ())]),
    ],
)
def test_what_a_standard_surely_takes(text: str, rules: Sequence[str], clauses: list[object]) -> None:
    found = standard(text, rules)
    assert found.left == ()
    assert [
        (one.per, plain(one.points), None if one.at_most is None else plain(one.at_most), one.roles)
        for one in found.clauses
    ] == clauses


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("记录不规范酌情扣分", ASSEMBLY),
        ("每少一次扣1-2分", ASSEMBLY),
        ("少于4次扣2分", ASSEMBLY),
        ("出现违纪的一票否决", ASSEMBLY),
        ("未按要求召开的不得分", ASSEMBLY),
        # Of a rule about every quarter: is it one without, or all?
        ("未召开的不得分", ASSEMBLY),
        # Of a rule about every leader: is it one without, or all?
        ("未签订不得分", LETTERS),
        # Held, but not well.
        ("未按规定换届的扣2分", ELECTIONS),
        ("1项不合格扣1分", ASSEMBLY),
        # Each time that something lacks, whatever it is: no paper by itself.
        ("材料不全每次扣0.2分", ASSEMBLY),
        # No rule could tell.
        ("每缺一项材料扣1分", PLAN),
        ("每缺一次签到表扣0.5分", PLAN),
    ],
)
def test_what_is_not_sure_is_left(text: str, rules: Sequence[str]) -> None:
    assert standard(text, rules) == Standard((), None, (text,))


def test_a_limit_by_itself_is_that_of_all() -> None:
    found = standard("每少一次扣1分；每缺一份会议记录扣0.5分；累计不超过5分")
    assert (len(found.clauses), found.most, found.left) == (2, Decimal(5), ())


# Both together.


def drafted(text: str) -> Draft:
    return draft(table(text), school(), WORDS)


def test_what_was_read_has_only_the_rules_that_its_deductions_look_at() -> None:
    (one,) = drafted("| 内容 | 分值 | 评分标准 |\n| 支部党员大会 | 8 | 每少一次扣2分 |").lines
    assert (one.why, one.match.rules) == ("", ("05.branch-assembly.count",))


@pytest.mark.parametrize(
    ("row", "why", "points"),
    [
        ("支部党员大会 | 8 | 酌情扣分", "no-deduction", "8"),
        ("党员活动室 | 8 | 没有扣2分", "no-rule", "8"),
        ("心得与理论文章 | 8 | 每少一篇扣1分", "doubtful", "8"),
        ("支部党员大会 | 5-8 | 每少一次扣2分", "points", "0"),
        ("加分：典型案例 | 3 | 每个加1分", "bonus", "0"),
        ("违纪违法 | 一票否决 | ", "veto", "0"),
        ("一票否决事项 | — | ", "veto", "0"),
    ],
)
def test_what_is_not_sure_is_scored_by_hand(row: str, why: str, points: str) -> None:
    (one,) = drafted(f"| 内容 | 分值 | 评分标准 |\n| {row} |").lines
    assert (one.why, plain(one.points)) == (why, points)


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("党课每年不少于4次，党员出勤率不低于70%", ("党员出勤率不低于70%",)),
        ("党课每年不少于4次", ()),
        ("党课每年不少于4次，每次不少于2课时", ("每次不少于2课时",)),
        ("党课每年不少于四次；书记讲党课不少于2次", ("书记讲党课不少于2次",)),
        ("党课每季度1次，支委会每月1次", ()),
        ("党课每年４次，到课率达到百分之八十", ("到课率达到百分之八十",)),
    ],
)
def test_what_a_line_asks_besides_what_its_rules_judge_is_named(asked: str, left: tuple[str, ...]) -> None:
    (line,) = draft(
        table(f"| 内容 | 分值 | 评分标准 |\n| {asked} | 5 | 每少一次扣1分 |"), school(), WORDS
    ).lines
    assert (line.why, line.standard.left) == ("", left)


def test_lines_under_one_title_are_below_one_node() -> None:
    found = drafted("| 一级指标 | 内容 | 分值 |\n| 甲（3分） | 一 | 1 |\n| | 二 | 2 |\n| 乙 | 三 | 4 |")
    first, second = found.nodes
    assert isinstance(first, Node) and isinstance(second, Node)
    assert (first.title, len(first.below), second.title, plain(found.total)) == ("甲", 2, "乙", "7")


@pytest.mark.parametrize(
    ("text", "level", "title"),
    [
        ("一、组织建设", 0, "组织建设"),
        ("第二部分：学习", 0, "学习"),
        ("（三）党课", 1, "党课"),
        ("(十一) 党课", 1, "党课"),
        ("4.党课", 2, "党课"),
        ("5、党课", 2, "党课"),
        ("（6）党课", 3, "党课"),
        ("⑦党课", 4, "党课"),
        ("三会一课", None, "三会一课"),
        ("2.5次", None, "2.5次"),
        ("2025年计划", None, "2025年计划"),
        ("（一）", 1, "（一）"),
    ],
)
def test_numbers_before_titles(text: str, level: int | None, title: str) -> None:
    assert numbered(text) == (level, title)


def test_a_numbered_line_before_one_without_a_number_is_no_heading() -> None:
    found = table("| 内容 | 分值 |\n| 1.计划 | 5 |\n| 总结 | 5 |\n| 3.党课 | 4 |\n| 合计 | 14 |")
    assert [line.title for line in found.lines] == ["1.计划", "总结", "3.党课"]
    assert found.stated == Decimal(14)


def test_points_merged_over_lines_that_say_their_own_are_theirs() -> None:
    found = table(
        "| 项目 | 内容 | 分值 |\n| 甲 | 计划（4分） | 10 |\n| | 总结（6分） | |", [(2, 1, 2), (2, 3, 2)]
    )
    assert told(found) == [(("甲",), "计划（4分）", "4"), (("甲",), "总结（6分）", "6")]


def test_a_title_above_says_what_is_held_but_not_whatever_else_is_asked() -> None:
    rows = "| 支委会 | 每月召开一次 | 6 | 每少一次扣1分 |\n| | 制度上墙 | 4 | 每缺一项扣1分 |"
    held, rest = drafted(f"| 一级指标 | 内容 | 分值 | 评分标准 |\n{rows}").lines
    assert (held.why, held.match.rules) == ("", ("05.committee-meeting.count",))
    assert rest.why == "doubtful" and "05.committee-meeting.count" in rest.match.candidates


def test_what_a_sentence_names_itself_is_all_it_is_about() -> None:
    text = "未制定年度工作计划的扣2分；未撰写年度工作总结的扣3分"
    (one,) = drafted(f"| 内容 | 分值 | 评分标准 |\n| 年度工作计划、年度工作总结 | 5 | {text} |").lines
    told = [(clause.rules, plain(clause.points)) for clause in one.standard.clauses]
    assert told == [(("03.annual-plan.count",), "2"), (("03.annual-summary.count",), "3")]


def test_of_two_deductions_in_one_sentence_each_is_about_its_own() -> None:
    text = "未召开组织生活会扣3分，未开展民主评议扣2分"
    (one,) = drafted(f"| 内容 | 分值 | 评分标准 |\n| 组织生活会和民主评议党员 | 5 | {text} |").lines
    told = [(clause.rules, plain(clause.points)) for clause in one.standard.clauses]
    assert told == [(("05.organization-life-meeting.count",), "3"), (("05.democratic-appraisal.count",), "2")]


def test_what_is_asked_and_what_it_costs_may_have_a_column_each_and_a_level_two() -> None:
    head = "| 一级指标 | 二级指标 | 考核要素 | 分值 | 评分标准 | 扣分办法 | 自评分 |"
    row = "| 组织生活 | 三会一课 | 支委会 | 6 | 记录完整 | 每少一次扣1分 | |"
    (line,) = table(f"{head}\n{row}").lines
    assert (line.above, line.title) == (("组织生活", "三会一课"), "支委会")
    assert line.standard == "记录完整；每少一次扣1分"


def test_a_line_to_be_filled_in_is_not_the_name_of_the_table() -> None:
    above = "| 考核评分标准 | | |\n| 单位（盖章）：          考核时间：    年   月   日 | | |"
    assert (
        table(f"{above}\n| 内容 | 分值 | 评分标准 |\n| 支委会 | 6 | 每少一次扣1分 |").title == "考核评分标准"
    )
