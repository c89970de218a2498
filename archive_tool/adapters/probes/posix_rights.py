"""Rights of POSIX systems: mode bits of a folder and of those above it, and access control lists."""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from archive_tool.core.health.rights import Openness

_ACL = "system.posix_acl_access"
_VERSION, _ENTRY = struct.Struct("<I"), struct.Struct("<HHI")
_USER, _GROUP_OWNER, _GROUP, _MASK = 0x02, 0x04, 0x08, 0x10
_READ_AND_ENTER = 0o5


def openness(place: Path, path: str) -> Openness:
    """Of the folder at `place`, called `path`."""
    try:
        mode = place.stat().st_mode
        above = [folder.stat().st_mode for folder in place.resolve().parents]
    except OSError as error:
        return Openness(path, reason=error.strerror or type(error).__name__)
    return Openness(path, ("others",) if others_open(mode, above) else (), tuple(_named(place)))


def others_open(mode: int, above: Iterable[int]) -> bool:
    """Whether others can read the folder of this mode, those above it having these."""
    return _opens(mode) and all(each & stat.S_IXOTH for each in above)


def listed(acl: bytes) -> Iterator[tuple[int, int]]:
    """(tag, id) of each entry of an access control list that lets its holder read and enter."""
    if len(acl) < _VERSION.size or _VERSION.unpack_from(acl)[0] != 2:
        return
    entries = list(_ENTRY.iter_unpack(acl[_VERSION.size :]))
    mask = next((rights for tag, rights, _ in entries if tag == _MASK), 0o7)
    for tag, rights, number in entries:
        effective = rights & mask if tag in (_USER, _GROUP_OWNER, _GROUP) else rights
        if effective & _READ_AND_ENTER == _READ_AND_ENTER:
            yield tag, number


def _opens(mode: int) -> bool:
    return mode & _READ_AND_ENTER == _READ_AND_ENTER


def _named(place: Path) -> Iterator[str]:
    """The owning group and everybody an access control list names, by name."""
    info = place.stat()
    acl = b""
    if hasattr(os, "getxattr"):
        with suppress(OSError):
            acl = os.getxattr(place, _ACL)
    if not acl:
        if _opens(info.st_mode >> 3):
            yield _group(info.st_gid)
        return
    for tag, number in listed(acl):
        if tag == _USER:
            yield _user(number)
        elif tag in (_GROUP_OWNER, _GROUP):
            yield _group(info.st_gid if tag == _GROUP_OWNER else number)


def _user(number: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _group(number: int) -> str:
    import grp

    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)
