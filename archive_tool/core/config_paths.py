"""Folders as archive.yaml writes them: below the archive, divided by a slash."""

from __future__ import annotations

from archive_tool.core.strict import Section
from archive_tool.core.tree_path import is_relative

FILE = "archive.yaml"


def inside(section: Section, key: str, path: str) -> str:
    """A path that is empty or lies below the archive's folder."""
    if path and not is_relative(path):
        raise section.error("config.outside", key, path=path)
    return path


def old(folder: str) -> str:
    """An old folder as paths are written here, however a person divided it."""
    return "/".join(step for step in folder.replace("\\", "/").split("/") if step not in ("", "."))
