"""The table of schools as a web page in one file: the table, and of each school what it has to mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive_tool.core.catalog import Speaker
from archive_tool.core.tree_path import last_name
from archive_tool.report import bureau as tables
from archive_tool.report import bureau_made, html_page
from archive_tool.report.bureau import Bureau


class Row(NamedTuple):
    """One school: its place in the table, its cells by column, and where below it is told."""

    number: int
    name: str
    address: str | None
    cells: Sequence[tuple[str, str]]  # column, text


class Told(NamedTuple):
    """One school below the table."""

    id: str
    name: str
    folder: str
    error: str
    causes: Sequence[tuple[str, str, str, int]]  # severity and its word, title, how many
    aside: Sequence[str]


def make(bureau: Bureau, speaker: Speaker) -> bytes:
    """The file; the same bytes for the same result."""
    say, keys = speaker.say, tables.columns(bureau)
    made = bureau_made.made(bureau, speaker)
    texts = {
        "title": "bureau.table",
        "school": "bureau.column.school",
        "number": "bureau.number",
        "set-aside": "set-aside.title",
        "nothing": "bureau.nothing-to-mend",
        "colophon": "paper.colophon",
        "schools": "bureau.schools",
        "made-own": "bureau.made-own",
    }
    return html_page.render(
        "bureau_page.html",
        lang={"zh": "zh-CN"}.get(speaker.language, speaker.language),
        name="",
        t={key: say(whole) for key, whole in texts.items()},
        head=tables.head(bureau, speaker),
        columns=[(key, say(f"bureau.column.{key}")) for key in keys],
        rows=list(_rows(bureau, speaker, keys)),
        schools=list(_schools(bureau, speaker)),
        strict=bureau.strict,
        about=list(tables.about(bureau, speaker))[1:],
        made=made.common,
        made_own=made.own,
    )


def _rows(bureau: Bureau, speaker: Speaker, keys: Sequence[str]) -> Iterator[Row]:
    for number, one in enumerate(bureau.shown, 1):
        cells = [(key, tables.cell(key, one.school, speaker)) for key in keys]
        yield Row(number, bureau.name(one.school), f"#school-{number}", cells)


def _schools(bureau: Bureau, speaker: Speaker) -> Iterator[Told]:
    for number, one in enumerate(bureau.shown, 1):
        causes = [
            (cause["severity"], speaker.say(f"severity.{cause['severity']}"), cause["title"], cause["count"])
            for cause in one.causes
        ]
        aside = list(tables.aside(one, speaker)) if bureau.strict and not one.school.error else []
        yield Told(
            f"school-{number}",
            bureau.name(one.school),
            last_name(one.school.root),
            one.school.error,
            causes,
            aside,
        )
