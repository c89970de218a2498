"""Compares what the tool says of an archive with what the reference expects, and finds the smallest example."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from naive_rules import expected

from archive_tool.core.errors import CannotRun
from archive_tool.core.model import CoverageRow, Finding, Report

Picture = dict[str, Any]
COLUMNS = ("subject", "expected", "found", "drafts", "uncertain", "pointers", "status", "due", "records")
SAID = ("code", "severity", "rule", "unit", "whom", "period", "path", "record", "waived")
# What the reference knows of consistency; the other checks are told apart in pictures of their own.
CONSISTENCY = {
    f"consistency/{what}" for what in ("order", "quorum", "date", "anachronism", "late", "attendance")
}
# What an example is no longer one without.
KEPT = {"path", "folder", "leaf", "category", "day", "role", "values", "files", "unit_of_path", "copy", "open", "id", "kind",
        "parent", "parts", "unit", "date", "record_form", "activity", "form", "period", "roles", "compares", "documents",
        "entitled", "done", "no_less_than", "more_than"}  # fmt: skip
Row = Mapping[str, Any]


def differences(picture: Picture, rows: Iterable[Row], findings: Iterable[Row]) -> list[str]:
    """What the tool and the reference say differently, a line each."""
    rows = list(rows)
    our_rows, our_findings = expected(picture)
    theirs, ours = ({_key(row): row for row in some} for some in (rows, our_rows))
    found = [f"row only in the {whose}: {key}" for whose, key in _only(theirs, ours)]
    if len(theirs) < len(rows):
        found.append(f"rows: {len(rows) - len(theirs)} of the tool's stand there twice")
    for key in theirs.keys() & ours.keys():
        for column in COLUMNS:
            have, want = _plain(theirs[key].get(column)), _plain(ours[key][column])
            if have != want and column in theirs[key]:
                found.append(f"{key} {column}: tool {have!r}, reference {want!r}")
    judged = (f for f in findings if f["code"].startswith("complete/") or f["code"] in CONSISTENCY)
    found += [
        f"finding only in the {whose}: {dict(zip(SAID, key, strict=False))}"
        for whose, key in _only(_said(judged), _said(our_findings))
    ]
    return sorted(found)


def of_report(report: Report) -> tuple[list[Row], list[Row]]:
    """Its rows and findings as plain values."""
    return [_values(row) for row in report.coverage], [_values(finding) for finding in report.findings]


def _values(value: CoverageRow | Finding) -> Row:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _key(row: Row) -> tuple[Any, ...]:
    return (row["rule"], row["unit"], row["whom"], row["period"])


def _said(findings: Iterable[Row]) -> set[tuple[Any, ...]]:
    """Each finding, and which of several alike it is."""
    found: set[tuple[Any, ...]] = set()
    for finding in findings:
        key = tuple(bool(finding[name]) if name == "waived" else finding[name] for name in SAID)
        number = 0
        while (*key, number) in found:
            number += 1
        found.add((*key, number))
    return found


def _only(theirs: Iterable[Any], ours: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    yield from (("tool", key) for key in theirs if key not in ours)
    yield from (("reference", key) for key in ours if key not in theirs)


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, tuple | list) else str(value)


def smallest(picture: Picture, differs: Callable[[Picture], bool]) -> Picture:
    """The archive with everything dropped that a difference does without."""
    going = True
    while going:
        going = False
        for smaller in _smaller(picture):
            if _holds(smaller, differs):
                picture, going = smaller, True
                break
    return picture


def _holds(picture: Picture, differs: Callable[[Picture], bool]) -> bool:
    try:
        return differs(picture)
    except (CannotRun, LookupError, StopIteration):  # what makes no archive at all is no smaller example
        return False


def _smaller(picture: Picture) -> Iterator[Picture]:
    for key in ("records", "rules", "units", "waivers"):
        for number in range(len(picture[key])):
            if key == "units" and len(picture[key]) == 1:
                continue
            yield {**picture, key: [*picture[key][:number], *picture[key][number + 1 :]]}
    for rule in picture["settings"]:
        yield {
            **picture,
            "settings": {key: value for key, value in picture["settings"].items() if key != rule},
        }
    for key in ("records", "rules", "units"):
        for number, thing in enumerate(picture[key]):
            for inner in ("", "values", "files"):
                for part in thing.get(inner, {}) if inner else thing:
                    if part and part not in KEPT:
                        smaller = deepcopy(picture)
                        del (smaller[key][number][inner] if inner else smaller[key][number])[part]
                        yield smaller


def drawn(picture: Picture) -> str:
    """The archive as a person reads it, a line for each thing in it."""
    lines = []
    for key, value in picture.items():
        if isinstance(value, list):
            lines += [f"  {key}: {thing}" for thing in value]
        elif value:
            lines.append(f"  {key}: {value}")
    return "\n".join(lines)
