"""File name patterns of a scheme as one question."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterable

# Where the only stars stand at the ends, plain comparisons answer, several times as fast as an
# expression: every file of the tree is asked about.
_PLAIN = re.compile(r"(\*?)([^*?\[]+)(\*?)")
_WILD = re.compile(r"\[.[^]]*\]|[*?\[]")


def matcher(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Whether a file name matches any shell pattern, letter case aside."""
    wanted = [pattern.casefold() for pattern in patterns]
    plain = [found.groups() for pattern in wanted if (found := _PLAIN.fullmatch(pattern))]
    whole = frozenset(text for before, text, after in plain if not before and not after)
    begins = tuple(text for before, text, after in plain if after and not before)
    ends = tuple(text for before, text, after in plain if before and not after)
    holds = tuple(text for before, text, after in plain if before and after)
    others = [pattern for pattern in wanted if not _PLAIN.fullmatch(pattern)]
    fits = re.compile("|".join(map(fnmatch.translate, others))).match
    # A piece that every fitting name holds: it is looked for first.
    hints = tuple(max(_WILD.split(pattern), key=len) for pattern in others)

    def matches(name: str) -> bool:
        name = name.casefold()
        if name in whole or name.startswith(begins) or name.endswith(ends):
            return True
        for text in holds:
            if text in name:
                return True
        for hint in hints:
            if hint in name:
                return fits(name) is not None
        return False

    return matches
