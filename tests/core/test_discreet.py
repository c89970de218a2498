"""What papers may say of a path, a finding, a row and a waiver."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from judged import material, paper, school

from archive_tool.core.colophon import Silenced
from archive_tool.core.config import Waiver
from archive_tool.core.discreet import Discreet
from archive_tool.core.lists import withheld
from archive_tool.core.model import CoverageRow, Finding, Report
from archive_tool.core.profile import NOTHING, Clause, Indicator, Profile
from archive_tool.core.scheme import Label
from archive_tool.core.scored import Reason, Score, Scored
from archive_tool.core.set_aside import SetAside

DOSSIER = "2025/07_发展党员/02_发展档案/2025-04-08 李四材料"
PUNISHED = "2025/08_党员管理与党费/07_处分与处置/2025-05-20 处分决定"
LETTER = "2025/09_党风廉政与监督/06_信访/2025-05-01 王五来信.docx"
PLAN = "2025/03_党建责任与计划总结/01_工作计划/2025-02-24 内部计划"
OPEN = "2025/05_组织生活/02_支委会/2025-03-14 支委会"
RECORDS: dict[str, dict[str, Any]] = {
    DOSSIER: paper("material", "2025-04-08", persons=["李四"]),
    PUNISHED: paper("material", "2025-05-20", persons=["孙八"]),
    LETTER: paper("material", "2025-05-01"),
    PLAN: paper("annual-plan", "2025-02-24", security="work-secret"),
    OPEN: paper("minutes", "2025-03-14"),
}
# The names of old folders are a school's own: they may tell.
MAP = {"老档/发展": "07.02", "老档/处分": "08.07", "关于周九": "08.07", "会议": "05.02"}
HIDDEN = "（不列）"


@pytest.fixture(scope="module")
def discreet() -> Discreet:
    made = material(RECORDS, date(2025, 12, 31), scheme=school(), map=MAP)
    return Discreet.of(made, withheld(made))


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (OPEN, OPEN),
        (f"{OPEN}/会议记录.docx", f"{OPEN}/会议记录.docx"),
        ("archive.yaml", "archive.yaml"),
        (DOSSIER, "2025/07_发展党员/02_发展档案"),
        (f"{DOSSIER}/申请书.docx", "2025/07_发展党员/02_发展档案"),
        ("2025/07_发展党员/02_发展档案", "2025/07_发展党员/02_发展档案"),
        # No records, and all the same told of by where they lie.
        ("2025/07_发展党员/02_发展档案/赵六.docx", "2025/07_发展党员/02_发展档案"),
        ("2025/07_发展党员/乱放/赵六.docx", "2025/07_发展党员"),
        ("在办/07_发展党员/赵六", "在办/07_发展党员"),
        ("老档/发展/赵六/a.docx", "老档"),
        ("老档/处分/赵六.docx", "老档"),
        ("关于周九/a.docx", ""),
        ("会议/2025-03-14 例会.docx", "会议/2025-03-14 例会.docx"),
        (f"{LETTER}.meta.yaml", "2025/09_党风廉政与监督/06_信访"),
        (f"{PLAN}/a.docx", "2025/03_党建责任与计划总结/01_工作计划"),
        # Of a leaf that is restricted in a category that is not.
        ("2025/08_党员管理与党费/07_处分与处置/a.docx", "2025/08_党员管理与党费/07_处分与处置"),
        ("在办/08_党员管理与党费/赵六", "在办/08_党员管理与党费"),
        ("在办/12_干部人才与双培养/赵六", "在办/12_干部人才与双培养/赵六"),
        # By a name.
        ("2025/05_组织生活/02_支委会/2025-05-18 研究孙八.docx", "2025/05_组织生活/02_支委会"),
        ("2025/05_组织生活/02_支委会/2025-03-15 关于李四.docx", "2025/05_组织生活/02_支委会"),
        ("收件箱/13812345678.docx", "收件箱/138****5678.docx"),
    ],
)
def test_a_path(path: str, shown: str, discreet: Discreet) -> None:
    assert discreet.path(path) == shown


@pytest.mark.parametrize("old", list(MAP))
def test_an_old_folder_that_is_not_there_is_named_where_its_leaf_is_open(
    old: str, discreet: Discreet
) -> None:
    item = Finding("layout/missing-folder", "warning", "archive.yaml", {"name": old}, line=9)
    told = discreet.finding(item, HIDDEN)
    assert (told.params, told.kept) == (({"name": old}, False) if old == "会议" else ({}, True))


def test_of_old_folders_that_are_not_named_each_is_one(discreet: Discreet) -> None:
    made = SetAside("", 0, (), (), MAP, None, (), (), ())
    shown = discreet.aside(made, HIDDEN).map
    assert dict(shown) == {HIDDEN: "07.02", f"{HIDDEN} 2": "08.07", f"{HIDDEN} 3": "08.07", "会议": "05.02"}


def test_a_finding_that_is_for_everyone_stays_but_for_numbers_of_persons(discreet: Discreet) -> None:
    item = Finding("file/empty", "error", OPEN, {"name": "13812345678.docx"}, record=OPEN, waived="已补")
    told = discreet.finding(item, HIDDEN)
    assert (told.path, told.params, told.waived, told.kept) == (
        OPEN,
        {"name": "138****5678.docx"},
        "已补",
        False,
    )


@pytest.mark.parametrize(
    "item",
    [
        Finding("file/empty", "error", f"{DOSSIER}/a.docx", record=DOSSIER, waived="李四已转走", line=3),
        Finding("sidecar/invalid", "error", f"{PLAN}/_item.yaml", record=PLAN, waived="一", line=3),
        Finding(
            "consistency/conflict", "warning", OPEN, {"person": "李四"}, record=OPEN, waived="一", line=3
        ),
        Finding("file/duplicate", "warning", OPEN, {"others": [LETTER]}, record=OPEN, waived="一", line=3),
    ],
)
def test_of_one_that_is_not_the_kind_and_the_folder_are_told(item: Finding, discreet: Discreet) -> None:
    told = discreet.finding(item, HIDDEN)
    assert (told.code, told.kept, told.params, told.line, told.waived) == (item.code, True, {}, None, HIDDEN)
    assert "李四" not in told.path and "内部计划" not in told.path


def test_whom_a_rule_of_a_restricted_category_is_about_is_not_told(discreet: Discreet) -> None:
    rule = next(iter(discreet.closed))
    item = Finding(
        "complete/missing", "error", "2025/07_发展党员", {"subject": "赵六档案"}, rule=rule, whom="赵六"
    )
    told = discreet.finding(item, HIDDEN)
    assert (told.whom, told.kept, told.params) == (None, True, {"subject": f"subject:{rule}"})


def test_whom_a_rule_of_a_restricted_leaf_is_about_is_not_told() -> None:
    scheme = school()
    rule = next(one for one in scheme.rules.values() if one.category == "08")
    moved = replace(scheme, rules={rule.id: rule._replace(leaf="08.07")})
    made = material({}, date(2025, 12, 31), scheme=moved)
    assert Discreet.of(made, {}).closed == {rule.id}


def test_numbers_of_persons_are_masked_wherever_somebody_is_named(discreet: Discreet) -> None:
    item = Finding("complete/missing", "error", OPEN, whom="张三13812345678", waived="见13812345678")
    told = discreet.finding(item, HIDDEN)
    assert (told.whom, told.waived, told.kept) == ("张三138****5678", "见138****5678", False)
    row = CoverageRow("r", "count", "rule:r", "u", item.whom, "2025", 1, 0, 0, 0, 0, "missing", None)
    report = Report(date(2025, 12, 31), (2025,), 0, 0, 0, (row,), (item,), ())
    assert discreet.report(report, HIDDEN).coverage[0].whom == "张三138****5678"
    waiver = Waiver("c", "见13812345678", "书记13812345678", date(2026, 1, 1), whom="张三13812345678")
    for path in ("", DOSSIER):
        shown = discreet._waiver(Silenced(waiver._replace(path=path), 1), HIDDEN).waiver
        assert (shown.author, shown.whom) == ("书记138****5678", "" if path else "张三138****5678")


def test_records_that_are_named_besides_are_left_out_and_the_rest_stays(discreet: Discreet) -> None:
    item = Finding(
        "complete/missing", "error", "2025/05_组织生活", {"expected": 1, "announced": [PLAN, OPEN]}
    )
    told = discreet.finding(item, HIDDEN)
    assert (told.kept, told.params) == (False, {"expected": 1, "announced": [OPEN]})


def test_evidence_of_a_score_is_the_record_that_is_counted_or_the_folder(discreet: Discreet) -> None:
    title = Label("指标", "indicator")
    indicator = Indicator("1", title, NOTHING)
    profile = Profile("p", title, title, NOTHING, (indicator,), "")
    paths = (f"{DOSSIER}/a.docx", f"{DOSSIER}/b.docx", "2025/07_发展党员/乱放/赵六.docx", OPEN)
    reason = Reason(Clause("finding"), NOTHING, NOTHING, 1, records=paths)
    made = Score(profile, *[NOTHING] * 6, (Scored(indicator, "judged", deductions=(reason,)),))
    (leaf,) = discreet.score(made, HIDDEN).leaves()
    assert leaf.deductions[0].records == (DOSSIER, "2025/07_发展党员", OPEN)


def test_patterns(discreet: Discreet) -> None:
    assert discreet.patterns(["*.bak", f"{DOSSIER}/草稿"], HIDDEN) == ("*.bak", HIDDEN)
