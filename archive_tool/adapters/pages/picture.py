"""A picture on a sheet of A4, as large as it can be seen and no larger."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from archive_tool.adapters.pages.job import A4, FOOT, MARGIN, Made, Unshowable, box
from archive_tool.core.reasons import because

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 120_000_000  # decoded 360 MB
MOST_FRAMES = 20  # of a scan with several pages
DOTS = 150 / 72  # a point: what a printer shows of a photo
LARGEST = 72 / 100  # points a dot: small pictures are not blown up beyond 100 dots an inch
QUALITY = 82


def lay_out(source: str, target: str) -> Made:
    """Write the picture, every page of a scan, to the PDF file `target`. Raises Unshowable.

    It is made anew from its dots: where a photo was taken, and what else stands in its head, stays behind.
    """
    from PIL import Image, UnidentifiedImageError
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    broad: list[bool] = []
    try:
        with Image.open(source) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Unshowable("too-large", f"{picture.width} x {picture.height}")
            frames = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
            canvas = Canvas(target, pageCompression=1, invariant=1)
            for number in range(min(frames, MOST_FRAMES)):
                picture.seek(number)
                content, width, height = _dots(picture)
                room = box(width, height)
                canvas.setPageSize((room.width, room.height))
                shown = (width * room.scale, height * room.scale)
                canvas.drawImage(ImageReader(BytesIO(content)), room.x, room.y, *shown)
                canvas.showPage()
                broad.append(room.width > room.height)
            canvas.save()
    except (Image.DecompressionBombError, MemoryError) as error:
        raise Unshowable("too-large", str(error)) from error
    except UnidentifiedImageError as error:
        raise Unshowable("damaged", because("content")) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Unshowable("damaged", str(error)) from error
    return Made(tuple(broad), frames)


def _dots(picture: Image.Image) -> tuple[bytes, float, float]:
    """JPEG, and how large it is at most, in points."""
    from PIL import Image, ImageOps

    long, short = (int((A4[1] - MARGIN - FOOT) * DOTS), int((A4[0] - 2 * MARGIN) * DOTS))
    # A JPEG is decoded at half or a quarter of its size where that is enough.
    picture.draft("RGB", (long, short) if picture.width > picture.height else (short, long))
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        clear = upright.convert("RGBA")
        upright = Image.new("RGB", clear.size, "white")
        upright.paste(clear, mask=clear.getchannel("A"))
    elif upright.mode not in ("RGB", "L"):
        upright = upright.convert("RGB")
    fit = (long, short) if upright.width > upright.height else (short, long)
    upright.thumbnail(fit, Image.Resampling.BICUBIC)
    written = BytesIO()
    upright.save(written, "JPEG", quality=QUALITY)
    return written.getvalue(), upright.width * LARGEST, upright.height * LARGEST
