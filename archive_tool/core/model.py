"""The values that flow through the tool: what was seen, what was read, what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from archive_tool.core.parsed import Node as Node
from archive_tool.core.parsed import Params as Params
from archive_tool.core.parsed import Parsed as Parsed
from archive_tool.core.parsed import Value as Value
from archive_tool.core.parsed import YamlProblem as YamlProblem

if TYPE_CHECKING:
    from archive_tool.core.colophon import Colophon

EntryKind = Literal["file", "folder", "link", "unreadable", "special"]
Severity = Literal["error", "warning", "info"]
ProblemKind = Literal[
    "empty",
    "damaged",
    "encrypted",
    "timeout",
    "memory",
    "too-large",
    "locked",
    "busy",
    "unsupported",
    "mismatch",
]
CoverageStatus = Literal["met", "insufficient", "missing", "due", "waived", "not-applicable"]


class Entry(NamedTuple):
    """One name in the tree as the scan saw it; a tuple, because there are hundreds of thousands."""

    path: str  # POSIX, relative to the root, byte for byte as on disk (surrogateescape)
    kind: EntryKind
    size: int  # bytes; 0 for folders
    mtime_ns: int
    identity: tuple[int, int]  # (device, inode); (0, 0) where the file system has none
    offline: bool = False  # a cloud placeholder: never opened
    reason: str = ""  # why an `unreadable` entry could not be read (operating system's words)


class Problem(NamedTuple):
    """Why a document's text could not be read."""

    kind: ProblemKind
    reason: str  # one line, in the grammar of core/reasons.py: the limit that was hit, or the parser's words


class Segment(NamedTuple):
    """A stretch of text no phrase may cross; paragraphs inside are divided by newlines."""

    locator: str  # where it stands, in the grammar of core/locators.py: shown with a hit
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader got out of one document."""

    segments: tuple[Segment, ...] = ()
    # format: what the content is ("docx", "pdf", "txt", "zip", "ole", …); encoding, pages, title,
    # author, created, modified, macro ("yes"), blank ("yes": certainly neither text nor pictures), of
    # pictures width, height and taken: each only where the document says so
    properties: Mapping[str, str] = field(default_factory=dict)
    problem: Problem | None = None


class FileFacts(NamedTuple):
    """What the cache remembers of one file at one size and time; no text. As many as there are files.

    Of folders there are facts only where a name on their path bears a state-secret mark.
    """

    sha256: str
    format: str = ""
    problem: str = ""  # Problem.kind or ""
    reason: str = ""
    characters: int = 0  # characters of text other than white space
    macro: bool = False
    taken: str = ""  # YYYY-MM-DDTHH:MM:SS, of a photo: when the shutter was pressed, by the camera's clock
    secret: str = ""  # the state-secret mark in the head block or in a name; then sha256 is ""
    tries: int = 0  # readings that were broken off, for lack of time or memory


class Complaint(NamedTuple):
    """One thing that is wrong inside a sidecar, before it becomes a finding."""

    code: Literal["sidecar/invalid", "sidecar/unknown-field"]
    line: int | None
    params: Params


class Interpreted(NamedTuple):
    """A sidecar in the scheme's words: canonical values, the line of each, complaints."""

    values: Mapping[str, Value]
    lines: Mapping[str, int]
    complaints: tuple[Complaint, ...] = ()
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The tree at one moment, with what the cache knows of it. Paths are keys everywhere."""

    taken_ns: int
    entries: tuple[Entry, ...]  # sorted by path; links and unreadable folders included, not entered
    sidecars: Mapping[str, Interpreted | YamlProblem]
    facts: Mapping[str, FileFacts]  # only files whose size and time are those remembered
    ignored: tuple[str, ...] = ()  # paths left out by `ignore`
    scope: tuple[str, ...] | None = None  # folders looked at; None: the whole tree
    waiting: frozenset[str] = frozenset()  # files that somebody is busy with: not to be opened now

    def paths(self) -> frozenset[str]:
        """Of all that is there, folders too."""
        return frozenset(entry.path for entry in self.entries)

    def awaits(self, files: Iterable[Entry]) -> bool:
        """Whether one of these files is waited for, and not known as it is."""
        return any(entry.path in self.waiting and entry.path not in self.facts for entry in files)


# Why records were not counted that might have been what is missing, as parameters of a finding.
NOT_COUNTED = ("hollow", "unattributed", "nameless", "speakerless", "unplaced", "undated", "unnamed")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. Identity (waivers, "new since"): see `identity`."""

    code: str
    severity: Severity
    path: str
    params: Params = field(default_factory=dict)
    rule: str | None = None
    unit: str | None = None
    whom: str | None = None
    period: str | None = None
    record: str | None = None
    record_id: str | None = None
    line: int | None = None
    waived: str | None = None  # the waiver's reason
    kept: bool = False  # about what is not for everyone, and to be told without what it says

    @property
    def units(self) -> tuple[str, ...]:
        """Every unit it is about: what is said once of a joint occasion is said of each."""
        several = self.params.get("units")
        return tuple(several) if isinstance(several, list) else (self.unit,) if self.unit else ()

    @property
    def identity(self) -> tuple[str | None, ...]:
        """Code + rule + unit + whom + period + record id (else path)."""
        return (self.code, self.rule, self.unit, self.whom, self.period, self.record_id or self.path)


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One rule × unit (× whom) × period: what was expected, what was found."""

    rule: str
    kind: str
    subject: str  # activity:…, form:… or rule:…
    unit: str
    whom: str | None
    period: str
    expected: int
    found: int
    drafts: int
    uncertain: int
    pointers: int
    status: CoverageStatus
    due: date | None  # the last day there is time; None: it was always asked, of a unit without a first day
    records: tuple[str, ...] = ()


class NotRun(NamedTuple):
    """A check that could not be made, and why."""

    check: str
    path: str
    reason: str  # key of messages.yaml under not-run.*


@dataclass(frozen=True, slots=True)
class Report:
    """Everything an audit or check has to say; report/ turns it into formats."""

    as_of: date
    years: tuple[int, ...]
    records: int
    files: int
    pointers: int
    coverage: tuple[CoverageRow, ...]
    findings: tuple[Finding, ...]
    not_run: tuple[NotRun, ...]
    holds: frozenset[str] = frozenset()  # categories in which something lies; "" is none of them
    colophon: Colophon | None = None  # how it was made; None inside of the tool, where nobody reads it
