"""Photos: a few made-up scenes, coded once, each photo with its own moment and number in EXIF."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from random import Random

from bench_page import Page

WIDTH, HEIGHT = 1280, 960  # pixels; multiples of 8
SCENES = 8
# The standard's table for brightness: (length of code, categories), and one for "nothing more in this block".
_CODES = ((2, (0,)), (3, (1, 2, 3, 4, 5)), (4, (6,)), (5, (7,)), (6, (8,)), (7, (9,)), (8, (10,)), (9, (11,)))
_STEP = 8  # of brightness
_MAKE, _WHEN, _EXIF, _TAKEN, _ID = 0x010F, 0x0132, 0x8769, 0x9003, 0xA420
_ASCII, _LONG = 2, 4


def jpg(page: Page) -> bytes:
    """A grey photo of 1.2 megapixels, small as a file, taken at the page's moment."""
    return (
        b"\xff\xd8"
        + _segment(0xE1, b"Exif\0\0" + _exif(page.when, page.serial))
        + _scene(page.serial % SCENES)
    )


def _exif(when: datetime, serial: int) -> bytes:
    """Two directories of TIFF: the camera's, and behind it the picture's."""
    taken = f"{when:%Y:%m:%d %H:%M:%S}\0".encode()
    behind = 8 + len(_camera(taken, 0))
    camera = _camera(taken, behind)
    picture = _directory(((_TAKEN, taken), (_ID, f"{serial:032x}\0".encode())), behind)
    return struct.pack("<2sHI", b"II", 42, 8) + camera + picture


def _camera(taken: bytes, picture: int) -> bytes:
    return _directory(((_MAKE, b"SHILI\0"), (_WHEN, taken), (_EXIF, picture)), 8)


def _directory(fields: Sequence[tuple[int, bytes | int]], at: int) -> bytes:
    """One directory of TIFF that begins at this offset; texts lie behind it."""
    behind = at + 2 + 12 * len(fields) + 4
    rows, texts = b"", b""
    for tag, value in fields:
        if isinstance(value, int):
            rows += struct.pack("<HHII", tag, _LONG, 1, value)
        else:
            rows += struct.pack("<HHII", tag, _ASCII, len(value), behind + len(texts))
            texts += value + b"\0" * (len(value) % 2)
    return struct.pack("<H", len(fields)) + rows + struct.pack("<I", 0) + texts


@cache
def _scene(number: int) -> bytes:
    """Everything behind EXIF."""
    lengths = bytes(next((len(codes) for size, codes in _CODES if size == n), 0) for n in range(1, 17))
    categories = bytes(code for _, codes in _CODES for code in codes)
    return b"".join(
        (
            _segment(0xDB, b"\0" + bytes((_STEP,)) * 64),
            _segment(0xC0, struct.pack(">BHHB3B", 8, HEIGHT, WIDTH, 1, 1, 0x11, 0)),
            _segment(0xC4, b"\x00" + lengths + categories),
            _segment(0xC4, b"\x10" + bytes((1, *[0] * 15, 0))),
            _segment(0xDA, bytes((1, 1, 0x00, 0, 63, 0))),
            _packed(_bits(Random(number))),
            b"\xff\xd9",
        )
    )


def _segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def _bits(random: Random) -> Iterator[str]:
    """Blocks of one brightness each: only how much brighter than the one before, and nothing more."""
    codes, code = {}, 0
    for (size, categories), before in zip(_CODES, (_CODES[0], *_CODES), strict=False):
        code <<= size - before[0]
        for category in categories:
            codes[category] = f"{code:0{size}b}"
            code += 1
    now = 0
    for _ in range(WIDTH * HEIGHT // 64):
        wanted = max(-100, min(100, now + random.randint(-12, 12)))
        change, now = wanted - now, wanted
        size = abs(change).bit_length()
        yield codes[size]
        if size:
            yield f"{change if change > 0 else change + (1 << size) - 1:0{size}b}"
        yield "0"


def _packed(bits: Iterator[str]) -> bytes:
    text = "".join(bits)
    text += "1" * (-len(text) % 8)
    return int(text, 2).to_bytes(len(text) // 8).replace(b"\xff", b"\xff\0")
