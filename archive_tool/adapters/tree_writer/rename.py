"""Renaming without overwriting, and the few other things that systems do each in their own way."""

from __future__ import annotations

import errno
import os
import stat
import sys
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from functools import cache

_AT_CWD, _EXCHANGE = -100, 2  # of Linux's renameat2; macOS has the same number for its own call
_JUNCTION = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", 0xA0000003)
_HIDDEN = 0x2
# FAT, many shares and a few kernels have no hard links, or not to this file.
_NO_LINKS = (errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
# Folders of some network file systems cannot be synced; their names last by other means.
_NO_FOLDER_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EBADF, errno.EACCES)


def rename_new(source: str, target: str) -> None:
    """Rename a file or folder; FileExistsError if the target's name is taken."""
    if os.name == "nt":
        os.rename(source, target)  # refuses by itself; takes another case of the same name
        return
    info = os.lstat(source)
    if _is_other_spelling(source, target, info):
        os.rename(source, target)
    elif stat.S_ISREG(info.st_mode):
        _rename_file(source, target)
    elif os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target)
    else:
        os.rename(source, target)


def is_finished(source: str, target: str) -> bool:
    """Ends the rename of a file that a killed process left half done; False where it was not begun.

    Half done is a file under both names, or an empty file in the new place. Raises OSError as the disk does.
    """
    if not os.path.lexists(source):
        return os.path.lexists(target)
    info = os.lstat(source)
    if _folded(source) == _folded(target) or not stat.S_ISREG(info.st_mode) or not os.path.lexists(target):
        return False
    there = os.lstat(target)
    if os.path.samestat(info, there) and info.st_nlink > 1:
        os.unlink(source)
    elif stat.S_ISREG(there.st_mode) and there.st_size == 0:
        os.replace(source, target)
    else:
        return False
    return True


def exchange(one: str, other: str) -> bool:
    """Two files take each other's name in one step; False where the system or the disk cannot do that.

    Raises FileNotFoundError where one of them is not there.
    """
    swap = _swap()
    if swap is None:
        return False
    failed = swap(os.fsencode(one), os.fsencode(other))
    if failed == errno.ENOENT:
        raise FileNotFoundError(failed, os.strerror(failed), other)
    return failed == 0


@cache
def _swap() -> Callable[[bytes, bytes], int] | None:
    """The system's call, as a function that gives an errno or 0; Windows has none."""
    if os.name == "nt":
        return None
    import ctypes  # for those who rewrite something

    libc = ctypes.CDLL(None, use_errno=True)
    linux, mac = (getattr(libc, name, None) for name in ("renameat2", "renamex_np"))

    def swap(one: bytes, other: bytes) -> int:
        failed = linux(_AT_CWD, one, _AT_CWD, other, _EXCHANGE) if linux else mac(one, other, _EXCHANGE)  # type: ignore[misc]
        return ctypes.get_errno() if failed else 0

    return swap if linux or mac else None


def _rename_file(source: str, target: str) -> None:
    """A second name, then the first one away: the only POSIX rename that never overwrites."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _rename_over_placeholder(source, target)
        return
    try:
        os.unlink(source)
    except OSError:
        os.unlink(target)
        raise


def _rename_over_placeholder(source: str, target: str) -> None:
    """Takes the name with an empty file of our own, which the rename then replaces."""
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
    try:
        os.rename(source, target)
    except OSError:
        os.unlink(target)
        raise


def _is_other_spelling(source: str, target: str, info: os.stat_result) -> bool:
    """Whether both are one name to a disk that does not tell cases or Unicode forms apart."""
    if _folded(source) != _folded(target) or source == target:
        return False
    try:
        same = os.path.samestat(info, os.lstat(target))
    except OSError:
        return False
    # Two hard links of one file are two names, and both are listed.
    return same and os.path.basename(target) not in os.listdir(os.path.dirname(target))


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def is_link(info: os.stat_result) -> bool:
    """Whether a stat that followed nothing is that of a link or junction."""
    return stat.S_ISLNK(info.st_mode) or getattr(info, "st_reparse_tag", 0) == _JUNCTION


def is_hidden(info: os.stat_result) -> bool:
    return bool(getattr(info, "st_file_attributes", 0) & _HIDDEN)


def set_hidden(place: str, *, hidden: bool) -> None:
    """The hidden attribute of Windows; elsewhere only a name hides a file."""
    if sys.platform == "win32" and hidden:
        import ctypes

        if not ctypes.windll.kernel32.SetFileAttributesW(place, _HIDDEN):
            raise ctypes.WinError()


def sync_folder(folder: str) -> None:
    """The names in a folder last; Windows sees to that itself. A folder gone by now needs nothing."""
    if os.name == "nt":
        return
    with suppress(FileNotFoundError, NotADirectoryError):
        try:
            descriptor = os.open(folder, os.O_RDONLY)
        except PermissionError:
            return
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in _NO_FOLDER_SYNC:
                raise
        finally:
            os.close(descriptor)
