"""Records and stray files to documents for the search index."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from archive_tool.core.config import ArchiveConfig
from archive_tool.core.documents import Document, Passage
from archive_tool.core.model import Entry, FileFacts, Reading, Segment, Value
from archive_tool.core.periods import of_date
from archive_tool.core.records import Record, Values, mappings, texts
from archive_tool.core.retention import retention
from archive_tool.core.scheme import Scheme
from archive_tool.core.tree import Classified

UNSEARCHED = frozenset({"id", "status"})
# Of these lists only what people write: nobody looks for digests, sizes and codes.
WRITTEN_BELOW: Mapping[str, frozenset[str]] = {
    "parts": frozenset({"step", "caption"}),
    "process": frozenset({"who", "action", "reason"}),
    "waivers": frozenset({"whom", "reason", "author"}),
}
# Where it stands in a sentence that says what a file was before.
_DIGEST = re.compile(r"\b[0-9a-fA-F]{64}\b")


@dataclass(frozen=True, slots=True)
class Indexable:
    """What the index should hold of one path, and the fingerprint of that."""

    path: str
    fingerprint: str
    record: Record | None
    files: tuple[Entry, ...]


def indexables(
    records: Iterable[Record],
    tree: Classified,
    entries: Mapping[str, Entry],
    facts: Mapping[str, FileFacts],
    edition: str,
) -> Iterator[Indexable]:
    """Every record and every other readable file; files with a state-secret mark are left out whole.

    `edition`: what every document depends on besides its files; another one is another fingerprint.
    """
    for record in records:
        files = _open(record.holding.files, facts)
        marked = record.path in facts and facts[record.path].secret
        if files or not (record.holding.files or marked):
            sidecar = entries.get(record.holding.sidecar)
            yield Indexable(record.path, _fingerprint(edition, files, facts, sidecar), record, files)
    for entry in (*tree.strays, *tree.unfiled):
        files = _open((entry,), facts)
        if files:
            yield Indexable(entry.path, _fingerprint(edition, files, facts), None, files)


def edition_of(scheme: Scheme, config: ArchiveConfig, tool: str) -> str:
    """A digest of what all documents are made with: the scheme, what archive.yaml says of places and units, `tool`."""
    units = [(u.id, u.name, u.aliases, u.kind, u.folder, u.parent) for u in config.units.values()]
    said = repr((tool, scheme.sha256, config.layout, sorted(config.map.items()), units))
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def document(
    item: Indexable, readings: Mapping[str, Reading], scheme: Scheme, config: ArchiveConfig
) -> Document:
    """The searchable document; `readings`: file path -> its text."""
    name = item.path.rpartition("/")[2]
    record = item.record
    title = (record.title if record else "") or name
    said = [Segment("", title), Segment("", "\n".join(_names(item)))]
    if record:
        said.append(Segment("", "\n".join(_value_texts(record, scheme))))
    passages = [Passage("", segment) for segment in said if segment.text]
    for entry in item.files:
        part = entry.path[len(item.path) + 1 :] or name
        reading = readings.get(entry.path)
        passages.extend(Passage(part, segment) for segment in (reading.segments if reading else ()))
    first = last = 0
    if record and record.date:
        span = of_date(record.date)
        first, last = int(f"{span.first:%Y%m%d}"), int(f"{span.last:%Y%m%d}")
    return Document(
        item.path,
        item.fingerprint,
        title,
        tuple(passages),
        _fields(item, scheme, config) if record else {"has": _has(item, scheme)},
        first,
        last,
        _facets(record) if record else {},
    )


def year_of(record: Record) -> str:
    """The folder's year, else that of the date."""
    year = record.holding.place.year
    return str(year) if year else record.date[:4]


def _open(files: tuple[Entry, ...], facts: Mapping[str, FileFacts]) -> tuple[Entry, ...]:
    secret = {e.path for e in files if e.path in facts and facts[e.path].secret}
    return tuple(e for e in files if e.path not in secret) if secret else files


def _fingerprint(
    edition: str, files: Iterable[Entry], facts: Mapping[str, FileFacts], sidecar: Entry | None = None
) -> str:
    """A file is what was read of it: it may become readable while its size and time stay as they were."""
    said = [edition, f"{sidecar.size} {sidecar.mtime_ns}" if sidecar else ""]
    for entry in files:
        fact = facts.get(entry.path)
        told = f"{fact.sha256} {fact.problem}" if fact and fact.sha256 else f"{entry.size} {entry.mtime_ns}"
        said += (entry.path, told)
    return hashlib.blake2b("\0".join(said).encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()


def _names(item: Indexable) -> Iterator[str]:
    yield item.path.rpartition("/")[2]
    for entry in item.files:
        if entry.path != item.path:
            yield entry.path[len(item.path) + 1 :]


def _value_texts(record: Record, scheme: Scheme) -> Iterator[str]:
    """Sidecar values as a reader would type them: free text, and labels of codes."""
    for key, value in record.values.items():
        if key in WRITTEN_BELOW:
            yield from _written(record.values, key)
        elif key not in UNSEARCHED:
            yield from _flat(value)
    for vocabulary, codes in (("forms", (record.form,)), ("activities", record.activities)):
        terms = scheme.vocabularies.get(vocabulary, {})
        yield from (terms[code].label.zh for code in codes if code in terms)


def _written(values: Values, key: str) -> Iterator[str]:
    """What people wrote in the entries of a list."""
    for entry in mappings(values, key):
        for name, value in entry.items():
            if name in WRITTEN_BELOW[key]:
                yield from (_DIGEST.sub("", said) for said in _flat(value))


def _flat(value: Value) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _flat(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _flat(inner)
    elif value not in (None, ""):
        yield str(value)


def _fields(item: Indexable, scheme: Scheme, config: ArchiveConfig) -> dict[str, tuple[str, ...]]:
    record = item.record
    assert record is not None
    place = record.holding.place
    category, leaf = scheme.categories[place.category], scheme.leaves.get(place.leaf)
    words = [category.code, category.folder, *category.title.spellings()]
    if leaf:
        words += [leaf.code, leaf.folder, *leaf.title.spellings()]
    units = [config.units[u] for u in record.units if u in config.units]
    found = {
        "year": (year_of(record),),
        "category": tuple(words),
        "form": _spelled("forms", (record.form,), scheme),
        "activity": _spelled("activities", _activities(record), scheme),
        "unit": tuple(word for unit in units for word in (unit.id, unit.name, *unit.aliases)),
        "author": texts(record.values, "author"),
        "person": tuple(_persons(record)),
        "number": texts(record.values, "number"),
        "retention": _spelled("retention", (retention(record, scheme),), scheme),
        "status": _spelled("statuses", (record.status,), scheme),
        "has": _has(item, scheme),
    }
    return {key: tuple(w for w in words if w) for key, words in found.items()}


def _facets(record: Record) -> dict[str, tuple[str, ...]]:
    place = record.holding.place
    found = {
        "year": (year_of(record),),
        "category": (place.category,),
        "form": (record.form,),
        "activity": _activities(record),
        "unit": record.units,
        "status": (record.status,),
    }
    return {key: tuple(w for w in words if w) for key, words in found.items()}


def _activities(record: Record) -> tuple[str, ...]:
    named = [*record.activities, *(code for event in record.events for code in event.activities)]
    return tuple(dict.fromkeys(named))


def _persons(record: Record) -> Iterator[str]:
    yield from texts(record.values, "persons")
    events = [record.values.get("event"), *(event.values for event in record.events)]
    for event in events:
        if isinstance(event, Mapping):
            for role in ("chair", "recorder", "speaker"):
                yield from texts(event, role)


def _spelled(vocabulary: str, codes: Iterable[str], scheme: Scheme) -> tuple[str, ...]:
    terms = scheme.vocabularies.get(vocabulary, {})
    return tuple(w for code in codes if code in terms for w in (code, *terms[code].label.spellings()))


def _has(item: Indexable, scheme: Scheme) -> tuple[str, ...]:
    """Roles among the parts, and kinds of file: has:photo, has:pdf."""
    roles = {part.role for part in item.record.parts if part.role} if item.record else set()
    extensions = {entry.path.rpartition(".")[2].casefold() for entry in item.files}
    images = {"photo"} if extensions & set(scheme.formats.get("image", ())) else set()
    return tuple(sorted({*_spelled("roles", roles, scheme), *extensions, *images}))
