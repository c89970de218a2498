"""The parts of a record: the files that lie there, and what its sidecar tells of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from archive_tool.core.model import Value
from archive_tool.core.names import normal
from archive_tool.core.records import Part, Record, Values, mappings, text
from archive_tool.core.tree import Holding
from archive_tool.core.written import Row, Rows, is_empty

# Facts of a file, taken from disk each time; everything else about a part is somebody's word.
FACTS = ("size", "sha256")
_ONLY = frozenset(("",))
_DIGEST = re.compile("[0-9a-fA-F]{64}")

Parts = Sequence[Mapping[str, Value]]
# Whether the row of a lost file stays.
Keep = Callable[[Rows, Row], bool]


class Refreshed(NamedTuple):
    """Rows as they are to be written, and those of lost files that are not."""

    rows: list[Value]
    dropped: tuple[Row, ...]


def told(record: Record) -> dict[str, Part]:
    """What the sidecar tells, by the name that the file has on disk; of lost files by the name written."""
    written = {part.path: part for part in record.parts}
    if written.keys() <= _names(record.holding):  # nearly always
        return written
    names = _on_disk(written, record.holding)
    return {names[path]: part for path, part in written.items()}


def _names(holding: Holding) -> Set[str]:
    """How its files are called below it; the one file of a record has no name there."""
    start = len(holding.path) + 1
    return {entry.path[start:] for entry in holding.files} if holding.folder else _ONLY


def are_current(parts: Parts, record: Record) -> bool:
    """Whether the sidecar tells of every file as it is, and of no other; without looking at its text."""
    rows = {text(row, "path"): row for row in mappings(record.values, "parts")}
    names = _on_disk(rows, record.holding)
    written = {names[path]: row for path, row in rows.items()}
    return written.keys() == {text(part, "path") for part in parts} and not any(
        key not in written[text(part, "path")]
        or (key in FACTS and written[text(part, "path")].get(key) != value)
        for part in parts
        for key, value in part.items()
        if key != "path"
    )


def refreshed(rows: Rows, parts: Parts, holding: Holding, keep: Keep) -> Refreshed | None:
    """Rows with the sizes and digests of their files now, new files behind them; all else as written.

    None where it cannot be told which file a row is about.
    """
    if any(_says(rows, row, "path") and not text(rows.read(row), "path") for row in rows.items):
        return None
    read = [rows.read(row) for row in rows.items]
    names = _on_disk([text(values, "path") for values in read], holding)
    files = {text(part, "path"): part for part in parts}
    of_row = {n: names[text(values, "path")] for n, values in enumerate(read)}
    lost = {n: read[n] for n, name in of_row.items() if name not in files}
    known = set(of_row.values())
    new = [part for name, part in files.items() if name not in known]
    moved = _by_digest(new, lost)
    of_row |= moved
    kept: list[Value] = []
    dropped = []
    for n, row in enumerate(rows.items):
        if of_row[n] in files:
            kept.append(_with_facts(rows, row, files[of_row[n]], moved=n in moved))
        elif keep(rows, row):
            kept.append(dict(row))
        else:
            dropped.append(row)
    placed = set(moved.values())
    kept.extend(rows.spelt(part) for part in new if text(part, "path") not in placed)
    return Refreshed(kept, tuple(dropped))


def row_of(rows: Rows, name: str, holding: Holding) -> int | None:
    """Which row is about a file, by its path in the record; None where none is."""
    written = [text(rows.read(row), "path") for row in rows.items]
    names = _on_disk([*written, name], holding)
    return next((n for n, path in enumerate(written) if names[path] == names[name]), None)


def unread(parts: Parts) -> tuple[str, ...]:
    """The names of files that could not be opened; "" is the one file of a record."""
    return tuple(text(part, "path") for part in parts if part.get("size") and "sha256" not in part)


def _with_facts(rows: Rows, row: Row, part: Mapping[str, Value], *, moved: bool) -> dict[str, Value]:
    """Facts from disk, a new name, and what is empty; a digest stands beside the size it was taken with."""
    read = rows.read(row)
    facts = {key: value for key, value in part.items() if key in FACTS}
    if "sha256" not in facts and read.get("sha256"):
        facts = {"size": 0, "sha256": ""} if facts.get("size") == 0 else {}
    empty = {key: value for key, value in part.items() if not _says(rows, row, key) and key not in FACTS}
    stale = {
        key: value for key, value in facts.items() if _is_fact(rows, row, key) and read.get(key) != value
    }
    return rows.changed(row, {**empty, **stale, **({"path": part["path"]} if moved else {})})


def _says(rows: Rows, row: Row, field: str) -> bool:
    """Whether anything stands under this key of a row, understood or not."""
    key = rows.key(row, field)
    return bool(key) and not is_empty(row[key])


def _is_fact(rows: Rows, row: Row, field: str) -> bool:
    """Whether a fact may be set: nobody wrote words in its place."""
    if not _says(rows, row, field):
        return True
    value = rows.read(row).get(field)
    return value is not None and (field != "sha256" or bool(_DIGEST.fullmatch(str(value))))


def _on_disk(written: Iterable[str], holding: Holding) -> dict[str, str]:
    """Written name -> name on disk, where the two differ only in their Unicode form.

    The one file of a record has no name there; its own does as well.
    """
    if not holding.folder:
        own = holding.name
        return {path: "" if path == own or normal(path) == normal(own) else path for path in written}
    names = _names(holding)
    found = {path: path for path in written}
    if not found.keys() <= names:
        forms = {normal(name): name for name in names - found.keys()}
        found = {path: path if path in names else forms.get(normal(path), path) for path in found}
    return found


def _by_digest(new: Parts, lost: Mapping[int, Values]) -> dict[int, str]:
    """Row of a lost file -> its new name: the same digest, and only once on both sides."""
    names = {text(part, "sha256"): text(part, "path") for part in new if text(part, "sha256")}
    here = Counter(text(part, "sha256") for part in new)
    gone = Counter(text(row, "sha256").lower() for row in lost.values())
    digests = {n: text(row, "sha256").lower() for n, row in lost.items()}
    return {n: names[digest] for n, digest in digests.items() if here[digest] == gone[digest] == 1 and digest}
