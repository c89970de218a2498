"""Number format codes of spreadsheets (ECMA-376 part 1, 18.8.30 and 18.8.31), taken apart."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

GENERAL = "General"
TEXT = "@"
# Formats that files name by number alone, as an office program set to Chinese shows them.
_YEAR, _DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
_TIME, _TIMES = '上午/下午h"时"mm"分"', '上午/下午h"时"mm"分"ss"秒"'
_ACCOUNT = '_ * {0}{1}_ ;_ * -{0}{1}_ ;_ * {0}"-"_ ;_ @_ '
BUILT_IN: Mapping[int, str] = {
    **{0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00"},
    **{5: "¥#,##0;¥-#,##0", 6: "¥#,##0;¥-#,##0", 7: "¥#,##0.00;¥-#,##0.00", 8: "¥#,##0.00;¥-#,##0.00"},
    **{12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy"},
    **{18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm"},
    **{27: _YEAR, 28: _DAY, 29: _DAY, 30: "m-d-yy", 31: f'{_YEAR}d"日"', 32: 'h"时"mm"分"'},
    **{33: 'h"时"mm"分"ss"秒"', 34: _TIME, 35: _TIMES, 36: _YEAR},
    **{37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00"},
    **{41: _ACCOUNT.format("", "#,##0"), 42: _ACCOUNT.format("¥", "#,##0")},
    **{43: _ACCOUNT.format("", "#,##0.00"), 44: _ACCOUNT.format("¥", "#,##0.00")},
    **{45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@"},
    **{50: _YEAR, 51: _DAY, 52: _YEAR, 53: _DAY, 54: _DAY, 55: _TIME, 56: _TIMES, 57: _YEAR, 58: _DAY},
}

Kind = Literal["literal", "digit", "mark", "date", "elapsed", "half", "general", "text"]


class Token(NamedTuple):
    """A piece of a code: what kind of piece, and what it says."""

    kind: Kind
    text: str


class Section(NamedTuple):
    """What is between two semicolons."""

    tokens: tuple[Token, ...]
    condition: Callable[[float], bool] | None
    numerals: str  # "": 0 to 9; "1": 一二三; "2": 壹贰叁; "3": full width
    locale: str  # as in [$-804], in capitals; "" where the code names none

    def has(self, *kinds: Kind) -> bool:
        return any(token.kind in kinds for token in self.tokens)


_TOKEN = re.compile(
    r'(?P<quoted>"[^"]*"?)|\\(?P<escaped>.)|(?P<space>_.|\*.)|\[(?P<bracket>[^\]]*)\]|(?P<section>;)'
    r"|(?P<general>General|G/通用格式)|(?P<half>AM/PM|A/P|上午/下午)|(?P<mark>E[+-]|[.,%/])"
    r"|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?|e+|aaaa?)|(?P<digit>[0#?])|(?P<text>@)|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|=|<|>)\s*(-?[0-9.]+)")
_OPERATORS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, "=": operator.eq, ">=": operator.ge, ">": operator.gt, "<>": operator.ne,
}  # fmt: skip


@lru_cache(maxsize=512)
def sections(code: str) -> tuple[Section, ...]:
    """The sections of a code, in order; at least one."""
    made = [_Builder()]
    for found in _TOKEN.finditer(code):
        kind = str(found.lastgroup)
        if kind == "section":
            made.append(_Builder())
        else:
            made[-1].add(kind, found[kind])
    return tuple(builder.section() for builder in made)


class _Builder:
    """One section under construction."""

    def __init__(self) -> None:
        self._tokens: list[Token] = []
        self._condition: Callable[[float], bool] | None = None
        self._numerals = self._locale = ""

    def section(self) -> Section:
        return Section(tuple(self._tokens), self._condition, self._numerals, self._locale)

    def add(self, kind: str, text: str) -> None:
        if kind == "bracket":
            self._bracket(text)
        elif kind == "quoted":
            self._tokens.append(Token("literal", text.strip('"')))
        elif kind in ("escaped", "literal"):
            self._tokens.append(Token("literal", text))
        elif kind != "space":  # as wide as a character, or as the cell: nothing to be read
            self._tokens.append(Token(kind, text))  # type: ignore[arg-type]  # the other groups are kinds

    def _bracket(self, text: str) -> None:
        said = text.casefold()
        if condition := _CONDITION.fullmatch(text):
            self._condition = _compared(condition[1], condition[2])
        elif said.strip("hms") == "" and said:
            self._tokens.append(Token("elapsed", said))
        elif said.startswith("dbnum"):
            self._numerals = said[5:6]
        elif text.startswith("$"):
            sign, _, locale = text[1:].partition("-")
            self._locale = locale.upper()
            self._tokens.append(Token("literal", sign))


def _compared(sign: str, number: str) -> Callable[[float], bool] | None:
    try:
        limit = float(number)
    except ValueError:
        return None
    return lambda value: _OPERATORS[sign](value, limit)
