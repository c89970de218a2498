"""`audit ROOT…`: many archives by one standard."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from archive_tool import __version__
from archive_tool.cli.boundary import Findings
from archive_tool.cli.progress import progress
from archive_tool.cli.shell import Shell
from archive_tool.core.bureau import School
from archive_tool.core.errors import CannotRun

if TYPE_CHECKING:
    from archive_tool.app.bureau import Answer, Named
    from archive_tool.app.school import Job
    from archive_tool.report.bureau import Bureau, Judged

FORMATS = ("text", "json", "docx", "xlsx", "html")
ONE_FILE = ("xlsx", "html")  # the table alone; the others go into a folder
COUNTED = {"error": ("errors",), "warning": ("errors", "warnings"), "info": ("errors", "warnings", "infos")}
NAME_LENGTH = 60  # characters of a school's name in the name of a file
UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')


class Asked(NamedTuple):
    """What was asked for on the command line."""

    roots: tuple[Path, ...]
    scheme: str | None
    strict: bool
    each: bool
    rank: bool
    as_of: date
    year: int | None
    unit: str | None
    profile: str | None
    everything: bool
    format: str
    against: Path | None
    output: Path | None
    fail_on: str


def run(shell: Shell, asked: Asked) -> None:
    """Judge them all, tell it, and end as the worst of them."""
    from archive_tool.app import bureau as use
    from archive_tool.report.bureau import Bureau

    asked = _by_name(asked)
    if asked.format not in FORMATS:
        raise CannotRun("bureau.format", format=asked.format, known=list(FORMATS))
    if asked.output is None and asked.format in ("docx", *ONE_FILE):
        raise CannotRun("bureau.output-needed", format=asked.format)
    start = shell.start_folder
    named = use.named_scheme(asked.scheme, start) if asked.scheme or asked.strict else None
    scheme = named.scheme if named else None
    if asked.profile and named:
        use.named_profile(asked.profile, named, start)  # a slip is told once, before anything is judged
    roots = use.archives(asked.roots, start, each=asked.each)
    file = (
        _ready_file(start / asked.output, roots, asked, shell)
        if asked.output and _is_one_file(asked)
        else None
    )
    folder = use.ready_folder(start / asked.output, roots) if asked.output and not file else None
    width = max(2, len(str(len(roots))))
    earlier = use.Delivery(start / asked.against, scheme, strict=asked.strict) if asked.against else None
    compared, gone = earlier.match(roots) if earlier else ([None] * len(roots), [])
    jobs = [_job(root, one, named, asked, shell) for root, one in zip(roots, compared, strict=True)]
    answers: dict[int, Judged] = {}
    with progress(shell) as shown:
        for answer in use.judge_all(jobs, shell.speaker, shown):
            answers[answer.number] = answer.judged
            if folder:
                _keep(answer, folder, _stem(answer.number, answer.judged.school, width), asked, shell)
    schools = tuple(answers[number] for number in range(len(jobs)))
    stems = {one.school.root: _stem(at, one.school, width) for at, one in enumerate(schools)}
    files = stems if folder and asked.format in ("docx", "json") else {}
    told = Bureau(__version__, scheme, asked.strict, asked.as_of, schools, asked.rank, tuple(gone), files)
    if file is not None:
        _write(_one_file(told, asked, shell), file, asked.format, shell)
    _tell(told, folder, asked, shell)
    if written := file or folder:
        click.echo(shell.say("output.written", file=str(written)), err=True)
    _end([one.school for one in schools], asked.fail_on, shell)


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


def _by_name(asked: Asked) -> Asked:
    """-o FILE.xlsx says by itself in which form."""
    ending = asked.output.suffix.lower().lstrip(".") if asked.output else ""
    return asked._replace(format=ending) if asked.format == "text" and ending in ONE_FILE else asked


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
    return f"{number + 1:0{width}d}_{_fit(school.name)}"


def _keep(answer: Answer, folder: Path, name: str, asked: Asked, shell: Shell) -> None:
    """Papers of one school, as soon as they are there: only those being made are in memory."""
    from archive_tool.report import bureau

    judged = answer.judged
    for kind, paper in zip(("sheet", "return-list"), answer.papers, strict=False):
        from archive_tool.report.bureau_paper import sheet_name

        _write(paper, folder / sheet_name(name, shell.speaker, kind), "docx", shell)
    if asked.format == "json":
        line = judged.document or bureau.archive(judged.school)
        _write(f"{line}\n".encode(), folder / f"{name}.json", "json", shell)


def _tell(told: Bureau, folder: Path | None, asked: Asked, shell: Shell) -> None:
    """The table; to the folder what can be kept there, and to the screen what can be read there."""
    from archive_tool.report import bureau

    if asked.format == "json":
        whole = bureau.document(told)
        if folder is None:
            click.echo(whole, nl=False)
            return
        _write(whole.encode(), folder / "bureau.json", "json", shell)
    elif asked.format == "docx" and folder is not None:
        from archive_tool.report import bureau_paper

        table = f"{0:02d}_{shell.say('bureau.table')}.docx"
        _write(bureau_paper.make(told, shell.speaker), folder / table, "docx", shell)
    elif folder is not None:
        from archive_tool.report.formats import written

        made = written(lambda page: bureau.text(told, shell.speaker, page, everything=True))
        _write(made, folder / f"{shell.say('bureau.table')}.txt", "text", shell)
    bureau.text(told, shell.speaker, shell.screen(), everything=asked.everything)


def _write(content: bytes, target: Path, format_: str, shell: Shell) -> None:
    from archive_tool.app.output import write
    from archive_tool.report.formats import FORMATS as formats

    # That the folder lies in none of the archives was seen before.
    write(content, target, None, formats[format_].may_replace)


def _fit(name: str) -> str:
    """A school's name, which it gives itself, as part of a file's name on any system."""
    return UNFIT.sub("_", name)[:NAME_LENGTH].strip(" .") or "_"


def _end(schools: Sequence[School], level: str, shell: Shell) -> None:
    """2 where nothing could be judged, 1 where there are findings at or above the level."""
    for note in dict.fromkeys(note for school in schools for note in school.notes):
        click.echo(shell.say(note), err=True)
    if all(school.error for school in schools):
        raise CannotRun("bureau.none-judged", count=len(schools))
    if any(getattr(school, key) for school in schools for key in COUNTED.get(level, ())):
        raise Findings
