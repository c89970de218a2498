"""Folder trees as pictures: nested dicts made on disk and read back."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias


@dataclass(frozen=True)
class Link:
    """A symbolic link in a picture, with the target as written."""

    target: str


# str or bytes: a file's content; a dict: a folder; Link: a symbolic link.
Picture: TypeAlias = "Mapping[str, str | bytes | Link | Picture]"


def make_tree(root: Path, picture: Picture) -> Path:
    """Makes the picture below `root` (made too); names may hold "/" to save nesting. Gives root."""
    root.mkdir(parents=True, exist_ok=True)
    for name, content in picture.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        match content:
            case str():
                path.write_bytes(content.encode("utf-8"))
            case bytes():
                path.write_bytes(content)
            case Link(target):
                path.symlink_to(target)
            case _:
                make_tree(path, content)
    return root


def read_tree(root: Path, *, skip: tuple[str, ...] = (".archive",)) -> dict[str, object]:
    """The picture of what lies below `root`; content as text where it is UTF-8, else bytes."""
    picture: dict[str, object] = {}
    for name in sorted(os.listdir(root)):
        path = root / name
        if name in skip:
            continue
        if path.is_symlink():
            picture[name] = Link(os.readlink(path))
        elif path.is_dir():
            picture[name] = read_tree(path, skip=skip)
        else:
            picture[name] = _content(path.read_bytes())
    return picture


def _content(data: bytes) -> str | bytes:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data
