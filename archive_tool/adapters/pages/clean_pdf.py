"""PDF files without their properties: author, program, and what is noted beside pages and pictures."""

from __future__ import annotations

from typing import IO, Any

from archive_tool.adapters.pages import clean_picture
from archive_tool.adapters.pages.job import Unshowable
from archive_tool.core.pack import Copy

NOTED = ("/Metadata", "/PieceInfo", "/LastModified")


def bare(source: IO[bytes], target: IO[bytes]) -> Copy:
    """Object by object. What is signed or locked is left alone ("kept"). Raises Unshowable."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError
    from pypdf.generic import DictionaryObject, IndirectObject, NullObject

    try:
        reader = PdfReader(source)
        if reader.is_encrypted or _is_signed(reader):
            return "kept"
        writer = PdfWriter(clone_from=reader)
        writer.metadata = None
        for value in writer._objects:
            if isinstance(value, DictionaryObject):
                for noted in [value.pop(key) for key in NOTED if key in value]:
                    if isinstance(
                        noted, IndirectObject
                    ):  # what nothing leads to would be written all the same
                        writer._objects[noted.idnum - 1] = NullObject()
                _photo(value)
        writer.write(target)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unshowable("damaged", type(error).__name__) from error
    return "cleaned"


def _is_signed(reader: Any) -> bool:
    root = reader.trailer["/Root"]
    form = root.get("/AcroForm")
    flags = form.get_object().get("/SigFlags", 0) if form is not None else 0
    return "/Perms" in root or bool(int(flags) & 1)


def _photo(value: Any) -> None:
    """A scan that a telephone made says inside where that was."""
    if value.get("/Subtype") != "/Image" or value.get("/Filter") not in ("/DCTDecode", ["/DCTDecode"]):
        return
    try:
        value._data = clean_picture.bare_jpeg(value._data)
    except (ValueError, IndexError):
        return  # not as the standard wants it: left as it is shown
