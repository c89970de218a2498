"""Score tables as bureaus send them, made as workbooks: merged cells, heads below a title, totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl

Row = Sequence[str | int | float | None]


def workbook(file: Path, rows: Iterable[Row], merged: Iterable[str] = ()) -> Path:
    """A sheet with these rows; `merged`: ranges such as A3:A5."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    made.save(file)
    return file


TITLE: Row = ("示例县中小学党组织党建工作考核评分表", None, None, None, None, None)
HEADS: Row = ("一级指标", "二级指标", "考核内容", "分值", "评分标准", "得分")
# The table with everything in it that such tables have.
WHOLE: Sequence[Row] = (
    TITLE,
    HEADS,
    ("组织建设（15分）", "组织设置", "组织机构图", 5, "没有组织机构图的不得分。", None),
    (None, None, "党员活动室", "5分", "没有活动室扣2分；设施不全酌情扣分。", None),
    (None, "计划总结", "年度计划", 5, "未制定年度计划的扣3分；计划不具体的扣1-2分。", None),
    (
        "组织生活（21分）",
        "三会一课",
        "支部党员大会每季度至少召开一次",
        8,
        "每少一次扣2分，最多扣6分；每缺一次签到表扣0.5分。",
        None,
    ),
    (None, None, "支委会每月召开一次", 6, "每少开一次扣1分，扣完为止。", None),
    (None, None, "按时上党课", "7", "酌情扣分。", None),
    ("加分", None, "典型案例被推广", 3, "每个加1分。", None),
    ("合计", None, None, 36, None, None),
)
MERGED = ("A1:F1", "A3:A5", "A6:A8", "B3:B4", "B6:B8")
