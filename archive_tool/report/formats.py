"""The formats that the report of an audit is written in; each is made only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from archive_tool.report.inspection import Inspection


class Format(NamedTuple):
    """How a file is made, and what kind of file that is there already it may take the place of."""

    make: Callable[[Inspection], bytes]
    may_replace: Callable[[bytes], bool]
    on_screen: bool = True  # whether it can go to a terminal or into a pipe


def _text(inspection: Inspection) -> bytes:
    """As in a pipe: UTF-8, nothing coloured, nothing cut."""
    from io import StringIO

    from rich.console import Console

    from archive_tool.report import text
    from archive_tool.report.screen import Screen

    written = StringIO()
    console = Console(file=written, color_system=None, markup=False, highlight=False, emoji=False)
    text.report(
        inspection.report,
        inspection.standings,
        inspection.speaker,
        Screen(console),
        command=inspection.command,
        everything=inspection.everything,
    )
    return written.getvalue().encode("utf-8", "backslashreplace")


def _json(inspection: Inspection) -> bytes:
    from archive_tool.report import json

    made = json.audit(inspection.report, inspection.speaker, inspection.about())
    return f"{json.dump(made)}\n".encode()


def _docx(inspection: Inspection) -> bytes:
    from archive_tool.report import docx

    return docx.make(inspection)


def _is_plain(content: bytes) -> bool:
    """Text, as after `>`; never a document that somebody wrote in Word."""
    try:
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _is_untouched(content: bytes) -> bool:
    from archive_tool.report import docx_page

    return docx_page.is_untouched(content)


FORMATS: Mapping[str, Format] = {
    "text": Format(_text, _is_plain),
    "json": Format(_json, _is_plain),
    "docx": Format(_docx, _is_untouched, on_screen=False),
}
