"""What a counterpart may answer besides what calls for it: a report on the same matter, a case, a record it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import cached_property
from typing import Literal

from archive_tool.core.checks.context import RuleContext
from archive_tool.core.checks.ties import OTHER_RELATIONS, Paper
from archive_tool.core.periods import of_date
from archive_tool.core.proof import is_doubtful
from archive_tool.core.records import Record, mappings, text
from archive_tool.core.rule_details import Pair

_APART = timedelta(days=366)  # what was reported earlier than this before is another matter
Answer = Literal["yes", "perhaps", "no"]


class Answerable:
    """What is there to be answered, looked for only when something seems to answer nothing.

    That of what the rule asks nothing: that it was reported in time is not this rule's matter.
    """

    def __init__(self, pair: Pair, context: RuleContext) -> None:
        self._pair = pair
        self._context = context

    def is_answered(self, paper: Paper) -> Answer:
        """Whether the paper belongs to something; perhaps where nobody could read what it may belong to."""
        if not self._pair.answers:
            return "no"
        if any(self._named(paper)) or any(self._of_its_case(paper)):
            return "yes"
        topic = self._topic(paper.records[0].title)
        found = [one for one in self._reports if _may_precede(one, paper)]
        about = [one for one in found if paper._replace(about=topic).is_about_the_same(one)]
        return "no" if not about else "perhaps" if all(one.uncertain for one in about) else "yes"

    @cached_property
    def _topic(self) -> Callable[[str], str]:
        return self._context.material.deriver.topics((self._pair.has.form, *self._pair.answers))

    @cached_property
    def _reports(self) -> tuple[Paper, ...]:
        return tuple(map(self._report, self._of_forms()))

    def _of_forms(self) -> Iterator[Record]:
        for form in self._pair.answers:
            yield from self._context.by_form.get(form, ())

    def _report(self, record: Record) -> Paper:
        material, day = self._context.material, of_date(record.date) if record.date else None
        uncertain = is_doubtful(record, material.deriver, material.snapshot.facts)
        about, none = self._topic(record.title), frozenset[str]()
        return Paper(record.path, record.units, (record,), day, 0, uncertain, none, none, none, about=about)

    @cached_property
    def _by_id(self) -> Mapping[str, Record]:
        return {record.id: record for record in self._context.records if record.id}

    def _named(self, paper: Paper) -> Iterator[Record]:
        """Records that it names under `relations`, or that name it there."""
        if paper.related:
            yield from (self._by_id[id_] for id_ in paper.related if id_ in self._by_id)
        for record in self._context.telling if paper.ids else ():
            told = mappings(record.values, "relations")
            if any(
                text(one, "record") in paper.ids and text(one, "kind") not in OTHER_RELATIONS for one in told
            ):
                yield record

    def _of_its_case(self, paper: Paper) -> Iterator[Record]:
        """Other records of the case that it bears, or the record that is the case; papers like itself are none."""
        if not paper.cases:
            return
        for record in self._context.records:
            names = {record.id, record.title, text(record.values, "case")}
            if record.form != self._pair.has.form and not names.isdisjoint(paper.cases):
                yield record


def _may_precede(report: Paper, paper: Paper) -> bool:
    if not set(report.units) & set(paper.units):
        return False
    if report.day is None or paper.day is None:
        return True
    return report.day.first <= paper.day.last and report.day.last >= paper.day.first - _APART
