"""Documents that open and show nothing: no text, and nothing drawn that could be a scan or a photo."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping

from archive_tool.core.model import Reading

# Folders in packages where pictures, drawings and documents inside a document are kept.
_KEPT = re.compile(
    r"(^|/)(media|embeddings|drawings|diagrams|charts|ink|activex|pictures|object[^/]*)/", re.IGNORECASE
)
# What draws on a page by itself, takes another document into it, or is worked out when it is opened.
_DRAWN = re.compile(
    rb"<[\w-]+:(drawing|pict|object|altChunk|subDoc|frame|image|custom-shape|line|rect|ellipse|path|polygon)\b"
    rb"|<(\w+:)?[fv][ >/]|table:formula="
)
_BODIES = re.compile(r"word/document\d*\.xml|xl/worksheets/[^/]+\.xml|content\.xml", re.IGNORECASE)
_TAGS = re.compile(
    rb"<(img|image|picture|svg|canvas|video|audio|object|embed|i?frame|frameset|applet)\b|background|url\(",
    re.IGNORECASE,
)
_RTF = re.compile(rb"\\(pict|object|shp|nonshppict|field)")


def is_blank(path: str, reading: Reading) -> bool:
    """Whether nothing is in a document, for certain: of formats that can't be asked, never."""
    form = reading.properties.get("format", "")
    # What is a text by its bytes, and no document by its name, was not read and has no encoding.
    unread = form in ("txt", "csv") and "encoding" not in reading.properties
    if reading.segments or reading.problem or unread or form not in _SHOWS:
        return False
    return not _SHOWS[form](path)


def _package(path: str) -> bool:
    with zipfile.ZipFile(path) as package:
        names = {name.replace("\\", "/").lstrip("/"): name for name in package.namelist()}
        bodies = [package.read(written) for name, written in names.items() if _BODIES.fullmatch(name)]
    return not bodies or any(map(_KEPT.search, names)) or any(map(_DRAWN.search, bodies))


def _nothing(path: str) -> bool:
    return False


def _page(path: str) -> bool:
    return bool(_TAGS.search(_bytes(path)))


def _rtf(path: str) -> bool:
    return bool(_RTF.search(_bytes(path)))


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


# Format -> whether such a document shows anything but text. Slides, old office files, PDF and OFD may draw
# in too many ways to say for certain that they show nothing.
_SHOWS: Mapping[str, Callable[[str], bool]] = {
    **dict.fromkeys(("docx", "xlsx", "odt", "ods"), _package),
    **dict.fromkeys(("txt", "csv"), _nothing),
    "html": _page,
    "rtf": _rtf,
}
