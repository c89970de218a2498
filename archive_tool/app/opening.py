"""Opens an archive: archive.yaml, its scheme, the cache, a reader. The wiring of all commands."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from archive_tool import __version__
from archive_tool.adapters import places, schemas
from archive_tool.adapters.scan import scan
from archive_tool.adapters.state import State
from archive_tool.adapters.tree_reader import TreeReader
from archive_tool.adapters.validator import validator
from archive_tool.adapters.yaml_text.parse import parse
from archive_tool.app.reading import Readers
from archive_tool.app.texts import parse_yaml, with_findings
from archive_tool.core import json_schema, sidecar
from archive_tool.core.catalog import Speaker
from archive_tool.core.colophon import Edition, Facts
from archive_tool.core.config import ArchiveConfig
from archive_tool.core.config_parse import parse_config, scheme_name
from archive_tool.core.errors import CannotRun
from archive_tool.core.ignoring import ignore_matcher
from archive_tool.core.indexing import edition_of
from archive_tool.core.model import Interpreted, Parsed, YamlProblem
from archive_tool.core.ports import RecordReader
from archive_tool.core.results import Notice
from archive_tool.core.scheme import Scheme
from archive_tool.core.scheme_parse import parse_scheme
from archive_tool.core.secrecy import marks_in_paths
from archive_tool.core.set_aside import without_own_ways
from archive_tool.core.tracer import Tracer
from archive_tool.core.violations import Check

if TYPE_CHECKING:
    from archive_tool.adapters.search.index import GenerationalIndex

CONFIG = "archive.yaml"
DEFAULT = "default.yaml"
# Raised when a reader reads more or better: remembered texts are then read anew.
EXTRACTOR = "6"
# Raised when what a sidecar says is understood or kept otherwise: all are interpreted again.
INTERPRETER = "2"
Interpret = Callable[[bytes], Interpreted | YamlProblem]


@dataclass(frozen=True, slots=True)
class Archive:
    """An open archive: what it is, and how it is read."""

    root: Path
    start: Path  # the folder the user works in; relative paths begin there
    config: ArchiveConfig
    scheme: Scheme
    speaker: Speaker  # the caller's language, with this scheme's labels
    state: State
    reader: RecordReader
    interpret: Interpret
    cache: Path
    indexes: dict[str, GenerationalIndex[Any]]  # by engine, those opened: the next query finds them open
    readers: Readers
    tracer: Tracer
    edition: str  # digest of what documents for the index are made with besides their files
    archive_yaml: str  # sha256 of archive.yaml as it was read
    facts: Facts | None  # by another's standard: where it comes from what documents hold
    notices: list[Notice] = field(default_factory=list)  # what is to be said besides the result

    @property
    def edition_of_scheme(self) -> Edition:
        """As papers name it."""
        return Edition(self.scheme.id, self.scheme.version, self.scheme.sha256)


class Standard(NamedTuple):
    """By whose scheme an archive is judged, where it is not by the one that it names itself."""

    scheme: Scheme
    strict: bool = False  # without the archive's own waivers, settings and the like


class Settings(NamedTuple):
    """What archive.yaml says, and the scheme it names."""

    config: ArchiveConfig
    scheme: Scheme
    sha256: str  # of archive.yaml


def read_settings(root: Path, speaker: Speaker, standard: Standard | None = None) -> Settings:
    """archive.yaml and its scheme, checked. CannotRun where they cannot be read or are wrong.

    By another's standard the scheme that archive.yaml names is not looked for: it may lie anywhere.
    """
    parsed, sha256 = read_config(root)
    scheme = standard.scheme if standard else load_scheme(scheme_name(parsed), root)
    codes = frozenset(with_findings(speaker.catalog).findings)
    told = without_own_ways(parsed) if standard and standard.strict else parsed
    return Settings(parse_config(told, scheme, codes), scheme, sha256)


def read_config(root: Path) -> tuple[Parsed, str]:
    """archive.yaml as it is written, and the sha256 of its bytes."""
    try:
        content = (root / CONFIG).read_bytes()
    except OSError as error:
        raise CannotRun(
            "archive.unreadable", file=str(root / CONFIG), reason=error.strerror or type(error).__name__
        ) from None
    return parse_yaml(CONFIG, content), schemas.digest(content)


@contextmanager
def open_archive(
    start: Path, speaker: Speaker, *, to_index: bool = False, standard: Standard | None = None
) -> Iterator[Archive]:
    """The archive around a folder. CannotRun when there is none or it is misconfigured.

    `to_index`: with a cache that can be written, be it the user's where the archive itself cannot.
    `standard`: another than its own; then what is read is kept in a cache of the caller's, and nothing
    is written into the archive's.
    """
    root = places.find_root(start)
    if root is None:
        raise CannotRun("archive.not-found" if start.exists() else "archive.no-folder", folder=str(start))
    speaker = replace(speaker, catalog=with_findings(speaker.catalog))
    config, scheme, archive_yaml = read_settings(root, speaker, standard)
    own_cache = places.cache_folder(root, config.cache_dir, to_write=to_index)
    cache = places.guest_cache(root) if standard else own_cache
    interpret = interpreter(scheme)
    ignored = ignore_matcher(config.ignore)
    disk = Path(places.long_path(str(root)))
    sidecars = (scheme.file_sidecar, f"/{scheme.folder_sidecar}")
    versions = {"interpreter": f"{scheme.sha256} {__version__} {INTERPRETER}", "extractor": EXTRACTOR}
    with State(cache, **versions, local=not places.is_on_network(cache)) as state:
        facts = _borrowed(state, root, own_cache) if standard else None
        reader = TreeReader(
            disk,
            lambda scope: scan(disk, ignored, scope),
            state,
            interpret,
            lambda path: path.endswith(sidecars) or path == scheme.folder_sidecar,
            time.time_ns,
            lambda paths: marks_in_paths(paths, scheme.secret_marks),
        )
        indexes: dict[str, GenerationalIndex[Any]] = {}
        readers = Readers()
        try:
            yield Archive(
                root,
                start,
                config,
                scheme,
                replace(speaker, scheme=scheme, units={unit.id: unit.name for unit in config.units.values()}),
                state,
                reader,
                interpret,
                cache,
                indexes,
                readers,
                Tracer(scheme, config),
                edition_of(scheme, config, f"{__version__} {EXTRACTOR}"),
                archive_yaml,
                facts,
            )
        finally:
            readers.close()
            for index in indexes.values():
                index.close()


def _borrowed(state: State, root: Path, own_cache: Path) -> Facts:
    """From the archive itself, so that it is judged alike on every computer; else from what was read on this one.

    That is where its cache cannot lie in it, as on a network share. Papers say so.
    """
    brought = root / ".archive" / "cache"
    if state.borrow(brought):
        return "archive"
    return "computer" if own_cache != brought and state.borrow(own_cache) else "none"


def load_scheme(name: str | None, root: Path) -> Scheme:
    """A scheme by id or by folder, checked; None: the one that is taken where none is named."""
    folder = schemas.find_scheme(name or default_scheme(), root)
    documents, sha256 = schemas.read_scheme(folder)
    # Profiles are read by who asks for one.
    parsed = {n: parse_yaml(n, c) for n, c in documents.items() if not n.startswith(schemas.PROFILES)}
    return parse_scheme(parsed, sha256)


def default_scheme() -> str:
    """The id of the scheme that new archives get."""
    return scheme_name(parse_yaml(DEFAULT, schemas.read_text(DEFAULT)))


def interpreter(scheme: Scheme) -> Interpret:
    """Sidecar bytes to canonical values and complaints."""
    tools: list[tuple[Callable[[Parsed], Interpreted], Check]] = []

    def interpret(content: bytes) -> Interpreted | YamlProblem:
        parsed = parse(content)
        if not isinstance(parsed, Parsed):
            return parsed
        if not tools:
            # Built at the first sidecar that the cache does not know: often there is none.
            tools.append((sidecar.interpreter(scheme), validator(json_schema.canonical(scheme))))
        read, check = tools[0]
        return sidecar.complete(read(parsed), check)

    return interpret


def find_root(start: Path) -> Path | None:
    """The archive around a folder, if there is one."""
    return places.find_root(start)


def log_folder() -> Path:
    """Where details of a crash are kept."""
    return places.user_log()
