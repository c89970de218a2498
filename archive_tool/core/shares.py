"""A share of people or of texts, written like 2/3."""

from __future__ import annotations

import re

from archive_tool.core.strict import Section


def parse_share(section: Section, key: str) -> tuple[int, int]:
    """A share, written like 2/3 or 17/20: more than none, at most all."""
    found = re.fullmatch("([1-9][0-9]?)/([1-9][0-9]?)", section.text(key))
    part, whole = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 0 < part <= whole:
        raise section.error("scheme.share", key, value=section.text(key))
    return part, whole
