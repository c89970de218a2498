"""What is kept of a text for checks of consistency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

# What year a day bears that is written without one: a leap year, and nobody's.
NO_YEAR = 4
NO_YEAR_WRITTEN = f"{NO_YEAR:04}"


class Trace(NamedTuple):
    """Taken from a text once (core/tracer.py) and remembered by its digest; of most texts little."""

    gaps: tuple[str, ...] = ()  # places that were not filled in
    terms: tuple[str, ...] = ()  # words that do not fit the unit
    annexes: tuple[str, ...] = ()  # attachments that it lists and does not hold
    held: str = ""  # the day on which it says something was held; year 0004: none is written
    made: str = ""  # the day on which it says it was made
    created: str = ""  # the day on which the file says it was made
    studied: tuple[str, ...] = ()  # documents that it names of which the scheme says when they came out
    blanks: tuple[str, ...] = ()  # labels behind which nothing was written
    attended: tuple[int, ...] = ()  # numbers of a meeting, as core/attended.py has them
    photos: tuple[str, ...] = ()  # photos of which it speaks, by number or name of a file
    stated: str = ""  # the only day that it states for itself: when it was held, else made; with its year
    speakers: str = ""  # whom it names as having given the lesson, as written
    account: tuple[str, ...] = ()  # of a meeting: chair, recorder, place, begin and end (drafting/account.py)
    numbers: tuple[
        str, ...
    ] = ()  # kinds of numbers of persons in it, by which somebody could be impersonated


NOTHING = Trace()
Traces = Mapping[str, Trace]  # by digest, of the texts of which something is kept
