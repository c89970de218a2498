"""Snippets: where the match is, in the original's own characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive_tool.core.documents import Passage
from archive_tool.core.grams import normal_phrase, normalise
from archive_tool.core.matching import stands_in
from archive_tool.core.model import Segment
from archive_tool.core.query import Query, parse
from archive_tool.core.query_tree import Phrase
from archive_tool.core.snippets import WIDTH, Snippet, snippet

NAMES = {"year": "year", "title": "title"}


def cut(query: str, *texts: str, part: str = "正文.docx") -> Snippet:
    passages = [Passage(part, Segment(f"page:{number}", text)) for number, text in enumerate(texts, 1)]
    found = snippet(passages, parse(query, NAMES))
    assert found is not None
    return found


def marked(found: Snippet) -> list[str]:
    return [found.text[start:end] for start, end in found.marks]


def test_the_match_is_marked_in_the_original_characters():
    found = cut('license "第12次"', "The Ｌicense。第１２次会议，第12次")
    assert found.text == "The Ｌicense。第１２次会议，第12次"
    assert marked(found) == ["Ｌicense", "第１２次", "第12次"]


def test_marks_hold_where_characters_grow_or_join_in_normal_form():
    assert marked(cut("会议", "㎡…㈠  ①  e\u0301 会议 ½")) == ["会议"]
    assert marked(cut("é", "cafe e\u0301 x")) == ["e\u0301"]
    assert marked(cut("一", "见㈠")) == ["㈠"]


def test_the_window_begins_a_little_before_the_match():
    found = cut("会议", "甲" * 200 + "会议" + "乙" * 200)
    assert len(found.text) == WIDTH
    assert found.marks == ((20, 22),)


def test_near_the_end_the_window_reaches_back():
    assert cut("会议", "甲" * 200 + "会议").text == "甲" * 78 + "会议"


def test_a_paragraph_is_not_shown_from_the_one_before():
    assert cut("会议", "前一段\n会议纪要\n后一段").text == "会议纪要 后一段"


def test_the_passage_with_most_words_is_chosen_and_named():
    found = cut("会议 纪要", "会议 会议", "纪要与会议", "会议纪要")
    assert (found.part, found.locator) == ("正文.docx", "page:2")
    assert marked(found) == ["纪要", "会议"]


def test_a_part_comes_before_the_records_own_names():
    names, part = Passage("", Segment("", "会议")), Passage("a.txt", Segment("", "会议"))
    assert snippet([names, part], parse("会议", NAMES)).part == "a.txt"


def test_what_need_not_be_looked_at_is_not_read():
    def parts():
        yield Passage("1.txt", Segment("", "没有"))
        yield Passage("2.txt", Segment("", "支部会议"))
        raise AssertionError("the third part was read")

    assert snippet(parts(), parse("会议", NAMES)).part == "2.txt"


def test_words_are_marked_whole_or_not_at_all():
    assert marked(cut("lic", "license lic 2lic")) == ["lic"]
    assert marked(cut("lic*", "license 2lic")) == ["lic"]
    assert marked(cut("党*会", "党员大会，党，会")) == ["党员大会"]


def test_what_is_excluded_is_not_marked():
    assert marked(cut("会议 -草稿", "会议草稿 会议")) == ["会议", "会议"]


def test_a_query_of_fields_shows_the_beginning():
    assert cut("year:2025", "\n  会议纪要").text.strip() == "会议纪要"
    assert snippet([Passage("", Segment("", " \n"))], parse("year:2025", NAMES)) is None


@given(st.text(max_size=60), st.integers(0, 59), st.integers(1, 8))
def test_any_piece_is_marked_as_something_of_the_same_normal_form(text, start, length):
    phrase = normal_phrase(text[start : start + length])
    if phrase and stands_in(Phrase(phrase), normalise(text)):
        found = snippet([Passage("", Segment("", text))], Query(Phrase(phrase)))
        assert found is not None
        for left, right in found.marks:
            assert 0 <= left < right <= len(found.text)


@given(
    st.lists(
        st.sampled_from(["党", "会", "A", "ｂ", "１", "：", " ", "…", "㎡", "e\u0301"]), max_size=30
    ).map("".join),
    st.data(),
)
def test_marks_cover_the_phrase(text, data):
    start = data.draw(st.integers(0, len(text)))
    phrase = Phrase(normal_phrase(text[start : start + data.draw(st.integers(1, 5))]))
    if phrase.text and stands_in(phrase, normalise(text)):
        found = snippet([Passage("", Segment("", text))], Query(phrase))
        assert found is not None and found.marks
        assert phrase.text in normalise(found.text[found.marks[0][0] : found.marks[0][1]])
