"""Looks for a vocabulary's words in titles and file names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from archive_tool.core.scheme import Term


class WordTable(NamedTuple):
    """Words of one vocabulary; the longest match at a place decides."""

    codes: Mapping[str, str]  # folded word -> code
    all: frozenset[str]  # folded words, also those that decide nothing
    lengths: tuple[int, ...]  # of words, the longest first
    pattern: re.Pattern[str] | None

    @classmethod
    def of(cls, terms: Iterable[Term]) -> WordTable:
        """A word that stands for two codes decides nothing and is left out."""
        meanings: dict[str, set[str]] = {}
        for term in terms:
            for word in term.words:
                meanings.setdefault(fold(word), set()).add(term.code)
        codes = {word: next(iter(found)) for word, found in meanings.items() if len(found) == 1}
        longest_first = sorted(meanings, key=len, reverse=True)
        pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None
        lengths = tuple(sorted({len(word) for word in meanings}, reverse=True))
        return cls(codes, frozenset(meanings), lengths, pattern)

    def found(self, text: str) -> tuple[str, ...]:
        """Codes whose words stand in the text, in order, each once."""
        if self.pattern is None:
            return ()
        words = (match.group() for match in self.pattern.finditer(fold(text)))
        return tuple(dict.fromkeys(self.codes[word] for word in words if word in self.codes))

    def is_word(self, text: str) -> bool:
        """Whether a text is one of the words and nothing else."""
        return fold(text) in self.codes

    def ending(self, text: str) -> str:
        """The code whose word ends the text: in 关于召开支部大会的通知 the thing itself stands there."""
        folded = fold(text)
        for length in self.lengths:
            if folded[-length:] in self.all and length <= len(folded):
                return self.codes.get(folded[-length:], "")
        return ""


def fold(text: str) -> str:
    """Full-width and letter case aside."""
    return unicodedata.normalize("NFKC", text).casefold()
