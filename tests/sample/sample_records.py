"""What the sample archive is made of: records, their parts, and the occasions they tell of."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

PLACES = Path(__file__).parent
PHOTOS = PLACES / "photos"
GROUP_1 = ("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬")
GROUP_2 = ("癸", "张三", "李四", "王五", "赵六", "钱七", "孙八", "周九", "吴十")
MEMBERS = GROUP_1 + GROUP_2
COMMITTEE = ("支部书记", "副书记", "组织委员", "宣传委员", "纪检委员")
SECOND = ("郑十一", "冯十二", "陈十三", "褚十四", "卫十五", "蒋十六")
SCHOOL_COMMITTEE = ("党委书记", "校长", "党委组织委员", "党委宣传委员", "党委纪检委员")
BRANCH = "示例小学第一党支部"
AUTHORS = {"committee": "示例小学党委", "branch-1": BRANCH, "branch-2": "示例小学第二党支部"}


@dataclass(frozen=True)
class Part:
    """One file of a record: a text in the sample's notation, or bytes as they are."""

    path: str
    role: str
    content: str | bytes
    caption: str = ""
    step: str = ""
    date: str = ""


@dataclass(frozen=True)
class Record:
    """One record; `keys` says in which language its sidecar is written, or that it has none."""

    leaf: str
    name: str
    parts: tuple[Part, ...]
    keys: Literal["en", "zh", "none"] = "none"
    fields: Mapping[str, Any] = field(default_factory=dict)
    year: str = "2025"

    @property
    def single(self) -> bool:
        """The record is one file of its own name, not a folder."""
        return bool(self.parts) and self.parts[0].path == self.name

    @property
    def place(self) -> str:
        """Where it lies, below the archive's root."""
        return f"{self.year}/{self.leaf}/{self.name}"

    @property
    def maker(self) -> str:
        """Whose paper it is, for the foot of its pages."""
        unit = self.fields.get("unit") or "branch-1"
        return AUTHORS.get(unit if isinstance(unit, str) else unit[0], BRANCH)

    @property
    def day(self) -> date:
        """The day its files were made."""
        when = str(self.fields.get("date") or self.name[:10])
        return date.fromisoformat(when if len(when) == 10 else f"{self.year}-12-31")


def identifier(leaf: str, name: str) -> str:
    """The id of a record: twelve characters that stay the same from run to run."""
    return hashlib.sha256(f"{leaf}/{name}".encode()).hexdigest()[:12]


def filed(
    leaf: str,
    name: str,
    parts: Part | tuple[Part, ...],
    keys: Literal["en", "zh"],
    form: str,
    unit: str | Sequence[str],
    **fields: Any,
) -> Record:
    """A filed record whose title and date stand in its name and whose author is its unit."""
    when, _, title = name.partition(" ")
    units = [unit] if isinstance(unit, str) else unit
    told = {
        "title": title.rpartition(".")[0] if isinstance(parts, Part) else title,
        "date": when,
        "author": [AUTHORS[one] for one in units if one],
        "record_form": form,
        "unit": unit,
        "security": "internal",
        **fields,
    }
    return Record(leaf, name, (parts,) if isinstance(parts, Part) else parts, keys, told)


def event(
    when: str,
    hours: str,
    place: str,
    topics: Sequence[str],
    *,
    absent: Mapping[str, str] | None = None,
    entitled: Sequence[str] = MEMBERS,
    chair: str = "支部书记",
    recorder: str = "组织委员",
    **more: Any,
) -> dict[str, Any]:
    """The event of one occasion in the sidecar's words; `hours` is "15:30-16:40"."""
    start, end = hours.split("-")
    missing = dict(absent or {})
    told: dict[str, Any] = {
        "start": f"{when}T{start}",
        "end": f"{when}T{end}",
        "place": place,
        "chair": chair,
        "recorder": recorder,
        "expected": len(entitled),
        "present": len(entitled) - len(missing),
    }
    if missing:
        told["absentees"] = [{"name": name, "reason": reason} for name, reason in missing.items()]
    return {**told, "topics": list(topics), **more}


def minutes(title: str, told: Mapping[str, Any], body: str) -> str:
    """Minutes: the head that every record of a meeting must have, then what was said."""
    absent = "、".join(f"{one['name']}（{one['reason']}）" for one in told.get("absentees", ()))
    return "\n".join(
        (
            title,
            f"时间：{hours(told)}",
            f"地点：{told['place']}",
            f"主持人：{told['chair']}　记录人：{told['recorder']}",
            f"出席情况：应到{told['expected']}人，实到{told['present']}人。缺席：{absent or '无'}。",
            f"议题：{'；'.join(told['topics'])}。",
            body,
        )
    )


def sign_in(title: str, told: Mapping[str, Any], entitled: Sequence[str] = MEMBERS) -> str:
    """A sign-in sheet: one row for everyone entitled, with the reason where someone is away."""
    away = {one["name"]: one["reason"] for one in told.get("absentees", ())}
    rows = [
        f"| {number} | {name} | {'' if name in away else name} | {away.get(name, '')} |"
        for number, name in enumerate(entitled, start=1)
    ]
    return "\n".join(
        (title, f"时间：{hours(told)}　地点：{told['place']}", "| 序号 | 姓名 | 签名 | 备注 |", *rows)
    )


def hours(told: Mapping[str, Any]) -> str:
    """2025年3月14日（星期五）15:30—16:40"""
    start, end = str(told["start"]), str(told["end"])
    day = date.fromisoformat(start[:10])
    return f"{day.year}年{day.month}月{day.day}日（星期{'一二三四五六日'[day.weekday()]}）{start[11:]}—{end[11:]}"


def photo(name: str) -> bytes:
    """The bytes of one of the drawn photographs."""
    return (PHOTOS / f"{name}.jpg").read_bytes()
