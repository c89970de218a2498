"""A table and the rules its lines are about: a profile as far as it could be read, and what is left to a person."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from archive_tool.core.profile import NOTHING
from archive_tool.core.profile_parse import NEEDS
from archive_tool.core.scheme import Scheme
from archive_tool.core.score_table.rules import Match, Phrases
from archive_tool.core.score_table.sheet import Line, Table, unbracketed
from archive_tool.core.score_table.standards import Standard, read, roles_by_word
from archive_tool.core.score_table.words import Words, plain

# Why a line is scored by hand: a person has to say what the tool could not read.
Why = Literal["", "no-rule", "doubtful", "no-deduction", "points", "bonus", "veto"]


class Drafted(NamedTuple):
    """One line of the table as an indicator."""

    line: Line
    title: str
    points: Decimal
    why: Why  # "": its rules are judged
    match: Match
    standard: Standard


class Node(NamedTuple):
    """A level of the table, with what is below it."""

    title: str
    below: tuple[Node | Drafted, ...]


class Draft(NamedTuple):
    """All of it."""

    title: str
    total: Decimal
    nodes: tuple[Node | Drafted, ...]
    lines: tuple[Drafted, ...]
    passed: tuple[tuple[int, str], ...]
    stated: Decimal | None


def draft(table: Table, scheme: Scheme, words: Words) -> Draft:
    """Every line becomes an indicator; what is not surely known is scored by hand."""
    phrases, roles = Phrases(scheme), roles_by_word(scheme)

    def drafted(line: Line) -> Drafted:
        match = phrases.match(line.title)
        points = NOTHING if line.points is None else line.points
        rules = [scheme.rules[rule] for rule in match.rules]
        standard = read(line.standard, points, rules, roles)
        why = _why(line, match, standard, words)
        # What only gives points or only says no has none that could be lost.
        worth = NOTHING if why in ("bonus", "veto") else points
        if not why:
            # Rules of other kinds would be turned on and cost nothing.
            kinds = {NEEDS[clause.per] for clause in standard.clauses}
            match = Match(tuple(rule.id for rule in rules if rule.kind in kinds))
        return Drafted(line, unbracketed(line.title), worth, why, match, standard)

    lines = tuple(drafted(line) for line in table.lines)
    total = sum((one.points for one in lines), NOTHING)
    return Draft(table.title, total, _grown(lines, 0), lines, table.passed, table.stated)


def _why(line: Line, match: Match, standard: Standard, words: Words) -> Why:
    told = plain("".join((*line.above, line.title)))
    if any(word in told for word in words.bonus):
        return "bonus"
    if line.points is None:
        said = told + plain(line.written)
        return "veto" if any(word in said for word in words.veto) else "points"
    if not match.rules:
        return "doubtful" if match.candidates else "no-rule"
    return "" if standard.clauses and line.points else "no-deduction"


def _grown(lines: Sequence[Drafted], depth: int) -> tuple[Node | Drafted, ...]:
    """Lines that follow one another under one title of this level are below one node."""
    found: list[Node | Drafted] = []
    at = 0
    while at < len(lines):
        above = lines[at].line.above
        if len(above) <= depth:
            found.append(lines[at])
            at += 1
            continue
        end = at
        while end < len(lines) and lines[end].line.above[: depth + 1] == above[: depth + 1]:
            end += 1
        found.append(Node(unbracketed(above[depth]), _grown(lines[at:end], depth + 1)))
        at = end
    return tuple(found)
