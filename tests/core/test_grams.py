"""Normal forms, tokens, and the slots a phrase asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tool.core.grams import (
    BORDER,
    LONGEST,
    SPACE,
    Slot,
    grams,
    has_word,
    latin_at,
    normal_phrase,
    normalise,
    one_for_one,
    slots,
    tokens,
)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("第１２次　会议", "第12次 会议"),
        ("ＡＢＣ Straße", "abc strasse"),
        ("（一）：《章》；", "(一):《章》;"),
        ("㈠①㎡…", "(一)1m2..."),
        ("cafe\u0301", "café"),
        ("党\u200b员\ufeff\u00ad", "党员"),
        ("a \t b\r\nc\x0bd", "a b \nc d"),
        ("a\u2003 b  c", "a b c"),
        ("坏\udcff名", "坏\ufffd名"),
        ("ASCII\t Text", "ascii text"),
    ],
)
def test_normal_form(text, normal):
    assert normalise(text) == normal


@given(st.text())
def test_a_normal_form_is_its_own(text):
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_paragraphs_stay_paragraphs(text):
    assert [normalise(line) for line in text.split("\n")] == normalise(text).split("\n")


def test_a_phrase_is_one_line_without_space_around_it():
    assert normal_phrase("　第一\n次 ") == "第一 次"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支部大会", "支部 部大 大会"),
        ("第12次会议", "第$ 12 ^次 次会 会议"),
        ("第12次，", "第$ 12 ^次 次$ ，"),
        ("会", ""),
        ("a_b c", "a _ b c"),
        ("a, b", f"a , {SPACE} b"),
        ("会 议", f"会$ {SPACE} ^议"),
        ("党章\n会议", f"党章 {BORDER} {BORDER} 会议"),
        ("々〇カ한", "々〇 〇カ カ한"),
        ("e\u0331x", "e\u0331x"),
        ("😀a", "😀 a"),
    ],
)
def test_tokens_cover_every_character(text, expected):
    assert tokens(text) == (expected.split(" ") if expected else [])


def test_long_words_are_cut_and_the_pieces_say_so():
    word = "x" * (2 * LONGEST + 1)
    assert tokens(word) == ["x" * LONGEST + "~", "~" + "x" * LONGEST + "~", "~x"]


def test_texts_are_divided_by_borders_and_atoms_are_single():
    kept = grams(["第12次", "第12次会"])
    assert kept.tokens == f"第$ 12 ^次 {BORDER} {BORDER} 第$ 12 ^次 次会 {BORDER} {BORDER}"
    assert kept.atoms == {"第", "12", "次", "会"}


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("支部大会", [(0, "支部"), (2, "大会")]),
        ("支部会", [(0, "支部"), (1, "部会")]),
        ("第12次", [(0, "第$"), (1, "12"), (2, "^次")]),
        ("〔2025〕15号", [(0, "〔"), (1, "2025"), (2, "〕"), (3, "15"), (4, "^号")]),
        ("会议2025年", [(0, "会议"), (3 - 1, "2025"), (3, "^年")]),
        ("，会，", [(0, "，"), (1, "^会"), (3, "，")]),
        ("the end", [(0, "the"), (1, "end")]),
    ],
)
def test_a_phrase_asks_for_few_tokens(phrase, expected):
    assert [(slot.offset, slot.token) for slot in slots(phrase)] == expected


def test_lone_characters_and_open_words_are_looked_up_among_the_atoms():
    assert slots("会") == (Slot(0, "会", atom=True),)
    assert slots("licen", open_right=True) == (Slot(0, "licen", open_right=True, atom=True),)
    assert slots("第12", open_right=True)[-1] == Slot(1, "12", open_right=True)


PHRASES = (
    st.lists(st.sampled_from(["党", "会", "a1", "b", "，", " ", "(", "\n"]), max_size=10)
    .map("".join)
    .map(normalise)
)


EVERYDAY = st.text(
    st.one_of(
        st.sampled_from(" \n\u3000，；：（）！？、。《》“”—Aa0~[]{|}_"),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    )
)


@given(st.one_of(EVERYDAY, st.text()))
def test_the_short_way_to_a_normal_form_leads_where_the_long_one_does(text):
    # A character that no everyday text holds makes it the long way.
    assert normalise(text + "Ⅳ") == normalise(text) + "iv"
    short = one_for_one(text)
    assert short is None or (short == normalise(text) and len(short) == len(text))


def test_everyday_texts_take_the_short_way():
    assert one_for_one("（一）三会一课：Ａ") is None
    assert one_for_one("（一）“三会一课”：A4 纸") == "(一)“三会一课”:a4 纸"


@given(PHRASES, PHRASES, PHRASES)
def test_slots_fit_every_text_around_the_phrase(before, middle, after):
    phrase = normal_phrase(middle)
    text = normalise(before + phrase + after)
    cut = (latin_at(phrase, 0) and before[-1:].isascii() and before[-1:].isalnum()) or (
        latin_at(phrase, len(phrase) - 1) and after[:1].isascii() and after[:1].isalnum()
    )
    if len(phrase) > 1 and not cut:
        row = tokens(text)
        wanted = slots(phrase)
        assert any(
            all(0 <= at + slot.offset < len(row) and row[at + slot.offset] == slot.token for slot in wanted)
            for at in range(len(row))
        )


def test_words_and_latin_places():
    assert has_word("《a》") and has_word("々") and not has_word("《_》")
    assert [latin_at("aé会_1", at) for at in range(-1, 6)] == [False, True, True, False, False, True, False]
