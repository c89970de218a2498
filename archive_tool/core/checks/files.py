"""Can the files be opened, and are they what they say?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence, Set

from archive_tool.core import reasons
from archive_tool.core.material import Material
from archive_tool.core.model import Entry, FileFacts, Finding
from archive_tool.core.occasions import replacements
from archive_tool.core.parts import told
from archive_tool.core.records import Record, mappings, text
from archive_tool.core.scheme import Scheme, Term

# Extension -> what the content of such a file is. Others are not judged.
CONTENT: Mapping[str, frozenset[str]] = {
    **{
        extension: frozenset({extension})
        for extension in (
            *("docx", "xlsx", "pptx", "pdf", "ofd", "odt", "ods", "odp", "rtf"),
            *("png", "jpg", "gif", "bmp", "webp", "heic", "csv"),
        )
    },
    # "ole": an old document too, but which cannot be told.
    "doc": frozenset({"doc", "ole"}),
    "xls": frozenset({"xls", "ole"}),
    "ppt": frozenset({"ppt", "ole"}),
    # WPS writes its own extensions for what is otherwise an Office document.
    "wps": frozenset({"doc", "docx", "ole"}),
    "et": frozenset({"xls", "xlsx", "ole"}),
    "dps": frozenset({"ppt", "pptx", "ole"}),
    "jpeg": frozenset({"jpg"}),
    "tif": frozenset({"tiff"}),
    "tiff": frozenset({"tiff"}),
    "mht": frozenset({"mht"}),
    "mhtml": frozenset({"mht"}),
    "htm": frozenset({"html"}),
    "html": frozenset({"html"}),
    "txt": frozenset({"txt"}),
    "md": frozenset({"txt"}),
}
TEXT_FORMATS = frozenset(
    (
        *("docx", "doc", "rtf", "odt", "pdf", "ofd", "html", "mht", "txt"),
        *("xlsx", "xls", "ods", "csv", "pptx", "ppt", "odp"),
    )
)
DAMAGED = frozenset({"damaged", "timeout", "memory", "too-large"})


def check(material: Material) -> Iterator[Finding]:
    """Every part of every record, then duplicates."""
    accepted = accepted_extensions(material.scheme)
    for record in material.records:
        if _is_hollow(record):
            params = {"kind": "folder", "empty_key": "empty.folder"}
            yield material.finding("file/empty", record.path, params, record=record)
        for entry in record.holding.files:
            finding = _file(entry, record, material, accepted)
            if finding is not None:
                yield finding
    yield from _duplicates(material)


def _is_hollow(record: Record) -> bool:
    """A folder with no file in it that points to no paper, and of which no file is known to be gone."""
    return record.holding.folder and not (
        record.holding.files or record.pointer or record.parts or record.events or record.broken
    )


def accepted_extensions(scheme: Scheme) -> frozenset[str]:
    """Of all formats in which the scheme takes files."""
    return frozenset(extension for kinds in scheme.formats.values() for extension in kinds)


def is_mislabelled(path: str, fact: FileFacts, accepted: Set[str]) -> bool:
    """Whether the content is another than an accepted extension says."""
    extension = _extension(path)
    return extension in accepted and _is_other(extension, fact)


def _extension(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[2].casefold()


def _is_other(extension: str, fact: FileFacts) -> bool:
    return bool(fact.format) and extension in CONTENT and fact.format not in CONTENT[extension]


def _file(entry: Entry, record: Record, material: Material, accepted: Set[str]) -> Finding | None:
    """At most one finding a file: an empty file is not also damaged."""
    extension = _extension(entry.path)
    fact = material.snapshot.facts.get(entry.path)
    if entry.offline:
        return material.finding("file/offline", entry.path, record=record)
    elif entry.size == 0:
        return material.finding("file/empty", entry.path, {"empty_key": "empty.bytes"}, record=record)
    elif fact and fact.problem == "empty":
        params = {"kind": "blank", "empty_key": "empty.blank"}
        return material.finding("file/empty", entry.path, params, record=record)
    elif fact and fact.problem in DAMAGED:
        told_why = reasons.told(fact.problem, fact.reason)
        return material.finding("file/damaged", entry.path, told_why, record=record)
    elif fact and fact.problem == "encrypted":
        told_why = reasons.told(fact.problem, fact.reason)
        return material.finding("file/encrypted", entry.path, told_why, record=record)
    elif extension in material.scheme.macro_formats or (fact and fact.macro):
        return material.finding("file/macro", entry.path, record=record)
    elif extension not in accepted:
        return material.finding("file/format", entry.path, {"extension": extension}, record=record)
    elif fact and _is_other(extension, fact):
        params = {"extension": extension, "format": fact.format, "format_key": f"format.{fact.format}"}
        # Where it was not read for that, somebody has to look for a secrecy mark.
        params |= {"kind": fact.problem} if fact.problem else {}
        return material.finding("file/extension-mismatch", entry.path, params, record=record)
    elif fact and _no_text(fact) and _carries_text(entry, record, material):
        return material.finding("file/no-text", entry.path, record=record)
    return None


def _no_text(fact: FileFacts) -> bool:
    return not fact.problem and not fact.secret and fact.format in TEXT_FORMATS and fact.characters == 0


def _carries_text(entry: Entry, record: Record, material: Material) -> bool:
    """False for files whose role needs no text: photos, sign-in sheets on paper."""
    term = _role(entry, record, material)
    return term is None or term.carries_text


def _role(entry: Entry, record: Record, material: Material) -> Term | None:
    """A file's role as its sidecar says, else as its name says."""
    holding = record.holding
    name = entry.path[len(holding.path) + 1 :] if holding.folder else ""
    part = told(record).get(name)
    role = (part.role if part else "") or material.deriver.role(holding, entry, record.form)
    return material.scheme.vocabularies.get("roles", {}).get(role)


def _duplicates(material: Material) -> Iterator[Finding]:
    """Equal bytes in two records of one unit, but for what is rightly handed round.

    Photos of two events are asked about by the check of photos, where it is on.
    """
    photos = material.config.checks.get("consistency/photo-reuse")
    roles = photos.roles if photos and photos.enabled else ()
    telling = photos.not_in if photos else ()
    for files in repeated(material).values():
        for number, (entry, record) in enumerate(files[1:], 1):
            odd = (
                other
                for other, before in files[:number]
                if _is_odd(record, before)
                and not (telling and tells_with_photo(entry, record, other, before, telling, material))
            )
            first = next(odd, None)
            if first is None or any(
                reused_photos(entry, record, *one, roles, material) for one in files[:number]
            ):
                continue
            yield material.finding("file/duplicate", entry.path, {"other": first.path}, record=record)


def repeated(material: Material) -> Mapping[str, Sequence[tuple[Entry, Record]]]:
    """By digest, files with equal bytes in several records, but for what is handed round and what was replaced."""
    facts, twice = material.snapshot.facts, material.repeated
    same: defaultdict[str, list[tuple[Entry, Record]]] = defaultdict(list)
    if twice:
        old = replacements(material.records).old
        for record in material.records:
            if record.id not in old and record.path not in material.copies:
                for entry in _compared(record, twice, material):
                    same[facts[entry.path].sha256].append((entry, record))
    return same


def reused_photos(
    entry: Entry, record: Record, other: Entry, before: Record, roles: Collection[str], material: Material
) -> bool:
    """Whether two equal files are photos of two events: of activities on two days."""
    if not roles or not (record.activities and before.activities and record.date and before.date):
        return False
    if record.path == before.path or record.date == before.date:
        return False
    terms = (_role(entry, record, material), _role(other, before, material))
    return all(term is not None and term.code in roles for term in terms)


def tells_with_photo(
    entry: Entry, record: Record, other: Entry, before: Record, forms: Collection[str], material: Material
) -> bool:
    """Whether one of two records is of a form that tells of events, and shows a picture of one."""
    pictures = material.scheme.formats.get("image", ())
    shown = all(one.path.rpartition(".")[2].casefold() in pictures for one in (entry, other))
    return shown and (record.form in forms or before.form in forms)


def _compared(record: Record, twice: frozenset[str], material: Material) -> Iterator[Entry]:
    """Files with one of these digests whose role is not to be handed round."""
    for entry in record.holding.files:
        fact = material.snapshot.facts.get(entry.path)
        if entry.size and fact and fact.sha256 in twice:
            term = _role(entry, record, material)
            if term is None or not term.shareable:
                yield entry


def _is_odd(record: Record, other: Record) -> bool:
    """Whether two records have no reason to hold the same file: one unit's, and not said to be the same."""
    apart = record.units and other.units and not set(record.units) & set(other.units)
    return record.path != other.path and not apart and not said_to_be_same(record, other)


def said_to_be_same(record: Record, other: Record) -> bool:
    """Whether one of two records names the other as the same."""
    return _same_as(record, other) or _same_as(other, record)


def _same_as(record: Record, other: Record) -> bool:
    return any(
        text(relation, "kind") == "same-as" and text(relation, "record") == other.id
        for relation in mappings(record.values, "relations")
    )
