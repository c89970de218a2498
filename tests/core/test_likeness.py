"""Likeness of texts: what is compared, and what is found again."""

from __future__ import annotations

import tracemalloc
from array import array
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_tool.adapters.sketches import sketch
from archive_tool.core import likeness
from archive_tool.core.likeness import LEAST, NUMBERS, SHINGLE, TOO_SHORT, Masker, alike, resembling
from archive_tool.core.model import Reading, Segment
from archive_tool.core.rule_details import Own

MASKER = Masker(["示例小学党支部", "示例小学", "张三"])


def reading(text: str, locator: str = "") -> Reading:
    return Reading((Segment(locator, text),))


def prose(seed: int, length: int = 600) -> str:
    """Characters nobody wrote: no two seeds have a piece in common."""
    random = Random(seed)
    return "".join(chr(random.randint(0x4E10, 0x9F00)) for _ in range(length))


def sketched(*texts: str) -> dict[str, bytes]:
    return {f"{at}": sketch(MASKER.shingles(reading(text)), NUMBERS) for at, text in enumerate(texts)}


def found(*texts: str, share: float = 0.8) -> dict[str, tuple[str, ...]]:
    made = sketched(*texts)
    return resembling(tuple(made), made, share)


def test_units_persons_days_numbers_and_signs_are_left_out() -> None:
    body = prose(1, 300)
    texts = [
        f"示例小学党支部 2025年3月14日，张三主持，到会12人。{body}",
        f"示例小学二〇二四年十二月三日\n主持，到会九人：{body}",
    ]
    one, other = (MASKER.shingles(reading(text)) for text in texts)
    assert one == other


@pytest.mark.parametrize("locator", ["comment", "page:1/footer", "header"])
def test_what_stands_beside_the_text_is_not_compared(locator: str) -> None:
    assert MASKER.shingles(reading(prose(1), locator)) == ()


@pytest.mark.parametrize(("length", "compared"), [(LEAST - 1, 0), (LEAST, LEAST - SHINGLE + 1)])
def test_a_text_that_is_too_short_is_not_compared(length: int, compared: int) -> None:
    assert len(MASKER.shingles(reading(prose(3, length)))) == compared


def test_the_nearest_before_it_comes_first_and_only_a_few() -> None:
    body = prose(1)
    assert found(body, body, body) == {"1": ("0",), "2": ("1", "0")}
    assert len(found(*[body] * 9)["8"]) == 5
    assert found(body, prose(2)) == {}


def test_a_text_that_was_changed_from_year_to_year_is_found_by_its_last_state() -> None:
    body = prose(1)
    second = body[:560] + prose(2, 40)
    third = prose(3, 80) + second[80:]
    assert found(body, second, third, share=0.75) == {"1": ("0",), "2": ("1",)}


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**6), st.integers(0, 30))
def test_the_estimate_is_near_the_share_in_common(seed: int, tenths: int) -> None:
    kept = 600 - 10 * tenths
    one, other = prose(seed), prose(seed)[:kept] + prose(seed + 1, 600 - kept)
    pieces = [set(MASKER.shingles(reading(text))) for text in (one, other)]
    share = len(pieces[0] & pieces[1]) / len(pieces[0] | pieces[1])
    made = [array("I", body) for body in sketched(one, other).values()]
    assert abs(alike(*made) - share) < 0.15


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**6), st.integers(0, 10))
def test_what_is_mostly_the_same_is_always_found(seed: int, changed: int) -> None:
    """Up to ten characters of six hundred, wherever they stand."""
    random = Random(seed)
    text = list(prose(seed))
    for _ in range(changed):
        text[random.randrange(len(text))] = chr(random.randint(0x4E10, 0x9F00))
    assert found(prose(seed), "".join(text), share=0.75) == {"1": ("0",)}


OWN = Own(("个人自评", "存在问题"), ("支部意见", "签名"))
PRINTED = "{name}个人自评表\n姓名\t{name}\t性别\t男\t入党时间\t2010年7月\n个人自评\t{own}\n存在问题\t{faults}\n支部意见\t{said}\n签名：{name}"


def sheet(name: str, own: str, faults: str, said: str) -> Reading:
    return reading(PRINTED.format(name=name, own=own, faults=faults, said=said))


def test_of_a_printed_sheet_only_what_its_owner_wrote_is_compared() -> None:
    masker = Masker((), OWN)
    whole, own = prose(1, 200), prose(2, 100)
    one = masker.shingles(sheet("甲", whole, own, prose(3, 300)))
    other = masker.shingles(sheet("乙", whole, own, prose(4, 300)))
    assert one == other == Masker(()).shingles(reading(whole + own))
    # Two who wrote something of their own have the printed words in common, and nothing else.
    third = masker.shingles(sheet("丙", prose(5, 200), prose(6, 100), prose(3, 300)))
    assert not set(one) & set(third)


def test_a_label_that_begins_another_one_is_not_taken_for_it() -> None:
    masker = Masker((), Own(("自评",), ("自评等次", "支部意见")))
    own = prose(1, 100)
    text = f"党员自评登记表\n姓名\t甲\n自评\t{own}\n自评等次\t{prose(2, 100)}\n支部意见\t{prose(3, 100)}"
    assert masker.shingles(reading(text)) == Masker(()).shingles(reading(own))


@pytest.mark.parametrize("text", ["无", prose(7, LEAST - 1)])
def test_a_sheet_with_too_few_words_of_its_own_is_not_compared(text: str) -> None:
    assert Masker((), OWN).shingles(sheet("甲", text, "", prose(3, 300))) == ()
    assert Masker((), OWN).shingles(reading(prose(8, 400))) == ()  # nor one without the labels


def test_texts_that_are_too_short_are_named_and_those_nobody_read_are_not() -> None:
    sketches = {"short": b"", "long": sketched(prose(1))["0"]}
    assert resembling(("short", "unread", "long"), sketches, 0.8) == {TOO_SHORT: ("short",)}


def plainly(sketches: list[bytes], share: float) -> dict[str, tuple[str, ...]]:
    """Every text with every one before it."""
    told = [array("I", sketch) for sketch in sketches]
    found = {}
    for at, one in enumerate(told):
        like = [
            f"{n}"
            for n in reversed(range(at))
            if any(one[b : b + 8] == told[n][b : b + 8] for b in range(0, NUMBERS, 8))
            and alike(one, told[n]) >= share
        ]
        if like:
            found[f"{at}"] = tuple(like[:5])
    return found


# Bands of four kinds: of any two texts some are the same.
bands = st.lists(st.integers(0, 3), min_size=32, max_size=32).map(
    lambda kinds: array("I", [kind for kind in kinds for _ in range(8)]).tobytes()
)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(bands, min_size=2, max_size=4),
    st.lists(st.integers(0, 5), max_size=12),
    st.sampled_from([0.3, 0.6, 0.8]),
)
def test_what_is_found_is_what_every_text_held_against_every_one_gives(
    pool: list[bytes], drawn: list[int], share: float
) -> None:
    sketches = [pool[number % len(pool)] for number in drawn]
    keys = [f"{n}" for n in range(len(sketches))]
    assert resembling(keys, dict(zip(keys, sketches, strict=True)), share) == plainly(sketches, share)


def test_thousands_of_equal_forms_are_not_all_held_against_each_other() -> None:
    one = sketched(prose(1))["0"]
    keys = [f"{n}" for n in range(400)]
    tracemalloc.start()
    try:
        told = resembling(keys, dict.fromkeys(keys, one), 0.8)
        assert tracemalloc.get_traced_memory()[1] < 2 << 20  # bytes; all pairs of them are twice as much
    finally:
        tracemalloc.stop()
    assert told["399"] == ("398", "397", "396", "395", "394")
    assert len(told) == 399


def test_of_very_many_that_have_a_part_in_common_the_nearest_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(likeness, "NEAREST", 3)
    numbers = [array("I", [*[7] * 8, *[n] * 248]).tobytes() for n in (1, 2, 3, 4, 1, 2)]
    keys = [f"{n}" for n in range(6)]
    assert resembling(keys, dict(zip(keys, numbers, strict=True)), 0.8) == {}
    monkeypatch.setattr(likeness, "NEAREST", 4)
    assert resembling(keys, dict(zip(keys, numbers, strict=True)), 0.8) == {"4": ("0",), "5": ("1",)}
