"""Files that somebody is busy with: left alone as a whole, taken as a whole when he is done."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from trees import Picture

from archive_tool.adapters.workers.pool import Read
from archive_tool.app.find import search
from archive_tool.app.texts import load_catalog
from archive_tool.app.watching import Watched
from archive_tool.core.catalog import Speaker
from archive_tool.core.model import Problem, Reading, Segment
from archive_tool.core.results import SyncResult
from archive_tool.report.events import Teller

LEAF = "2025/30 Money/Budgets"
BUDGET = f"{LEAF}/2025 预算.txt"
Small = Callable[[Picture], Path]


class Elsewhere:
    """A bell that knows what other programs are writing, and a pool whose workers meet them."""

    def __init__(self) -> None:
        self.open: set[str] = set()
        self.met: dict[str, Problem] = {}  # end of the path -> what opening it gives

    def writing(self) -> frozenset[str]:
        return frozenset(self.open)

    def close(self) -> None:
        """Nothing was started."""

    def read_all(self, paths: Iterable[str]) -> Iterator[Read]:
        for path in paths:
            problem = next((self.met[end] for end in self.met if path.endswith(end)), None)
            text = Path(path).read_text("utf-8")
            segments = () if problem else (Segment("", text),)
            yield Read(
                path, "" if problem else sha256(text.encode()).hexdigest(), Reading(segments, problem=problem)
            )


@contextmanager
def watched(root: Path, elsewhere: Elsewhere | None = None) -> Iterator[Watched]:
    with Watched(root, Speaker(load_catalog(), "en"), lambda: date(2025, 12, 31), quiet=0.0) as opened:
        if elsewhere:
            opened._bell = elsewhere  # type: ignore[assignment]
            opened.archive = replace(opened.archive, readers=elsewhere)  # type: ignore[arg-type]
        yield opened


def sidecar(root: Path, path: str) -> Path:
    return root / f"{path}.meta.yaml"


def found(opened: Watched, query: str) -> list[str]:
    return [hit.path for hit in search(opened.archive, query, 0).hits]


def told(result: SyncResult) -> Mapping[str, Any]:
    return {"waiting": result.waiting, "again": result.again, "drafted": result.drafted}


def test_a_new_file_is_described_and_found_when_it_is_closed(small: Small) -> None:
    elsewhere, other = Elsewhere(), f"{LEAF}/2024 预算.txt"
    root = small({BUDGET: "前一半", other: "别的"})
    with watched(root, elsewhere) as opened:
        elsewhere.open = {BUDGET}
        result = opened.sync(None)
        assert told(result) == {"waiting": (BUDGET,), "again": (LEAF,), "drafted": (f"{other}.meta.yaml",)}
        assert (found(opened, "前一半"), found(opened, "别的")) == ([], [other])
        (root / BUDGET).write_text("前一半，后一半", "utf-8")
        elsewhere.open = set()
        assert opened.sync([LEAF]).drafted == (f"{BUDGET}.meta.yaml",)
        assert found(opened, "前一半，后一半") == [BUDGET]


def test_a_known_file_stays_as_it_was_known_while_it_is_written(small: Small) -> None:
    elsewhere = Elsewhere()
    root = small({BUDGET: "这里是旧文，还要改。"})
    with watched(root, elsewhere) as opened:
        opened.sync(None)
        before = sidecar(root, BUDGET).read_bytes()
        (root / BUDGET).write_text("这里是新文写到一半，还要改。", "utf-8")
        elsewhere.open = {BUDGET}
        result = opened.sync([LEAF])
        assert told(result) == {"waiting": (BUDGET,), "again": (LEAF,), "drafted": ()}
        assert (found(opened, "旧文"), found(opened, "新文")) == ([BUDGET], [])
        assert sidecar(root, BUDGET).read_bytes() == before
        elsewhere.open = set()
        opened.sync([LEAF])
        assert (found(opened, "旧文"), found(opened, "新文写到一半")) == ([], [BUDGET])
        assert sidecar(root, BUDGET).read_bytes() != before


def test_one_file_in_use_keeps_its_whole_record_back(small: Small) -> None:
    record = f"{LEAF}/2025-03-01 预算"
    elsewhere = Elsewhere()
    elsewhere.met = {"附表.txt": Problem("busy", "a sharing violation")}
    root = small({f"{record}/预算.txt": "正文", f"{record}/附表.txt": "附表"})
    with watched(root, elsewhere) as opened:
        result = opened.sync(None)
        assert told(result) == {"waiting": (f"{record}/附表.txt",), "again": (record,), "drafted": ()}
        assert found(opened, "正文") == []
        elsewhere.met = {}
        assert opened.sync([record]).drafted == (f"{record}/_item.yaml",)
        assert found(opened, "正文 附表") == [record]


def test_a_document_that_is_open_in_an_editor_waits_for_its_mark_to_go(small: Small) -> None:
    document = f"{LEAF}/2025年度预算方案.docx"
    mark = f"{LEAF}/~$25年度预算方案.docx"
    elsewhere = Elsewhere()
    root = small({document: "写好的", mark: "甲"})
    with watched(root, elsewhere) as opened:
        assert opened.sync(None).waiting == (document,)
        (root / mark).unlink()
        assert opened.sync([LEAF]).drafted == (f"{document}.meta.yaml",)
        assert opened.matters(mark) and not opened.matters(f"{LEAF}/~WRL0001.tmp")


def test_a_file_that_is_closed_to_us_is_told_described_and_not_tried_for_ever(small: Small) -> None:
    elsewhere = Elsewhere()
    elsewhere.met = {"预算.txt": Problem("locked", "Permission denied")}
    root = small({BUDGET: "机要"})
    os.utime(root / BUDGET, (1.7e9, 1.7e9))
    with watched(root, elsewhere) as opened:
        result = opened.sync(None)
        assert (result.closed, result.again) == (((BUDGET, "Permission denied"),), ())
        assert sidecar(root, BUDGET).exists()
        assert found(opened, "预算") == [BUDGET]
        elsewhere.met = {}
        opened.sync(None)  # neither size nor time have changed
        assert found(opened, "机要") == [BUDGET]


@pytest.mark.parametrize("age", [0.0, 20.0])
def test_an_empty_file_is_given_time_to_be_filled(small: Small, age: float) -> None:
    root = small({BUDGET: ""})
    os.utime(root / BUDGET, (time.time() - age,) * 2)
    with watched(root) as opened:
        result = opened.sync(None)
        assert (result.waiting == (BUDGET,)) == (age == 0.0)
        assert sidecar(root, BUDGET).exists() == (age > 0)
        lines = list(Teller(opened.archive.speaker).lines(replace(result, scope=(LEAF,))))
        assert any("waiting for" in line for line in lines) == (age == 0.0)
