"""The recall promise: what stands in a text is found, and nothing else, in both engines, against a plain scan."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fakes.naive_index import NaiveIndex
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive_tool.adapters.search.tantivy_index import TantivyIndex
from archive_tool.adapters.search.whoosh_index import WhooshIndex
from archive_tool.core.documents import Document, Passage
from archive_tool.core.grams import normal_phrase
from archive_tool.core.model import Segment
from archive_tool.core.query import Query, QueryError, parse
from archive_tool.core.query_tree import And, Node, Not, Or, Phrase

ENGINES = [TantivyIndex, WhooshIndex]
NAMES = {"title": "title", "number": "number", "date": "date", "year": "year", "年度": "year"}

# Few different characters, so that pieces of one text occur in others.
PIECES = [
    "党",
    "员",
    "会",
    "支部",
    "第",
    "次",
    "12",
    "3",
    "2025",
    "A4",
    "license",
    "b",
    "Bé",
    "々",
    "カ",
    "한",
]
PIECES += [
    "〔",
    "〕",
    "（",
    "）",
    "《",
    "、",
    "，",
    "。",
    "＿",
    "*",
    "$",
    "^",
    "~",
    "/",
    "-",
    "😀",
    "①",
    "㎡",
    "\u0301",
    "\u200b",
]
PIECES += [" ", " ", "　", "\n", "\n"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
WILD_TEXTS = st.one_of(TEXTS, st.text(max_size=12))
DOCUMENTS = st.lists(st.tuples(TEXTS, st.lists(WILD_TEXTS, max_size=2)), min_size=1, max_size=5)

quiet = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def document(number: int, title: str, texts: list[str]) -> Document:
    passages = tuple(Passage("正文.docx", Segment("", text)) for text in texts)
    days = (20250101 + number, 20250103 + number)
    return Document(f"{number}", "1", title, passages, {"year": (title, "2025"), "number": (title,)}, *days)


@contextmanager
def indexed(maker, drawn) -> Iterator[tuple]:
    """An engine and the naive index over the same documents; the engine's in two batches."""
    folder = Path(tempfile.mkdtemp())
    engine, naive = maker(folder / "index"), NaiveIndex()
    documents = [document(number, *each) for number, each in enumerate(drawn)]
    engine.update(documents[:2], [])
    engine.update(documents[2:], [])
    naive.update(documents, [])
    try:
        yield engine, naive
    finally:
        engine.close()
        shutil.rmtree(folder, ignore_errors=True)


def agree(engine, naive, query: Query) -> None:
    answers = [{hit.path for hit in index.search(query, 0).hits} for index in (engine, naive)]
    assert answers[0] == answers[1], query.root


@pytest.mark.parametrize("maker", ENGINES)
@quiet
@given(drawn=DOCUMENTS, data=st.data())
def test_any_piece_of_a_text_is_found_exactly_where_it_stands(maker, drawn, data):
    with indexed(maker, drawn) as (engine, naive):
        for _ in range(12):
            title, texts = data.draw(st.sampled_from(drawn))
            text = data.draw(st.sampled_from([title, *texts]))
            start = data.draw(st.integers(0, len(text)))
            phrase = normal_phrase(text[start : start + data.draw(st.integers(1, 9))])
            where = data.draw(st.sampled_from(["text", "text", "title", "number"]))
            if phrase:
                agree(engine, naive, Query(Phrase(phrase, where)))


STARRED = st.lists(st.sampled_from([*PIECES, *"*****"]), min_size=1, max_size=6).map("".join)


@pytest.mark.parametrize("maker", ENGINES)
@quiet
@given(
    drawn=DOCUMENTS,
    queries=st.lists(st.one_of(STARRED, STARRED.map("title:{}".format)), min_size=8, max_size=12),
)
def test_stars_reach_inside_words(maker, drawn, queries):
    with indexed(maker, drawn) as (engine, naive):
        for text in queries:
            with_errors_skipped(engine, naive, text)


def with_errors_skipped(engine, naive, text: str) -> None:
    try:
        query = parse(text, NAMES)
    except QueryError:
        return
    agree(engine, naive, query)


WORDS = st.sampled_from(["党", "会", "支部", "license", "12", "第"]).map(Phrase)
TREES: st.SearchStrategy[Node] = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda items: Or(tuple(items))),
        st.tuples(inner, st.lists(st.one_of(inner, inner.map(Not)), min_size=1, max_size=3)).map(
            lambda items: And((items[0], *items[1]))
        ),
    ),
    max_leaves=6,
)


@pytest.mark.parametrize("maker", ENGINES)
@quiet
@given(drawn=DOCUMENTS, trees=st.lists(TREES, min_size=5, max_size=10))
def test_and_or_not_are_sets(maker, drawn, trees):
    with indexed(maker, drawn) as (engine, naive):
        for tree in trees:
            agree(engine, naive, Query(tree))


QUERY_PIECES = [
    *PIECES,
    "OR ",
    " -",
    "(",
    ")",
    '"',
    "“",
    "title:",
    "year:",
    "年度：",
    "date:2025",
    "..",
    "date:..2025-01-02",
    "*",
]
QUERIES = st.one_of(st.text(max_size=20), st.lists(st.sampled_from(QUERY_PIECES), max_size=8).map("".join))


@pytest.mark.parametrize("maker", ENGINES)
@quiet
@given(drawn=DOCUMENTS, queries=st.lists(QUERIES, min_size=10, max_size=15))
def test_whatever_parses_runs_and_agrees(maker, drawn, queries):
    with indexed(maker, drawn) as (engine, naive):
        for text in queries:
            with_errors_skipped(engine, naive, text)
