"""PDF documents with a text layer, by pypdf."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from archive_tool.adapters.readers.lines import paragraphs
from archive_tool.adapters.readers.refused import MAX_CHARACTERS, Refused, one_line, words_of
from archive_tool.core.locators import at
from archive_tool.core.model import Problem, Reading, Segment
from archive_tool.core.reasons import because

if TYPE_CHECKING:
    from pypdf import DocumentInformation, PdfReader

_FORMAT = {"format": "pdf"}
_BROKEN_STREAM = "while decompressing data"
_LOSS = re.compile(
    rf"Error -\d+ {_BROKEN_STREAM}|Impossible to decode XFormObject|.*further form content is skipped"
)


def read(path: str) -> Reading:
    """A segment for every page with text (locator "page:3"). Raises Refused.

    Where single pages cannot be read the others are given, with a problem that names the first.
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
        segments, failures = _segments(reader, pages)
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


def _segments(reader: PdfReader, pages: int) -> tuple[tuple[Segment, ...], list[str]]:
    """Pages with text, and what was said of the pages that could not be read, or not whole."""
    segments, failures, room = [], [], MAX_CHARACTERS
    for number in range(1, pages + 1):
        text, losses = _page(reader, number)
        failures += [f"p.{number}: {loss}" for loss in losses]
        if text:
            segments.append(Segment(at("page", number), text))
        room -= len(text)
        if room < 0:
            raise Refused(Problem("too-large", because("characters", MAX_CHARACTERS)), _FORMAT)
    return tuple(segments), failures


def _page(reader: PdfReader, number: int) -> tuple[str, list[str]]:
    said = _Losses()
    logger = logging.getLogger("pypdf")
    logger.addHandler(said)
    try:
        return paragraphs(reader.pages[number - 1].extract_text()), said.losses
    except MemoryError:
        raise
    except Exception as error:
        return "", [words_of(error)]
    finally:
        logger.removeHandler(said)


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
