"""The report of a self-inspection as a Word document: what stands where, what is wrong, who mends it by when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from archive_tool.core.changes import Changes
from archive_tool.core.ledger import Entry
from archive_tool.core.parsed import Coded
from archive_tool.core.personal_data import masked
from archive_tool.core.records import text, texts
from archive_tool.core.standing import by_unit, total
from archive_tool.report import (
    colophon,
    docx_lists,
    docx_problems,
    docx_score,
    docx_standings,
    json,
    left_out,
    paper_words,
    since,
    unchecked,
)
from archive_tool.report.causes import Cause, causes, places_of
from archive_tool.report.details import told
from archive_tool.report.docx_numbers import annex_number, numbered
from archive_tool.report.docx_page import ACROSS, WIDTH, Page
from archive_tool.report.docx_styles import SMALL
from archive_tool.report.inspection import Inspection
from archive_tool.report.standing import asked_for

PLACE_WIDTH = 84  # millimetres
LABEL_WIDTH = 44
MOST_UNITS = 6  # more are counted


class _Section(NamedTuple):
    """One chapter: the last word of its title's key, and what writes it, given its number."""

    title: str
    write: Callable[[int], None]


def make(inspection: Inspection) -> bytes:
    """The file; the same bytes for the same inspection."""
    inspection = inspection.for_others()
    speaker, report = inspection.speaker, inspection.report
    title = speaker.say("paper.title")
    page = Page.blank(f"{inspection.name} {title}", speaker.language, report.as_of)
    page.title(inspection.name, title)
    for number, section in enumerate(_sections(inspection, page), 1):
        page.heading(numbered("paper.section", number, speaker.say(f"paper.{section.title}"), speaker))
        section.write(number)
    annexes = list(_annexes(inspection, page))
    page.annexes(speaker.say("paper.annexes"), [one.title for one in annexes])
    page.signature(inspection.name, _day(inspection))
    for number, one in enumerate(annexes, 1):
        page.annex(annex_number(number, len(annexes), speaker), one.title)
        one.write(number)
    return page.bytes()


def _sections(inspection: Inspection, page: Page) -> Iterator[_Section]:
    found = causes(inspection.report.findings)
    mending = [cause for cause in found if not cause.waived]
    changes, score = inspection.changes, inspection.score
    if changes is not None:
        yield _Section("changes", lambda _: _changes(changes, inspection, page))
    yield _Section("overview", lambda _: _overview(inspection, page))
    yield _Section("categories", lambda _: _categories(inspection, page))
    if inspection.lists().held:
        yield _Section("held", lambda _: _held(inspection, page))
    yield _Section("problems", lambda number: docx_problems.write(mending, number, inspection, page))
    yield _Section("mending", lambda number: _mending(mending, number, inspection, page))
    if score is not None:
        yield _Section(
            "score", lambda _: docx_score.write(score, inspection.lists().withheld, inspection.speaker, page)
        )
    yield _Section("unchecked", lambda _: _unchecked(found, inspection, page))


def _annexes(inspection: Inspection, page: Page) -> Iterator[_Section]:
    """Tables too long for the text; their titles are words, not keys."""
    say, shown = inspection.speaker.say, inspection.lists().held
    mending = [cause for cause in causes(inspection.report.findings) if not cause.waived]
    long = [cause for cause in mending if docx_problems.is_long(cause)]
    if shown:
        title = inspection.scheme.activity_list
        told_ = title.text(inspection.speaker.language) if title else say("paper.held-list")
        yield _Section(told_, lambda _: docx_lists.activities(shown, inspection, page))
    if inspection.report.coverage:
        yield _Section(say("sheet.evidence"), lambda _: docx_lists.catalogue(inspection, page))
    if long:
        yield _Section(say("paper.places"), lambda _: docx_problems.places(long, inspection, page))
    yield _Section(say("paper.colophon"), lambda _: _colophon(inspection, page))


def _changes(changes: Changes, inspection: Inspection, page: Page) -> None:
    """What is new and what was solved, place by place."""
    speaker = inspection.speaker
    for line in (since.counts(changes, speaker), *since.reserves(changes, speaker)):
        page.paragraph(line)
    head = [speaker.say("paper.place"), speaker.say("paper.what")]
    for key, findings, _ in since.groups(changes):
        if findings:
            page.lead(speaker.say(f"changes.{key}"))
            rows = [
                (place, cause.title(speaker))
                for cause in causes(findings)
                for place in places_of(cause, inspection.judged, speaker)
            ]
            page.table(head, [PLACE_WIDTH, WIDTH - PLACE_WIDTH], rows)


def _overview(inspection: Inspection, page: Page) -> None:
    """Whose, as of when, and the numbers."""
    say, report = inspection.speaker.say, inspection.report
    units = inspection.units
    shown = list(units[:MOST_UNITS])
    key = "paper.units" if len(units) <= MOST_UNITS else "paper.units-many"
    page.paragraph(say(key, units=shown, count=len(units)))
    page.paragraph(say("paper.as-of", day=_day(inspection), years=[str(year) for year in report.years]))
    numbers = json.summary(report)
    counted = {key: value for key, value in numbers.items() if key != "score"}
    page.paragraph(say("paper.holdings", **counted))
    asked = total(inspection.standings)
    if asked.expected:
        page.paragraph(asked_for(asked, inspection.speaker))
    page.paragraph(say("paper.found", **counted))


def _categories(inspection: Inspection, page: Page) -> None:
    """The same sums as at the terminal; by unit too where several are judged."""
    say = inspection.speaker.say
    rows = [one for one in inspection.standings if one.says_something]
    if rows:
        docx_standings.write("category", rows, inspection.speaker, page)
    quiet = [one.code for one in inspection.standings if one.code and one not in rows]
    if quiet:
        page.paragraph(say("audit.quiet", categories=" ".join(quiet)))
    units = by_unit(inspection.report)
    if units:
        page.lead(say("paper.by-unit"))
        docx_standings.write("unit", units, inspection.speaker, page)


def _held(inspection: Inspection, page: Page) -> None:
    """How often each activity took place."""
    speaker = inspection.speaker
    told_ = speaker.listed(
        speaker.say("paper.times", activity=Coded(f"activity:{activity}"), count=count)
        for activity, count in sorted(inspection.lists().often.items(), key=lambda one: (-one[1], one[0]))
    )
    page.paragraph(speaker.say("paper.held-in-all", activities=told_))


def _unchecked(found: Sequence[Cause], inspection: Inspection, page: Page) -> None:
    """All that the result does not speak of."""
    say, report = inspection.speaker.say, inspection.report
    for line in left_out.lines(inspection):
        page.paragraph(line)
    waived = [item for cause in found if cause.waived for item in cause.findings]
    if waived:
        page.lead(say("paper.waived", count=len(waived)))
        rows = [
            (item.path or ".", told(item, inspection.judged, inspection.speaker), item.waived or "")
            for item in waived
        ]
        head = [say("paper.place"), say("paper.what"), say("paper.reason")]
        page.table(head, [50, 66, 40], rows)
    unchecked.write(report.not_run, inspection.speaker, page)


def _mending(mending: Sequence[Cause], number: int, inspection: Inspection, page: Page) -> None:
    """What stands in ledgers already, and what was found now, to be filled in by hand: one row a cause."""
    speaker, entries = inspection.speaker, inspection.lists().entries
    say = speaker.say
    if not mending and not entries:
        page.paragraph(say("paper.mending.nothing"))
    head = [say(f"paper.mending.{key}") for key in ("problem", "owner", "due", "measure", "done")]
    widths = [46, 21, 28, 33, 28]
    if entries:
        page.heading(numbered("paper.subsection", 1, say("paper.mending.known"), speaker, number), 2)
        page.table(head, widths, [_entry(one, inspection) for one in entries])
    if mending:
        if entries:
            page.heading(numbered("paper.subsection", 2, say("paper.mending.new"), speaker, number), 2)
        page.table(head, widths, [(_counted(cause, inspection), "", "", "", "") for cause in mending])


def _entry(entry: Entry, inspection: Inspection) -> tuple[str, ...]:
    speaker, values = inspection.speaker, entry.values
    problem = " ".join(filter(None, (text(values, "no"), text(values, "text"))))
    standing = speaker.say(f"ledger.standing.{entry.standing}")
    done = "\n".join(filter(None, (standing, text(values, "closed"))))
    due = text(values, "due") or (entry.due.isoformat() if entry.due else "")
    owner = speaker.listed(texts(values, "owner"))
    # This is no ledger that is taken back: here their numbers are masked as everywhere.
    return masked(problem), masked(owner), due, masked(text(values, "measure")), masked(done)


def _counted(cause: Cause, inspection: Inspection) -> str:
    title = cause.title(inspection.speaker)
    count = len(cause.findings)
    return inspection.speaker.say("paper.counted", title=title, count=count) if count > 1 else title


def _colophon(inspection: Inspection, page: Page) -> None:
    """What made this, and what it takes to make it again."""
    say, made = inspection.speaker.say, inspection.report.colophon
    reasons = [one.reason for one in inspection.report.not_run]
    told_ = paper_words.said(colophon.rows(made, inspection.speaker), inspection.speaker) if made else []
    told_ += paper_words.rows(causes(inspection.report.findings), reasons, inspection.speaker)
    command = say("paper.repeat", command=f"archive-tool {inspection.repeat}")
    told_.append(colophon.Row(say("paper.again"), [command]))
    rows = [(row.label, "\n".join(row.lines)) for row in told_]
    head = [say("paper.matter"), say("paper.what")]
    page.table(head, [LABEL_WIDTH, ACROSS - LABEL_WIDTH], rows, text=SMALL)


def _day(inspection: Inspection) -> str:
    """2025年3月5日, 2025-03-05."""
    day, wide = inspection.report.as_of, 2 if inspection.speaker.language == "en" else 1
    month, number = f"{day.month:0{wide}}", f"{day.day:0{wide}}"
    return inspection.speaker.say("paper.day", year=str(day.year), month=month, day=number)
