"""What a result does not speak of: not applicable, on paper, ignored, before the first judged year."""

from __future__ import annotations

from collections.abc import Iterator

from archive_tool.core.standing import asks
from archive_tool.report.inspection import Inspection


def lines(inspection: Inspection) -> Iterator[str]:
    """A sentence each."""
    speaker, report = inspection.speaker, inspection.report
    rows = [row for row in report.coverage if asks(row) and row.status == "not-applicable"]
    whose = {
        (row.rule, row.whom or row.unit): speaker.say(
            "paper.whose",
            subject=speaker.label(f"subject:{row.rule}"),
            who=speaker.label(f"unit:{row.whom or row.unit}"),
        )
        for row in rows
    }
    if whose:
        yield speaker.say("paper.not-applicable", items=list(dict.fromkeys(whose.values())))
    if report.pointers:
        yield speaker.say("paper.pointers", count=report.pointers)
    if inspection.ignore:
        yield speaker.say("paper.ignored", patterns=list(inspection.ignore))
    if inspection.since:
        yield speaker.say("paper.since", year=inspection.since)
    if unlisted := inspection.lists().unlisted:
        yield speaker.say("paper.unlisted", count=unlisted)
    yield speaker.say("paper.limits")
