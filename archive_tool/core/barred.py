"""Why a file could not be opened: somebody else has it just now, or it is closed to us."""

from __future__ import annotations

from typing import Literal

# What Windows says to who comes second: ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION.
_HELD = (32, 33)


def is_held(error: OSError) -> bool:
    """Whether another program has the file open (Windows); a moment later it may not."""
    return getattr(error, "winerror", None) in _HELD


def problem_kind(error: OSError) -> Literal["busy", "locked"]:
    """busy: another time it may go, also where the file was just replaced; locked: it will not."""
    return "busy" if is_held(error) or isinstance(error, FileNotFoundError) else "locked"
