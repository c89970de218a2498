"""When a watched tree is quiet enough to be looked at: pure bookkeeping, time comes in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from archive_tool.core.scope import within


class Dirty(NamedTuple):
    """A folder in which something happened."""

    folder: str  # relative to the root, "" is the root itself
    name: str  # of what happened there; "" where that is not known
    came_from: str | None = None  # the folder in which it was before it was moved here
    settle: float = 0.0  # seconds in which more of the same would go unnoticed


class Rung(NamedTuple):
    """What the alarm bell rang for since the last time."""

    dirty: tuple[Dirty, ...]
    lost: bool = False  # events were lost: anything may have happened anywhere


@dataclass(slots=True)
class QuietTime:
    """Folders in which something happened, and when. Times are seconds of one steady clock."""

    quiet: float  # no event anywhere for so long
    patience: float = 3.0  # after so long, folders that are quiet themselves do not wait for the rest
    burst: int = 200  # more names than this between two looks: of more, some may have been lost
    burst_patience: float = 30.0  # so long the whole tree waits for the burst to end
    _last: dict[str, float] = field(default_factory=dict)
    _names: set[tuple[str, str]] = field(default_factory=set)
    _came_from: dict[str, set[str]] = field(default_factory=dict)
    _first: float | None = None
    _whole: bool = False

    def note(self, dirty: Dirty, now: float) -> None:
        """Something happened in a folder."""
        self._last[dirty.folder] = now + dirty.settle
        self._first = now if self._first is None else self._first
        if dirty.came_from is not None and dirty.came_from != dirty.folder:
            self._came_from.setdefault(dirty.folder, set()).add(dirty.came_from)
        if len(self._names) <= self.burst:
            self._names.add((dirty.folder, dirty.name))

    def again(self, folders: Iterable[str], now: float) -> None:
        """Folders to be looked at once more: nothing happened there, so they need no quiet."""
        for folder in folders:
            self._last.setdefault(folder, now - self.quiet)
            self._first = now if self._first is None else self._first

    def whole(self) -> None:
        """Events may have been lost, or it is time: the whole tree is looked at next."""
        self._whole = True

    def take(self, now: float) -> tuple[str, ...] | None:
        """Folders to look at now and no longer remembered; () for none yet, None for the whole tree."""
        if not self._last and not self._whole:
            return ()
        whole = self._whole or len(self._names) > self.burst
        patience = self.burst_patience if whole else self.patience
        ripe = [folder for folder, last in self._last.items() if now - last >= self.quiet]
        if len(ripe) < len(self._last) and (self._first is None or now - self._first < patience):
            return ()
        # Both ends of a move are looked at together: only so is it known as one.
        ends = {end for folder in ripe for end in self._came_from.get(folder, ())}
        self._forget(list(self._last) if whole else ripe)
        self._first = now if self._last else None
        self._whole = False
        return None if whole else tuple(sorted({*ripe, *ends}))

    def _forget(self, folders: Iterable[str]) -> None:
        for folder in folders:
            del self._last[folder]
            self._came_from.pop(folder, None)
        self._names = {name for name in self._names if name[0] in self._last}


@dataclass(slots=True)
class Again:
    """Folders that have to be looked at once more, less and less soon while nothing happens there."""

    first: float = 2.0  # seconds
    longest: float = 60.0
    _due: dict[str, float] = field(default_factory=dict)
    _delay: dict[str, float] = field(default_factory=dict)

    def looked(self, scope: Sequence[str] | None, again: Iterable[str], now: float) -> None:
        """A sync of these folders (None: of all) asks for another one of some of them."""
        asked = {folder: min(2 * self._delay.get(folder, self.first / 2), self.longest) for folder in again}
        for folder in list(within(self._delay, scope)):
            del self._delay[folder]
            self._due.pop(folder, None)
        self._delay.update(asked)
        self._due.update((folder, now + delay) for folder, delay in asked.items())

    def happened(self, folder: str) -> None:
        """Something happened there: what comes next is a new wait."""
        self._delay.pop(folder, None)

    def due(self, now: float) -> tuple[str, ...]:
        """Folders whose time has come; they are named once."""
        ripe = tuple(folder for folder, due in self._due.items() if due <= now)
        for folder in ripe:
            del self._due[folder]
        return ripe
