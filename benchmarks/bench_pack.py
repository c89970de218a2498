"""Measures the inspection pack: `python benchmarks/bench_pack.py --documents 300`."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench_processes import Run, run
from bench_promises import Verdict
from make_archive import make_archive

AS_OF, YEAR = "2025-12-31", "2025"
# A promise for 300 documents without LibreOffice; of others their share, beyond what every start takes.
SECONDS, DOCUMENTS, START = 60.0, 300, 3.0
MEMORY_MIB = 400


class Packed(NamedTuple):
    """What was measured, of packs of the same archive."""

    documents: int
    pages: int
    pdf: Sequence[Run]
    folder: Sequence[Run]


def measure(root: Path, tries: int) -> Packed:
    """As one file and as a folder, in turns; memory is looked at in the last turn alone."""
    pdf, folder, told = [], [], {}
    with tempfile.TemporaryDirectory(prefix="pack-") as place:
        for turn in range(tries):
            watch = turn == tries - 1
            pdf.append(run(_command(root, Path(place, "a.pdf")), watch=watch))
            folder.append(run(_command(root, Path(place, f"dir-{turn}")), watch=watch))
        told = json.loads(pdf[-1].output)
    files = [file for record in told["records"] for file in record["files"]]
    shown = sum(file["shown"] is not None for file in files)
    if shown < told["summary"]["files"] / 2:
        raise SystemExit(f"not what was to be measured: {shown} of {len(files)} files shown")
    return Packed(shown, told["pages"], pdf, folder)


def _command(root: Path, target: Path) -> list[str]:
    words = ("inspection-pack", "--year", YEAR, "--as-of", AS_OF, "--no-office", "--format", "json")
    everything = ("--rights", "restricted", "--with-personal", "-o", str(target))
    return [sys.executable, "-m", "archive_tool", "-C", str(root), *words, *everything]


def verdicts(found: Packed) -> Iterator[Verdict]:
    """CPU time is compared: other work on the machine does not move it."""
    limit = START + SECONDS * found.documents / DOCUMENTS
    for name, runs in (("as a file", found.pdf), ("as a folder", found.folder)):
        cpu = statistics.median(one.cpu_s for one in runs)
        yield Verdict(f"pack {name}, CPU time", cpu, limit, "s")
        yield Verdict(f"pack {name}, private memory with all processes", runs[-1].tree_mib, MEMORY_MIB, "MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=DOCUMENTS, help="about how many")
    parser.add_argument("--tries", type=int, default=3, help="runs of which the median counts")
    parser.add_argument("--archive", type=Path, help="an archive that is there already, and synced")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pack-archive-") as temporary:
        root = given.archive or Path(temporary, "archive")
        if given.archive is None:
            # At least three years, of which one is packed; three documents to two records.
            make_archive(root, given.documents * 2, mix="mixed")
            run([sys.executable, "-m", "archive_tool", "-C", str(root), "sync"])
        found = measure(root, given.tries)
    print(f"{found.documents} documents shown on {found.pages} pages")
    for name, runs in (("file", found.pdf), ("folder", found.folder)):
        seconds = statistics.median(one.seconds for one in runs)
        last = runs[-1]
        print(
            f"{name:8} {seconds:5.1f} s, CPU {statistics.median(one.cpu_s for one in runs):5.1f} s, {last.main_mib:.0f} MiB, with all processes {last.tree_mib:.0f} MiB"
        )
    told = list(verdicts(found))
    for one in told:
        print(f"{'met   ' if one.met else 'MISSED'} {one.name}: {one.value:.2f} of {one.limit:g} {one.unit}")
    sys.exit(0 if all(one.met for one in told) else 1)


if __name__ == "__main__":
    main()
