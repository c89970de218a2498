"""What a pack says of its chapters, records and files, in words; nothing personal that may not be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from archive_tool.core import reasons
from archive_tool.core.catalog import Speaker
from archive_tool.core.config import Waiver
from archive_tool.core.discreet import Discreet
from archive_tool.core.model import Report
from archive_tool.core.pack import Chapter, Item, Outcome, Pack
from archive_tool.core.pack_sheets import Sheet
from archive_tool.core.personal_data import masked
from archive_tool.core.records import text
from archive_tool.core.tree_path import lineage
from archive_tool.report import colophon
from archive_tool.report.paper_words import said_once
from archive_tool.report.printable import printable

# Shown of one document: who wants all of it opens it.
MOST_CHARACTERS = 60_000


class Told(NamedTuple):
    """Whose pack it is and how it was asked for."""

    name: str  # of the archive
    units: tuple[str, ...]
    by: str  # title of the profile, or of the scheme
    personal: bool
    rights: str  # as it was asked for; "" for what is open
    office: bool  # whether LibreOffice printed what it can print
    originals: bool = False  # whether copies were to be byte for byte


@dataclass(frozen=True)
class Words:
    """One pack in one language."""

    pack: Pack
    report: Report
    told: Told
    outcomes: Mapping[str, Outcome]  # by path of the file
    texts: Callable[[Sheet], Iterable[str]]  # paragraphs of a file's text
    speaker: Speaker
    discreet: Discreet | None = None  # what those may read whom no rights were asked for

    def say(self, key: str, /, **params: str | int | list[str]) -> str:
        return self.speaker.say(key, **params)

    def safe(self, words: str) -> str:
        """With numbers of persons masked, unless they were asked for."""
        return printable(words) if self.told.personal else printable(masked(words))

    def chapter(self, chapter: Chapter) -> str:
        title = chapter.title.text(self.speaker.language)
        return self.say("pack.chapter", id=chapter.id, title=title)

    def headline(self, chapter: Chapter) -> str:
        """With how much lacks, where something does."""
        title, count, flaws = self.chapter(chapter), chapter.lacking, len(chapter.flaws)
        if not (count or flaws):
            return title
        key = "both" if count and flaws else "gaps" if count else "flaws"
        return self.say(f"pack.chapter.{key}", title=title, count=count, flaws=flaws)

    def remarks(self, chapter: Chapter) -> Iterator[str]:
        """Why a chapter holds less than one would look for, or nothing."""
        if chapter.by_hand:
            yield self.say("pack.by-hand")
        if (judged := chapter.judged) is None:
            return
        unchecked = [self._rule(rule) for rule in judged.off]
        if unchecked:
            yield self.say("score.remark.off", rules=unchecked)
        for rule, why in judged.not_run:
            yield self.say("score.remark.not-run", rule=self._rule(rule), why=self.say(why))
        if judged.waived:
            yield self.say("pack.waived", count=judged.waived)
        if chapter.found or judged.off or judged.not_run:
            return
        if not judged.applies:
            yield self.say("pack.not-applicable")
        elif not judged.waived:
            yield self.say("pack.nothing-lacks" if chapter.items else "pack.nothing-found")

    def _rule(self, rule: str) -> str:
        return self.speaker.label(f"subject:{rule}")

    def above(self, chapter: Chapter) -> list[str]:
        return [label.text(self.speaker.language) for label in chapter.above]

    def cover(self) -> Iterator[str]:
        """What stands below the title."""
        told, report = self.told, self.report
        yield self.say("pack.by", title=told.by)
        if report.years:
            yield self.say("pack.years", years=[str(year) for year in report.years])
        yield self.say("pack.as-of", day=report.as_of.isoformat())
        if told.units:
            yield self.say("pack.units", units=list(told.units))

    def sums(self) -> Iterator[str]:
        """What is in it and what is not, and how personal data were dealt with."""
        items = self.pack.items
        files = sum(len(item.sheets) for item in items)
        yield self.say("pack.counts", records=len(items), files=files, gaps=self.pack.gaps)
        if self.pack.flaws:
            yield self.say("pack.counts-flaws", count=self.pack.flaws)
        if self.pack.due:
            yield self.say("pack.counts-due", count=self.pack.due)
        if self.pack.unsure:
            yield self.say("pack.counts-unsure", count=self.pack.unsure)
        if kept := sum(item.withheld is not None for item in items):
            yield self.say("pack.withheld", count=kept)
        if lost := sum(self.note(sheet) != "" for item in items for sheet in item.sheets):
            yield self.say("pack.noted", count=lost)
        if self.pack.secrets:
            yield self.say("pack.secrets", count=self.pack.secrets)
        yield self.say("pack.privacy.shown" if self.told.personal else "pack.privacy.masked")
        yield from self._copies()
        if self.told.rights:
            yield self.say("pack.privacy.rights", rights=self.told.rights)

    def _copies(self) -> Iterator[str]:
        """Of a folder: how many copies still say who made them, and how many do no more."""
        count = Counter(outcome.copy for outcome in self.outcomes.values() if outcome.copy)
        if self.told.originals and count:
            yield self.say("pack.copies.originals", count=count.total())
            return
        for copy in ("cleaned", "kept"):
            if count[copy]:
                yield self.say(f"pack.copies.{copy}", count=count[copy])

    def copy(self, sheet: Sheet) -> str:
        """That a copy still says who made it; "" where it does not."""
        kept = self.outcomes.get(sheet.entry.path, Outcome()).copy == "kept"
        return self.say("pack.copy.kept") if kept else ""

    def colophon(self) -> Iterator[colophon.Row]:
        """How it was made; of waivers about what is not shown neither whom nor where nor why."""
        made = self.report.colophon
        if made is not None:
            if self.discreet and not self.told.rights:
                made = self.discreet.colophon(made, self.say("pack.hidden"))
            waivers = tuple(one._replace(waiver=self._open(one.waiver)) for one in made.waivers)
            rows = list(colophon.rows(replace(made, waivers=waivers), self.speaker))
            yield from said_once(rows, self.speaker)

    def _open(self, waiver: Waiver) -> Waiver:
        about = waiver.path in self._above_kept or not self._kept.isdisjoint(lineage(waiver.path))
        if waiver.rule not in self.pack.closed and not about and waiver.record not in self._kept:
            return waiver
        return waiver._replace(whom="", path="", reason=self.say("pack.hidden"))

    @cached_property
    def _kept(self) -> frozenset[str]:
        """The paths of records that are not shown."""
        return frozenset(item.record.path for item in self.pack.items if item.withheld)

    @cached_property
    def _above_kept(self) -> frozenset[str]:
        """The same with the folders above them."""
        return frozenset(path for kept in self._kept for path in lineage(kept))

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """By the paths of their records."""
        return {item.record.path: item for item in self.pack.items}

    def item(self, item: Item) -> str:
        """Its number and title; of one that is not shown its number, form and id."""
        record = item.record
        if item.withheld is None:
            title = record.title or record.holding.name
            key = "pack.record" if record.date else "pack.record.undated"
            return self.safe(self.say(key, number=item.number, title=title, day=record.date))
        form = self.speaker.label(f"form:{record.form}") if record.form else self.say("pack.record.some")
        return self.say("pack.record.withheld", number=item.number, form=form, day=record.date, id=record.id)

    def why(self, item: Item) -> str:
        """Why nothing is shown of it; "" where something is."""
        return self.say(f"pack.why.{item.withheld}") if item.withheld else ""

    def pointer(self, item: Item) -> str:
        """Where the original is kept, of what is on paper alone."""
        place = text(item.record.values, "original_location")
        return self.safe(self.say("pack.pointer", place=place)) if item.record.pointer and place else ""

    def file(self, sheet: Sheet, item: Item) -> str:
        """Its role and name."""
        name = sheet.entry.path[len(item.record.path) + 1 :] or item.record.holding.name
        role = self.speaker.label(f"role:{sheet.role}") if sheet.role else ""
        return self.safe(self.say("pack.file", role=role, name=name) if role else name)

    def foot(self, sheet: Sheet, item: Item) -> str:
        """What stands at the foot of its pages."""
        return self.safe(self.say("pack.foot.path", number=item.number, path=sheet.entry.path))

    def note(self, sheet: Sheet) -> str:
        """Why a file is not shown, or not as it is; "" where there is nothing to be said."""
        outcome = self.outcomes.get(sheet.entry.path, Outcome())
        if sheet.how == "none" and sheet.why == "problem":
            facts = sheet.facts
            kind = facts.problem if facts and facts.problem else "empty"
            return self._problem(kind, facts.reason if facts else "")
        if outcome.problem is not None:
            return self._problem(outcome.problem.kind, outcome.problem.reason)
        if sheet.why:
            return self.say(f"pack.why.{sheet.why}")
        if self.is_text(sheet) and sheet.how == "office":
            return self.say("pack.text-only")
        if len(outcome.broad) < outcome.of:
            return self.say("pack.cut", shown=len(outcome.broad), pages=outcome.of)
        return ""

    def _problem(self, kind: str, reason: str) -> str:
        told = self.speaker.word("problem", reasons.told(kind, reason))
        return self.safe(self.say("pack.why.problem", reason=told))

    def is_text(self, sheet: Sheet) -> bool:
        """Whether its text stands for it."""
        outcome = self.outcomes.get(sheet.entry.path, Outcome())
        return sheet.how in ("text", "office") and not outcome.document and outcome.problem is None

    def paragraphs(self, sheet: Sheet) -> Iterator[str]:
        """Its text, masked, up to some length; last what was left out."""
        room = MOST_CHARACTERS
        for part in self.texts(sheet):
            # A number that is cut off would not be known for one.
            yield self._masked(part)[:room]
            room -= len(part)
            if room < 0:
                yield self.say("pack.text.cut", characters=MOST_CHARACTERS)
                return

    def _masked(self, part: str) -> str:
        return part if self.told.personal else masked(part)
