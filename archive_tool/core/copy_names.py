"""Names for copies that every file system and every browser takes: FAT, exFAT, NTFS, in any language."""

from __future__ import annotations

import re
import unicodedata

from archive_tool.core.names import stem

# Besides what no system takes: what in an address is more than a letter of the name, so that links can be as
# the names are.
_UNFIT = re.compile(r'[\\/:*?"<>|%#&;+=\s\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]')
MOST_CHARACTERS = 60  # UTF-16 units: with folder and number below what a path on Windows may have
_ENDINGS = {"tiff": "tif"}


def copy_name(number: int, part: int, name: str, form: str) -> str:
    """`0012-03_签到表.jpg`: numbers first, so that names differ whatever becomes of the rest.

    The ending says what the content is, not what the original's name says of it: nothing that is
    called a picture is run.
    """
    plain = _UNFIT.sub("_", unicodedata.normalize("NFC", stem(name)))
    kept = ""
    for character in plain:
        if len((kept + character).encode("utf-16-le")) > 2 * MOST_CHARACTERS:
            break
        kept += character
    return f"{number:04d}-{part:02d}_{kept}".rstrip("._") + f".{_ENDINGS.get(form, form)}"
