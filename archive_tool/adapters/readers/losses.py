"""Parts of a document that could not be read, while others can."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from archive_tool.adapters.readers.refused import Refused, words_of
from archive_tool.core.model import Problem
from archive_tool.core.reasons import because


class Losses:
    """Collects what went wrong; `problem` names the first."""

    def __init__(self) -> None:
        self._first = ""

    @property
    def problem(self) -> Problem | None:
        return Problem("damaged", self._first) if self._first else None

    def say(self, reason: str) -> None:
        """Something was lost, and nothing was raised."""
        self._first = self._first or reason

    @contextmanager
    def at(self, part: str) -> Iterator[None]:
        """What fails inside is noted and costs only this part; limits still end the whole reading."""
        try:
            yield
        except (Refused, MemoryError, PermissionError):
            raise
        except Exception as error:
            self.say(because("part", detail=f"{part}: {words_of(error)}"))
