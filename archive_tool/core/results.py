"""What the use cases answer; report/ turns these into text or JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from archive_tool.core.adopt import Proposal
from archive_tool.core.adopted_units import OldUnit
from archive_tool.core.filing import Dropped
from archive_tool.core.health.check import Check
from archive_tool.core.model import Finding, Params, Report, Value
from archive_tool.core.tree import Place

if TYPE_CHECKING:
    from archive_tool.core.scheme import Scheme
    from archive_tool.core.snippets import Snippet


class IndexChanges(NamedTuple):
    """Paths of records and stray files in the search index."""

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def written(self) -> int:
        """How many documents were made for the index."""
        return len(self.added) + len(self.replaced)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to be said that is no result of the command: a key of messages.yaml, and what fills it."""

    key: str
    params: dict[str, str | int | list[str]]


@dataclass(frozen=True, slots=True)
class SyncResult:
    """What one sync did, and the findings of the check that follows."""

    read: int  # files opened
    drafted: tuple[str, ...]  # records that got a sidecar
    refreshed: tuple[str, ...]  # drafts brought up to date
    paired: tuple[tuple[str, str], ...]  # sidecar's old place -> new place
    folders: tuple[str, ...]  # folders made again
    index: IndexChanges
    dropped: tuple[Dropped, ...]  # a person was faster: next time
    report: Report
    seconds: float
    scope: tuple[str, ...] | None = None  # folders looked at; None: the whole tree
    followed: tuple[
        tuple[str, str], ...
    ] = ()  # records that moved with their sidecar: old place -> new place
    waiting: tuple[str, ...] = ()  # files that somebody is busy with
    closed: tuple[tuple[str, str], ...] = ()  # files that cannot be opened, and the system's words
    again: tuple[str, ...] = ()  # folders that must be looked at again soon
    # What was written -> its size and time (ns) when the whole was last looked at.
    own: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """One search hit, ready to be shown."""

    path: str
    title: str
    category: str | None
    leaf: str | None
    year: int | None
    date: str | None
    score: float
    snippet: Snippet | None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer to a query."""

    query: str
    total: int
    took_ms: float
    hits: tuple[FoundRecord, ...]
    facets: Mapping[str, Mapping[str, int]]
    behind: int = 0  # records and files known to wait for the index, about
    synced: datetime | None = None  # when the whole tree was last looked at; local time
    writer: Mapping[str, str | int] = field(default_factory=dict)  # who is at it, if anyone


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One file of a shown record."""

    path: str
    role: str
    size: int
    problem: str
    characters: int | None


@dataclass(frozen=True, slots=True)
class ShowResult:
    """One record with everything known of it."""

    path: str
    place: Place
    status: str
    values: Mapping[str, Value]
    missing: tuple[str, ...]  # required fields that are empty
    parts: tuple[ShownPart, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class StatusResult:
    """Where the archive stands."""

    root: str
    scheme: str
    engine: str
    records: int
    filed: int
    drafts: int
    undescribed: int
    files: int
    unread: int
    behind: int
    sync_helps: bool = False  # whether the next sync has something to do about any of these
    writer: Mapping[str, str | int] = field(default_factory=dict)  # who holds the lock, if anyone
    report: Report | None = None


class Refusal(NamedTuple):
    """Why nothing was done for one record."""

    path: str  # of the record
    key: str  # of messages.yaml
    params: Params
    file: str = ""  # the sidecar, where something in it is in the way
    line: int | None = None
    skipped: bool = False  # nobody has to do anything about it here


@dataclass(frozen=True, slots=True)
class DescribeResult:
    """What `describe` or `accept` did."""

    chosen: int  # records the command was about
    changed: tuple[str, ...]
    confirmed: tuple[str, ...]
    lacking: Mapping[str, tuple[str, ...]]  # record -> required fields still empty
    refusals: tuple[Refusal, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    # Records filed all the same -> files in them that are empty or that nobody could read.
    unsound: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """How many records were left as they are for a reason."""
        return len(self.lacking) + len(self.refusals)

    @property
    def asks(self) -> bool:
        """Whether somebody has something to do: a record was refused, or nothing could be done for any."""
        refused = any(not one.skipped for one in self.refusals)
        return bool(self.lacking) or refused or 0 < self.chosen == len(self.refusals)


@dataclass(frozen=True, slots=True)
class Examination:
    """What `doctor` found."""

    root: str | None  # of the archive, if there is one
    machine: tuple[Check, ...]
    archive: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class AdoptResult:
    """What an old tree would be read as, and where that was written down, if it was."""

    root: str
    since: int
    scheme: Scheme
    proposals: tuple[Proposal, ...]
    units: tuple[OldUnit, ...]
    config: str  # the archive.yaml that says so
    written: str = ""  # the file it was written to
