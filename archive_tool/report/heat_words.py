"""Rules × months in words: what a row is about, what a cell says, and the whole for who does not see it."""

from __future__ import annotations

from archive_tool.core.catalog import Speaker
from archive_tool.core.parsed import Coded
from archive_tool.report.heat import Cell, Group, counted
from archive_tool.report.printable import printable
from archive_tool.report.standing import category


def subject(rule: str, speaker: Speaker) -> str:
    """What a rule asks for; of a rule that looks into what another counts, also what about it."""
    told = printable(speaker.label(f"subject:{rule}"))
    spec = speaker.scheme.rules.get(rule) if speaker.scheme else None
    if spec is None or spec.kind == "count" or spec.subject.startswith("rule:"):
        return told
    return speaker.say("heat.looked-into", subject=told, kind=speaker.say(f"heat.kind.{spec.kind}"))


def told(cell: Cell, speaker: Speaker) -> str:
    """What came of one cell."""
    say = speaker.say
    alone = say(
        "heat.cell",
        period=Coded(f"period:{cell.period}"),
        status=say(f"sheet.status.{cell.status}"),
        found=cell.found,
        expected=cell.expected,
    )
    if cell.rows > 1:
        alone += say("heat.of-several", lacking=cell.lacking, rows=cell.rows)
    return alone + (say("heat.untold", count=cell.untold) if cell.untold else "")


def title(group: Group, speaker: Speaker) -> str:
    """What a drawing is of."""
    return speaker.say("heat.title", category=category(group.category, speaker))


def description(group: Group, speaker: Speaker) -> str:
    """For who does not see it: how many cells are how; the table below tells each."""
    numbers = [f"{speaker.say(f'sheet.status.{one}')} {n}" for one, n in counted(group.cells).items()]
    return speaker.say("heat.description", rules=len(group.lines), numbers=numbers)
