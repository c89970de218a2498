"""Drafts held against the right answers of a set of names: field by field, right, wrong or empty."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from archive_tool.adapters.state.codec import decode_opening, encode_reading
from archive_tool.app.opening import load_scheme
from archive_tool.app.texts import load_catalog, parse_yaml
from archive_tool.core.classify import classify
from archive_tool.core.config import ArchiveConfig
from archive_tool.core.config_parse import parse_config
from archive_tool.core.drafts import Deriver
from archive_tool.core.model import Entry, Reading, Segment
from archive_tool.core.openings import Opening
from archive_tool.core.scheme import Scheme
from archive_tool.core.tree import Holding

HERE = Path(__file__).parent
SETS = ("names.yaml", "more_names.yaml", "last_names.yaml")
FIELDS = ("title", "date", "period", "record_form", "activity", "unit", "author", "number", "pages", "role")
SETS_OF_WORDS = {"activity", "unit", "author"}
BRACKETS = str.maketrans(
    {**dict.fromkeys("[【(﹝", "〔"), **dict.fromkeys("]】)﹞", "〕"), "“": '"', "”": '"'}
)

Entries = Mapping[str, Any]  # one entry of a set, see README.md


class Judged(NamedTuple):
    """One field of one record (or the role of one part), and what was made of it."""

    path: str
    field: str
    given: Any  # None: left empty
    right: tuple[Any, ...]  # the right values; none: must stay empty
    certain: bool  # whether leaving it empty misses something

    @property
    def fits(self) -> bool:
        return self.given is not None and _plain(self.field, self.given) in [
            _plain(self.field, value) for value in self.right
        ]

    @property
    def wrong(self) -> bool:
        return self.given is not None and not self.fits


@dataclass
class Tally:
    """How often a field was given, given wrong, and found where it can be found."""

    given: int = 0
    wrong: int = 0
    certain: int = 0
    found: int = 0
    misses: list[Judged] = field(default_factory=list)

    def add(self, judged: Judged) -> None:
        self.given += judged.given is not None
        self.wrong += judged.wrong
        self.certain += judged.certain
        self.found += judged.certain and judged.fits
        if judged.wrong or (judged.certain and not judged.fits):
            self.misses.append(judged)

    @property
    def recall(self) -> float:
        return self.found / self.certain if self.certain else 1.0

    @property
    def wrong_share(self) -> float:
        return self.wrong / self.given if self.given else 0.0


class NameSet:
    """The archives and entries of one file."""

    def __init__(self, file: Path) -> None:
        self._data = yaml.safe_load(file.read_bytes())
        self.entries: list[Entries] = self._data["names"]

    @cache  # noqa: B019 - two archives a set, kept as long as it
    def deriver(self, archive: str) -> Deriver:
        return Deriver(scheme(), self.config(archive))

    @cache  # noqa: B019
    def config(self, archive: str) -> ArchiveConfig:
        text = yaml.safe_dump(self._data["archives"][archive], allow_unicode=True)
        codes = frozenset(load_catalog().findings)
        return parse_config(parse_yaml("archive.yaml", text.encode()), scheme(), codes)

    def judged(self, entries: Iterable[Entries] | None = None) -> Iterator[Judged]:
        for entry in self.entries if entries is None else entries:
            holding = _holding(entry, self.config(entry["archive"]))
            values = self.deriver(entry["archive"]).values(holding, _openings(entry), {})
            yield from _fields(entry, values, holding)
            yield from _roles(entry, values)


@cache
def scheme() -> Scheme:
    return load_scheme("school-party-building", HERE)


def tallies(judged: Iterable[Judged]) -> dict[str, Tally]:
    found = {name: Tally() for name in FIELDS}
    for one in judged:
        found[one.field].add(one)
    return found


def total(tallied: Mapping[str, Tally]) -> Tally:
    whole = Tally()
    for tally in tallied.values():
        whole.given += tally.given
        whole.wrong += tally.wrong
        whole.certain += tally.certain
        whole.found += tally.found
    return whole


def table(tallied: Mapping[str, Tally]) -> str:
    """A line for each field: values given, of them wrong, recall."""
    lines = [
        f"{'field':<12} {'given':>5} {'wrong':>5} {'share':>6} {'certain':>7} {'found':>5} {'recall':>6}"
    ]
    for name, tally in [*tallied.items(), ("all", total(tallied))]:
        lines.append(
            f"{name:<12} {tally.given:>5} {tally.wrong:>5} {tally.wrong_share:>6.1%}"
            f" {tally.certain:>7} {tally.found:>5} {tally.recall:>6.1%}"
        )
    return "\n".join(lines)


def misses(tallied: Mapping[str, Tally]) -> str:
    """What was given wrong, and what was not found, one a line."""
    return "\n".join(
        f"{'WRONG' if miss.wrong else 'empty'} {name:<11} {miss.path}\n"
        f"      {miss.given!r} instead of {' | '.join(map(repr, miss.right)) or 'nothing'}"
        for name, tally in tallied.items()
        for miss in tally.misses
    )


def _holding(entry: Entries, config: ArchiveConfig) -> Holding:
    """The record as the sync finds it in the tree."""
    path = entry["path"].rstrip("/")
    files = [f"{path}/{part}" for part in entry["parts"]] if "parts" in entry else [path]
    folders = {file[:at] for file in files for at, character in enumerate(file) if character == "/"}
    entries = [Entry(folder, "folder", 0, 0, (0, 0)) for folder in folders]
    entries += [Entry(file, "file", 6, 0, (0, 0)) for file in files]
    if "parts" in entry:  # undated folders are records where they have a sidecar
        entries.append(Entry(f"{path}/{scheme().folder_sidecar}", "file", 6, 0, (0, 0)))
    (holding,) = classify(scheme(), config, tuple(sorted(entries))).holdings
    return holding


def _openings(entry: Entries) -> dict[str, Opening]:
    """What the cache gives of each text, by way of what the reader got."""
    texts = {f"{entry['path']}{part}": text for part, text in entry.get("openings", {}).items()}
    if "parts" not in entry:
        texts[entry["path"]] = entry.get("opening", "")
    return {path: _opening(path, text, entry.get("properties", {})) for path, text in texts.items()}


def _opening(path: str, text: str, properties: Mapping[str, object]) -> Opening:
    said = {
        "format": path.rpartition(".")[2].lower(),
        **{key: str(value) for key, value in properties.items()},
    }
    kept = encode_reading(Reading((Segment("", text),) if text else (), said))
    return decode_opening(kept.opening, kept.foot, kept.pages)


def _fields(entry: Entries, values: Mapping[str, Any], holding: Holding) -> Iterator[Judged]:
    said = {name: values.get(name) for name in FIELDS if name != "role"}
    if not holding.folder:
        said["role"] = values["parts"][0].get("role")
    if said["unit"] == holding.place.unit:
        said["unit"] = None
    for name, given in said.items():
        either = entry.get("either", {}).get(name, ())
        right = (entry["expect"][name],) if name in entry["expect"] else tuple(either)
        yield _judged(entry["path"], name, given, right)


def _roles(entry: Entries, values: Mapping[str, Any]) -> Iterator[Judged]:
    given = {part["path"]: part.get("role") for part in values["parts"]} if "parts" in entry else {}
    certain, open_ = entry.get("roles", {}), entry.get("either", {}).get("roles", {})
    for part, role in given.items():
        right = (certain[part],) if part in certain else tuple(open_.get(part, ()))
        yield _judged(entry["path"] + part, "role", role, right)


def _judged(path: str, name: str, given: Any, right: tuple[Any, ...]) -> Judged:
    values = tuple(value for value in right if value is not None)
    return Judged(path, name, given or None, values, bool(right) and None not in right)


def _plain(name: str, value: Any) -> object:
    if name in SETS_OF_WORDS:
        return frozenset(_letters(str(item)) for item in (value if isinstance(value, list) else [value]))
    return _letters(str(value))


def _letters(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).translate(BRACKETS)
