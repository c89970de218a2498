"""The formats that an audit, a list of what falls due and a chronicle are written in; each is made only when asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import IO, TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from archive_tool.report.chronicle import YearPage
    from archive_tool.report.due import Agenda
    from archive_tool.report.inspection import Inspection
    from archive_tool.report.screen import Screen

Told = TypeVar("Told")


class Format(NamedTuple, Generic[Told]):
    """How a file is made, and which files that are there already it may take the place of: those under its seal."""

    make: Callable[[Told], bytes]
    may_replace: Callable[[IO[bytes]], bool] | None = None  # None: no room for a seal that nobody minds
    on_screen: bool = True  # whether it can go to a terminal or into a pipe


def written(write: Callable[[Screen], None]) -> bytes:
    """As in a pipe: UTF-8, nothing coloured, nothing cut."""
    from io import StringIO

    from rich.console import Console

    from archive_tool.report.screen import Screen

    written = StringIO()
    write(Screen(Console(file=written, color_system=None, markup=False, highlight=False, emoji=False)))
    return written.getvalue().encode("utf-8", "backslashreplace")


def _text(inspection: Inspection) -> bytes:
    from archive_tool.report import colophon, text

    def write(screen: Screen) -> None:
        text.report(
            inspection.report,
            inspection.standings,
            inspection.speaker,
            screen,
            command=inspection.command,
            everything=inspection.everything,
            changes=inspection.changes,
            score=inspection.score,
        )
        # What is kept and handed on says all of how it was made, not the one line of a screen.
        if inspection.report.colophon and not inspection.everything:
            screen.line()
            colophon.show(inspection.report.colophon, inspection.speaker, screen)

    return written(write)


def _json(inspection: Inspection) -> bytes:
    from archive_tool.report import json

    changes = inspection.changes if inspection.against else None
    made = json.audit(inspection.report, inspection.speaker, inspection.about(), changes)
    if inspection.score is not None:
        from archive_tool.report import score_json

        made = score_json.added(made, inspection.score, inspection.speaker)
    return f"{json.dump(made)}\n".encode()


def _docx(inspection: Inspection) -> bytes:
    from archive_tool.report import docx

    return docx.make(inspection)


def _xlsx(inspection: Inspection) -> bytes:
    from archive_tool.report import xlsx

    return xlsx.make(inspection)


def _html(inspection: Inspection) -> bytes:
    from archive_tool.report import html

    return html.make(inspection)


def _due_text(agenda: Agenda) -> bytes:
    from archive_tool.report import due

    return written(lambda screen: due.text(agenda, screen))


def _due_json(agenda: Agenda) -> bytes:
    from archive_tool.report import due, json

    return f"{json.dump(due.json(agenda))}\n".encode()


def _ics(agenda: Agenda) -> bytes:
    from archive_tool.report import calendar

    return calendar.make(agenda)


def _chronicle_text(page: YearPage) -> bytes:
    from archive_tool.report import chronicle_text

    return written(lambda screen: chronicle_text.text(page, screen))


def _chronicle_json(page: YearPage) -> bytes:
    from archive_tool.report import chronicle_text, json

    return f"{json.dump(chronicle_text.json(page))}\n".encode()


def _chronicle_docx(page: YearPage) -> bytes:
    from archive_tool.report import chronicle_docx

    return chronicle_docx.make(page)


def _chronicle_html(page: YearPage) -> bytes:
    from archive_tool.report import chronicle_html

    return chronicle_html.make(page)


def _is_our_package(file: IO[bytes]) -> bool:
    from archive_tool.report import package

    return package.is_untouched(file)


def _is_our_page(file: IO[bytes]) -> bool:
    from archive_tool.report import html_page

    return html_page.is_untouched(file)


FORMATS: Mapping[str, Format[Inspection]] = {
    "text": Format(_text),
    "json": Format(_json),
    "docx": Format(_docx, _is_our_package, on_screen=False),
    "xlsx": Format(_xlsx, _is_our_package, on_screen=False),
    "html": Format(_html, _is_our_page, on_screen=False),  # its links lead from where it lies
}

DUE_FORMATS: Mapping[str, Format[Agenda]] = {
    "text": Format(_due_text),
    "json": Format(_due_json),
    "ics": Format(_ics),
}

CHRONICLE_FORMATS: Mapping[str, Format[YearPage]] = {
    "text": Format(_chronicle_text),
    "json": Format(_chronicle_json),
    "docx": Format(_chronicle_docx, _is_our_package, on_screen=False),
    "html": Format(_chronicle_html, _is_our_page, on_screen=False),  # its links lead from where it lies
}
