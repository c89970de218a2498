"""Pages of a PDF file on sheets of A4: what is drawn, and nothing that acts, links or is attached."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

from archive_tool.adapters.pages.job import MOST_PAGES, Made, Unshowable, box
from archive_tool.adapters.pages.layers import has_layers, switched
from archive_tool.core.reasons import because

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

LAYERED_DOTS = 150 / 72  # of a page that may have hidden layers, and is taken as a picture


def lay_out(source: str, target: str) -> Made:
    """Write the pages of `source` as they are seen, each on a sheet, to `target`. Raises Unshowable.

    PDFium takes over what a page draws and the resources for it: actions, forms, links, attachments
    and layers stay behind. What notes and forms show, stamps among it, is drawn on the page first.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    with open(source, "rb") as file:
        try:
            old = PdfDocument(file)
            count = len(old)
        except PdfiumError as error:
            raise _refusal(error) from error
        if not count:
            raise Unshowable("damaged", because("no-pages"))
        new = PdfDocument.new()
        shown = min(count, MOST_PAGES)
        try:
            if has_layers(source):
                _as_pictures(source, old, new, shown)
            else:
                for number in range(shown):
                    _flatten(old, number)
                new.import_pages(old, list(range(shown)))
            broad = tuple(_place(new, number) for number in range(shown))
            new.save(target)
        except PdfiumError as error:
            raise Unshowable("damaged", str(error)) from error
        finally:
            new.close()
            old.close()
    return Made(broad, count)


def _refusal(error: Exception) -> Unshowable:
    if "password" in str(error).lower():
        return Unshowable("encrypted", because("password"))
    return Unshowable("damaged", str(error))


def _flatten(document: PdfDocument, number: int) -> None:
    from pypdfium2 import raw

    page = document[number]
    try:
        raw.FPDFPage_Flatten(page, raw.FLAT_PRINT)
    finally:
        page.close()


def _place(document: PdfDocument, number: int) -> bool:
    """Turned and cut as it is seen, scaled into the room of a sheet; whether that is a broad one."""
    from pypdfium2 import raw

    page = document[number]
    try:
        left, bottom, right, top = _seen(page)
        turned = page.get_rotation()
        width, height = right - left, top - bottom
        if turned in (90, 270):
            width, height = height, width
        if not (1 <= width <= 1e5 and 1 <= height <= 1e5):
            raise Unshowable("unsupported", f"page {number + 1}: {width:g} x {height:g}")
        room = box(width, height)
        a, b, c, d, e, f = {
            90: (0, -1, 1, 0, -bottom, right),
            180: (-1, 0, 0, -1, right, top),
            270: (0, 1, -1, 0, top, -left),
        }.get(turned, (1, 0, 0, 1, -left, -bottom))
        s = room.scale
        matrix = raw.FS_MATRIX(a * s, b * s, c * s, d * s, e * s + room.x, f * s + room.y)
        clip = raw.FS_RECTF(room.x, room.y + height * s, room.x + width * s, room.y)
        raw.FPDFPage_TransFormWithClip(page, ctypes.byref(matrix), ctypes.byref(clip))
        page.set_rotation(0)
        for change in (page.set_mediabox, page.set_cropbox):
            change(0, 0, room.width, room.height)
        return room.width > room.height
    finally:
        page.close()


def _seen(page: PdfPage) -> tuple[float, float, float, float]:
    """The crop box, within the media box."""
    crop, media = page.get_cropbox(), page.get_mediabox()
    left, bottom = max(crop[0], media[0]), max(crop[1], media[1])
    right, top = min(crop[2], media[2]), min(crop[3], media[3])
    return (left, bottom, right, top) if left < right and bottom < top else media


def _as_pictures(source: str, old: PdfDocument, new: PdfDocument, count: int) -> None:
    """Every page as it is seen with its layers on and off."""
    from pypdfium2 import PdfDocument

    content = switched(source)
    seen = PdfDocument(content) if content else old
    try:
        _draw(seen, new, count)
    finally:
        if seen is not old:
            seen.close()


def _draw(old: PdfDocument, new: PdfDocument, count: int) -> None:
    from io import BytesIO

    from pypdfium2 import PdfImage, PdfMatrix

    for number in range(count):
        page = old[number]
        width, height = page.get_size()
        scale = min(LAYERED_DOTS, 3000 / max(width, height))
        drawn = page.render(scale=scale).to_pil().convert("RGB")
        page.close()
        content = BytesIO()
        drawn.save(content, "JPEG", quality=85)
        picture = PdfImage.new(new)
        picture.load_jpeg(BytesIO(content.getvalue()), inline=True)
        picture.set_matrix(PdfMatrix().scale(width, height))
        sheet = new.new_page(width, height)
        sheet.insert_obj(picture)
        sheet.gen_content()
        sheet.close()
