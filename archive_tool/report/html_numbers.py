"""The numbers of a web page: those that stand out, the sums in words, and the tables by category and unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive_tool.core.standing import Standing, by_unit, shares, total
from archive_tool.report import json
from archive_tool.report.inspection import Inspection
from archive_tool.report.standing import asked_for, columns_of, name_of, percent

FIGURES = ("records", "files", "errors", "warnings", "infos", "waived")


class Figure(NamedTuple):
    """A number that stands out."""

    kind: str
    name: str
    number: str


class Row(NamedTuple):
    """One category or unit: how complete it is, and its numbers."""

    name: str
    share: str  # percent, "" where nothing was due
    bar: tuple[int, int] | None  # percent that is there at least, and what may be there besides
    cells: Sequence[tuple[str, int]]  # key, number


class Table(NamedTuple):
    """Where categories or units stand, and the sum of them."""

    head: Sequence[str]
    rows: Sequence[Row]


def figures(inspection: Inspection) -> Iterator[Figure]:
    """How complete it is, then the counts."""
    say, everything = inspection.speaker.say, total(inspection.standings)
    if share := percent(everything).plain:
        yield Figure("share", say("audit.column.complete"), share)
    numbers = json.summary(inspection.report)
    for key in FIGURES:
        kind = key if numbers[key] else "none"
        yield Figure(kind, say(f"html.figure.{key}"), str(numbers[key]))


def sentences(inspection: Inspection) -> Iterator[str]:
    """The same in the words of the other reports."""
    say, asked = inspection.speaker.say, total(inspection.standings)
    counted = {key: value for key, value in json.summary(inspection.report).items() if key != "score"}
    yield say("paper.holdings", **counted)
    if asked.expected:
        yield asked_for(asked, inspection.speaker)
    yield say("paper.found", **counted)


def tables(inspection: Inspection) -> Iterator[Table]:
    """By category; by unit too where several are judged."""
    rows = [one for one in inspection.standings if one.says_something]
    if rows:
        yield _table("category", rows, inspection)
    units = by_unit(inspection.report)
    if units:
        yield _table("unit", units, inspection)


def _table(name: str, rows: Sequence[Standing], inspection: Inspection) -> Table:
    say, everything = inspection.speaker.say, total(rows)
    names, shown = [name_of(name, one.code, inspection.speaker) for one in rows], columns_of(everything)
    told = [
        Row(one_name, percent(one).plain, _bar(one), [(key, getattr(one, key)) for key in shown])
        for one_name, one in zip((*names, say("audit.total")), (*rows, everything), strict=True)
    ]
    return Table([say(f"audit.column.{key}") for key in (name, "complete", *shown)], told)


def _bar(one: Standing) -> tuple[int, int] | None:
    asked = one.judged + one.uncertain
    if not asked:
        return None
    least, most = shares(one.found, one.uncertain, asked)
    return least, most - least


def quiet(inspection: Inspection) -> str:
    """Categories of which nothing is to be said."""
    codes = [one.code for one in inspection.standings if one.code and not one.says_something]
    return inspection.speaker.say("audit.quiet", categories=" ".join(codes)) if codes else ""
