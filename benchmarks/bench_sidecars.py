"""The filed sidecars of generated records, with English or Chinese keys."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date

from bench_records import Record

ROLES = {
    **dict.fromkeys(("minutes", "minute-book", "talk-record"), "minutes"),
    **{form: form for form in ("notice", "summary", "opinion", "lecture", "material", "certificate", "plan")},
}
_ZH = {
    **{"id": "标识", "status": "状态", "title": "题名", "date": "日期", "author": "责任者", "unit": "单位"},
    **{
        "record_form": "材料形式",
        "activity": "活动",
        "security": "密级",
        "persons": "人员",
        "keywords": "关键词",
    },
    **{"event": "活动信息", "events": "历次活动", "chair": "主持人", "recorder": "记录人", "topics": "议题"},
    **{"expected": "应到", "present": "实到", "by_unit": "分单位人数", "absentees": "缺席", "name": "姓名"},
    **{"reason": "原因", "original_location": "原件存址"},
    **{"case": "事项编号", "step": "环节", "items": "条目", "no": "序号", "text": "内容", "type": "类型"},
    **{"owner": "责任人", "due": "完成期限", "closed": "销号日期"},
    **{
        "parts": "组成文件",
        "path": "路径",
        "role": "作用",
        "caption": "说明",
        "size": "大小",
        "sha256": "校验码",
    },
}
_COMMITTEE = 5
# What YAML would not read as the text that it is.
_UNPLAIN = re.compile(r"""[\[\]{},&*#?|<>=!%@:"'`]|^[\s-]|\s$|^[0-9a-f]{15,}$""")


def sidecar(record: Record, contents: Mapping[str, bytes]) -> str:
    """`contents`: file name below the record ("" in a one-file record) -> its bytes."""
    keys = _ZH if record.sidecar == "zh" else {}
    values = {key: value for key, value in _values(record).items() if value}
    lines = [f"{keys.get(key, key)}: {_flow(value, keys)}\n" for key, value in values.items()]
    if record.parts:
        lines.append(f"{keys.get('parts', 'parts')}:\n")
    for part, (name, content) in zip(record.parts, contents.items(), strict=True):
        said = {
            "path": name,
            "role": part.role or ROLES.get(record.kind.form, ""),
            "step": part.name if record.kind.shape == "case" else "",
            "caption": record.title if part.role == "photo" else "",
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        lines.append(f"- {_flow({key: value for key, value in said.items() if value}, keys)}\n")
    return "".join(lines)


def _values(record: Record) -> dict[str, object]:
    kind, shape = record.kind, record.kind.shape
    joint = shape == "joint"
    talks = kind.form == "talk-record"
    return {
        "id": record.id,
        "status": "filed",
        "title": record.title,
        "date": record.day,
        "author": [record.unit.name],
        "record_form": kind.form,
        "activity": [kind.activity, "party-lesson"] if joint else kind.activity,
        "unit": [unit.id for unit in record.partners] or record.group,
        "security": "internal",
        "persons": ["甲", "乙"] if talks else None,
        "keywords": ["党建", kind.folder.rpartition("_")[2]],
        "event": _event(record) if kind.form == "minutes" and kind.activity else None,
        "events": _book(record) if shape == "book" else None,
        "case": f"{record.day.year}-{record.id[:6]}" if shape == "case" else None,
        "items": _items(record.day) if kind.form == "rectification-ledger" else None,
        "original_location": f"{record.unit.name}一号柜" if shape == "pointer" else None,
    }


def _event(record: Record) -> dict[str, object]:
    event: dict[str, object] = {"chair": "甲", "recorder": "乙"}
    if record.partners:
        counts = {
            unit.id: {"expected": unit.members, "present": unit.members - 1} for unit in record.partners
        }
        return {**event, "by_unit": counts, "absentees": _absent(len(counts))}
    expected = record.unit.members if record.kind.activity == "branch-assembly" else _COMMITTEE
    numbers = {"expected": expected, "present": expected - 1, "absentees": _absent(1)}
    return {**event, **numbers, "topics": [record.title]}


def _absent(count: int) -> list[object]:
    return [{"name": name, "reason": "病假"} for name in "丙丁戊己庚"[:count]]


def _book(record: Record) -> list[object]:
    """A meeting in every month up to the day the book was filed."""
    days = [date(record.day.year, month, 5) for month in range(1, record.day.month + 1)]
    return [
        {
            "date": min(day, record.day),
            "activity": record.kind.activity,
            "expected": _COMMITTEE,
            "present": _COMMITTEE,
        }
        for day in days
    ]


def _items(day: date) -> list[object]:
    """What an inspection found: mended, and to be mended by the end of the year."""
    end = date(day.year, 12, 31)
    return [
        {"no": "1", "text": "学习记录不全", "type": "immediate", "owner": ["甲"], "due": end, "closed": day},
        {"no": "2", "text": "台账更新不及时", "type": "deadline", "owner": ["乙"], "due": end},
    ]


def _flow(value: object, keys: Mapping[str, str]) -> str:
    """Words as people write them; what YAML would take for something else is quoted."""
    if isinstance(value, dict):
        return (
            f"{{{', '.join(f'{keys.get(key, key)}: {_flow(inner, keys)}' for key, inner in value.items())}}}"
        )
    if isinstance(value, list):
        return f"[{', '.join(_flow(inner, keys) for inner in value)}]"
    text = str(value)
    is_word = isinstance(value, str) and not _UNPLAIN.search(text)
    return text if is_word or not isinstance(value, str) else json.dumps(text, ensure_ascii=False)
