"""The few signs that are drawn rather than written, and their stand-ins where they cannot be shown."""

from __future__ import annotations

from typing import NamedTuple


class Symbols(NamedTuple):
    """Signs of one kind of terminal."""

    full: str  # bars: what is there
    due: str  # bars: what may still come
    unsure: str  # bars: of which nobody can tell
    empty: str  # bars: what is not there
    more: str  # behind or before what was cut off
    then: str  # before what to do
    times: str  # before a number of places


DRAWN = Symbols("█", "▒", "?", "░", "…", "→", "×")
# An old Windows console draws these two columns wide or not at all.
TYPED = Symbols("#", ":", "?", ".", "..", "->", "x")


def symbols(encoding: str, *, old_console: bool = False) -> Symbols:
    """What a stream of this encoding can show; `old_console`: it says it can, but its font cannot."""
    return DRAWN if encoding.lower().startswith("utf") and not old_console else TYPED
