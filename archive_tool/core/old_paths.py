"""What the names of folders outside the layout tell: a year, a unit; for trees that were there before."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

_YEAR = re.compile(r"((?:19|20)[0-9]{2})\s*(?:年度?)?")
_MONTH = re.compile(r"(?:19|20)[0-9]{2}\s*(?:年\s*(?:0?[1-9]|1[0-2])\s*月份?|[-.](?:0?[1-9]|1[0-2]))")


def bare_year(name: str) -> int | None:
    """The year that is all a folder's name says: 2024, 2024年, 2024年度. 2023-2024学年 is two."""
    found = _YEAR.fullmatch(_plain(name))
    return int(found[1]) if found else None


def is_bare_date(name: str) -> bool:
    """Whether the name is a year or a month and no title: such a folder holds records, it is none."""
    return bare_year(name) is not None or _MONTH.fullmatch(_plain(name)) is not None


def year_told(path: str) -> int | None:
    """The year that the folders of a path name, the innermost if several do."""
    years = [year for name in path.split("/") if (year := bare_year(name))]
    return years[-1] if years else None


def unit_told(path: str, units: Mapping[str, str]) -> str | None:
    """The unit that a folder of the path is called by, the innermost; `units`: what it may be called -> id."""
    return next((units[name] for name in reversed(path.split("/")) if name in units), None)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip()
