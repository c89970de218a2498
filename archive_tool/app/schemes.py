"""Schemes without an archive: check them, export the editors' schema."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from archive_tool.adapters import places, schemas
from archive_tool.app.opening import default_scheme, load_scheme, read_config
from archive_tool.core import json_schema
from archive_tool.core.config_parse import scheme_name
from archive_tool.core.scheme import Scheme

SCHEMA_HEAD = b'{\n "$schema": "https://json-schema.org/draft/2020-12/schema",\n "title": "'


def named_schemes(name: str | None, folder: Path) -> Iterator[tuple[Scheme, Path]]:
    """The named scheme, else that of the archive around the folder and every one that ships; with its folder."""
    if name:
        yield scheme_and_folder(name, folder)
        return
    shipped = schemas.scheme_ids()
    root = places.find_root(folder)
    own = scheme_name(read_config(root)[0]) if root else ""
    if own and own not in shipped:
        yield scheme_and_folder(own, root or folder)
    for one in shipped:
        yield scheme_and_folder(one, folder)


def scheme_of(name: str | None, folder: Path) -> Scheme:
    """The named scheme, else that of the archive around the folder, else the one for new archives."""
    return scheme_and_folder(name, folder)[0]


def scheme_and_folder(name: str | None, folder: Path) -> tuple[Scheme, Path]:
    """The same, and the folder it was read from."""
    root = None if name else places.find_root(folder)
    if root is not None:
        name, folder = scheme_name(read_config(root)[0]), root
    name = name or default_scheme()
    return load_scheme(name, folder), schemas.find_scheme(name, folder)


def export_schema(scheme: Scheme, language: str) -> str:
    """The JSON Schema (2020-12) for editors, as text; they propose labels of this language."""
    return json.dumps(json_schema.written(scheme, language), ensure_ascii=False, indent=1) + "\n"


def keep_schema(text: str, target: Path) -> None:
    """As a file, which may lie in an archive, where editors look for it. CannotRun if refused.

    An older one gives way, whoever wrote it down: it is derived, and begins as no other file does.
    """
    from archive_tool.app import output  # only where a file is asked for

    place = Path(places.long_path(os.path.realpath(target)))
    output.write_at(place, text.encode(), target, _is_schema)


def _is_schema(file: IO[bytes]) -> bool:
    # Editors on Windows may have written it down with line breaks of two bytes.
    return file.read(2 * len(SCHEMA_HEAD)).replace(b"\r", b"").startswith(SCHEMA_HEAD)
