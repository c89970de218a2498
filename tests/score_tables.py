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
# As tables really come: numbers in Chinese before titles, points in all shapes, subjects in the titles above or
# in the standard. Of its 19 lines 17 can be mapped.
REAL: Sequence[Row] = (
    ("示例区中小学校党建工作考核评分表（示例）", None, None, None, None, None),
    ("序号", "考核项目", "考核内容", "分值", "评分标准", "得分"),
    (1, "一、组织建设（20分）", "（一）组织机构健全，有组织机构图", "（5分）", "无组织机构图扣2分。", None),
    (None, None, "（二）按期换届选举", "5分", "未按期换届的不得分。", None),
    (None, None, "（三）党员名册完整", "5 分", "没有党员名册的扣5分。", None),
    (None, None, "（四）党费按月收缴", "满分5分", "党费收缴台账每少一个月扣0.5分。", None),
    (
        2,
        "二、三会一课（30分）",
        "1.支部党员大会每季度召开一次",
        8,
        "每少1次扣2分，每缺一次会议记录扣0.5分",
        None,
    ),
    (None, None, "2.支委会每月召开一次", 6, "每少一次扣0.5分", None),
    (None, None, "3.党小组会每月召开一次", 6, "少一次扣0.5分，扣完为止", None),
    (None, None, "4.党课每年不少于4次", 5, "不足4次的，每少一次扣1分", None),
    (None, None, "5.记录规范", 5, "记录不完整每次扣0.5分", None),
    (3, "三、主题党日（10分）", "每月开展一次，有方案、有记录、有照片", 6, "未开展的，每次扣1分", None),
    (None, None, "活动资料齐全", 4, "每缺一份签到表扣0.5分", None),
    (4, "四、计划总结（15分）", "年初有部署", 5, "未制定年度工作计划的，扣5分", None),
    (None, None, "年终有小结", 5, "无年度工作总结的扣5分", None),
    (None, None, "半年有小结", 5, "没有半年总结扣5分", None),
    (5, "五、党风廉政（10分）", "签订责任书", 5, "未签订责任书的，每少一份扣1分", None),
    (None, None, "开展廉政谈话", 5, "每少一次扣1分", None),
    (6, "六、民主评议和组织生活会（10分）", "每年召开组织生活会", 5, "未召开的不得分", None),
    (None, None, "每年开展民主评议党员", 5, "未开展扣5分", None),
    (7, "七、阵地建设（5分）", "党员活动室有牌子、有旗帜", 5, "现场查看，缺一样扣1分", None),
    ("合计", None, None, 100, None, None),
)
REAL_MERGED = ("B3:B6", "A3:A6", "B7:B11", "A7:A11", "B12:B13", "A12:A13", "B14:B16", "B17:B18", "B19:B20")
# One column of titles, counted as papers are; headings give the sums of what is below them.
TREE: Sequence[Row] = (
    ("示例学校党支部规范化建设评分表", None, None),
    ("评价内容", "分值", "评分标准"),
    ("一、组织生活", 40, None),
    ("（一）三会一课", 20, None),
    ("1.支部党员大会", "10分", "每少一次扣2分"),
    ("2.支委会", "10分", "每少一次扣1分"),
    ("（二）主题党日", 20, None),
    ("1.每月开展一次", "（20分）", "每少一次扣1分"),
    ("二、计划总结", 20, None),
    ("1.年度计划", "10", "未制定的不得分"),
    ("2.年度总结", "10", "未撰写的不得分"),
)
