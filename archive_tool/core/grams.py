"""How text becomes what an index holds: normal form, tokens, and the slots a phrase asks for.

Tokens cover every character, so that matching tokens in a row is exactly "the normal form of the
phrase stands in the normal form of a paragraph, cut anywhere between Han characters and nowhere
inside a Latin word or number":

- a Han-like run 支部大会 gives its overlapping pairs 支部 部大 大会; where it touches other text of its
  paragraph, one token more says so: `^支` before it, `会$` after it. A lone character beside other
  text (第12次) is thereby a token of its own, and no phrase ever needs a prefix search;
- a Latin word or number is one token; a very long one is cut, the pieces marked with ~;
- a punctuation mark or symbol is one token, a space is SPACE (left out between two Latin words,
  which cannot touch otherwise), and two of BORDER, which no phrase contains, end a paragraph.

Single Han characters and parts of Latin words are looked up among the `atoms` of a text.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

# Raise it whenever the same text would give other tokens: old indexes are then rebuilt.
SCHEMA = 1

SPACE = "__"
BORDER = "//"  # twice: a phrase may leave one position open, see `slots`
LONGEST = 60  # characters of a Latin token

_COMMON_HAN = "\u4e00-\u9fff"
_RARE_HAN = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c\u3041-\u309f\u30a1-\u30fa"
    "\u30fc-\u30ff\u3105-\u312f\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\ua960-\ua97c\uac00-\ud7ff"
    "\uf900-\ufaff\U0001aff0-\U0001b16f\U00020000-\U0003ffff"
)
HAN = _COMMON_HAN + _RARE_HAN
# Where Unicode keeps its combining marks, apart from those of Han-like scripts.
_MARK_BLOCKS = (
    (0x0300, 0x1100),
    (0x1300, 0x1E00),
    (0x20D0, 0x2100),
    (0x2C00, 0x2E80),
    (0x302A, 0x3030),
    (0xA600, 0xABF0),
    (0xFB00, 0xFE30),
    (0x101F0, 0x12000),
    (0x16A00, 0x17000),
    (0x1CF00, 0x1D250),
    (0x1DA00, 0x1DB00),
    (0x1E000, 0x1E980),
)


def _ranges(codes: Iterable[int]) -> str:
    """Ascending code points as the inside of a character class; far quicker to compile than single ones."""
    found: list[list[int]] = []
    for code in codes:
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in found)


MARKS = _ranges(
    code
    for first, end in _MARK_BLOCKS
    for code in range(first, end)
    if unicodedata.category(chr(code)) in ("Mn", "Mc")
)
LATIN = rf"(?:[a-z0-9]|[^\W_{HAN}]|[{MARKS}])"

# A run of one kind. What is common stands first and apart, and a cheap look ahead keeps plain
# punctuation from being tried against the long classes: three times as fast as two plain classes.
_PLAIN = r"\x00-\x7f\u3000-\u3004\u3008-\u3020"
_HAN_GOES_ON = rf"(?:(?=[^{_PLAIN}])[{_RARE_HAN}][{HAN}]*)?"
_LATIN_GOES_ON = rf"(?:(?=[^{_PLAIN}{_COMMON_HAN}]){LATIN}+)?(?: (?={LATIN}))?"
_RUN = (
    rf"(?P<common_han>[{_COMMON_HAN}]+{_HAN_GOES_ON})|(?P<common_latin>[a-z0-9]+{_LATIN_GOES_ON})"
    rf"|(?P<border>\n)|(?P<mark>[ -/:-@\[-`{{-~\u3000-\u3004\u3008-\u3020])"
    rf"|(?P<han>[{_RARE_HAN}][{HAN}]*)|(?P<latin>{LATIN}+(?: (?={LATIN}))?)|(?P<other>.)"
)
_HAN_KINDS, _LATIN_KINDS = ("common_han", "han"), ("common_latin", "latin")
_LATIN = re.compile(LATIN)

# Characters that show nothing, as in Unicode's NFKC_Casefold: soft hyphen, joiners, direction
# marks, variation selectors, byte-order mark, fillers, tags.
_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANK = re.compile(r"[^\S\n]*[^\S\n ][^\S\n]*|  +")
# What makes nearly every Chinese text differ from its NFKC form; replacing it first spares the slow
# way, and changes nothing else: the result is normalised all the same.
_FULL_WIDTH = tuple((mark, unicodedata.normalize("NFKC", mark)) for mark in "，；：（）！？\u3000")
# What most texts are made of then: characters that their normal forms leave alone but for letter case.
_EVERYDAY = re.compile("[\n -~\u4e00-\u9fff\u3001\u3002\u3008-\u3011“”‘’—]*")


@cache  # not at import: compiling takes longer than much of what a command does that cuts up no text
def _runs() -> re.Pattern[str]:
    return re.compile(_RUN, re.DOTALL)


@cache
def _wordy() -> re.Pattern[str]:
    return re.compile(rf"(?:[{_COMMON_HAN}a-z0-9]+|[{_RARE_HAN}]|{LATIN})+")


def normalise(text: str) -> str:
    """NFKC and case-folded, invisible characters gone, white space one space; newlines stay."""
    if text.isascii():
        return _BLANK.sub(" ", text.lower())
    text = _half_width(text)
    if _EVERYDAY.fullmatch(text):
        return _BLANK.sub(" ", text.lower()) if "  " in text else text.lower()
    text = _IGNORABLE.sub("", _SURROGATE.sub("\ufffd", text))
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return _BLANK.sub(" ", _IGNORABLE.sub("", text))


def one_for_one(text: str) -> str | None:
    """The normal form where every character is seen at once to stay one; None where that takes a closer look."""
    text = _half_width(text)
    return text.lower() if _EVERYDAY.fullmatch(text) and "  " not in text else None


def _half_width(text: str) -> str:
    for mark, plain in _FULL_WIDTH:
        text = text.replace(mark, plain)
    return text


def normal_phrase(text: str) -> str:
    """The normal form of one stretch of query: a single line without space around it."""
    return normalise(text.replace("\n", " ")).strip()


def has_word(text: str) -> bool:
    """Whether a letter, digit or Han-like character stands in a normal form."""
    return _wordy().search(text) is not None


def wordy_until(text: str, start: int) -> int:
    """Where the letters, digits and Han-like characters that begin at `start` end."""
    found = _wordy().match(text, start)
    return found.end() if found else start


def latin_at(text: str, index: int) -> bool:
    """Whether the character there belongs to a Latin word or number; False outside the text."""
    return 0 <= index < len(text) and _LATIN.match(text, index) is not None


class Grams(NamedTuple):
    """What an index holds of some texts: tokens in order, joined by spaces, and atoms."""

    tokens: str
    atoms: set[str]


def grams(texts: Iterable[str]) -> Grams:
    """Tokens (a border after each text; the position of a token is its index) and atoms of normal forms."""
    parts: list[str] = []
    han: list[str] = []
    words: set[str] = set()
    for text in texts:
        _read(text, parts, han, words)
        parts += (BORDER, BORDER)
    return Grams(" ".join(parts), words.union("".join(han)))


def tokens(text: str) -> list[str]:
    """The tokens of one normal form."""
    parts: list[str] = []
    _read(text, parts, [], set())
    return " ".join(parts).split(" ") if parts else []


def _read(text: str, parts: list[str], han: list[str], words: set[str]) -> None:
    """Add the tokens of a text (several may share one part, divided by spaces) and what its atoms are in."""
    pairs, end, add = _pairs(text), len(text), parts.append
    for run in _runs().finditer(text):
        kind, found = run.lastgroup, run[0]
        if kind in _HAN_KINDS:
            start, stop = run.span()
            han.append(found)
            if start and text[start - 1] != "\n":
                add("^" + found[0])
            if stop - start > 1:
                add(pairs[3 * start : 3 * stop - 4])
            if stop < end and text[stop] != "\n":
                add(found[-1] + "$")
        elif kind in _LATIN_KINDS:
            pieces = _pieces(found.rstrip(" "))
            parts += pieces
            words.update(pieces)
        else:
            add(f"{BORDER} {BORDER}" if found == "\n" else SPACE if found == " " else found)


def _pairs(text: str) -> str:
    """Every two neighbours and a space: character i and i + 1 stand at 3 * i; made in one go for speed."""
    units, space = array("I"), array("I")
    units.frombytes(text.encode("utf-32-le"))
    space.frombytes(" ".encode("utf-32-le"))
    woven = space * (3 * len(units))
    woven[0::3] = units
    woven[1::3] = units[1:] + space if units else units
    return woven.tobytes().decode("utf-32-le")


def _pieces(word: str) -> list[str]:
    """A Latin word, cut up if it is very long; ~ says that the word goes on there."""
    if len(word) <= LONGEST:
        return [word]
    parts = [word[at : at + LONGEST] for at in range(0, len(word), LONGEST)]
    last = len(parts) - 1
    return [("~" if at else "") + part + ("~" if at < last else "") for at, part in enumerate(parts)]


class Slot(NamedTuple):
    """One token a phrase asks for, `offset` positions after its beginning."""

    offset: int
    token: str
    open_left: bool = False  # the token may begin earlier: *2025
    open_right: bool = False  # the token may go on: licen*
    atom: bool = False  # look among the atoms: the slot is alone and need not be a whole token


def slots(phrase: str, open_left: bool = False, open_right: bool = False) -> tuple[Slot, ...]:
    """What must stand in a row for a normal phrase to be there, with no more tokens than needed.

    Every second pair of a Han run is enough, and the marks at its edges go without saying: between
    a pair and other text one position away there is room for nothing else. The open sides concern
    a Latin word at that end of the phrase.
    """
    runs = list(_runs().finditer(phrase))
    if len(phrase) == 1 and runs[0].lastgroup in _HAN_KINDS:
        return (Slot(0, phrase, atom=True),)
    wanted: list[Slot] = []
    at = 0
    for index, run in enumerate(runs):
        first, last = index == 0, index == len(runs) - 1
        if run.lastgroup in _HAN_KINDS:
            wanted += _han_slots(run[0], at, first=first)
            at += len(run[0]) - 1 + (not first) + (not last)
            continue
        for token in tokens(run[0].rstrip(" ") or " "):
            wanted.append(Slot(at, token))
            at += 1
    return tuple(_opened(wanted, open_left, open_right))


def _han_slots(han: str, at: int, *, first: bool) -> Iterator[Slot]:
    """Every second pair and the last one hold a run together; `at` is where its edge mark would be."""
    if len(han) == 1:
        yield Slot(at, han + "$" if first else "^" + han)
        return
    base, end = at + (not first), len(han) - 2
    for step in sorted({*range(0, end + 1, 2), end}):
        yield Slot(base + step, han[step : step + 2])


def _opened(wanted: list[Slot], open_left: bool, open_right: bool) -> list[Slot]:
    if open_left:
        wanted[0] = wanted[0]._replace(open_left=True)
    if open_right:
        wanted[-1] = wanted[-1]._replace(open_right=True)
    if len(wanted) == 1 and (open_left or open_right):
        wanted[0] = wanted[0]._replace(atom=True)
    return wanted
