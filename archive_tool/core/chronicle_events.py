"""What a chronicle tells: occasions, records that the scheme marks as worth it, and steps of cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from archive_tool.core.checks.cases import cases
from archive_tool.core.checks.context import RuleContext
from archive_tool.core.checks.step_choice import taken
from archive_tool.core.parsed import Coded
from archive_tool.core.records import Record, Values
from archive_tool.core.rule_details import Steps
from archive_tool.core.scheme import Rule
from archive_tool.core.times import Time, named_topics
from archive_tool.core.withheld import BETWEEN, Discretion

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
    """What several units did together is one; a step that an occasion is too stands with the occasion.

    Two meetings of one day in one minute book are two: their topics differ, or both are of one activity.
    """
    known: dict[tuple[str, ...], Event] = {}
    on_day: dict[tuple[str, str], tuple[str, ...]] = {}
    for event in events:
        place = (event.records[0], event.date)
        key: tuple[str, ...] = (*place, event.title)
        while event.kind == "activity" and key in known and event.subjects[0] in known[key].subjects:
            key = (*key, "")
        if event.kind == "step":
            key = on_day.get(place, key)
        on_day.setdefault(place, key)
        before = known.get(key)
        known[key] = _together(before, event) if before else event
    yield from known.values()


def _together(one: Event, other: Event) -> Event:
    both = (one.told, other.told)
    return one._replace(
        units=_each_once(one.units, other.units),
        subjects=_each_once(one.subjects, other.subjects),
        told=next(told for told in TOLD if told in both),
        marked=one.marked or other.marked,
    )


def _each_once(some: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *more)))


@dataclass(frozen=True)
class Teller:
    """Goes through an archive for one year."""

    context: RuleContext
    year: int
    times: Sequence[Time]

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
                    yield self._record(when, record)

    @cached_property
    def discretion(self) -> Discretion:
        """What of the archive is not for everyone."""
        return Discretion.of(self.context.records, self.context.material.scheme)

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

    def _record(self, when: str, record: Record) -> Event:
        about = (
            Coded(f"form:{record.form}") if record.form else Coded(f"leaf-title:{record.holding.place.leaf}")
        )
        return self._event(when, "record", (about,), record.title or record.holding.name, (record,))

    def _held(self) -> Iterator[Event]:
        for time in self.times:
            pieces = {
                record.path: (record, values)
                for one in time.occasions
                for record, values in zip(one.records, one.values, strict=False)
            }
            yield self._time(time, list(pieces.values()))

    def _time(self, time: Time, pieces: Sequence[tuple[Record, Values]]) -> Event:
        """As its main document tells it; of what joins it the part that is for everyone."""
        (main, _), *others = pieces
        joining = (one for one, _ in others if not self.discretion.keeps(one))
        term = self.context.material.scheme.vocabularies.get("activities", {}).get(time.activity)
        made = self._event(
            time.date, "activity", (Coded(f"activity:{time.activity}"),), _title(pieces), (main, *joining),
            "each" if term is None or term.chronicle else "number",
        )  # fmt: skip
        return made._replace(units=time.units)

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
            if any(map(self._is_secret, case.records)):
                continue  # its name may be that of the secret
            for done in taken(how.steps, case.papers).done.values():
                if done.day is not None:
                    shown = (done.record, case.home) if case.home else (done.record,)
                    yield done.day.label, case.name, Coded(f"step:{rule.id}/{done.step}"), shown

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
            self.discretion.spared(title),
            records[0].holding.place.category,
            tuple(record.path for record in records),
            "withheld" if any(map(self.discretion.keeps, records)) else told,
            draft=any(record.status == "draft" for record in records),
            pointer=all(record.pointer for record in records),
            marked=kind == "step" or any(map(self._is_in_marked_leaf, records)),
        )

    def _is_in_marked_leaf(self, record: Record) -> bool:
        leaf = self.context.material.scheme.leaves.get(record.holding.place.leaf)
        return leaf is not None and leaf.chronicle is True


def _title(pieces: Sequence[tuple[Record, Values]]) -> str:
    """Of an entry of a minute book what it was about: the book's title is that of all."""
    record = pieces[0][0]
    if not record.events:
        return record.title
    return BETWEEN.join(named_topics(values for _, values in pieces))
