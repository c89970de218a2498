"""The files of an index seen from a folder that can be written, for an engine that locks what it reads."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory


def mirrored(folder: Path) -> TemporaryDirectory[str]:
    """A temporary folder of links to the files, of copies where there are no links; locks left out.

    It is gone with the object given.
    """
    mirror: TemporaryDirectory[str] = TemporaryDirectory(prefix="archive-tool-", ignore_cleanup_errors=True)
    for file in os.scandir(folder):
        if not file.name.endswith(".lock"):
            _link(os.path.abspath(file.path), os.path.join(mirror.name, file.name))
    return mirror


def _link(source: str, target: str) -> None:
    try:
        os.symlink(source, target)
    except OSError:  # Windows allows links to few
        shutil.copyfile(source, target)
