"""Pictures without what their head says beside the picture: where, when, with what and by whom it was taken."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from archive_tool.adapters.pages.job import Unshowable
from archive_tool.adapters.pages.picture import MOST_PIXELS
from archive_tool.core.reasons import because

if TYPE_CHECKING:
    from PIL import Image

ORIENTATION = 0x0112  # without it a photo would lie on its side
# Of JPEG: segments without which colours or proportions would be others.
KEPT = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
NEVER = b"\0\0none"  # no segment of theirs begins so
TOLD = (*range(0xE0, 0xF0), 0xFE)  # segments that programs write into, and comments
STANDALONE = (0x01, *range(0xD0, 0xD8))
_SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
# What the others need to be seen as they were; all else that Pillow finds in a head is dropped.
NEEDED = frozenset(
    [
        "dpi",
        "gamma",
        "icc_profile",
        "transparency",
        "background",
        "loop",
        "duration",
        "disposal",
        "blend",
        "srgb",
        "interlace",
        "aspect",
        "compression",
        "resolution",
        "version",
        "extension",
        "default_image",
        "bbox",
        "chromaticity",
        "timestamp",
    ]
)
# Of TIFF: how the dots are stored, their size, which way is up. Names as Pillow has them.
TAGS = frozenset(
    [
        "NewSubfileType",
        "SubfileType",
        "ImageWidth",
        "ImageLength",
        "BitsPerSample",
        "Compression",
        "PhotometricInterpretation",
        "Threshholding",
        "FillOrder",
        "StripOffsets",
        "Orientation",
        "SamplesPerPixel",
        "RowsPerStrip",
        "StripByteCounts",
        "MinSampleValue",
        "MaxSampleValue",
        "XResolution",
        "YResolution",
        "PlanarConfiguration",
        "T4Options",
        "T6Options",
        "ResolutionUnit",
        "PageNumber",
        "TransferFunction",
        "Predictor",
        "WhitePoint",
        "PrimaryChromaticities",
        "ColorMap",
        "HalftoneHints",
        "TileWidth",
        "TileLength",
        "TileOffsets",
        "TileByteCounts",
        "ExtraSamples",
        "SampleFormat",
        "JPEGTables",
        "YCbCrCoefficients",
        "YCbCrSubSampling",
        "YCbCrPositioning",
        "ReferenceBlackWhite",
        "ICCProfile",
    ]
)


def bare(content: bytes) -> bytes:
    """The picture alone; the same bytes where there is nothing beside it. Raises Unshowable.

    JPEG is taken apart and put together without touching a dot; others are written anew, without loss.
    """
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(BytesIO(content)) as picture:
            turned = picture.getexif().get(ORIENTATION, 1)
            if picture.format in ("JPEG", "MPO"):
                return bare_jpeg(content, turned)
            return content if _is_bare(picture, content) else _anew(picture, turned)
    except (Image.DecompressionBombError, MemoryError) as error:
        raise Unshowable("too-large", str(error)) from error
    except UnidentifiedImageError as error:
        raise Unshowable("damaged", because("content")) from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError) as error:
        raise Unshowable("damaged", str(error)) from error


def bare_jpeg(content: bytes, turned: int = 1) -> bytes:
    """Up to the end of the first picture: previews, films and notes behind it stay away. ValueError."""
    if not content.startswith(b"\xff\xd8"):
        raise ValueError("no JPEG")
    kept, at, told = [content[:2]], 2, _exif(turned)
    while at < len(content):
        if content[at] != 0xFF:
            raise ValueError("no marker")
        while content[at] == 0xFF:
            at += 1
        marker, at = content[at], at + 1
        if marker == 0xD9:
            kept.append(b"\xff\xd9")
            break
        if marker in STANDALONE:
            kept.append(bytes((0xFF, marker)))
            continue
        end = at + int.from_bytes(content[at : at + 2])
        if told and marker != 0xE0:  # JFIF wants to be first
            kept.append(told)
            told = b""
        if marker not in TOLD or content.startswith(KEPT.get(marker, NEVER), at + 2):
            kept.append(bytes((0xFF, marker)) + content[at:end])
        at = end
        if marker == 0xDA:
            found = _SCAN_END.search(content, at)
            end = found.start() if found else len(content)
            kept.append(content[at:end])
            at = end
    return b"".join(kept)


def _exif(turned: int) -> bytes:
    """A segment that says nothing but which way is up."""
    from PIL import Image

    if turned not in range(2, 9):
        return b""
    exif = Image.Exif()
    exif[ORIENTATION] = turned
    told = exif.tobytes()
    return b"\xff\xe1" + (len(told) + 2).to_bytes(2) + told


def _is_bare(picture: Image.Image, content: bytes) -> bool:
    from PIL import TiffTags

    picture.load()  # what stands behind the dots of a PNG is read only now
    if picture.format == "TIFF":
        tags = {TiffTags.lookup(tag).name for tag in getattr(picture, "tag_v2", ())}
        return tags <= TAGS and getattr(picture, "n_frames", 1) == 1
    whole = picture.format != "PNG" or content.endswith(b"IEND\xae\x42\x60\x82")
    return whole and set(picture.info) <= NEEDED and not picture.getexif()


def _anew(picture: Image.Image, turned: int) -> bytes:
    """All its frames; exactly the same dots, but for TIFF that is JPEG inside."""
    from PIL import Image

    count = getattr(picture, "n_frames", 1)
    if picture.width * picture.height * count > MOST_PIXELS:
        raise Unshowable("too-large", f"{picture.width} x {picture.height} x {count}")
    frames, times = [], []
    for number in range(count):
        picture.seek(number)
        frame = picture.copy()
        times.append(frame.info.get("duration", 0))
        frame.info = {key: value for key, value in frame.info.items() if key in NEEDED - {"extension"}}
        frames.append(frame)
    ways: dict[str, Any] = {}
    if count > 1:
        ways |= {"save_all": True, "append_images": frames[1:]}
    if count > 1 and picture.format != "TIFF":
        ways |= {"duration": times, "loop": picture.info.get("loop", 0)}
    if picture.format == "WEBP":
        ways |= {"lossless": True, "exact": True}
    if picture.format == "TIFF":
        ways |= {"quality": 95} if frames[0].info.get("compression") == "jpeg" else {}
        ways |= {"tiffinfo": {ORIENTATION: turned}} if turned != 1 else {}
    elif turned != 1:
        exif = Image.Exif()
        exif[ORIENTATION] = turned
        ways["exif"] = exif
    if "dpi" in frames[0].info:
        ways["dpi"] = frames[0].info["dpi"]
    written = BytesIO()
    frames[0].save(written, picture.format, **ways)
    return written.getvalue()
