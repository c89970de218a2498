"""Many archives as one result: a table of schools for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from rich.text import Text

from archive_tool.core.bureau import School, ranked
from archive_tool.core.catalog import Speaker
from archive_tool.core.scheme import Scheme
from archive_tool.core.tree_path import last_name
from archive_tool.report.causes import STYLES
from archive_tool.report.columns import Column
from archive_tool.report.printable import printable
from archive_tool.report.screen import Screen

SHORT = 12  # digits of a digest


@dataclass(frozen=True, slots=True)
class Judged:
    """One archive's result: its numbers, and what is told of it besides."""

    school: School
    document: str = ""  # its part of the document, a line of JSON; "" where nobody wants it
    told_aside: Sequence[str] = ()  # what its own ways would have changed
    untried: str = ""  # why nobody knows that
    causes: Sequence[Mapping[str, Any]] = ()
    made: Sequence[tuple[str, Sequence[str]]] = ()  # how: label and lines of each matter of its colophon


class Earlier(NamedTuple):
    """The delivery that these are compared with."""

    file: str  # its name
    as_of: date
    years: tuple[int, ...]
    differs: tuple[str, ...] = ()  # message keys: by what it was judged otherwise


@dataclass(frozen=True, slots=True)
class Bureau:
    """All of them, by whose standard, as of when."""

    tool: str
    scheme: Scheme | None  # None: each by the one it names
    strict: bool
    as_of: date
    schools: tuple[Judged, ...]  # as given
    rank: bool = False
    earlier: Earlier | None = None  # None: compared with none
    gone: tuple[str, ...] = ()  # roots of the earlier delivery that are not among these
    # By root, what the names of its papers begin with, where there are any: 03_第三小学. The number is that
    # of the order given, whatever the rank, so that it stays from one delivery to the next.
    files: Mapping[str, str] = field(default_factory=dict)

    def name(self, school: School) -> str:
        """What it is called; with its folder where several are called so."""
        alike = sum(one.school.name == school.name for one in self.schools)
        return school.name if alike < 2 else f"{school.name} ({last_name(school.root)})"

    def code(self, school: School) -> str:
        """The number that the names of its papers begin with; "" where there are none."""
        return self.files.get(school.root, "").partition("_")[0]

    @property
    def coded(self) -> bool:
        """Whether that is to be told: where ranks are other numbers."""
        return self.rank and bool(self.files)

    @property
    def shown(self) -> Sequence[Judged]:
        """In the order in which they are told."""
        if not self.rank:
            return self.schools
        by_school = {id(one.school): one for one in self.schools}
        return [by_school[id(school)] for school in ranked(one.school for one in self.schools)]


def text(bureau: Bureau, speaker: Speaker, screen: Screen, *, everything: bool = False) -> None:
    """The table, who could not be judged and why; with everything, each school's causes too."""
    screen.paragraph(head(bureau, speaker), style="bold")
    for line in compared(bureau, speaker):
        screen.paragraph(printable(line))
    rows = [_cells(number, one.school, bureau, speaker) for number, one in enumerate(bureau.shown, 1)]
    screen.table(_columns(bureau, speaker), rows)
    lost = [one.school for one in bureau.shown if one.school.error]
    if lost:
        screen.line()
        screen.line(speaker.say("bureau.lost", count=len(lost)), style="bold red")
        for school in lost:
            screen.paragraph(printable(f"{school.root}  {school.error}"), indent=2, hang=2)
    if bureau.gone:
        screen.line()
        screen.paragraph(printable(speaker.say("bureau.gone", roots=list(bureau.gone))))
    for one in bureau.shown if everything else ():
        if not one.school.error:
            _details(one, bureau, speaker, screen)
    if bureau.strict and not everything and any(one.told_aside or one.untried for one in bureau.schools):
        screen.line()
        screen.paragraph(speaker.say("bureau.aside-told"), style="dim")


def head(bureau: Bureau, speaker: Speaker) -> str:
    """How many, as of when, by which standard."""
    scheme = bureau.scheme
    by = (
        speaker.say("bureau.by", id=scheme.id, version=scheme.version, sha256=scheme.sha256[:SHORT])
        if scheme
        else speaker.say("bureau.by-own")
    )
    key = "bureau.head-strict" if bureau.strict else "bureau.head"
    return speaker.say(key, count=len(bureau.schools), as_of=bureau.as_of.isoformat(), by=by)


def columns(bureau: Bureau) -> Sequence[str]:
    """Of the table: what is not there for any school is left out."""
    schools = [one.school for one in bureau.schools]
    told: Mapping[str, bool] = {
        "score": any(one.score is not None for one in schools),
        "veto": any(one.vetoes for one in schools),
        "may-veto": any(one.may_veto for one in schools),
        "unsure": any(one.unsure for one in schools),
        "set-aside": bureau.strict,
        "new": any(one.new is not None for one in schools),
        "solved": any(one.solved is not None for one in schools),
        "unread": any(one.unread for one in schools),
        "waived": any(one.waived for one in schools),
    }
    return [key for key in _VALUES if told.get(key, True)]


def cell(key: str, school: School, speaker: Speaker) -> str:
    """One cell of the table in words; of a school that was not judged only why."""
    said = value(key, school, speaker)
    return "" if said is None else str(said)


def value(key: str, school: School, speaker: Speaker) -> str | float | None:
    """The same, numbers as numbers."""
    if key == "status":
        judged = "bureau.unwritten" if school.unwritten else "bureau.judged"
        return speaker.say("bureau.not-judged" if school.error else judged)
    return None if school.error else _VALUES[key](school)


def about(bureau: Bureau, speaker: Speaker) -> Iterator[str]:
    """What stands below the table on paper: by which standard, who is gone, what this does not say."""
    yield head(bureau, speaker)
    yield from beside(bureau, speaker)
    yield speaker.say("paper.limits")


def beside(bureau: Bureau, speaker: Speaker) -> Iterator[str]:
    """With what it is compared, and who is gone since, on paper."""
    yield from compared(bureau, speaker)
    if bureau.gone:
        # Where archives lie on somebody's computer is nothing for paper.
        yield speaker.say("bureau.gone", roots=list(map(last_name, bureau.gone)))


def compared(bureau: Bureau, speaker: Speaker) -> Iterator[str]:
    """With which earlier delivery, and by what that was judged otherwise."""
    then = bureau.earlier
    if then is not None:
        years = [str(year) for year in then.years]
        yield speaker.say("bureau.against", file=then.file, day=then.as_of.isoformat(), years=years)
        yield from (speaker.say(key) for key in then.differs)


_VALUES: Mapping[str, Callable[[School], str | float | None]] = {
    "records": lambda school: school.records,
    "errors": lambda school: school.errors,
    "warnings": lambda school: school.warnings,
    "not-run": lambda school: school.not_run,
    "waived": lambda school: school.waived,
    "complete": lambda school: school.complete,
    "score": lambda school: None if school.score is None else f"{school.score}/{school.of}",
    "veto": lambda school: school.vetoes,
    "may-veto": lambda school: school.may_veto,
    "unsure": lambda school: school.unsure,
    "set-aside": lambda school: "?" if school.set_aside is None else school.set_aside,
    "new": lambda school: school.new,
    "solved": lambda school: school.solved,
    "unread": lambda school: school.unread,
    "status": lambda school: school.error,
}
_STYLES = {
    "veto": STYLES["error"],
    "may-veto": STYLES["warning"],
    "errors": STYLES["error"],
    "warnings": STYLES["warning"],
    "not-run": STYLES["info"],
}
_SPARE = {"records": 1, "not-run": 2, "solved": 3}


def _columns(bureau: Bureau, speaker: Speaker) -> Sequence[Column]:
    say = speaker.say
    return [
        Column("", right=True, spare=4),
        *([Column(say("bureau.column.file"), right=True)] if bureau.coded else []),
        Column(say("bureau.column.school"), least=12),
        *(
            Column(say(f"bureau.column.{key}"), right=key != "status", spare=_SPARE.get(key, 0))
            for key in columns(bureau)
        ),
    ]


def _cells(number: int, school: School, bureau: Bureau, speaker: Speaker) -> Sequence[Text]:
    codes = [Text(bureau.code(school))] if bureau.coded else []
    cells = [Text(str(number)), *codes, Text(printable(bureau.name(school)))]
    for key in columns(bureau):
        shown = cell(key, school, speaker)
        cells.append(Text(shown, style=_STYLES.get(key, "") if shown != "0" else "dim"))
    return cells


def _details(one: Judged, bureau: Bureau, speaker: Speaker, screen: Screen) -> None:
    """One school: what is to be mended by cause, and what its own ways would have changed."""
    screen.line()
    screen.paragraph(printable(f"{one.school.name}  {one.school.root}"), style="bold", hang=2)
    for cause in one.causes:
        severity = speaker.say(f"severity.{cause['severity']}")
        line = Text(f"{severity}  ", style=STYLES[cause["severity"]])
        screen.paragraph(line.append(f"{cause['title']}  {screen.symbols.times}{cause['count']}", style=""))
    if bureau.strict:
        screen.line(speaker.say("set-aside.title"), style="dim")
        for told in aside(one, speaker):
            screen.paragraph(printable(told), indent=2, hang=2)


def aside(one: Judged, speaker: Speaker) -> Iterator[str]:
    """What its own ways would have changed, or that there is nothing, or why nobody knows."""
    if one.untried:
        yield speaker.say("set-aside.untried", why=one.untried)
    elif one.told_aside:
        yield from one.told_aside
    else:
        yield speaker.say("set-aside.nothing")
