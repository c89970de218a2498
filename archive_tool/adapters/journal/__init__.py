"""The journal: what is going to be done to the archive, on the disk before it is done."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from archive_tool.adapters.journal.reading import FOLDER, read_journal, unfinished
from archive_tool.adapters.replacing import replaced
from archive_tool.core.errors import CannotRun
from archive_tool.core.filing import (
    Action,
    Applied,
    FilingPlan,
    MakeFolder,
    Move,
    Rewrite,
    Settled,
    WriteNew,
)
from archive_tool.core.journal_names import teller

__all__ = ["Journal", "purge", "read_journal", "unfinished"]


class Journal:
    """Lines of JSON in `.archive/journal/YYYY-MM.jsonl`, only ever appended.

    Two lines per plan: `begin` with every action, before anything is touched, and `done` with the
    places of those carried out. What a rewrite replaces stands in its line, so that it can be undone.
    """

    def __init__(self, root: Path, now: Callable[[], datetime]) -> None:
        self._root = root
        self._now = now
        self._begun: dict[str, tuple[Action, ...]] = {}

    def begin(self, plan: FilingPlan) -> str:
        """The plan is on the disk when this returns; gives its id.

        Raises CannotRun `write.failed` where it cannot be written: then nothing may be done.
        """
        plan_id = secrets.token_hex(6)
        actions = [_described(action) for action in plan.actions]
        self._append({"what": "begin", "id": plan_id, "reason": plan.reason, "actions": actions})
        self._begun[plan_id] = plan.actions
        return plan_id

    def done(self, plan_id: str, applied: Applied) -> None:
        """What was carried out: places in the plan's actions, and for those dropped the reason."""
        place = {action: number for number, action in enumerate(self._begun.pop(plan_id))}
        dropped = {place[dropped.action]: dropped.reason for dropped in applied.dropped}
        self._end(plan_id, sorted(place[action] for action in applied.done), dropped)

    def settle(self, plan_id: str, settled: Settled) -> None:
        """The same of a plan that another process had begun."""
        self._end(plan_id, settled.done, settled.dropped)

    def _end(self, plan_id: str, done: Sequence[int], dropped: Mapping[int, str]) -> None:
        told = {str(number): reason for number, reason in dropped.items()}
        self._append({"what": "done", "id": plan_id, "done": list(done), "dropped": told})

    def _append(self, entry: dict[str, Any]) -> None:
        now = self._now()
        folder = self._root.joinpath(*FOLDER)
        file = folder / f"{now:%Y-%m}.jsonl"
        line = _line({"when": now.isoformat(timespec="seconds")} | entry)
        try:
            _make_folder(folder)
            is_new = not file.exists()
            # A line torn by a crash must not swallow the next one.
            start = b"" if is_new or _ends_whole(file) else b"\n"
            with open(file, "ab", buffering=0) as journal:
                _write_whole(journal.fileno(), start + line)
                os.fsync(journal.fileno())
            if is_new:
                _sync_folder(folder)
        except OSError as error:
            name = "/".join((*FOLDER, file.name))
            raise CannotRun("write.failed", file=name, reason=error.strerror or str(error)) from error


def purge(root: Path, paths: Collection[str], sidecar: str) -> None:
    """Take out of history every action that names one of these files or folders or tells of it.

    `sidecar`: what the name of a file's sidecar ends in. The entries stay, and the places of their
    other actions. Raises CannotRun `write.failed`.
    """
    folder, tells = root.joinpath(*FOLDER), teller(paths, sidecar)
    for file in sorted(folder.glob("*.jsonl")) if folder.is_dir() else ():
        try:
            before = file.read_bytes()
            after = b"".join(_purged(line, tells) for line in before.splitlines(keepends=True))
            if after != before:
                replaced(file, (after,))
                _sync_folder(folder)
        except OSError as error:
            name = "/".join((*FOLDER, file.name))
            raise CannotRun("write.failed", file=name, reason=error.strerror or str(error)) from error


def _purged(line: bytes, tells: Callable[[Mapping[str, Any]], bool]) -> bytes:
    try:
        entry = json.loads(line.decode("utf-8", "surrogateescape"))
    except ValueError:
        return line
    actions = entry.get("actions", []) if isinstance(entry, dict) else []
    told = [tells(action) for action in actions]
    if not any(told):
        return line
    entry["actions"] = [
        {"do": "purged"} if secret else action for secret, action in zip(told, actions, strict=True)
    ]
    return _line(entry)


def _described(action: Action) -> dict[str, Any]:
    match action:
        case MakeFolder(path):
            return {"do": "make-folder", "path": path}
        case WriteNew(path, content):
            return {"do": "write-new", "path": path, "sha256": _digest(content)}
        case Rewrite(path, before, after):
            return {"do": "rewrite", "path": path, "before": _text(before), "sha256": _digest(after)}
        case Move(source, target):
            return {"do": "move", "source": source, "target": target}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _text(content: bytes) -> str | dict[str, str]:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(content).decode("ascii")}


def _line(entry: dict[str, Any]) -> bytes:
    """Readable by people; names that are no Unicode stand in it byte for byte."""
    text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode("utf-8", "surrogateescape") + b"\n"
    except UnicodeEncodeError:
        return json.dumps(entry, separators=(",", ":")).encode("ascii") + b"\n"


def _write_whole(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


def _ends_whole(file: Path) -> bool:
    with open(file, "rb") as journal:
        if journal.seek(0, os.SEEK_END) == 0:
            return True
        journal.seek(-1, os.SEEK_END)
        return journal.read(1) == b"\n"


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        for above in (folder.parent, folder.parent.parent):
            _sync_folder(above)


def _sync_folder(folder: Path) -> None:
    """The name of a new file lasts; Windows keeps names by itself and cannot open folders."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
