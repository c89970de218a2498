"""One plan on its way to the disk: staged in temp files, synced, then renamed action by action."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from archive_tool.adapters.replacing import patiently
from archive_tool.adapters.tree_writer.rename import is_link, rename_new, set_hidden, sync_folder
from archive_tool.adapters.tree_writer.rewrite import NotReturned, is_replaced
from archive_tool.adapters.tree_writer.temp_files import found_below, is_gone, temp_name
from archive_tool.core.barred import is_held, is_in_the_way
from archive_tool.core.errors import CannotRun
from archive_tool.core.filing import Action, Applied, Dropped, MakeFolder, Move, Rewrite, WriteNew
from archive_tool.core.tree_path import is_writable_name, lineage

_BINARY: int = getattr(os, "O_BINARY", 0)
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY | getattr(os, "O_NOFOLLOW", 0)
# What the operating system says to a name that its file system cannot hold.
_BAD_NAME = (errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL)


class Batch:
    """The state of one `apply`: what is staged, done and dropped so far; `at` is the path at hand."""

    def __init__(self, root: Path, plan_id: str, pause: Callable[[float], None]) -> None:
        self.at = ""
        self.is_open = False  # something is left to be put in order: the journal must not say that it is done
        self._root = os.fspath(root)
        self._plan_id = plan_id
        self._pause = pause
        self._staged: dict[Action, str] = {}
        self._done: list[Action] = []
        self._dropped: list[Dropped] = []
        self._touched: dict[str, None] = {}  # folders whose names changed, in order

    def carry_out(self, actions: Sequence[Action]) -> None:
        """Raises OSError where the disk fails, CannotRun `path.outside` where a link is in the way, `write.aside`."""
        folders = [action for action in actions if isinstance(action, MakeFolder)]
        others = [action for action in actions if not isinstance(action, MakeFolder)]
        for folder in folders:
            self._carry_out(folder)
        numbers = {action: number for number, action in enumerate(actions)}
        others = [action for action in others if self._goes(action, lambda a: self._stage(a, numbers[a]))]
        # One barrier: all is written before the first wait, so that the disk takes it in one go.
        others = [action for action in others if self._goes(action, self._sync)]
        for action in others:
            self._carry_out(action)
        self.discard()
        for touched in self._touched:
            sync_folder(touched)

    def applied(self) -> Applied:
        return Applied(tuple(self._done), tuple(self._dropped))

    def discard(self) -> None:
        """Remove the temp files, or what they took the place of; what could not go is tried again next time."""
        astray = {
            os.path.basename(temp)
            for temp in self._staged.values()
            if not os.path.isdir(os.path.dirname(temp))
        }
        self._staged = {action: temp for action, temp in self._staged.items() if not self._is_gone(temp)}
        for temp in found_below(self._root, astray.__contains__) if astray else ():
            self._is_gone(temp)

    def _is_gone(self, temp: str) -> bool:
        return is_gone(temp, self._pause)

    def _carry_out(self, action: Action) -> None:
        if self._goes(action, self._do):
            self._done.append(action)

    def _goes(self, action: Action, step: Callable[[Action], str]) -> bool:
        """Whether this step can be made; an action that cannot go on is dropped with its reason."""
        self.at = _target(action)
        reason = self._try(action, step) if _is_writable(self.at) else "dropped.name"
        if reason:
            self._dropped.append(Dropped(action, reason))
        return not reason

    def _try(self, action: Action, step: Callable[[Action], str]) -> str:
        """Why the step cannot be made; "" when it is. Waits a little for programs that hold a file."""
        try:
            return patiently(lambda: step(action), self._pause)
        except (FileNotFoundError, NotADirectoryError):
            return "dropped.gone"
        except FileExistsError:
            return "dropped.exists"
        except OSError as error:
            if error.errno in _BAD_NAME:
                return "dropped.name"
            if is_held(error) or (isinstance(action, Rewrite) and is_in_the_way(error)):
                return "dropped.locked"
            raise

    def _stage(self, action: Action, number: int) -> str:
        """Writes the new content beside its target."""
        content = _content(action)
        if content is None:
            return ""
        # A folder that an earlier move of this plan will bring is not there yet.
        folder = os.path.dirname(self._place(self.at))
        temp = os.path.join(folder if os.path.isdir(folder) else self._root, temp_name(self._plan_id, number))
        self._staged[action] = temp
        _write(temp, content)
        if isinstance(action, WriteNew):
            set_hidden(temp, hidden=action.hidden)
        return ""

    def _sync(self, action: Action) -> str:
        if action in self._staged:
            _sync_file(self._staged[action])
        return ""

    def _do(self, action: Action) -> str:
        match action:
            case MakeFolder(path):
                self._make_folder(path)
            case WriteNew(path):
                target = self._place(path)
                rename_new(self._staged[action], target)
                self._touch(target)
            case Rewrite(path, before, after):
                target = self._place(path)
                try:
                    if not is_replaced(target, self._staged[action], before, after):
                        return "dropped.changed"
                except NotReturned as error:
                    raise self._left_aside(action) from error
                self._touch(target)
            case Move(source, target_path):
                from_place, target = self._place(source), self._place(target_path)
                rename_new(from_place, target)
                self._touch(from_place)
                self._touch(target)
        return ""

    def _left_aside(self, action: Action) -> CannotRun:
        """What somebody saved stays under the temp file's name, until the journal is looked through."""
        self.is_open = True
        temp = os.path.relpath(self._staged.pop(action), self._root).replace(os.sep, "/")
        return CannotRun("write.aside", file=self.at, temp=temp)

    def _make_folder(self, path: str) -> None:
        self._place(path)
        for step in lineage(path):
            place = os.path.join(self._root, *step.split("/"))
            try:
                os.mkdir(place)
                self._touch(place)
            except FileExistsError:
                info = os.lstat(place)
                if not stat.S_ISDIR(info.st_mode) or is_link(info):
                    raise

    def _place(self, path: str) -> str:
        """Where a path lies on the disk; no folder on the way may be a link."""
        *above, last = lineage(path)
        for step in above:
            with suppress(FileNotFoundError, NotADirectoryError):
                if is_link(os.lstat(os.path.join(self._root, *step.split("/")))):
                    raise CannotRun("path.outside", file=path)
        return os.path.join(self._root, *last.split("/"))

    def _touch(self, place: str) -> None:
        self._touched[os.path.dirname(place)] = None


def _target(action: Action) -> str:
    return action.target if isinstance(action, Move) else action.path


def _content(action: Action) -> bytes | None:
    match action:
        case WriteNew(_, content) | Rewrite(_, _, content):
            return content
        case _:
            return None


def _is_writable(path: str) -> bool:
    return all(is_writable_name(name, windows=os.name == "nt") for name in path.split("/"))


def _write(place: str, content: bytes) -> None:
    descriptor = os.open(place, _CREATE, 0o666)
    try:
        while content:
            content = content[os.write(descriptor, content) :]
    finally:
        os.close(descriptor)


def _sync_file(place: str) -> None:
    # Windows flushes only what was opened for writing.
    descriptor = os.open(place, os.O_RDWR | _BINARY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
