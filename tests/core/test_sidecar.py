"""Sidecars in either language become canonical values; what is wrong is said once, with its line."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schemes import make_scheme

from archive_tool.adapters.validator import validator
from archive_tool.adapters.yaml_text.edit import dump, edit
from archive_tool.adapters.yaml_text.parse import parse
from archive_tool.core import json_schema, sidecar
from archive_tool.core.model import Interpreted, Parsed, Value

SCHEME = make_scheme()
CHECK = validator(json_schema.canonical(SCHEME))


def parsed(text: str) -> Parsed:
    found = parse(text.encode())
    assert isinstance(found, Parsed), found
    return found


def read(text: str) -> Interpreted:
    return sidecar.interpret(SCHEME, parsed(text))


def complained(text: str) -> list[tuple[str, str, str, int | None]]:
    """Code (its second half), field as written, reason, line; schema included."""
    found = sidecar.complete(read(text), CHECK).complaints
    return [
        (
            c.code.partition("/")[2],
            str(c.params["field"]).removeprefix("written:"),
            str(c.params["reason_key"]).removeprefix("sidecar."),
            c.line,
        )
        for c in found
    ]


CHINESE = """\
状态: 已归档
题名: 2025年第一季度支部党员大会
日期: 2025年3月14日
责任者: 示例小学党支部
材料形式: 记录
活动: 党员大会
密级: 内部
页数: １２
复制件: 否
文号:
活动信息:
  应到人数: 18
  缺席:
  - {姓名: 甲, 原因: 病假}
  分单位人数: {branch-1: {实到: 9}}
组成文件:
- {路径: 会议记录.docx, 作用: 会议记录, 大小: 3}
"""

CANONICAL: dict[str, Value] = {
    "status": "filed",
    "title": "2025年第一季度支部党员大会",
    "date": "2025-03-14",
    "author": ["示例小学党支部"],
    "record_form": "minutes",
    "activity": ["branch-assembly"],
    "security": "internal",
    "pages": 12,
    "copy": False,
    "event": {
        "expected": 18,
        "absentees": [{"name": "甲", "reason": "病假"}],
        "by_unit": {"branch-1": {"present": 9}},
    },
    "parts": [{"path": "会议记录.docx", "role": "minutes", "size": 3}],
}


def test_chinese_labels_and_aliases_mean_the_ids() -> None:
    found = sidecar.complete(read(CHINESE), CHECK)
    assert (found.values, found.complaints) == (CANONICAL, ())


def test_lines_are_those_of_the_canonical_paths() -> None:
    lines = read(CHINESE).lines
    wanted = (
        "title",
        "activity",
        "activity.0",
        "number",
        "event.expected",
        "event.absentees.0.reason",
        "parts.0.role",
    )
    assert [lines[path] for path in wanted] == [2, 6, 6, 10, 12, 14, 17]


@pytest.mark.parametrize("key", ["title", "Title", "TITLE", "题名", "标题", "ｔｉｔｌｅ", "' 题名 '"])
def test_width_case_and_spaces_do_not_matter(key: str) -> None:
    assert read(f"{key}: 甲").values == {"title": "甲"}


def test_empty_values_are_absent() -> None:
    text = (
        'title:\nnumber: " "\nauthor: []\nactivity: [""]\nevent: {place: , votes: {}}\nparts:\n- {path: ""}\n'
    )
    found = read(text)
    assert (found.values, found.complaints) == ({}, ())
    assert found.lines["number"] == 2


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("number: 0012", {"number": "0012"}),
        ("title: no", {"title": "no"}),
        ("author: 甲", {"author": ["甲"]}),
        ("author: [甲, 乙]", {"author": ["甲", "乙"]}),
        ("copy: 是", {"copy": True}),
        ("date: 2025.3", {"date": "2025-03"}),
        ("period: 2025q1", {"period": "2025-Q1"}),
        ("event: {start: 2025-03-14 9:00}", {"event": {"start": "2025-03-14T09:00"}}),
    ],
)
def test_the_scheme_gives_the_type(text: str, values: dict[str, Value]) -> None:
    assert read(text).values == values


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("title: [甲, 乙]", ("invalid", "title", "found-list", 1)),
        ("id:\n题名: {a: 1}", ("invalid", "题名", "found-mapping", 2)),
        ("event: 会议室", ("invalid", "event", "want-mapping", 1)),
        ("event:\n  地点：会议室", ("invalid", "event", "full-width-colon", 1)),
        ("date: 2025-02-30", ("invalid", "date", "want-date", 1)),
        ("日期: 昨天", ("invalid", "日期", "want-date", 1)),
        ("period: 2025-Q5", ("invalid", "period", "want-period", 1)),
        ("pages: 12页", ("invalid", "pages", "want-integer", 1)),
        ("copy: 也许", ("invalid", "copy", "want-boolean", 1)),
        ("event:\n  start: 14:30", ("invalid", "event.start", "want-date-time", 2)),
        ("activity:\n- 党课\n- 党员会", ("invalid", "activity.1", "want-code-nearest", 3)),
        ("security: 秘密", ("invalid", "security", "refused", 1)),
        ("title: a\n题名: b", ("invalid", "题名", "twice", 2)),
        ("id: X", ("invalid", "field:id", "pattern", 1)),
        ("\npages: 0", ("invalid", "field:pages", "minimum", 2)),
        (
            "event:\n  absentees:\n  - {原因: 病假}",
            ("invalid", "field:event.absentees.0.name", "required", 3),
        ),
        ("活动信息:\n  地点: x\n  颜色: y", ("unknown-field", "活动信息.颜色", "unknown", 3)),
        ("tilte: a", ("unknown-field", "tilte", "unknown-nearest", 1)),
        ("题名：《a: b", ("unknown-field", "题名：《a", "full-width-colon", 1)),
        ("档号: 1", ("unknown-field", "档号", "derived", 1)),
    ],
)
def test_one_mistake_is_one_complaint(text: str, complaint: tuple[str, str, str, int]) -> None:
    assert complained(text) == [complaint]


def test_complaints_name_the_nearest_word() -> None:
    near = {
        str(c.params["field"]).removeprefix("written:"): c.params["nearest"]
        for c in read("tilte: a\n文好: b\nactivity: 党员会").complaints
    }
    assert near == {"tilte": "title", "文好": "文号", "activity": "党员大会"}


FILED = "status: filed\ntitle: 甲\ndate: 2025\nauthor: 乙\nrecord_form: material\nsecurity: public\n"


@pytest.mark.parametrize(
    ("wrong", "right", "field"),
    [
        ("date: 2025-13-01", "date: 2025", "date"),
        ("security: 机秘", "security: public", "security"),
        ("auther: 乙", "author: 乙", "auther"),
        ("author: {甲: 乙}", "author: 乙", "author"),
    ],
)
def test_what_is_wrong_is_not_missing_as_well(wrong: str, right: str, field: str) -> None:
    assert complained(FILED) == []
    assert [c[1] for c in complained(FILED.replace(right, wrong))] in ([field], [f"{field}.0"])


def test_a_misspelt_key_hides_a_missing_field_only_where_it_surely_means_it() -> None:
    assert complained(FILED.replace("author", "责任人")) == [
        ("unknown-field", "责任人", "unknown-nearest", 4)
    ]
    assert complained(FILED.replace("title", "题目")) == [
        ("unknown-field", "题目", "unknown-nearest", 2),
        ("invalid", "field:title", "required", 1),
    ]


def test_only_a_filed_record_misses_what_is_required() -> None:
    assert complained(FILED.replace("filed", "draft").replace("title: 甲\n", "")) == []
    assert complained(FILED.replace("title: 甲\n", "题名:\n")) == [("invalid", "field:title", "required", 2)]


def test_a_key_keeps_its_language_and_new_ones_take_the_archives() -> None:
    text = parsed("题名: a\nstatus: draft\n")
    values: dict[str, Value] = {"title": "b", "status": "filed", "activity": ["party-lesson"], "copy": True}
    assert sidecar.changes(SCHEME, text, values, "zh") == {
        "题名": "b", "status": "filed", "活动": "党课", "复制件": "是",
    }  # fmt: skip
    assert sidecar.changes(SCHEME, text, values, "en") == {
        "题名": "b", "status": "filed", "activity": "party-lesson", "copy": True,
    }  # fmt: skip
    assert sidecar.spelling(SCHEME, text, "title", "en") == "题名"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_written_is_read_back(language: str) -> None:
    content = edit(b"", sidecar.changes(SCHEME, Parsed({}, {}), CANONICAL, language))
    assert isinstance(content, bytes)
    assert read(content.decode()).values == CANONICAL
    assert ("题名" in content.decode().splitlines()[1]) == (language == "zh")


canonical_values = st.fixed_dictionaries(
    {},
    optional={
        "title": st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=9),
        "number": st.sampled_from(["0012", "no", "〔2025〕15号", "null"]),
        "date": st.sampled_from(["2025", "2025-03", "2025-03-14"]),
        "author": st.lists(st.sampled_from(["甲", "乙, 丙", "true"]), min_size=1, max_size=3),
        "activity": st.lists(st.sampled_from(["party-lesson", "branch-assembly"]), min_size=1, max_size=2),
        "copy": st.booleans(),
        "pages": st.integers(1, 10**6),
        "event": st.fixed_dictionaries(
            {"expected": st.integers(0, 99)},
            optional={
                "votes": st.fixed_dictionaries({"for": st.integers(0, 9)}),
                "place": st.just("会议室: 二楼"),
            },
        ),
    },
)


@given(canonical_values, st.sampled_from(["zh", "en"]))
def test_writing_and_reading_are_inverse(values: dict[str, Any], language: str) -> None:
    content = dump(sidecar.changes(SCHEME, Parsed({}, {}), values, language))
    found = sidecar.complete(read(content.decode()), CHECK)
    assert (found.values, found.complaints) == (values, ())


def test_a_list_of_persons_may_be_their_names() -> None:
    told = read("活动信息:\n  缺席: [甲, {姓名: 乙, 原因: 病假}]\n")
    assert told.complaints == ()
    assert told.values["event"] == {"absentees": [{"name": "甲"}, {"name": "乙", "reason": "病假"}]}


def test_a_name_with_a_full_width_colon_is_a_key_that_was_meant() -> None:
    assert complained("event:\n  absentees:\n  - 姓名：甲") == [
        ("invalid", "event.absentees.0", "full-width-colon", 3)
    ]
