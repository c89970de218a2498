"""What a rule says beyond what all rules say: one frozen value for each kind that needs it."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal, NamedTuple, TypeVar

from archive_tool.core.intervals import Interval
from archive_tool.core.label import Label
from archive_tool.core.parsed import Coded


class Sought(NamedTuple):
    """Records of a form, or occasions of an activity; of one leaf only, where it says so."""

    activity: str = ""
    form: str = ""
    leaf: str = ""

    @property
    def subject(self) -> str:
        """activity:… or form:…"""
        return Coded(f"activity:{self.activity}") if self.activity else Coded(f"form:{self.form}")


class Pair(NamedTuple):
    """Each `each` has its `has` within so many days; with `both` each `has` belongs to an `each`."""

    each: Sought
    has: Sought
    within_days: int
    both: bool = False
    by_subject: bool = False  # titles tell what each is about: 关于…的请示, 关于…的批复
    answers: tuple[str, ...] = ()  # forms that call for no counterpart, and may have one: a report approved
    from_above: bool = False  # the counterpart may lie with a unit above, where it is about the same


class Effective(NamedTuple):
    """The days on which something is in force."""

    first: date | None = None
    last: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.first or date.min) <= day <= (self.last or date.max)


ALWAYS = Effective()


class Wait(NamedTuple):
    """How long after another step one may come; None: as soon or as late as it likes."""

    step: str
    least: Interval | None = None
    most: Interval | None = None
    effective: Effective = ALWAYS


class CaseStep(NamedTuple):
    """One step of a case. `after` None: it only comes after the one that was before it."""

    id: str
    label: Label
    words: tuple[str, ...] = ()  # by which a file's name tells the step
    after: tuple[Wait, ...] | None = None
    optional: bool = False
    effective: Effective = ALWAYS


class Steps(NamedTuple):
    """What a case goes through, in this order."""

    steps: tuple[CaseStep, ...]
    about: tuple[str, ...] = ()  # words by which a name tells that its paper is only about a step


class Quorum(NamedTuple):
    """Of those entitled, no less than a share must be there; or more than it."""

    entitled: Literal["members", "committee", "expected"]
    part: int
    whole: int
    more: bool = False

    def needed(self, entitled: int) -> int:
        """How many of so many must be there."""
        product = entitled * self.part
        return product // self.whole + 1 if self.more else -(-product // self.whole)


class Entries(NamedTuple):
    """When an entry of a list is done, and which entries are judged.

    `evidence`: it names what shows it, or why it was not done. Entries without a day of their own
    are then due when the time is over that the list is about.
    """

    done: Literal["closed", "evidence"] = "closed"
    judged: Literal["all", "closed"] = "all"
    terms: tuple[tuple[str, int], ...] = ()  # (type, days since the list was made) of entries without a day
    dated: tuple[str, ...] = ()  # types of entries that have a day of their own


_MARKS = re.compile(r"[《》〈〉\s]")


def unmarked(title: str) -> str:
    """A title without its marks: 党的二十届三中全会《决定》 is called so with and without them."""
    return _MARKS.sub("", title).replace("(", "（").replace(")", "）")


class Timing(NamedTuple):
    """What a record's date is compared with, and how many days may lie between."""

    compares: str
    within_days: int = 0
    documents: tuple[tuple[str, str], ...] = ()  # (title without its marks, day it came out)
    after: tuple[str, ...] = ()  # roles of papers that are signed when it is over


class Own(NamedTuple):
    """What somebody wrote himself on a printed sheet: behind labels of the first kind, up to one of the second."""

    after: tuple[str, ...]
    until: tuple[str, ...] = ()


class Across(NamedTuple):
    """What else than a copy a text may be that is like one of another unit."""

    alone: tuple[str, ...] = ()  # activities that each unit holds by itself; others may be joint
    by_author: bool = False  # what one author or speaker said to several units is no copy


class Distinct(NamedTuple):
    """Parts in which roles are compared, and from how much in common they repeat each other."""

    parts: tuple[str, ...]
    share: tuple[int, int]
    personal: bool = False  # each is somebody's own, also where several lie in one record
    personal_called: tuple[str, ...] = ()  # of parts that are called so, each is somebody's own
    own: Own | None = None  # of sheets that are printed alike, what is compared; None: the whole text
    across: Across | None = None  # how it is compared with the texts of other units; None: it is not


def waits(details: Details | None) -> bool:
    """Whether a rule with these counts days within which something is to follow, so that a place may set them."""
    match details:
        case Entries():
            return bool(details.terms)
        case Timing():
            return details.within_days > 0
    return isinstance(details, Pair)


Details = Pair | Steps | Quorum | Timing | Entries | Distinct
Kind = TypeVar("Kind", Pair, Steps, Quorum, Timing, Entries, Distinct)


def sought(details: Details | None) -> tuple[Sought, ...]:
    """What it looks into besides the activity or form of the rule itself."""
    return (details.each, details.has) if isinstance(details, Pair) else ()
