"""The door for what somebody sent: nothing with the mark of a state secret comes in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from archive_tool.core.errors import CannotRun
from archive_tool.core.model import Segment
from archive_tool.core.secrecy import marks_in_paths, secret_mark


def refuse_marked(file: Path, sheets: Iterable[str], marks: tuple[str, ...]) -> None:
    """CannotRun where the file's name or the head of one of its sheets bears a mark.

    `sheets`: their texts, a row in a line, cells apart by tabs; or of cells that are looked at by themselves.
    """
    heads = (secret_mark([Segment("sheet", text)], marks) for text in sheets)
    if marks_in_paths([file.name], marks) or any(heads):
        raise CannotRun("imported.secret", file=str(file))
