"""What an Office package says about itself."""

from __future__ import annotations

from datetime import datetime

from lxml import etree

from archive_tool.adapters.readers.package import Package

_ELEMENTS = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://purl.org/dc/elements/1.1/}creator": "author",
    "{http://purl.org/dc/terms/}created": "created",
    "{http://purl.org/dc/terms/}modified": "modified",
}
_TIMES = frozenset({"created", "modified"})


def properties(package: Package, form: str) -> dict[str, str]:
    """format, and as far as stated title, author, created, modified (ISO 8601), macro."""
    found = {"format": form, "macro": "yes" if package.macro else "", **_core(package)}
    return {key: value for key, value in found.items() if value}


def _core(package: Package) -> dict[str, str]:
    parts = package.related("", "core-properties")
    if len(parts) != 1:
        return {}
    try:
        root = package.root(parts[0])
    except MemoryError:
        raise
    # A property that cannot be read is a property not stated.
    except Exception:
        return {}
    said = {_ELEMENTS[child.tag]: child.text or "" for child in _children(root) if child.tag in _ELEMENTS}
    return {key: _time(value) if key in _TIMES else value for key, value in said.items()}


def _children(root: etree._Element) -> list[etree._Element]:
    return [child for child in root if isinstance(child.tag, str)]


def _time(value: str) -> str:
    try:
        return datetime.fromisoformat(value.strip()).isoformat()
    except ValueError:
        return ""
