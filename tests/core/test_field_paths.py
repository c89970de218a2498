"""Where something stands in a sidecar, in words that a person can follow in the file."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pictures import SPEAKER
from schemes import make_scheme

from archive_tool.core.model import Complaint, Parsed
from archive_tool.core.sidecar import interpret

ZH = replace(SPEAKER, scheme=make_scheme())
EN = replace(ZH, language="en")


@pytest.mark.parametrize(
    ("path", "zh", "en"),
    [
        ("field:title", "题名", "Title"),
        ("field:activity.1", "活动第 2 项", "Activity, entry 2"),
        ("field:parts.2.role", "组成文件第 3 项的作用", "Parts, entry 3, Role"),
        (
            "field:event.absentees.0.name",
            "活动信息的缺席第 1 项的姓名",
            "Event, Absentees, entry 1, Name",
        ),
        ("field:event.by_unit.2.present", "活动信息的分单位人数的2的实到", "Event, By unit, 2, Present"),
        ("written:组成文件.1.题注", "组成文件第 2 项的题注", "Parts, entry 2, 题注 (组成文件.题注)"),
        ("written:parts.role", "组成文件的作用（parts.role）", "Parts, Role"),
        ("written:event.start", "活动信息的开始（event.start）", "Event, Start"),
        ("written:event.by_unit.2.present", "活动信息的分单位人数的2的实到（event.by_unit.2.present）", "Event, By unit, 2, Present"),
        ("written:活动信息.颜色.0", "活动信息的颜色第 1 项", "Event, 颜色, entry 1 (活动信息.颜色)"),
        ("written:活动信息.应到人数", "活动信息的应到（活动信息.应到人数）", "Event, Expected (活动信息.应到人数)"),
        ("written:题目", "题目", "题目"),
        ("key:event.absentees.0.name", "姓名", "Name"),
        # In archive.yaml or a scheme, told one way: with the key as it is written.
        ("yaml:units.0.members", "units（单位），第 1 项，members（党员）", "units, entry 1, members"),
        ("yaml:ignore.1", "ignore（忽略），第 2 项", "ignore, entry 2"),
        (
            "yaml:settings.05.branch-assembly.count.at_least",
            "settings（设置），05.branch-assembly.count，at_least（最少次数）",
            "settings, 05.branch-assembly.count, at_least",
        ),
        ("yaml:rules.0.steps.1.after.step", "rules，第 1 项，steps，第 2 项，after，step", "rules, entry 1, steps, entry 2, after, step"),
        ("yaml:map.2024.党建", "map（旧文件夹对照），2024.党建", "map, 2024.党建"),
    ],
)  # fmt: skip
def test_a_path_in_words(path: str, zh: str, en: str) -> None:
    assert (ZH.label(path), EN.label(path)) == (zh, en)


def test_without_a_scheme_places_are_counted_from_one_too() -> None:
    assert replace(ZH, scheme=None).label("written:parts.0.role") == "parts第 1 项的role"


def test_a_complaint_says_which_one() -> None:
    parsed = Parsed({"活动": ["党课", "党客"], "组成文件": [{"题注": "甲"}]}, {})
    said = [told(complaint) for complaint in interpret(make_scheme(), parsed).complaints]
    assert said == [
        "活动第 2 项 没有“党客”这个选项，是不是“党课”？",
        "组成文件第 1 项的题注 分类方案里没有这一项",
    ]


def told(complaint: Complaint) -> str:
    return ZH.fill("{field} {reason}", complaint.params)
