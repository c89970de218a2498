"""The doors of the core: what the use cases need from the outside world."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from archive_tool.core.documents import Document, Found
from archive_tool.core.filing import Applied, FilingPlan
from archive_tool.core.model import Entry, FileFacts, Interpreted, Reading, Snapshot, YamlProblem

if TYPE_CHECKING:
    # Its patterns take 30 ms to compile, which only a search should pay.
    from archive_tool.core.query import Query

# Absolute path of a file -> what is in it. Runs in a worker process; never raises for bad content.
TextReader = Callable[[str], Reading]


class FileTrace(NamedTuple):
    """What a remembered file was when it was last seen, to know it again elsewhere."""

    identity: tuple[int, int]  # (device, inode); (0, 0) where the file system has none
    sha256: str
    size: int
    mtime_ns: int


class IndexStanding(NamedTuple):
    """How a search index stood when it was last written."""

    edition: str  # of all that is indexed and kept to be shown with hits; "" where that is incomplete
    waiting: int  # records and files known to wait for it, about
    synced_s: int | None  # when the whole tree was last looked at and indexed, seconds of the epoch


class FileMemory(Protocol):
    """What is remembered of files, valid for one size and time; losing it costs time only."""

    def facts(self, entries: Sequence[Entry]) -> Mapping[str, FileFacts]:
        """By path, of those entries whose size and time are the remembered ones."""

    def sidecars(self, entries: Sequence[Entry]) -> Mapping[str, Interpreted | YamlProblem]:
        """By path, of those sidecars whose size and time are the remembered ones."""

    def keep_sidecars(self, kept: Iterable[tuple[Entry, Interpreted | YamlProblem]], taken_ns: int) -> None:
        """Remember what sidecars say; `taken_ns` is when their entries were seen."""


class PlanJournal(Protocol):
    """Where a plan is announced before it is carried out, and what became of it after."""

    def begin(self, plan: FilingPlan) -> str:
        """The plan is on the disk when this returns; gives its id."""

    def done(self, plan_id: str, applied: Applied) -> None:
        """What was carried out of it, all or in part."""


class RecordReader(Protocol):
    """Reads the tree; cannot write."""

    def snapshot(self, scope: Sequence[str] | None = None) -> Snapshot:
        """The tree below the given folders (None: all of it), with sidecars and remembered facts."""

    def read(self, path: str) -> bytes:
        """The bytes of one file of the tree, by its relative path."""


class RecordWriter(Protocol):
    """Changes the tree, one plan at a time."""

    def apply(self, plan: FilingPlan) -> Applied:
        """Carry out the plan in the durable order; actions a person was faster at are dropped."""


class SearchIndex(Protocol):
    """A full-text index. The same documents give the same hits in every engine."""

    def fingerprints(self) -> Mapping[str, str]:
        """Record path -> fingerprint of what is indexed for it; empty when there is no index."""

    def update(self, add: Iterable[Document], remove: Iterable[str]) -> None:
        """Replace the documents of `add` (by path), drop the paths of `remove`, commit."""

    def rebuild(self, documents: Iterable[Document]) -> None:
        """A new index of just these, built beside the old one and then put in its place."""

    def is_overgrown(self) -> bool:
        """Whether it keeps more of documents that are gone or were replaced than of those there are."""

    def search(self, query: Query, limit: int, facets: Sequence[str] = ()) -> Found:
        """Best hits first, equals by day (newest first) and path; `limit` 0 gives all. Counts the named facets over all hits.

        Raises CannotRun("index.absent") where there is no index of this version, or a damaged one;
        `index.unreadable` where its disk refuses for the moment, `query.stars` where the engine does not take
        the query.
        """
