"""The audit as a workbook: where everything stands, what is wrong, what took place, what proves it, who mends it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from archive_tool.core.model import CoverageRow, Finding
from archive_tool.core.standing import NUMBERS, Standing, asks, by_unit, state, total
from archive_tool.report import colophon, json, ledger_sheet, score_sheet, score_words
from archive_tool.report.causes import Cause, causes
from archive_tool.report.evidence import named
from archive_tool.report.evidence_sheet import catalogue
from archive_tool.report.held import activity_sheet
from archive_tool.report.inspection import Inspection
from archive_tool.report.ledger_proposals import proposals
from archive_tool.report.links import place
from archive_tool.report.paper_words import in_words, said_once
from archive_tool.report.standing import category, name_of
from archive_tool.report.workbook import Workbook
from archive_tool.report.workbook_cells import Cell, Colour, Column, Line

WIDTHS = (30, *[12] * len(NUMBERS))  # of the overview
MOST_RECORDS = 5  # of one row of coverage; all of them stand among the evidence
STATUSES: dict[str, Colour] = {
    "met": "good",
    "insufficient": "bad",
    "missing": "bad",
    "uncertain": "warn",
    "due": "quiet",
    "waived": "quiet",
    "not-applicable": "quiet",
}
SEVERITIES: dict[str, Colour] = {"error": "bad", "warning": "warn", "info": "quiet"}


def make(inspection: Inspection) -> bytes:
    """The file; the same bytes for the same inspection."""
    inspection = inspection.for_others()
    say, report, found = inspection.speaker.say, inspection.report, inspection.lists()
    book = Workbook.blank(
        f"{inspection.name} {say('sheet.title')}", inspection.speaker.language, report.as_of
    )
    book.page(say("sheet.overview"), WIDTHS, _overview(inspection))
    if inspection.score is not None:
        score_sheet.add(inspection.score, inspection, book)
    _coverage(inspection, book)
    _findings(inspection, book)
    for activity, held in groupby(found.held, key=lambda one: one.activity):
        activity_sheet(activity, list(held), inspection, book)
    catalogue(found, inspection, book)
    new = proposals(inspection)
    ledger_sheet.add(book, found.entries, inspection.speaker, _heading("ledger", inspection), new)
    return book.bytes()


def _heading(sheet: str, inspection: Inspection) -> str:
    """What is printed above a sheet."""
    say = inspection.speaker.say
    day = inspection.report.as_of.isoformat()
    return say("sheet.heading", name=inspection.name, sheet=say(f"sheet.{sheet}"), day=day)


def _overview(inspection: Inspection) -> Iterator[Line]:
    """Whose, as of when, the numbers, what was not looked at, and how to make it again."""
    say, report = inspection.speaker.say, inspection.report
    yield Line([f"{inspection.name} {say('sheet.title')}"], "title", spread=True)
    day = report.as_of.isoformat()
    yield _told(say("paper.as-of", day=day, years=[str(year) for year in report.years]))
    counted = {key: value for key, value in json.summary(report).items() if key != "score"}
    yield _told(say("paper.holdings", **counted))
    yield _told(say("paper.found", **counted))
    if inspection.score is not None:
        yield Line([])
        yield Line([say("paper.score")], "section")
        yield _told(score_words.head(inspection.score.profile, inspection.speaker))
        yield from map(_told, score_words.sums(inspection.score, inspection.speaker))
    yield Line([])
    yield from _standings("category", inspection.standings, inspection)
    units = by_unit(report)
    if units:
        yield Line([])
        yield from _standings("unit", units, inspection)
    yield Line([])
    yield Line([say("paper.unchecked")], "section")
    yield from map(_told, _unchecked(inspection))
    yield Line([])
    yield Line([say("paper.colophon")], "section")
    made = list(colophon.rows(report.colophon, inspection.speaker)) if report.colophon else []
    for row in said_once(made, inspection.speaker):
        yield from (_told(say("colophon.row", label=row.label, text=line)) for line in row.lines)
    yield _told(say("paper.repeat", command=f"archive-tool {inspection.repeat}"))


def _told(text: str) -> Line:
    return Line([text], spread=True)


def _standings(name: str, standings: Sequence[Standing], inspection: Inspection) -> Iterator[Line]:
    """A row each, and their sums: the numbers of the first screen."""
    say, speaker = inspection.speaker.say, inspection.speaker
    yield Line([say(f"audit.column.{key}") for key in (name, *NUMBERS)], "head")
    rows = [one for one in standings if one.says_something]
    for one in rows:
        yield Line([name_of(name, one.code, speaker), *_numbers(one)], "text")
    yield Line([say("audit.total"), *_numbers(total(rows))], "text")


def _numbers(one: Standing) -> list[Cell]:
    return [int(getattr(one, key)) for key in NUMBERS]


def _unchecked(inspection: Inspection) -> Iterator[str]:
    say, report = inspection.speaker.say, inspection.report
    for reason, items in groupby(sorted(report.not_run, key=lambda one: one.reason), lambda one: one.reason):
        told = in_words(say(reason), inspection.speaker)
        yield say("audit.not-run", count=len(list(items)), reason=told)
    if report.pointers:
        yield say("paper.pointers", count=report.pointers)
    if inspection.ignore:
        yield say("paper.ignored", patterns=list(inspection.ignore))
    if inspection.since:
        yield say("paper.since", year=inspection.since)
    if unlisted := inspection.lists().unlisted:
        yield say("paper.unlisted", count=unlisted)
    yield say("paper.limits")


def _coverage(inspection: Inspection, book: Workbook) -> None:
    say = inspection.speaker.say
    statuses = {say(f"sheet.status.{status}"): colour for status, colour in STATUSES.items()}
    columns = [
        Column(say("audit.column.category"), 17),
        Column(say("audit.column.rule"), 28),
        Column(say("audit.column.unit"), 16),
        Column(say("sheet.column.whom"), 10),
        Column(say("sheet.column.period"), 13),
        *(Column(say(f"audit.column.{key}"), 7, "number") for key in ("expected", "found")),
        *(Column(say(f"sheet.column.{key}"), 9, "number") for key in ("drafts", "uncertain")),
        Column(say("sheet.column.status"), 13, colours=statuses),
        Column(say("sheet.column.due"), 12, "date"),
        Column(say("sheet.column.records"), 44),
        Column(say("sheet.column.rule-id"), 30, on_paper=False),
    ]
    rows = (_row(row, inspection) for row in inspection.report.coverage)
    book.table(say("sheet.coverage"), _heading("coverage", inspection), columns, rows)


def _row(row: CoverageRow, inspection: Inspection) -> list[Cell]:
    speaker = inspection.speaker
    rule = inspection.scheme.rules.get(row.rule)
    return [
        category(rule.category if rule else "", speaker),
        speaker.label(f"subject:{row.rule}"),
        speaker.label(f"unit:{row.unit}"),
        speaker.label(f"unit:{row.whom}") if row.whom else "",
        speaker.label(f"period:{row.period}"),
        row.expected,
        row.found,
        row.drafts,
        row.uncertain,
        speaker.say(f"sheet.status.{state(row)}"),
        row.due,
        "\n".join(_some(named(row.records, inspection.lists().withheld, speaker), MOST_RECORDS, inspection)),
        row.rule if asks(row) else f"{row.rule} ({row.kind})",
    ]


def _findings(inspection: Inspection, book: Workbook) -> None:
    say = inspection.speaker.say
    severities = {say(f"severity.{one}"): colour for one, colour in SEVERITIES.items()}
    columns = [
        Column(say("sheet.column.severity"), 8, colours=severities),
        Column(say("sheet.column.cause"), 22),
        Column(say("audit.column.unit"), 16),
        Column(say("sheet.column.whom"), 10),
        Column(say("sheet.column.period"), 13),
        Column(say("paper.place"), 40),
        Column(say("paper.what"), 44),
        Column(say("sheet.column.waived"), 16),
        Column(say("sheet.column.remedy"), 100, on_paper=False),
        Column(say("sheet.column.line"), 8, "number", on_paper=False),
        Column(say("sheet.column.code"), 28, on_paper=False),
        Column(say("sheet.column.rule-id"), 30, on_paper=False),
    ]
    found = causes(inspection.report.findings)
    rows = (_finding(item, cause, inspection) for cause in found for item in cause.findings)
    book.table(say("sheet.findings"), _heading("findings", inspection), columns, rows)


def _finding(item: Finding, cause: Cause, inspection: Inspection) -> list[Cell]:
    speaker = inspection.speaker
    return [
        speaker.say(f"severity.{item.severity}"),
        cause.title(speaker),
        speaker.listed(speaker.label(f"unit:{unit}") for unit in item.units),
        speaker.label(f"unit:{item.whom}") if item.whom else "",
        speaker.label(f"period:{item.period}") if item.period else "",
        place(item.path, inspection),
        json.message(item, speaker),
        item.waived or "",
        json.remedy(item, speaker),
        item.line,
        item.code,
        item.rule or "",
    ]


def _some(places: Sequence[str], most: int, inspection: Inspection) -> list[str]:
    """The first of them; how many more there are."""
    left = len(places) - most
    return [*places[:most], *([inspection.speaker.say("audit.more-places", count=left)] if left > 0 else [])]
