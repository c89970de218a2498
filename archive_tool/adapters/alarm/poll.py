"""Looks at folders from time to time, where the file system tells nothing by itself."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence

from archive_tool.core.quiet import Dirty

SECONDS = 5.0  # between two looks
LONGEST = 300.0  # between two looks that fail
SHARE = 10.0  # or so many times as long as a look takes, whichever is more
_END_SECONDS = 5.0


class Poller:
    """Rings for folders that are not what they were at the last look; the first look is over when it is made."""

    def __init__(
        self,
        root: str,
        folders: Sequence[str],
        matters: Callable[[str], bool],
        ring: Callable[[Dirty], None],
        seconds: float = SECONDS,
    ) -> None:
        """`folders`: relative paths of what is looked at, with all below; "" is the whole tree."""
        self._root = root
        self._folders = folders
        self._matters = matters
        self._ring = ring
        self._least = seconds
        self._stop = threading.Event()
        self.period = seconds
        self._is_lost = False
        self._seen = self._look()
        self._thread = threading.Thread(target=self._go_on, name="poller", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join(_END_SECONDS)

    def lost(self) -> bool:
        """Whether a look has failed since this was last asked: nobody knows what would have been seen."""
        is_lost, self._is_lost = self._is_lost, False
        return is_lost

    def _go_on(self) -> None:
        while not self._stop.wait(self.period):
            try:
                self._ring_for_changes()
            except Exception:
                # Whatever it was (no memory, a name that nobody thought of): the thread must live to see the
                # next change. A failure that stays is told less and less often.
                self.period = min(2 * self.period, max(LONGEST, self.period))
                self._is_lost = True

    def _ring_for_changes(self) -> None:
        now = self._look()
        changed = [path for path in now if now[path] != self._seen.get(path)]
        changed += [path for path in self._seen if path not in now]
        self._seen = now
        for path in changed:
            # What grows is seen to grow only at the next look: its folder is quiet after that.
            self._ring(Dirty(path, "", settle=self.period))

    def _look(self) -> dict[str, int]:
        """Folder -> a number that another content gives another of."""
        started = time.monotonic()
        seen: dict[str, int] = {}
        waiting = list(self._folders)
        while waiting and not self._stop.is_set():
            folder = waiting.pop()
            below, rows = [], []
            for path, is_folder, row in self._listed(folder):
                rows.append(row)
                if is_folder:
                    below.append(path)
            seen[folder] = hash(tuple(sorted(rows)))
            waiting += below
        self.period = max(self._least, SHARE * (time.monotonic() - started))
        return seen

    def _listed(self, folder: str) -> Iterator[tuple[str, bool, tuple[str, int, int]]]:
        """Path, whether it is a folder, and what would be different after a change."""
        try:
            with os.scandir(os.path.join(self._root, *folder.split("/"))) as listing:
                for item in listing:
                    path = f"{folder}/{item.name}" if folder else item.name
                    if not self._matters(path):
                        continue
                    is_folder = item.is_dir(follow_symlinks=False)
                    info = None if is_folder else item.stat(follow_symlinks=False)
                    yield (
                        path,
                        is_folder,
                        (item.name, *((info.st_size, info.st_mtime_ns) if info else (0, 0))),
                    )
        except OSError as error:
            yield "", False, (type(error).__name__, error.errno or 0, 0)
