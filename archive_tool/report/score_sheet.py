"""The score as a sheet of a workbook: a row for every indicator, and below it one for every reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

from archive_tool.core.scored import Reason, Score, Scored
from archive_tool.report import score_words as words
from archive_tool.report.evidence import BETWEEN, named
from archive_tool.report.inspection import Inspection
from archive_tool.report.links import places
from archive_tool.report.workbook import Workbook
from archive_tool.report.workbook_cells import Cell, Colour, Column

# What a row is: a heading has the sum of what is below it, so that points are added up by indicators alone.
# What was shared out has a row of its own.
Kind = Literal["heading", "indicator", "lost", "bonus", "veto", "doubt", "note"]
KINDS: dict[Kind, Colour] = {"lost": "bad", "bonus": "good", "veto": "bad", "doubt": "warn", "note": "quiet"}
STATES: dict[str, Colour] = {
    "manual": "warn",
    "not-judged": "quiet",
    "not-yet": "quiet",
    "not-applicable": "quiet",
}


def add(score: Score, inspection: Inspection, book: Workbook) -> None:
    """Rows in the profile's order; what a hand scores stays blank, in colour, and is to be filled in."""
    say = inspection.speaker.say
    blank = f'AND($A2="{say("score.kind.indicator")}",$F2="",$J2="{say("score.state.manual")}")'
    kinds = {say(f"score.kind.{kind}"): colour for kind, colour in KINDS.items()}
    states = {say(f"score.state.{state}"): colour for state, colour in STATES.items()}
    columns = [
        Column(say("score.column.kind"), 10, colours=kinds),
        Column(say("sheet.column.indicators"), 30),
        Column(say("score.column.indicator"), 32),
        Column(say("score.column.possible"), 7, "number"),
        Column(say("score.column.judged"), 7, "number"),
        Column(say("score.column.points"), 7, "number", formula=(blank, "warn")),
        Column(say("score.column.change"), 9, "number"),
        *(Column(say(f"audit.column.{key}"), 7, "number") for key in ("expected", "found")),
        Column(say("sheet.column.status"), 16, colours=states),
        Column(say("score.column.reason"), 46),
        Column(say("sheet.column.evidence"), 40),
        Column(say("sheet.column.rule-id"), 60, on_paper=False),
    ]
    day = inspection.report.as_of.isoformat()
    heading = say("sheet.heading", name=inspection.name, sheet=say("sheet.score"), day=day)
    book.table(say("sheet.score"), heading, columns, _sheet(score, inspection))


def _sheet(score: Score, inspection: Inspection) -> Iterator[Sequence[Cell]]:
    """Indicators, and last what was shared out: the points of both kinds of rows are those of the whole."""
    yield from _rows(score.indicators, (), inspection)
    if score.scaled:
        more = score.points - score.bonus - score.reached
        say, how = inspection.speaker.say, words.scaling(score, inspection.speaker)
        numbers = [_number(score.scaled), _number(more), _number(more)]
        yield [
            say("score.kind.scaled"),
            "",
            say("score.total-scaled"),
            None,
            *numbers,
            None,
            None,
            "",
            how,
            "",
            "",
        ]


def _rows(
    scored: Sequence[Scored], above: tuple[str, ...], inspection: Inspection
) -> Iterator[Sequence[Cell]]:
    for one in scored:
        name = words.name(one, inspection.speaker)
        yield _indicator(one, above, inspection)
        if not one.below:
            yield from _reasons(one, above, inspection)
        yield from _rows(one.below, (*above, name), inspection)


def _indicator(one: Scored, above: tuple[str, ...], inspection: Inspection) -> list[Cell]:
    say, told = inspection.speaker.say, words.has_points(one)
    state = say(f"score.state.{one.state}")
    why = words.beside(one, inspection.speaker)
    return [
        say("score.kind.heading" if one.below else "score.kind.indicator"),
        BETWEEN.join(above),
        words.name(one, inspection.speaker),
        _number(one.indicator.points),
        _number(one.judged) if told else None,
        _number(one.points + one.bonus) if told else None,
        _number(one.points + one.bonus - one.judged)
        if told and one.points + one.bonus != one.judged
        else None,
        None,
        None,
        state,
        "" if why == state else why,
        "",
        inspection.speaker.listed(one.indicator.rules),
    ]


def _reasons(leaf: Scored, above: tuple[str, ...], inspection: Inspection) -> Iterator[Sequence[Cell]]:
    """What it lost, was given, is vetoed for, and what is to be known besides."""
    for reason in leaf.vetoes:
        yield _reason("veto", reason, None, leaf, above, inspection)
    for reason in filter(lambda one: one.points, leaf.deductions):
        yield _reason("lost", reason, -reason.points, leaf, above, inspection)
    for reason in filter(lambda one: one.points, leaf.bonuses):
        yield _reason("bonus", reason, reason.points, leaf, above, inspection)
    for reason in leaf.open_doubts:
        yield _reason("doubt", reason, None, leaf, above, inspection)
    spared = sum(not one.points for one in leaf.deductions)
    speaker = inspection.speaker
    for note in (*words.spared(spared, speaker), *words.remarks(leaf, speaker)):
        yield [*_start("note", leaf, above, inspection), *[None] * 6, "", note, "", ""]


def _reason(
    kind: Kind,
    reason: Reason,
    change: Decimal | None,
    leaf: Scored,
    above: tuple[str, ...],
    inspection: Inspection,
) -> list[Cell]:
    doubt = words.doubt(reason, inspection.speaker) if kind == "doubt" else ""
    records = named(reason.records, inspection.lists().withheld, inspection.speaker)
    return [
        *_start(kind, leaf, above, inspection),
        *[None] * 3,
        None if change is None else _number(change),
        reason.expected,
        reason.found,
        "",
        "\n".join(filter(None, (words.what(reason, inspection.speaker), doubt))),
        places(records, inspection),
        reason.rule or (reason.finding.code if reason.finding else ""),
    ]


def _start(kind: Kind, leaf: Scored, above: tuple[str, ...], inspection: Inspection) -> list[Cell]:
    name = words.name(leaf, inspection.speaker)
    return [inspection.speaker.say(f"score.kind.{kind}"), BETWEEN.join(above), name]


def _number(points: Decimal) -> float:
    return float(points)
