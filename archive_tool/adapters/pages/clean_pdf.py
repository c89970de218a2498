"""PDF files with what their pages show: no properties, attachments, bookmarks, scripts, links and notes for programs."""

from __future__ import annotations

from typing import IO, Any

from archive_tool.adapters.pages import clean_picture
from archive_tool.adapters.pages.job import Unshowable
from archive_tool.core.pack import Copy

NOTED = frozenset(("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/StructParent", "/StructParents"))
# Of the file: its pages, which layers are on, how it opens; of a page: what it draws and where.
OF_FILE = frozenset(
    ("/Type", "/Version", "/Extensions", "/Pages", "/OCProperties", "/AcroForm", "/PageLayout", "/ViewerPreferences",
     "/Lang")
)  # fmt: skip
OF_PAGES = frozenset(
    ("/Type", "/Parent", "/Kids", "/Count", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox",
     "/ArtBox", "/Rotate", "/Contents", "/Group", "/UserUnit", "/Annots")
)  # fmt: skip
# Of what is drawn on pages beside their content: not links, files, films, and windows with more text.
DRAWN = frozenset(
    ("/Widget", "/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight",
     "/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Redact", "/Watermark")
)  # fmt: skip
OF_NOTE = frozenset(
    ("/Type", "/Subtype", "/Rect", "/P", "/F", "/AP", "/AS", "/Border", "/BS", "/BE", "/C", "/IC", "/CA", "/DA",
     "/Q", "/DS", "/LE", "/L", "/Vertices", "/QuadPoints", "/InkList", "/Contents", "/Name", "/OC", "/RD", "/LL",
     "/LLE", "/MK", "/H", "/FT", "/T", "/V", "/Ff", "/Opt", "/Parent", "/Kids", "/MaxLen", "/I", "/TI")
)  # fmt: skip
OF_FORM = frozenset(("/Fields", "/DA", "/DR", "/Q", "/NeedAppearances", "/SigFlags"))


def bare(source: IO[bytes], target: IO[bytes]) -> Copy:
    """Object by object. What is signed or locked is left alone ("kept"). Raises Unshowable."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError
    from pypdf.generic import DictionaryObject, NullObject

    try:
        reader = PdfReader(source)
        if reader.is_encrypted or _is_signed(reader):
            return "kept"
        writer = PdfWriter(clone_from=reader)
        writer.metadata = None
        _only(writer.root_object, OF_FILE)
        if "/AcroForm" in writer.root_object:
            _form(writer.root_object["/AcroForm"].get_object())
        for page in writer.pages:
            _page(page)
        for value in writer._objects:
            if isinstance(value, DictionaryObject):
                for key in NOTED & set(value):
                    value.pop(key)
                _photo(value)
        led_to = _led_to(writer)
        for at in range(len(writer._objects)):
            if at + 1 not in led_to:  # it would be written all the same
                writer._objects[at] = NullObject()
        writer.write(target)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unshowable("damaged", type(error).__name__) from error
    return "cleaned"


def _only(section: Any, keys: frozenset[str]) -> None:
    for key in set(section) - keys:
        section.pop(key)


def _form(form: Any) -> None:
    """Fields, those that hold others too, without scripts and hints."""
    _only(form, OF_FORM)
    waiting, seen = [*form.get("/Fields", ())], set[int]()
    while waiting:
        field = waiting.pop().get_object()
        if id(field) not in seen:
            seen.add(id(field))
            _only(field, OF_NOTE)
            waiting.extend(field.get("/Kids", ()))


def _page(page: Any) -> None:
    from pypdf.generic import ArrayObject, NameObject

    _only(page, OF_PAGES)
    if "/Annots" not in page:
        return
    notes = [one for one in page["/Annots"].get_object() if one.get_object().get("/Subtype") in DRAWN]
    for one in notes:
        note = one.get_object()
        author = "/T" in note and note["/Subtype"] != "/Widget"  # of a field it is the name
        _only(note, OF_NOTE - {"/T"} if author else OF_NOTE)
    page[NameObject("/Annots")] = ArrayObject(notes)


def _led_to(writer: Any) -> set[int]:
    """Numbers of the objects that something still leads to."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

    info = getattr(writer, "_info", None)
    waiting: list[Any] = [writer.root_object.indirect_reference, *([info.indirect_reference] if info else [])]
    found: set[int] = set()
    while waiting:
        value = waiting.pop()
        if isinstance(value, IndirectObject):
            if value.idnum not in found:
                found.add(value.idnum)
                waiting.append(writer._objects[value.idnum - 1])
        elif isinstance(value, ArrayObject):
            waiting.extend(value)
        elif isinstance(value, DictionaryObject):
            waiting.extend(value.raw_get(key) for key in value)
    return found


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
