"""When a watched tree is quiet enough to be looked at: pure bookkeeping, time comes in."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class QuietTime:
    """Folders in which something happened, and when. Times are seconds of one steady clock."""

    quiet: float  # no event anywhere for so long
    patience: float = 30.0  # after so long, folders that are quiet themselves do not wait for the rest
    burst: int = 500  # more events than this between two looks: some were surely lost
    _last: dict[str, float] = field(default_factory=dict)
    _first: float | None = None
    _events: int = 0
    _whole: bool = False

    def note(self, folder: str, now: float) -> None:
        """Something happened in a folder."""
        self._last[folder] = now
        self._first = now if self._first is None else self._first
        self._events += 1

    def whole(self) -> None:
        """Events may have been lost, or it is time: the whole tree is looked at next."""
        self._whole = True

    def take(self, now: float) -> tuple[str, ...] | None:
        """Folders to look at now and no longer remembered; () for none yet, None for the whole tree."""
        if not self._last:
            if not self._whole:
                return ()
            self._clear()
            return None
        if now - max(self._last.values()) >= self.quiet:
            ripe = tuple(sorted(self._last))
        elif self._first is not None and now - self._first >= self.patience:
            ripe = tuple(sorted(f for f, last in self._last.items() if now - last >= self.quiet))
        else:
            return ()
        if ripe and (self._whole or self._events > self.burst):
            self._clear()
            return None
        for folder in ripe:
            del self._last[folder]
        self._first = now if self._last else None
        self._events = 0 if not self._last else self._events
        return ripe

    def _clear(self) -> None:
        self._last.clear()
        self._first, self._events, self._whole = None, 0, False
