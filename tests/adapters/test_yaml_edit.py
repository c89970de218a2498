"""A rewrite sets its keys and changes no byte outside their lines."""

import re
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from archive_tool.adapters.yaml_text.edit import dump, edit
from archive_tool.adapters.yaml_text.parse import parse
from archive_tool.adapters.yaml_text.render import as_node
from archive_tool.core.model import Node, Parsed, Value, YamlProblem


def data(content: bytes) -> dict[str, Node]:
    found = parse(content)
    assert isinstance(found, Parsed), (found, content.decode(errors="replace"))
    assert isinstance(found.data, dict)
    return found.data


def edited(text: str, changes: dict[str, Value]) -> str:
    after = edit(text.encode(), changes)
    assert isinstance(after, bytes), after
    return after.decode()


def test_only_the_lines_of_the_keys_change() -> None:
    before = """\
# 支部档案
id: 7k2m9x4q1b8c   # 勿改
status: draft
题名:
责任者:   # 单位
- 甲
# 第二责任者
- 乙
date: '2025-03-14'


# 完
"""
    changes: dict[str, Value] = {
        "status": "filed",
        "题名": "第一季度: 支部党员大会",
        "责任者": ["示例小学党支部"],
        "event": {"expected": 18, "absentees": [{"name": "甲", "reason": "病假"}]},
        "parts": [
            {"path": "会议记录.docx", "role": "minutes", "size": 3},
            {"path": "a, b.jpg", "role": "photo"},
        ],
    }
    assert (
        edited(before, changes)
        == """\
# 支部档案
id: 7k2m9x4q1b8c   # 勿改
status: filed
题名: "第一季度: 支部党员大会"
# 第二责任者
责任者: [示例小学党支部]  # 单位
date: '2025-03-14'
event: {expected: 18, absentees: [{name: 甲, reason: 病假}]}
parts:
- {path: 会议记录.docx, role: minutes, size: 3}
- {path: "a, b.jpg", role: photo}


# 完
"""
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1", "a: 9"),
        ("a: 1\r\nb: 2\r\n", "a: 9\r\nb: 2\r\n"),
        ("\ufeffa: 1\n", "\ufeffa: 9\n"),
        ("a: |  # 注\n  x\n\n  y\n\n\nb: 2\n", "a: 9  # 注\n\n\nb: 2\n"),
        ("'a' : [1,  # 一\n 2]  # 二\nb: 2", "# 二\n'a': 9  # 一\nb: 2"),
        ("a: x # y\nb: 'it''s # no'", "a: 9 # y\nb: 'it''s # no'"),
        ("a: 'x # y'\n", "a: 9\n"),
        ("  a: 1\n  b: 2", "  a: 9\n  b: 2"),
        ("a:   # 注\n  x  # 一\nb: 2", "a:   # 注\n  9  # 一\nb: 2"),
        ("a:\nb: 2", "a: 9\nb: 2"),
        ("{b: 2, a: 1}  # 注\n", "{b: 2, a: 9}  # 注\n"),
        ("{a: , b: 2}\n", "{a: 9 , b: 2}\n"),
        ("{b: 2, a}\n", "{b: 2, a: 9}\n"),
        ("{b: 2, a: [1, {k: v}], c: 3}\n", "{b: 2, a: 9, c: 3}\n"),
        ("? a\n: 1\n", "? a\n: 9\n"),
        ("---\na: 1\n...\n", "---\na: 9\n...\n"),
    ],
)
def test_a_key_is_replaced_in_place(before: str, after: str) -> None:
    assert edited(before, {"a": 9}) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "n: 9\n"),
        ("# 注", "# 注\nn: 9\n"),
        ("a: 1", "a: 1\nn: 9"),
        ("a: 1\r\n", "a: 1\r\nn: 9\r\n"),
        ("a: 1  # 注\n\n# 完\n", "a: 1  # 注\nn: 9\n\n# 完\n"),
        ("a:\n- 1\n  # 内\n", "a:\n- 1\nn: 9\n  # 内\n"),
        ("a: |+\n  x\n\n# 完\n", "a: |+\n  x\n\nn: 9\n# 完\n"),
        ("b: 1\na: |\n  x", "b: 1\nn: 9\na: |\n  x"),
        ("a: 1\n...\n", "a: 1\nn: 9\n...\n"),
        ("  a: 1", "  a: 1\n  n: 9"),
        ("{}", "{n: 9}"),
        ("{a: 1, b: '2' }  # 注", "{a: 1, b: '2', n: 9 }  # 注"),
        ("{a: 1,  # 注\n b: 2,\n}\n", "{a: 1,  # 注\n b: 2, n: 9,\n}\n"),
        ("{a: 1, b: }", "{n: 9, a: 1, b: }"),
    ],
)
def test_a_new_key_comes_last(before: str, after: str) -> None:
    assert edited(before, {"n": 9}) == after


def test_a_value_that_already_stands_there_is_left_as_it_is_written() -> None:
    assert edited("a: '1'  # 注\nb: [x,\n y]\n", {"a": 1, "b": ["x", "y"]}) == "a: '1'  # 注\nb: [x,\n y]\n"


PARTS = """\
组成文件:   # 共三份
# 正文
- {path: 方案.txt, 题注: "我的", size: 11}   # 甲拟
-   'path': 照片.jpg
    说明: |
      第一行

    size: 22 # 照片
- 待补  # 丙
# 完
"""


def test_inside_a_list_only_the_words_change_that_differ() -> None:
    wanted: list[Value] = [
        {"path": "方案.txt", "题注": "我的", "size": 11, "sha256": "ab"},
        {"path": "照片.jpg", "说明": "第一行\n", "size": 33, "sha256": "cd", "role": "photo"},
        "待补",
        {"path": "新.txt"},
    ]
    assert (
        edited(PARTS, {"组成文件": wanted})
        == """\
组成文件:   # 共三份
# 正文
- {path: 方案.txt, 题注: "我的", size: 11, sha256: ab}   # 甲拟
-   'path': 照片.jpg
    说明: |
      第一行

    size: 33 # 照片
    sha256: cd
    role: photo
- 待补  # 丙
- {path: 新.txt}
# 完
"""
    )


def test_what_grows_less_is_written_anew_with_its_comments() -> None:
    assert (
        edited(PARTS, {"组成文件": [{"path": "方案.txt", "题注": "我的", "size": 11}]})
        == """\
# 正文
# 甲拟
# 照片
# 丙
组成文件:  # 共三份
- {path: 方案.txt, 题注: 我的, size: 11}
# 完
"""
    )


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"? a\n: [1]\n", "yaml.not-editable"),
        (b"---\n...\n", "yaml.not-editable"),
        ("{a: [1,  # 注\n 2]}\n".encode(), "yaml.not-editable"),
        ("题名: 联通公司\na: 1\n".encode("gb18030"), "yaml.not-rewritten-encoding"),
        (b"a: [1", "yaml.unclosed-bracket"),
    ],
)
def test_what_cannot_be_changed_safely_is_refused(content: bytes, key: str) -> None:
    refused = edit(content, {"a": 9})
    assert isinstance(refused, YamlProblem)
    assert refused.key == key


def test_a_new_sidecar_reads_like_one_written_by_hand() -> None:
    values: dict[str, Value] = {
        "id": "7k2m9x4q1b8c",
        "title": "“三重一大”：议事规则",
        "number": "0012",
        "date": "2025-03-14",
        "status": "no",
        "author": "",
        "annotation": "# 见附件",
        "keywords": ["党课", "a, b"],
        "parts": [{"role": "minutes", "size": 41233}],
    }
    assert (
        dump(values).decode()
        == """\
id: 7k2m9x4q1b8c
title: “三重一大”：议事规则
number: 0012
date: 2025-03-14
status: no
author:
annotation: "# 见附件"
keywords: [党课, "a, b"]
parts:
- {role: minutes, size: 41233}
"""
    )


def test_long_values_are_broken_into_lines() -> None:
    decision = "同意接收甲为预备党员。" * 8
    event: dict[str, Value] = {"chair": "乙", "decisions": [decision, decision], "votes": {"for": 9}}
    text = dump({"event": event}).decode()
    assert text.splitlines()[:3] == ["event:", "  chair: 乙", "  decisions:"]
    assert data(text.encode()) == {"event": as_node(event)}


# Texts with everything YAML could misread, and ordinary ones.
texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [
        "甲",
        "2025年第一季度支部党员大会",
        "a: b",
        "x #y",
        "- z",
        "~",
        "null",
        "'",
        '"',
        "[",
        "题名：甲",
        "..",
        "...",
        "---",
    ]
)
scalars = texts | st.integers(-(10**6), 10**6) | st.booleans() | st.none()
keys = st.sampled_from(["title", "题名", "责任者", "a b", "x-1", "日期", "0", "“”", "is it: so", "#", "-"])
values: st.SearchStrategy[Value] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys | st.just("长" * 60), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(keys, values, max_size=5))
def test_what_is_dumped_is_read_back(written: dict[str, Value]) -> None:
    assert data(dump(written)) == {key: as_node(value) for key, value in written.items()}


# What people write behind a key: every style of YAML, with comments in all places.
behind = st.sampled_from(
    [
        "", " x", " 中文：值", " 'q # r'", ' "q\\n: r"', " x  # 注", "  # 注", " |\n  多行\n\n  文本", " |+\n  x\n\n",
        " >-  # 注\n  折\n  叠", " plain\n  续行", " 'a\n\n  b'", " [a, 'b#', c]", " [a,  # 一\n  b]  # 二", " {k: v, m: [n]}",
        "\n- a\n# 间\n- b", "\n  - a  # 注\n  - {k: v}", "\n  k: v\n  m:\n    n: |\n      深\n", "\n    # 内注\n    k: v", " [\n]",
    ]
)  # fmt: skip
between = st.sampled_from(["", "", "", "\n", "# 说明\n", "\n# 说明: x\n\n", "  # 缩进\n"])


@st.composite
def sidecars(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """A text, and for each key the span of characters that belongs to its entry."""
    text, spans = draw(st.sampled_from(["", "", "# 头\n", "---\n", "%YAML 1.2\n---\n"])), []
    for key in draw(
        st.lists(st.sampled_from(["id", "title", "题名", "责任者", "'a b'", "日期"]), unique=True, max_size=5)
    ):
        start = len(text)
        value = draw(behind)
        text += f"{key}:{value}"
        spans.append((start, len(text)))
        # Indented lines below a block text would belong to it.
        text += "\n" + (draw(between) if not re.search("[|>]", value) else draw(between).lstrip(" "))
    if draw(st.booleans()):
        text = text.rstrip("\n")
    return text, [(start, min(end, len(text))) for start, end in spans]


newlines = st.sampled_from(["\n", "\r\n"])
marks = st.sampled_from([b"", b"\xef\xbb\xbf"])


@given(sidecars(), newlines, marks, st.data())
def test_a_rewrite_changes_no_byte_outside_the_lines_of_its_keys(
    made: tuple[str, list[tuple[int, int]]], newline: str, mark: bytes, draw: st.DataObject
) -> None:
    text, spans = made
    before = mark + text.replace("\n", newline).encode()
    assume(isinstance(parse(before), Parsed) and spans)
    old = data(before)
    changes = draw.draw(st.dictionaries(st.sampled_from(list(old)), values, min_size=1, max_size=3))
    after = edit(before, changes)
    assert isinstance(after, bytes), (after, before)
    assert data(after) == old | as_texts(changes)
    kept, at = [], 0
    for (start, end), key in zip(spans, old, strict=True):
        if key in changes:
            kept.append(text[at:start])
            at = end
    pieces = [piece.replace("\n", newline).encode() for piece in (*kept, text[at:])]
    assert re.fullmatch(mark + b".*".join(map(re.escape, pieces)), after, re.DOTALL)


ROW_KEYS = ["path", "文件名", "题注", "caption", "'a b'", "大小"]
ROW_VALUES = ["x", "'它 # 是'", '"q: r"', "中文：值", "[甲,  乙]", "{k: v}", "约一兆", "0012", "~"]


@st.composite
def rows(draw: st.DrawFn) -> str:
    """A list of parts or of steps as people write one: in brackets or below, with comments between."""
    found = []
    for number in range(draw(st.integers(1, 4))):
        keys = draw(st.lists(st.sampled_from(ROW_KEYS), unique=True, max_size=3))
        pairs = [(key, draw(st.sampled_from(ROW_VALUES))) for key in keys]
        pairs.insert(draw(st.integers(0, len(pairs))), ("size", f"4711{number}"))
        style = draw(st.sampled_from(["{%s}", "{ %s, }", "- ", "-   "]))
        beside = draw(st.sampled_from(["", "", " # 注", "   # 注: {x}"]))
        if style.startswith("{"):
            found.append("- " + style % draw(st.sampled_from([", ", ",  "])).join(map(": ".join, pairs)))
        else:
            below = f"{beside}\n" + " " * len(style)
            found.append(style + below.join(map(": ".join, pairs)))
        found[-1] += beside + draw(st.sampled_from(["", "", "\n", "\n# 说明", "\n\n    # 缩进: x\n"]))
    indent = draw(st.sampled_from(["", "  "]))
    lines = "\n".join(found).split("\n")
    return "\n".join(indent + line if line else line for line in lines)


@given(rows(), sidecars(), newlines, marks, st.data())
def test_a_value_inside_a_list_is_exchanged_and_nothing_else(
    made: str, below: tuple[str, list[tuple[int, int]]], newline: str, mark: bytes, draw: st.DataObject
) -> None:
    after_it = below[0] if not below[0].startswith(("-", "%")) else "# 完"
    text = f"# 头\nparts:\n{made}\n{after_it}".replace("\n", newline)
    before = mark + text.encode()
    assume(isinstance(parse(before), Parsed))
    held: Any = data(before)["parts"]
    number = draw.draw(st.integers(0, len(held) - 1))
    new: list[Any] = [{**row, "size": 5} if n == number else row for n, row in enumerate(held)]
    after = edit(before, {"parts": new})
    assert after == before.replace(f"4711{number}".encode(), b"5")
    grown = edit(before, {"parts": [*new, {"size": 7}]})
    assert isinstance(grown, bytes)
    assert isinstance(after, bytes)
    # One insertion, in a line of its own.
    at = same_begin(after, grown)
    assert at + same_begin(after[::-1], grown[::-1]) >= len(after)
    assert grown.decode().count("{size: 7}") == 1


@given(rows(), newlines, st.dictionaries(st.sampled_from(["sha256", "说明"]), scalars, min_size=1))
def test_keys_are_added_to_a_row_and_nothing_is_taken_away(
    made: str, newline: str, new: dict[str, Value]
) -> None:
    before = f"parts:\n{made}\n题名: 甲".replace("\n", newline).encode()
    assume(isinstance(parse(before), Parsed))
    held: Any = data(before)["parts"]
    after = edit(before, {"parts": [{**held[0], **new}, *held[1:]]})
    assert isinstance(after, bytes)
    assert same_begin(before, after) + same_begin(before[::-1], after[::-1]) >= len(before)


@given(sidecars(), newlines, marks, st.dictionaries(st.sampled_from(["new", "新"]), values, min_size=1))
def test_a_new_key_is_one_insertion(
    made: tuple[str, list[tuple[int, int]]], newline: str, mark: bytes, changes: dict[str, Value]
) -> None:
    before = mark + made[0].replace("\n", newline).encode()
    assume(isinstance(parse(before), Parsed))
    after = edit(before, changes)
    assert isinstance(after, bytes), (after, before)
    assert data(after) == data(before) | as_texts(changes)
    assert same_begin(before, after) + same_begin(before[::-1], after[::-1]) >= len(before)


def same_begin(one: bytes, other: bytes) -> int:
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def as_texts(changes: dict[str, Value]) -> dict[str, Node]:
    return {key: as_node(value) for key, value in changes.items()}


@given(sidecars(), st.data())
def test_editing_twice_is_editing_once(made: tuple[str, list[tuple[int, int]]], draw: st.DataObject) -> None:
    before = made[0].encode()
    assume(isinstance(parse(before), Parsed))
    changes = draw.draw(st.dictionaries(st.sampled_from([*data(before), "new"]), values, max_size=3))
    once = edit(before, changes)
    assert isinstance(once, bytes)
    assert edit(once, changes) == once


@given(
    st.text(alphabet="ab: -[]{}|>#'\"?\n,.~甲", max_size=40),
    st.dictionaries(st.sampled_from("ab"), values, min_size=1),
)
def test_any_text_is_changed_as_meant_or_refused(text: str, changes: dict[str, Value]) -> None:
    before = text.encode()
    after = edit(before, changes)
    if isinstance(after, bytes):
        assert data(after) == data(before) | as_texts(changes)
