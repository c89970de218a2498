"""Makes a school's archive of any size: `python benchmarks/make_archive.py DIR --records 1000`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import count
from pathlib import Path
from random import Random
from typing import NamedTuple

from bench_documents import MAKERS, TEXTLESS
from bench_page import Page
from bench_records import Record, leaves, plan
from bench_sidecars import sidecar
from bench_texts import Cut, cutter
from bench_units import config

MIXES = ("mixed", "text")


class Made(NamedTuple):
    """What was written."""

    records: int
    documents: int
    sidecars: int
    bytes: int


def make_archive(
    folder: Path,
    records: int,
    seed: int = 1,
    texts: Path | None = None,
    engine: str = "auto",
    mix: str = MIXES[0],
) -> Made:
    """Write the archive into a new or empty folder; the same arguments give the same bytes."""
    if folder.exists() and any(folder.iterdir()):
        raise SystemExit(f"{folder} is not empty")
    for leaf in leaves(records):
        (folder / leaf).mkdir(parents=True)
    (folder / "archive.yaml").write_text(config(records, engine), encoding="utf-8", newline="\n")
    random, cut, made, serials = Random(seed), cutter(texts), Made(0, 0, 0, 0), count(1)
    for record in plan(records, random, mix):
        contents = dict(_contents(record, cut, random, serials))
        _write(folder, record, contents)
        made = Made(
            made.records + 1,
            made.documents + len(contents),
            made.sidecars + bool(record.sidecar),
            made.bytes + sum(map(len, contents.values())),
        )
    return made


def _contents(
    record: Record, cut: Cut, random: Random, serials: Iterator[int]
) -> Iterator[tuple[str, bytes]]:
    """Path below the record ("" in a one-file record) and bytes."""
    day = record.day
    for part in record.parts:
        title = f"{record.title} {part.name.rpartition('/')[2]}".strip()
        text = () if part.ending in TEXTLESS else cut(random)
        serial = next(serials)
        when = datetime(day.year, day.month, day.day, 9, serial % 60)
        page = Page(title, text, when, serial)
        yield (f"{part.name}.{part.ending}" if part.name else "", MAKERS[part.ending](page))


def _write(folder: Path, record: Record, contents: Mapping[str, bytes]) -> None:
    place = os.path.join(folder, record.path)
    if not record.is_file:
        os.makedirs(place, exist_ok=True)
    elif record.kind.shape == "shelf":
        os.makedirs(os.path.dirname(place), exist_ok=True)
    # Dated back: what changed within seconds of a look has to be read again, which is not what is measured.
    when = datetime(record.day.year, record.day.month, record.day.day, 10).timestamp()
    for name, content in contents.items():
        if "/" in name:
            os.makedirs(os.path.join(place, os.path.dirname(name)), exist_ok=True)
        _file(os.path.join(place, name) if name else place, content, when)
    if record.sidecar:
        beside = f"{place}.meta.yaml" if record.is_file else os.path.join(place, "_item.yaml")
        _file(beside, sidecar(record, contents).encode(), when + 3600)


def _file(path: str, content: bytes, when: float) -> None:
    with open(path, "wb", buffering=0) as file:
        file.write(content)
    os.utime(path, (when, when))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--texts", type=Path, metavar="ZIP", help="a zip of .md or .txt texts to cut from")
    parser.add_argument("--engine", default="auto", choices=("auto", "tantivy", "whoosh"))
    parser.add_argument(
        "--kind", default=MIXES[0], choices=MIXES, help="formats as schools mix them, or text only"
    )
    given = parser.parse_args()
    made = make_archive(given.folder, given.records, given.seed, given.texts, given.engine, given.kind)
    print(", ".join(f"{count:,} {name}" for name, count in made._asdict().items()))


if __name__ == "__main__":
    main()
