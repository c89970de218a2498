"""Cases: matters that run over time, put together from the papers that say which step of which they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from archive_tool.core.checks.context import RuleContext
from archive_tool.core.checks.step_choice import Paper
from archive_tool.core.checks.step_words import StepWords
from archive_tool.core.model import FileFacts
from archive_tool.core.names import read_name, stem
from archive_tool.core.parts import told
from archive_tool.core.periods import of_date
from archive_tool.core.proof import is_sound, unread
from archive_tool.core.records import Record, mappings, text
from archive_tool.core.rule_details import Steps
from archive_tool.core.scheme import Rule
from archive_tool.core.traces import Traces

STEP = "step"


class Seen(NamedTuple):
    """What was read of the files that papers are."""

    facts: Mapping[str, FileFacts]
    traces: Traces

    def day_in(self, path: str) -> str:
        """The day that the text of a file states; "" where it states none, or several."""
        fact = self.facts.get(path)
        trace = self.traces.get(fact.sha256) if fact else None
        return trace.stated if trace else ""


def seen_of(context: RuleContext) -> Seen:
    return Seen(context.material.snapshot.facts, context.material.traces)


@dataclass(slots=True)
class Case:
    """One person's recruitment, one election: whose it is, what it is called and what was done."""

    unit: str
    name: str
    home: Record | None = None  # the folder that is the case
    records: list[Record] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    mixed: tuple[Paper, ...] = ()  # papers by which it may be several matters that nobody told apart
    until: date = date.max  # the day of the audit: what is dated later has not been done yet

    @property
    def is_open(self) -> bool:
        return self.home is not None and self.home.holding.place.open_case

    @property
    def has_left(self) -> bool:
        """Whether papers of it are lawfully kept elsewhere."""
        if self.home is not None and text(self.home.values, "original_location"):
            return True
        shown = {paper.record.path for paper in self.papers}
        return any(record.pointer and record.path not in shown for record in self._so_far())

    def last_day(self, as_of: date) -> date:
        """On which the last thing was done in it, as its papers, its records or the year of their folder tell.

        Of the year alone it is the first day, so that rules which came in force later are not asked. Of an
        open case, and of one of which nobody tells any day, it is the day of the audit.
        """
        if self.is_open:
            return as_of
        days = {paper.day.last for paper in self.papers if paper.day}
        days |= {of_date(record.date).last for record in self._so_far() if record.date}
        days |= {date(year, 1, 1) for record in self._so_far() if (year := record.holding.place.year)}
        return min(as_of, max(days, default=as_of))

    def _so_far(self) -> Iterator[Record]:
        for record in self.records:
            if record is self.home or not record.date or of_date(record.date).first <= self.until:
                yield record

    def add(self, record: Record, papers: Iterable[Paper]) -> None:
        self.records.append(record)
        self.papers.extend(papers)

    def take_over(self, other: Case) -> None:
        """The same matter, told of by other papers."""
        self.home = self.home or other.home
        self.records.extend(other.records)
        self.papers.extend(other.papers)


def cases(rule: Rule, steps: Steps, context: RuleContext) -> tuple[Case, ...]:
    """The cases of the rule's category: what has a step of it, and what is filed in the rule's form or leaf.

    Steps dated later than the day of the audit are not taken yet.
    """
    words, seen = StepWords(steps), seen_of(context)
    known: dict[tuple[str, str], Case] = {}
    by_id: dict[str, Case] = {}
    here = [record for record in context.records if record.holding.place.category == rule.category]
    homes = [record for record in here if _is_home(record, rule) or _is_filed_case(record, rule, words)]
    for record in homes:
        unit, name = unit_of(record), _name(record)
        if (unit, name) in known and _is_filed_case(record, rule, words):
            name = record.holding.name  # another year's election is called the same
        case = known.setdefault((unit, name), Case(unit, name, record))
        case.add(record, of_parts(record, words, seen))
        if record.id:
            by_id[record.id] = case
        if record.title:
            known[unit, record.title] = case
    paths = {record.path for record in homes}
    for record in context.telling:
        if record.path in paths:
            continue
        if name := text(record.values, "case"):
            unit = unit_of(record)
            named = by_id.get(context.successors.get(name, name))
            case = named or known.setdefault((unit, name), Case(unit, name))
            case.add(record, _shown(record, words, seen))
        for case, paper in _related(record, by_id, words, context):
            case.add(record, [paper])
    _named_by_homes(known.values(), context, words)
    found = _with_owners(known)
    for case in found:
        later = context.material.as_of
        case.papers = [paper for paper in case.papers if paper.day is None or paper.day.first <= later]
        case.until = later
    return tuple(case for case in found if _concerns(case, rule))


def _with_owners(known: Mapping[tuple[str, str], Case]) -> Iterable[Case]:
    """The cases; papers of which nobody says whose they are belong to the one case that bears their name."""
    owned: dict[str, dict[int, Case]] = {}
    names: dict[int, set[str]] = {}
    for (unit, name), case in known.items():
        if unit:
            owned.setdefault(name, {})[id(case)] = case
        else:
            names.setdefault(id(case), set()).add(name)
    found = {id(case): case for case in known.values()}
    for key, called in names.items():
        nobodys = found[key]
        same = {other: case for name in called for other, case in owned.get(name, {}).items()}
        (one, *more) = (*same.values(), nobodys)
        if len(more) == 1 and not (one.home and nobodys.home):
            one.take_over(nobodys)
            del found[key]
    return found.values()


def _concerns(case: Case, rule: Rule) -> bool:
    here = any(record.holding.place.category == rule.category for record in case.records)
    as_such = case.home is not None and bool(rule.form) and case.home.form == rule.form
    return here and (bool(case.papers) or as_such) and _is_called(case, rule)


def _is_called(case: Case, rule: Rule) -> bool:
    """Whether its name or its leaf says that it is one of the rule's; of a rule without words all are."""
    lies_there = any(record.holding.place.leaf == rule.leaf for record in case.records)
    return not rule.called or lies_there or any(word in case.name for word in rule.called)


def _is_home(record: Record, rule: Rule) -> bool:
    """A folder of open cases, a record in the form of a case, or one whose sidecar tells steps of parts."""
    if record.broken or text(record.values, STEP):
        return False
    as_such = bool(rule.form) and record.form == rule.form
    return record.holding.place.open_case or as_such or any(part.step for part in record.parts)


def _is_filed_case(record: Record, rule: Rule, words: StepWords) -> bool:
    """A folder in the rule's own leaf that holds several steps and is not called after one of them."""
    if record.holding.place.leaf != rule.leaf or not record.holding.folder or record.broken or rule.form:
        return False
    if text(record.values, "case") or text(record.values, STEP) or not is_of_the_rule(record, rule):
        return False
    names = (stem(entry.path.rpartition("/")[2]) for entry in record.holding.files)
    steps = {named for name in names if (named := words.named(name))}
    return len(steps) > (2 if words.named(record.title) else 1)


def is_of_the_rule(record: Record, rule: Rule) -> bool:
    """Whether its leaf's folder or its own name says what the rule is about, where the rule has words for that."""
    place = f"{record.holding.path} {record.title}"
    return not rule.called or any(word in place for word in rule.called)


def unit_of(record: Record) -> str:
    return record.units[0] if record.units else ""


def _name(record: Record) -> str:
    return text(record.values, "case") or record.title or record.holding.name


def _shown(record: Record, words: StepWords, seen: Seen) -> Iterator[Paper]:
    """The step that a record of a case is: as it says, else those of its parts, else the one in its title."""
    told_step = text(record.values, STEP)
    if told_step:
        yield from one_paper(words.told(told_step), record, seen)
        return
    parts = list(of_parts(record, words, seen)) if record.holding.folder else []
    yield from parts or one_paper(words.named(record.title), record, seen)


def of_parts(record: Record, words: StepWords, seen: Seen) -> Iterator[Paper]:
    """Steps that the parts are, and when: as the sidecar says, else as the file's name, else as its text says."""
    described = told(record)
    for entry in record.holding.files:
        part = described.get(entry.path[len(record.holding.path) + 1 :] if record.holding.folder else "")
        name = entry.path.rpartition("/")[2]
        steps = words.of(part.step if part else "", stem(name))
        if steps:
            day = (part.date if part else "") or read_name(name, folder=False).date or seen.day_in(entry.path)
            sound = is_sound(entry, seen.facts)
            yield Paper(steps, of_date(day) if day else None, record, entry.path, sound)


def _related(
    record: Record, by_id: Mapping[str, Case], words: StepWords, context: RuleContext
) -> Iterator[tuple[Case, Paper]]:
    """(case, paper) of every case that it says to be a step of."""
    seen = seen_of(context)
    for relation in mappings(record.values, "relations"):
        named = text(relation, "record")
        case = by_id.get(context.successors.get(named, named))
        if case is not None and text(relation, "kind") == STEP:
            steps = words.of(text(relation, STEP) or text(record.values, STEP), record.title)
            yield from ((case, paper) for paper in one_paper(steps, record, seen))


def _named_by_homes(known: Iterable[Case], context: RuleContext, words: StepWords) -> None:
    """A case may itself list the records that are its steps."""
    telling = {id(case): case for case in known if case.home and "relations" in case.home.values}
    records = {record.id: record for record in context.records if record.id} if telling else {}
    for case in telling.values():
        for relation in mappings(case.home.values, "relations") if case.home else ():
            named = text(relation, "record")
            other = records.get(context.successors.get(named, named))
            if other is not None and text(relation, "kind") == STEP:
                told_step = text(relation, STEP)
                case.add(other, one_paper(words.of(told_step, other.title), other, seen_of(context)))


def one_paper(steps: tuple[str, ...], record: Record, seen: Seen) -> Iterator[Paper]:
    """A record as a whole as the paper of these steps."""
    if steps:
        text_alone = "" if record.holding.folder or record.date else seen.day_in(record.path)
        day = of_date(record.date or text_alone) if record.date or text_alone else None
        yield Paper(steps, day, record, record.path, not unread(record, seen.facts))
