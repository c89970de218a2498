"""A table and the rules its lines are about: a profile as far as it could be read, and what is left to a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from archive_tool.core.profile import NOTHING
from archive_tool.core.profile_parse import NEEDS
from archive_tool.core.scheme import Scheme
from archive_tool.core.score_table.demands import untaken
from archive_tool.core.score_table.rules import Match, Phrases
from archive_tool.core.score_table.sheet import Line, Table, unbracketed
from archive_tool.core.score_table.standards import Standard, read, roles_by_word
from archive_tool.core.score_table.words import Words, plain

# Why a line is scored by hand: a person has to say what the tool could not read.
Why = Literal["", "no-rule", "doubtful", "no-deduction", "points", "bonus", "veto"]


# Said of what takes place: 每月召开一次, 按期开展.
HELD = re.compile(r"召开|开展|举行|每月|每季|每年|每半年|[0-9一二三四]次")


class Drafted(NamedTuple):
    """One line of the table as an indicator."""

    line: Line
    title: str
    points: Decimal
    why: Why  # "": its rules are judged
    match: Match
    standard: Standard
    full: bool  # where nothing is asked its points are had: an election in good time is none


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
        points = NOTHING if line.points is None else line.points

        def standard_by(found: Match) -> Standard:
            rules = [scheme.rules[rule] for rule in found.rules]
            return read(line.standard, points, rules, roles, lambda part: phrases.match(part).rules)

        match, standard = _about(line, phrases, standard_by)
        why = _why(line, match, standard, words)
        # What only gives points or only says no has none that could be lost.
        worth = NOTHING if why in ("bonus", "veto") else points
        if not why:
            # Rules of other kinds would be turned on and cost nothing.
            kinds = {NEEDS[clause.per] for clause in standard.clauses}
            match = Match(tuple(rule for rule in match.rules if scheme.rules[rule].kind in kinds))
            rules = [scheme.rules[rule] for rule in match.rules]
            besides = untaken(line.title, rules, lambda part: phrases.match(part).rules)
            standard = standard._replace(left=tuple(dict.fromkeys((*standard.left, *besides))))
        full = not why and any(scheme.rules[rule].renews for rule in match.rules)
        return Drafted(line, unbracketed(line.title), worth, why, match, standard, full)

    lines = tuple(drafted(line) for line in table.lines)
    total = sum((one.points for one in lines), NOTHING)
    return Draft(table.title, total, _grown(lines, 0), lines, table.passed, table.stated)


def _about(line: Line, phrases: Phrases, standard_by: Callable[[Match], Standard]) -> tuple[Match, Standard]:
    """What a line is about: by its own words, those of its standard, else those of the nearest title above it.

    A title above says it of papers, and of what is held or counted; of anything else it may be meant only.
    """
    for told in (line.title, line.standard):
        match = phrases.match(told)
        if match != Match():
            return match, standard_by(match)
    for title in reversed(line.above):
        match = phrases.match(title)
        if match != Match():
            standard = standard_by(match)
            of_papers = {clause.per for clause in standard.clauses} == {"missing-role"}
            if of_papers or HELD.search(line.title):
                return match, standard
            return Match((), match.rules or match.candidates), standard_by(Match())
    return Match(), standard_by(Match())


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
