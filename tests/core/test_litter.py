"""The patterns of a scheme, asked fast, answer as the shell's rules do."""

from __future__ import annotations

import fnmatch

from hypothesis import given
from hypothesis import strategies as st

from archive_tool.core.litter import matcher

PATTERNS = ("~$*", "*.tmp", "~WR*.tmp", "Thumbs.db", "*冲突副本*", "*_conflict-[0-9]*", "a?b", "._*")
PIECES = st.sampled_from(
    ("~$", "~WR", ".tmp", "Thumbs.db", "冲突副本", "_conflict-", "7", "a", "b", "._", "\n")
)


@given(st.sets(st.sampled_from(PATTERNS)), st.lists(PIECES, min_size=1, max_size=5).map("".join))
def test_a_name_is_litter_where_any_pattern_fits(patterns: set[str], name: str) -> None:
    expected = any(fnmatch.fnmatchcase(name.casefold(), pattern.casefold()) for pattern in patterns)

    assert matcher(patterns)(name) == expected


def test_letter_case_does_not_matter() -> None:
    assert matcher(["Thumbs.db"])("THUMBS.DB")
