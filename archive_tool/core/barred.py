"""Why a file could not be opened or replaced: somebody else has it just now, or it is closed to us."""

from __future__ import annotations

from typing import Literal

# What Windows says to who comes second: ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION.
_HELD = (32, 33)
_DENIED = 5  # ERROR_ACCESS_DENIED: no rights, but also what is said of a file that is open where another shall take its name


def is_held(error: OSError) -> bool:
    """Whether another program has the file open (Windows); a moment later it may not."""
    return getattr(error, "winerror", None) in _HELD


def is_in_the_way(error: OSError) -> bool:
    """Whether a rename may go a moment later: somebody reads what it would replace (Windows)."""
    return is_held(error) or getattr(error, "winerror", None) == _DENIED


def problem_kind(error: OSError) -> Literal["busy", "locked"]:
    """busy: another time it may go, also where the file was just replaced; locked: it will not."""
    return "busy" if is_held(error) or isinstance(error, FileNotFoundError) else "locked"


def why_dropped(error: OSError) -> str:
    """The message key for a file that could not be read just when it was to be changed."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "dropped.gone"
    return "dropped.locked" if is_held(error) else "dropped.closed"
