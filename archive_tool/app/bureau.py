"""Many archives judged beside each other, each in a process of its own; none stops the others."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from archive_tool.adapters import crew, schemas
from archive_tool.app import profiles
from archive_tool.app.against import UNOPENED, earlier_of, text_of, unreadable
from archive_tool.app.look import Progress, silent
from archive_tool.app.opening import CONFIG, default_scheme, find_root, load_scheme, read_config
from archive_tool.app.output import above, is_inside
from archive_tool.app.school import Job, judge
from archive_tool.app.writing import on_disk
from archive_tool.core.bureau import School
from archive_tool.core.catalog import Speaker
from archive_tool.core.errors import CannotRun
from archive_tool.core.profile import Profile
from archive_tool.core.scheme import Scheme
from archive_tool.core.tree_path import last_name
from archive_tool.report.bureau import Earlier, Judged

MOST = 8  # processes, each with one archive in its memory
SECONDS = 1800.0  # for one archive: a disk that does not answer must not hold up the others for ever
Document = Mapping[str, Any]


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


class Delivery:
    """An earlier result of many archives, to compare with."""

    def __init__(
        self, file: Path, scheme: Scheme | None, profile: Profile | None, *, strict: bool, scored: bool
    ) -> None:
        """CannotRun where it cannot be read, is none, or was judged by another scheme or profile.

        `profile`: None too where each archive has that of its own scheme; `scored`: whether it has one.
        """
        try:
            whole = json.loads(text_of(file.read_bytes()))
            by, was_strict = whole["scheme"], bool(whole["strict"])
            judged = [one for one in whole["archives"] if one["ok"]]
            found = {str(one["root"]): _trimmed(one["audit"]) for one in judged}
            names = {str(one["root"]): str(one["name"]) for one in judged}
            for one in found.values():
                earlier_of(one)
            by_profile = {_edition(one["audit"].get("profile")) for one in judged} or {NO_EDITION}
            as_of = date.fromisoformat(whole["as_of"])
        except OSError as error:
            raise unreadable(file, error) from None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise CannotRun("bureau.against-broken", file=str(file)) from None
        known = (str(by["id"]) if by else None, was_strict)
        if known != (scheme.id if scheme else None, strict):
            raise CannotRun("bureau.against-other", file=str(file))
        was = min(by_profile)
        # Another profile looks at other rules: what only they find would all be new.
        if bool(was.id) != scored:
            key = "bureau.against-unscored" if scored else "bureau.against-scored"
            raise CannotRun(key, file=str(file), other=was.id)
        if profile and was.id != profile.id:
            raise CannotRun("bureau.against-profile", file=str(file), other=was.id, profile=profile.id)
        self._found, self._names = found, names
        years = tuple(sorted({year for one in found.values() for year in one["years"]}))
        differs = []
        if scheme and _edition(by).sha256 != scheme.sha256:
            differs.append("bureau.against-scheme-changed")
        if profile and was.sha256 != profile.sha256:
            differs.append("bureau.against-profile-changed")
        self.told = Earlier(file.name, as_of, years, tuple(differs))

    def match(self, roots: Sequence[Path]) -> tuple[list[Document | None], list[str]]:
        """For each root its earlier document, by place, else by a name that no other has; and who is gone.

        The name is that of its folder, else, where the folder was renamed, that of its fonds.
        """
        here = [str(root) for root in roots]
        places = {root: root for root in here if root in self._found}
        for name_of, name_of_old in (
            (last_name, last_name),
            (_fonds_name, lambda root: self._names[root]),
        ):
            left = [root for root in self._found if root not in places.values()]
            old, new = (
                _by_name(left, name_of_old),
                _by_name([root for root in here if root not in places], name_of),
            )
            places |= {root: old[name] for name, root in new.items() if name and name in old}
        known = [places.get(root) for root in here]
        gone = [root for root in self._found if root not in places.values()]
        return [self._found[place] if place else None for place in known], gone


class _Edition(NamedTuple):
    """A scheme or profile of then; "" where there was none."""

    id: str
    sha256: str


NO_EDITION = _Edition("", "")


def _edition(told: Document | None) -> _Edition:
    return _Edition(str(told["id"]), str(told["sha256"])) if told else NO_EDITION


def _fonds_name(root: str) -> str:
    """What archive.yaml calls the fonds; "" where it cannot be read or says nothing."""
    try:
        data = read_config(Path(root))[0].data
    except CannotRun:
        return ""
    fonds = data.get("fonds") if isinstance(data, dict) else None
    return str(fonds.get("name") or "") if isinstance(fonds, dict) else ""


def _by_name(roots: Sequence[str], name_of: Callable[[str], str]) -> Mapping[str, str]:
    """Name -> root, of names that only one has; roots may come from another system."""
    names = {root: name_of(root) for root in roots}
    counts = Counter(names.values())
    return {name: root for root, name in names.items() if counts[name] == 1}


def _trimmed(audit: Document) -> Document:
    """No more of it than is compared: there may be many."""
    keys = ("code", "severity", "rule", "unit", "whom", "period", "path", "record", "waived")
    return {
        "as_of": audit["as_of"],
        "years": audit["years"],
        "findings": [{key: one[key] for key in keys} for one in audit["findings"] if one["waived"] is None],
        "coverage": [
            {"unit": unit, "kind": "count"}
            for unit in sorted({row["unit"] for row in audit["coverage"] if row["kind"] == "count"})
        ],
        "not_run": [one for one in audit["not_run"] if one["check"] == UNOPENED],
    }
