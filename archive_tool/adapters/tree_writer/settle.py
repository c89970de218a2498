"""Plans that a killed process left in the middle: every file is made as if its change were done, or not begun."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress

from archive_tool.adapters.replacing import patiently
from archive_tool.adapters.tree_writer.rename import is_finished, is_link, sync_folder
from archive_tool.adapters.tree_writer.rewrite import content_of, give_back
from archive_tool.adapters.tree_writer.temp_files import found_below, is_gone, number_in
from archive_tool.core.filing import Announced, Settled, Unfinished
from archive_tool.core.tree_path import is_inside, lineage

BROKEN_OFF = "dropped.broken-off"
_WRITTEN = ("write-new", "rewrite")


def settle(root: str, plan: Unfinished) -> Settled:
    """Removes the plan's temp files, ends what was half done, and says what stands. The caller holds the lock.

    Nothing is begun that was not: the next run plans it anew. A temp file that may hold what a person
    saved is put back in the place of what displaced it, or kept. What the disk refuses stays as it is.
    """
    return _Settling(root, plan).settled()


class _Settling:
    """One plan on its way to an end."""

    def __init__(self, root: str, plan: Unfinished) -> None:
        self._root = root
        self._plan = plan
        self._touched: dict[str, None] = {}

    def settled(self) -> Settled:
        temps, kept = 0, []
        for temp, number in self._temps():
            if self._is_over(temp, number):
                temps += 1
                self._touched[os.path.dirname(temp)] = None
            elif os.path.lexists(temp):
                kept.append(os.path.relpath(temp, self._root).replace(os.sep, "/"))
        stands = [self._stands(action) for action in self._plan.actions]
        for folder in self._touched:
            with suppress(OSError):
                sync_folder(folder)
        done = tuple(number for number, is_done in enumerate(stands) if is_done)
        dropped = {number: BROKEN_OFF for number, is_done in enumerate(stands) if not is_done}
        return Settled(done, dropped, temps, tuple(kept))

    def _temps(self) -> list[tuple[str, int]]:
        """The plan's temp files: where it put them, or anywhere if a folder is not where it was."""
        paths = (action.path for action in self._plan.actions if action.do in _WRITTEN)
        folders = dict.fromkeys(["", *(path.rpartition("/")[0] for path in paths)])
        places = [self._folder(folder) for folder in folders]
        found: Iterator[str]
        if all(place and os.path.isdir(place) for place in places):
            found = (temp for place in places if place for temp in _listed(place))
        else:
            found = found_below(self._root, lambda name: number_in(name, self._plan.id) is not None)
        numbers = ((temp, number_in(os.path.basename(temp), self._plan.id)) for temp in found)
        return [(temp, number) for temp, number in numbers if number is not None]

    def _place(self, path: str) -> str | None:
        """Where it lies on the disk; None where the path leads out of the tree or its folder lies over a link."""
        folder, _, name = path.rpartition("/")
        above = self._folder(folder)
        return None if above is None or (name and not _is_inside(name)) else os.path.join(above, name)

    def _folder(self, path: str) -> str | None:
        """The same of a folder, which may be no link itself."""
        if path and not _is_inside(path):
            return None
        place = self._root
        for step in lineage(path) if path else ():
            place = os.path.join(self._root, *step.split("/"))
            with suppress(OSError):
                if is_link(os.lstat(place)):
                    return None
        return place

    def _is_over(self, temp: str, number: int) -> bool:
        """Whether the temp file is gone, what it was for being done or not begun; else it has to stay."""
        action = self._plan.actions[number] if number < len(self._plan.actions) else Announced("purged")
        target = self._target_of(temp, action)
        if target is None or action.do not in _WRITTEN:
            return False
        try:
            ours = (
                _is_new(temp, target, action) if action.do == "write-new" else _is_ours(temp, target, action)
            )
        except OSError:
            return False
        return ours and is_gone(temp)

    def _target_of(self, temp: str, action: Announced) -> str | None:
        """Beside the temp file, whatever has become of their folder; where that was not there, from the root."""
        folder, name = action.path.rpartition("/")[::2]
        beside, place = os.path.dirname(temp), self._place(action.path)
        return place if place is None or (folder and beside == self._root) else os.path.join(beside, name)

    def _stands(self, action: Announced) -> bool:
        """Whether the action is done; a move that is half done is brought to its end."""
        place, source = self._place(action.path), self._place(action.source)
        if place is None or source is None or not action.path:
            return False
        with suppress(OSError):
            match action.do:
                case "make-folder":
                    return os.path.isdir(place)
                case "move":
                    is_half_done = os.path.lexists(source)
                    is_done = patiently(lambda: is_finished(source, place))
                    if is_half_done and is_done:
                        self._touched.update(dict.fromkeys(map(os.path.dirname, (source, place))))
                    return is_done
                case _:
                    return _holds(place, action)
        return False


def _is_new(temp: str, target: str, action: Announced) -> bool:
    """Of a new file nothing but the tool's own content can lie under that name."""
    with suppress(FileNotFoundError):
        if content_of(target) == b"" and _holds(temp, action):
            # Where a disk has no hard links, its name was taken with an empty file first.
            patiently(lambda: os.replace(temp, target))
    return True


def _is_ours(temp: str, target: str, action: Announced) -> bool:
    """Whether nothing is lost with the temp file of a rewrite; what somebody saved is given back first."""
    content = content_of(temp)
    if not content or content == action.before or _holds(temp, action):
        return content is not None
    try:
        there = content_of(target)
    except FileNotFoundError:
        return False
    if there is None or not _holds(target, action):
        return there == action.before  # where they never changed places, it was not yet written to its end
    give_back(temp, target, there)
    return not os.path.lexists(temp) or content_of(temp) == there


def _holds(place: str, action: Announced) -> bool:
    """Whether the new content lies there."""
    content = content_of(place)
    return content is not None and hashlib.sha256(content).hexdigest() == action.sha256


def _is_inside(path: str) -> bool:
    return is_inside(path, windows=os.name == "nt")


def _listed(folder: str) -> list[str]:
    try:
        return [os.path.join(folder, name) for name in os.listdir(folder)]
    except OSError:
        return []
