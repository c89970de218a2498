"""Names and texts made fit to be shown: nothing in them that a terminal would obey."""

from __future__ import annotations

IDEOGRAPHIC_SPACE = "\u3000"  # stands in many Chinese names; Python does not call it printable


def printable(path: str) -> str:
    """A path on one line: control characters and undecodable bytes escaped."""
    shown = path.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(c if _is_shown(c) else c.encode("unicode_escape").decode("ascii") for c in shown)


def blanked(text: str) -> str:
    """The same length, so that marks in it fit, with spaces for what is not shown."""
    return "".join(c if _is_shown(c) else " " for c in text)


def _is_shown(character: str) -> bool:
    return character.isprintable() or character == IDEOGRAPHIC_SPACE
