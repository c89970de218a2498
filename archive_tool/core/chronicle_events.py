"""What a chronicle tells: occasions, records that the scheme marks as worth it, and steps of cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from archive_tool.core.checks.cases import cases
from archive_tool.core.checks.context import RuleContext
from archive_tool.core.checks.step_choice import taken
from archive_tool.core.occasions import Occasion
from archive_tool.core.records import Record, lookup
from archive_tool.core.rule_details import Steps
from archive_tool.core.scheme import Rule
from archive_tool.core.withheld import BETWEEN, Discretion, Withheld

Kind = Literal["activity", "record", "step"]
# By its number as it is not for all, on a line, by its number: what goes before what.
Told = Literal["withheld", "each", "number"]
TOLD: tuple[Told, ...] = ("withheld", "each", "number")


class Event(NamedTuple):
    """One thing that took place or was made, of all the units it is about."""

    date: str  # YYYY-MM-DD, YYYY-MM or YYYY
    units: tuple[str, ...]
    kind: Kind
    subjects: tuple[str, ...]  # activity:…, form:… or step:…, which have labels
    title: str
    category: str
    records: tuple[str, ...]
    told: Told
    draft: bool = False
    pointer: bool = False
    marked: bool = False  # its leaf is one of which everything is told, or it is a step of a case

    @property
    def stands_out(self) -> bool:
        """What a reader of the year should not miss: it is marked, or several units did it together."""
        return self.marked or (self.kind == "activity" and len(self.units) > 1)


def merged(events: Iterable[Event]) -> Iterator[Event]:
    """What several units did together is one; a step that an occasion is too stands with the occasion."""
    known: dict[tuple[str, str], Event] = {}
    for event in events:
        key = (event.records[0], event.date)
        before = known.get(key)
        if before is None:
            known[key] = event
        else:
            both = (before.told, event.told)
            known[key] = before._replace(
                units=_each_once(before.units, event.units),
                subjects=_each_once(before.subjects, event.subjects),
                told=next(one for one in TOLD if one in both),
            )
    yield from known.values()


def _each_once(some: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *more)))


@dataclass(frozen=True)
class Teller:
    """Goes through an archive for one year."""

    context: RuleContext
    year: int

    def events(self) -> Iterator[Event]:
        """Occasions first, then steps, then the records that are neither; nothing of a later day."""
        seen: set[str] = set()
        today = self.context.material.as_of.isoformat()
        for event in (*self._held(), *self._steps()):
            seen.update(event.records)
            if self._is_of_the_year(event.date) and event.date <= today:
                yield event
        for record in self.context.records:
            if record.path not in seen and self._is_worth(record) and not self._is_secret(record):
                when = record.date or str(record.holding.place.year or "")
                if self._is_of_the_year(when) and when <= today:
                    yield self._event(when, "record", (f"form:{record.form}",), record.title, (record,))

    @cached_property
    def withheld(self) -> Withheld:
        return Withheld(self.context.material.scheme)

    @cached_property
    def words(self) -> Discretion:
        return Discretion.of(self.context.records, self.withheld)

    def _is_of_the_year(self, when: str) -> bool:
        return when[:4] == str(self.year)

    def _is_secret(self, record: Record) -> bool:
        return record.holding.bears_mark(self.context.material.snapshot.facts)

    def _is_worth(self, record: Record) -> bool:
        """As its leaf says; where that says nothing, as its form does."""
        scheme = self.context.material.scheme
        leaf, form = scheme.leaves.get(record.holding.place.leaf), scheme.forms.get(record.form)
        own = leaf.chronicle if leaf else None
        return own if own is not None else form is not None and form.chronicle

    def _held(self) -> Iterator[Event]:
        for activity, found in self.context.occasions.items():
            for occasion in found:
                records = tuple(one for one in occasion.records if not self._is_secret(one))
                if records:
                    yield self._occasion(activity, occasion, records)

    def _occasion(self, activity: str, occasion: Occasion, records: tuple[Record, ...]) -> Event:
        term = self.context.material.scheme.vocabularies.get("activities", {}).get(activity)
        when = occasion.date or str(records[0].holding.place.year or "")
        made = self._event(
            when, "activity", (f"activity:{activity}",), _title(occasion, records[0]), records,
            "each" if term is None or term.chronicle else "number",
        )  # fmt: skip
        return made._replace(units=(occasion.unit,) if occasion.unit else ())

    def _steps(self) -> Iterator[Event]:
        """Each step of each case on its day; what was done on one day of one case is one line."""
        lines: dict[tuple[str, str, str], tuple[list[str], list[Record]]] = {}
        for rule in self.context.material.scheme.rules.values():
            if rule.kind == "steps" and isinstance(rule.details, Steps):
                for when, name, step, shown in self._of_cases(rule, rule.details):
                    steps, records = lines.setdefault((rule.id, when, name), ([], []))
                    steps.append(step)
                    records.extend(shown)
        for (_, when, name), (steps, records) in lines.items():
            unique = tuple({one.path: one for one in records}.values())
            yield self._event(when, "step", tuple(steps), name, unique)

    def _of_cases(self, rule: Rule, how: Steps) -> Iterator[tuple[str, str, str, tuple[Record, ...]]]:
        for case in cases(rule, how, self.context):
            for done in taken(how.steps, case.papers).done.values():
                shown = tuple(one for one in (done.record, case.home) if one and not self._is_secret(one))
                if done.day is not None and shown:
                    yield done.day.label, case.name, f"step:{rule.id}/{done.step}", shown

    def _event(
        self,
        when: str,
        kind: Kind,
        subjects: tuple[str, ...],
        title: str,
        records: tuple[Record, ...],
        told: Told = "each",
    ) -> Event:
        return Event(
            when,
            records[0].units,
            kind,
            subjects,
            self.words.spared(title),
            records[0].holding.place.category,
            tuple(record.path for record in records),
            "withheld" if any(map(self.withheld.holds, records)) else told,
            draft=any(record.status == "draft" for record in records),
            pointer=all(record.pointer for record in records),
            marked=kind == "step" or any(map(self._is_in_marked_leaf, records)),
        )

    def _is_in_marked_leaf(self, record: Record) -> bool:
        leaf = self.context.material.scheme.leaves.get(record.holding.place.leaf)
        return leaf is not None and leaf.chronicle is True


def _title(occasion: Occasion, record: Record) -> str:
    """Of an entry of a minute book what it was about: the book's title is that of all."""
    if not record.events:
        return record.title
    topics = next((found for one in occasion.values if (found := lookup(one, "event.topics"))), [])
    return BETWEEN.join(one for one in topics if isinstance(one, str)) if isinstance(topics, list) else ""
