"""The text of the pages of a PDF file, by PDFium."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfSysfontBase

# What PDFium writes for a hyphen at the end of a line, of which it makes no line.
_BROKEN_WORD = "\ufffe"
# A font with one sign for all characters of Unicode: a box. tests/adapters/test_pdf_pages.py makes it.
FONT = Path(__file__).with_name("boxes.ttf")


class Unloadable(Exception):
    """PDFium cannot make anything of the file, or of this page of it."""


class Texts(NamedTuple):
    """Functions from the number of a page (from 1) to its text, line by line. They raise Unloadable."""

    drawn: Callable[[int], str]  # by the page itself
    printed: Callable[[int], str]  # with what fields and notes print on it; then the page keeps that


@contextmanager
def page_texts(path: str) -> Iterator[Texts]:
    """The texts of a file's pages, as long as it is open."""
    from pypdfium2 import PdfDocument, PdfiumError

    _only_boxes()
    with open(path, "rb") as file:
        try:
            # A file, not its path: names that are no text cannot be given to PDFium.
            document = PdfDocument(file)
        except PdfiumError:
            yield Texts(_nothing, _nothing)
            return
        try:
            yield Texts(lambda number: _text(document, number), lambda number: _printed(document, number))
        finally:
            document.close()


def _nothing(number: int) -> str:
    raise Unloadable


def _text(document: PdfDocument, number: int) -> str:
    from pypdfium2 import PdfiumError

    try:
        page = document[number - 1]
    except (PdfiumError, IndexError) as error:
        raise Unloadable from error
    try:
        letters = page.get_textpage()
        try:
            return str(letters.get_text_range()).replace(_BROKEN_WORD, "-\n")
        finally:
            letters.close()
    except PdfiumError as error:
        raise Unloadable from error
    finally:
        page.close()


def _printed(document: PdfDocument, number: int) -> str:
    from pypdfium2 import PdfiumError, raw

    try:
        page = document[number - 1]
    except (PdfiumError, IndexError) as error:
        raise Unloadable from error
    try:
        raw.FPDFPage_Flatten(page, raw.FLAT_PRINT)
    finally:
        page.close()
    return _text(document, number)


@cache
def _only_boxes() -> PdfSysfontBase:
    """PDFium looks for fonts that a file only names on the computer: 20 ms a document.

    And where there is none with Chinese it passes over characters that stand alone on a line, because
    they have no size. With boxes for all of them the text is the same on every computer.
    """
    from pypdfium2 import PdfSysfontBase

    font = FONT.read_bytes()

    # The names are PDFium's; a handle is any number but 0.
    class Boxes(PdfSysfontBase):  # type: ignore[misc]  # no types come with it
        def EnumFonts(self, _: object, mapper: object) -> None:
            return

        def MapFont(self, *asked: object) -> int:
            return 1

        def GetFont(self, _: object, face: object) -> int:
            return 1

        def GetFontData(self, _: object, handle: int, table: int, buffer: int, size: int) -> int:
            if table:
                return 0
            if buffer and size >= len(font):
                ctypes.memmove(buffer, font, len(font))
            return len(font)

        def GetFaceName(self, _: object, handle: int, buffer: int, size: int) -> int:
            return 0

        def GetFontCharset(self, _: object, handle: int) -> int:
            return 0

        def DeleteFont(self, _: object, handle: int) -> None:
            return

    boxes = Boxes()
    boxes.setup()
    return boxes
