"""The catalogue of supporting material: what is there for everything that is asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from archive_tool.core.catalog import Speaker
from archive_tool.core.lists import Lists
from archive_tool.core.model import CoverageRow
from archive_tool.core.periods import ONCE, Calendar, parse
from archive_tool.core.personal_data import masked
from archive_tool.core.profile import Indicator
from archive_tool.core.scored import Scored
from archive_tool.core.standing import asks, state
from archive_tool.report import score_words
from archive_tool.report.folded import spelt
from archive_tool.report.inspection import Inspection
from archive_tool.report.standing import category

BETWEEN = " · "  # the headings above an indicator
FEW = 2  # periods that are told one by one
State = Literal["there", "withheld", "missing", "uncertain", "waived", "unserved"]


class Point(NamedTuple):
    """What a record is evidence of: a group of points, and the point itself."""

    group: str
    name: str


class Proof(NamedTuple):
    """A record that serves a point, or that nothing does: then it has no path.

    One that is not for everyone has neither path nor title, but its day; `key` tells it from others.
    """

    point: Point
    who: str = ""
    period: str = ""  # as it is labelled, 2025-Q1
    path: str = ""
    title: str = ""  # of the record; where there is none, why
    date: str = ""
    note: str = ""
    state: State = "there"
    key: str = ""  # the record, which is not to be shown


def proofs(found: Lists, inspection: Inspection) -> Iterator[Proof]:
    """Every point with what serves it, in the profile's order or, without one, the scheme's."""
    indicators = dict(_indicators(inspection))
    by_rule: defaultdict[str, list[Point]] = defaultdict(list)
    for point, one in indicators.items():
        for rule in dict.fromkeys(one.indicator.rules):
            by_rule[rule].append(point)
    by_point: dict[Point, list[Proof]] = {point: [] for point in indicators}
    keys: defaultdict[Point, set[str]] = defaultdict(set)  # of what is shown for each
    for row in inspection.report.coverage:
        for point in by_rule[row.rule] if inspection.score is not None else _of_category(row, inspection):
            new = [
                one
                for one in _of_row(row, point, found, inspection)
                if asks(row) or one.key not in keys[point]
            ]
            by_point.setdefault(point, []).extend(new)
            keys[point].update(one.key for one in new)
    for point, shown in by_point.items():
        if shown or point not in indicators:
            yield from shown
        else:
            yield Proof(point, title=_why(indicators[point], inspection), state="unserved")


def _of_category(row: CoverageRow, inspection: Inspection) -> Iterator[Point]:
    """Without a profile a row serves its rule, in its category."""
    if asks(row):
        rule = inspection.scheme.rules.get(row.rule)
        group = category(rule.category if rule else "", inspection.speaker)
        yield Point(group, inspection.speaker.label(f"subject:{row.rule}"))


def _indicators(inspection: Inspection) -> Iterator[tuple[Point, Scored]]:
    """The lowest indicators of the profile, in their order; none where there is no profile."""
    for one in inspection.score.indicators if inspection.score else ():
        yield from _below(one, (), inspection)


def _below(one: Scored, above: tuple[str, ...], inspection: Inspection) -> Iterator[tuple[Point, Scored]]:
    name = _name(one.indicator, inspection)
    if not one.below:
        yield Point(BETWEEN.join(above) or name, name), one
    for lower in one.below:
        yield from _below(lower, (*above, name), inspection)


def _name(indicator: Indicator, inspection: Inspection) -> str:
    return f"{indicator.id} {indicator.title.text(inspection.speaker.language)}"


def _why(one: Scored, inspection: Inspection) -> str:
    """Why nothing is shown for an indicator: it is left to a hand, does not apply, or nothing counts for it."""
    return score_words.standing(one, inspection.speaker) or inspection.speaker.say("sheet.none-counted")


def _period(row: CoverageRow) -> str:
    """What is asked for once has no period of its own."""
    return "" if row.period == ONCE.label else row.period


def _of_row(row: CoverageRow, point: Point, found: Lists, inspection: Inspection) -> Iterator[Proof]:
    if not row.records and (not asks(row) or row.status in ("not-applicable", "due")):
        return
    for path in row.records or ("",):
        yield _proof(row, point, path, found, inspection)


def _proof(row: CoverageRow, point: Point, path: str, found: Lists, inspection: Inspection) -> Proof:
    speaker, record = inspection.speaker, found.records.get(path)
    whom = "" if row.rule in found.closed else row.whom
    proof = Proof(point, speaker.label(f"unit:{whom or row.unit}"), _period(row), path, key=path)
    if not path:
        came = state(row)
        lacking: State = came if came == "waived" or came == "uncertain" else "missing"
        return proof._replace(title=_lacking(row, lacking, inspection), state=lacking)
    if path in found.withheld:
        told, day = speaker.say("sheet.withheld"), found.withheld[path]
        return proof._replace(path="", title=told, date=day, state="withheld")
    note = ""
    if record and record.pointer:
        note = speaker.say("sheet.on-paper")
    elif record and record.status == "draft":
        note = speaker.say("sheet.draft")
    title = record.title if record and record.title else path.rpartition("/")[2]
    return proof._replace(
        title=masked(title), path=masked(path), date=record.date if record else "", note=note
    )


def _lacking(row: CoverageRow, came: State, inspection: Inspection) -> str:
    """What stands where there is no record; where an indicator has several rules, of which it is said."""
    speaker = inspection.speaker
    told = speaker.say("sheet.nothing-there" if came == "missing" else f"sheet.status.{came}")
    named = (leaf.indicator.rules for leaf in inspection.score.leaves()) if inspection.score else ()
    if not any(row.rule in rules and len(rules) > 1 for rules in named):
        return told
    return speaker.say("sheet.of-subject", told=told, subject=speaker.label(f"subject:{row.rule}"))


def named(paths: Sequence[str], withheld: Container[str], speaker: Speaker) -> list[str]:
    """Paths of records as a paper may name them; at the end how many others there are."""
    told = [masked(path) for path in paths if path not in withheld]
    kept = len(paths) - len(told)
    return [*told, *([speaker.say("sheet.withheld-count", count=kept)] if kept else [])]


def periods(labels: Sequence[str], inspection: Inspection) -> str:
    """Several in words: of more than two that follow one another the first, the last and how many."""
    known = list(dict.fromkeys(filter(None, labels)))
    if len(known) <= FEW or not _in_turn(known):
        return spelt(known, inspection.speaker)
    first, last = (inspection.speaker.label(f"period:{label}") for label in (known[0], known[-1]))
    return inspection.speaker.say("sheet.periods", first=first, last=last, count=len(known))


def _in_turn(labels: Sequence[str]) -> bool:
    """Whether each begins after the one before has ended: a year and its halves do not."""
    spans = [parse(label, Calendar()) for label in labels]
    return all(one and then and one.last < then.first for one, then in pairwise(spans))
