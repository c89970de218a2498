"""One of many archives, judged in a process of its own: a job in, a document and its papers out."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from archive_tool import __version__
from archive_tool.adapters import schemas
from archive_tool.app import profiles
from archive_tool.app.against import earlier_of
from archive_tool.app.judge import audited, changed_since
from archive_tool.app.opening import CONFIG, Archive, Standard, load_scheme, open_archive
from archive_tool.app.strict import own_ways, strictly
from archive_tool.app.texts import load_catalog
from archive_tool.core.bureau import School
from archive_tool.core.catalog import Speaker
from archive_tool.core.discreet import Discreet
from archive_tool.core.errors import CannotRun
from archive_tool.core.lists import withheld
from archive_tool.core.profile import Profile
from archive_tool.core.scheme import Scheme
from archive_tool.core.scored import Reason, Scored
from archive_tool.core.standing import by_category, total
from archive_tool.report import bureau_json, colophon, score_json
from archive_tool.report import json as documents
from archive_tool.report import set_aside as asides
from archive_tool.report.causes import causes
from archive_tool.report.inspection import about
from archive_tool.report.refusal import reason
from archive_tool.report.school import Sheet, papers


class Job(NamedTuple):
    """What is asked of one archive; as JSON, so that it can be sent."""

    root: str
    scheme: str | None  # folder or id; None: the one that the archive names
    sha256: str | None  # of that scheme, as the caller read it
    strict: bool
    as_of: str
    year: int | None
    unit: str | None
    profile: str | None
    start: str  # where the caller works, for a profile that is a file
    language: str
    whole: bool  # whether the whole document of `audit` is wanted
    on_paper: bool  # whether a sheet and a return list are
    earlier: Mapping[str, Any] | None = None  # its document in an earlier delivery
    untried: str = ""  # why nobody is to find out what the archive's own ways would have changed

    def packed(self) -> bytes:
        return json.dumps(self._asdict()).encode()


def judge(job: bytes) -> list[bytes]:
    """Its numbers and what is told of it, as JSON; its part of the whole document; its papers.

    Of an archive that cannot be judged the numbers alone, with the reason.
    """
    asked = Job(**json.loads(job))
    speaker = _speaker(asked.language)
    try:
        return list(_answer(asked, speaker))
    except CannotRun as error:
        return [_refused(asked.root, reason(error, speaker))]
    # One archive that the tool cannot cope with must not end the judging of the others.
    except Exception as error:
        return [_refused(asked.root, _crashed(error, speaker))]


def _crashed(error: Exception, speaker: Speaker) -> str:
    what = f"{type(error).__name__}: {' '.join(str(error).split())}"
    return speaker.say("bureau.crash", error=what)


def _answer(asked: Job, speaker: Speaker) -> Iterator[bytes]:
    root = Path(asked.root)
    look_at(root)
    standard = Standard(_scheme(asked.scheme, asked.sha256), asked.strict) if asked.scheme else None
    with open_archive(root, speaker, standard=standard) as archive:
        sheet = _sheet(archive, asked)
        school = _school(sheet, archive)
        paper = sheet.for_others()
        told = {
            "school": school._asdict(),
            "told_aside": list(asides.lines(paper.aside, paper.speaker)) if paper.aside else [],
            "untried": sheet.untried,
            "causes": list(_causes(paper)),
            "made": list(colophon.rows(paper.report.colophon, paper.speaker))
            if paper.report.colophon
            else [],
        }
        yield json.dumps(told).encode()
        yield _document(sheet, school, archive) if asked.whole else b""
        yield from papers(sheet) if asked.on_paper else ()


def _sheet(archive: Archive, asked: Job) -> Sheet:
    """Everything that is to be said of it."""
    as_of = date.fromisoformat(asked.as_of)
    find = strictly if asked.strict else audited
    profile = _profile(asked, archive) if asked.profile else None
    report, material = find(archive, as_of, asked.year, asked.unit, profile)
    aside, untried = None, asked.untried
    if asked.strict and not untried:
        try:
            aside = own_ways(archive, report, material, asked.year, asked.unit)
        except CannotRun as error:
            untried = reason(error, archive.speaker)
        # Whatever else a school sets for itself, it does not undo what was found without it.
        except Exception as error:
            untried = _crashed(error, archive.speaker)
    changes = None
    if asked.earlier is not None:
        units = frozenset(row.unit for row in report.coverage) if asked.unit else None
        changes = changed_since(earlier_of(asked.earlier), report, material, units)
    kept = withheld(material)
    return Sheet(
        name=archive.config.fonds_name or archive.root.name,
        root=str(archive.root),
        report=report,
        standings=by_category(report, archive.scheme, archive.config),
        speaker=archive.speaker,
        strict=asked.strict,
        aside=aside,
        untried=untried,
        changes=changes,
        score=profiles.score(profile, report, archive) if profile else None,
        withheld=kept,
        discreet=Discreet.of(material, kept),
    )


def _profile(asked: Job, archive: Archive) -> Profile:
    """By the caller's scheme where there is one, else by the archive's own."""
    folder = Path(asked.scheme) if asked.scheme else schemas.find_scheme(archive.config.scheme, archive.root)
    return profiles.find(asked.profile or "", archive.scheme, folder, Path(asked.start))


def _school(sheet: Sheet, archive: Archive) -> School:
    numbers = documents.summary(sheet.report)
    asked = total(sheet.standings)
    tried = sheet.strict and not sheet.untried
    differing = len(sheet.aside.lifted) + len(sheet.aside.added) if sheet.aside else 0
    return School(
        root=sheet.root,
        name=sheet.name,
        **{key: numbers[key] for key in ("records", "errors", "warnings", "infos", "waived", "pointers")},
        not_run=numbers["not_run"],
        score=score_json.total(sheet.score),
        of=score_json.number(sheet.score.judged) if sheet.score else None,
        unsure=score_json.number(sheet.score.uncertain) if sheet.score else None,
        vetoes=_indicators(sheet.score.vetoes) if sheet.score else 0,
        may_veto=_indicators(sheet.score.doubtful_vetoes) if sheet.score else 0,
        asked=asked.judged + asked.uncertain,
        met=asked.found,
        uncertain=asked.uncertain,
        set_aside=differing if tried else None,
        new=len(sheet.changes.new) if sheet.changes else None,
        solved=len(sheet.changes.solved) if sheet.changes else None,
        unread=len(sheet.changes.unread) if sheet.changes else None,
        notes=archive.state.notes,
    )


def _indicators(vetoes: Sequence[tuple[Scored, Reason]]) -> int:
    return len({one.indicator.id for one, _ in vetoes})


def _document(sheet: Sheet, school: School, archive: Archive) -> bytes:
    start = about(__version__, archive.scheme, sheet.root)
    audit = documents.audit(sheet.report, sheet.speaker, start, sheet.changes)
    if sheet.score is not None:
        audit = score_json.added(audit, sheet.score, sheet.speaker)
    aside = asides.json(sheet.aside, sheet.speaker) if sheet.aside else None
    return bureau_json.archive(school, audit, aside, sheet.untried).encode()


def _causes(sheet: Sheet) -> Iterator[Mapping[str, Any]]:
    """What is to be mended, in a few words each."""
    for cause in causes(sheet.report.findings):
        if not cause.waived:
            title = cause.title(sheet.speaker)
            yield {"severity": cause.severity, "title": title, "count": len(cause.findings)}


def look_at(root: Path) -> None:
    """CannotRun where this folder itself is no archive: one around it is not meant."""
    try:
        if not root.is_dir():
            raise CannotRun("bureau.file" if root.exists() else "bureau.no-folder")
        names = os.listdir(root)
        if CONFIG in names and not stat.S_ISREG(os.lstat(root / CONFIG).st_mode):
            raise CannotRun("bureau.link", file=CONFIG)
        inside = 0 if CONFIG in names else sum((root / name / CONFIG).is_file() for name in names)
    except OSError as error:
        raise CannotRun("bureau.unreadable", reason=error.strerror or type(error).__name__) from None
    if CONFIG not in names:
        raise CannotRun("bureau.each" if inside else "bureau.no-archive", count=inside)


def _refused(root: str, why: str) -> bytes:
    return json.dumps({"school": School(root, Path(root).name, error=why)._asdict()}).encode()


@lru_cache(maxsize=1)
def _scheme(name: str, sha256: str | None) -> Scheme:
    """Read once in a process; CannotRun where it is not the one that the caller read."""
    scheme = load_scheme(name, Path(name))
    if scheme.sha256 != sha256:
        raise CannotRun("bureau.scheme-changed", file=name)
    return scheme


@lru_cache(maxsize=1)
def _speaker(language: str) -> Speaker:
    return Speaker(load_catalog(), language)
