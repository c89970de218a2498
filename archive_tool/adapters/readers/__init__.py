"""Readers of foreign documents: one file per format, one dict."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace

from archive_tool.adapters.readers import (
    doc,
    docx,
    html,
    images,
    mht,
    odf,
    ofd,
    pdf,
    ppt,
    pptx,
    rtf,
    table,
    text,
    xls,
    xlsx,
)
from archive_tool.adapters.readers.blank import is_blank
from archive_tool.adapters.readers.clean import cleaned
from archive_tool.adapters.readers.refused import Refused, words_of
from archive_tool.adapters.readers.sniff import is_broken_ole, is_encrypted_package, is_zip, sniff
from archive_tool.core.barred import problem_kind
from archive_tool.core.model import Problem, Reading
from archive_tool.core.ports import TextReader
from archive_tool.core.reasons import because

# What the content is -> function. Each raises Refused, or anything at all for content nobody foresaw.
READERS: Mapping[str, TextReader] = {
    "doc": doc.read,
    "docx": docx.read,
    "pdf": pdf.read,
    "ppt": ppt.read,
    "pptx": pptx.read,
    "xls": xls.read,
    "xlsx": xlsx.read,
    "html": html.read,
    "mht": mht.read,
    "ofd": ofd.read,
    "rtf": rtf.read,
    **dict.fromkeys(("odt", "ods", "odp"), odf.read),
    **dict.fromkeys(("jpg", "png", "gif", "bmp", "tiff", "webp", "heic"), images.read),
}
# Plain text has nothing in it to tell it by: extension -> function.
_PLAIN: Mapping[str, TextReader] = {"txt": text.read, "md": text.read, "csv": table.read}
# All that is read, by what it is.
FORMATS = frozenset((*READERS, *_PLAIN))
# Extensions under which office programs also open plain text, as systems export it.
_LOOSE: Mapping[str, TextReader] = {
    **dict.fromkeys(("xls", "et"), table.read),
    **dict.fromkeys(("doc", "wps"), text.read),
    **dict.fromkeys(("htm", "html"), html.read),
}
# Formats that in a plain text are only its way of writing.
_SOURCES = frozenset({"html", "mht", "rtf", "xml"})
# Extensions of documents with text in them: what cannot be read there is a problem.
_DOCUMENTS = frozenset(
    (
        *("txt", "md", "csv", "pdf", "html", "htm", "mht", "mhtml", "rtf", "odt", "ods", "odp", "ofd", "ceb"),
        *("doc", "docx", "docm", "dot", "dotx", "dotm", "wps", "wpt"),
        *("xls", "xlsx", "xlsm", "xlsb", "xlt", "xltx", "xltm", "et", "ett"),
        *("ppt", "pptx", "pptm", "pps", "ppsx", "ppsm", "pot", "potx", "dps", "dpt"),
    )
)
# And what such content is where no reader takes it yet.
_UNREAD = frozenset(("xlsb", "xml", "ole"))
# Extensions of formats that no reader takes and nothing tells by their content.
_UNTOLD = frozenset(("ceb",))
# Extensions of what is no OLE file but for that.
_PACKAGES = frozenset(("docx", "xlsx", "pptx"))


def read(path: str) -> Reading:
    """What is in the file at an absolute path; never raises for bad content.

    `properties["format"]` is what the content is, where that can be told. Files that are no
    documents (films, packed files, …) have a format and nothing else.
    """
    return _answered(path, _read)


def placed(path: str) -> Reading:
    """The same of a workbook, with the place of every cell; other files are refused."""
    return _answered(path, _placed)


def _answered(path: str, reader: Callable[[str, str], Reading]) -> Reading:
    """What the reader says of a file and its format; whatever it raises is a problem of the file."""
    form = ""
    try:
        if os.path.getsize(path) == 0:
            return Reading(problem=Problem("empty", "0 bytes"))
        form = sniff(path)
        reading = cleaned(reader(path, form))
        blank = {"blank": "yes"} if is_blank(path, reading) else {}
        return replace(reading, properties={**reading.properties, **blank})
    except Refused as refused:
        return Reading(properties={"format": form, **refused.properties}, problem=refused.problem)
    except MemoryError:
        problem = Problem("memory", "MemoryError")
    except (PermissionError, FileNotFoundError) as error:
        problem = Problem(problem_kind(error), words_of(error))
    except Exception as error:
        problem = Problem("damaged", words_of(error))
    return Reading(properties={"format": form} if form else {}, problem=problem)


def _placed(path: str, form: str) -> Reading:
    if form == "ole" and is_encrypted_package(path):
        raise Refused(Problem("encrypted", because("password")))
    if form != "xlsx":
        raise Refused(Problem("unsupported", form))
    return xlsx.placed(path)


def _read(path: str, form: str) -> Reading:
    if form == "ole" and is_encrypted_package(path):
        raise Refused(Problem("encrypted", because("password")))
    extension = os.path.splitext(path)[1][1:].casefold()
    if extension in _PLAIN and (form in _SOURCES or form not in READERS):
        return _PLAIN[extension](path)
    if form in READERS:
        return READERS[form](path)
    if form == "txt" and extension in _LOOSE:
        return _LOOSE[extension](path)
    if extension not in _DOCUMENTS:
        return Reading(properties={"format": form})
    if form == "txt":
        return text.read(path)
    raise Refused(_refusal(path, form, extension))


def _refusal(path: str, form: str, extension: str) -> Problem:
    """Why a document is not read whose content no reader takes."""
    if extension in _UNTOLD:
        return Problem("unsupported", extension)
    if form == "unknown":
        return Problem("damaged", because("content"))
    # The directory of a packed file stands at its end.
    if form == "zip" and not is_zip(path):
        return Problem("damaged", because("end-missing"))
    if form == "ole" and is_broken_ole(path):
        return Problem("damaged", because("incomplete"))
    if form in _UNREAD and not (form == "ole" and extension in _PACKAGES):
        return Problem("unsupported", form)
    return Problem("mismatch", form)
