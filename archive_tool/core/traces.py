"""What checks of consistency ask of a text, taken from it once and remembered by its digest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple

from archive_tool.core.check_settings import CheckSetting
from archive_tool.core.config import ArchiveConfig
from archive_tool.core.gaps import Spotter
from archive_tool.core.locators import innermost
from archive_tool.core.model import Reading
from archive_tool.core.scheme import Scheme

VERSION = "1"  # raised when more or better is taken from a text
# Beside the text stand the hints of whoever made the template, and remarks of who read it.
_BESIDE = frozenset(("comment", "master", "notes"))


class Trace(NamedTuple):
    """Nothing of most texts."""

    gaps: tuple[str, ...] = ()  # places that were not filled in
    terms: tuple[str, ...] = ()  # words that do not fit the unit


NOTHING = Trace()
Traces = Mapping[str, Trace]  # by digest, of the texts of which something is kept


class Tracer:
    """Takes a trace of a text by the words of a scheme and of archive.yaml."""

    def __init__(self, scheme: Scheme, config: ArchiveConfig) -> None:
        self._config = config
        words = {code: setting.words for code, setting in config.checks.items()}
        # What is asked; texts are asked again when that has changed.
        self.edition = sha256(
            f"{VERSION} {scheme.sha256} {sorted(words.items())} {self._names}".encode()
        ).hexdigest()

    def trace(self, reading: Reading) -> Trace:
        """What is kept of one text."""
        lines = list(_lines(reading))
        return Trace(self._gaps.places_in(lines), self._terms.words_in(lines))

    @cached_property
    def _names(self) -> tuple[str, ...]:
        """How the units of the archive are called."""
        units = self._config.units.values()
        return (self._config.fonds_name, *(name for unit in units for name in (unit.name, *unit.aliases)))

    @cached_property
    def _gaps(self) -> Spotter:
        return Spotter(self._words("consistency/placeholder"), alone=True)

    @cached_property
    def _terms(self) -> Spotter:
        return Spotter(self._words("consistency/foreign-term"), alone=False, but=self._names)

    def _words(self, code: str) -> tuple[str, ...]:
        return self._config.checks.get(code, CheckSetting(code)).words


def _lines(reading: Reading) -> Iterator[str]:
    for segment in reading.segments:
        if innermost(segment.locator) not in _BESIDE:
            yield from segment.text.splitlines()
