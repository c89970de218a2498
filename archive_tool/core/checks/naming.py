"""Do names follow the pattern, and can every system hold them?"""

from __future__ import annotations

from collections.abc import Iterator

from archive_tool.core.material import Material
from archive_tool.core.model import Entry, Finding
from archive_tool.core.names import fold, illegal, matches_pattern
from archive_tool.core.records import Record

NEVER_IN_A_NAME = "\0"
FOLDED_AT_ONCE = 1000


def check(material: Material) -> Iterator[Finding]:
    """Pattern of record names; illegal and colliding names of everything."""
    for shelf in material.tree.shelves:
        yield material.finding("name/pattern", shelf, {"name": shelf.rpartition("/")[2]})
    for record in material.records:
        finding = _pattern(record, material)
        if finding is not None:
            yield finding
    yield from _illegal(material)
    yield from _collisions(material.snapshot.entries, material)


def _pattern(record: Record, material: Material) -> Finding | None:
    name = record.holding.name
    form = material.scheme.forms.get(record.form)
    precision = form.precision if form else "day"
    if record.holding.place.open_case or matches_pattern(name, precision):
        return None
    # Nobody renames an old tree; what the description knows need not stand in the name.
    known = record.holding.place.mapped or (record.described and record.date and record.title)
    return material.finding(
        "name/pattern", record.path, {"name": name}, record=record, severity="info" if known else None
    )


def _illegal(material: Material) -> Iterator[Finding]:
    one_file = {h.path for h in material.tree.holdings if not h.folder}
    beside = material.scheme.file_sidecar
    for entry in material.snapshot.entries:
        path = entry.path
        why = illegal(path.rpartition("/")[2], beside if path in one_file else "")
        if why:
            yield material.finding("name/illegal", path, {"why_key": why})


def _collisions(entries: tuple[Entry, ...], material: Material) -> Iterator[Finding]:
    """Names that are one name on Windows or macOS."""
    if not _fold_together(entries):
        return
    seen: dict[str, str] = {}
    # Of a file and its sidecar only the file is to be renamed: the other follows from it.
    of_file = material.scheme.file_sidecar
    for entry in entries:
        if entry.path.endswith(of_file):
            continue
        parent, _, name = entry.path.rpartition("/")
        key = f"{parent}/{fold(name)}"
        other = seen.setdefault(key, entry.path)
        if other != entry.path:
            yield material.finding("name/collision", entry.path, {"other": other.rpartition("/")[2]})


def _fold_together(entries: tuple[Entry, ...]) -> bool:
    """Whether any two names of one folder fold to one; many are folded in one go, at a fraction of the cost."""
    folded: set[tuple[str, str]] = set()
    for start in range(0, len(entries), FOLDED_AT_ONCE):
        placed = [entry.path.rpartition("/") for entry in entries[start : start + FOLDED_AT_ONCE]]
        names = fold(NEVER_IN_A_NAME.join(name for _, _, name in placed)).split(NEVER_IN_A_NAME)
        folded.update((folder, name) for (folder, _, _), name in zip(placed, names, strict=True))
    return len(folded) < len(entries)
