"""Drops real files into a watched archive and measures how long they take to be found: `python benchmarks/bench_watch.py`."""

from __future__ import annotations

import argparse
import os
import queue
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import psutil
from bench_documents import docx
from bench_page import Page
from bench_processes import private
from bench_texts import cutter
from bench_units import LAST_YEAR
from make_archive import make_archive

LEAVES = f"{LAST_YEAR}/05_组织生活/0[125]_*"  # assemblies, committee, theme days; below the root, or a unit's folder
AS_OF = date(LAST_YEAR, 12, 31)
PROMISE_S = 3.0
PATIENCE_S = 600.0
MIB = 1 << 20


class Watcher:
    """`archive-tool watch` in a process of its own, and what it says."""

    def __init__(self, root: Path) -> None:
        words = ["-C", str(root), "--lang", "en", "watch"]
        self._process = subprocess.Popen(
            [sys.executable, "-u", "-m", "archive_tool", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env={**os.environ, "PYTHONUTF8": "1"},
        )
        self._said: queue.SimpleQueue[tuple[float, str]] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()
        self.process = psutil.Process(self._process.pid)

    def until(self, text: str, seconds: float = PATIENCE_S) -> float:
        """When the next line that holds the text was said."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                when, line = self._said.get(timeout=0.1)
            except queue.Empty:
                if self._process.poll() is not None:
                    raise SystemExit(f"the watcher ended with {self._process.returncode}") from None
                continue
            if text in line:
                return when
        raise SystemExit(f"the watcher never said {text!r}")

    def cpu(self) -> float:
        """Seconds of processor time, of the main process."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def memory(self) -> tuple[float, float]:
        """Private memory in MiB: of the main process, and of its readers."""
        own = private(self.process)
        readers = sum(private(child) for child in self.process.children(recursive=True))
        return own / MIB, readers / MIB

    def close(self) -> int:
        self.process.terminate()
        return self._process.wait(60)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._said.put((time.monotonic(), line))


@contextmanager
def watching(root: Path) -> Iterator[Watcher]:
    """Begins when the first look at the whole tree is over; the watcher has to end with 0."""
    watcher = Watcher(root)
    try:
        watcher.until("looked at the whole archive")
        yield watcher
    finally:
        code = watcher.close()
    if code:
        raise SystemExit(f"the watcher ended with {code}")


def drop(root: Path, number: int, random: Random) -> tuple[str, str]:
    """A record of one Word file in some leaf: its path, and a word that only it holds."""
    word = f"dropped{number:06d}"
    leaves = sorted(path for path in (*root.glob(LEAVES), *root.glob(f"*/{LEAVES}")) if path.is_dir())
    title, day = f"会议记录{number}", datetime(LAST_YEAR, 11, number % 28 + 1)
    path = leaves[number % len(leaves)] / f"{day:%Y-%m-%d} {title}.docx"
    path.write_bytes(docx(Page(title, [*cutter(None)(random), f"记号{word}"], day, number)))
    return path.relative_to(root).as_posix(), word


def latency(root: Path, drops: int) -> dict[str, Any]:
    """Seconds from the end of writing until a search finds the file, and until an audit has judged it."""
    random, searchable, audited, said = Random(1), [], [], []
    with watching(root) as watcher, finder(root) as (find, judged):
        judged()  # a process that has just started reads everything once
        for number in range(drops):
            path, word = drop(root, number, random)
            begun = time.monotonic()
            while find(word) != [path]:
                time.sleep(0.02)
            searchable.append(time.monotonic() - begun)
            if path not in judged():
                raise SystemExit(f"an audit does not know {path}")
            audited.append(time.monotonic() - begun)
            said.append(watcher.until(path.rpartition("/")[2]) - begun)
            time.sleep(random.uniform(3.0, 5.0))  # the second look at the young file is over
    return {"searchable_s": _spread(searchable), "audited_s": _spread(audited), "line_s": _spread(said)}


@contextmanager
def finder(root: Path) -> Iterator[tuple[Callable[[str], list[str]], Callable[[], set[str]]]]:
    """A search and an audit in this process, on an archive kept open, as a page in a browser would have it."""
    from archive_tool.app.find import search
    from archive_tool.app.judge import audit
    from archive_tool.app.opening import open_archive
    from archive_tool.app.texts import load_catalog
    from archive_tool.core.catalog import Speaker

    with open_archive(root, Speaker(load_catalog(), "en")) as archive:

        def find(word: str) -> list[str]:
            return [hit.path for hit in search(archive, word, 0).hits]

        def judged() -> set[str]:
            report = audit(archive, AS_OF)
            return {path for row in report.coverage for path in row.records}

        yield find, judged


def burst(root: Path, files: int) -> dict[str, Any]:
    """All at once, as from a copy of a whole folder: none may be missing afterwards."""
    random = Random(2)
    with watching(root) as watcher:
        cpu, begun = watcher.cpu(), time.monotonic()
        paths = {drop(root, number, random)[0] for number in range(files)}
        written = time.monotonic() - begun
        with finder(root) as (find, _):
            while len(found := set(find("dropped*"))) < files:
                time.sleep(1.0)
                if time.monotonic() - begun > PATIENCE_S:
                    break
        taken = time.monotonic() - begun
        cpu = watcher.cpu() - cpu
        own, readers = watcher.memory()
    undescribed = [path for path in paths if not (root / f"{path}.meta.yaml").exists()]
    return {
        "files": files,
        "lost": len(paths - found) + len(undescribed),
        "written_s": written,
        "found_s": taken,
        "cpu_s": cpu,
        "memory_mib": own,
        "readers_mib": readers,
    }


def folders(root: Path, count: int, seconds: float = 10.0) -> dict[str, Any]:
    """Start on many folders: how long until the watcher is ready, and what it does when nothing happens."""
    have = sum(len(names) for _, names, _ in os.walk(root))
    for number in range(max(0, count - have)):
        (root / "收件箱" / f"{number // 100}" / f"{number}").mkdir(parents=True)
    begun = time.monotonic()
    with watching(root) as watcher:
        ready = time.monotonic() - begun
        time.sleep(15.0)  # looks at what is young
        cpu = watcher.cpu()
        time.sleep(seconds)
        idle = (watcher.cpu() - cpu) / seconds
        path, _ = drop(root, 0, Random(3))
        begun = time.monotonic()
        heard = watcher.until(path.rpartition("/")[2]) - begun
    return {"folders": max(count, have), "ready_s": ready, "idle_cpu": idle, "line_s": heard}


def memory(root: Path, events: int) -> dict[str, Any]:
    """Private memory of the main process while one file after the other comes, changes, moves and goes."""
    random, seen = Random(4), []
    with watching(root) as watcher:
        for number in range(events):
            path, _ = drop(root, number % 40, random)
            if number % 4 == 1:
                os.rename(root / path, root / f"{path[:-5]} 改.docx")
            if number % 4 == 2:
                (root / path).unlink()
            time.sleep(0.5)
            if number % 20 == 19:
                time.sleep(8.0)  # until it rests
                seen.append((number + 1, *watcher.memory()))
    first = [own for number, own, _ in seen if number > events // 5]
    return {
        "events": events,
        "main_mib": [round(own, 1) for _, own, _ in seen],
        "readers_mib": round(seen[-1][2], 1),
        "growth_mib": statistics.median(first[-3:]) - statistics.median(first[:3]),
    }


def _spread(values: list[float]) -> dict[str, float]:
    return {"n": len(values), "p50": round(statistics.median(values), 2), "max": round(max(values), 2)}


def _copy(archive: Path | None, records: int, into: Path) -> Path:
    if archive is None:
        make_archive(into, records)
        return into
    return Path(shutil.copytree(archive, into, symlinks=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archive", type=Path, help="an archive to copy, instead of making one")
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--drops", type=int, default=30)
    parser.add_argument("--burst", type=int, default=10_000, metavar="FILES")
    parser.add_argument("--folders", type=int, default=10_000)
    parser.add_argument("--events", type=int, default=500)
    parser.add_argument("--only", choices=("latency", "burst", "folders", "memory"))
    given = parser.parse_args()
    missed = False
    with tempfile.TemporaryDirectory(prefix="watch-benchmark-") as temporary:
        for name, run, amount in (
            ("latency", latency, given.drops),
            ("memory", memory, given.events),
            ("folders", folders, given.folders),
            ("burst", burst, given.burst),
        ):
            if given.only in (None, name) and amount:
                root = _copy(given.archive, given.records, Path(temporary) / name)
                result = run(root, amount)
                print(name, result, flush=True)
                missed |= result.get("lost", 0) > 0
                missed |= result.get("audited_s", {}).get("max", 0.0) > PROMISE_S
                shutil.rmtree(root)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
