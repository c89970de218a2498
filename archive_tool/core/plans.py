"""Plans against deeds: what a year's plans list, and what shows that it was done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Literal, NamedTuple

from archive_tool.core.checks.deadline import is_closed
from archive_tool.core.checks.items import is_here
from archive_tool.core.evidence import Evidence
from archive_tool.core.ledger import ITEMS
from archive_tool.core.material import Material
from archive_tool.core.periods import Period, of_date, parse
from archive_tool.core.records import Record, Values, mappings, text, texts
from archive_tool.core.rule_details import Entries
from archive_tool.core.scheme import Rule, Scheme
from archive_tool.core.withheld import Discretion

Standing = Literal["done", "unproven", "explained", "not-done", "open"]
STANDINGS: tuple[Standing, ...] = ("not-done", "unproven", "explained", "open", "done")
ASKED = Entries(done="evidence", judged="all")


class Deed(NamedTuple):
    """What an item names as its evidence and is in the archive; of what is withheld nothing but that."""

    path: str = ""
    title: str = ""
    date: str = ""
    withheld: bool = False


class Planned(NamedTuple):
    """One item of a plan, and what came of it."""

    record: Record
    number: int  # its place in the plan, from 0
    no: str
    text: str
    owners: tuple[str, ...]
    due: str
    deeds: tuple[Deed, ...]
    absent: tuple[str, ...]  # evidence it names that is nowhere
    reason: str
    standing: Standing
    unseen: tuple[
        str, ...
    ] = ()  # evidence that is there, and that nobody has looked at yet, as far as it is for everyone
    late: str = ""  # the day it was done, where that is after the one it was due by


def rules(scheme: Scheme) -> Iterator[Rule]:
    """Those that ask every item of a list for its evidence: the lists they look into are the plans."""
    for rule in scheme.rules.values():
        how = rule.details
        if rule.kind == "deadline" and rule.form and isinstance(how, Entries) and how == ASKED:
            yield rule


def plans(records: Iterable[Record], year: int, material: Material) -> tuple[Record, ...]:
    """The plans, of these records, that are about some of the year."""
    asked = tuple(rules(material.scheme))
    return tuple(
        record
        for record in records
        if any(record.form == rule.form and is_here((record,), rule) for rule in asked)
        and _is_about(record, year, material)
    )


def planned(plans: Iterable[Record], material: Material, discretion: Discretion) -> tuple[Planned, ...]:
    """All their items, in their order."""
    evidence = Evidence(material)
    return tuple(
        _planned(record, number, values, evidence, discretion, material)
        for record in plans
        for number, values in enumerate(mappings(record.values, ITEMS))
    )


def _is_about(record: Record, year: int, material: Material) -> bool:
    time = _time(record, material)
    if time is None:
        return record.holding.place.year == year
    return time.first.year <= year <= time.last.year


def _time(record: Record, material: Material) -> Period | None:
    """What it is about: without a period, the year of its day."""
    told = parse(record.period, material.config.calendar) if record.period else None
    return told or (of_date(record.date[:4]) if record.date else None)


def _planned(
    record: Record,
    number: int,
    values: Values,
    evidence: Evidence,
    discretion: Discretion,
    material: Material,
) -> Planned:
    named, reason = evidence.by_now(texts(values, "evidence"), record), text(values, "reason")
    deeds = dict.fromkeys(
        _deed(word, record, evidence, discretion) for word in named if evidence.has(word, record)
    )
    due = text(values, "due")
    time = of_date(due) if due else _time(record, material)
    standing: Standing
    if deeds:
        standing = "done"
    elif named or is_closed(values, material.as_of):
        standing = "unproven"
    elif reason:
        standing = "explained"
    else:
        standing = "not-done" if (time.last if time else date.max) < material.as_of else "open"
    return Planned(
        record,
        number,
        text(values, "no"),
        text(values, "text"),
        tuple(texts(values, "owner")),
        due,
        tuple(deeds),
        evidence.absent(named, record),
        reason,
        standing,
        tuple(
            word
            for word in evidence.unseen(named, record)
            if not _deed(word, record, evidence, discretion).withheld
        ),
        _late(values, deeds, material.as_of),
    )


def _late(values: Values, deeds: Collection[Deed], as_of: date) -> str:
    """The day it was closed, else the first that shows it, where that is after its own day; "" where nobody can say."""
    due = text(values, "due")
    days = [text(values, "closed")] if is_closed(values, as_of) else [deed.date for deed in deeds]
    if not (due and deeds and all(days)):
        return ""
    done = min(days, key=lambda day: of_date(day).first)
    return done if of_date(done).first > of_date(due).last else ""


def _deed(word: str, record: Record, evidence: Evidence, discretion: Discretion) -> Deed:
    found = evidence.record(word, record)
    if found is None:
        name = word.replace("\\", "/").rpartition("/")[2]
        return Deed(withheld=True) if discretion.tells(name) else Deed(word, name)
    if (
        discretion.keeps(found)
        or discretion.tells(found.title)
        or found.holding.bears_mark(evidence.material.snapshot.facts)
    ):
        return Deed(withheld=True)
    return Deed(found.path, found.title or found.holding.name, found.date)
