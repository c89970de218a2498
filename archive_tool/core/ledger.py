"""The rectification ledger: entries of lists that are closed one by one, and how each stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, NamedTuple

from archive_tool.core.checks.context import NO_SETTING
from archive_tool.core.checks.deadline import due_by, is_closed
from archive_tool.core.checks.items import is_here
from archive_tool.core.evidence import Evidence
from archive_tool.core.material import Material
from archive_tool.core.occasions import by_now, counted
from archive_tool.core.records import Record, Values, mappings, text, texts
from archive_tool.core.rule_details import Entries
from archive_tool.core.scheme import Rule, Scheme

ITEMS = "items"
Standing = Literal["open", "overdue", "closed", "unproven"]
STANDINGS: tuple[Standing, ...] = ("overdue", "open", "unproven", "closed")


class Entry(NamedTuple):
    """One problem of a ledger; `unproven` is closed without evidence that is in the archive."""

    record: Record
    number: int  # its place in the record, from 0
    values: Values
    due: date | None  # the last day there is time: its own, else that of the rule's term
    standing: Standing
    absent: tuple[str, ...] = ()  # evidence it names that is nowhere
    unseen: tuple[str, ...] = ()  # evidence that is there, and that nobody has looked at yet

    @property
    def line(self) -> int | None:
        """Where it stands in the sidecar."""
        return self.record.lines.get(f"{ITEMS}.{self.number}")


def rules(scheme: Scheme) -> Iterator[Rule]:
    """Those that ask for every entry of a list to be closed: their lists are the ledgers."""
    for rule in scheme.rules.values():
        if rule.kind == "deadline" and rule.form and _asks_to_close(rule):
            yield rule


def ledgers(material: Material) -> tuple[Record, ...]:
    """The ledgers that there are by the day that is looked at."""
    return tuple(by_now(every_ledger(material), material.as_of))


def every_ledger(material: Material) -> tuple[Record, ...]:
    """Those of a later day too; not those that another one replaces, nor what bears a state-secret mark."""
    asked = tuple(rules(material.scheme))
    there = counted(material.records, material.copies, material.as_of)
    return tuple(
        record
        for record in there
        if not record.holding.bears_mark(material.snapshot.facts)
        and any(record.form == rule.form and is_here((record,), rule) for rule in asked)
    )


def entries(records: Iterable[Record], material: Material) -> tuple[Entry, ...]:
    """All entries of these ledgers, in their order."""
    evidence = Evidence(material)
    return tuple(
        _entry(record, number, values, evidence, _last_day(record, values, material))
        for record in records
        for number, values in enumerate(mappings(record.values, ITEMS))
    )


def _last_day(record: Record, values: Values, material: Material) -> date | None:
    """By the rules that ask for this ledger, as the audit judges it; a rule that is off adds no day to what is written."""
    on = {rule.id for rule in material.rules}
    for rule in rules(material.scheme):
        if record.form == rule.form and is_here((record,), rule) and (rule.id in on or text(values, "due")):
            due = due_by(record, values, rule, material.config.settings.get(rule.id, NO_SETTING))
            return due.last if due else None
    return None


def _asks_to_close(rule: Rule) -> bool:
    how = rule.details if isinstance(rule.details, Entries) else Entries()
    return how.done == "closed" and how.judged == "all"


def _entry(record: Record, number: int, values: Values, evidence: Evidence, last: date | None) -> Entry:
    named = evidence.by_now(texts(values, "evidence"), record)
    absent, unseen = evidence.absent(named, record), evidence.unseen(named, record)
    as_of = evidence.material.as_of
    standing: Standing
    if is_closed(values, as_of):
        standing = "closed" if len(absent) + len(unseen) < len(named) else "unproven"
    else:
        standing = "overdue" if last is not None and last < as_of else "open"
    return Entry(record, number, values, last, standing, absent, unseen)
