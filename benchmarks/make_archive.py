"""Makes a valid archive of any size to measure with: `python benchmarks/make_archive.py DIR --records 1000`."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from random import Random
from typing import NamedTuple

from bench_documents import MAKERS
from bench_records import Record, first_year, plan
from bench_texts import Cut, cutter


class Made(NamedTuple):
    """What was written."""

    records: int
    documents: int
    sidecars: int
    bytes: int


_CONFIG = """\
scheme: school-party-building
language: zh
layout: by-year
fonds: {{code: "0001", name: 示例小学}}
units:
- id: branch-1
  name: 示例小学党支部
  kind: branch
  founded: 2012-09-01
  members: 18
  committee: 5
- {{id: group-1, name: 第一党小组, kind: group, parent: branch-1, members: 9}}
- {{id: group-2, name: 第二党小组, kind: group, parent: branch-1, members: 9}}
since: {since}
search: {{engine: {engine}}}
"""
_ZH = {
    **{"id": "标识", "status": "状态", "title": "题名", "date": "日期", "author": "责任者", "unit": "单位"},
    **{
        "record_form": "材料形式",
        "activity": "活动",
        "security": "密级",
        "persons": "人员",
        "keywords": "关键词",
    },
    **{"parts": "组成文件", "path": "路径", "role": "作用", "size": "大小", "sha256": "校验码"},
}


def make_archive(
    folder: Path, records: int, seed: int = 1, texts: Path | None = None, engine: str = "auto"
) -> Made:
    """Write the archive into a new or empty folder; the same arguments give the same bytes."""
    if folder.exists() and any(folder.iterdir()):
        raise SystemExit(f"{folder} is not empty")
    folder.mkdir(parents=True, exist_ok=True)
    config = _CONFIG.format(since=first_year(records), engine=engine)
    (folder / "archive.yaml").write_text(config, encoding="utf-8", newline="\n")
    random, cut, made = Random(seed), cutter(texts), Made(0, 0, 0, 0)
    for record in plan(records, random):
        contents = dict(_contents(record, cut, random))
        _write(folder, record, contents)
        made = Made(
            made.records + 1,
            made.documents + len(contents),
            made.sidecars + bool(record.sidecar),
            made.bytes + sum(map(len, contents.values())),
        )
    return made


def _contents(record: Record, cut: Cut, random: Random) -> Iterator[tuple[str, bytes]]:
    """Path below the record ("" in a one-file record) and bytes."""
    for part in record.parts:
        title = f"{record.title} {part.name}".strip()
        yield (f"{part.name}.{part.ending}" if part.name else "", MAKERS[part.ending](title, cut(random)))


def _write(folder: Path, record: Record, contents: Mapping[str, bytes]) -> None:
    place = folder / record.path
    (place.parent if record.is_file else place).mkdir(parents=True, exist_ok=True)
    # Dated back: what changed within seconds of a look has to be read again, which is not what is measured.
    when = datetime(record.day.year, record.day.month, record.day.day, 10).timestamp()
    for name, content in contents.items():
        _file(place / name if name else place, content, when)
    if record.sidecar:
        sidecar = place.with_name(place.name + ".meta.yaml") if record.is_file else place / "_item.yaml"
        _file(sidecar, _sidecar(record, contents).encode(), when + 3600)


def _file(path: Path, content: bytes, when: float) -> None:
    path.write_bytes(content)
    os.utime(path, (when, when))


def _sidecar(record: Record, contents: Mapping[str, bytes]) -> str:
    """A filed sidecar with English or Chinese keys."""
    values: dict[str, object] = {
        "id": record.id,
        "status": "filed",
        "title": record.title,
        "date": record.day.isoformat(),
        "author": ["示例小学党支部"],
        "record_form": record.leaf.form,
        "activity": record.leaf.activity,
        "unit": "branch-1",
        "security": "internal",
        "persons": ["甲", "乙"] if record.leaf.form == "talk-record" else None,
        "keywords": ["党建", record.leaf.folder.rpartition("_")[2]],
    }
    keys = _ZH if record.sidecar == "zh" else {}
    lines = [f"{keys.get(key, key)}: {_plain(value)}\n" for key, value in values.items() if value]
    lines.append(f"{keys.get('parts', 'parts')}:\n")
    for part, (name, content) in zip(record.parts, contents.items(), strict=True):
        told = {
            "path": name,
            "role": part.role,
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        inside = ", ".join(f"{keys.get(key, key)}: {_plain(value)}" for key, value in told.items() if value)
        lines.append(f"- {{{inside}}}\n")
    return "".join(lines)


def _plain(value: object) -> str:
    """Words as people write them; a digest may look like a number and is quoted."""
    if isinstance(value, list):
        return f"[{', '.join(map(str, value))}]"
    return json.dumps(value) if isinstance(value, str) and len(value) == 64 else str(value)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--texts", type=Path, metavar="ZIP", help="a zip of .md or .txt texts to cut from")
    parser.add_argument("--engine", default="auto", choices=("auto", "tantivy", "whoosh"))
    given = parser.parse_args()
    made = make_archive(given.folder, given.records, given.seed, given.texts, given.engine)
    print(", ".join(f"{count:,} {name}" for name, count in made._asdict().items()))


if __name__ == "__main__":
    main()
