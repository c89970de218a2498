"""Are filed records what they were when they were filed?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from archive_tool.core.material import Material
from archive_tool.core.model import FileFacts, Finding, Interpreted
from archive_tool.core.parts import told
from archive_tool.core.records import Record, text


def check(material: Material) -> Iterator[Finding]:
    """Changed, missing and added parts of filed records; lost files of one-file records."""
    for record in material.records:
        # Of a copied record the parts are those of the other.
        filed = record.status == "filed" and record.described and record.path not in material.copies
        if filed and record.parts and not _is_as_told(record, material.snapshot.facts):
            yield from _parts(record, material)
    suffix = material.scheme.file_sidecar
    for path in material.tree.orphans:
        read = material.snapshot.sidecars.get(path)
        found = material.candidates.get(path) or path in material.known_again
        if found or not path.endswith(suffix):
            continue
        if isinstance(read, Interpreted) and text(read.values, "status") == "filed":
            file = path[: -len(suffix)]
            yield material.finding("fixity/missing", file, {"part": file.rpartition("/")[2]})


def _is_as_told(record: Record, facts: Mapping[str, FileFacts]) -> bool:
    """Whether its files are those of its sidecar, in that order; asked first, because nearly all are."""
    holding = record.holding
    if len(holding.files) != len(record.parts):
        return False
    if not holding.folder and record.parts[0].path not in ("", holding.name):
        return False
    for entry, part in zip(holding.files, record.parts, strict=True):
        fact = facts.get(entry.path)
        if fact is None or part.size != entry.size or part.sha256 != fact.sha256:
            return False
        if holding.folder and entry.path != f"{holding.path}/{part.path}":
            return False
    return True


def _parts(record: Record, material: Material) -> Iterator[Finding]:
    holding = record.holding
    on_disk = {e.path[len(holding.path) + 1 :] if holding.folder else "": e for e in holding.files}
    expected = told(record)
    living = may_change(record, material)
    for name, part in expected.items():
        path = f"{holding.path}/{name}" if name else holding.path
        entry = on_disk.get(name)
        if entry is None:
            yield material.finding("fixity/missing", path, {"part": name or holding.name}, record=record)
            continue
        fact = material.snapshot.facts.get(entry.path)
        resized = part.size is not None and part.size != entry.size
        rewritten = bool(part.sha256 and fact and fact.sha256 and fact.sha256 != part.sha256)
        # An emptied file is file/empty already.
        if (resized or rewritten) and not living and (entry.size or not part.size):
            yield material.finding("fixity/changed", path, {"part": name or holding.name}, record=record)
    for name in sorted(set(on_disk) - set(expected)) if not living else ():
        path = f"{holding.path}/{name}" if name else holding.path
        yield material.finding("fixity/untracked", path, {"part": name or holding.name}, record=record)


def may_change(record: Record, material: Material) -> bool:
    """Ledgers, rosters, minute books grow until their year is closed."""
    form = material.scheme.forms.get(record.form)
    year = record.holding.place.year
    return bool(form and form.living) and year not in material.config.closed
