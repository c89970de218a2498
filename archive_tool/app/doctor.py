"""doctor: measures the computer and the archive's disk, and judges them. Changes nothing, leaves nothing behind."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from archive_tool import __version__
from archive_tool.adapters import places
from archive_tool.adapters import search as engines
from archive_tool.adapters.probes import limits, rights, scratch
from archive_tool.adapters.readers import FORMATS
from archive_tool.adapters.readers.samples import SAMPLES, is_read
from archive_tool.adapters.scan import scan
from archive_tool.adapters.tree_writer.rename import rename_new, sync_folder
from archive_tool.app.opening import Settings, open_archive, read_settings
from archive_tool.app.rebuild import index_status
from archive_tool.core.catalog import Speaker
from archive_tool.core.errors import CannotRun
from archive_tool.core.health import disk, machine
from archive_tool.core.health import rights as guarding
from archive_tool.core.health.check import Check
from archive_tool.core.health.machine import Console
from archive_tool.core.ignoring import ignore_matcher
from archive_tool.core.locating import locator
from archive_tool.core.model import Entry, Params
from archive_tool.core.results import Examination

OPERATION = ".archive"
TRIED = 20  # files that are opened for a moment, the youngest ones
HEARD_SECONDS = 2.0  # within which the system should tell of a new file
READ_SECONDS, READ_MEGABYTES = 30, 1024


def examine(start: Path, speaker: Speaker, console: Console, today: date, now: float) -> Examination:
    """The computer, and the archive around the folder where there is one. `now`: seconds since the epoch."""
    root = places.find_root(start)
    of_machine = tuple(machine.checks(_machine(console)))
    if root is None:
        return Examination(None, of_machine, ())
    return Examination(str(root), of_machine, tuple(_archive(root, speaker, today, now)))


def _machine(console: Console) -> machine.Machine:
    installed = {name: _version(name) for name in engines.ENGINES}
    return machine.Machine(
        version=__version__,
        python=platform.python_version(),
        bits=64 if sys.maxsize > 2**32 else 32,
        system=f"{platform.system()} {platform.release()}",
        console=console,
        known=tuple(engines.ENGINES),
        engines={name: version for name, version in installed.items() if version},
        readers=_readers(),
        untried=tuple(sorted(FORMATS - SAMPLES.keys())),
    )


def _version(engine: str) -> str:
    """ "" where the engine does not import."""
    try:
        engines.choose(engine)
        return importlib.metadata.version(engine)
    except (CannotRun, importlib.metadata.PackageNotFoundError):
        return ""


def _readers() -> Mapping[str, str]:
    """Format -> why its sample could not be read by a worker, "" where it could."""
    from archive_tool.adapters.workers import ReaderPool

    tried = sorted(FORMATS & SAMPLES.keys())
    found = dict.fromkeys(tried, "no answer")
    try:
        with tempfile.TemporaryDirectory(prefix="archive-tool-") as folder:
            files = {os.path.join(folder, f"sample.{form}"): form for form in tried}
            for file, form in files.items():
                Path(file).write_bytes(SAMPLES[form]())
            with ReaderPool(1, READ_SECONDS, READ_MEGABYTES) as pool:
                for path, _, reading in pool.read_all(files):
                    why = reading.problem.reason if reading.problem else "nothing was read"
                    found[files[path]] = "" if is_read(reading) else why
    except (OSError, CannotRun) as error:
        return dict.fromkeys(tried, str(error))
    return found


def _archive(root: Path, speaker: Speaker, today: date, now: float) -> Iterator[Check]:
    """Also where archive.yaml is wrong: that is when a doctor is called."""
    settings: Settings | None = None
    try:
        settings = read_settings(root, speaker)
        said = {"name": settings.scheme.id, "version": settings.scheme.version}
        yield Check("config", "ok", "doctor.config.ok", said)
    except CannotRun as error:
        where = f"{error.file}:{error.line}" if error.line else error.file
        yield Check(
            "config",
            "problem",
            "doctor.config.wrong",
            {**_why(error), "where": where},
            "doctor.do.config",
            "keeper",
        )
    try:
        entries = _entries(root, settings)
    except CannotRun as error:
        yield Check("read", "problem", "doctor.read.closed", _why(error), "doctor.do.read.refused", "admin")
        return
    cache = places.cache_folder(root, settings.config.cache_dir if settings else "")
    measured = _disk(root, cache, entries, now)
    yield from disk.checks(measured)
    if settings is not None:
        yield _rights(root, cache, settings, entries, network=measured.network)
        yield _index(root, cache, settings, speaker, today)


def _why(error: CannotRun) -> Params:
    """Parameters that put an error's own words into `{reason}`."""
    return {**error.params, "reason_key": error.key}


def _entries(root: Path, settings: Settings | None) -> tuple[Entry, ...]:
    ignored = ignore_matcher(settings.config.ignore if settings else ())
    return scan(Path(places.long_path(str(root))), ignored)[0]


def _disk(root: Path, cache: Path, entries: tuple[Entry, ...], now: float) -> disk.Disk:
    on_disk = Path(places.long_path(str(root)))
    tried, unreadable = limits.unopenable(on_disk, entries, TRIED)
    longest = max((entry.path for entry in entries), key=len, default="")
    latest = max((e for e in entries if e.kind == "file"), key=lambda e: e.mtime_ns, default=None)
    return disk.Disk(
        kind=places.file_system(root),
        network=places.is_on_network(root),
        cache=str(cache),
        cache_network=places.is_on_network(cache),
        free=limits.free_bytes(root),
        cache_free=limits.free_bytes(cache),
        scratch=scratch.try_out(on_disk / OPERATION, rename_new, sync_folder, _listen),
        folders=sum(entry.kind == "folder" for entry in entries),
        tried=tried,
        unreadable=unreadable,
        longest=longest,
        longest_length=len(str(root)) + 1 + len(longest),
        long_paths=limits.long_paths(),
        ahead=latest.path if latest else "",
        ahead_seconds=latest.mtime_ns / 1e9 - now if latest else 0.0,
        watches=limits.watch_limit(),
    )


def _listen(folder: Path, act: Callable[[], object]) -> bool:
    """Whether the alarm that `watch` uses rings for what is done in the folder."""
    from archive_tool.adapters.alarm import alarm

    with alarm(folder, lambda path: True) as bell:
        act()
        return bool(bell.wait(HEARD_SECONDS).dirty)


def _rights(
    root: Path, cache: Path, settings: Settings, entries: tuple[Entry, ...], *, network: bool
) -> Check:
    folders = [entry.path for entry in entries if entry.kind == "folder"]
    closed = guarding.guarded(
        settings.scheme, settings.config, folders, locator(settings.scheme, settings.config)
    )
    # The cache holds the texts of what lies in them.
    looked_at = [*closed, *([str(cache)] if closed and cache.is_dir() else [])]
    return guarding.check([rights.openness(root, path) for path in looked_at], network=network)


def _index(root: Path, cache: Path, settings: Settings, speaker: Speaker, today: date) -> Check:
    """Only where there is one: opening the archive makes a cache where there is none."""
    try:
        engine, _ = engines.choose(settings.config.engine)
    except CannotRun as error:
        return Check(
            "index", "problem", "doctor.index.wrong", _why(error), "doctor.do.index.engine", "keeper"
        )
    if not (cache / "index" / engine).is_dir():
        return Check(
            "index", "warning", "doctor.index.none", {"engine": engine}, "doctor.do.index.sync", "you"
        )
    try:
        with open_archive(root, speaker) as archive:
            found = index_status(archive, today)
    except CannotRun as error:
        return Check("index", "warning", "doctor.index.wrong", _why(error), "doctor.do.index.sync", "you")
    if found["behind"]:
        return Check("index", "warning", "doctor.index.behind", found, "doctor.do.index.sync", "you")
    return Check("index", "ok", "doctor.index.ok", found)
