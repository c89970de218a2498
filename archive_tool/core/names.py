"""Names of records and files: what one says by itself, and what none may hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Literal, NamedTuple

from archive_tool.core.name_dates import begins_with_day, day_inside, device_name, leading_date
from archive_tool.core.periods import of_date

_SEPARATORS = " \t\u3000_-–—－.．、，,：:；;·~～"
_EXTENSION = re.compile("[A-Za-z][0-9A-Za-z]{0,4}")
_ODD_EXTENSIONS = frozenset({"7z", "3gp", "numbers", "markdown", "torrent", "xhtml"})
_PATTERN = re.compile(r"([0-9]{4}(?:-[0-9]{2}){0,2}) (\S.*)", re.DOTALL)
# Most names: a day that every month has, and a title that cannot be an extension alone.
_FOLLOWS_PATTERN = re.compile(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8]) [^\s.]")
_LENGTHS = {"day": 10, "month": 7, "year": 4}  # of a date of that precision

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LINE_BREAK = re.compile(r"[\n\r\x85\u2028\u2029]")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')
_UNDECODABLE = re.compile("[\ud800-\udfff]")
_DOUBTFUL = re.compile('[\x00-\x1f\x7f-\x9f\u2028\u2029\\\\/:*?"<>|\ud800-\udfff]' + r"|[. ]\Z")
_PORTS = [port + number for port in ("COM", "LPT") for number in "123456789¹²³"]
_RESERVED = frozenset(["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", *_PORTS])
_MOST_BYTES = 255  # of one name: ext4, APFS; NTFS counts more generously
# Asked before all that: nothing doubtful, no beginning of a reserved name, too short to be too long.
_CLEARLY_LEGAL = re.compile(
    '(?![CPANLcpanl])[^\x00-\x1f\x7f-\x9f\u2028\u2029\\\\/:*?"<>|\ud800-\udfff]{0,58}'
    '[^\x00-\x20\x7f-\x9f\u2028\u2029\\\\/:*?"<>|.\ud800-\udfff]'
)
_NEVER_IN_A_NAME = "\0"
_FOLDED_AT_ONCE = 1000
_LONGEST_SUFFIX = 19  # bytes: 59 characters take 236 at most


class NameReading(NamedTuple):
    """What a name says by itself."""

    date: str  # YYYY-MM-DD, YYYY-MM, YYYY or ""
    rest: str  # the title: what stands after the date
    camera: bool  # named by a camera or messenger: its time is the part's, never the record's


def read_name(name: str, folder: bool) -> NameReading:
    """The date a name begins with, and its title without date, separators and (of files) extension.

    A stretch of days is dated by its first. A year that is a word of the title (`2025年度工作计划`)
    dates it and stays in it. A date further inside is not read.
    """
    title = (name if folder else stem(name)).strip()
    if device_name(title):
        return NameReading("", title, True)
    leading = leading_date(title)
    if leading is None:
        return NameReading("", title, False)
    return NameReading(
        leading.date, title[leading.end :].lstrip(_SEPARATORS) if leading.end else title, False
    )


def is_dated(name: str, folder: bool) -> bool:
    """Whether the name begins with a date, or with a day of the year that the folders above it tell (10月17日参观)."""
    return bool(read_name(name, folder).date) or begins_with_day(name)


def part_date(name: str) -> str:
    """The day (YYYY-MM-DD) in the file name a camera or messenger gave; "" where it names none.

    Milliseconds (`mmexport1741934567890`) name a day only together with a time zone: "".
    """
    title = stem(name).strip()
    return day_inside(title) if device_name(title) else ""


def stem(name: str) -> str:
    """The name without its extension; `题名 1.2版` and `No.12` have none."""
    suffix = extension(name)
    return name[: -len(suffix) - 1] if suffix else name


def extension(name: str) -> str:
    """The extension as written, without its dot: one known, or up to five ASCII letters and digits."""
    base, _, suffix = name.rpartition(".")
    known = _EXTENSION.fullmatch(suffix) or suffix.lower() in _ODD_EXTENSIONS
    return suffix if base and known else ""


def matches_pattern(name: str, precision: Literal["day", "month", "year"]) -> bool:
    """Whether the name is `YYYY-MM-DD 题名`; a month or a year is enough where the form says so."""
    if _FOLLOWS_PATTERN.match(name):
        return True
    found = _PATTERN.fullmatch(stem(name))
    if not found or len(found[1]) < _LENGTHS[precision]:
        return False
    try:
        of_date(found[1])
    except ValueError:
        return False
    return True


def is_clearly_legal(name: str, suffix: str) -> bool:
    """Whether nothing can be wrong with a name, nor with it and what a sidecar adds; of most that is seen at once."""
    return _CLEARLY_LEGAL.fullmatch(name) is not None and len(suffix) <= _LONGEST_SUFFIX and suffix.isascii()


def illegal(name: str, suffix: str = "") -> str:
    """Why a name cannot stand on every system: a message key, the gravest reason; "" if it can.

    `suffix` is what a sidecar's name adds to this one: a name too long for it is too long.
    """
    if is_clearly_legal(name, suffix):
        return ""
    doubtful = _DOUBTFUL.search(name)
    if doubtful and _CONTROL.search(_LINE_BREAK.sub("", name)):
        return "name.control"
    if name.partition(".")[0].rstrip(" ").upper() in _RESERVED:
        return "name.reserved"
    if not doubtful:
        return "name.too-long" if len((name + suffix).encode()) > _MOST_BYTES else ""
    if _FORBIDDEN.search(name):
        return "name.character"
    if name.endswith((".", " ")):
        return "name.ending"
    if _LINE_BREAK.search(name):
        return "name.newline"
    if is_undecodable(name):
        return "name.undecodable"
    return "name.too-long" if len((name + suffix).encode()) > _MOST_BYTES else ""


def is_undecodable(text: str) -> bool:
    """Whether it holds bytes, or half a pair, that are no character: no text can say it."""
    return _UNDECODABLE.search(text) is not None


def normal(name: str) -> str:
    """The name in the form in which names are compared (NFC)."""
    return unicodedata.normalize("NFC", name)


def fold(name: str) -> str:
    """Equal for names that a file system blind to case or Unicode form takes for one."""
    return normal(unicodedata.normalize("NFD", name).casefold())


def folds(names: Iterable[str]) -> Iterator[str]:
    """Each folded; many in one go, which costs a fraction of one by one."""
    left = iter(names)
    while some := list(islice(left, _FOLDED_AT_ONCE)):
        yield from fold(_NEVER_IN_A_NAME.join(some)).split(_NEVER_IN_A_NAME)
