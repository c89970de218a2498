"""Names for copies that every file system and every browser takes: FAT, exFAT, NTFS, in any language."""

from __future__ import annotations

import re
import unicodedata

from archive_tool.core.names import stem

# What some system does not take, and what turns the reading direction: `gpj.exe` must not look like a picture.
_NOWHERE = r'\\/:*?"<>|\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff'
_UNFIT_NAME = re.compile(f"[{_NOWHERE}]")
# Besides: what in an address is more than a letter of the name, so that links can be as the names are.
_UNFIT = re.compile(rf"[{_NOWHERE}%#&;+=\s]")
MOST_CHARACTERS = 60  # UTF-16 units: with folder and number below what a path on Windows may have
MOST_BYTES = 180  # as many Chinese characters; with what stands around it below the 255 of a name elsewhere
_ENDINGS = {"tiff": "tif"}


def copy_name(number: int, part: int, name: str, form: str) -> str:
    """`0012-03_签到表.jpg`: numbers first, so that names differ whatever becomes of the rest.

    The ending says what the content is, not what the original's name says of it: nothing that is
    called a picture is run.
    """
    plain = _UNFIT.sub("_", unicodedata.normalize("NFC", stem(name)))
    return f"{number:04d}-{part:02d}_{_first(plain)}".rstrip("._") + f".{_ENDINGS.get(form, form)}"


def name_part(name: str) -> str:
    """What somebody calls himself, as part of a file's name on any system; `_` where nothing of it can be."""
    plain = _UNFIT_NAME.sub("_", unicodedata.normalize("NFC", name)).strip(" .")
    return _first(plain).strip(" .") or "_"


def _first(name: str) -> str:
    """As much of it as fits, by characters and by bytes, in whole characters."""
    kept = ""
    for character in name:
        more = kept + character
        if len(more.encode("utf-16-le")) > 2 * MOST_CHARACTERS or len(more.encode()) > MOST_BYTES:
            break
        kept = more
    return kept
