"""What a worker process does with one document: nothing that goes wrong there leaves it."""

from __future__ import annotations

import hashlib
import logging
import os
import stat
import warnings
from collections.abc import Iterator

from archive_tool.adapters.pages import bind, clean, office, pdf, picture, told_numbers
from archive_tool.adapters.pages.job import Job, Made, Unshowable
from archive_tool.core.barred import problem_kind
from archive_tool.core.pack_sheets import PICTURES
from archive_tool.core.reasons import because

CHUNK = 1 << 20


def make(message: bytes) -> Iterator[bytes]:
    """The answer to a packed Job: a packed Made."""
    logging.getLogger().addHandler(logging.NullHandler())
    warnings.simplefilter("ignore")
    yield _made(Job.unpacked(message)).packed()


def _made(job: Job) -> Made:
    try:
        _unchanged(job)
        made = _WAYS[job.way](job)
        if job.masked and _tells(job):
            return Made(instead="personal-text")
        if job.way not in ("copy", "clean"):
            # What cannot be bound is found out here, where it costs one document and not the whole.
            bind.try_out(job.target)
        return made
    except Unshowable as error:
        if job.way == "clean" and error.kind == "unsupported":
            return Made(instead="parts")
        return Made(kind=error.kind, reason=error.reason)
    except MemoryError:
        return Made(kind="memory", reason="MemoryError")
    except OSError as error:
        return Made(kind=problem_kind(error), reason=error.strerror or type(error).__name__)
    except Exception as error:
        return Made(kind="damaged", reason=type(error).__name__)


def _tells(job: Job) -> bool:
    """Whether what was made tells a number of a person that nobody saw when the document was read."""
    if job.way == "office":
        return told_numbers.on_pages(job.target)
    if job.way not in ("copy", "clean") or job.form in PICTURES:
        return False
    try:
        return told_numbers.in_file(job.target, job.form)
    except MemoryError:
        raise
    # Parsers of foreign formats raise whatever they like; of what cannot be looked through nobody can tell.
    except Exception:
        return True


def _unchanged(job: Job) -> None:
    """Raises Unshowable where the file is no longer the one that was judged."""
    if not stat.S_ISREG(os.lstat(job.source).st_mode):
        raise Unshowable("unsupported", "not a regular file")
    digest = hashlib.sha256()
    with open(job.source, "rb", buffering=0) as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    if digest.hexdigest() != job.sha256:
        raise Unshowable("busy", because("changing"))


_WAYS = {
    "pages": lambda job: pdf.lay_out(job.source, job.target),
    "picture": lambda job: picture.lay_out(job.source, job.target),
    "office": office.lay_out,
    "copy": clean.copied,
    "clean": clean.cleaned,
}
