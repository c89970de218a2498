"""The words by which a score table is recognised, from score_table.yaml."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from archive_tool.core.parsed import Parsed
from archive_tool.core.strict import Section

FILE = "score_table.yaml"
LEVELS = ("first", "second", "third", "content")
COLUMNS = (*LEVELS, "points", "standard", "left")
LONGEST_HEAD = 14  # characters of a column's head; what is longer is a sentence
_BRACKETS = re.compile(r"\([^)]*\)")


class Words(NamedTuple):
    """Spellings without spaces, in lower case."""

    columns: Mapping[str, tuple[str, ...]]
    total: tuple[str, ...]
    subtotal: tuple[str, ...]
    bonus: tuple[str, ...]
    veto: tuple[str, ...]

    def column(self, head: str) -> str:
        """Which column a head is over, by the longest word in it; "" for none."""
        said = plain(_BRACKETS.sub("", unicodedata.normalize("NFKC", head)))
        if not said or len(said) > LONGEST_HEAD:
            return ""
        # Of equally long ones the first: what is asked and how it is scored may share a column.
        found = [(len(word), name) for name, words in self.columns.items() for word in words if word in said]
        return max(found, key=lambda one: one[0], default=(0, ""))[1]


def plain(text: str) -> str:
    """As it is compared: one width, one case, no spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def parse_words(parsed: Parsed) -> Words:
    """CannotRun with the line of what is wrong."""
    top = Section.of(parsed.data, parsed.lines, FILE).only("columns", "total", "subtotal", "bonus", "veto")
    columns = top.section("columns").only(*COLUMNS)
    return Words(
        {name: tuple(map(plain, columns.texts(name))) for name in COLUMNS},
        *(tuple(map(plain, top.texts(key))) for key in ("total", "subtotal", "bonus", "veto")),
    )
