"""The parts of a record: the files that lie there, and what its sidecar tells of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from archive_tool.core.model import Value
from archive_tool.core.names import normal
from archive_tool.core.records import Part, Record, Values, mappings, text

# Facts of a file, taken from disk each time; everything else about a part is somebody's word.
FACTS = ("path", "size", "sha256")
# What a draft says of a part by itself.
DERIVED = (*FACTS, "role", "date")


def told(record: Record) -> dict[str, Part]:
    """What the sidecar tells, by the name that the file has on disk; of lost files by the name written."""
    written = {part.path: part for part in record.parts}
    names = _on_disk(written, record)
    return {names[path]: part for path, part in written.items()}


def refreshed(
    parts: Sequence[Mapping[str, Value]], record: Record, *, keep_lost: bool
) -> list[dict[str, Value]]:
    """Parts as on disk, with all that a person wrote about them, be it under an old name.

    A lost part stays if a person wrote something about it, or `keep_lost`.
    """
    rows = {text(row, "path"): row for row in mappings(record.values, "parts")}
    names = _on_disk(rows, record)
    written = {names[path]: row for path, row in rows.items()}
    here = {text(part, "path") for part in parts}
    lost = {name: row for name, row in written.items() if name not in here}
    renamed = _by_digest([part for part in parts if text(part, "path") not in written], lost)
    merged = []
    for part in parts:
        name = text(part, "path")
        old = renamed.get(name, "")
        merged.append(_merged(part, written.get(name) or lost.pop(old, {})))
    merged.extend(dict(row) for row in lost.values() if keep_lost or set(row) - set(DERIVED))
    return merged


def _on_disk(written: Iterable[str], record: Record) -> dict[str, str]:
    """Written name -> name on disk, where the two differ only in their Unicode form."""
    holding = record.holding
    names = {entry.path[len(holding.path) + 1 :] if holding.folder else "" for entry in holding.files}
    found = {path: path for path in written}
    if not found.keys() <= names:
        forms = {normal(name): name for name in names - found.keys()}
        found = {path: path if path in names else forms.get(normal(path), path) for path in found}
    return found


def _by_digest(new: Iterable[Mapping[str, Value]], lost: Mapping[str, Values]) -> dict[str, str]:
    """New name -> the lost name it had: the same digest, and only once on both sides."""
    parts = [part for part in new if text(part, "sha256")]
    here = Counter(text(part, "sha256") for part in parts)
    gone = Counter(text(row, "sha256") for row in lost.values())
    names = {text(row, "sha256"): name for name, row in lost.items()}
    once = [digest for digest in here if here[digest] == gone[digest] == 1]
    return {text(part, "path"): names[text(part, "sha256")] for part in parts if text(part, "sha256") in once}


def _merged(part: Mapping[str, Value], before: Values) -> dict[str, Value]:
    """Sizes and digests from disk; roles, captions and the rest as a person wrote them."""
    kept = {key: value for key, value in before.items() if key != "sha256" or "sha256" in part}
    fresh = {key: value for key, value in part.items() if key in FACTS or key not in before}
    return {**kept, **fresh}
