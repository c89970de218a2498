"""Do names follow the pattern, and can every system hold them?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from archive_tool.core.material import Material
from archive_tool.core.model import Finding
from archive_tool.core.names import fold, illegal, is_clearly_legal, matches_pattern
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
    one_file = {h.path for h in material.tree.holdings if not h.folder}
    beside = material.scheme.file_sidecar
    for folder, names in material.tree.names.items():
        for name in names:
            if is_clearly_legal(name, beside):
                continue
            path = f"{folder}/{name}" if folder else name
            why = illegal(name, suffix=beside if path in one_file else "")
            if why:
                yield material.finding("name/illegal", path, {"why_key": why})


def _collisions(material: Material) -> Iterator[Finding]:
    """Names that are one name on Windows or macOS."""
    folded = _folded(chain.from_iterable(material.tree.names.values()))
    for folder, names in material.tree.names.items():
        forms = list(islice(folded, len(names)))
        if len(set(forms)) < len(names):
            yield from _same(folder, zip(names, forms, strict=True), material)


def _same(folder: str, named: Iterable[tuple[str, str]], material: Material) -> Iterator[Finding]:
    """Of a file and its sidecar only the file is to be renamed: the other follows from it."""
    seen: dict[str, str] = {}
    for name, form in named:
        other = name if name.endswith(material.scheme.file_sidecar) else seen.setdefault(form, name)
        if other != name:
            path = f"{folder}/{name}" if folder else name
            yield material.finding("name/collision", path, {"other": other})


def _folded(names: Iterable[str]) -> Iterator[str]:
    """Many are folded in one go, which costs a fraction of one by one."""
    left = iter(names)
    while some := list(islice(left, FOLDED_AT_ONCE)):
        yield from fold(NEVER_IN_A_NAME.join(some)).split(NEVER_IN_A_NAME)
