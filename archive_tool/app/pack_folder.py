"""The pack as a folder: copies of the evidence and a page that leads to them, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive_tool.adapters import places
from archive_tool.adapters.tree_writer.rename import rename_new, sync_folder
from archive_tool.app import output
from archive_tool.app.look import Progress, silent
from archive_tool.app.opening import Archive
from archive_tool.app.pack import Asked, Prepared, Result, Ways, made, prepare, words_of
from archive_tool.core.copy_names import copy_name
from archive_tool.core.errors import CannotRun
from archive_tool.core.pack import Item, Outcome
from archive_tool.core.pack_sheets import Sheet
from archive_tool.core.personal_data import masked
from archive_tool.report import pack_html
from archive_tool.report.pack_words import Words

INDEX, MANIFEST, EVIDENCE, TEXTS = "index.html", "manifest-sha256.txt", "evidence", "texts"
SHOWN = ("pages", "picture", "office")


def as_folder(archive: Archive, asked: Asked, target: Path, progress: Progress = silent) -> Result:
    """A folder that is not there yet, or is empty. CannotRun where it may not stand there."""
    place = _ready(target, archive.root)
    # Before the work: a folder that takes nothing is told at once.
    with _beside(place, target) as beside:
        prepared = prepare(archive, asked)
        with output.naming(target):
            ways = dict.fromkeys(SHOWN, "copy" if asked.originals else "clean")
            words = _fill(beside, archive, prepared, ways, progress)
            _put(beside, place, target)
    return Result(words, 0)


def _fill(folder: Path, archive: Archive, prepared: Prepared, ways: Ways, progress: Progress) -> Words:
    """Copies, pages and their list."""

    def name(number: int, part: int, sheet: Sheet) -> str:
        return f"{EVIDENCE}/{_copy(number, part, sheet)}"

    outcomes = made(archive, prepared, folder, ways, name, progress)
    relative = {path: _below(outcome) for path, outcome in outcomes.items()}
    words = words_of(prepared, relative, archive)
    _write_pages(words, folder)
    _write_manifest(folder)
    return words


def _ready(target: Path, root: Path) -> Path:
    if os.path.ismount(os.path.realpath(target)):
        raise CannotRun("pack.mount", folder=str(target), inside=os.path.join(target, ""))
    place = output.outside(target, root)
    with output.naming(target):
        _is_free(place, target)
    return place


def _is_free(place: Path, target: Path) -> bool:
    """Whether nothing is there at all; CannotRun where there is more than an empty folder."""
    if not os.path.lexists(place):
        return True
    if not place.is_dir() or any(os.scandir(place)):
        raise CannotRun("pack.kept", folder=str(target))
    return False


@contextmanager
def _beside(place: Path, target: Path) -> Iterator[Path]:
    """A folder of our own next to its place, with one for the evidence; gone afterwards if it is still there."""
    beside = output.unused(place, (INDEX, MANIFEST, EVIDENCE, TEXTS))
    with output.naming(target):
        beside.mkdir()
    try:
        with output.naming(target):
            (beside / EVIDENCE).mkdir()
        yield beside
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _put(made: Path, place: Path, target: Path) -> None:
    """Into its place, if nothing came there meanwhile."""
    if not _is_free(place, target):
        place.rmdir()
    try:
        rename_new(str(made), str(place))
    except FileExistsError:
        raise CannotRun("pack.kept", folder=str(target)) from None
    sync_folder(str(place.parent))


def _copy(number: int, part: int, sheet: Sheet) -> str:
    # Masked whatever was asked for: a name is read by more people than a document.
    name = masked(sheet.entry.path.rpartition("/")[2])
    return copy_name(number, part, name, sheet.facts.format if sheet.facts else "")


def _below(outcome: Outcome) -> Outcome:
    """The copy's path as the page names it."""
    if not outcome.document:
        return outcome
    return outcome._replace(document=f"{EVIDENCE}/{os.path.basename(outcome.document)}")


def _write_pages(words: Words, folder: Path) -> None:
    """The page that leads everywhere, and one for each text."""
    names: dict[str, str] = {}
    for item in words.pack.items:
        for part, sheet in enumerate(item.sheets, 1):
            outcome = words.outcomes.get(sheet.entry.path)
            if sheet.how in ("text", "office") and (outcome is None or outcome.problem is None):
                names[sheet.entry.path] = f"{TEXTS}/{item.number:04d}-{part:02d}.html"
                _write_text(folder / names[sheet.entry.path], sheet, item, words)
    _write(folder / INDEX, pack_html.index(words, lambda sheet: names[sheet.entry.path]))


def _write_text(file: Path, sheet: Sheet, item: Item, words: Words) -> None:
    file.parent.mkdir(exist_ok=True)
    _write(file, pack_html.text(sheet, item, words, f"../{INDEX}#r-{item.number}"))


def _write(file: Path, content: bytes) -> None:
    with open(file, "xb") as written:
        written.write(content)


def _write_manifest(folder: Path) -> None:
    """In the form of sha256sum, so that who receives it can see whether all of it arrived."""
    lines = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        with open(places.long_path(str(file)), "rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        lines.append(f"{digest}  {file.relative_to(folder).as_posix()}\n")
    _write(folder / MANIFEST, "".join(lines).encode("utf-8", "backslashreplace"))
