"""What a counterpart may answer besides what calls for it: a report on the same matter, a case, a record it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
    """What is there to be answered, in an archive, besides what calls for an answer: of that nothing is asked."""

    def __init__(self, pair: Pair, context: RuleContext) -> None:
        self._pair = pair
        self._context = context

    def is_answered(self, paper: Paper) -> Answer:
        """Whether the paper belongs to something; perhaps where nobody could read what it may belong to."""
        if not self._pair.answers:
            return "no"
        named = not self._ids.isdisjoint(paper.related) or not self._named.isdisjoint(paper.ids)
        of_a_case = bool(paper.cases) and not self._cases.isdisjoint(paper.cases)
        return "yes" if named or of_a_case else self.reported(paper)

    def reported(self, paper: Paper) -> Answer:
        """Whether the same matter was reported, by the titles."""
        if not self._pair.answers:
            return "no"
        told = paper._replace(about=self._topic(paper.records[0].title))
        about = [one for one in self._reports if self._may_precede(one, told) and told.is_about_the_same(one)]
        return "no" if not about else "perhaps" if all(one.uncertain for one in about) else "yes"

    def _may_precede(self, report: Paper, paper: Paper) -> bool:
        """Whether it was there before, with the unit itself or, where the answer comes from above, one below it."""
        above = self._context.material.config.above if self._pair.from_above else lambda _: ()
        if set(paper.units).isdisjoint(one for unit in report.units for one in (unit, *above(unit))):
            return False
        if report.day is None or paper.day is None:
            return True
        return report.day.first <= paper.day.last and report.day.last >= paper.day.first - _APART

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
    def _ids(self) -> frozenset[str]:
        """What may be named under `relations`."""
        return frozenset(record.id for record in self._context.records if record.id)

    @cached_property
    def _named(self) -> frozenset[str]:
        """What is named there."""
        told = (one for record in self._context.telling for one in mappings(record.values, "relations"))
        return frozenset(text(one, "record") for one in told if text(one, "kind") not in OTHER_RELATIONS)

    @cached_property
    def _cases(self) -> frozenset[str]:
        """Cases that other papers bear, and records that are one, by id and by title."""
        others = (record for record in self._context.records if record.form != self._pair.has.form)
        names = (name for one in others for name in (one.id, one.title, text(one.values, "case")))
        return frozenset(filter(None, names))
