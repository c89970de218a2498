"""What tantivy says while it reads, told apart: damaged files, a disk that refuses, a query that is too much."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive_tool.adapters.search.damage import Damaged, own_files
from archive_tool.adapters.search.tantivy_disk import os_error, said_of_disk
from archive_tool.core.errors import CannotRun

# Of its own files; where the disk is the reason, a number of the system stands there too.
_OF_FILES = re.compile(r"corrupted|Failed to open |An IO error occurred|Library version|Library was compiled")
_TOO_MUCH = "exceeds size limit"
_PANIC = "PanicException"  # no Exception, and nowhere to be imported from


@contextmanager
def reading_errors(folder: Path) -> Iterator[None]:
    """Around questions to the engine; `folder`: where its files are.

    Raises Damaged, OSError, or CannotRun `query.stars`; what is none of these stays what it is.
    """
    try:
        yield
    except ValueError as error:
        told = said_of_disk(error)
        if told:
            with own_files():
                raise os_error(told, folder) from error
        if _OF_FILES.search(str(error)):
            raise Damaged(str(error)) from error
        if _TOO_MUCH in str(error):
            raise CannotRun("query.stars") from error
        raise
    except BaseException as error:
        # It trusts what it has written: where that is not so, it reads beyond the end, say.
        if type(error).__name__ == _PANIC:
            raise Damaged(str(error)) from error
        raise
