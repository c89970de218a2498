"""The watcher at work on a real tree, with the system's own events."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

import pytest
from trees import make_tree
from watchers import CONFIG, LEAF, OTHER, docx, found, watching

from archive_tool.app.find import search
from archive_tool.app.texts import load_catalog
from archive_tool.app.watching import Watched
from archive_tool.core.catalog import Speaker
from archive_tool.core.errors import CannotRun
from archive_tool.core.results import Notice, SyncResult
from archive_tool.watch import once


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make_tree(tmp_path / "archive", {"archive.yaml": CONFIG, LEAF: {}, OTHER: {}})
    return tmp_path / "archive"


def test_a_dropped_document_is_described_and_found_and_follows_its_rename(root: Path) -> None:
    first = f"{LEAF}/2025-03-14 第一季度支部党员大会记录.docx"
    second = f"{OTHER}/2025-03-15 支委会记录.docx"
    with watching(root) as (_, told):
        docx(root / first, "会议讨论了读书角的安排")
        assert told.until(lambda: (root / f"{first}.meta.yaml").exists())
        assert told.until(lambda: found(root, "读书角的安排") == [first])
        os.rename(root / first, root / second)
        assert told.until(lambda: found(root, "读书角的安排") == [second])
        time.sleep(2.5)  # what was young is looked at once more
    moves = [pair for each in told if isinstance(each, SyncResult) for pair in (*each.paired, *each.followed)]
    assert moves == [(f"{first}.meta.yaml", f"{second}.meta.yaml")]  # said once
    sidecar = (root / f"{second}.meta.yaml").read_text("utf-8")
    assert "title: 支委会记录" in sidecar
    assert "activity: committee-meeting" in sidecar
    assert not (root / f"{first}.meta.yaml").exists()


def test_the_watcher_is_not_rung_by_its_own_work(root: Path) -> None:
    with watching(root) as (_, told):
        docx(root / LEAF / "2025-03-14 大会记录.docx", "内容")
        assert told.until(lambda: any(isinstance(t, SyncResult) and t.drafted for t in told))
        time.sleep(4)  # the young file is looked at once more
        count = len(told)
        time.sleep(1.5)
        assert len(told) == count


def test_a_broken_archive_yaml_is_told_and_the_old_one_stays(root: Path) -> None:
    with watching(root) as (_, told):
        (root / "archive.yaml").write_text(CONFIG + "unknown: 1\n", "utf-8")
        assert told.until(lambda: any(isinstance(t, CannotRun) for t in told))
        docx(root / LEAF / "2025-03-14 大会记录.docx", "内容")
        assert told.until(lambda: (root / LEAF / "2025-03-14 大会记录.docx.meta.yaml").exists())


def test_once_looks_a_second_time_at_what_was_too_young(root: Path) -> None:
    (root / LEAF / "2025-03-14 通知.txt").write_text("通知", "utf-8")
    told: list[SyncResult | CannotRun | Notice] = []
    with Watched(root, Speaker(load_catalog(), "en"), lambda: date(2025, 12, 31)) as watched:
        once(watched, told.append)
        assert [isinstance(t, SyncResult) and t.again for t in told] == [(LEAF,), ()]
        assert watched.sync(None).read == 0


def test_what_a_sync_wrote_stands_as_it_was_left_until_somebody_saves_it(root: Path) -> None:
    file = f"{LEAF}/2025-03-14 通知.txt"
    (root / file).write_text("通知", "utf-8")
    with Watched(root, Speaker(load_catalog(), "en"), lambda: date(2025, 12, 31), quiet=0.0) as watched:
        own = watched.sync(None).own
        assert f"{file}.meta.yaml" in own
        assert {path: watched.stands(path) for path in own} == own
        (root / f"{file}.meta.yaml").write_text("题名: 甲", "utf-8")
        assert watched.stands(f"{file}.meta.yaml") != own[f"{file}.meta.yaml"]
        (root / f"{file}.meta.yaml").unlink()
        assert watched.stands(f"{file}.meta.yaml") is None


def test_events_inside_a_record_look_at_the_whole_record_and_nothing_else(root: Path) -> None:
    make_tree(
        root / LEAF,
        {
            "2025-03-14 大会": {"会议记录.txt": "甲", "附件": {"一.txt": "乙"}},
            "2025-06-20 大会": {"会议记录.txt": "丙"},
        },
    )
    with Watched(root, Speaker(load_catalog(), "en"), lambda: date(2025, 12, 31), quiet=0.0) as watched:
        watched.sync(None)
        result = watched.sync([f"{LEAF}/2025-03-14 大会/附件"])
        assert result.report.records == 1
        assert result.index.removed == ()
        (root / LEAF / "2025-03-14 大会" / "附件" / "二.txt").write_text("丁丁丁", "utf-8")
        watched.sync([f"{LEAF}/2025-03-14 大会/附件"])
        assert [hit.path for hit in search(watched.archive, "丁丁丁", 0).hits] == [f"{LEAF}/2025-03-14 大会"]
        assert len(search(watched.archive, "大会", 0).hits) == 2


def test_without_an_index_a_folder_leads_to_a_look_at_the_whole_tree(root: Path) -> None:
    make_tree(root, {f"{LEAF}/2025-03-14 大会.txt": "甲乙丙", f"{OTHER}/2025-03-15 支委会.txt": "甲乙丁"})
    with Watched(root, Speaker(load_catalog(), "en"), lambda: date(2025, 12, 31), quiet=0.0) as watched:
        watched.sync([OTHER])
        assert len(search(watched.archive, "甲乙", 0).hits) == 2
