"""What an audit found and no ledger holds yet; known again by its title, place, period and whom it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive_tool.core.ledger import Entry
from archive_tool.core.model import Finding
from archive_tool.core.records import text
from archive_tool.report.causes import Cause, causes, whose
from archive_tool.report.inspection import Inspection
from archive_tool.report.ledger_sheet import Proposal
from archive_tool.report.printable import printable

OVERDUE = "complete/overdue"
MOST_PLACES = 10  # of one problem
APART = "  "


def proposals(inspection: Inspection) -> Iterator[Proposal]:
    """A row a cause and unit, of what no entry of a ledger names. What is only told is no problem."""
    entries = inspection.lists().entries
    lists = {entry.record.path for entry in entries}
    # What is said of the entries of a ledger stands in it.
    found = (f for f in inspection.report.findings if f.code != OVERDUE or not (f.kept or f.record in lists))
    for cause in causes(found):
        if cause.waived or cause.severity == "info":
            continue
        title = cause.title(inspection.speaker)
        known = [entry for entry in entries if text(entry.values, "text").startswith(title)]
        for unit, mine in _by_unit(cause):
            new = tuple(f for f in mine if not any(_holds(one, f, unit, inspection) for one in known))
            if new:
                yield Proposal(unit, _told(title, new, inspection))


def _by_unit(cause: Cause) -> Iterator[tuple[str, Sequence[Finding]]]:
    """Each unit has its own to mend; what belongs to none stands alone."""
    found: dict[str, list[Finding]] = {}
    for item in cause.findings:
        for unit in item.units or ("",):
            found.setdefault(unit, []).append(item)
    yield from found.items()


def _holds(entry: Entry, finding: Finding, unit: str, inspection: Inspection) -> bool:
    """Whether an entry of this title means the finding: it names its place, or no place at all.

    One that was taken into another unit's ledger says of which unit it is.
    """
    told = text(entry.values, "text")
    own = not unit or unit in entry.record.units
    ends = [f"{_path(finding)}{end}" for end in (APART, ":")]
    there = [line for line in told.splitlines() if any(end in f"{line}{APART}" for end in ends)]
    if not there:
        return own and "/" not in told  # somebody put it into words of his own
    who, period = _whose(finding, inspection), _period(finding, inspection)
    # Of what no rule asks the place says enough: it is one file or folder.
    known = not who or (own and not finding.whom) or any(who in line for line in there)
    return known and any(period in line for line in there)


def _told(title: str, found: Sequence[Finding], inspection: Inspection) -> str:
    """The title, and each place with whom it concerns and every period, so that all of it can be known again."""
    say, count = inspection.speaker.say, len(found)
    periods: dict[tuple[str, str], list[str]] = {}
    for item in found:
        lines = f":{item.line}" if item.line else ""
        here = periods.setdefault((_whose(item, inspection), f"{_path(item)}{lines}"), [])
        here += [period] if (period := _period(item, inspection)) else []
    listed = inspection.speaker.listed
    places = [APART.join(filter(None, (*place, listed(told)))) for place, told in periods.items()]
    head = say("paper.counted", title=title, count=count) if count > 1 else title
    left = len(places) - MOST_PLACES
    more = [say("audit.more-places", count=left)] if left > 0 else []
    return "\n".join([head, *places[:MOST_PLACES], *more])


def _path(finding: Finding) -> str:
    return printable(finding.path or ".")


def _whose(finding: Finding, inspection: Inspection) -> str:
    """The person or group, or the unit where several are judged; "" where the place says it."""
    return whose(finding, inspection.judged, inspection.speaker)


def _period(finding: Finding, inspection: Inspection) -> str:
    """When something lacks; of a record its place says enough."""
    told = finding.period and not finding.record
    return inspection.speaker.period(finding.period) if finding.period and told else ""
