"""The report of a self-inspection as a Word document: what stands where, what is wrong, who mends it by when."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from archive_tool.core.changes import Changes
from archive_tool.core.model import Finding
from archive_tool.core.standing import Standing, by_unit, total
from archive_tool.report import colophon, docx_score, json, left_out, since, unchecked
from archive_tool.report.causes import Cause, causes, places_of
from archive_tool.report.details import by_remedy, told
from archive_tool.report.docx_page import WIDTH, Page
from archive_tool.report.inspection import Inspection
from archive_tool.report.standing import NUMBERS, category

NUMBER_WIDTH = 15  # millimetres of a column of numbers
PLACE_WIDTH = 84
LABEL_WIDTH = 36
MOST_UNITS = 6  # more are counted
DIGITS = "〇一二三四五六七八九"


def make(inspection: Inspection) -> bytes:
    """The file; the same bytes for the same inspection."""
    speaker, report = inspection.speaker, inspection.report
    title = speaker.say("paper.title")
    page = Page.blank(f"{inspection.name} {title}", speaker.language, report.as_of)
    page.title(inspection.name, title)
    found = causes(report.findings)
    mending = [cause for cause in found if not cause.waived]
    changes = inspection.changes
    titles: tuple[str, ...] = ("overview", "categories", "problems", "unchecked", "mending")
    sections: tuple[Callable[[], None], ...] = (
        lambda: _overview(inspection, page),
        lambda: _categories(inspection, page),
        lambda: _problems(mending, inspection, page),
        lambda: _unchecked(found, inspection, page),
        lambda: _mending(mending, inspection, page),
    )
    if changes is not None:
        titles = ("changes", *titles)
        sections = (lambda: _changes(changes, inspection, page), *sections)
    score = inspection.score
    if score is not None:
        titles, sections = (*titles, "score"), (*sections, lambda: docx_score.write(score, speaker, page))
    for number, (name, write) in enumerate(zip(titles, sections, strict=True), 1):
        page.heading(_numbered("paper.section", number, speaker.say(f"paper.{name}"), inspection))
        write()
    page.heading(speaker.say("paper.colophon"))
    _colophon(inspection, page)
    return page.bytes()


def _changes(changes: Changes, inspection: Inspection, page: Page) -> None:
    """What is new and what was solved, place by place."""
    speaker = inspection.speaker
    for line in (since.counts(changes, speaker), *since.reserves(changes, speaker)):
        page.paragraph(line)
    head = [speaker.say("paper.place"), speaker.say("paper.what")]
    for key, findings in (("new", changes.new), ("solved", changes.solved)):
        if findings:
            page.paragraph(speaker.say(f"changes.{key}"))
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
        page.paragraph(say("paper.asked", **{key: getattr(asked, key) for key in NUMBERS}))
    page.paragraph(say("paper.found", **counted))


def _categories(inspection: Inspection, page: Page) -> None:
    """The same sums as at the terminal; by unit too where several are judged."""
    say = inspection.speaker.say
    rows = [one for one in inspection.standings if one.expected or one.errors or one.warnings]
    if rows:
        names = [category(one.code, inspection.speaker) for one in rows]
        _standings("category", names, rows, inspection, page)
    quiet = [one.code for one in inspection.standings if one.code and one not in rows]
    if quiet:
        page.paragraph(say("audit.quiet", categories=" ".join(quiet)))
    units = by_unit(inspection.report)
    if len(units) > 1:
        page.paragraph(say("paper.by-unit"))
        names = [inspection.speaker.label(f"unit:{one.code}") for one in units]
        _standings("unit", names, units, inspection, page)


def _standings(
    name: str, names: Sequence[str], rows: Sequence[Standing], inspection: Inspection, page: Page
) -> None:
    say, everything = inspection.speaker.say, total(rows)
    shown = [key for key in NUMBERS if key != "waived" or everything.waived]
    lines = [
        (told_, *(str(getattr(one, key)) for key in shown))
        for told_, one in zip((*names, say("audit.total")), (*rows, everything), strict=True)
    ]
    head = [say(f"audit.column.{key}") for key in (name, *shown)]
    widths = [WIDTH - NUMBER_WIDTH * len(shown), *[NUMBER_WIDTH] * len(shown)]
    page.table(head, widths, lines, numbers=len(shown))


def _problems(mending: Sequence[Cause], inspection: Inspection, page: Page) -> None:
    """Under each cause its places with what was found there, and what to do."""
    say = inspection.speaker.say
    if not mending:
        page.paragraph(say("audit.nothing"))
    for number, cause in enumerate(mending, 1):
        heading = say(
            "paper.cause",
            title=cause.title(inspection.speaker),
            severity=say(f"severity.{cause.severity}"),
            count=len(cause.findings),
        )
        page.heading(_numbered("paper.subsection", number, heading, inspection), 2)
        for remedy, places in by_remedy(cause.findings, inspection.speaker).items():
            rows = [(where, _lines(items, inspection)) for where, items in places.items()]
            page.table([say("paper.place"), say("paper.what")], [PLACE_WIDTH, WIDTH - PLACE_WIDTH], rows)
            page.paragraph(say("paper.remedy", remedy=remedy, code=cause.code))


def _lines(items: Sequence[Finding], inspection: Inspection) -> str:
    return "\n".join(told(item, inspection.judged, inspection.speaker) for item in items)


def _unchecked(found: Sequence[Cause], inspection: Inspection, page: Page) -> None:
    """All that the result does not speak of."""
    say, report = inspection.speaker.say, inspection.report
    for line in left_out.lines(inspection):
        page.paragraph(line)
    waived = [item for cause in found if cause.waived for item in cause.findings]
    if waived:
        page.paragraph(say("paper.waived", count=len(waived)))
        rows = [
            (item.path or ".", told(item, inspection.judged, inspection.speaker), item.waived or "")
            for item in waived
        ]
        head = [say("paper.place"), say("paper.what"), say("paper.reason")]
        page.table(head, [50, 66, 40], rows)
    unchecked.write(report.not_run, inspection.speaker, page)


def _mending(mending: Sequence[Cause], inspection: Inspection, page: Page) -> None:
    """To be filled in by hand: one row a cause."""
    say = inspection.speaker.say
    head = [say(f"paper.mending.{key}") for key in ("problem", "owner", "due", "measure", "done")]
    rows = [(_counted(cause, inspection), "", "", "", "") for cause in mending]
    page.table(head, [52, 22, 22, 38, 22], rows or [("",) * len(head)])


def _counted(cause: Cause, inspection: Inspection) -> str:
    title = cause.title(inspection.speaker)
    count = len(cause.findings)
    return inspection.speaker.say("paper.counted", title=title, count=count) if count > 1 else title


def _colophon(inspection: Inspection, page: Page) -> None:
    """What made this, and what it takes to make it again."""
    say, made = inspection.speaker.say, inspection.report.colophon
    if made:
        rows = [(row.label, "\n".join(row.lines)) for row in colophon.rows(made, inspection.speaker)]
        head = [say("paper.matter"), say("paper.what")]
        page.table(head, [LABEL_WIDTH, WIDTH - LABEL_WIDTH], rows)
    page.small(say("paper.made-as-of", day=_day(inspection)))
    page.small(say("paper.repeat", command=f"archive-tool {inspection.repeat}"))


def _day(inspection: Inspection) -> str:
    """2025年3月5日, 2025-03-05."""
    day, wide = inspection.report.as_of, 2 if inspection.speaker.language == "en" else 1
    month, number = f"{day.month:0{wide}}", f"{day.day:0{wide}}"
    return inspection.speaker.say("paper.day", year=str(day.year), month=month, day=number)


def _numbered(key: str, number: int, text: str, inspection: Inspection) -> str:
    """一、 and （一） in Chinese, 1. and 3.1 elsewhere."""
    told_ = _chinese(number) if inspection.speaker.language == "zh" else str(number)
    return inspection.speaker.say(key, number=told_, text=text)


def _chinese(number: int) -> str:
    """1 to 99 in characters; what is beyond stays in digits."""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")
