"""New content in the place of old, such that nothing is lost that somebody saves at the same moment."""

from __future__ import annotations

import errno
import os
import stat

from archive_tool.adapters.tree_writer.rename import exchange, is_hidden, rename_new, set_hidden

_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class NotReturned(Exception):
    """What somebody saved lies under the temp file's name and could not be put back: it must stay there."""


def is_replaced(target: str, temp: str, before: bytes, after: bytes) -> bool:
    """Puts a temp file in the place of one with these bytes; False where it held others, which stay.

    What lay there last is looked at once more when it lies under the temp file's name: nothing that
    somebody writes at the last moment is lost. Where a disk cannot exchange two names, a moment is
    left between looking and replacing. Raises OSError, after which the temp file is the tool's own, and
    NotReturned.
    """
    if content_of(target) != before:
        return False
    _take_looks(temp, os.lstat(target))
    if content_of(target) != before:
        return False
    if not exchange(temp, target):
        _replace(temp, target)
        return True
    try:
        if content_of(temp) == before:
            return True
        give_back(temp, target, after)
    except BaseException as error:
        if not _is_back(temp, target, after):
            raise NotReturned from error
        raise
    return False


def give_back(temp: str, target: str, put: bytes | None) -> None:
    """Somebody was faster: back with what lies under the temp file's name, and with whatever is newer still.

    `put` is what took its place. Raises OSError where the disk does not; then one of the two files is his.
    """
    theirs = content_of(temp)
    while True:
        try:
            if not exchange(temp, target):
                raise OSError(errno.EIO, os.strerror(errno.EIO), target)
        except FileNotFoundError:
            try:
                rename_new(temp, target)
            except FileExistsError:
                continue
            return
        now = content_of(temp)
        if now == put:
            return
        put, theirs = theirs, now


def _is_back(temp: str, target: str, after: bytes) -> bool:
    """Whether the tool's own content lies under the temp file's name again, if need be after one more try."""
    try:
        return content_of(temp) == after or (exchange(temp, target) and content_of(temp) == after)
    except OSError:
        return False


def _replace(temp: str, target: str) -> None:
    mode = stat.S_IMODE(os.lstat(target).st_mode)
    if mode & stat.S_IWUSR:
        os.replace(temp, target)
        return
    # Windows neither replaces nor removes what is read-only: it is so again when the new content stands there.
    for place in (target, temp):
        os.chmod(place, mode | stat.S_IWUSR)
    try:
        os.replace(temp, target)
    finally:
        os.chmod(target, mode)


def _take_looks(temp: str, info: os.stat_result) -> None:
    """The permissions and the hidden attribute of the file that is going to be replaced."""
    os.chmod(temp, stat.S_IMODE(info.st_mode))
    set_hidden(temp, hidden=is_hidden(info))


def content_of(place: str) -> bytes | None:
    """The file's bytes; a link or folder in its place has none."""
    if not stat.S_ISREG(os.lstat(place).st_mode):
        return None
    with open(os.open(place, _READ), "rb") as file:
        return file.read()
