"""What every search index promises, the naive one included."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakes.naive_index import NaiveIndex

from archive_tool.adapters.search.tantivy_index import TantivyIndex
from archive_tool.adapters.search.whoosh_index import WhooshIndex
from archive_tool.core.documents import Document, Passage
from archive_tool.core.errors import CannotRun
from archive_tool.core.model import Segment
from archive_tool.core.ports import SearchIndex
from archive_tool.core.query import parse

FIELDS = {
    "title": "title",
    "题名": "title",
    "number": "number",
    "文号": "number",
    "date": "date",
    "year": "year",
}
FIELDS |= {"年度": "year", "author": "author", "category": "category", "has": "has"}

MAKERS: dict[str, Callable[[Path], SearchIndex]] = {
    "naive": lambda folder: NaiveIndex(),
    "tantivy": TantivyIndex,
    "whoosh": WhooshIndex,
}


@pytest.fixture(params=MAKERS)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchIndex]:
    yield MAKERS[request.param](tmp_path / "index")


def record(
    path: str, text: str = "", title: str = "", fingerprint: str = "1", days=(0, 0), facets=None, **fields
):
    passages = tuple(Passage("正文.docx", Segment("", part)) for part in text.split("¶"))
    return Document(path, fingerprint, title, passages, fields, *days, facets or {})


def found(index: SearchIndex, query: str, limit: int = 0) -> list[str]:
    return [hit.path for hit in index.search(parse(query, FIELDS), limit).hits]


def fill(index: SearchIndex, *documents: Document) -> None:
    index.update(iter(documents), ())


def test_there_is_no_index_before_the_first_update(index):
    assert index.fingerprints() == {}
    with pytest.raises(CannotRun, match=r"index\.absent"):
        index.search(parse("会议", FIELDS), 10)


def test_an_empty_index_answers(index):
    fill(index)
    answer = index.search(parse("会议", FIELDS), 10, ["year"])
    assert (answer.total, answer.hits, answer.facets) == (0, (), {"year": {}})


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("会议", ["a", "b"]),
        ("次", ["a", "b"]),
        ("第12次", ["a"]),
        ("第12次会议", ["a"]),
        ("2次", []),  # inside a number
        ("12", ["a"]),
        ("〔2025〕15号", ["a"]),
        ('"〔2025〕15"', ["a"]),
        ('"号，"', ["a"]),
        ("LICENSE", ["b"]),
        ("licens", []),
        ("licens*", ["b"]),
        ("*cens*", ["b"]),
        ("*02*", ["a"]),
        ("第1*", ["a"]),
        ("第*次会", ["a", "b"]),
        ("号*，*次", ["a"]),
        ("号*次", []),  # a star stands for letters, digits and Han characters only
        ("十*议", ["b"]),
        ('"the license of"', ["b"]),
        ('"the  LICENSE　of"', ["b"]),
        ('"license, of"', []),
        ('"会议the"', []),  # a paragraph ends between them
        ("甲乙", []),  # a segment ends between them
        ("e.g.", ["b"]),
        ('"😀"', ["b"]),
        ("cafe", []),
        ("café", ["b"]),
        ("２０２５", ["a"]),
        ("会议 -第12次", ["b"]),
        ("第12次 OR license", ["a", "b"]),
        ("会议 (第12次 OR nothing) -license", ["a"]),
        ("会议 nothing", []),
    ],
)
def test_text_is_found_as_written(index, query, hits):
    fill(
        index,
        record("a", "区教〔2025〕15号，关于第12次会议"),
        record("b", "第十三次会议\nThe License of “x_y”, e.g. café 😀¶甲¶乙"),
    )
    assert sorted(found(index, query)) == hits


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("year:2025", ["a", "c"]),
        ("年度：2025", ["a", "c"]),
        ("year:202*", ["a", "b", "c"]),
        ("year:20", []),
        ("author:示例小学党支部", ["a"]),
        ("author:示例小学", []),
        ('author:"branch one"', ["b"]),
        ("has:photo", ["b"]),
        ("title:总结", ["b"]),
        ("title:总", ["b"]),
        ("title:计*划", ["a"]),
        ("title:计*要", ["a"]),
        ("title:要*计", []),
        ("number:15号", ["a"]),
        ("number:〔2025〕15号", ["a"]),
        ("number:号", ["a"]),
        ("number:5号", []),
        ("date:2025-03-14", ["a", "c"]),
        ("date:2025-03", ["a", "c"]),
        ("date:2025", ["a", "c"]),
        ("date:..2024", ["b"]),
        ("date:2025-04..", ["c"]),
        ("date:2024-12..2025-03", ["a", "b", "c"]),
        ("总结 year:2024", ["b"]),
        ("year:2025 -has:photo", ["a", "c"]),
        ("date:2025 OR has:photo", ["a", "b", "c"]),
    ],
)
def test_fields_compare_whole_values_and_dates_meet(index, query, hits):
    fill(
        index,
        record(
            "a",
            title="计划纪要",
            days=(20250314, 20250314),
            year=("2025",),
            author=("示例小学党支部",),
            number=("区教〔2025〕15号",),
        ),
        record(
            "b",
            "计划",
            title="年度总结",
            days=(20241201, 20241231),
            year=("2024",),
            author=("Branch One",),
            has=("photo", "照片"),
        ),
        record("c", days=(20250101, 20251231), year=("2025",)),
        record("d", "undated"),
    )
    assert sorted(found(index, query)) == hits


def test_what_is_in_the_title_comes_first_and_equals_of_a_day_by_path(index):
    fill(index, *(record(path, "党建工作要点") for path in "dbac"), record("z", "党建工作要点", title="要点"))
    assert found(index, "要点") == ["z", "a", "b", "c", "d"]
    assert found(index, "要点", 2) == ["z", "a"]


def test_many_equals_go_by_path_behind_what_has_it_in_the_title(index):
    plain = [record(f"{number * 7 % 200:03d}", "会议 第12次 meeting") for number in range(200)]
    fill(index, *plain, *(record(name, "会议 第12次 meeting", title="会议 meeting 第12次") for name in "zy"))
    expected = ["y", "z", *(f"{number:03d}" for number in range(200))]
    for query in ("会", "会议", "会*", "第12次"):
        for limit in (0, 1, 7, 60, 500):
            assert found(index, query, limit) == expected[: limit or None], (query, limit)


@pytest.mark.parametrize("limit", [0, 1, 5, 33, 150])
def test_equals_go_by_day_newest_first_and_by_path_within_a_day(index, limit):
    """Three days of many records each, and many undated ones, last."""
    days = {"a": 20250314, "b": 20250620, "c": 20241231, "d": 0}
    fill(
        index,
        *(
            record(f"{number * 7 % 50:02d}{letter}", "会议 meeting", days=(day, day), year=("2025",))
            for letter, day in days.items()
            for number in range(50)
        ),
    )
    expected = [f"{number:02d}{letter}" for letter in "bacd" for number in range(50)]
    for query in ("会", "会议", "year:2025", "meet*", "会 议", "会 year:2025", "会 -其他"):
        assert found(index, query, limit) == expected[: limit or None], query


def test_open_words_do_not_score(index):
    fill(index, *(record(path, "meeting", title="meeting" * (path == "c")) for path in "cab"))
    assert found(index, "meet*") == found(index, "*ee*", 3) == ["a", "b", "c"]


@pytest.mark.parametrize("limit", [0, 1, 3, 40])
def test_filters_alone_order_by_path_within_a_day(index, limit):
    fill(index, *(record(f"{number * 7 % 30:02d}", year=("2025",)) for number in range(30)))
    answer = index.search(parse("year:2025", FIELDS), limit)
    assert answer.total == 30
    assert [hit.path for hit in answer.hits] == [f"{number:02d}" for number in range(limit or 30)][:30]


def test_facets_count_all_hits(index):
    fill(
        index,
        record("a", "会议", facets={"year": ("2025",), "unit": ("branch-1", "branch-2")}),
        record("b", "会议", facets={"year": ("2025",), "unit": ("branch-1",)}),
        record("c", "其他", facets={"year": ("2024",)}),
    )
    answer = index.search(parse("会议", FIELDS), 1, ["year", "unit", "form"])
    assert answer.facets == {"year": {"2025": 2}, "unit": {"branch-1": 2, "branch-2": 1}, "form": {}}


def test_updates_replace_and_remove(index):
    fill(index, record("a", "旧文"), record("b", "旧文"), record("c", "旧文"))
    index.update([record("a", "新文", fingerprint="2"), record("d", "新文")], ["b", "unknown"])
    assert found(index, "旧文") == ["c"]
    assert sorted(found(index, "新文")) == ["a", "d"]
    assert index.fingerprints() == {"a": "2", "c": "1", "d": "1"}


def test_the_same_update_twice_changes_nothing(index):
    for _ in range(2):
        index.update([record("a", "会议")], ["b"])
    assert found(index, "会议") == ["a"]


def test_a_path_both_removed_and_added_is_there(index):
    fill(index, record("a", "旧文"))
    index.update([record("a", "新文")], ["a"])
    assert (found(index, "新文"), found(index, "旧文")) == (["a"], [])


def test_paths_that_are_no_unicode_come_back_as_they_are(index):
    fill(index, record("2025/坏\udcff名.txt", "会议", title="坏\udcff名"))
    assert found(index, "会议") == ["2025/坏\udcff名.txt"]
    index.update([], ["2025/坏\udcff名.txt"])
    assert found(index, "会议") == []


def test_long_words_are_whole_words(index):
    fill(index, record("a", "x" * 200), record("b", "x" * 60))
    assert found(index, "x" * 60) == ["b"]
    assert found(index, "x" * 200) == ["a"]
    assert sorted(found(index, "x" * 30 + "*")) == ["a", "b"]


def test_an_update_that_fails_changes_nothing(index):
    def documents() -> Iterator[Document]:
        yield record("b", "会议")
        raise RuntimeError("reading failed")

    fill(index, record("a", "会议"))
    with pytest.raises(RuntimeError):
        index.update(documents(), ["a"])
    assert found(index, "会议") == ["a"]
    index.update([record("c", "会议")], [])
    assert sorted(found(index, "会议")) == ["a", "c"]


def test_rebuilding_forgets_everything_else(index):
    fill(index, record("a", "会议"))
    index.rebuild(iter([record("b", "会议")]))
    assert found(index, "会议") == ["b"]
    assert index.fingerprints() == {"b": "1"}


def test_a_star_may_fit_more_words_than_an_engine_likes(index):
    fill(
        index,
        *(record(str(at), " ".join(f"第1{at}{number:04d}" for number in range(6000))) for at in range(3)),
    )
    fill(index, record("other", "第2 10001"))
    for query in ("第1*", "1*", "*1*", "第*1*"):
        assert sorted(found(index, query))[:3] == ["0", "1", "2"]
    assert found(index, "第1*第1*") == []
