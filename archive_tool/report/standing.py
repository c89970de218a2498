"""The table by category: what is asked for, what is there, how complete that is, what is to be mended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.text import Text

from archive_tool.core.catalog import Speaker
from archive_tool.core.standing import NUMBERS, SEVERAL, Standing, share, total
from archive_tool.report.columns import Column, Row
from archive_tool.report.printable import printable
from archive_tool.report.screen import Screen
from archive_tool.report.symbols import Symbols

SELDOM = ("uncertain", "waived")  # columns that are left out where there is nothing in them
STYLES = {
    "missing": "bold red",
    "short": "bold red",
    "uncertain": "yellow",
    "due": "dim",
    "waived": "dim",
    "errors": "bold red",
    "warnings": "yellow",
}
# What a narrow terminal can do without, the highest number first; empty columns go before all others.
SPARE = {"short": 1, "found": 2, "due": 3, "expected": 4, "waived": 5, "bar": 6}
EMPTY = 10
NAME, LEAST_NAME = "category", 12
BAR, LONG_BAR, WIDE = 7, 20, 110


def categories(standings: Sequence[Standing], speaker: Speaker, screen: Screen) -> None:
    """One row a category of which something is to be said; the others in a line or two below."""
    shares = _sorted(standings, screen)
    names = [name_of(NAME, one.code, speaker) for one in shares.rows]
    _table(NAME, names, shares.rows, total(standings), speaker, screen)
    for line in _below(shares, speaker):
        screen.paragraph(line, style="dim")


def lines_of(standings: Sequence[Standing], speaker: Speaker, screen: Screen) -> int:
    """How many lines the table of categories takes, without the one before it."""
    shares = _sorted(standings, screen)
    below = sum(screen.lines_of(line) for line in _below(shares, speaker))
    return 1 + len(shares.rows) + (len(shares.rows) > 1) + below


def units(standings: Sequence[Standing], speaker: Speaker, screen: Screen) -> None:
    """The same by unit."""
    names = [name_of("unit", one.code, speaker) for one in standings]
    _table("unit", names, standings, total(standings), speaker, screen)


class _Shares(NamedTuple):
    """What the table shows, and codes of categories that have a line together below it."""

    rows: list[Standing]
    others: list[Standing]  # with findings, for which a low screen has no row
    complete: list[str]
    quiet: list[str]  # of which nothing is said


def _sorted(standings: Sequence[Standing], screen: Screen) -> _Shares:
    rows = [one for one in standings if one.says_something]
    quiet = [one.code for one in standings if one.code and one not in rows]
    complete: list[str] = []
    others: list[Standing] = []
    if len(rows) > screen.height // 2 - 4:
        complete = [one.code for one in rows if one.is_clean and not one.due]
        rows = [one for one in rows if one.code not in complete]
    most = screen.height // 2 - 8
    if screen.is_low and len(rows) > most:
        kept = sorted(rows, key=lambda one: (one.missing + one.short, one.errors, one.warnings))[-most:]
        others = [one for one in rows if one not in kept]
        rows = [one for one in rows if one in kept]
        quiet = []  # there is no line left for those
    return _Shares(rows, others, complete, quiet)


def _below(shares: _Shares, speaker: Speaker) -> list[str]:
    """Lines below the table, each about several categories."""
    others = [one.code or speaker.say("audit.outside") for one in shares.others]
    told = (("audit.others", others), ("audit.complete", shares.complete), ("audit.quiet", shares.quiet))
    return [speaker.say(key, categories=" ".join(codes)) for key, codes in told if codes]


def bar(one: Standing, cells: int, symbols: Symbols) -> Text:
    """What is there, what may still come, what nobody can tell, what lacks; each has a cell at least."""
    asked = one.expected - one.waived
    if not asked:
        return Text()
    numbers = (one.found, one.due, one.uncertain, one.missing + one.short)
    sizes = [max(number * cells // asked, 1 if number else 0) for number in numbers]
    left = cells - sum(sizes)
    # What rounding leaves goes to what lacks first, so that only what is whole looks it.
    takes = next(n for n in (3, 2, 0, 1) if numbers[n]) if left > 0 else sizes.index(max(sizes))
    sizes[takes] += left
    signs = (symbols.full, symbols.due, symbols.unsure, symbols.empty)
    styles = ("green", "dim", "yellow", "red")
    return Text.assemble(*zip(map(str.__mul__, signs, sizes), styles, strict=True))


def percent(one: Standing) -> Text:
    """Of what should be there by now, 100 % only where nothing lacks; a span where that is not sure."""
    asked = one.judged + one.uncertain
    if not asked:
        return Text("-" if one.due else "", style="dim")
    return Text(share(one.found, one.uncertain, asked), style="green" if one.found == asked else "")


def asked_for(everything: Standing, speaker: Speaker) -> str:
    """The sum in a sentence."""
    told = speaker.say("paper.asked", **{key: getattr(everything, key) for key in NUMBERS})
    if not everything.uncertain:
        return told
    more = speaker.say("paper.asked-uncertain", count=everything.uncertain)
    return speaker.say("list.sentences", first=told, second=more)


def category(code: str, speaker: Speaker) -> str:
    """Number and title of a category; a word for what lies in none."""
    if not code:
        return speaker.say("audit.outside")
    return printable(f"{code} {speaker.label(f'category:{code}')}")


def columns_of(everything: Standing) -> Sequence[str]:
    """The numbers of a table with this sum."""
    return [key for key in NUMBERS if key not in SELDOM or getattr(everything, key)]


def name_of(kind: str, code: str, speaker: Speaker) -> str:
    """Of a row by category or by unit; words for what belongs to none of them."""
    if kind == NAME:
        return category(code, speaker)
    if code in ("", SEVERAL):
        told = speaker.say("audit.several-units" if code else "audit.no-unit")
    else:
        told = speaker.label(f"unit:{code}")
    return printable(told)


def _table(
    name: str,
    names: Sequence[str],
    standings: Sequence[Standing],
    everything: Standing,
    speaker: Speaker,
    screen: Screen,
) -> None:
    long = screen.width is not None and screen.width >= WIDE
    columns = [
        Column(speaker.say(f"audit.column.{name}"), least=LEAST_NAME, wants=(screen.width or 0) // 4),
        Column(speaker.say("audit.column.complete"), spare=SPARE["bar"]),
        Column("", right=True),
    ]
    shown = columns_of(everything)
    for key in shown:
        spare = SPARE.get(key, 0) + (0 if getattr(everything, key) else EMPTY)
        columns.append(Column(speaker.say(f"audit.column.{key}"), right=True, spare=spare))
    rows = [
        _row(Text(told), one, shown, LONG_BAR if long else BAR, screen)
        for told, one in zip(names, standings, strict=True)
    ]
    if len(rows) > 1:
        rows.append(
            _row(
                Text(speaker.say("audit.total"), style="bold"),
                everything,
                shown,
                LONG_BAR if long else BAR,
                screen,
            )
        )
    screen.table(columns, rows)


def _row(name: Text, one: Standing, shown: Sequence[str], cells: int, screen: Screen) -> Row:
    numbers = [getattr(one, key) for key in shown]
    return [
        name,
        bar(one, cells, screen.symbols),
        percent(one),
        *(
            Text(str(n) if n else "", style=STYLES.get(key, ""))
            for key, n in zip(shown, numbers, strict=True)
        ),
    ]
