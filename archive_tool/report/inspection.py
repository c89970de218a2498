"""An audit with all that its written report says of it: whose archive, by which tool and scheme, how asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from archive_tool.core.catalog import Speaker
from archive_tool.core.changes import Changes
from archive_tool.core.lists import Lists
from archive_tool.core.model import CoverageRow, Report
from archive_tool.core.periods import Calendar, Period, parse
from archive_tool.core.scheme import Scheme
from archive_tool.core.standing import Standing, asks

if TYPE_CHECKING:
    from archive_tool.core.scored import Score


@dataclass(frozen=True, slots=True)
class Inspection:
    """What every format of a report is made from."""

    report: Report
    standings: tuple[Standing, ...]  # by category
    speaker: Speaker
    scheme: Scheme
    tool: str  # version
    root: str
    name: str  # whose archive it is
    units: tuple[str, ...]  # names of those that were asked about
    ignore: tuple[str, ...] = ()  # patterns of archive.yaml
    since: int | None = None  # earlier years are not judged
    command: str = "audit"  # as it was given
    repeat: str = "audit"  # with the day in it, so that it says the same later
    everything: bool = False
    changes: Changes | None = None  # since an earlier audit
    against: bool = False  # that the user named
    lists: Callable[[], Lists] = (
        Lists  # what took place, the ledgers, the records: put together when asked for
    )
    base: str | None = None  # from the folder that the report will lie in to the archive; None: no links
    score: Score | None = None  # by a profile
    fonds: str = ""  # code and name
    span: Callable[[CoverageRow], Period | None] = lambda row: parse(row.period, Calendar())  # days of a row

    def about(self) -> Mapping[str, Any]:
        """What stands before everything else in JSON."""
        return about(self.tool, self.scheme, self.root)

    def for_others(self) -> Inspection:
        """As papers that are handed in tell it; its numbers stay as they are."""
        discreet, hidden = self.lists().discreet, self.speaker.say("pack.hidden")
        if discreet is None:
            return self
        return replace(
            self,
            report=discreet.report(self.report, hidden),
            changes=discreet.changes(self.changes, hidden) if self.changes else None,
            score=discreet.score(self.score, hidden) if self.score else None,
            ignore=discreet.patterns(self.ignore, hidden),
        )

    @property
    def judged(self) -> frozenset[str]:
        """Ids of the units that something is asked of."""
        return frozenset(row.unit for row in self.report.coverage if asks(row))


def about(tool: str, scheme: Scheme, root: str) -> Mapping[str, Any]:
    """Version of the tool, scheme and archive, as JSON begins with them."""
    return {
        "tool": tool,
        "scheme": {"id": scheme.id, "version": scheme.version, "sha256": scheme.sha256},
        "archive": root,
    }
