"""What an old Office document (an OLE file) says about itself."""

from __future__ import annotations

from datetime import datetime

from olefile import OleFileIO

from archive_tool.adapters.readers.macros import has_macros

# Windows' number of an encoding -> Python's name, where the two differ.
_CODEPAGES = {936: "gb18030", 65001: "utf-8", 1200: "utf-16-le", -535: "utf-8"}


def properties(path: str, form: str) -> dict[str, str]:
    """format, and as far as stated title, author, created, modified (ISO 8601), macro."""
    try:
        with OleFileIO(path) as file:
            found = {"macro": "yes" if has_macros(file) else "", **_said(file)}
    except MemoryError:
        raise
    # A property that cannot be read is a property not stated.
    except Exception:
        return {"format": form}
    return {"format": form, **{key: value for key, value in found.items() if value}}


def _said(file: OleFileIO) -> dict[str, str]:
    told = file.get_metadata()
    texts = {"title": told.title, "author": told.author}
    times = {"created": told.create_time, "modified": told.last_saved_time}
    return {
        **{key: _text(value, told.codepage) for key, value in texts.items()},
        # A file never saved has the year 1601.
        **{key: t.isoformat() for key, t in times.items() if isinstance(t, datetime) and t.year > 1980},
    }


def _text(value: object, codepage: int | None) -> str:
    if not isinstance(value, bytes):
        return str(value or "")
    encoding = _CODEPAGES.get(codepage or 1252, f"cp{codepage or 1252}")
    try:
        return value.decode(encoding, "replace").strip("\0 ")
    except LookupError:
        return ""
