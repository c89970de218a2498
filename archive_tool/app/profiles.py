"""Profiles: those of a scheme, and files of one's own; and the score of an audit by one."""

from __future__ import annotations

import hashlib
from pathlib import Path

from archive_tool.adapters import places, schemas
from archive_tool.app.opening import Archive
from archive_tool.app.schemes import scheme_and_folder
from archive_tool.app.texts import load_catalog, parse_yaml
from archive_tool.core import score as plot
from archive_tool.core.errors import CannotRun
from archive_tool.core.locating import locator
from archive_tool.core.model import Report
from archive_tool.core.profile import Profile
from archive_tool.core.profile_parse import parse_profile
from archive_tool.core.scheme import Scheme
from archive_tool.core.score_scope import Said
from archive_tool.core.scored import Score
from archive_tool.core.strict import nearest


def of_archive(name: str, archive: Archive) -> Profile:
    """The profile of this id in the archive's scheme, else the file of this path."""
    folder = schemas.find_scheme(archive.config.scheme, archive.root)
    return find(name, archive.scheme, folder, archive.start)


def find(name: str, scheme: Scheme, folder: Path, start: Path) -> Profile:
    """By id among those of the scheme in `folder`, else the file at `name`, which may be relative to `start`."""
    known = schemas.profile_ids(folder)
    if name in known:
        return _shipped(name, scheme, folder)
    file = start / name
    if not file.is_file():
        raise CannotRun("profile.unknown", profile=name, nearest=nearest(name, known), known=list(known))
    try:
        content = file.read_bytes()
    except OSError as error:
        raise CannotRun(
            "profile.unreadable", file=str(file), reason=error.strerror or type(error).__name__
        ) from None
    return _parsed(str(file), content, scheme)


def known(name: str | None, start: Path) -> dict[str, list[Profile]]:
    """Scheme id -> its profiles: of the named scheme, else of the archive around, else of all that ship."""
    of_one = name or places.find_root(start)
    found = {}
    for one in [name] if of_one else schemas.scheme_ids():
        scheme, folder = scheme_and_folder(one, start)
        found[scheme.id] = checked(scheme, folder)
    return found


def named(name: str, scheme_name: str | None, start: Path) -> tuple[Profile, Scheme]:
    """The profile by id or path, and its scheme: the named one, else the archive's, else any that ships and has it."""
    if scheme_name is None and places.find_root(start) is None:
        having = (one for one in schemas.scheme_ids() if name in _ids(one, start))
        scheme_name = next(having, None)
    scheme, folder = scheme_and_folder(scheme_name, start)
    return find(name, scheme, folder, start), scheme


def _ids(scheme: str, start: Path) -> tuple[str, ...]:
    return schemas.profile_ids(schemas.find_scheme(scheme, start))


def checked(scheme: Scheme, folder: Path) -> list[Profile]:
    """All profiles of the scheme in a folder."""
    return [_shipped(name, scheme, folder) for name in schemas.profile_ids(folder)]


def score(profile: Profile, report: Report, archive: Archive) -> Score:
    """What the report is worth by the profile."""
    lies_in = locator(archive.scheme, archive.config)
    return plot.score(profile, Said(report, archive.config.switched_off(), lies_in, archive.scheme.rules))


def _shipped(name: str, scheme: Scheme, folder: Path) -> Profile:
    file, content = schemas.read_profile(folder, name)
    profile = _parsed(file, content, scheme)
    if profile.id != name:
        raise CannotRun("profile.file-name", file=file, profile=profile.id)
    return profile


def _parsed(file: str, content: bytes, scheme: Scheme) -> Profile:
    # Line ends differ between checkouts; the profile does not.
    content = content.replace(b"\r\n", b"\n")
    codes = frozenset(load_catalog().findings)
    return parse_profile(parse_yaml(file, content), file, scheme, codes, hashlib.sha256(content).hexdigest())
