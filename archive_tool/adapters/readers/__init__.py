"""Readers of foreign documents: one file per format, one dict."""

from __future__ import annotations

import os
from collections.abc import Mapping

from archive_tool.adapters.readers import docx, pdf, text
from archive_tool.adapters.readers.clean import cleaned
from archive_tool.adapters.readers.refused import Refused, words_of
from archive_tool.adapters.readers.sniff import is_encrypted_package, sniff
from archive_tool.core.model import Problem, Reading
from archive_tool.core.ports import TextReader

# Extension -> function. Each raises Refused, or anything at all for content nobody foresaw.
READERS: Mapping[str, TextReader] = {
    "txt": text.read,
    "md": text.read,
    "docx": docx.read,
    "pdf": pdf.read,
}
# Extensions of texts that no reader takes yet, unless the content is in fact one of the above.
UNREAD = frozenset({"doc", "dot", "wps", "wpt", "ofd", "rtf", "odt", "html", "htm", "mht", "mhtml", "ceb"})
# Formats told by their content, whatever the extension says.
_BY_CONTENT = frozenset({"docx", "pdf"})
_PLAIN = frozenset({"txt", "md"})


def read(path: str) -> Reading:
    """What is in the file at an absolute path; never raises for bad content.

    `properties["format"]` is what the content is, where that can be told. Files that are no
    texts (pictures, sheets, …) have a format and nothing else.
    """
    form = ""
    try:
        if os.path.getsize(path) == 0:
            return Reading(problem=Problem("empty", "0 bytes"))
        form = sniff(path)
        return cleaned(_read(path, form))
    except Refused as refused:
        return Reading(properties={"format": form, **refused.properties}, problem=refused.problem)
    except MemoryError:
        problem = Problem("memory", "MemoryError")
    except (PermissionError, FileNotFoundError) as error:
        problem = Problem("locked", words_of(error))
    except Exception as error:
        problem = Problem("damaged", words_of(error))
    return Reading(properties={"format": form} if form else {}, problem=problem)


def _read(path: str, form: str) -> Reading:
    if form == "ole" and is_encrypted_package(path):
        raise Refused(Problem("encrypted", "EncryptedPackage"))
    extension = os.path.splitext(path)[1][1:].casefold()
    if extension in _PLAIN:
        return READERS[extension](path)
    if extension not in READERS and extension not in UNREAD:
        return Reading(properties={"format": form})
    if form in _BY_CONTENT:
        return READERS[form](path)
    if extension in UNREAD or form in UNREAD:
        raise Refused(Problem("unsupported", extension if extension in UNREAD else form))
    raise Refused(Problem("damaged", f"{form} in .{extension}"))
