"""Measures the installed tool on generated archives: `python benchmarks/run.py --sizes 1000,10000`."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench_measure import Effort, Result, Subject, measure
from bench_peer import Recoll, recoll
from bench_promises import verdicts
from bench_report import machine, show
from make_archive import MIXES, make_archive

QUERIES = 10  # of every kind
BIG, WHOOSH = 5_000, 2_000  # from so many records whoosh is measured at this many instead, and extrapolated
SMOKE = 60
PEERS = ("recoll",)


class Plan(NamedTuple):
    """One archive to make and measure."""

    records: int
    mix: str
    engine: str


def plan(sizes: Sequence[int], mixes: Sequence[str], engines: Sequence[str], whoosh_big: bool) -> list[Plan]:
    """Every size with every mix and engine, each once."""
    wanted = [
        Plan(WHOOSH if engine == "whoosh" and size >= BIG and not whoosh_big else size, mix, engine)
        for mix in mixes
        for size in sizes
        for engine in engines
    ]
    return list(dict.fromkeys(wanted))


def results_of(
    plans: Sequence[Plan], effort: Effort, texts: Path | None, peer: Recoll | None
) -> Iterator[Result]:
    """One after the other; what was made for one is gone before the next."""
    for records, mix, engine in plans:
        print(f"{records:,} records, {mix}, {engine} …", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix="archive-benchmark-") as temporary:
            folder = Path(temporary) / "archive"
            made = make_archive(folder, records, texts=texts, engine=engine, mix=mix)
            beside = peer if engine != "whoosh" else None
            yield measure(Subject(folder, mix, engine, made, beside, Path(temporary) / "recoll"), effort)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000", help="records, divided by commas")
    parser.add_argument("--kinds", default="text", help=f"formats of the documents: {', '.join(MIXES)}")
    parser.add_argument("--engines", default="tantivy,whoosh")
    parser.add_argument("--whoosh-big", action="store_true", help=f"whoosh also from {BIG:,} records on")
    parser.add_argument("--peer", choices=PEERS, help="measure this beside the tool, on the same documents")
    parser.add_argument("--texts", type=Path, metavar="ZIP", help="a zip of .md or .txt texts to cut from")
    parser.add_argument("--tries", type=int, default=5, help="runs of which the median counts")
    parser.add_argument("--cold-tries", type=int, default=1, help="first syncs of which the median counts")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write all figures there")
    parser.add_argument(
        "--smoke", action="store_true", help=f"{SMOKE} records: does everything run and count right?"
    )
    return parser.parse_args()


def main() -> None:
    given = _arguments()
    peer = recoll() if given.peer else None
    if given.peer and not peer:
        print("Recoll or its Python binding is not installed: measured without it.", file=sys.stderr)
    sizes = [SMOKE] if given.smoke else [int(size) for size in given.sizes.split(",")]
    effort = (
        Effort(1, 1, 1, 2)
        if given.smoke
        else Effort(given.tries, given.cold_tries, min(given.tries, 3), QUERIES)
    )
    plans = plan(sizes, given.kinds.split(","), given.engines.split(","), given.whoosh_big)
    results = list(results_of(plans, effort, given.texts, peer))
    if given.json:
        whole = {"machine": machine(), "texts": bool(given.texts), "results": results}
        given.json.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    show(results, sizes)
    missed = [verdict for result in results for verdict in verdicts(result) if not verdict.met]
    sys.exit(1 if missed and not given.smoke else 0)


if __name__ == "__main__":
    main()
