"""The calendar of archive.yaml to values: school year, terms, months without duties."""

from __future__ import annotations

import re
from datetime import date

from archive_tool.core.numerals import is_number
from archive_tool.core.periods import Calendar, Term
from archive_tool.core.strict import Section


def parse_calendar(section: Section) -> Calendar:
    """Start of the school year, terms that do not overlap, months in which nothing is asked."""
    section.only("school_year_start", "terms", "exempt_months")
    try:
        # A leap year, so that 02-29 passes and 02-30 does not.
        start = date.fromisoformat(f"2024-{section.text('school_year_start', '09-01')}")
    except ValueError:
        raise section.error("strict.month-day", "school_year_start") from None
    terms: list[Term] = []
    for part in section.sections("terms"):
        first, last = part.only("id", "from", "to").day("from"), part.day("to")
        if first is None or last is None or last < first:
            raise part.error("config.term-dates", "from" if first is None else "to")
        same = next((term.id for term in terms if first <= term.last and term.first <= last), "")
        if same:
            raise part.error("config.terms-overlap", "from", term=part.text("id"), other=same)
        _in_its_year(part, first, last)
        terms.append(Term(part.text("id"), first, last))
    months = []
    for text in section.texts("exempt_months"):
        if not is_number(text) or not 1 <= int(text) <= 12:
            raise section.error("config.month", "exempt_months", value=text)
        months.append(int(text))
    return Calendar((start.month, start.day), tuple(terms), frozenset(months))


def _in_its_year(part: Section, first: date, last: date) -> None:
    """2025-2026-1 begins and ends in 2025 or 2026; a term that is called otherwise may be of any year."""
    named = re.fullmatch("([0-9]{4})-([0-9]{4})-[0-9]+", part.text("id"))
    years = [int(year) for year in named.groups()] if named else []
    if years and not years[0] <= first.year <= last.year <= years[1]:
        told = {"first": years[0], "last": years[1]}
        raise part.error("config.term-year", "from", term=part.text("id"), **told)
