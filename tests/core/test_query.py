"""The query language: what a text asks for, and where it makes no sense."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tool.core.errors import CannotRun
from archive_tool.core.query import DEEPEST, LONGEST, QueryError, parse
from archive_tool.core.query_tree import And, Dates, Field, Node, Not, Or, Phrase, Wild, texts

NAMES = {
    "year": "year",
    "年度": "year",
    "title": "title",
    "题名": "title",
    "number": "number",
    "date": "date",
}
NAMES |= {"日期": "date", "has": "has", "person": "person", "人员": "person"}


def root(text: str) -> Node:
    return parse(text, NAMES).root


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("会议", Phrase("会议")),
        ("  会议　纪要 ", And((Phrase("会议"), Phrase("纪要")))),
        ("a b OR c", Or((And((Phrase("a"), Phrase("b"))), Phrase("c")))),
        ("a or b", And((Phrase("a"), Phrase("or"), Phrase("b")))),
        ("a -b", And((Phrase("a"), Not(Phrase("b"))))),
        ("a －b", And((Phrase("a"), Not(Phrase("b"))))),
        ("a-b", Phrase("a-b")),
        ("(a OR b) c", And((Or((Phrase("a"), Phrase("b"))), Phrase("c")))),
        ("（支部 OR 总支）-草稿", And((Or((Phrase("支部"), Phrase("总支"))), Not(Phrase("草稿"))))),
        ("a -(b OR c)", And((Phrase("a"), Not(Or((Phrase("b"), Phrase("c"))))))),
        ('"b  C"', Phrase("b c")),
        ("“会议 纪要”", Phrase("会议 纪要")),
        ('"《"', Phrase("《")),
        ('"2025*"', Phrase("2025*")),
        ('-"a b" c', And((Not(Phrase("a b")), Phrase("c")))),
        ("第１２次会议", Phrase("第12次会议")),
        ("〔2025〕15号", Phrase("〔2025〕15号")),
        ("（2025）15号", Phrase("(2025)15号")),
        ("1）总则", Phrase("1)总则")),
        ("12:30", Phrase("12:30")),
    ],
)
def test_words_phrases_and_how_they_are_joined(text, expected):
    assert root(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("licen*", Phrase("licen", open_right=True)),
        ("*2025*", Phrase("2025", open_left=True, open_right=True)),
        ("第12*", Phrase("第12", open_right=True)),
        ("党*", Phrase("党")),
        ("党*会", Wild((Phrase("党"), Phrase("会")))),
        ("第*次", Wild((Phrase("第"), Phrase("次")))),
        ("a**b＊", Wild((Phrase("a", open_right=True), Phrase("b", open_left=True, open_right=True)))),
        ("title:计*划", Wild((Phrase("计", "title"), Phrase("划", "title")), "title")),
    ],
)
def test_stars(text, expected):
    assert root(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("year:2025", Field("year", "2025")),
        ("YEAR:2025", Field("year", "2025")),
        ("年度：２０２５", Field("year", "2025")),
        ('person:"张 三"', Field("person", "张 三")),
        ("has:ph*", Field("has", "ph*", pattern=True)),
        ('has:"ph*"', Field("has", "ph*")),
        ("题名：会议", Phrase("会议", "title")),
        ('title:"会议 纪要"', Phrase("会议 纪要", "title")),
        ("number:〔2025〕15号", Phrase("〔2025〕15号", "number")),
        ("date:2025", Dates(20250101, 20251231)),
        ("日期：2024-02", Dates(20240201, 20240229)),
        ("date:2025-3-14", Dates(20250314, 20250314)),
        ("date:2025-01..2025-06", Dates(20250101, 20250630)),
        ("date:..2024", Dates(1, 20241231)),
        ("date:2025-06-30..", Dates(20250630, 99991231)),
    ],
)
def test_fields(text, expected):
    assert root(text) == expected


@pytest.mark.parametrize(
    ("text", "key", "position"),
    [
        ("", "query.empty", 0),
        (" \n", "query.empty", 0),
        ("-草稿", "query.only-negative", 0),
        ("a OR -b", "query.only-negative", 5),
        ("a (-b)", "query.only-negative", 3),
        ("《》", "query.only-punctuation", 0),
        ("a & b", "query.only-punctuation", 2),
        ("a - b", "query.only-punctuation", 2),
        ('会议 "纪要', "query.open-quote", 3),
        ('a ""', "query.empty-phrase", 2),
        ('a " "', "query.empty-phrase", 2),
        ("a *", "query.bare-star", 2),
        ("year:*", "query.bare-star", 5),
        ("会议 yaer:2025", "query.unknown-field", 3),
        ("year:", "query.empty-value", 5),
        ("a year: 2025", "query.empty-value", 7),
        ('year:""', "query.empty-value", 5),
        ("date:2025-13", "query.bad-date", 5),
        ("date:2025-02-30", "query.bad-date", 5),
        ("date:2025-06..2025-01", "query.bad-date", 5),
        ("date:..", "query.bad-date", 5),
        ("date:昨天", "query.bad-date", 5),
        ("a OR", "query.nothing-here", 4),
        ("OR a", "query.nothing-here", 0),
        ("()", "query.nothing-here", 1),
        ("x (a OR b", "query.open-parenthesis", 2),
        ("(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1), "query.too-deep", DEEPEST),
        ("a" * (LONGEST + 1), "query.too-long", LONGEST),
    ],
)
def test_nonsense_is_an_error_with_its_place(text, key, position):
    with pytest.raises(QueryError) as caught:
        parse(text, NAMES)
    assert (caught.value.key, caught.value.position, caught.value.params["position"]) == (
        key,
        position,
        position,
    )
    assert isinstance(caught.value, CannotRun)


def test_an_unknown_field_names_the_nearest():
    with pytest.raises(QueryError) as caught:
        parse("yaer:2025", NAMES)
    assert (caught.value.params["field"], caught.value.params["nearest"]) == ("yaer", "year")


def test_what_is_searched_for_leaves_out_what_is_not():
    assert list(texts(root('a (b OR c*d) -e year:2025 "f"'))) == [
        Phrase("a"),
        Phrase("b"),
        Wild((Phrase("c", open_right=True), Phrase("d", open_left=True))),
        Phrase("f"),
    ]


PIECES = [
    "会",
    "a",
    "2025",
    " ",
    " ",
    '"',
    "“",
    "(",
    "）",
    "-",
    "*",
    "OR",
    "year:",
    "date：",
    "title:",
    "..",
    "\n",
    "\u0301",
    "\u200b",
]


@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=15).map("".join)))
def test_any_text_parses_or_says_where_it_does_not(text):
    try:
        parse(text, NAMES)
    except QueryError as error:
        assert 0 <= error.position <= len(text)
