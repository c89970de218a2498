"""Which texts the rules of the kind distinct compare, found in one pass over the records."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from archive_tool.core.model import Entry
from archive_tool.core.periods import Calendar, Period, of_date
from archive_tool.core.proof import PartsSeen, as_paper
from archive_tool.core.records import Record, time_told
from archive_tool.core.rule_details import Distinct
from archive_tool.core.scheme import Rule, Scheme


class Text(NamedTuple):
    """A file with text, the record whose it is, and the time that is of."""

    record: Record
    entry: Entry
    sha256: str
    when: Period

    def time(self) -> tuple[str, str]:
        return (self.record.date or self.when.last.isoformat(), self.entry.path)


def compared_texts(
    rules: Iterable[Rule], records: Iterable[Record], parts: PartsSeen, as_of: date, calendar: Calendar
) -> Mapping[str, Sequence[Text]]:
    """By rule id, the texts of records until today that it compares, in order of time."""
    comparing = [(rule, rule.details.parts) for rule in rules if isinstance(rule.details, Distinct)]
    asked: dict[str, Mapping[str, Sequence[Rule]]] = {}
    found: dict[str, list[Text]] = {}
    for record in records if comparing else ():
        by_role = asked.get(record.form)
        if by_role is None:
            by_role = asked[record.form] = _by_role(comparing, record.form, parts.deriver.scheme)
        when = _when(record, calendar) if by_role else None
        if when is None or when.first > as_of:
            continue
        for entry, role in zip(record.holding.files, parts.roles(record), strict=True):
            rules_for = by_role.get(role)
            fact = parts.facts.get(entry.path) if rules_for else None
            if rules_for and fact and fact.sha256 and fact.characters:
                for rule in _meant(rules_for, record, entry):
                    found.setdefault(rule.id, []).append(Text(record, entry, fact.sha256, when))
    return {rule: sorted(texts, key=Text.time) for rule, texts in found.items()}


def _when(record: Record, calendar: Calendar) -> Period | None:
    """Its time as it is told, else the year of its folder."""
    told, year = time_told(record, calendar), record.holding.place.year
    return told or (of_date(f"{year}") if year else None)


def _by_role(
    comparing: Iterable[tuple[Rule, Container[str]]], form: str, scheme: Scheme
) -> Mapping[str, Sequence[Rule]]:
    """Of a form, role that a part is said to have -> the rules that compare it."""
    found: dict[str, list[Rule]] = {}
    for role in ("", *scheme.vocabularies.get("roles", {})):
        paper = as_paper(role, scheme.forms.get(form))
        for rule, roles in comparing:
            if paper in roles and rule.form in ("", form):
                found.setdefault(role, []).append(rule)
    return found


def _meant(rules: Sequence[Rule], record: Record, entry: Entry) -> Sequence[Rule]:
    """The rules that compare a part. What its own name says decides before that of the record.

    A 自评表 among 自评材料 is a sheet.
    """
    about = [rule for rule in rules if _is_about(rule, record, entry)]
    if len(about) < 2:
        return about
    name = entry.path.rpartition("/")[2]
    own = [rule for rule in about if any(word in name for word in rule.called)]
    return [rule for rule in about if not rule.called or not own or rule in own]


def _is_about(rule: Rule, record: Record, entry: Entry) -> bool:
    if rule.activity and rule.activity not in record.activities:
        return False
    if not rule.called:
        return True
    # Hardly any is called so: its name is put together only where a word stands somewhere.
    if not any(word in record.title or word in entry.path for word in rule.called):
        return False
    name = f"{record.title} {record.holding.name} {entry.path.rpartition('/')[2]}"
    return any(word in name for word in rule.called)
