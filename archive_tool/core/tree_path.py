"""Relative paths of the tree: which stay inside it, which names a disk can hold."""

from __future__ import annotations

import re
from collections.abc import Collection

from archive_tool.core.names import fold, normal

_MOST = 255  # bytes of one name on Linux and macOS, UTF-16 units on Windows
_DIVIDED = re.compile(r"[/\\]")
_DRIVE = re.compile(r"[A-Za-z]:")
_WINDOWS_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])(\..*)?")
_WINDOWS_REFUSES = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]\Z')


def is_inside(path: str, *, windows: bool) -> bool:
    """Whether a POSIX path, taken from the root, cannot leave it by its wording.

    Links on the way are the disk's business. On Windows a backslash divides and `c:` leaves.
    """
    if windows and ("\\" in path or ":" in path):
        return False
    parts = path.split("/")
    return "\0" not in path and not any(part in ("", ".", "..") for part in parts)


def is_relative(written: str) -> bool:
    """Whether a path as people write it, divided by / or \\, leads nowhere but below the root on any system."""
    steps = _DIVIDED.split(written)
    return bool(steps[0]) and not _DRIVE.fullmatch(steps[0]) and ".." not in steps


def is_divided(written: str) -> bool:
    """Whether a person wrote several names, one inside the other."""
    return _DIVIDED.search(written) is not None


def is_writable_name(name: str, *, windows: bool) -> bool:
    """Whether a disk of this system takes the name; its own file system may know more reasons."""
    if not windows:
        try:
            return len(name.encode("utf-8", "surrogateescape")) <= _MOST
        except UnicodeEncodeError:  # half a character: no bytes on a disk are read as that
            return False
    units = len(name.encode("utf-16-le", "surrogatepass")) // 2
    return units <= _MOST and not _WINDOWS_REFUSES.search(name) and not _WINDOWS_DEVICES.fullmatch(name)


def last_name(path: str) -> str:
    """What a folder or file of any system is called, without where it lies."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]


def spelled(path: str, known: Collection[str]) -> str:
    """A typed path as it is known: in another Unicode form, or else in other letter case, where one alone is meant.

    macOS gives names taken apart (NFD), keyboards put together; it and Windows are blind to case.
    """
    if path in known:
        return path
    for alike in (normal, fold):
        found = [one for one in known if alike(one) == alike(path)]
        if found:
            return found[0] if len(found) == 1 else path
    return path


def lineage(path: str) -> list[str]:
    """The path and the folders above it, outermost first: a, a/b, a/b/c."""
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
