"""Whole archives as YAML pictures: a tree, what happens to it, and what the audit then says."""

from __future__ import annotations

import base64
import itertools
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import foreign
from plain_yaml import safe_dump, safe_load
from trees import Link, Picture, make_tree

from archive_tool.app.describe import describe
from archive_tool.app.judge import audit
from archive_tool.app.opening import Archive, open_archive
from archive_tool.app.sync import sync
from archive_tool.app.texts import load_catalog
from archive_tool.core.catalog import Speaker
from archive_tool.core.model import Report
from archive_tool.core.results import SyncResult

FOLDER = Path(__file__).parent / "archives"
OFFICE = {"units": [{"id": "office", "name": "办公室", "kind": "office"}]}
KEYS = {
    "about", "archive", "tree", "as_of", "year", "sync", "then", "expect", "coverage", "not_run", "sidecars", "only_on", "offline",
}  # fmt: skip
# One mapping with one of these keys is a file; any other mapping is a folder.
FILES: Mapping[str, Callable[[Any], bytes | Link]] = {
    "docx": lambda paragraphs: foreign.document(*paragraphs),
    "made": lambda told: foreign.document(*told["docx"], created=datetime.fromisoformat(str(told["day"]))),
    "pdf": lambda lines: foreign.pdf(lines),
    "locked": lambda lines: foreign.pdf(lines, password="x"),
    "base64": base64.b64decode,
    "bytes": lambda size: b"x" * size,
    "link": lambda target: Link(target),
}


def load(path: Path) -> dict[str, Any]:
    """One picture; what stands in it is known, so that a misspelt key hides nothing."""
    picture: dict[str, Any] = safe_load(path.read_text("utf-8"))
    assert set(picture) <= KEYS, (path.name, set(picture) - KEYS)
    return picture


def build(folder: Path, picture: Mapping[str, Any]) -> Path:
    """Makes the archive, its scheme beside it. Gives its root."""
    shutil.copytree(FOLDER / "tiny", folder / "tiny")
    archive = picture.get("archive", {})
    if not isinstance(archive, str):
        archive = safe_dump({"scheme": "../tiny", **OFFICE, **archive}, allow_unicode=True, sort_keys=False)
    return make_tree(folder / "archive", {"archive.yaml": archive, **drawn(picture.get("tree", {}))})


def drawn(tree: Mapping[str, Any]) -> dict[str, str | bytes | Link | Picture]:
    """The tree with its files as bytes."""
    return {str(name): _content(content) for name, content in (tree or {}).items()}


def _content(content: Any) -> str | bytes | Link | Picture:
    if not isinstance(content, dict):
        return content or ""
    (key, value), *others = content.items() or [("", None)]
    return FILES[key](value) if key in FILES and not others else drawn(content)


SPEAKER = Speaker(load_catalog(), "zh")


@contextmanager
def opened(root: Path) -> Iterator[Archive]:
    with open_archive(root, SPEAKER) as archive:
        yield archive


def synced(root: Path, day: date, ids: Iterator[str] | None = None) -> SyncResult:
    """One sync; ids are counted unless told otherwise."""
    numbered = ids or (f"{number:012}" for number in itertools.count(len(list(root.rglob("*.yaml")))))
    with opened(root) as archive:
        return sync(archive, day, lambda: next(numbered))


def audited(root: Path, day: date, year: int | None = None) -> Report:
    with opened(root) as archive:
        return audit(archive, day, year)


def played(root: Path, picture: Mapping[str, Any]) -> Report:
    """Syncs unless told not to, lets happen what happens, and audits."""
    day = picture.get("as_of", date(2025, 12, 31))
    if picture.get("sync", True):
        synced(root, day)
    for step in picture.get("then", []):
        for act, what in step.items():
            STEPS[act](root, what, day)
    return audited(root, day, picture.get("year"))


def _write(root: Path, what: Mapping[str, Any], day: date) -> None:
    make_tree(root, drawn(what))


def _delete(root: Path, what: Sequence[str], day: date) -> None:
    for path in map(root.joinpath, what):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _rename(root: Path, what: Mapping[str, str], day: date) -> None:
    for old, new in what.items():
        (root / old).rename(root / new)


def _copy(root: Path, what: Mapping[str, str], day: date) -> None:
    for old, new in what.items():
        copy = shutil.copytree if (root / old).is_dir() else shutil.copy2
        copy(root / old, root / new)


def _confirm(root: Path, what: Mapping[str, Mapping[str, str]], day: date) -> None:
    for path, changes in what.items():
        with opened(root) as archive:
            told = [(key, str(value)) for key, value in changes.items()]
            result = describe(archive, [path], told, confirm=True, today=day)
        assert not result.left, result


def _sync(root: Path, what: object, day: date) -> None:
    synced(root, day)


STEPS: Mapping[str, Callable[[Path, Any, date], None]] = {
    "write": _write,
    "delete": _delete,
    "rename": _rename,
    "copy": _copy,
    "confirm": _confirm,
    "sync": _sync,
}
