"""Drafts in the leaf of a rule that may be what it counts: nobody has said yet what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive_tool.core.checks.context import RuleContext
from archive_tool.core.checks.items import Item, falls, of_record
from archive_tool.core.config import Unit
from archive_tool.core.periods import Period, length_of
from archive_tool.core.proof import MAIN
from archive_tool.core.records import Record
from archive_tool.core.scheme import Form, Rule

_QUOTED = re.compile("《([^》]*)》")
_WHOLE = 360  # days: a year, a school year
_AS_LONG = ("school-year", "term")  # what plans and summaries of a year may be made for instead


def may_be(rule: Rule, unit: Unit, period: Period, context: RuleContext) -> Iterator[Item]:
    """Those of a unit and a period. They count for nothing, and are named where something lacks."""
    for record in context.drafts.get(rule.leaf, ()):
        if unit.id not in record.units or not record.holding.files:
            continue
        if not (
            _may_be_held(record, rule, context) if rule.activity else _may_be_form(record, rule, context)
        ):
            continue
        item = of_record(record, context)
        if _is_of(item, record, period):
            yield item


def _is_of(item: Item, record: Record, period: Period) -> bool:
    """Whether it falls there; of what says no time, and what is about a longer one, a whole year may be meant."""
    if falls(item, period):
        return True
    if (period.last - period.first).days < _WHOLE:
        return False
    if item.spans:
        return any(span.first <= period.last and period.first <= span.last for span in item.spans)
    return not record.date and record.holding.place.year == period.last.year


def _may_be_held(record: Record, rule: Rule, context: RuleContext) -> bool:
    """Whether it shows that something was held, and neither says what nor that it was something else."""
    if record.activities:
        return False
    evidence = rule.evidence or context.material.evidence.get(rule.activity, frozenset())
    if not any(part.sound and part.role in evidence for part in context.parts.of(record)):
        return False
    return not context.material.deriver.contradiction(record.holding, context.material.openings)


def _may_be_form(record: Record, rule: Rule, context: RuleContext) -> bool:
    """Whether its form is open, or near the one that is asked for."""
    forms = context.material.scheme.forms
    asked, own = forms[rule.form], forms.get(record.form)
    if own is None:
        return True
    if own.code == asked.code:
        return not record.date and not record.period
    if asked.timed.words:
        length = length_of(record.period)
        alike = own.role == asked.role and length in _AS_LONG
        akin = own.code in asked.timed.akin and length in (*asked.timed.periods, *_AS_LONG)
        return alike or akin or _quotes(record.title, asked)
    roles = context.material.scheme.vocabularies.get("roles", {})
    handed_round = own.role in roles and roles[own.role].shareable
    return not asked.role and own.role != MAIN and not handed_round and not _has_rule(own, rule, context)


def _quotes(title: str, form: Form) -> bool:
    """关于印发《2025年工作要点》的通知: the paper comes with what it is sent with."""
    words = (*form.words, *form.timed.words)
    return any(word in quoted for quoted in _QUOTED.findall(title) for word in words)


def _has_rule(form: Form, rule: Rule, context: RuleContext) -> bool:
    """Whether another rule of the leaf asks for that form: then it is known what it is for."""
    return any(
        one.form == form.code and one.leaf == rule.leaf for one in context.material.scheme.rules.values()
    )
