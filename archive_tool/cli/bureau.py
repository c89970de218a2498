"""`audit ROOT…`: many archives by one standard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive_tool import __version__
from archive_tool.cli.audit_asked import Asked
from archive_tool.cli.boundary import Findings, Refused
from archive_tool.cli.machine import echo_json
from archive_tool.cli.progress import progress
from archive_tool.cli.shell import Shell
from archive_tool.core.bureau import School
from archive_tool.core.copy_names import name_part
from archive_tool.core.errors import CannotRun

if TYPE_CHECKING:
    from archive_tool.app.bureau import Answer, Named
    from archive_tool.app.papers import Papers
    from archive_tool.app.school import Job
    from archive_tool.report.bureau import Bureau, Judged

FORMATS = ("text", "json", "docx", "xlsx", "html")
ONE_FILE = ("xlsx", "html")  # the table alone; the others go into a folder
DOCUMENT = "bureau.json"
TOLD = 5  # names of papers of another run
COUNTED = {"error": ("errors",), "warning": ("errors", "warnings"), "info": ("errors", "warnings", "infos")}


def run(shell: Shell, asked: Asked) -> None:
    """Judge them all, tell it, and end as the worst of them."""
    from archive_tool.app import bureau as use
    from archive_tool.app import papers as use_papers
    from archive_tool.app.delivery import Delivery
    from archive_tool.report.bureau import Bureau

    asked = _understood(asked)
    start = shell.start_folder
    named = use.named_scheme(asked.scheme, start) if asked.scheme or asked.strict else None
    scheme = named.scheme if named else None
    # A slip is told once, before anything is judged.
    profile = use.named_profile(asked.profile, named, start) if asked.profile and named else None
    roots = use.archives(asked.roots, start, each=asked.each)
    file = (
        _ready_file(start / asked.output, roots, asked, shell)
        if asked.output and _is_one_file(asked)
        else None
    )
    folder = use.ready_folder(start / asked.output, roots) if asked.output and not file else None
    width = max(2, len(str(len(roots))))
    earlier = None
    if asked.against:
        old = start / asked.against
        earlier = Delivery(old, scheme, profile, strict=asked.strict, scored=bool(asked.profile))
    compared, gone = earlier.match(roots) if earlier else ([None] * len(roots), [])
    jobs = [_job(root, one, named, asked, shell) for root, one in zip(roots, compared, strict=True)]
    place = file or folder
    papers = use_papers.Papers(place.parent if file else place) if place else None
    in_folder = papers if folder else None
    schools = _judged(jobs, in_folder, width, asked, shell)
    stems = {one.school.root: _stem(at, one.school, width) for at, one in enumerate(schools)}
    files = stems if folder and asked.format in ("docx", "json") else {}
    told = Bureau(
        __version__,
        scheme,
        asked.strict,
        asked.as_of,
        schools,
        asked.rank,
        earlier.told if earlier else None,
        tuple(gone),
        files,
    )
    if file and papers:
        _write(_one_file(told, asked, shell), papers, file.name, asked.format)
    _tell(told, in_folder, asked, shell)
    if papers and place:
        _tell_files(papers, place, shell)
    _end([one.school for one in schools], asked.fail_on, papers, shell)


def _judged(
    jobs: Sequence[Job], papers: Papers | None, width: int, asked: Asked, shell: Shell
) -> tuple[Judged, ...]:
    """All of them in the order given; each one's papers are kept as soon as it is done."""
    from archive_tool.app.bureau import judge_all

    answers: dict[int, Judged] = {}
    with progress(shell) as shown:
        for answer in judge_all(jobs, shell.speaker, shown):
            stem = _stem(answer.number, answer.judged.school, width)
            kept = _keep(answer, papers, stem, asked, shell) if papers else answer.judged
            answers[answer.number] = kept
    return tuple(answers[number] for number in range(len(jobs)))


def _job(
    root: Path, earlier: Mapping[str, Any] | None, named: Named | None, asked: Asked, shell: Shell
) -> Job:
    from archive_tool.app.school import Job

    return Job(
        str(root),
        named.folder if named else None,
        named.scheme.sha256 if named else None,
        asked.strict,
        asked.as_of.isoformat(),
        asked.year,
        asked.unit,
        asked.profile,
        str(shell.start_folder),
        shell.speaker.language,
        whole=asked.format == "json",
        on_paper=asked.format == "docx",
        earlier=earlier,
    )


def _understood(asked: Asked) -> Asked:
    """-o FILE.xlsx says by itself in which form. CannotRun for a form that there is not, or not here."""
    ending = asked.output.suffix.lower().lstrip(".") if asked.output else ""
    asked = asked._replace(format=ending) if asked.format == "text" and ending in ONE_FILE else asked
    if asked.format not in FORMATS:
        raise CannotRun("bureau.format", format=asked.format, known=list(FORMATS))
    if asked.output is None and asked.format in ("docx", *ONE_FILE):
        raise CannotRun("bureau.output-needed", format=asked.format)
    return asked


def _is_one_file(asked: Asked) -> bool:
    """Whether the result is one file."""
    return asked.format in ONE_FILE


def _ready_file(target: Path, roots: Sequence[Path], asked: Asked, shell: Shell) -> Path:
    """Where the one file will stand, in a folder that is there also by its own name. CannotRun where it must not."""
    from archive_tool.app.output import ready
    from archive_tool.report.formats import FORMATS as formats

    file = target / f"{shell.say('bureau.table')}.{asked.format}" if target.is_dir() else target
    for root in roots:
        ready(file, root, formats[asked.format].may_replace)
    return file


def _one_file(told: Bureau, asked: Asked, shell: Shell) -> bytes:
    from archive_tool.app.output import made
    from archive_tool.report import bureau_book, bureau_html

    make = bureau_book.make if asked.format == "xlsx" else bureau_html.make
    return made(lambda: make(told, shell.speaker))


def _stem(number: int, school: School, width: int) -> str:
    """What the names of a school's papers begin with: its number in the order given, and its name."""
    return f"{number + 1:0{width}d}_{name_part(school.name)}"


def _keep(answer: Answer, papers: Papers, name: str, asked: Asked, shell: Shell) -> Judged:
    """Papers of one school, as soon as they are there: only those being made are in memory."""
    from archive_tool.report import bureau_json
    from archive_tool.report.bureau_paper import sheet_name

    judged = answer.judged
    before = len(papers.unwritten)
    for kind, paper in zip(("sheet", "return-list"), answer.papers, strict=False):
        _write(paper, papers, sheet_name(name, shell.speaker, kind), "docx")
    if asked.format == "json":
        line = judged.document or bureau_json.archive(judged.school)
        _write(f"{line}\n".encode(), papers, f"{name}.json", "json")
    lost = len(papers.unwritten) - before
    return replace(judged, school=judged.school._replace(unwritten=lost))


def _tell(told: Bureau, papers: Papers | None, asked: Asked, shell: Shell) -> None:
    """The table; to the folder what can be kept there, and to the screen what can be read there."""
    from archive_tool.report import bureau, bureau_json

    if asked.format == "json":
        whole = bureau_json.document(told)
        if papers is None:
            echo_json(whole)
            return
        _write(whole.encode(), papers, DOCUMENT, "json")
    elif asked.format == "docx" and papers is not None:
        from archive_tool.report import bureau_paper

        _write(bureau_paper.make(told, shell.speaker), papers, _table(shell, "docx"), "docx")
    elif papers is not None:
        from archive_tool.report.formats import written

        made = written(lambda page: bureau.text(told, shell.speaker, page, everything=True))
        _write(made, papers, _table(shell, "txt"), "text")
    bureau.text(told, shell.speaker, shell.screen(), everything=asked.everything)


def _table(shell: Shell, ending: str) -> str:
    """What the table is called in a folder; on paper it comes before those of the schools."""
    number = f"{0:02d}_" if ending == "docx" else ""
    return f"{number}{shell.say('bureau.table')}.{ending}"


def _write(content: bytes, papers: Papers, name: str, format_: str) -> None:
    from archive_tool.report.formats import FORMATS as formats

    papers.keep(content, name, formats[format_].may_replace)


def _tell_files(papers: Papers, place: Path, shell: Shell) -> None:
    """Where the results are, which of them are not there, and what lies among them from another time."""
    from archive_tool.report.printable import printable
    from archive_tool.report.refusal import reason

    if papers.any_written:
        click.echo(shell.say("output.written", file=str(place)), err=True)
    if papers.unwritten:
        click.echo(shell.say("bureau.unwritten-told", count=len(papers.unwritten)), err=True)
        for refused in papers.unwritten:
            click.echo(f"  {reason(refused, shell.speaker)}", err=True)
    tables = (DOCUMENT, _table(shell, "docx"), _table(shell, "txt"))
    if place == papers.folder and (earlier := papers.earlier(tables)):
        names = [printable(name) for name in earlier[:TOLD]]
        more = [shell.say("bureau.earlier-more", count=len(earlier) - TOLD)] if len(earlier) > TOLD else []
        click.echo(shell.say("bureau.earlier", count=len(earlier), names=[*names, *more]), err=True)


def _end(schools: Sequence[School], level: str, papers: Papers | None, shell: Shell) -> None:
    """2 where nothing could be judged or a paper not written, 1 where there are findings at or above the level."""
    for note in dict.fromkeys(note for school in schools for note in school.notes):
        click.echo(shell.say(note), err=True)
    if all(school.error for school in schools):
        raise CannotRun("bureau.none-judged", count=len(schools))
    if papers and papers.unwritten:
        raise Refused  # which was told with its reasons
    if any(getattr(school, key) for school in schools for key in COUNTED.get(level, ())):
        raise Findings
