"""What a school gets back from who judged many: a sheet of where it stands, and a list of what it must mend."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from archive_tool.core.catalog import Speaker
from archive_tool.core.changes import Changes
from archive_tool.core.discreet import Discreet
from archive_tool.core.model import Finding, Report
from archive_tool.core.scored import Score
from archive_tool.core.set_aside import SetAside
from archive_tool.core.standing import Standing, asks
from archive_tool.report import colophon, docx_score, docx_standings, json, set_aside, since, unchecked
from archive_tool.report.causes import Cause, causes
from archive_tool.report.details import all_told, by_remedy
from archive_tool.report.docx_page import WIDTH, Page
from archive_tool.report.docx_styles import SMALL
from archive_tool.report.paper_words import in_words, said_once
from archive_tool.report.paper_words import rows as codes

LABEL_WIDTH, ORDER_WIDTH, PLACE_WIDTH = 36, 12, 56  # millimetres
MENDED = ("error", "warning")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One school's result, as its papers are made from it."""

    name: str
    root: str
    report: Report
    standings: tuple[Standing, ...]  # by category
    speaker: Speaker
    strict: bool
    aside: SetAside | None = None  # None: there was nothing to set aside, or it could not be tried
    untried: str = ""  # why not
    changes: Changes | None = None  # since an earlier delivery
    score: Score | None = None  # by a profile
    withheld: Container[str] = frozenset()  # records that papers do not name
    discreet: Discreet | None = None  # what papers may tell; None: there are none

    def for_others(self) -> Sheet:
        """As papers tell it."""
        discreet, hidden = self.discreet, self.speaker.say("pack.hidden")
        if discreet is None:
            return self
        return replace(
            self,
            report=discreet.report(self.report, hidden),
            aside=discreet.aside(self.aside, hidden) if self.aside else None,
            changes=discreet.changes(self.changes, hidden) if self.changes else None,
            score=discreet.score(self.score, hidden) if self.score else None,
        )

    @property
    def judged(self) -> frozenset[str]:
        """Ids of the units that something is asked of."""
        return frozenset(row.unit for row in self.report.coverage if asks(row))


def papers(sheet: Sheet) -> tuple[bytes, bytes]:
    """The sheet and the return list as Word documents; the same bytes for the same result."""
    told = sheet.for_others()
    return _sheet(told), _return_list(told)


def _blank(sheet: Sheet, kind: str) -> Page:
    title = sheet.speaker.say(f"bureau.{kind}")
    page = Page.blank(f"{sheet.name} {title}", sheet.speaker.language, sheet.report.as_of)
    page.title(sheet.name, title)
    return page


def _sheet(sheet: Sheet) -> bytes:
    page, say, report = _blank(sheet, "sheet"), sheet.speaker.say, sheet.report
    years = [str(year) for year in report.years]
    page.paragraph(say("paper.as-of", day=report.as_of.isoformat(), years=years))
    numbers = {key: value for key, value in json.summary(report).items() if key != "score"}
    page.paragraph(say("paper.holdings", **numbers))
    page.paragraph(say("paper.found", **numbers))
    if sheet.changes:
        for line in (
            since.counts(sheet.changes, sheet.speaker),
            *since.reserves(sheet.changes, sheet.speaker),
        ):
            page.paragraph(line)
    page.heading(say("paper.categories"))
    asked = [one for one in sheet.standings if one.says_something]
    docx_standings.write("category", asked, sheet.speaker, page)
    if sheet.score is not None:
        page.heading(say("paper.score"))
        docx_score.write(sheet.score, sheet.withheld, sheet.speaker, page)
    if sheet.strict:
        page.heading(say("set-aside.title"))
        for line in _aside(sheet):
            page.paragraph(line)
    page.heading(say("paper.unchecked"))
    unchecked.write(report.not_run, sheet.speaker, page)
    page.paragraph(say("paper.limits"))
    _made(sheet, page)
    return page.bytes()


def _made(sheet: Sheet, page: Page) -> None:
    """All that is needed to repeat or dispute it."""
    say, made = sheet.speaker.say, sheet.report.colophon
    if made:
        page.heading(say("paper.colophon"))
        told = said_once(list(colophon.rows(made, sheet.speaker)), sheet.speaker)
        rows = [(row.label, "\n".join(row.lines)) for row in told]
        page.table(
            [say("paper.matter"), say("paper.what")], [LABEL_WIDTH, WIDTH - LABEL_WIDTH], rows, text=SMALL
        )


def _aside(sheet: Sheet) -> Sequence[str]:
    say = sheet.speaker.say
    if sheet.untried:
        return [say("set-aside.untried", why=sheet.untried)]
    return list(set_aside.lines(sheet.aside, sheet.speaker)) if sheet.aside else [say("set-aside.nothing")]


def _return_list(sheet: Sheet) -> bytes:
    """Errors and warnings, numbered through, each with what to do and room for what was done."""
    page, say = _blank(sheet, "return-list"), sheet.speaker.say
    mending = [cause for cause in causes(sheet.report.findings) if _is_mended(cause)]
    if not mending:
        page.paragraph(say("bureau.nothing-to-mend"))
        _made(sheet, page)
        return page.bytes()
    found = [(cause, by_remedy(cause.findings, sheet.speaker)) for cause in mending]
    count = sum(len(cause.findings) for cause in mending)
    lines = sum(len(places) for _, remedies in found for places in remedies.values())
    page.paragraph(say("bureau.to-mend", rows=lines, count=count, day=sheet.report.as_of.isoformat()))
    number = 0
    for cause, remedies in found:
        severity = say(f"severity.{cause.severity}")
        title = cause.title(sheet.speaker)
        page.heading(say("paper.cause", title=title, severity=severity, count=len(cause.findings)), 2)
        for remedy, places in remedies.items():
            rows = [
                (str(number + n), where, _told(items, sheet), "")
                for n, (where, items) in enumerate(places.items(), 1)
            ]
            number += len(rows)
            _mending(rows, sheet, page)
            page.paragraph(say("paper.to-do", remedy=in_words(remedy, sheet.speaker)))
    page.heading(say("paper.codes-and-commands"), 2)
    for row in codes(mending, (), sheet.speaker):
        page.small(row.label)
        for line in row.lines:
            page.small(line)
    _made(sheet, page)
    return page.bytes()


def _mending(rows: Sequence[Sequence[str]], sheet: Sheet, page: Page) -> None:
    keys = ("bureau.number", "paper.place", "paper.what", "paper.mending.done")
    done = 34
    widths = [ORDER_WIDTH, PLACE_WIDTH, WIDTH - ORDER_WIDTH - PLACE_WIDTH - done, done]
    page.table([sheet.speaker.say(key) for key in keys], widths, rows)


def _told(items: Sequence[Finding], sheet: Sheet) -> str:
    return "\n".join(all_told(items, sheet.judged, sheet.speaker))


def _is_mended(cause: Cause) -> bool:
    return not cause.waived and cause.severity in MENDED
