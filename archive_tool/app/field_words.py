"""`field=value` as a person types it, to the keys and values of one sidecar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from archive_tool.app.chosen import unclear
from archive_tool.app.opening import Archive
from archive_tool.app.sidecar_plans import PARTS, PROCESS
from archive_tool.app.typed_values import both, spec_at, takes_several, typed_value
from archive_tool.core.errors import CannotRun
from archive_tool.core.model import Value
from archive_tool.core.parts import FACTS, row_of
from archive_tool.core.records import Record
from archive_tool.core.results import Refusal
from archive_tool.core.scheme import FieldSpec, Scheme
from archive_tool.core.sidecar_words import Spellings, of_fields
from archive_tool.core.strict import nearest
from archive_tool.core.written import Written, is_empty

# What the tool keeps itself: set by hand, digests and history would be gone without a trace.
OWN = frozenset({"id", "status", PARTS, PROCESS})
OWN_OF_PART = frozenset({"path", *FACTS})


class Word(NamedTuple):
    """One value to set: below a top field, or in the row of one part."""

    field: str
    below: tuple[str, ...]  # keys as typed; of a part its path ("" for the one file) and the field's id
    value: Value


def understood(archive: Archive, changes: Iterable[tuple[str, str]]) -> tuple[Word, ...]:
    """What is to be set; of a list that was named several times all that was said.

    CannotRun for a field that nobody knows or may set, a list that does not end, two values of a field
    that has one.
    """
    found: dict[tuple[str, tuple[str, ...]], Word] = {}
    for name, typed in changes:
        word, spec = _word(archive, name, typed)
        meant = (word.field, tuple(_ids(archive.scheme, word)))
        if meant in found and not takes_several(spec):
            raise CannotRun("describe.twice", field=name)
        earlier = found.get(meant)
        found[meant] = earlier._replace(value=both(earlier.value, word.value)) if earlier else word
    return tuple(found.values())


def _ids(scheme: Scheme, word: Word) -> Iterator[str]:
    """The keys below a field by their ids, so that 应到 and expected are seen to be one."""
    spec: FieldSpec | None = scheme.fields[word.field]
    for key in word.below:
        yield (of_fields(spec.fields).find(key) if spec else None) or key
        spec = spec_at(spec, [key])


def wanted(
    archive: Archive, written: Written, words: Iterable[Word], record: Record
) -> dict[str, Value] | Refusal:
    """The keys to set, spelt as the sidecar already spells them; the rest of a mapping stays as it is."""
    found: dict[str, Value] = {}
    for word in words:
        key = written.key(word.field)
        held = found.get(key, written.value(word.field))
        if word.field == PARTS:
            value = _in_part(archive, written, held, word, record)
        elif not word.below:
            value = word.value
        else:
            spec = archive.scheme.fields[word.field]
            value = _put(spec, held, word.below, word.value)
            if value is None:
                return unclear(archive, record, word.field)
        if isinstance(value, Refusal):
            return value
        found[key] = value
    return found


def replaced(written: Written, words: Iterable[Word], changes: Mapping[str, Value]) -> str:
    """The first field of which something that stands there would be gone or another; "" for none."""
    fields = dict.fromkeys(word.field for word in words)
    return next((f for f in fields if _takes_away(written.value(f), changes[written.key(f)])), "")


def _takes_away(held: Value, new: Value) -> bool:
    """Whether something that stands there would be gone or another."""
    if isinstance(held, dict) and isinstance(new, dict):
        return any(_takes_away(value, new.get(key, "")) for key, value in held.items())
    if isinstance(held, list) and isinstance(new, list) and len(held) == len(new):
        return any(map(_takes_away, held, new))
    return not is_empty(held) and held != new


def _word(archive: Archive, name: str, typed: str) -> tuple[Word, FieldSpec | None]:
    """One value to set, and what the scheme says of the field."""
    top, dot, rest = name.partition(".")
    field = _field(archive.scheme, top)
    if field == PARTS and dot:
        return _part_word(archive, name, rest, typed)
    if field in OWN:
        key = "describe.own-parts" if field == PARTS else "describe.own"
        raise CannotRun.told(key, {"field": name, **_part_labels(archive)})
    below = tuple(rest.split(".")) if dot else ()
    spec = spec_at(archive.scheme.fields[field], below)
    return Word(field, below, typed_value(typed, spec)), spec


def _part_word(archive: Archive, name: str, rest: str, typed: str) -> tuple[Word, FieldSpec | None]:
    """`parts.会议记录.docx.role`: the path may hold dots, the field is behind the last one."""
    path, _, last = rest.rpartition(".")
    known = of_fields(_row_fields(archive.scheme))
    field = known.find(last)
    if field in OWN_OF_PART:
        raise CannotRun.told("describe.own-parts", {"field": name, **_part_labels(archive)})
    if field is None:
        raise CannotRun("describe.unknown-field", field=last, nearest=known.nearest(last))
    spec = next(spec for spec in _row_fields(archive.scheme) if spec.id == field)
    return Word(PARTS, (path, field), typed_value(typed, spec)), spec


def _row_fields(scheme: Scheme) -> Sequence[FieldSpec]:
    items = scheme.fields[PARTS].items
    return items.fields if items else ()


def _part_labels(archive: Archive) -> dict[str, str]:
    """How parts and their role are called, for an example of what may be typed."""
    language = archive.speaker.language
    role = next(spec for spec in _row_fields(archive.scheme) if spec.id == "role")
    return {
        "parts": archive.scheme.fields[PARTS].label.text(language),
        "role": role.label.text(language),
    }


def _in_part(archive: Archive, written: Written, held: Value, word: Word, record: Record) -> Value | Refusal:
    """The rows with one field of one of them set."""
    rows = written.rows_in(PARTS, held)
    if rows is None:
        return unclear(archive, record, PARTS)
    path, field = word.below
    number = row_of(rows, path, record.holding)
    if number is None:
        names = [str(rows.read(row).get("path", "")) for row in rows.items]
        near = nearest(path, names)
        params = {"path": record.path, "part": path, "nearest": near, **_part_labels(archive)}
        return Refusal(record.path, "describe.no-part" if path else "describe.which-part", params)
    changed: list[Value] = list(rows.items)
    changed[number] = rows.changed(rows.items[number], {field: word.value})
    return written.with_rows(PARTS, changed).get(written.key(PARTS), held)


def _field(scheme: Scheme, word: str) -> str:
    """A field by id or label."""
    known = {}
    for spec in scheme.fields.values():
        if not spec.derived:
            known.update({spelling.casefold(): spec.id for spelling in (spec.id, *spec.label.spellings())})
    if word.casefold() not in known:
        raise CannotRun("describe.unknown-field", field=word, nearest=nearest(word, known))
    return known[word.casefold()]


def _put(spec: FieldSpec | None, value: Value, keys: Sequence[str], new: Value) -> Value:
    """The mapping with one entry changed, or added, by id or label; None where no mapping stands there."""
    if not isinstance(value, dict) and not is_empty(value):
        return None
    held: dict[str, Value] = dict(value) if isinstance(value, dict) else {}
    known: Spellings = of_fields(spec.fields if spec else ())
    first, rest = keys[0], keys[1:]
    meant = known.find(first)
    key = next((one for one in held if meant and known.find(one) == meant), first)
    inner = next((one for one in spec.fields if one.id == meant), spec.items) if spec else None
    put = _put(inner, held.get(key, ""), rest, new) if rest else new
    return None if put is None else {**held, key: put}
