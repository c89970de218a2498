"""Asks a text what checks of consistency want to know, by the words of a scheme and of archive.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from archive_tool.core.check_settings import CheckSetting
from archive_tool.core.config import ArchiveConfig
from archive_tool.core.locators import innermost
from archive_tool.core.model import Reading
from archive_tool.core.openings import opening
from archive_tool.core.rule_details import Timing, unmarked
from archive_tool.core.scheme import Scheme
from archive_tool.core.traces import Trace

if TYPE_CHECKING:
    from archive_tool.core.annexes import Annexes
    from archive_tool.core.blanks import Blanks
    from archive_tool.core.drafting.pages import PageReader
    from archive_tool.core.gaps import Spotter

VERSION = "9"  # raised when more or better is taken from a text
# Beside the text stand the hints of whoever made the template, and remarks of who read it.
_BESIDE = frozenset(("comment", "master", "notes"))


class Tracer:
    """Its readers compile large expressions: only who reads a text pays for them."""

    def __init__(self, scheme: Scheme, config: ArchiveConfig) -> None:
        self._scheme = scheme
        self._config = config
        words = [(code, one.words, one.none, one.blanks) for code, one in sorted(config.checks.items())]
        # What is asked; texts are asked again when that has changed.
        self.edition = sha256(f"{VERSION} {scheme.sha256} {words} {self._names}".encode()).hexdigest()

    def trace(self, reading: Reading) -> Trace:
        """What is kept of one text."""
        from archive_tool.core.attended import attended, may_tell
        from archive_tool.core.drafting.account import account
        from archive_tool.core.drafting.text_days import held_on, made_on, stated_on
        from archive_tool.core.gaps import plain
        from archive_tool.core.personal_data import kinds
        from archive_tool.core.photo_names import may_name_photos, named_in

        lines = list(_lines(reading))
        joined = "".join(lines)
        whole = plain(joined)  # nearly no text has any of it, and that is seen in one look
        page, wording = self._pages.read(opening(reading)), self._scheme.wording
        return Trace(
            self._gaps.places_in(lines) if self._gaps.may_be_in(whole) else (),
            self._terms.words_in(lines) if self._terms.may_be_in(whole) else (),
            self._annexes.named(lines),
            held_on(page, wording),
            made_on(page, wording),
            reading.properties.get("created", "")[:10],
            self._named_documents(lines, whole),
            self._blanks.places_in(lines) if self._blanks.may_be_in(joined) else (),
            attended("\n".join(lines)) if may_tell(joined) else (),
            named_in("\n".join(lines)) if may_name_photos(joined) else (),
            stated_on(page, wording, lines),
            next((page.labels[label] for label in wording.speakers if label in page.labels), ""),
            account(page, wording),
            kinds("\n".join(segment.text for segment in reading.segments)),
        )

    def _named_documents(self, lines: Sequence[str], whole: str) -> tuple[str, ...]:
        """Those of which it is known when they came out."""
        return (
            self._documents.words_in(map(unmarked, lines))
            if self._documents.may_be_in(unmarked(whole))
            else ()
        )

    @cached_property
    def _names(self) -> tuple[str, ...]:
        """How the units of the archive are called."""
        units = self._config.units.values()
        return (self._config.fonds_name, *(name for unit in units for name in (unit.name, *unit.aliases)))

    @cached_property
    def _pages(self) -> PageReader:
        from archive_tool.core.drafting.forms import form_words
        from archive_tool.core.drafting.page_readers import page_reader

        return page_reader(self._scheme, form_words(self._scheme))

    @cached_property
    def _annexes(self) -> Annexes:
        from archive_tool.core.annexes import Annexes

        setting = self._setting("consistency/attachment")
        return Annexes(setting.words, setting.none)

    @cached_property
    def _gaps(self) -> Spotter:
        from archive_tool.core.gaps import Spotter

        return Spotter(self._setting("consistency/placeholder").words, alone=True)

    @cached_property
    def _blanks(self) -> Blanks:
        from archive_tool.core.blanks import Blanks

        return Blanks(self._setting("consistency/placeholder").blanks)

    @cached_property
    def _terms(self) -> Spotter:
        from archive_tool.core.gaps import Spotter

        return Spotter(self._setting("consistency/foreign-term").words, alone=False, but=self._names)

    @cached_property
    def _documents(self) -> Spotter:
        from archive_tool.core.gaps import Spotter

        told = (rule.details for rule in self._scheme.rules.values() if isinstance(rule.details, Timing))
        return Spotter((title for one in told for title, _ in one.documents), alone=False)

    def _setting(self, code: str) -> CheckSetting:
        return self._config.checks.get(code, CheckSetting(code))


def _lines(reading: Reading) -> Iterator[str]:
    for segment in reading.segments:
        if innermost(segment.locator) not in _BESIDE:
            yield from segment.text.splitlines()
