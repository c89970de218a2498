"""What says that an index is damaged: errors of reading what an engine wrote, and no others.

A query that is too much, or a disk that refuses for the moment, is no reason to make an index anew.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

# What bytes that nobody wrote so end in, when they are taken apart; and files that are not there.
_ERRORS: tuple[type[Exception], ...] = (
    *(EOFError, LookupError, TypeError, ValueError, struct.error, zlib.error),
    *(FileNotFoundError, IsADirectoryError, NotADirectoryError),
)


class Damaged(Exception):
    """The files of an index are not what its engine wrote: only a new one helps."""


@contextmanager
def own_files(*more: type[Exception]) -> Iterator[None]:
    """Around what reads them, and nothing but them. `more`: errors of the engine that say the same.

    An OSError by which the disk refuses for the moment stays what it is.
    """
    try:
        yield
    except (*_ERRORS, *more) as error:
        raise Damaged(f"{type(error).__name__}: {error}") from error
