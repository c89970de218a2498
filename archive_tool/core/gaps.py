"""Places of a text that somebody was to fill in, and words in it that do not fit the unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

_AROUND = 8  # characters shown on either side
_MOST = 3  # places told of one text
_HAN = "[\u3400-\u9fff〇]"
_LATIN = "[0-9A-Za-z.@/_-]"

_MARK = r"[Xx×*]"
_RUN = re.compile(r"((?<![A-Za-z])[Xx]+(?![0-9A-Za-z])|×+|\*+)")
# XX同志 where a surname may stand before it, but not behind one of these.
_OF_A_PERSON = re.compile(f"(?:{_MARK}){{2}}{_HAN}*(?:同志|老师|书记|校长)")
_BEFORE_A_PERSON = "由和与向对请为是及经让给"
_BOXES = ("[]", "【】")
_BOX = re.compile(r"[\[【][√✓✔☑xX×]?[\]】]")


# Letters, digits and what surrounds them; other signs are shown as they are written.
_HALF = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "，：；！？（）"}
)


_WIDE = re.compile(f"[{re.escape(''.join(map(chr, _HALF)))}]")


def plain(line: str) -> str:
    """With letters and digits in half width and without blanks: 【　】 is 【】."""
    # Exchanging characters takes ten times as long as seeing that there are none to exchange.
    return "".join((line.translate(_HALF) if _WIDE.search(line) else line).split())


class Spotter:
    """Finds words where they stand for themselves.

    待填 is none in 有待填补, XXX none in XXXL: a word that ends with a Han character has none behind it
    where `alone`, a Latin one neither letters nor digits on either side. Marks that stand for something (X in
    either case, ×, *) are so many or more, and no part of a number (138****1234). 李XX同志 is a name that
    was masked, [ ] beside [√] something to be ticked.
    """

    def __init__(self, words: Iterable[str], *, alone: bool, but: Iterable[str] = ()) -> None:
        """`but`: names in which the words mean nothing."""
        known = sorted({plain(word) for word in words} - {""}, key=lambda one: (-len(one), one))
        self.words = tuple(known)
        self._pattern = re.compile("|".join(_shape(word, alone=alone) for word in known)) if known else None
        # Each choice begins with a letter and no class of them: passing over a text so takes a twentieth.
        self._hint = re.compile("|".join(dict.fromkeys(hint for word in known for hint in _hints(word))))
        names = sorted({plain(name) for name in but} - {""}, key=lambda one: (-len(one), one))
        self._names = re.compile("|".join(map(re.escape, names))) if known and names else None

    def may_be_in(self, text: str) -> bool:
        """Whether it is worth a look at the lines of a text: all of them in one, made plain."""
        return bool(self._pattern and self._hint.search(text))

    def words_in(self, lines: Iterable[str]) -> tuple[str, ...]:
        """The words found, each once."""
        found = (match[0] for line in lines for match in self._matches(line))
        return tuple(dict.fromkeys(found)) if self._pattern else ()

    def places_in(self, lines: Iterable[str]) -> tuple[str, ...]:
        """The first few places with what stands around them, each once."""
        found: dict[str, None] = {}
        for line in lines if self._pattern else ():
            for match in self._matches(line):
                text = match.string
                found.setdefault(text[max(match.start() - _AROUND, 0) : match.end() + _AROUND])
                if len(found) == _MOST:
                    return tuple(found)
        return tuple(found)

    def _matches(self, line: str) -> Iterator[re.Match[str]]:
        text = plain(line)
        if not self._hint.search(text):
            return iter(())
        if self._names:
            text = self._names.sub("\n", text)
        found = self._pattern.finditer(text) if self._pattern else iter(())
        return (match for match in found if match[0] not in _BOXES or not _is_to_be_ticked(match))


def _hints(word: str) -> Sequence[str]:
    """One of these stands in every line in which the word is found: the first mark of a run is enough."""
    if run := _RUN.search(word):
        return ("X", "x") if run[0][0] in "Xx" else (re.escape(run[0][0]),)
    return (re.escape(word),)


def _shape(word: str, *, alone: bool) -> str:
    before = f"(?<!{_LATIN})" if re.match(_LATIN, word) else ""
    behind = f"(?!{_LATIN})" if re.match(_LATIN, word[-1]) else ""
    if alone and re.match(_HAN, word[-1]) and re.match(_HAN, word):
        behind = f"(?!{_HAN})"
    if not alone:
        return f"{before}{re.escape(word)}{behind}"
    if re.match(_MARK, word):
        before = rf"(?<!{_LATIN})(?<!{_MARK})"
        if _OF_A_PERSON.fullmatch(word):
            before += f"(?:(?<!{_HAN})|(?<=[{_BEFORE_A_PERSON}]))"
    if re.match(_MARK, word[-1]):
        behind = rf"(?!{_LATIN})(?!{_MARK})"
    parts = _RUN.split(word)
    return f"{before}{''.join(map(_at_least, parts))}{behind}"


def _at_least(part: str) -> str:
    """A run of marks as a run of so many or more; anything else as it is."""
    if not _RUN.fullmatch(part):
        return re.escape(part)
    mark = "[Xx]" if part[0] in "Xx" else re.escape(part[0])
    return f"{mark}{{{len(part)},}}"


def _is_to_be_ticked(found: re.Match[str]) -> bool:
    """Whether empty brackets are one of several choices: beside others, or before what they choose.

    主持人：[] 记录人：[] are two places that were left open.
    """
    text = found.string
    if re.fullmatch(r"[-*·]?", text[: found.start()]) and re.match(_HAN, text[found.end() :]):
        return True
    boxes = list(_BOX.finditer(text))
    return len(boxes) > 1 and not all(text[: box.start()].endswith(("：", ":")) for box in boxes)
