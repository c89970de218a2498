"""Tables annexed to the Word report: what took place, and the supporting material of every point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from archive_tool.core.activities import Held
from archive_tool.report import held
from archive_tool.report.docx_page import ACROSS, Page
from archive_tool.report.docx_styles import SMALL
from archive_tool.report.evidence import FEW, Proof, periods, proofs
from archive_tool.report.folded import spelt
from archive_tool.report.inspection import Inspection

MOST_FOLDERS = 4  # told once, above the table
# Millimetres: number, day, topic, unit, chair, three numbers, evidence, note; English words are longer.
HELD_WIDTHS = {
    "zh": (10, 22, 42, 30, 18, 11, 11, 11, 0, 14),
    "en": (9, 21, 36, 26, 14, 20, 18, 17, 0, 20),
}
PROOF_WIDTHS = {"zh": (40, 34, 34, 0, 22, 16), "en": (40, 34, 34, 0, 22, 22)}


def activities(shown: Sequence[Held], inspection: Inspection, page: Page) -> None:
    """A table for every activity, a row for every time."""
    say = inspection.speaker.say
    keys = ("no", "date", "topic", "unit", "chair", "expected", "present", "absent", "evidence", "note")
    head = [say("audit.column.unit" if key == "unit" else f"sheet.column.{key}") for key in keys]
    for activity, times in groupby(shown, key=lambda one: one.activity):
        page.heading(inspection.speaker.label(f"activity:{activity}"), 2)
        mine = list(times)
        folders = _folders([path for one in mine for path in one.records])
        _told_once(folders, inspection, page)
        rows = [_held(number, one, folders, inspection) for number, one in enumerate(mine, 1)]
        page.table(head, _filled(HELD_WIDTHS[inspection.speaker.language]), rows, text=SMALL)


def _held(number: int, one: Held, folders: Sequence[str], inspection: Inspection) -> tuple[str, ...]:
    speaker = inspection.speaker
    return (
        str(number),
        one.date,
        held.topics(one, speaker),
        speaker.label(f"unit:{one.unit}") if one.unit else "",
        one.chair,
        *("" if count is None else str(count) for count in (one.expected, one.present, one.absent)),
        "\n".join(
            filter(None, (held.shown_by(one, speaker), *(_within(folders, path) for path in one.records)))
        ),
        held.note(one, speaker),
    )


def catalogue(inspection: Inspection, page: Page) -> None:
    """Under each group of points a row for every record that serves one, and for what nothing serves."""
    say = inspection.speaker.say
    point = "score.column.indicator" if inspection.score else "sheet.column.point"
    keys = (
        point,
        "audit.column.unit",
        *(f"sheet.column.{key}" for key in ("period", "material", "date", "note")),
    )
    head = [say(key) for key in keys]
    shown = proofs(inspection.lists(), inspection)
    for group, mine in groupby(shown, key=lambda one: one.point.group):
        page.heading(group, 2)
        those = list(mine)
        below = _common([one.path for one in those if one.path])
        _told_once([below], inspection, page)
        page.table(
            head,
            _filled(PROOF_WIDTHS[inspection.speaker.language]),
            list(_proofs(those, below, inspection)),
            text=SMALL,
        )


def _proofs(shown: Sequence[Proof], below: str, inspection: Inspection) -> Iterator[tuple[str, ...]]:
    """What serves a point in several periods stands once, as does what lacks in several."""
    speaker, rows = inspection.speaker, dict[Proof, list[str]]()
    for one in shown:
        rows.setdefault(one._replace(period=""), []).append(one.period)
    for one, labels in rows.items():
        name = one.path.removeprefix(below)
        title = one.title if one.title not in name else ""
        if one.state in ("missing", "uncertain") and len(labels) > FEW:
            title = speaker.say(
                "paper.lacks-in", what=title, periods=spelt(filter(None, dict.fromkeys(labels)), speaker)
            )
        told = "\n".join(filter(None, (title, name)))
        yield one.point.name, one.who, periods(labels, inspection), told, one.date, one.note


def _common(paths: Sequence[str]) -> str:
    """The folder that all of them lie in, with its slash; "" where there is none."""
    folders = [path.split("/")[:-1] for path in paths]
    shared = []
    for names in zip(*folders, strict=False):
        if len(set(names)) > 1:
            break
        shared.append(names[0])
    return "".join(f"{name}/" for name in shared)


def _folders(paths: Sequence[str]) -> list[str]:
    """The folders these records lie in, with a slash, where they are few and no name is in two; else their common one."""
    found = dict.fromkeys(
        f"{folder}/" for folder, slash, _ in (path.rpartition("/") for path in paths) if slash
    )
    names = {path.rpartition("/")[2] for path in paths}
    return [*found] if len(found) <= MOST_FOLDERS and len(names) == len(set(paths)) else [_common(paths)]


def _within(folders: Sequence[str], path: str) -> str:
    """The path below the innermost of these folders that it lies in."""
    return min((path.removeprefix(folder) for folder in folders), key=len, default=path)


def _told_once(folders: Sequence[str], inspection: Inspection, page: Page) -> None:
    if told := [folder.rstrip("/") for folder in folders if folder]:
        page.above(inspection.speaker.say("paper.all-below", folders=told))


def _filled(widths: Sequence[int]) -> list[int]:
    """The column of no width takes what the others leave."""
    return [width or ACROSS - sum(widths) for width in widths]
