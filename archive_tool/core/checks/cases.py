"""Cases: matters that run over time, put together from the papers that say which step of which they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from archive_tool.core.checks.context import RuleContext
from archive_tool.core.names import read_name, stem
from archive_tool.core.parts import told
from archive_tool.core.periods import Period, of_date
from archive_tool.core.records import Record, mappings, text
from archive_tool.core.rule_details import Steps
from archive_tool.core.scheme import Rule, Term
from archive_tool.core.words import WordTable, fold

STEP = "step"
_TELLING = frozenset({"case", "relations"})  # fields by which a record belongs to a case


class Done(NamedTuple):
    """One step that was taken: when (None: nobody says), and the record that shows it."""

    step: str
    day: Period | None
    record: Record


@dataclass(slots=True)
class Case:
    """One person's recruitment, one election: whose it is, what it is called and what was done."""

    unit: str
    name: str
    home: Record | None = None  # the folder that is the case
    records: list[Record] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.home is not None and self.home.holding.place.open_case

    @property
    def has_left(self) -> bool:
        """Whether papers of it are lawfully kept elsewhere."""
        return self.home is not None and bool(text(self.home.values, "original_location"))

    def add(self, record: Record, done: Iterator[Done]) -> None:
        self.records.append(record)
        self.done.extend(done)


class StepWords:
    """How papers name the steps of a rule: by id or label in a sidecar, by words in a file's name."""

    def __init__(self, steps: Steps) -> None:
        self.codes = {
            fold(word): step.id for step in steps.steps for word in (step.id, *step.label.spellings())
        }
        self.table = WordTable.of(Term(step.id, step.label, step.words) for step in steps.steps)

    def told(self, word: str) -> str:
        """The step that a sidecar names, by id, label or words in it; "" for a step of another rule."""
        return self.codes.get(fold(word.strip()), "") or self.named(word)

    def named(self, name: str) -> str:
        """The step that a name ends with, or the only one it names."""
        found = self.table.found(name)
        return self.table.ending(name.strip()) or (found[0] if len(found) == 1 else "")


def cases(rule: Rule, steps: Steps, context: RuleContext) -> tuple[Case, ...]:
    """The cases of the rule's category: what has a step of it, and what is filed in the rule's form.

    Steps dated later than the day of the audit are not taken yet.
    """
    words = StepWords(steps)
    known: dict[tuple[str, str], Case] = {}
    by_id: dict[str, Case] = {}
    here = [record for record in context.records if record.holding.place.category == rule.category]
    homes = [record for record in here if _is_home(record, rule)]
    for record in homes:
        unit, name = _unit(record), _name(record)
        case = known.setdefault((unit, name), Case(unit, name, record))
        case.add(record, _of_parts(record, words))
        by_id[record.id] = case
        known.update({(unit, key): case for key in (record.id, record.title) if key})
    paths = {record.path for record in homes}
    for record in context.records:
        if not (_TELLING & record.values.keys()) or record.path in paths:
            continue
        if name := text(record.values, "case"):
            unit = _unit(record)
            known.setdefault((unit, name), Case(unit, name)).add(record, _shown(record, words))
        for case, done in _related(record, by_id, words):
            case.add(record, iter([done]))
    _named_by_homes(by_id, context, words)
    found = tuple({id(case): case for case in known.values()}.values())
    for case in found:
        later = context.material.as_of
        case.done = [done for done in case.done if done.day is None or done.day.first <= later]
    return tuple(case for case in found if _concerns(case, rule))


def _concerns(case: Case, rule: Rule) -> bool:
    here = any(record.holding.place.category == rule.category for record in case.records)
    as_such = case.home is not None and bool(rule.form) and case.home.form == rule.form
    return here and (bool(case.done) or as_such) and _is_called(case, rule)


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


def _unit(record: Record) -> str:
    return record.units[0] if record.units else ""


def _name(record: Record) -> str:
    return text(record.values, "case") or record.title or record.holding.name


def _shown(record: Record, words: StepWords) -> Iterator[Done]:
    """The step that a record of a case is: as it says, else those of its parts, else the one in its title."""
    told_step = text(record.values, STEP)
    if told_step:
        yield from _done(words.told(told_step), record.date, record)
        return
    parts = list(_of_parts(record, words)) if record.holding.folder else []
    yield from parts or _done(words.named(record.title), record.date, record)


def _of_parts(record: Record, words: StepWords) -> Iterator[Done]:
    """Steps that the parts are: as the sidecar says, else as the file's name says."""
    described = told(record)
    for entry in record.holding.files:
        part = described.get(entry.path[len(record.holding.path) + 1 :] if record.holding.folder else "")
        name = entry.path.rpartition("/")[2]
        step = words.told(part.step) if part and part.step else words.named(stem(name))
        day = (part.date if part else "") or read_name(name, folder=False).date
        yield from _done(step, day, record)


def _related(record: Record, by_id: Mapping[str, Case], words: StepWords) -> Iterator[tuple[Case, Done]]:
    """(case, step) of every case that it says to be a step of."""
    for relation in mappings(record.values, "relations"):
        case = by_id.get(text(relation, "record"))
        if case is not None and text(relation, "kind") == STEP:
            step = words.told(text(relation, STEP) or text(record.values, STEP)) or words.named(record.title)
            yield from ((case, done) for done in _done(step, record.date, record))


def _named_by_homes(by_id: Mapping[str, Case], context: RuleContext, words: StepWords) -> None:
    """A case may itself list the records that are its steps."""
    records = {record.id: record for record in context.records if record.id} if by_id else {}
    for case in by_id.values():
        for relation in mappings(case.home.values, "relations") if case.home else ():
            other = records.get(text(relation, "record"))
            if other is not None and text(relation, "kind") == STEP:
                case.add(other, _done(words.told(text(relation, STEP)), other.date, other))


def _done(step: str, day: str, record: Record) -> Iterator[Done]:
    if step:
        yield Done(step, of_date(day) if day else None, record)
