"""whoosh as the tool uses it beside plain whoosh with the same tokens: `python benchmarks/bench_whoosh.py --records 1000,2000`."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import psutil
from bench_processes import private
from make_archive import make_archive

WAYS = ("plain", "tool, 1 process", "tool")
QUERIES = ("会议", "会议 学习", "第一党小组", "支部党员大会", "会", "年度:2025 学习", "党课 -通知")
STARRED = "学*会"  # the texts of all candidates have to be read
MIB = 1 << 20


def documents(archive: Path) -> list[Any]:
    """What `sync` would hand to the index, texts in memory: reading them is not what is measured."""
    from archive_tool.app.gather import gather
    from archive_tool.app.opening import open_archive
    from archive_tool.app.reindex import _documents, wanted
    from archive_tool.app.texts import load_catalog
    from archive_tool.core.catalog import Speaker

    with open_archive(archive, Speaker(load_catalog(), "en")) as opened:
        material = gather(opened, opened.reader.snapshot(), date(2025, 12, 31))
        items = list(wanted(opened, material).values())
        return list(_documents(opened, material, items, lambda *_: None))


def plain(found: Sequence[Any], folder: Path) -> None:
    """whoosh with its own analysers, formats and writer."""
    from whoosh import fields, index
    from whoosh.analysis import SpaceSeparatedTokenizer

    from archive_tool.core.contents import PLACES, contents

    schema = fields.Schema(key=fields.ID(stored=True, unique=True), words=fields.KEYWORD)
    for place in PLACES:
        schema.add(place, fields.TEXT(analyzer=SpaceSeparatedTokenizer()))
        schema.add(f"{place}_atoms", fields.KEYWORD)
    folder.mkdir(parents=True)
    writer = index.create_in(str(folder), schema).writer(limitmb=256)
    for document in found:
        kept = contents(document)
        values = {place: grams.tokens for place, grams in kept.grams.items()}
        values |= {f"{place}_atoms": " ".join(grams.atoms) for place, grams in kept.grams.items()}
        writer.add_document(key=document.path, words=" ".join(kept.words), **values)
    writer.commit()


def tool(found: Sequence[Any], folder: Path) -> None:
    """The tool's index."""
    from archive_tool.adapters.search.whoosh_index import WhooshIndex

    WhooshIndex(folder).rebuild(iter(found))


def build(way: str, archive: Path, folder: Path) -> dict[str, float]:
    """Seconds of clock and processor, all processes; MiB on the disk, MiB of the main process."""
    found = documents(archive)
    if way == "tool, 1 process":
        from archive_tool.adapters.search import whoosh_parts

        whoosh_parts.MOST = 1
    before, begun, cpu = private(psutil.Process()), time.perf_counter(), _cpu()
    (plain if way == "plain" else tool)(found, folder)
    return {
        "documents": len(found),
        "wall_s": time.perf_counter() - begun,
        "cpu_s": _cpu() - cpu,
        "disk_mib": sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / MIB,
        "memory_mib": (_highest() - before) / MIB,
        "text_mib": sum(len(p.segment.text.encode()) for each in found for p in each.passages) / MIB,
    }


def use(archive: Path, folder: Path) -> dict[str, float]:
    """Milliseconds of processor time, which other work on the machine does not move: of queries on an open
    index, of the first one after opening it, of taking in one record."""
    from archive_tool.adapters.search.whoosh_index import WhooshIndex
    from archive_tool.app.find import FACETS, field_names
    from archive_tool.app.opening import open_archive
    from archive_tool.app.texts import load_catalog
    from archive_tool.core.catalog import Speaker
    from archive_tool.core.query import parse

    with open_archive(archive, Speaker(load_catalog(), "zh")) as opened:
        names = field_names(opened)
    queries, found = [parse(text, names) for text in QUERIES], documents(archive)
    index = WhooshIndex(folder)
    first, times, adding = [], [], []
    for query in queries:
        index.close()
        first.append(_timed(lambda query=query: index.search(query, 20, FACETS)))
        times += [_timed(lambda query=query: index.search(query, 20, FACETS)) for _ in range(20)]
    random = Random(1)
    for _ in range(20):
        document = random.choice(found)
        adding.append(_timed(lambda document=document: index.update([document], [document.path])))
        index.search(queries[0], 20, FACETS)
    starred = parse(STARRED, names)
    cuts = statistics.quantiles(times, n=20)
    return {
        "query_p50_ms": statistics.median(times),
        "query_p95_ms": cuts[-1],
        "starred_ms": statistics.median(_timed(lambda: index.search(starred, 20, FACETS)) for _ in range(3)),
        "first_query_ms": statistics.median(first),
        "first_query_max_ms": max(first),
        "one_record_p50_ms": statistics.median(adding),
        "one_record_max_ms": max(adding),
    }


def _timed(action: Any) -> float:
    begun = time.process_time()
    action()
    return (time.process_time() - begun) * 1000


def _cpu() -> float:
    own, children = os.times()[:2], os.times()[2:4]
    return sum(own) + sum(children)


def _highest() -> float:
    try:
        import resource
    except ImportError:  # Windows
        return float(psutil.Process().memory_info().peak_wset)
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * 1024


def _in_turns(archive: Path, tries: int, scratch: Path) -> Iterator[tuple[str, dict[str, float]]]:
    """Every way in a fresh process, one after the other, so that what else the machine does falls on all."""
    for _ in range(tries):
        for way in WAYS:
            folder = scratch / way.replace(", ", "-").replace(" ", "-")
            shutil.rmtree(folder, ignore_errors=True)
            yield way, _run("build", way, archive, folder)


def _run(*words: object) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, __file__, "--job", *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measure(records: int, tries: int, texts: Path | None, scratch: Path) -> None:
    archive = scratch / "archive"
    make_archive(archive, records, texts=texts, engine="whoosh")
    subprocess.run(
        [sys.executable, "-m", "archive_tool", "-C", str(archive), "sync"], check=True, capture_output=True
    )
    runs: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for way, result in _in_turns(archive, tries, scratch):
        runs[way].append(result)
    base = statistics.median(run["cpu_s"] for run in runs["plain"])
    for way, results in runs.items():
        middle = {key: statistics.median(run[key] for run in results) for key in results[0]}
        print(
            f"{records:>6} {way:16} {middle['documents'] / middle['wall_s']:6.0f} documents/s"
            f" {middle['documents'] / middle['cpu_s']:6.0f} a processor second, {base / middle['cpu_s']:4.1f} x plain;"
            f" {middle['disk_mib'] / middle['text_mib']:4.1f} x the text on the disk, {middle['memory_mib']:4.0f} MiB",
            flush=True,
        )
    used = _run("use", archive, scratch / "tool")
    print(f"{records:>6} " + ", ".join(f"{key} {value:.1f}" for key, value in used.items()), flush=True)
    shutil.rmtree(archive)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", default="1000,2000", help="archives to make, divided by commas")
    parser.add_argument("--texts", type=Path, metavar="ZIP", help="a zip of .md or .txt texts to cut from")
    parser.add_argument("--tries", type=int, default=3)
    parser.add_argument("--job", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.job:
        job, *words = given.job
        result = build(words[0], Path(words[1]), Path(words[2])) if job == "build" else use(*map(Path, words))
        print(json.dumps(result))
        return
    with tempfile.TemporaryDirectory(prefix="whoosh-benchmark-") as temporary:
        for size in map(int, given.records.split(",")):
            measure(size, given.tries, given.texts, Path(temporary))


if __name__ == "__main__":
    main()
