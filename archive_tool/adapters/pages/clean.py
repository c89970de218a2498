"""A copy for others: what the document shows, without what its file says of who made it, with what and where."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from typing import IO

from archive_tool.adapters.pages.job import Job, Made, Unshowable
from archive_tool.core.pack import Copy

MOST_BYTES = 200_000_000  # what is cleaned is in memory
PICTURES = ("jpg", "png", "gif", "tiff", "webp")
PACKAGES = ("docx", "xlsx", "pptx", "odt", "ods", "odp")


def copied(job: Job) -> Made:
    """Its bytes and nothing else: no rights, no times, no streams beside them."""
    shutil.copyfile(job.source, job.target, follow_symlinks=False)
    return Made(copy="same")


def cleaned(job: Job) -> Made:
    """The same without properties, where its kind lets them be taken off without touching what is seen.

    Of old Office files and rtf nobody can be sure where they stand, and what is signed would be signed
    no more; others are too large for it, or not as their standard wants them. These are copied as they are.
    Raises Unshowable (unsupported) where something in it may not be handed out and cannot be taken off.
    """
    way = _WAYS.get(job.form)
    if way is None:
        shutil.copyfile(job.source, job.target, follow_symlinks=False)
        return Made(copy="same" if job.form == "bmp" else "kept")
    with open(job.source, "rb") as source, open(job.target, "xb") as target:
        try:
            copy = _too_large(source) or way(source, target)
        except MemoryError:
            raise
        except Unshowable as error:
            if error.kind == "unsupported":
                raise
            copy = "kept"
        # Parsers of foreign formats raise whatever they like, and nothing of a copy is lost by keeping it.
        except Exception:
            copy = "kept"
        if copy != "cleaned":
            source.seek(0)
            target.seek(0)
            target.truncate()
            shutil.copyfileobj(source, target)
    return Made(copy=copy)


def _too_large(source: IO[bytes]) -> Copy | None:
    return "kept" if os.fstat(source.fileno()).st_size > MOST_BYTES else None


def _picture(source: IO[bytes], target: IO[bytes]) -> Copy:
    from archive_tool.adapters.pages import clean_picture

    content = source.read()
    bare = clean_picture.bare(content)
    target.write(bare)
    return "same" if bare == content else "cleaned"


def _package(source: IO[bytes], target: IO[bytes]) -> Copy:
    from archive_tool.adapters.pages import clean_package

    return clean_package.bare(source, target)


def _pdf(source: IO[bytes], target: IO[bytes]) -> Copy:
    from archive_tool.adapters.pages import clean_pdf

    return clean_pdf.bare(source, target)


_WAYS: Mapping[str, Callable[[IO[bytes], IO[bytes]], Copy]] = {
    **dict.fromkeys(PICTURES, _picture),
    **dict.fromkeys(PACKAGES, _package),
    "pdf": _pdf,
}
