"""Can the files be opened, and are they what they say?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from archive_tool.core.material import Material
from archive_tool.core.model import Entry, FileFacts, Finding
from archive_tool.core.occasions import replaced
from archive_tool.core.records import Record, mappings, text

# Extension -> what the content of such a file is. Others are not judged.
CONTENT: Mapping[str, frozenset[str]] = {
    "docx": frozenset({"docx"}),
    "xlsx": frozenset({"xlsx"}),
    "pptx": frozenset({"pptx"}),
    "pdf": frozenset({"pdf"}),
    "doc": frozenset({"ole"}),
    "xls": frozenset({"ole"}),
    "ppt": frozenset({"ole"}),
    "wps": frozenset({"ole", "docx"}),
    "png": frozenset({"png"}),
    "jpg": frozenset({"jpg"}),
    "jpeg": frozenset({"jpg"}),
    "gif": frozenset({"gif"}),
    "bmp": frozenset({"bmp"}),
    "tif": frozenset({"tiff"}),
    "tiff": frozenset({"tiff"}),
}
TEXT_FORMATS = frozenset({"docx", "pdf", "txt"})
DAMAGED = frozenset({"damaged", "timeout", "memory", "too-large"})


def check(material: Material) -> Iterator[Finding]:
    """Every part of every record, then duplicates."""
    accepted = {extension for kinds in material.scheme.formats.values() for extension in kinds}
    for record in material.records:
        textless = _textless_roles(record, material)
        for entry in record.holding.files:
            yield from _file(entry, record, material, accepted, textless)
    yield from _duplicates(material)


def _file(
    entry: Entry, record: Record, material: Material, accepted: set[str], textless: frozenset[str]
) -> Iterator[Finding]:
    """At most one finding a file: an empty file is not also damaged."""
    extension = entry.path.rpartition("/")[2].rpartition(".")[2].casefold()
    fact = material.snapshot.facts.get(entry.path)
    if entry.offline:
        yield material.finding("file/offline", entry.path, record=record)
    elif entry.size == 0:
        yield material.finding("file/empty", entry.path, record=record)
    elif fact and fact.problem in DAMAGED:
        params = {"reason": fact.reason, "kind_key": f"problem.{fact.problem}"}
        yield material.finding("file/damaged", entry.path, params, record=record)
    elif fact and fact.problem == "encrypted":
        yield material.finding("file/encrypted", entry.path, {"reason": fact.reason}, record=record)
    elif extension in material.scheme.macro_formats or (fact and fact.macro):
        yield material.finding("file/macro", entry.path, record=record)
    elif extension not in accepted:
        yield material.finding("file/format", entry.path, {"extension": extension}, record=record)
    elif fact and fact.format and extension in CONTENT and fact.format not in CONTENT[extension]:
        params = {"extension": extension, "format": fact.format}
        yield material.finding("file/extension-mismatch", entry.path, params, record=record)
    elif fact and _no_text(fact) and entry.path not in textless:
        yield material.finding("file/no-text", entry.path, record=record)


def _no_text(fact: FileFacts) -> bool:
    return not fact.problem and not fact.secret and fact.format in TEXT_FORMATS and fact.characters == 0


def _textless_roles(record: Record, material: Material) -> frozenset[str]:
    """Files whose role needs no text: photos, sign-in sheets on paper."""
    roles = material.scheme.vocabularies.get("roles", {})
    told = {part.path: part.role for part in record.parts}
    holding = record.holding
    found = set()
    for entry in holding.files:
        name = entry.path[len(holding.path) + 1 :] if holding.folder else ""
        role = told.get(name) or material.deriver.role(holding, entry, record.form)
        if role in roles and not roles[role].carries_text:
            found.add(entry.path)
    return frozenset(found)


def _duplicates(material: Material) -> Iterator[Finding]:
    """Equal bytes in two records of one unit, but for what is rightly handed round."""
    old = replaced(material.records)
    same: defaultdict[str, list[tuple[Entry, Record]]] = defaultdict(list)
    for record in material.records:
        if record.id not in old and record.path not in material.copies:
            for entry in _compared(record, material):
                same[material.snapshot.facts[entry.path].sha256].append((entry, record))
    for files in same.values():
        for number, (entry, record) in enumerate(files[1:], 1):
            first = next((e for e, other in files[:number] if _is_odd(record, other)), None)
            if first is not None:
                yield material.finding("file/duplicate", entry.path, {"other": first.path}, record=record)


def _compared(record: Record, material: Material) -> Iterator[Entry]:
    """Files with a known digest whose role is not to be handed round."""
    roles = material.scheme.vocabularies.get("roles", {})
    told = {part.path: part.role for part in record.parts}
    for entry in record.holding.files:
        fact = material.snapshot.facts.get(entry.path)
        if not entry.size or fact is None or not fact.sha256:
            continue
        name = entry.path[len(record.path) + 1 :] if record.holding.folder else ""
        role = told.get(name) or material.deriver.role(record.holding, entry, record.form)
        if not (role in roles and roles[role].shareable):
            yield entry


def _is_odd(record: Record, other: Record) -> bool:
    """Whether two records have no reason to hold the same file: one unit's, and not said to be the same."""
    apart = record.units and other.units and not set(record.units) & set(other.units)
    return (
        record.path != other.path and not apart and not (_same_as(record, other) or _same_as(other, record))
    )


def _same_as(record: Record, other: Record) -> bool:
    return any(
        text(relation, "kind") == "same-as" and text(relation, "record") == other.id
        for relation in mappings(record.values, "relations")
    )
