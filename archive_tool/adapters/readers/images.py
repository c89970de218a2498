"""Pictures: how large they are, when they were taken, whether they are whole. Never where they were taken."""

from __future__ import annotations

import mmap
import struct
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from archive_tool.adapters.readers.sniff import sniff
from archive_tool.core.model import Problem, Reading
from archive_tool.core.reasons import because

if TYPE_CHECKING:
    from PIL.Image import Exif

_EXIF_PART, _TAKEN = 0x8769, 0x9003
_EXIF_MARKS = (b"Exif\0\0MM\0*", b"Exif\0\0II*\0")
_EXIF_BYTES = 65_536
_GIF_HEAD = 13  # bytes before anything that can end


def read(path: str) -> Reading:
    """format, width and height in pixels as stored, taken (YYYY-MM-DDTHH:MM:SS by the camera's clock)."""
    form = sniff(path)
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        found = _heic(content) if form == "heic" else _opened(path)
        whole = _WHOLE.get(form, _any)(content) and (bool(found) or _ENDED.get(form, _any)(content))
    return Reading(
        (), {"format": form, **found}, None if whole else Problem("damaged", because("end-missing"))
    )


def _opened(path: str) -> Mapping[str, str]:
    # Pillow takes 60 ms to import: only who reads a picture pays.
    from PIL import Image

    # Nothing is decoded, so that nothing can burst; telephones take pictures of 200 million pixels.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(path) as image:
            return _facts(image.width, image.height, image.getexif)
    except (MemoryError, PermissionError):
        raise
    except Exception:
        return {}


def _heic(content: mmap.mmap) -> Mapping[str, str]:
    """Of the pictures in the file the largest; the others are its tiles and previews."""
    from PIL.Image import Exif

    sizes, at = [(0, 0)], content.find(b"ispe")
    while 0 <= at <= len(content) - 16:
        sizes.append(struct.unpack_from(">II", content, at + 8))
        at = content.find(b"ispe", at + 4)
    starts = [start for mark in _EXIF_MARKS if (start := content.find(mark)) >= 0]

    def exif() -> Exif:
        loaded = Exif()
        if starts:
            loaded.load(content[starts[0] : starts[0] + _EXIF_BYTES])
        return loaded

    return _facts(*max(sizes, key=lambda size: size[0] * size[1]), exif)


def _facts(width: int, height: int, exif: Callable[[], Exif]) -> Mapping[str, str]:
    found = {"width": str(width or ""), "height": str(height or ""), "taken": _taken(exif)}
    return {key: value for key, value in found.items() if value}


def _taken(exif: Callable[[], Exif]) -> str:
    """When the shutter was pressed; neither when a program saved the picture nor when a scanner made it."""
    try:
        said = str(exif().get_ifd(_EXIF_PART).get(_TAKEN, ""))
        # Written 2025:03:14 09:30:00.
        return datetime.fromisoformat(said.strip("\0 ").replace(":", "-", 2)).isoformat(timespec="seconds")
    except MemoryError:
        raise
    # A property that cannot be read is a property not stated.
    except Exception:
        return ""


def _whole_jpeg(content: mmap.mmap) -> bool:
    """Whether the data of the picture, not of a preview in its head, comes to an end."""
    at = 2
    while at + 2 <= len(content):
        mark, marker = content[at], content[at + 1]
        if mark != 0xFF:
            return True  # no JPEG as it should be: not ours to judge
        if marker in (0xD9, 0xDA):  # the end, or the beginning of the data
            return content.find(b"\xff\xd9", at) >= 0
        if marker == 0xFF:
            at += 1
        elif marker == 0x01 or 0xD0 <= marker <= 0xD8:
            at += 2
        else:
            at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return False


def _whole_png(content: mmap.mmap) -> bool:
    return content.rfind(b"IEND") >= 0


def _whole_webp(content: mmap.mmap) -> bool:
    return len(content) >= 8 + int.from_bytes(content[4:8], "little")


def _whole_heic(content: mmap.mmap) -> bool:
    """Whether the last of the boxes it is made of is all there."""
    at = 0
    while at + 16 <= len(content):
        size = int.from_bytes(content[at : at + 4])
        size = int.from_bytes(content[at + 8 : at + 16]) if size == 1 else size
        if size < 8:
            return True  # to the end of the file
        at += size
    return at <= len(content)


def _ended_gif(content: mmap.mmap) -> bool:
    return content.find(b";", _GIF_HEAD) >= 0


def _ended_bmp(content: mmap.mmap) -> bool:
    return len(content) >= int.from_bytes(content[2:6], "little")


def _ended_tiff(content: mmap.mmap) -> bool:
    """Whether the list of its contents, often at the end, is all there."""
    order: Literal["little", "big"] = "little" if content[:2] == b"II" else "big"
    at = int.from_bytes(content[4:8], order)
    return at >= 8 and at + 2 + 12 * int.from_bytes(content[at : at + 2], order) <= len(content)


def _ended_jpeg(content: mmap.mmap) -> bool:
    return content.rfind(b"\xff\xd9") >= 0


def _any(content: mmap.mmap) -> bool:
    return True


# Whether a picture whose head cannot be read (cut off, or of a kind that Pillow does not know) has its end.
_ENDED: Mapping[str, Callable[[mmap.mmap], bool]] = {
    "jpg": _ended_jpeg,
    "gif": _ended_gif,
    "bmp": _ended_bmp,
    "tiff": _ended_tiff,
}
_WHOLE: Mapping[str, Callable[[mmap.mmap], bool]] = {
    "jpg": _whole_jpeg,
    "png": _whole_png,
    "webp": _whole_webp,
    "heic": _whole_heic,
}
