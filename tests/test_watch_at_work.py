"""The watcher under what people and machines do to it: slow writers, whole folders, a killed process."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from commands import start
from trees import make_tree
from watchers import CONFIG, LEAF, OTHER, docx, found, watching

from archive_tool.adapters import places
from archive_tool.adapters.alarm import poll
from archive_tool.core.results import Notice, SyncResult

pytestmark = pytest.mark.slow

ID = re.compile(r"^id: (\w+)$", re.MULTILINE)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_tree(tmp_path / "archive", {"archive.yaml": CONFIG, LEAF: {}, OTHER: {}})


def ids(root: Path) -> dict[str, str]:
    """Record (or sidecar of a folder record) -> its id."""
    found = {}
    for path in sorted((root / "2025").rglob("*.yaml")):
        (found[path.relative_to(root).as_posix()],) = ID.findall(path.read_text("utf-8"))
    return found


def test_a_file_written_slowly_is_taken_once_and_whole(root: Path) -> None:
    path = f"{LEAF}/2025-03-14 大会记录.txt"
    # Only Linux tells that a file is still open; elsewhere a pause must be shorter than the quiet time.
    pause = 1.0 if sys.platform.startswith("linux") else 0.15
    with watching(root) as (_, told):
        with open(root / path, "w", encoding="utf-8") as file:
            for number in range(round(6 / pause)):
                file.write(f"第{number}段记号\n" * 400)
                file.flush()
                time.sleep(pause)
            file.write("写完了")
        assert told.until(lambda: found(root, "写完了") == [path])
        time.sleep(3)  # the second look at the young file
    results = [each for each in told if isinstance(each, SyncResult)]
    assert [each.drafted for each in results if each.drafted] == [(f"{path}.meta.yaml",)]
    assert [each.refreshed for each in results if each.refreshed] == []
    assert sum(path in each.index.added for each in results) == 1
    assert sum(path in each.index.replaced for each in results) == 0


def test_a_folder_moved_in_and_a_folder_renamed_keep_everything(root: Path, tmp_path: Path) -> None:
    meeting, renamed = f"{LEAF}/2025-03-14 大会", f"{LEAF}/2025-03-14 第一季度支部党员大会"
    outside = make_tree(
        tmp_path / "outside",
        {
            "2025-03-14 大会": {
                "会议记录.txt": "讨论读书角",
                "照片": {f"{n}.txt": f"照片说明{n}" for n in range(30)},
            }
        },
    )
    with watching(root) as (_, told):
        shutil.move(outside / "2025-03-14 大会", root / meeting)
        assert told.until(lambda: found(root, "读书角") == [meeting])
        assert found(root, "照片说明29") == [meeting]
        before = ids(root)
        os.rename(root / meeting, root / renamed)
        assert told.until(lambda: found(root, "读书角") == [renamed])
        assert found(root, "照片说明29") == [renamed]
        make_tree(root / OTHER, {f"2025-03-{n:02d} 支委会.txt": f"议题{n}甲" for n in range(1, 21)})
        assert told.until(lambda: len(found(root, "议题*甲")) == 20)
        both = ids(root)
        os.rename(root / OTHER, root / "2025/05_组织生活/02_支委会_旧")
        assert told.until(lambda: all("_旧/" in path for path in found(root, "议题*甲")))
        os.rename(root / "2025/05_组织生活/02_支委会_旧", root / OTHER)
        assert told.until(
            lambda: len([path for path in found(root, "议题*甲") if path.startswith(OTHER)]) == 20
        )
    assert list(before.values()) == [ids(root)[f"{renamed}/_item.yaml"]]
    assert ids(root) == both  # described once


def test_on_a_share_it_looks_from_time_to_time(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "silent_folders", lambda root: ("",))
    monkeypatch.setattr(poll.Poller.__init__, "__defaults__", (0.3,))
    first, second = f"{LEAF}/2025-03-14 大会记录.docx", f"{OTHER}/2025-03-15 支委会记录.docx"
    with watching(root) as (_, told):
        docx(root / first, "会议讨论了读书角的安排")
        assert told.until(lambda: found(root, "读书角") == [first])
        os.rename(root / first, root / second)
        assert told.until(lambda: found(root, "读书角") == [second])
        assert told.until(lambda: (root / f"{second}.meta.yaml").exists())
    assert [each.params["folders"] for each in told if isinstance(each, Notice)] == [["."]]
    assert len(ids(root)) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_command_with_0(root: Path, sent: signal.Signals) -> None:
    command = [sys.executable, "-u", "-m", "archive_tool", "-C", str(root), "watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        assert "watching" in process.stdout.readline()
        process.send_signal(sent)
        assert process.wait(20) == 0
        assert process.stdout.read().splitlines()[-1].endswith(" stopped")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups to signal")
def test_a_signal_to_all_processes_stops_the_reading_and_leaves_nothing_damaged(root: Path) -> None:
    """As a service manager ends a service: the workers hear it too."""
    for number in range(400):
        docx(root / LEAF / f"2025-03-14 记录{number}.docx", f"内容{number}记号")
    command = [sys.executable, "-u", "-m", "archive_tool", "-C", str(root), "watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout is not None and "watching" in process.stdout.readline()
        time.sleep(1.2)  # the workers are at it
        os.killpg(process.pid, signal.SIGTERM)
        assert process.wait(20) == 0
    with watching(root) as (_, told):
        assert told.until(lambda: len(found(root, "内容*记号")) == 400, 60)
        reports = [each.report for each in told if isinstance(each, SyncResult)]
    assert {f.code for report in reports for f in report.findings if f.code.startswith("file/")} == set()


def test_killed_at_any_moment_and_started_again_nothing_is_lost(root: Path) -> None:
    dropped = 0
    for delay in (0.9, 1.3, 1.6, 2.2, 3.1):
        process = start(root, "watch", env={"PYTHONUNBUFFERED": "1"})
        assert process.stdout is not None and "watching" in process.stdout.readline()
        end = time.monotonic() + delay
        while time.monotonic() < end:
            docx(root / LEAF / f"2025-03-14 记录{dropped}.docx", f"内容{dropped}记号")
            dropped += 1
            time.sleep(0.02)
        process.kill()
        process.communicate()
    with watching(root) as (_, told):
        assert told.until(lambda: len(found(root, "内容*记号")) == dropped, 60)
    described = ids(root)
    assert {path.removesuffix(".meta.yaml") for path in described} == set(found(root, "内容*记号"))
    assert [each for each, times in Counter(described.values()).items() if times > 1] == []
