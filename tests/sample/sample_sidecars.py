"""Records -> their sidecars as text, with English ids or Chinese labels, and the digests of their parts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import yaml
from sample_records import Record, identifier

KEYS = {
    "id": "标识",
    "status": "状态",
    "title": "题名",
    "date": "日期",
    "period": "所属期",
    "author": "责任者",
    "number": "文号",
    "record_form": "材料形式",
    "activity": "活动",
    "unit": "单位",
    "persons": "人员",
    "case": "事项编号",
    "step": "环节",
    "covers": "涵盖",
    "periods": "所属期",
    "count": "数量",
    "items": "条目",
    "no": "序号",
    "text": "内容",
    "type": "整改类型",
    "owner": "责任人",
    "due": "完成期限",
    "evidence": "佐证",
    "closed": "销号日期",
    "relations": "关系",
    "kind": "关系类型",
    "record": "对方标识",
    "by_unit": "分单位人数",
    "retention": "保管期限",
    "security": "密级",
    "rights": "权限",
    "personal_info": "个人信息",
    "pages": "页数",
    "keywords": "关键词",
    "event": "活动信息",
    "events": "历次活动",
    "start": "开始",
    "end": "结束",
    "place": "地点",
    "chair": "主持人",
    "recorder": "记录人",
    "expected": "应到",
    "present": "实到",
    "absentees": "缺席",
    "name": "姓名",
    "reason": "原因",
    "speaker": "主讲人",
    "voters": "有表决权",
    "votes": "表决",
    "for": "赞成",
    "against": "反对",
    "abstain": "弃权",
    "topics": "议题",
    "decisions": "议定事项",
    "parts": "组成文件",
    "path": "路径",
    "role": "作用",
    "caption": "说明",
    "size": "大小",
    "sha256": "校验码",
    "original_location": "原件存址",
    "annotation": "附注",
    "process": "管理过程",
    "when": "时间",
    "who": "经办人",
    "action": "行为",
}
CODES = {
    "filed": "已归档",
    "minutes": "会议记录",
    "minute-book": "会议记录本",
    "register": "登记簿",
    "annual-plan": "年度计划",
    "annual-summary": "年度总结",
    "roster": "名册",
    "disclosure-notice": "公示公开",
    "feature-activity": "特色活动",
    "material": "材料",
    "certificate": "证书",
    "handover-list": "移交清册",
    "branch-assembly": "支部党员大会",
    "committee-meeting": "支委会",
    "group-meeting": "党小组会",
    "party-lesson": "党课",
    "theme-day": "主题党日",
    "organization-life-meeting": "组织生活会",
    "democratic-appraisal": "民主评议党员",
    "organization-chart": "组织机构图",
    "duty-report": "述职报告",
    "request": "请示",
    "party-organization-meeting": "党组织会议",
    "agenda": "议程",
    "principals-meeting": "校长办公会议",
    "democratic-life-meeting": "民主生活会",
    "talk-record": "谈话记录",
    "heart-to-heart-talk": "谈心谈话",
    "study-session": "中心组学习",
    "rule": "制度",
    "catalogue": "目录",
    "chronicle": "大事记",
    "statistics": "统计报表",
    "decision": "决定",
    "commitment": "承诺书",
    "rectification-ledger": "整改台账",
    "immediate": "立行立改",
    "deadline": "限期整改",
    "stepwise": "逐步整改",
    "report": "报告",
    "dossier": "发展党员档案",
    "step": "环节",
    "internal": "内部",
    "public": "公开",
    "party": "党内",
    "personal": "一般个人信息",
    "minor": "未成年人信息",
    "sign-in": "签到表",
    "photo": "照片",
    "vote": "表决票",
    "resolution": "决议",
    "plan": "方案",
    "lecture": "讲稿",
    "summary": "总结",
    "result": "结果",
    "main": "正文",
    "attachment": "附件",
}
CODED = ("status", "record_form", "activity", "security", "rights", "personal_info", "role", "kind", "type")
ORDER = (
    *(
        "id",
        "status",
        "title",
        "date",
        "period",
        "author",
        "number",
        "record_form",
        "activity",
        "unit",
        "persons",
    ),
    *("retention", "security", "rights", "personal_info", "pages", "keywords", "abstract", "event", "events"),
    *(
        "case",
        "step",
        "covers",
        "items",
        "relations",
        "received",
        "parts",
        "original_location",
        "annotation",
        "anotation",
        "process",
    ),
)


class Dumper(yaml.SafeDumper):
    """Writes every scalar as text, plain wherever YAML allows."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - the name is PyYAML's


def sidecar(record: Record, contents: Mapping[str, bytes]) -> bytes:
    """The filed sidecar of a record; `contents` are the bytes of its parts as they were when it was filed."""
    fields = {
        "id": identifier(record.leaf, record.name),
        "status": "filed",
        **record.fields,
        "parts": [_part(record, part, contents[part.path]) for part in record.parts],
    }
    ordered = {key: fields[key] for key in ORDER if fields.get(key)}
    assert not set(fields) - set(ORDER), set(fields) - set(ORDER)
    return dump(_chinese(ordered) if record.keys == "zh" else ordered)


def dump(value: Any) -> bytes:
    """YAML as a person would write it: short things on one line, nothing quoted without need."""
    text = yaml.dump(
        _as_text(value),
        Dumper=Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=None,
        width=4096,
    )
    return str(text).encode("utf-8")


def _part(record: Record, part: Any, content: bytes) -> dict[str, Any]:
    entry: dict[str, Any] = {} if record.single else {"path": part.path}
    entry["role"] = part.role
    entry |= {key: told for key in ("step", "date", "caption") if (told := getattr(part, key))}
    return {**entry, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _as_text(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _as_text(inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_as_text(inner) for inner in value]
    return str(value)


def _chinese(value: Any, key: str = "") -> Any:
    if isinstance(value, Mapping):
        return {KEYS.get(inner, inner): _chinese(each, inner) for inner, each in value.items()}
    if isinstance(value, list):
        return [_chinese(each, key) for each in value]
    return CODES[str(value)] if key in CODED else value
