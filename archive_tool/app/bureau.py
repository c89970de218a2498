"""Many archives judged beside each other, each in a process of its own; none stops the others."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from archive_tool.adapters import crew, schemas
from archive_tool.app import profiles
from archive_tool.app.look import Progress, silent
from archive_tool.app.opening import CONFIG, default_scheme, find_root, load_scheme
from archive_tool.app.output import above, is_inside
from archive_tool.app.school import Job, judge
from archive_tool.app.writing import on_disk
from archive_tool.core.bureau import School
from archive_tool.core.catalog import Speaker
from archive_tool.core.errors import CannotRun
from archive_tool.core.profile import Profile
from archive_tool.core.scheme import Scheme
from archive_tool.report.bureau import Judged

MOST = 8  # processes, each with one archive in its memory
SECONDS = 1800.0  # for one archive: a disk that does not answer must not hold up the others for ever


class Answer(NamedTuple):
    """One archive's result, by its number in the order given, and its papers."""

    number: int
    judged: Judged
    papers: Sequence[bytes]


class Named(NamedTuple):
    """A scheme, and the folder it lies in."""

    scheme: Scheme
    folder: str


def named_scheme(name: str | None, start: Path) -> Named:
    """By id or by folder, which is relative to where the caller works; None: that of new archives."""
    folder = schemas.find_scheme(name or default_scheme(), start)
    return Named(load_scheme(str(folder), start), str(folder))


def named_profile(name: str, named: Named, start: Path) -> Profile:
    """By id among those of the scheme, else the file of this path. CannotRun where there is none."""
    return profiles.find(name, named.scheme, Path(named.folder), start)


def archives(given: Sequence[Path], start: Path, *, each: bool) -> list[Path]:
    """The roots, each once; without any, the archive around `start`, where the caller works.

    `each`: what lies in the given folders, archive or not; none is passed over. CannotRun where none of
    the folders is there.
    """
    folders = [Path(os.path.abspath(start / folder)) for folder in given] or [find_root(start) or start]
    if not any(folder.exists() for folder in folders):
        # A slip of the keyboard rather than schools that lie nowhere.
        raise CannotRun("bureau.no-such", folder=str(given[0] if given else start))
    roots = [root for folder in folders for root in _inside(folder)] if each else folders
    if not roots:
        raise CannotRun("bureau.none")
    once: dict[str, Path] = {}
    for root in roots:
        once.setdefault(os.path.normcase(os.path.realpath(root)), root)
    return list(once.values())


def _inside(folder: Path) -> Iterator[Path]:
    if (folder / CONFIG).exists():
        raise CannotRun("bureau.each-of-archive", file=str(folder))
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.is_dir())
    except OSError as error:
        raise CannotRun(
            "bureau.unreadable", file=str(folder), reason=error.strerror or type(error).__name__
        ) from None
    yield from (folder / name for name in names if not name.startswith("."))


def ready_folder(folder: Path, roots: Sequence[Path]) -> Path:
    """Where the results will lie, made if need be. CannotRun where that is in an archive, of these or another."""
    real = Path(os.path.realpath(folder))
    inside = next((root for root in roots if is_inside(real, root)), None) or find_root(real)
    if inside is not None:
        beside = above(inside) / f"{inside.name}-audit"
        raise CannotRun("output.inside", file=str(folder), root=str(inside), suggested=str(beside))
    with on_disk(folder):
        folder.mkdir(exist_ok=True)
    return folder


def judge_all(
    jobs: Sequence[Job], speaker: Speaker, progress: Progress = silent, *, processes: int = 0
) -> Iterator[Answer]:
    """Every archive, as it is done; what is wrong with one is told in its result."""
    total = len(jobs)
    progress("progress.schools", 0, total)
    answers = _answers(jobs, speaker, processes or _processes(total))
    for done, answer in enumerate(answers, 1):
        yield answer
        progress("progress.schools", done, total)


def _answers(jobs: Sequence[Job], speaker: Speaker, processes: int) -> Iterator[Answer]:
    """One that ended without an answer may have done so over the school's own ways: once more without them."""
    again: dict[int, Job] = {}
    for ended in crew.run(judge, [job.packed() for job in jobs], processes, SECONDS):
        job = jobs[ended.number]
        if ended.answer is None and job.strict:
            again[ended.number] = job._replace(untried=_why(ended, speaker))
        else:
            yield _told(ended.number, job, ended, speaker)
    if not again:
        return
    numbers = list(again)
    for ended in crew.run(judge, [job.packed() for job in again.values()], processes, SECONDS):
        yield _told(numbers[ended.number], again[numbers[ended.number]], ended, speaker)


def _told(number: int, job: Job, ended: crew.Done, speaker: Speaker) -> Answer:
    if ended.answer is None:
        return Answer(number, _lost(job.root, _why(ended, speaker)), ())
    return Answer(number, _judged(*ended.answer[:2]), ended.answer[2:])


def _why(ended: crew.Done, speaker: Speaker) -> str:
    return speaker.say("bureau.too-long" if ended.why == "timeout" else "bureau.died", code=ended.why)


def _processes(jobs: int) -> int:
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(jobs, usable, MOST))


def _lost(root: str, why: str) -> Judged:
    return Judged(School(root, Path(root).name, error=why))


def _judged(first: bytes, document: bytes = b"") -> Judged:
    said = json.loads(first)
    told = {key: said[key] for key in ("told_aside", "untried", "causes", "made") if key in said}
    return Judged(School(**said["school"]), document.decode(), **told)
