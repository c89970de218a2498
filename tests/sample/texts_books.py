"""Minute books: one record that holds a year's meetings, entry by entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from sample_records import BRANCH, COMMITTEE, GROUP_1, GROUP_2, Part, Record, hours


class Entry(NamedTuple):
    """One meeting of a book; `away` maps names to reasons."""

    when: str
    topic: str
    told: str
    away: Mapping[str, str] = MappingProxyType({})


COMMITTEE_ENTRIES = (
    Entry(
        "2025-01-06",
        "研究年度工作安排",
        "逐项核对上年未办结的事，剩两项：图书角搬迁、老党员走访。排出寒假值班表。",
    ),
    Entry(
        "2025-02-17",
        "研究新学期开学工作",
        "开学第一周党员教师到校门口值守；教材发放由副书记负责。确定三月支部党员大会议题。",
        {"宣传委员": "病假"},
    ),
    Entry(
        "2025-04-07",
        "研究检查反馈的整改",
        "反馈意见共五条，当场能改的两条当天改，其余三条列入整改台账，明确责任人和期限。",
    ),
    Entry(
        "2025-05-12",
        "研究师德专题教育",
        "选定三个身边案例，隐去姓名后讨论；要求每名党员教师写一条具体承诺，贴在办公桌前。",
    ),
    Entry(
        "2025-06-09",
        "研究优秀党员推荐",
        "汇总两个党小组的提名，按票数排序提交支部党员大会。纪检委员核对考勤和廉洁情况，没有异议。",
    ),
    Entry(
        "2025-07-07",
        "研究暑期组织生活",
        "党小组会照常召开，外出同志可以线上参加并写明地点；家访不收任何礼品。",
        {"副书记": "外出培训"},
    ),
    Entry(
        "2025-08-27",
        "研究新学期党建工作",
        "新调入党员暂无。检查责任岗牌，换掉三块。教室多媒体课件在开学前清理一遍。",
    ),
    Entry(
        "2025-09-08",
        "研究教师节慰问",
        "慰问退休党员六户，礼品不超标准，列清单公示。确定九月党课由宣传委员主讲。",
    ),
    Entry(
        "2025-10-13",
        "研究第三季度工作回顾",
        "第三季度没有召开支部党员大会，支委会说明原因并作检讨，四季度按时召开，会前一周发通知。",
    ),
)

GROUP_1_ENTRIES = (
    Entry("2025-01-07", "学习年度工作安排", "每人报一个责任岗，丁报晨读辅导，庚报图书角管理。"),
    Entry("2025-02-18", "开学前谈心", "组长与三名低年级班主任谈话，记下困难两条，报支委会。"),
    Entry(
        "2025-03-11", "讨论工作计划征求意见稿", "提出听课任务与责任岗合并，意见交组织委员。", {"辛": "病假"}
    ),
    Entry("2025-04-15", "对照检查反馈查不足", "语文组学习笔记三本漏记日期，当月补上说明，不改原文。"),
    Entry("2025-05-13", "交流师德承诺", "九人各念一条，己的承诺是“不在走廊里批评学生”。"),
    Entry("2025-06-10", "提名优秀党员", "提名乙，理由是结对听课最多；其余同志没有不同意见。"),
    Entry("2025-07-01", "学习党章有关条款", "围绕党员义务逐条对照，壬谈家访体会。", {"丁": "公派学习"}),
    Entry("2025-08-28", "商量新学期分工", "一年级新生家长多，值守增加到两人一岗。"),
    Entry("2025-09-09", "讨论党课题目", "建议讲“作业为什么要少而精”，由宣传委员采用。"),
    Entry("2025-10-14", "开展批评和自我批评", "丙批评组内材料迟交，组长作检讨，约定每月二十八日前交齐。"),
    Entry("2025-11-11", "组织生活会会前学习", "学习支部工作条例关于组织生活会的规定，征求意见七条。"),
    Entry("2025-12-09", "年度小结", "责任岗完成八个，图书角一个延到明年。", {"戊": "事假"}),
)

GROUP_2_ENTRIES = (
    Entry("2025-01-08", "安排寒假学习", "每人读一本书，开学交一页笔记，张三负责收齐。"),
    Entry("2025-02-19", "分配结对任务", "李四结对新教师一名，周九结对转岗教师一名。"),
    Entry("2025-03-12", "讨论工作计划征求意见稿", "王五认为志愿服务次数偏多，建议遇雨顺延。"),
    Entry(
        "2025-04-16",
        "整理数学组材料",
        "活动照片补写说明十七条，说不清来历的两张不归档。",
        {"孙八": "外出听课"},
    ),
    Entry("2025-05-14", "讨论微课资源", "错题讲评分工到年级，五月底前上传八段。"),
    Entry("2025-06-11", "提名优秀党员", "提名李四、孙八，写明事例各一条。"),
    Entry("2025-07-02", "安排暑期家访", "毕业班衔接家访二十四户，两人同行，不留餐。"),
    Entry("2025-08-28", "检查家访记录", "二十四户完成二十三户，一户搬离，已电话联系。", {"吴十": "病假"}),
    Entry("2025-09-17", "学习教师行为准则", "结合两个案例讨论，赵六谈课后服务中的分寸。"),
    Entry("2025-10-15", "开展批评和自我批评", "钱七对照自己发言少作检查，大家提出三条建议。"),
    Entry("2025-11-12", "组织生活会会前谈心", "组长与组员逐一谈话，归纳意见五条报支委会。"),
    Entry("2025-12-10", "年度小结", "微课做成三十一段，使用最多的是分数应用题。"),
)


def _event(entry: Entry, activity: str, entitled: Sequence[str], chair: str, recorder: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "date": entry.when,
        "activity": activity,
        "start": f"{entry.when}T16:00",
        "end": f"{entry.when}T16:50",
        "place": "书记办公室" if activity == "committee-meeting" else "教师办公室",
        "chair": chair,
        "recorder": recorder,
        "expected": len(entitled),
        "present": len(entitled) - len(entry.away),
    }
    if entry.away:
        told["absentees"] = [{"name": name, "reason": reason} for name, reason in entry.away.items()]
    return {**told, "topics": [entry.topic]}


def _book(title: str, entries: Sequence[Entry], events: Sequence[dict[str, Any]]) -> str:
    lines = [title]
    for number, (entry, told) in enumerate(zip(entries, events, strict=True), start=1):
        away = "、".join(f"{name}（{reason}）" for name, reason in entry.away.items())
        lines += [
            f"# 第{number}次　{hours(told)}",
            (
                f"地点：{told['place']}。主持：{told['chair']}。记录：{told['recorder']}。"
                f"应到{told['expected']}人，实到{told['present']}人。缺席：{away or '无'}。"
            ),
            f"议题：{entry.topic}。{entry.told}",
        ]
    return "\n".join(lines)


def _sign_in(title: str, entries: Sequence[Entry], entitled: Sequence[str]) -> str:
    rows = [
        f"| {entry.when} | {'、'.join(name for name in entitled if name not in entry.away)} |"
        for entry in entries
    ]
    return "\n".join((title, "每次会议由到会同志当场签名，缺席不代签。", "| 日期 | 签名 |", *rows))


def _record(leaf: str, title: str, unit: str, activity: str, entries: Sequence[Entry], keys: Any) -> Record:
    entitled = {"group-1": GROUP_1, "group-2": GROUP_2}.get(unit, COMMITTEE)
    chair, recorder = ("支部书记", "组织委员") if unit == "branch-1" else ("党小组组长", entitled[0])
    events = [_event(entry, activity, entitled, chair, recorder) for entry in entries]
    return Record(
        leaf,
        f"2025 {title}",
        (
            Part(f"{title}.docx", "minutes", _book(f"{title}（2025年）", entries, events)),
            Part(
                "签到册.docx" if unit == "group-2" else "签到册.pdf",
                "sign-in",
                _sign_in(f"{title}签到册", entries, entitled),
            ),
        ),
        keys,
        {
            "title": f"2025年{title}",
            "date": "2025",
            "author": [BRANCH],
            "record_form": "minute-book",
            "activity": activity,
            "unit": unit,
            "security": "internal",
            "events": events,
        },
    )


RECORDS = (
    _record(
        "05_组织生活/02_支委会", "支委会记录本", "branch-1", "committee-meeting", COMMITTEE_ENTRIES, "zh"
    ),
    _record("05_组织生活/03_党小组会", "第一党小组记录本", "group-1", "group-meeting", GROUP_1_ENTRIES, "zh"),
    _record("05_组织生活/03_党小组会", "第二党小组记录本", "group-2", "group-meeting", GROUP_2_ENTRIES, "en"),
)
