"""What both engines share: generations, fingerprints, streaming updates, and when an index counts as absent."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from typing import Generic, NamedTuple, Protocol, TypeVar

from archive_tool.adapters.search.damage import Damaged
from archive_tool.adapters.search.fingerprints import Fingerprints
from archive_tool.adapters.search.generations import Generations, Stamp
from archive_tool.adapters.search.texts import size_beside
from archive_tool.core.documents import Document, Found
from archive_tool.core.errors import CannotRun
from archive_tool.core.query import Query

TOGETHER = 5000  # documents taken in before what waits in memory is written
SPARED = 1 << 20  # bytes of texts that nobody points to are not worth a new index
PENDING = ""  # the fingerprint of a document whose commit is under way


class Reader(Protocol):
    """The committed state of an index at one moment."""

    def find(self, query: Query, limit: int, facets: Sequence[str]) -> Found: ...

    def text_bytes(self) -> int:
        """Of the texts of all documents there are, as they lie beside the index."""

    def close(self) -> None: ...


class Writer(Protocol):
    """Changes that become visible together, but for very many."""

    def add(self, document: Document) -> None: ...

    def remove(self, path: str) -> None: ...

    def flush(self) -> None:
        """Let nothing wait in memory any longer: what was added may become visible now."""

    def commit(self) -> None: ...

    def cancel(self) -> None: ...


R = TypeVar("R", bound=Reader)


class _Opened(NamedTuple, Generic[R]):
    stamp: Stamp
    reader: R


class GenerationalIndex(ABC, Generic[R]):
    """A SearchIndex over one folder: many readers, one writer at a time (who holds the archive's lock)."""

    name: str
    layout = ""  # of the files; another one is another engine's to who reads them

    def __init__(self, folder: Path) -> None:
        self._generations = Generations(folder, self.name + self.layout)
        self._opened: _Opened[R] | None = None
        self._known: tuple[Stamp, Fingerprints] | None = None
        self._doubted = ""  # the generation that the next update does not trust any more

    @abstractmethod
    def _create(self, folder: Path) -> None:
        """Make an empty index in an empty folder."""

    @abstractmethod
    def _reader(self, folder: Path) -> R:
        """Open what is committed; Damaged, or OSError where the disk refuses for the moment."""

    @abstractmethod
    def _writer(self, folder: Path) -> Writer:
        """Begin changes; CannotRun("index.busy") if another process does already."""

    def fingerprints(self) -> Mapping[str, str]:
        """Record path -> fingerprint; empty where there is no usable index. "" asks for indexing again.

        CannotRun `index.unreadable` where the disk refuses for the moment.
        """
        known = self._fingerprints()
        if known and self._generations.is_doubted(known[0].generation):
            self._doubted = known[0].generation
        return known[1].by_path if known and known[0].generation != self._doubted else {}

    def update(self, add: Iterable[Document], remove: Iterable[str]) -> None:
        """Replace and drop documents in one commit; where there is no usable index, begin a new one.

        CannotRun `index.absent` where it turns out to be damaged: the next one begins anew.
        """
        known = self._fingerprints()
        # It is doubted when `fingerprints` said so, not when somebody begins to in between: who asked
        # there gives all documents here, or only those that changed.
        if known is None or known[0].generation == self._doubted:
            self.rebuild(add)
        else:
            try:
                self._take_in(known[0].generation, known[1], add, remove)
            except Damaged as error:
                self._distrust(known[0].generation)
                raise CannotRun("index.absent") from error

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Index these and nothing else; until that is done, the old index answers."""
        generation = self._generations.begin()
        try:
            self._create(self._generations.engine(generation))
            known = self._generations.no_fingerprints(generation)
            known.change({})
            self._take_in(generation, known, documents, ())
            self._forget()
            self._generations.publish(generation)
        except BaseException:
            if self._generations.current() != generation:
                self.close()  # what is to go must not be held open
                self._generations.abandon(generation)
            raise

    def search(self, query: Query, limit: int, facets: Sequence[str] = ()) -> Found:
        """Best first, equals newest first, then by path.

        CannotRun: `index.absent` where there is no usable index, `index.unreadable` where the disk refuses
        for the moment, `query.stars` for a query that the engine does not take.
        """
        damage: Damaged | None = None
        tried: set[str] = set()
        for _ in range(2):  # the generation may have been replaced while it was read
            opened = self._current()
            if opened is None:
                break
            try:
                with self._readable():
                    return opened.reader.find(query, limit, facets)
            except Damaged as error:
                damage = error
                self._forget()
                generation = opened.stamp.generation
                if generation in tried:
                    self._distrust(generation)
                tried.add(generation)
        raise CannotRun("index.absent") from damage

    def is_overgrown(self) -> bool:
        """Whether what is kept of replaced and removed documents is more than what is kept of those there are."""
        with suppress(Damaged), self._readable():
            opened = self._current()
            if opened is not None:
                whole = size_beside(self._generations.engine(opened.stamp.generation))
                live = opened.reader.text_bytes() if whole > SPARED else whole
                return whole - live > max(live, SPARED)
        return False

    def close(self) -> None:
        """Let go of the files; the next search opens them again."""
        self._forget()
        self._known = None

    def _take_in(
        self, generation: str, known: Fingerprints, add: Iterable[Document], remove: Iterable[str]
    ) -> None:
        """Fingerprints are written before the commit as pending and after it as they are.

        Whatever moment the machine stops at, every path the engine may hold is remembered, and what
        may be half done does not match any fingerprint, so that the next update does it again. Of very
        many changes the first are to be found while the last are still taken in.
        """
        dropped = {path for path in remove if path in known.by_path}
        documents = iter(add)
        first = next(documents, None)
        if first is None and not dropped:
            return
        self._known = None  # until all is done
        writer = self._writer(self._generations.engine(generation))
        taken: dict[str, str] = {}
        marked = 0
        try:
            for path in dropped:
                writer.remove(path)
            for number, document in enumerate(chain([first] if first else [], documents)):
                if number and number % TOGETHER == 0:
                    known.change(dict.fromkeys((*islice(taken, marked, None), *dropped), PENDING))
                    marked = len(taken)
                    writer.flush()
                _feed(writer, known.by_path, dropped, taken, document)
            dropped -= taken.keys()
            known.change(dict.fromkeys((*islice(taken, marked, None), *dropped), PENDING))
            writer.commit()
        except BaseException:
            writer.cancel()
            raise
        known.change({**dict.fromkeys(dropped), **taken})
        self._forget()  # the files of the state before can go
        stamp = self._generations.stamp(generation)
        self._known = (stamp, known) if stamp else None

    def _fingerprints(self) -> tuple[Stamp, Fingerprints] | None:
        """Read once and kept until they change; None where there is no usable index."""
        with self._readable():
            generation = self._generations.current()
            stamp = generation and self._generations.stamp(generation)
            if self._known is None or self._known[0] != stamp:
                opened = self._current()  # only then the engine is asked whether its files are good
                read = self._generations.fingerprints(opened.stamp.generation) if opened else None
                self._known = (opened.stamp, read) if opened and read else None
            return self._known

    def _current(self) -> _Opened[R] | None:
        """The newest usable state, opened once and kept until it changes."""
        for _ in range(2):  # between the two looks another process may have swept the generation away
            with self._readable():
                generation = self._generations.current()
                stamp = generation and self._generations.stamp(generation)
                if not stamp:
                    continue
                if self._opened is None or self._opened.stamp != stamp:
                    self._forget()
                    with suppress(Damaged):
                        self._opened = _Opened(
                            stamp, self._reader(self._generations.engine(stamp.generation))
                        )
            if self._opened is not None:
                return self._opened
        return None

    def _distrust(self, generation: str) -> None:
        self._doubted = generation
        self._generations.doubt(generation)

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """What the disk refuses for the moment, as CannotRun: nothing is wrong with the index itself."""
        try:
            yield
        except OSError as error:
            file = str(error.filename or self._generations.folder)
            raise CannotRun(
                "index.unreadable", file=file, reason=error.strerror or type(error).__name__
            ) from error

    def _forget(self) -> None:
        if self._opened is not None:
            self._opened.reader.close()
            self._opened = None


def _feed(
    writer: Writer, known: Container[str], dropped: Container[str], taken: dict[str, str], document: Document
) -> None:
    """Hand a document to the engine, in the place of an older one; `taken` gets its fingerprint."""
    path = document.path
    if path in taken:
        return
    if path in known and path not in dropped:
        writer.remove(path)
    writer.add(document)
    taken[path] = document.fingerprint


def key_of(path: str) -> str:
    """A path as index term: one that is no valid Unicode becomes hexadecimal behind a NUL."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return "\0" + path.encode("utf-8", "surrogateescape").hex()
    return path


def path_of(key: str) -> str:
    """The path of a `key_of`."""
    return bytes.fromhex(key[1:]).decode("utf-8", "surrogateescape") if key.startswith("\0") else key
