"""Do names follow the pattern, and can every system hold them?"""

from __future__ import annotations

from collections.abc import Iterator

from archive_tool.core.material import Material
from archive_tool.core.model import Finding
from archive_tool.core.names import fold, illegal, matches_pattern
from archive_tool.core.records import Record


def check(material: Material) -> Iterator[Finding]:
    """Pattern of record names; illegal and colliding names of everything."""
    for shelf in material.tree.shelves:
        yield material.finding("name/pattern", shelf, {"name": shelf.rpartition("/")[2]})
    for record in material.records:
        finding = _pattern(record, material)
        if finding is not None:
            yield finding
    yield from _illegal(material)
    yield from _collisions(material)


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
    beside = material.scheme.file_sidecar
    one_file = {h.path for h in material.tree.holdings if not h.folder} if material.tree.doubtful else ()
    for path in material.tree.doubtful:
        why = illegal(path.rpartition("/")[2], suffix=beside if path in one_file else "")
        if why:
            yield material.finding("name/illegal", path, {"why_key": why})


def _collisions(material: Material) -> Iterator[Finding]:
    """Names that are one name on Windows or macOS. Of a file and its sidecar only the file is to be renamed."""
    seen: dict[str, str] = {}
    alike = frozenset(material.tree.alike)
    for entry in material.snapshot.entries if alike else ():
        folder, _, name = entry.path.rpartition("/")
        if folder not in alike or name.endswith(material.scheme.file_sidecar):
            continue
        other = seen.setdefault(f"{folder}/{fold(name)}", name)
        if other != name:
            yield material.finding("name/collision", entry.path, {"other": other})
