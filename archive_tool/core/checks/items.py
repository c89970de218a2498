"""What may count towards a rule: occasions of its activity, or records of its form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from archive_tool.core.checks.context import RuleContext
from archive_tool.core.checks.said_names import speakers
from archive_tool.core.occasions import Occasion
from archive_tool.core.periods import Period, contains, of_date, parse
from archive_tool.core.proof import is_doubtful
from archive_tool.core.records import Record, Values, lookup, texts
from archive_tool.core.scheme import SPEAKER, Rule
from archive_tool.core.tree import Place


class Item(NamedTuple):
    """One thing that may count: an occasion, or a record of a form."""

    units: tuple[str, ...]
    persons: tuple[str, ...]
    number: int  # how many it stands for, where it says so
    spans: tuple[Period, ...]  # where it falls
    told: bool  # where it falls is what it says itself, not its day
    covered: tuple[Period, ...]  # what it says it covers, shorter periods included
    records: tuple[Record, ...]
    evident: bool  # there is proof that it took place
    uncertain: bool
    pointer: bool
    draft: bool


def items_of(rule: Rule, context: RuleContext) -> Iterator[Item]:
    """Everything of the rule's subject, whether or not there is proof of it."""
    if rule.activity:
        held = context.occasions.get(rule.activity, ())
        yield from (_from_occasion(o, rule, context) for o in held if is_here(o.records, rule))
        return
    for record in context.by_form.get(rule.form, ()):
        if is_here((record,), rule):
            uncertain = is_doubtful(record, context.material.deriver, context.material.snapshot.facts)
            evident = not uncertain and _is_there(record)
            item = _item(record.units, (record,), record.date, context, evident=evident, uncertain=uncertain)
            item = _named(item, rule, (record.values,), context)
            yield item._replace(covered=item.spans) if rule.spread else item


def of_record(record: Record, context: RuleContext) -> Item:
    """A record by itself, of which nothing is proven."""
    return _item(record.units, (record,), record.date, context, evident=False, uncertain=True)


def is_here(records: Iterable[Record], rule: Rule) -> bool:
    """Whether it lies where the rule looks: anywhere, or in the rule's leaf, or is at work in its category."""
    return not rule.in_leaf or any(_lies_in(record.holding.place, rule) for record in records)


def _lies_in(place: Place, rule: Rule) -> bool:
    return place.leaf == rule.leaf or (place.open_case and place.category == rule.category)


def _from_occasion(occasion: Occasion, rule: Rule, context: RuleContext) -> Item:
    evidence = rule.evidence or context.material.evidence.get(rule.activity, ())
    uncertain = occasion.uncertain or (not occasion.pointer and occasion.may_show(evidence))
    proven = occasion.pointer or not rule.evidence or occasion.shows(rule.evidence)
    evident = proven and not uncertain and any(map(_is_there, occasion.records))
    units = (occasion.unit,)
    item = _item(units, occasion.records, occasion.date, context, evident=evident, uncertain=uncertain)
    return _named(item, rule, occasion.values, context)


def _named(item: Item, rule: Rule, told: Iterable[Values], context: RuleContext) -> Item:
    """The item with the names that the rule looks for where `persons` has none: who gave the lesson."""
    if item.persons or not rule.named_by:
        return item
    found = [lookup(values, rule.named_by) for values in told]
    written = [name for value in found for name in (value if isinstance(value, list) else [value])]
    names = context.person_names.of(name for name in written if isinstance(name, str))
    said = speakers(item.records, context) if rule.named_by == SPEAKER and not any(written) else ()
    return item._replace(persons=tuple(dict.fromkeys((*names, *said))))


def _item(
    units: tuple[str, ...],
    records: tuple[Record, ...],
    day: str,
    context: RuleContext,
    *,
    evident: bool,
    uncertain: bool,
) -> Item:
    # A minute book's entry stands for its own day only.
    told = () if records[0].events else records
    covers = [value for record in told if isinstance(value := record.values.get("covers"), dict)]
    covered = _parsed([text for cover in covers for text in texts(cover, "periods")], context)
    spans = covered or _parsed([record.period for record in told if record.period], context)
    dated = of_date(day) if day else None
    later = dated is not None and dated.first > context.material.as_of
    return Item(
        units,
        _persons(records, covers, context),
        max((number for cover in covers if isinstance(number := cover.get("count"), int)), default=1),
        () if later else spans or ((dated,) if dated else ()),
        bool(spans),
        () if later else covered,
        records,
        evident,
        uncertain,
        pointer=all(record.pointer for record in records),
        draft=any(record.status == "draft" for record in records),
    )


def _persons(records: Iterable[Record], covers: Iterable[Values], context: RuleContext) -> tuple[str, ...]:
    """Everyone named, each once."""
    named = [texts(values, "persons") for values in (*(record.values for record in records), *covers)]
    return tuple(dict.fromkeys(context.person_names.of(name for persons in named for name in persons)))


def _is_there(record: Record) -> bool:
    """An empty folder proves nothing; a pointer says where the paper is."""
    return bool(record.holding.files) or record.pointer


def _parsed(written: list[str], context: RuleContext) -> tuple[Period, ...]:
    calendar = context.material.config.calendar
    return tuple(period for text in written if (period := parse(text, calendar)))


def falls(item: Item, period: Period) -> bool:
    """Whether it counts in this period."""
    for span in item.spans:
        if contains(period, span):
            return True
    return any(contains(covered, period) for covered in item.covered) if item.covered else False
