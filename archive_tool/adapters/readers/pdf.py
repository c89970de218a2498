"""PDF documents with a text layer: their structure by pypdf, the text of their pages by PDFium."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from archive_tool.adapters.readers.lines import paragraphs
from archive_tool.adapters.readers.pdf_notes import Said, beside
from archive_tool.adapters.readers.pdf_pages import Texts, Unloadable, page_texts
from archive_tool.adapters.readers.refused import MAX_CHARACTERS, Refused, one_line, words_of
from archive_tool.core.locators import at
from archive_tool.core.model import Problem, Reading, Segment
from archive_tool.core.reasons import because

if TYPE_CHECKING:
    from pypdf import DocumentInformation, PageObject, PdfReader
    from pypdf.generic import DictionaryObject, StreamObject

_FORMAT = {"format": "pdf"}
# Of one page; Word makes some tens where there are drawings.
MAX_FORMS = 1000
_BROKEN_STREAM = "while decompressing data"
_LOSS = re.compile(
    rf"Error -\d+ {_BROKEN_STREAM}|Impossible to decode XFormObject|.*further form content is skipped"
)


def read(path: str) -> Reading:
    """A segment for every page with text (locator "page:3"), and for its fields and notes. Raises Refused.

    Where single pages cannot be read the others are given, with a problem that names the first. pypdf
    says what is locked, stated and broken: PDFium passes over broken streams without a word, but reads
    five times as fast.
    """
    # pypdf takes 230 ms to import: only who reads a PDF pays.
    from pypdf import PdfReader

    with open(path, "rb") as file:
        try:
            reader = PdfReader(file)
            _unlock(reader)
            pages = len(reader.pages)
        except (Refused, MemoryError, PermissionError):
            raise
        except Exception as error:
            raise Refused(Problem("damaged", words_of(error)), _FORMAT) from error
        segments, failures = _segments(path, reader, pages)
        properties = {**_FORMAT, "pages": str(pages), **_properties(reader)}
    return Reading(segments, properties, _problem(pages, failures))


def _unlock(reader: PdfReader) -> None:
    """Opens what the empty password opens: restrictions on printing, not on reading."""
    from pypdf.errors import DependencyError

    try:
        locked = reader.is_encrypted and not reader.decrypt("")
    except DependencyError as error:
        raise Refused(Problem("encrypted", words_of(error)), _FORMAT) from error
    if locked:
        raise Refused(Problem("encrypted", because("password")), _FORMAT)


def _segments(path: str, reader: PdfReader, pages: int) -> tuple[tuple[Segment, ...], list[str]]:
    """Pages with text, and what was said of the pages that could not be read, or not whole."""
    segments, failures, room = [], [], MAX_CHARACTERS
    with page_texts(path) as texts:
        for number in range(1, pages + 1):
            said, losses = _page(reader.pages[number - 1], number, texts)
            failures += [f"p.{number}: {loss}" for loss in losses]
            segments += [Segment(locator, text) for locator, text in said if text]
            room -= sum(len(text) for _, text in said)
            if room < 0:
                raise Refused(Problem("too-large", because("characters", MAX_CHARACTERS)), _FORMAT)
    return tuple(segments), failures


def _page(page: PageObject, number: int, texts: Texts) -> tuple[list[tuple[str, str]], list[str]]:
    """The texts of one page and where they stand, and what it lacks."""
    said, found = _Losses(), list[tuple[str, str]]()
    where = at("page", number)
    logger = logging.getLogger("pypdf")
    logger.addHandler(said)
    try:
        try:
            drawn = texts.drawn(number)
            found.append((where, paragraphs(drawn)))
            _unpack(page)
        except Unloadable:
            drawn = page.extract_text()
            found.append((where, paragraphs(drawn)))
        found += [(at(kind, within=where), text) for kind, text in _beside(page, number, drawn, texts)]
        return found, said.losses
    except MemoryError:
        raise
    except Exception as error:
        return found, [words_of(error)]
    finally:
        logger.removeHandler(said)


def _beside(page: PageObject, number: int, drawn: str, texts: Texts) -> list[Said]:
    def printed() -> str:
        try:
            return texts.printed(number)
        except Unloadable:
            return drawn

    return beside(page, drawn, printed)


def _unpack(page: PageObject) -> None:
    """Has pypdf unpack all that is drawn on the page: it says what of that is broken."""
    if (contents := page.get_contents()) is not None:
        contents.get_data()
    for form in islice(_forms(page, set()), MAX_FORMS):
        form.get_data()


def _forms(drawn: DictionaryObject, seen: set[int]) -> Iterator[StreamObject]:
    """The forms (pieces of a page with operators of their own) that a page or a form may draw, each once."""
    resources = drawn.get("/Resources")
    pieces = resources.get_object().get("/XObject") if resources is not None else None
    for piece in pieces.get_object().values() if pieces is not None else ():
        form = piece.get_object()
        if id(form) not in seen and form.get("/Subtype") == "/Form":
            seen.add(id(form))
            yield form
            yield from _forms(form, seen)


class _Losses(logging.Handler):
    """Of pypdf's warnings, those that text was left out; it says so nowhere else."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.losses: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = one_line(record.getMessage())
        if _LOSS.match(message) and not self.losses:
            self.losses.append(message)


def _problem(pages: int, failures: list[str]) -> Problem | None:
    if not failures:
        return Problem("damaged", because("no-pages")) if pages == 0 else None
    # A page in a manner the library does not know is no proof of damage while others can be read.
    damaged = len(failures) == pages or any(_BROKEN_STREAM in failure for failure in failures)
    return Problem("damaged" if damaged else "unsupported", because("part", detail=failures[0]))


def _properties(reader: PdfReader) -> dict[str, str]:
    getters: dict[str, Callable[[DocumentInformation], object]] = {
        "title": lambda information: information.title,
        "author": lambda information: information.author,
        "created": lambda information: information.creation_date,
        "modified": lambda information: information.modification_date,
    }
    found = {}
    for key, getter in getters.items():
        try:
            value = getter(reader.metadata) if reader.metadata else None
        except MemoryError:
            raise
        # A property that cannot be read is a property not stated.
        except Exception:
            continue
        if value:
            found[key] = value.isoformat() if isinstance(value, datetime) else str(value)
    return found
