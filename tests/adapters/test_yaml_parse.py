"""A YAML text becomes text values with lines, or a problem that names its cause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tool.adapters.yaml_text.parse import parse
from archive_tool.core.model import Parsed, YamlProblem


def problem(text: str | bytes) -> tuple[str, int | None]:
    found = parse(text if isinstance(text, bytes) else text.encode())
    assert isinstance(found, YamlProblem), found
    return found.key, found.line


def data(text: str | bytes) -> object:
    found = parse(text if isinstance(text, bytes) else text.encode())
    assert isinstance(found, Parsed), found
    return found.data


def test_every_scalar_stays_text_and_every_key_has_its_line() -> None:
    text = """\
# 一份元数据
number: 0012
status: no
date: 2025-03-14
event:
  expected: 18
  absentees:
  - {name: 甲, reason: 病假}
  - name: 乙
author: [张三,
  李四]
"""
    assert parse(text.encode()) == Parsed(
        {
            "number": "0012",
            "status": "no",
            "date": "2025-03-14",
            "event": {"expected": "18", "absentees": [{"name": "甲", "reason": "病假"}, {"name": "乙"}]},
            "author": ["张三", "李四"],
        },
        {
            "number": 2,
            "status": 3,
            "date": 4,
            "event": 5,
            "event.expected": 6,
            "event.absentees": 7,
            "event.absentees.0": 8,
            "event.absentees.0.name": 8,
            "event.absentees.0.reason": 8,
            "event.absentees.1": 9,
            "event.absentees.1.name": 9,
            "author": 10,
            "author.0": 10,
            "author.1": 11,
        },
    )


def test_an_empty_value_is_an_empty_text() -> None:
    assert data('a:\nb: ~\nc: null\nd: ""\ne: "~"\nf: {g: }') == {
        "a": "", "b": "", "c": "", "d": "", "e": "~", "f": {"g": ""},
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "\n\n", "# 只有注释\n", "---\n", "---\n...\n"])
def test_an_empty_text_is_an_empty_mapping(text: str) -> None:
    assert parse(text.encode()) == Parsed({}, {})


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("题名：甲", "yaml.full-width-colon", 1),
        ("题名：甲\n日期：2025", "yaml.full-width-colon", 1),
        ("# 注\ntitle: a\n题名：甲\ndate: 2025", "yaml.full-width-colon", 3),
        ("题名：甲\n日期：2025\nauthor: 乙", "yaml.full-width-colon", 1),
        ("title:甲", "yaml.colon-without-space", 1),
        ("id: 1\ntitle:甲\ndate: 2025", "yaml.colon-without-space", 2),
        ("event:\n\tstart: 2025", "yaml.tab", 2),
        ("event:\n  start: 1\n\tend: 2", "yaml.tab", 3),
        ("title: 1\ndate: 2\ntitle: 3", "yaml.duplicate-key", 3),
        ("event: {start: 1, start: 2}", "yaml.duplicate-key", 1),
        ("- a\n- b", "yaml.not-a-mapping", 1),
        ("\n题名", "yaml.not-a-mapping", 2),
        ("a: 1\n---\nb: 2", "yaml.several-documents", 2),
        ("a: &x 1\nb: *x", "yaml.anchor", 1),
        ("a: *重要*", "yaml.anchor", 1),
        ("&a", "yaml.anchor", 1),
        ("a: !!python/object:os.system x", "yaml.tag", 1),
        ("? [a]\n: 1", "yaml.key", 1),
        ("a: 1\ntitle: “甲”: 乙", "yaml.colon-in-value", 2),
        ('a: 1\ntitle: "甲\ndate: 2025\n', "yaml.unclosed-quote", 2),
        ("author: [甲, 乙\ndate: 2025\n", "yaml.unclosed-bracket", 1),
        ("title: 甲\nauthor: " + "[" * 3000, "yaml.too-nested", 2),
        ("a: @甲", "yaml.reserved-character", 1),
        ("a:\n - 1\n b: 2", "yaml.indentation", 3),
        ("a: 1\nb: \x07", "yaml.control-character", 2),
        ("a: 1\u20282", "yaml.control-character", 1),
    ],
)
def test_what_cannot_be_used_names_its_cause_and_line(text: str, key: str, line: int) -> None:
    assert problem(text) == (key, line)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 400_000,
        "- " * 400_000,
        "a: " + "[" * 400_000,
        "{a: " * 200_000,
        "a: [" + "x," * 400_000,
        "? " * 400_000,
    ],
    ids=["brackets", "dashes", "value", "maps", "wide", "keys"],
)
def test_a_bomb_is_a_problem_not_a_crash(text: str) -> None:
    assert problem(text)[1] == 1


def test_a_billion_laughs_are_refused_at_the_first_anchor() -> None:
    assert problem("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]") == ("yaml.anchor", 1)


def test_more_than_a_mebibyte_is_not_looked_at() -> None:
    assert problem(b"a: " + b"x" * (1 << 20)) == ("yaml.too-large", None)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("题名: 甲".encode(), "utf-8"),
        ("题名: 甲".encode("utf-8-sig"), "utf-8-sig"),
        ("题名: 甲".encode("gb18030"), "gb18030"),
    ],
)
def test_three_encodings_are_read(content: bytes, encoding: str) -> None:
    assert parse(content) == Parsed({"题名": "甲"}, {"题名": 1}, encoding)


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_named(codec: str) -> None:
    found = parse("题名: 甲\ndate: 2025".encode(codec))
    assert isinstance(found, YamlProblem)
    assert (found.key, found.params) == ("yaml.encoding", {"encoding": "UTF-16"})


def test_damaged_bytes_are_not_taken_for_gb18030() -> None:
    whole = "题名: 一季度支部党员大会\n责任者: 示例小学党支部\n".encode()
    assert problem(whole[:40] + b"\xff" + whole[40:]) == ("yaml.bytes", 2)
    assert problem(b"title: \xff\xfe") == ("yaml.bytes", 1)


def test_line_ends_of_all_systems_count_alike() -> None:
    for end in ("\n", "\r\n", "\r"):
        found = parse(f"a: 1{end}b: 2{end}c: 3{end}".encode())
        assert isinstance(found, Parsed)
        assert found.lines == {"a": 1, "b": 2, "c": 3}


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode(errors="surrogatepass")))
def test_any_bytes_give_a_value(content: bytes) -> None:
    found = parse(content)
    assert isinstance(found, (Parsed, YamlProblem))


@given(st.text(alphabet="ab:：-[]{}&*!|>#'\"%@`? \n\t,.~甲", max_size=40))
def test_any_punctuation_gives_a_value(text: str) -> None:
    found = parse(text.encode())
    assert isinstance(found, (Parsed, YamlProblem))
    if isinstance(found, Parsed):
        assert all(1 <= line <= text.count("\n") + 1 for line in found.lines.values())
