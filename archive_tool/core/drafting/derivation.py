"""From what is said of a record to the values of its draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import cast

from archive_tool.core.config import ArchiveConfig
from archive_tool.core.drafting.dating import dated
from archive_tool.core.drafting.evidence import Evidence
from archive_tool.core.drafting.forms import FormReader, form_words
from archive_tool.core.drafting.names import NameReader
from archive_tool.core.drafting.page_readers import page_reader
from archive_tool.core.drafting.pages import NO_PAGE, Page, PageReader
from archive_tool.core.drafting.persons import PersonReader
from archive_tool.core.drafting.plain_text import half_width
from archive_tool.core.drafting.roles import RoleReader
from archive_tool.core.drafting.spans import UNTOLD, span
from archive_tool.core.drafting.titles import TitleReader
from archive_tool.core.drafting.turn_of_year import of_its_year
from archive_tool.core.drafting.units import UnitReader
from archive_tool.core.model import Value
from archive_tool.core.numerals import is_number
from archive_tool.core.openings import Openings
from archive_tool.core.scheme import Form, Leaf, Scheme
from archive_tool.core.tree import Holding
from archive_tool.core.words import WordTable


class Derivation:
    """All that derives: its parts are made when they are first needed."""

    def __init__(self, scheme: Scheme, config: ArchiveConfig, titles: TitleReader, roles: RoleReader) -> None:
        self.scheme = scheme
        self.config = config
        self._titles = titles
        self._roles = roles

    def values(self, holding: Holding, openings: Openings, told: str) -> dict[str, Value]:
        """Everything certain about one record but its parts. `told`: its form, if that is known."""
        said = self._said(holding, openings)
        period = self._period(said)
        # What a folder with nothing in it will hold, nobody knows.
        derived = "" if holding.folder and not holding.files else self._form(said, period)
        form = told if told in self.scheme.forms else derived
        spec = self.scheme.forms.get(form)
        activities = self._activities(said, form)
        units = self._units_of(said)
        date = dated(said, spec, self.scheme.wording)
        period = self._period_on(date, period, spec, said)
        found: dict[str, Value] = {
            "title": self._title(said),
            "date": date,
            "period": "" if spec and _is_none(period, date, spec, said.titles) else period,
            "author": cast(Value, self._author(said, form, activities, units)),
            "persons": cast(Value, [] if activities else self._persons_of(said)),
            "number": said.name.number or said.page.number,
            "record_form": form,
            "activity": cast(Value, activities),
            "unit": cast(Value, units if len(units) > 1 else "".join(units)),
            "security": self.scheme.defaults.get("security", ""),
            "pages": 0 if holding.folder else said.page.pages,
        }
        return {key: value for key, value in found.items() if value and key in self.scheme.fields}

    def contradiction(self, holding: Holding, openings: Openings) -> str:
        """The activity that title or text name instead of the folder's; "" where they agree."""
        said = self._said(holding, openings)
        named = self._against(said)
        return named[0] if said.leaf and named and said.leaf.activity not in named else ""

    # The readers compile large expressions: only who derives something needs them.

    @cached_property
    def _activity_words(self) -> WordTable:
        return WordTable.of(self.scheme.vocabularies.get("activities", {}).values())

    @cached_property
    def _form_words(self) -> WordTable:
        return form_words(self.scheme)

    @cached_property
    def _forms(self) -> FormReader:
        return FormReader(self.scheme, self._form_words, self._titles, self._occasion_roles)

    @cached_property
    def _occasion_roles(self) -> frozenset[str]:
        return self.scheme.occasion_roles()

    @cached_property
    def _names(self) -> NameReader:
        return NameReader(self.scheme.wording)

    @cached_property
    def _persons(self) -> PersonReader:
        return PersonReader(self.config, (*self._titles.words, *self.scheme.wording.posts))

    @cached_property
    def _pages(self) -> PageReader:
        return page_reader(self.scheme, self._form_words)

    @cached_property
    def _units(self) -> UnitReader:
        return UnitReader(self.config, self.scheme.wording)

    def _said(self, holding: Holding, openings: Openings) -> Evidence:
        place = holding.place
        name = self._names.read(holding.name, holding.folder, place.year)
        return Evidence.of(holding, self.scheme.leaves.get(place.leaf), name, self._page(holding, openings))

    def _page(self, holding: Holding, openings: Openings) -> Page:
        """The page of the one file, or of the one part that tells of the occasion."""
        told = [entry for entry in holding.files if entry.path in openings]
        leaf = self.scheme.leaves.get(holding.place.leaf)
        if leaf and self._forms.gathers(holding, leaf) and self.scheme.forms[leaf.form].dated != "held":
            return NO_PAGE  # what one paper of a dossier says is not said of the dossier
        if holding.folder:
            told = [entry for entry in told if self._roles.named(entry) in self._occasion_roles]
        return self._pages.read(openings[told[0].path]) if len(told) == 1 else NO_PAGE

    def _form(self, said: Evidence, period: str) -> str:
        files = said.holding.files
        kind = "" if said.holding.folder or not files else self._roles.kind(files[0])
        return self._forms.form(said, period, [self._roles.named(entry) for entry in files], kind)

    def _title(self, said: Evidence) -> str:
        """The name; the heading where the name says nothing, or no more than what kind of paper it is."""
        name, heading = said.name.title, said.page.title
        if not name or self._names.says_nothing(name):
            return heading if len(heading) > 1 else ""  # one letter is what a scanner made of a stain
        fuller = len(heading) >= len(name) and self._titles.is_only_a_form(half_width(name))
        return heading if fuller else name

    def _period(self, said: Evidence) -> str:
        """What title or heading say the paper is about; "" where they disagree."""
        found = {span(title, said.year) for title in said.titles} - {""}
        loose = said.name.loose
        if loose and said.name.title.startswith(loose):
            loose = ""  # a word of the title, which was looked at
        told = found - {UNTOLD} if len(found) > 1 else found or {loose}
        return told.pop().replace(UNTOLD, "") if len(told) == 1 else ""

    def _period_on(self, day: str, period: str, form: Form | None, said: Evidence) -> str:
        """The period where a title says its year too; else of the year that a paper of that day means."""
        own = {said.name.loose, *(span(title, None) for title in said.titles)}
        return period if period in own else of_its_year(period, day, form)

    def _named(self, said: Evidence) -> tuple[str, ...]:
        """Activities that title, heading or a label of the page name as the record's own."""
        titles = [*said.titles, *said.labelled(self.scheme.wording.occasion)]
        named = (self._titles.named(title, self._activity_words) for title in titles)
        return tuple(dict.fromkeys(code for codes in named for code in codes))

    def _activities(self, said: Evidence, form: str) -> list[str]:
        leaf = said.leaf
        if leaf is None or (form and "activity" not in self.scheme.forms[form].requirements):
            return []
        named = self._named(said)
        if not leaf.activity:
            return [code for code in named if code in leaf.activities]
        if not self._against(said):
            return [] if self._is_other_meeting(said, leaf, named) else [leaf.activity]
        # What others held on the same day is told beside it, never filed as the unit's.
        own = [code for code in named if code == leaf.activity or not self._is_others(code)]
        return own if leaf.activity in named else []

    def _against(self, said: Evidence) -> tuple[str, ...]:
        """Activities that may contradict the folder's: not those of others that it takes for its own.

        A small school's assembly of all its staff stands for its congress.
        """
        takes = said.leaf.activities if said.leaf else ()
        own = said.leaf.activity if said.leaf else ""
        named = self._named(said)
        return tuple(code for code in named if code == own or code not in takes or not self._is_others(code))

    def _is_other_meeting(self, said: Evidence, leaf: Leaf, named: Sequence[str]) -> bool:
        """Whether name or heading are those of a meeting that is none of the leaf's, where that is for meetings."""
        term = self.scheme.vocabularies["activities"][leaf.activity]
        if leaf.activity in named or term.others:
            return False
        own = (*term.words, *term.label.spellings(), leaf.title.zh, *leaf.words)
        return any(map(self._titles.is_meeting, own)) and any(
            self._titles.names_other_meeting(title, own) for title in said.titles
        )

    def _is_others(self, activity: str) -> bool:
        return self.scheme.vocabularies["activities"][activity].others

    def _units_of(self, said: Evidence) -> list[str]:
        """Units whose paper it is, as far as the path does not say them: groups, or several together."""
        own = said.holding.place.unit or ""
        titles = [*said.titles, *said.labelled(self.scheme.wording.units)]
        return self._units.beside(own, self._units.named(titles)) if titles else []

    def _persons_of(self, said: Evidence) -> list[str]:
        """The listed people whose paper it is by its titles; at an occasion others may be named too."""
        leaf = said.leaf
        titles = [title for title in said.titles if not self._titles.is_about(title)]
        folder = (leaf.title.zh, *leaf.words) if leaf else ()
        return self._persons.named(titles, said.holding.place.unit or "", folder)

    def _author(self, said: Evidence, form: str, activities: list[str], units: list[str]) -> list[str]:
        spec = self.scheme.forms.get(form)
        told = self._units.author(said.page, said.name.title, personal=spec is not None and spec.personal)
        if told or spec is None or not spec.own or (said.leaf and said.leaf.others):
            return told
        owners = units or [said.holding.place.unit or ""]
        if any(map(self._is_others, activities)):
            return []
        return [self.config.units[unit].name for unit in owners if unit]


def _is_none(period: str, date: str, form: Form, titles: Iterable[str]) -> bool:
    """Whether the period is none of the paper's own.

    What took place in 2025 is of its day: were it of the whole year, no month would count it. A
    meeting about the year before keeps its period. 党员大会2025-2 is the second if it was not in February.
    """
    if form.timeless or form.dated != "held" or len(date) <= len(period):
        return form.timeless
    month = len(period) == len("2025-03") and is_number(period[-2:])
    return date[:4] == period or (
        month and not date.startswith(period) and not any("月" in title for title in titles)
    )
