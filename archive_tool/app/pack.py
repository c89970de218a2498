"""`inspection-pack`: what an inspection is handed, as one PDF file or as a folder."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from archive_tool.adapters import crew, fonts, places
from archive_tool.adapters.pages import bind, office, work
from archive_tool.adapters.pages.job import Job, Made
from archive_tool.app import output, profiles
from archive_tool.app.judge import audited, units_of
from archive_tool.app.look import Progress, silent
from archive_tool.app.opening import Archive
from archive_tool.app.writing import on_disk
from archive_tool.core.discreet import Discreet
from archive_tool.core.errors import CannotRun
from archive_tool.core.lists import withheld
from archive_tool.core.locating import locator
from archive_tool.core.material import Material
from archive_tool.core.model import Problem, ProblemKind, Report
from archive_tool.core.pack import Outcome, Outline, Pack, by_leaf, pack
from archive_tool.core.pack_profile import by_indicator
from archive_tool.core.pack_sheets import Sheet, Terms, persons_beyond, rights_up_to, texts_to_search
from archive_tool.core.personal_data import holds
from archive_tool.core.profile import Profile
from archive_tool.core.reasons import because
from archive_tool.core.score_scope import Said
from archive_tool.core.strict import nearest
from archive_tool.report.pack_words import Told, Words

SECONDS, MEGABYTES = 240.0, 1024  # of one document
BIND_SECONDS = 3600.0
MOST = 4  # processes
LEAST_ROOM = 1 << 20  # bytes; a disk that has less is full, whatever a worker says was wrong
Ways = Mapping[str, str]  # how a file is shown -> what a worker is to do
AS_PAGES: Ways = {"pages": "pages", "picture": "picture", "office": "office"}


class Asked(NamedTuple):
    """What was asked for on the command line."""

    as_of: date
    year: int | None = None
    unit: str | None = None
    profile: str | None = None
    rights: str | None = None
    personal: bool = False
    office: bool = True
    originals: bool = False  # a folder holds copies byte for byte, whatever their properties say


class Result(NamedTuple):
    """What was written, and all that can be said of it."""

    words: Words
    pages: int  # of the PDF file; 0 of a folder


class Prepared(NamedTuple):
    """The pack before anything of it is made."""

    pack: Pack
    report: Report
    told: Told
    office: str  # where LibreOffice is; "" for not at all
    discreet: Discreet


def prepare(archive: Archive, asked: Asked) -> Prepared:
    """Judge, and decide what may be shown."""
    _known_rights(archive, asked.rights)
    profile = profiles.of_archive(asked.profile, archive) if asked.profile else None
    report, material = audited(archive, asked.as_of, asked.year, asked.unit, profile)
    outlines = list(_outlines(report, material, profile, archive, asked.unit))
    rights = rights_up_to(archive.scheme, asked.rights)
    persons = persons_beyond(material.records, archive.scheme, rights)
    terms = Terms(rights, asked.personal, _marked(outlines, material, archive), persons)
    found = office.find() if asked.office else ""
    made = pack(outlines, material, terms)
    told = _told(archive, asked, profile, report, bool(found))
    return Prepared(made, report, told, found, Discreet.of(material, withheld(material)))


def _outlines(
    report: Report, material: Material, profile: Profile | None, archive: Archive, unit: str | None
) -> Iterator[Outline]:
    if profile is not None:
        lies_in = locator(archive.scheme, archive.config)
        return by_indicator(
            profile, Said(report, archive.config.switched_off(), lies_in, archive.scheme.rules)
        )
    return by_leaf(report, material, units_of(archive, unit))


def _known_rights(archive: Archive, code: str | None) -> None:
    known = archive.scheme.vocabularies.get("rights", {})
    if code is not None and code not in known:
        raise CannotRun("pack.rights", value=code, nearest=nearest(code, known), known=list(known))


def _marked(outlines: Iterable[Outline], material: Material, archive: Archive) -> frozenset[str]:
    """Digests of the texts that hold numbers of persons."""
    paths = {path for outline in outlines for path in outline.paths}
    facts = material.snapshot.facts
    digests = {
        digest
        for record in material.records
        if record.path in paths
        for digest in texts_to_search(record, facts)
    }
    return frozenset(
        digest
        for digest, reading in archive.state.readings(sorted(digests))
        if any(holds(segment.text) for segment in reading.segments)
    )


def _told(archive: Archive, asked: Asked, profile: Profile | None, report: Report, office: bool) -> Told:
    config, speaker = archive.config, archive.speaker
    judged = {row.unit for row in report.coverage}
    units = [one.name for one in config.units.values() if one.id in judged]
    title = profile.title if profile else archive.scheme.title
    rights = archive.scheme.vocabularies.get("rights", {})
    return Told(
        config.fonds_name or archive.root.name,
        tuple(units),
        title.text(speaker.language),
        asked.personal,
        rights[asked.rights].label.text(speaker.language) if asked.rights else "",
        office,
        asked.originals,
    )


def words_of(prepared: Prepared, outcomes: Mapping[str, Outcome], archive: Archive) -> Words:
    """All that is said in the pack."""

    def text_of(sheet: Sheet) -> Iterator[str]:
        reading = archive.state.reading(sheet.facts.sha256) if sheet.facts else None
        for segment in reading.segments if reading else ():
            yield segment.text

    made, report, told = prepared.pack.with_texts(outcomes), prepared.report, prepared.told
    return Words(made, report, told, outcomes, text_of, archive.speaker, prepared.discreet)


def as_pdf(archive: Archive, asked: Asked, target: Path, progress: Progress = silent) -> Result:
    """One PDF file. CannotRun where it may not stand there."""
    place = output.ready(target, archive.root, bind.is_ours)
    # Before the work: a folder that takes no file is told at once.
    with output.beside(place, target) as beside:
        prepared = prepare(archive, asked)
        words, pages = _bound(archive, prepared, beside, target, progress)
        output.put(beside, place, target, bind.is_ours)
    return Result(words, pages)


def _bound(
    archive: Archive, prepared: Prepared, beside: Path, target: Path, progress: Progress
) -> tuple[Words, int]:
    """Makes all pages and binds them into the file beside its place; the number of pages."""
    from archive_tool.report import pack_pdf
    from archive_tool.report.pack_face import face

    with tempfile.TemporaryDirectory(prefix="archive-tool-", ignore_cleanup_errors=True) as folder:
        with on_disk(Path(folder)):
            outcomes = made(
                archive,
                prepared,
                Path(folder),
                AS_PAGES,
                lambda item, at, sheet: f"{item}-{at}.pdf",
                progress,
            )
        words = words_of(prepared, outcomes, archive)
        chosen = face(fonts.chinese())
        pages = pack_pdf.Composer(words, chosen).pages()
        frame = os.path.join(folder, "frame.pdf")
        with on_disk(Path(folder)), open(frame, "wb") as file:
            pack_pdf.write(pages, words, chosen, file)
        sheets = [
            bind.Sheet(at, page.evidence.document, page.evidence.page)
            for at, page in enumerate(pages)
            if page.evidence
        ]
        progress("progress.binding", 0, 1)
        _bind(bind.Binding(frame, sheets, str(beside)), target)
        progress("progress.binding", 1, 1)
    return words, len(pages)


def _bind(binding: bind.Binding, target: Path) -> None:
    for done in crew.run(bind.work, [binding.packed()], 1, BIND_SECONDS, megabytes=MEGABYTES):
        if done.answer is None:
            raise CannotRun("pack.died", code=done.why)
        if said := done.answer[0].decode("utf-8", "replace").partition(" ")[2]:
            raise CannotRun("write.refused", file=str(target), reason=said)


def made(
    archive: Archive,
    prepared: Prepared,
    folder: Path,
    ways: Ways,
    name: Callable[[int, int, Sheet], str],
    progress: Progress,
) -> dict[str, Outcome]:
    """What became of each file that is more than text: made in `folder` by worker processes.

    OSError where its disk is full.
    """
    wanted = [
        (sheet, name(item.number, at, sheet))
        for item in prepared.pack.items
        for at, sheet in enumerate(item.sheets, 1)
        if sheet.how in ways and (ways[sheet.how] != "office" or prepared.office)
    ]
    jobs = [
        Job(
            ways[sheet.how],  # type: ignore[arg-type]  # one of Job's ways
            places.long_path(os.path.join(archive.root, sheet.entry.path)),
            places.long_path(str(folder / file)),
            sheet.facts.sha256 if sheet.facts else "",
            sheet.facts.format if sheet.facts else "",
            str(folder),
            prepared.office,
            not prepared.told.personal,
        ).packed()
        for sheet, file in wanted
    ]
    outcomes: dict[str, Outcome] = {}
    progress("progress.pages", 0, len(jobs))
    running = crew.run(work.make, jobs, _processes(len(jobs)), SECONDS, megabytes=MEGABYTES) if jobs else ()
    for count, done in enumerate(running, 1):
        sheet, file = wanted[done.number]
        outcomes[sheet.entry.path] = outcome = _outcome(done, sheet, str(folder / file))
        if not outcome.document:
            _room_left(folder)
            with suppress(OSError):  # half of it may lie there
                os.unlink(places.long_path(str(folder / file)))
        progress("progress.pages", count, len(jobs))
    return outcomes


def _room_left(folder: Path) -> None:
    """OSError where the disk is full: then nothing is known of a document of which nothing came."""
    if shutil.disk_usage(folder).free < LEAST_ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _outcome(done: crew.Done, sheet: Sheet, document: str) -> Outcome:
    if done.answer is None:
        kind: ProblemKind = (
            "timeout" if done.why == "timeout" else "memory" if done.why == "memory" else "damaged"
        )
        said = Made(kind=kind, reason=_ended(done.why))
    else:
        said = Made.unpacked(done.answer[0])
    if said.instead is not None:
        return Outcome(instead=said.instead)
    if said.kind is None:
        return Outcome(document, said.broad, said.of, copy=said.copy)
    # What LibreOffice cannot print still has its text; what has changed since is another document.
    if sheet.how == "office" and said.kind != "busy":
        return Outcome()
    return Outcome(problem=Problem(said.kind, said.reason))


def _ended(why: str) -> str:
    if why == "timeout":
        return because("seconds", SECONDS)
    return (
        because("memory-size", MEGABYTES)
        if why == "memory"
        else because("reader-ended", detail=f"code {why}")
    )


def _processes(jobs: int) -> int:
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(jobs, usable, MOST))
