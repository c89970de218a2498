"""init and demo: a new archive, a new year, the sample archive."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from archive_tool.adapters import places, schemas
from archive_tool.app.opening import CONFIG, Archive, load_scheme, open_archive
from archive_tool.app.schemes import export_schema
from archive_tool.app.writing import Tell, on_disk, writer, writing
from archive_tool.core.catalog import Speaker
from archive_tool.core.checks.layout import leaf_folders
from archive_tool.core.errors import CannotRun
from archive_tool.core.filing import Action, FilingPlan, MakeFolder, WriteNew
from archive_tool.core.names import illegal
from archive_tool.core.scheme import Scheme
from archive_tool.core.templates import Template

SETTINGS, SCHEMA = ".vscode/settings.json", ".vscode/sidecar.schema.json"


def init(
    folder: Path, scheme_id: str | None, year: int, speaker: Speaker, tell: Tell
) -> tuple[Path, tuple[str, ...]]:
    """Make an archive, or add a year to the one that is there. Gives its root and what was made.

    `tell` is given what was put in order before.
    """
    if (folder / CONFIG).exists():
        if scheme_id is not None:
            raise CannotRun("init.exists", file=str(folder / CONFIG))
        with open_archive(folder, speaker) as archive:
            return archive.root, add_year(archive, year, tell)
    above = places.find_root(folder)
    if above is not None:
        raise CannotRun("init.inside", folder=str(folder), root=str(above))
    name = folder.absolute().name
    if illegal(name, suffix=""):
        raise CannotRun("init.name", folder=name)
    scheme = load_scheme(scheme_id, folder)
    with on_disk(folder):
        folder.mkdir(parents=True, exist_ok=True)
    files: list[Action] = [
        MakeFolder(".vscode"),
        WriteNew(CONFIG, _config(scheme, name, year, speaker).encode()),
    ]
    files += [
        WriteNew(path, content)
        for path, content in _editor(scheme, speaker.language)
        if not (folder / path).exists()
    ]
    with writing(folder, tell):
        made = writer(folder).apply(FilingPlan("init", tuple(files)))
    with open_archive(folder, speaker) as archive:
        folders = add_year(archive, year, tell)
    return folder, (*(a.path for a in made.done if isinstance(a, WriteNew)), *folders)


def add_year(archive: Archive, year: int, tell: Tell) -> tuple[str, ...]:
    """Every folder that the units keep in one year, and the folders at the root."""
    wanted = [*_root_folders(archive), *_year_folders(archive, year)]
    missing = [path for path in wanted if not (archive.root / path).is_dir()]
    with writing(archive.root, tell):
        writer(archive.root).apply(FilingPlan("init", tuple(MakeFolder(path) for path in missing)))
    return tuple(missing)


def free_folder(wanted: Path) -> Path:
    """The folder itself if nothing is there, else the first free of name-2, name-3, …"""
    number, folder = 1, wanted
    while folder.exists() and any(folder.iterdir() if folder.is_dir() else [folder]):
        number += 1
        folder = wanted.with_name(f"{wanted.name}-{number}")
    return folder


def copy_sample(folder: Path) -> Path:
    """Copy the sample archive that ships with the tool to a new folder."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotRun("demo.not-empty", folder=str(folder))
    above = places.find_root(folder)
    if above is not None:
        raise CannotRun("init.inside", folder=str(folder), root=str(above))
    with on_disk(folder):
        shutil.copytree(schemas.shipped("sample_archive"), folder, dirs_exist_ok=True)
    return folder


def _root_folders(archive: Archive) -> Iterator[str]:
    names = archive.scheme.folders
    units = [unit.folder for unit in archive.config.filing_units() if unit.folder]
    yield from (names[key] for key in ("inbox", "quarantine", "trash"))
    case = Template.parse(archive.scheme.layouts[archive.config.layout].case)
    for unit in units or [""]:
        yield case.fill_prefix({"unit": unit, "open": names["open"]})


def _year_folders(archive: Archive, year: int) -> Iterator[str]:
    template = Template.parse(archive.scheme.layouts[archive.config.layout].record)
    units = tuple(archive.config.filing_units())
    if "unit" not in template.slots:
        yield from leaf_folders(archive.scheme, template, units, "", year)
        return
    for unit in units:
        if unit.folder:
            yield from leaf_folders(archive.scheme, template, (unit,), unit.folder, year)


def _config(scheme: Scheme, name: str, year: int, speaker: Speaker) -> str:
    """A commented archive.yaml in the language of the caller."""
    return speaker.say(
        "init.archive-yaml",
        scheme=scheme.id,
        language=speaker.language,
        name=name,
        kind=scheme.default_unit_kind,
        year=year,
    )


def _editor(scheme: Scheme, language: str) -> Iterator[tuple[str, bytes]]:
    """The schema for editors, and the mapping by which VS Code finds it."""
    globs = [f"**/{scheme.folder_sidecar}", f"**/*{scheme.file_sidecar}"]
    settings = {"yaml.schemas": {f"./{SCHEMA}": globs}}
    yield SETTINGS, (json.dumps(settings, ensure_ascii=False, indent=2) + "\n").encode()
    yield SCHEMA, export_schema(scheme, language).encode()
