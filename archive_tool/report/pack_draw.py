"""Draws laid out pages as a PDF file with bookmarks and links; evidence is bound in later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import IO, Any

from archive_tool.report.pack_face import Face
from archive_tool.report.pack_flow import HEIGHT, LEFT, WIDTH, Page, Text

FOOT_SIZE = 8.5
FOOT_Y = 26.0
SIDE = 34.0  # of the footer
BLACK, GREY = 0.0, 0.38


def draw(
    pages: Sequence[Page],
    face: Face,
    file: IO[bytes],
    *,
    title: str,
    of_pages: str,
    maker: str,
) -> None:
    """`of_pages`: with {page} and {pages}; the first page bears no number. The same pages give the same bytes."""
    from reportlab.pdfgen.canvas import Canvas

    canvas: Any = Canvas(file, pagesize=(WIDTH, HEIGHT), pageCompression=1, invariant=1)
    canvas.setTitle(title)
    canvas.setAuthor(maker)
    canvas.setCreator(maker)
    canvas.setSubject(title)
    numbers = {mark.key: at for at, page in enumerate(pages, 1) for mark in page.marks}
    for at, page in enumerate(pages, 1):
        _page(canvas, page, face, numbers)
        if at > 1:
            _foot(canvas, page, face, of_pages.format(page=at, pages=len(pages)))
        canvas.showPage()
    canvas.showOutline()
    canvas.save()


def _page(canvas: Any, page: Page, face: Face, numbers: Mapping[str, int]) -> None:
    size = (HEIGHT, WIDTH) if page.broad else (WIDTH, HEIGHT)
    canvas.setPageSize(size)
    for mark in page.marks:
        if mark.y is None:
            canvas.bookmarkPage(mark.key)
        else:
            canvas.bookmarkPage(mark.key, fit="XYZ", left=0, top=mark.y, zoom=0)
        if mark.title:
            canvas.addOutlineEntry(mark.title, mark.key, mark.level, mark.closed)
    canvas.setLineWidth(0.4)
    for x, y, width in page.rules:
        canvas.line(x, y, x + width, y)
    for text in page.texts:
        _text(canvas, text, face, numbers)


def _text(canvas: Any, text: Text, face: Face, numbers: Mapping[str, int]) -> None:
    canvas.setFont(face.name, text.size)
    canvas.setFillGray(GREY if text.grey else BLACK)
    canvas.drawString(text.x, text.y, text.text)
    if text.ref in numbers:
        right, number = WIDTH - LEFT, str(numbers[text.ref])
        begin = text.x + face.width(text.text, text.size) + 6
        end = right - face.width(number, text.size) - 6
        if end > begin:
            canvas.setDash([0.7, 2.6])
            canvas.line(begin, text.y + 2, end, text.y + 2)
            canvas.setDash([])
        canvas.setFillGray(BLACK)
        canvas.drawRightString(right, text.y, number)
        area = (text.x, text.y - 3, right, text.y + text.size)
        canvas.linkAbsolute("", text.ref, area, Border="[0 0 0]")


def _foot(canvas: Any, page: Page, face: Face, number: str) -> None:
    width = HEIGHT if page.broad else WIDTH
    canvas.setFont(face.name, FOOT_SIZE)
    canvas.setFillGray(GREY)
    taken = face.width(number, FOOT_SIZE)
    canvas.drawRightString(width - SIDE, FOOT_Y, number)
    canvas.drawString(SIDE, FOOT_Y, _cut(page.foot, width - 2 * SIDE - taken - 14, face))
    canvas.setFillGray(BLACK)


def _cut(text: str, room: float, face: Face) -> str:
    """The end of a path says most: it is the beginning that goes."""
    if face.width(text, FOOT_SIZE) <= room:
        return text
    kept, used = len(text), face.width("…", FOOT_SIZE)
    while kept and (used := used + face.width(text[kept - 1], FOOT_SIZE)) <= room:
        kept -= 1
    return "…" + text[kept:]
