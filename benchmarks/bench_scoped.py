"""Times the sync of one folder in process, as the watcher does it: run as a program, it prints JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
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

from archive_tool.app.texts import load_catalog
from archive_tool.app.watching import Watched
from archive_tool.core.catalog import Speaker
from archive_tool.core.results import SyncResult

TODAY = date(LAST_YEAR, 12, 31)
QUIET = 1.0  # seconds that the watcher waits for quiet: what goes on behind a sync has this time
LEAF = "05_组织生活/01_支部党员大会"
LONG_AGO = 1_700_000_000  # a young file would be read twice


def measure(root: Path, tries: int) -> dict[str, Any]:
    """Milliseconds, of every try.

    `unchanged`: nothing has happened in the folder after all; `dropped`: a document was dropped, which
    is read, drafted and indexed. Afterwards the archive is as it was.
    """
    (folder, *_) = sorted(path for path in root.glob(f"*/{LAST_YEAR}/{LEAF}") if any(path.iterdir()))
    scope = [folder.relative_to(root).as_posix()]
    with Watched(root, Speaker(load_catalog(), "zh"), lambda: TODAY) as watched:
        watched.sync(scope)  # unmeasured
        unchanged = [_timed(watched, scope)[0] for _ in range(tries)]
        dropped, results = [], []
        for document in _documents(folder, tries):
            watched.expect()  # as the watcher does when the bell rings
            time.sleep(QUIET)
            ms, result = _timed(watched, scope)
            dropped.append(ms)
            results.append(result)
            document.unlink()
            document.with_name(f"{document.name}.meta.yaml").unlink()
            watched.sync(scope)
        files = sum(1 for path in folder.rglob("*") if path.is_file())
        own = private(psutil.Process()) / (1 << 20)
    sane = all((result.read, len(result.drafted), result.index.written) == (1, 1, 1) for result in results)
    return {
        "unchanged": unchanged,
        "dropped": dropped,
        "files": files,
        "own_mib": round(own, 1),
        "sane": sane,
    }


def _timed(watched: Watched, scope: list[str]) -> tuple[float, SyncResult]:
    started = time.perf_counter()
    result = watched.sync(scope)
    return (time.perf_counter() - started) * 1000, result


def _documents(folder: Path, count: int) -> Iterator[Path]:
    """One document after the other, dropped into the folder."""
    cut = cutter(None)
    for number in range(1, count + 1):
        page = Page(f"临时会议记录{number}", cut(Random(number)), datetime(LAST_YEAR, 12, 1), number)
        path = folder / f"{LAST_YEAR}-12-01 {page.title}.docx"
        path.write_bytes(docx(page))
        os.utime(path, (LONG_AGO, LONG_AGO))
        yield path


def main() -> None:
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))


if __name__ == "__main__":
    main()
