"""The records of a generated archive: who files them where, day, title, parts and sidecar of each one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from bench_kinds import Kind, Piece, practice
from bench_units import Unit, units_for, years_for

OPEN = "在办"
Formats = Mapping[str, Mapping[str, int]]  # paper -> format -> weight


class Part(NamedTuple):
    """One file of a record."""

    name: str  # "" in a record that is one file
    ending: str
    role: str
    paper: str


class Slot(NamedTuple):
    """What is filed by whom in which year."""

    kind: Kind
    unit: Unit
    year: int


class Record(NamedTuple):
    """One record to be written."""

    kind: Kind
    unit: Unit
    partners: tuple[Unit, ...]  # the branches of a joint occasion
    group: str  # id of the group whose meeting it is
    day: date
    title: str
    parts: tuple[Part, ...]
    sidecar: str  # "zh", "en", or "" for none: sync is to draft it
    id: str

    @property
    def path(self) -> str:
        """Relative to the archive; of a one-file record the file, of others the folder."""
        ending = f".{self.parts[0].ending}" if self.is_file else ""
        return f"{self._folder}/{self.day.isoformat()} {self.title}{ending}"

    @property
    def is_file(self) -> bool:
        return bool(self.parts) and not self.parts[0].name

    @property
    def _folder(self) -> str:
        if self.kind.shape == "case":
            return f"{self.unit.folder}/{OPEN}/{self.kind.folder.partition('/')[0]}"
        leaf = f"{self.unit.folder}/{self.day.year}/{self.kind.folder}"
        if self.kind.shape != "shelf":
            return leaf
        return f"{leaf}/{'上半年' if self.day.month <= 6 else '下半年'}"


def plan(records: int, random: Random, mix: str) -> Iterator[Record]:
    """So many records, spread over categories, units, years and days; `mix`: mixed, text."""
    formats = {paper: by_mix[mix] for paper, by_mix in practice().formats.items()}
    slots = list(_slots(records, formats))
    sizes, seen = Counter(slots), Counter[Slot]()
    branches = units_for(records)[1:]
    written = 0
    for slot in slots:
        day = _day(slot.year, seen[slot], sizes[slot], random)
        seen[slot] += 1
        for record in _records(slot, seen[slot], day, branches, formats, random):
            if written < records:
                yield record
                written += 1


def leaves(records: int) -> Iterator[str]:
    """The folders that are there from the first day: every leaf of every unit and year."""
    folders = dict.fromkeys(kind.folder for kind in practice().kinds)
    for unit in units_for(records):
        for year in years_for(records):
            yield from (f"{unit.folder}/{year}/{folder}" for folder in folders)


def _slots(records: int, formats: Formats) -> Iterator[Slot]:
    """Kinds in turn, each time by another unit, each round in another year."""
    kinds, units, years = practice().kinds, units_for(records), years_for(records)
    deck = _deck(kinds)
    filed = turn = 0
    while filed < records:
        number, place = divmod(turn, len(deck))
        kind = deck[place]
        own = [unit for unit in units if kind.by in ("", unit.kind)]
        round_, who = divmod(number + place, len(own))
        yield Slot(kind, own[who], years[round_ % len(years)])
        filed += len(_kept(kind.pieces, formats)) if kind.shape == "loose" else 1
        turn += 1


def _deck(kinds: Sequence[Kind]) -> list[Kind]:
    """Every kind as often as it occurs: first one of each category, then of each leaf, so that few are many-sided."""
    nth = Counter[str]()
    ranked = []
    for kind in kinds:
        category = kind.folder[:2]
        nth[category] += 1
        ranked += [(time, nth[category], category, kind) for time in range(kind.times)]
    return [kind for _, _, _, kind in sorted(ranked, key=lambda row: row[:3])]


def _day(year: int, nth: int, of: int, random: Random) -> date:
    return date(year, 1, 1) + timedelta(days=min((nth * 365 + random.randrange(365)) // of, 364))


def _records(
    slot: Slot, number: int, day: date, branches: Sequence[Unit], formats: Formats, random: Random
) -> Iterator[Record]:
    """One record; of loose files, each is one."""
    kind, unit, _ = slot
    title = kind.title.replace("N", str(number))
    parts = tuple(_parts(kind, number, formats, random))
    if kind.shape == "loose":
        for part in parts:
            yield Record(kind, unit, (), "", day, title + part.name, (part._replace(name=""),), "", "")
        return
    described = kind.shape in ("book", "case", "pointer", "joint")
    yield Record(
        kind,
        unit,
        tuple(random.sample(branches, 2)) if kind.shape == "joint" else (),
        random.choice(unit.groups) if kind.activity == "group-meeting" else "",
        day,
        title,
        parts,
        random.choices(("zh", "en", ""), (4, 4, 0 if described else 2))[0],
        f"{random.getrandbits(60):015x}",
    )


def _parts(kind: Kind, number: int, formats: Formats, random: Random) -> Iterator[Part]:
    if kind.shape == "pointer":
        return
    for piece in _kept(kind.pieces, formats):
        if piece.always or number % 2:
            weights = formats[piece.paper]
            ending = random.choices((*weights,), (*weights.values(),))[0]
            yield Part(piece.name, ending, piece.role, piece.paper)


def _kept(pieces: Sequence[Piece], formats: Formats) -> list[Piece]:
    """Those that are kept in this mix: where there is only text, no photos."""
    return [piece for piece in pieces if formats[piece.paper]]
