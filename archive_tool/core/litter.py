"""File name patterns of a scheme as one compiled question."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterable


def matcher(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Whether a file name matches any shell pattern, letter case aside."""
    joined = "|".join(fnmatch.translate(pattern.casefold()) for pattern in patterns)
    if not joined:
        return lambda name: False
    match = re.compile(joined).match
    return lambda name: match(name.casefold()) is not None
