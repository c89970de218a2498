"""An earlier audit to compare with: a JSON file that `audit` wrote."""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

from archive_tool.app.opening import Archive
from archive_tool.core.changes import Earlier, asked_units
from archive_tool.core.errors import CannotRun
from archive_tool.core.model import Finding, Severity
from archive_tool.core.parsed import Coded
from archive_tool.core.tree_path import last_name

UNOPENED = "file"  # the check that is not run of a file which nobody has read


def read(file: Path, archive: Archive) -> Earlier:
    """What it found open. CannotRun where it cannot be read, is none, or is of another archive or scheme."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise unreadable(file, error) from None
    try:
        document = json.loads(text_of(content))
        earlier = earlier_of(document)
        scheme, root = document["scheme"], document["archive"]
        known = (str(scheme["id"]), str(scheme["sha256"]), str(root))
        profile = str(document.get("profile", {"sha256": ""})["sha256"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise CannotRun("against.broken", file=str(file)) from None
    if not document["coverage"] and not _looked_for_what_lacks(document):
        raise CannotRun("against.check", file=str(file))
    if known[0] != archive.scheme.id:
        raise CannotRun("against.scheme", file=str(file), other=known[0], scheme=archive.scheme.id)
    if not _is_same(known[2], earlier, archive):
        raise CannotRun("against.archive", file=str(file), other=known[2], archive=str(archive.root))
    return earlier._replace(scheme=known[1], profile=profile)


def _looked_for_what_lacks(document: Mapping[str, Any]) -> bool:
    """An audit has rows, or says why it has none; what `check` wrote has the same shape and neither."""
    return any(one["check"] == "count" for one in document["not_run"])


def unreadable(file: Path, error: OSError) -> CannotRun:
    """Why there is nothing to compare with; what is usual in the user's words, anything else in the system's."""
    if isinstance(error, FileNotFoundError):
        return CannotRun("against.no-file", file=str(file))
    if isinstance(error, PermissionError):
        return CannotRun("against.no-rights", file=str(file))
    return CannotRun("against.unreadable", file=str(file), reason=error.strerror or type(error).__name__)


def text_of(content: bytes) -> str:
    """UTF-8; UTF-16 too, which `>` of Windows PowerShell writes, or GB18030, as an editor may have kept it."""
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _is_same(root: str, earlier: Earlier, archive: Archive) -> bool:
    """The same place; or moved, and then of the same name and about the same units."""
    if Path(root) == archive.root:
        return True
    name = last_name(root)
    return name == archive.root.name and earlier.units <= archive.config.units.keys()


def earlier_of(document: Mapping[str, Any]) -> Earlier:
    """What a document of `audit` found open; ValueError, KeyError or TypeError where it is none."""
    return Earlier(
        date.fromisoformat(document["as_of"]),
        tuple(_finding(one) for one in document["findings"] if one["waived"] is None),
        tuple(int(year) for year in document["years"]),
        asked_units((_word(row["unit"]), str(row["kind"])) for row in document["coverage"]),
        unopened=frozenset(str(one["path"]) for one in document["not_run"] if one["check"] == UNOPENED),
    )


def _finding(one: Mapping[str, Any]) -> Finding:
    """Its address; what it said is told in other words, if at all."""
    code, rule, unit, whom, period = (_word(one[key]) for key in ("code", "rule", "unit", "whom", "period"))
    if code is None or one["severity"] not in ("error", "warning", "info"):
        raise ValueError(one)
    return Finding(
        code,
        cast(Severity, one["severity"]),
        _word(one["path"]) or "",
        {"subject": Coded(f"subject:{rule}")} if rule else {},
        rule=rule,
        unit=unit,
        whom=whom,
        period=period,
        record=_word(one["record"]),
    )


def _word(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise TypeError(value)
    return value
