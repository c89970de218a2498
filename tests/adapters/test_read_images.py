"""Pictures: their size, when they were taken, whether they are whole; never where they were taken."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from trees import make_tree

from archive_tool.adapters.readers import read
from archive_tool.core.model import Reading

ReadFile = Callable[[str, bytes], Reading]
KINDS = {"jpg": "JPEG", "png": "PNG", "gif": "GIF", "bmp": "BMP", "tiff": "TIFF", "webp": "WEBP"}
EXIF_PART, GPS_PART = 0x8769, 0x8825
ORIGINAL, DIGITISED, CHANGED = 0x9003, 0x9004, 0x0132


@pytest.fixture
def reading(tmp_path: Path) -> ReadFile:
    return lambda name, content: read(str(make_tree(tmp_path, {name: content}) / name))


def exif(**tags: str) -> Image.Exif:
    made = Image.Exif()
    made.get_ifd(GPS_PART).update({1: "N", 2: (29.0, 33.0, 46.0), 3: "E", 4: (106.0, 33.0, 3.0)})
    made[0x010E] = "地点"
    made[0x013B] = "甲"
    for name, value in tags.items():
        number = {"original": ORIGINAL, "digitised": DIGITISED, "changed": CHANGED}[name]
        (made if number == CHANGED else made.get_ifd(EXIF_PART))[number] = value
    return made


def picture(kind: str, about: Image.Exif | None = None, size: tuple[int, int] = (64, 48)) -> bytes:
    noise = Image.effect_noise(size, 60).convert("RGB")
    noise.save(result := io.BytesIO(), KINDS[kind], **({"exif": about} if about else {}))
    return result.getvalue()


def heic(about: bytes = b"") -> bytes:
    """The boxes of a HEIC file: two sizes, as of a preview and the picture, and what is said about it."""

    def box(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content) + 8) + name + content

    sizes = b"".join(
        box(b"ispe", bytes(4) + struct.pack(">II", *size)) for size in ((320, 240), (4032, 3024))
    )
    return (
        box(b"ftyp", b"heic\0\0\0\0mif1heic")
        + box(b"meta", bytes(4) + sizes)
        + box(b"mdat", about + bytes(64))
    )


@pytest.mark.parametrize("kind", KINDS)
def test_size_in_pixels(kind: str, reading: ReadFile) -> None:
    found = reading(f"a.{kind}", picture(kind))
    assert dict(found.properties) == {"format": kind, "width": "64", "height": "48"}
    assert (found.segments, found.problem) == ((), None)


@pytest.mark.parametrize("kind", ["jpg", "png", "webp"])
def test_when_it_was_taken_and_nothing_else(kind: str, reading: ReadFile) -> None:
    found = reading(
        f"a.{kind}", picture(kind, exif(original="2025:03:14 09:30:00", changed="2025:04:01 10:00:00"))
    )
    assert found.properties["taken"] == "2025-03-14T09:30:00"
    assert set(found.properties) == {"format", "width", "height", "taken"}


@pytest.mark.parametrize(
    "said", ["0000:00:00 00:00:00", "2025:02:30 09:30:00", "    :  :     :  :  ", "", "昨天"]
)
def test_a_time_that_is_none(said: str, reading: ReadFile) -> None:
    assert "taken" not in reading("a.jpg", picture("jpg", exif(original=said))).properties


def test_neither_saving_nor_scanning_is_taking(reading: ReadFile) -> None:
    about = exif(changed="2025:03:14 09:30:00", digitised="2025:03:14 09:30:00")
    assert "taken" not in reading("a.jpg", picture("jpg", about)).properties


@pytest.mark.parametrize("share", [0.5, 0.9, 0.99])
@pytest.mark.parametrize("kind", ["jpg", "png", "webp"])
def test_a_picture_cut_off_is_damaged(kind: str, share: float, reading: ReadFile) -> None:
    content = picture(kind, exif(original="2025:03:14 09:30:00"), (300, 200))
    found = reading(f"a.{kind}", content[: int(len(content) * share)])
    assert found.problem and found.problem.kind == "damaged"


@pytest.mark.parametrize("length", [20, 40, 100, 300])
@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_cut_off_in_its_head_is_damaged(kind: str, length: int, reading: ReadFile) -> None:
    content = picture(kind, exif(original="2025:03:14 09:30:00"), (300, 200))
    found = reading(f"a.{kind}", content[:length])
    # Where the head of one of these can still be read, nothing says how long the rest should be.
    known = kind in ("gif", "bmp", "tiff") and "width" in found.properties
    assert known or (found.problem and found.problem.kind == "damaged")


def test_a_head_that_nobody_knows_is_not_judged_where_the_end_is_there(reading: ReadFile) -> None:
    assert reading("a.jpg", b"\xff\xd8\xff\xe0\0\4JF\xff\xda" + bytes(50) + b"\xff\xd9").problem is None
    assert reading("a.png", b"\x89PNG\r\n\x1a\n" + bytes(50) + b"IEND").problem is None


def test_a_film_behind_a_picture_does_no_harm(reading: ReadFile) -> None:
    assert reading("a.jpg", picture("jpg") + b"\0\0\0\x18ftypmp42" + bytes(5000)).problem is None


def test_a_preview_with_an_end_does_not_hide_that_the_picture_has_none(reading: ReadFile) -> None:
    preview = b"\xff\xe1" + struct.pack(">H", 2 + len(small := picture("jpg", size=(16, 16)))) + small
    content = picture("jpg", size=(300, 200))
    whole = content[:2] + preview + content[2:]
    assert reading("a.jpg", whole).problem is None
    assert (found := reading("b.jpg", whole[:-400]).problem) and found.kind == "damaged"


def test_an_apple_picture(reading: ReadFile) -> None:
    about = exif(original="2025:03:14 09:30:00").tobytes()
    found = reading("a.heic", heic(about))
    assert dict(found.properties) == {
        "format": "heic", "width": "4032", "height": "3024", "taken": "2025-03-14T09:30:00",
    }  # fmt: skip
    assert found.problem is None
    assert (cut := reading("b.heic", heic(about)[:-10]).problem) and cut.kind == "damaged"
    assert dict(reading("c.heic", heic()).properties) == {"format": "heic", "width": "4032", "height": "3024"}


def test_a_picture_of_more_pixels_than_fit_anywhere_is_not_unpacked(reading: ReadFile) -> None:
    small = bytearray(picture("png"))
    small[16:24] = struct.pack(">II", 100_000, 100_000)
    small[29:33] = struct.pack(">I", zlib.crc32(small[12:29]))
    found = reading("a.png", bytes(small))
    assert (found.properties.get("width"), found.problem) == ("100000", None)


def test_a_picture_under_another_name(reading: ReadFile) -> None:
    assert reading("a.jpg", picture("png")).properties["format"] == "png"
    assert reading("a.docx", picture("png")).properties["format"] == "png"
