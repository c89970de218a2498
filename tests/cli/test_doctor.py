"""`doctor`: looks at everything, changes nothing, works outside an archive, in a broken one and on a read-only disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from commands import PACKAGE, done, looks_below, run
from test_read_only import NoWriting
from trees import Picture

from archive_tool.adapters.probes.scratch import PREFIX
from archive_tool.app import doctor

Small = Callable[[Picture], Path]
MACHINE = ["tool", "console", "engines", "readers"]
ARCHIVE = [
    "config", "place", "read", "write", "rename", "lock", "fsync", "watch", "watches", "names", "paths", "clock",
    "space", "cache-space", "rights", "index",
]  # fmt: skip


TRIED = doctor._readers


@pytest.fixture(scope="module")
def tried() -> Mapping[str, str]:
    """What the readers made of their samples, which is the same for every archive."""
    return TRIED()


@pytest.fixture(autouse=True)
def tried_once(tried: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_readers", lambda: tried)


@pytest.fixture
def tried_anew(tried_once: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Samples are written and read for this test."""
    monkeypatch.setattr(doctor, "_readers", TRIED)


def examined(folder: Path, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = done(folder, "doctor", "--format", "json", *words).json
    return found


def by_name(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {check["check"]: check for check in found["checks"]}


def names(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*")}


def test_the_computer_and_the_archive_are_looked_at(sample: Path) -> None:
    found = examined(sample)
    assert list(found) == ["tool", "archive", "summary", "checks"]
    assert found["archive"] == str(sample)
    assert [c["check"] for c in found["checks"] if c["section"] == "machine"] == MACHINE
    archive = [c["check"] for c in found["checks"] if c["section"] == "archive"]
    assert archive == [name for name in ARCHIVE if name != "watches" or sys.platform.startswith("linux")]
    for check in found["checks"]:
        assert list(check) == ["section", "check", "status", "message", "remedy", "who"]
        assert (check["remedy"] is None) == (check["who"] is None)
    statuses = [check["status"] for check in found["checks"]]
    assert found["summary"] == {
        "ok": statuses.count("ok"),
        "warnings": statuses.count("warning"),
        "problems": statuses.count("problem"),
        "unchecked": statuses.count("unchecked"),
    }
    assert found["summary"]["problems"] == 0


@pytest.mark.usefixtures("tried_anew")
@pytest.mark.parametrize("synced", [True, False], ids=["synced", "never synced"])
def test_nothing_is_left_behind(sample: Path, small: Small, synced: bool) -> None:
    archive = sample if synced else small({"2025/30 Money/Budgets/2025 预算.txt": "收入"})
    before, looks = names(archive), looks_below(archive)
    examined(archive)
    assert done(archive, "doctor").code == 0
    assert names(archive) == before
    assert looks_below(archive) == looks


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_outside_an_archive_the_computer_alone_is_looked_at(
    tmp_path: Path, own_home: Path, lang: str
) -> None:
    assert [check["check"] for check in examined(tmp_path)["checks"]] == MACHINE
    assert examined(tmp_path)["archive"] is None
    out = done(tmp_path, "doctor", lang=lang).out
    assert {"zh": "这里不在档案库里", "en": "this is not in an archive"}[lang] in out


def test_broken_settings_are_a_check_and_the_disk_is_looked_at_all_the_same(small: Small) -> None:
    archive = small({"archive.yaml": "scheme: minimal\nunitz: []\n"})
    found = by_name(examined(archive))
    assert found["config"]["status"] == "problem"
    assert "archive.yaml:2" in found["config"]["message"] and "unitz" in found["config"]["message"]
    assert found["write"]["status"] == "ok"
    assert "index" not in found


def test_it_says_how_far_the_index_is_behind(sample: Path, small: Small) -> None:
    assert by_name(examined(sample))["index"]["status"] == "ok"
    (sample / "2025/06_学习教育/03_集中学习/2025-11-03 新.txt").write_text("新的", encoding="utf-8")
    behind = by_name(examined(sample))["index"]
    assert behind["status"] == "warning"
    assert "落后 1 件" in behind["message"]
    none = by_name(examined(small({})))["index"]
    assert (none["status"], none["remedy"], none["who"]) == ("warning", "运行 archive-tool sync", "you")


def test_an_engine_that_is_not_there_is_named(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tantivy", None)
    monkeypatch.delitem(sys.modules, "archive_tool.adapters.search.tantivy_index", raising=False)
    archive = small(
        {"archive.yaml": "scheme: minimal\nunits:\n- {id: c, kind: club}\nsearch: {engine: tantivy}\n"}
    )
    found = by_name(examined(archive))
    assert found["engines"]["status"] == "warning"
    assert "whoosh" in found["engines"]["message"]
    assert found["index"]["status"] == "problem"


@pytest.mark.usefixtures("tried_anew")
def test_every_format_is_read_by_a_worker(sample: Path) -> None:
    message = by_name(examined(sample))["readers"]["message"]
    assert not [form for form in ("docx", "pdf", "txt", "md") if form not in message]


@pytest.mark.usefixtures("tried_anew")
def test_where_nothing_can_be_written_it_says_so_and_goes_on(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = small({"2025/30 Money/Budgets/2025 预算.txt": "收入"})
    before = looks_below(archive, besides=())
    NoWriting(archive).put_on(monkeypatch)
    ran = run(archive, "doctor", "--format", "json")
    monkeypatch.undo()
    assert ran.code == 0, ran.all
    found = by_name(ran.json)
    assert found["write"]["status"] == "warning"
    assert "Read-only file system" in found["write"]["message"]
    assert {found[name]["status"] for name in ("rename", "lock", "fsync", "watch", "names")} == {"unchecked"}
    assert found["read"]["status"] == "ok"
    assert looks_below(archive, besides=()) == before


@pytest.mark.skipif(sys.platform == "win32", reason="mode bits")
def test_who_can_open_what_the_scheme_restricts(sample: Path) -> None:
    closed = [
        sample / "2025/07_发展党员",
        sample / "2025/08_党员管理与党费/07_处分与处置",
        sample / "2025/09_党风廉政与监督",
    ]
    open_all = all(folder.stat().st_mode & 0o001 for folder in sample.resolve().parents)
    found = by_name(examined(sample))["rights"]
    if open_all:
        assert found["status"] == "warning"
        assert "2025/07_发展党员" in found["message"] and "2025/09_党风廉政与监督" in found["message"]
        assert (found["who"], "05_组织生活" in found["message"]) == ("admin", False)
    for folder in (*closed, sample / ".archive/cache"):
        folder.chmod(0o700)
    assert by_name(examined(sample))["rights"]["status"] == "ok"


@pytest.mark.parametrize(("level", "code"), [("never", 0), ("problem", 0), ("warning", 1)])
def test_scripts_may_ask_for_an_exit_code(small: Small, level: str, code: int) -> None:
    """Without an index there is a warning and no problem."""
    assert run(small({}), "doctor", "--fail-on", level).code == code


def test_a_problem_counts_for_both_levels(small: Small) -> None:
    archive = small({"archive.yaml": "scheme: nothing\n"})
    assert [run(archive, "doctor", "--fail-on", level).code for level in ("never", "problem", "warning")] == [
        0,
        1,
        1,
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ended_from_outside_it_leaves_nothing(sample: Path, number: signal.Signals) -> None:
    """The process is caught while it listens for an event that it was made not to hear."""
    before = names(sample)
    silent = (
        "import sys, time\n"
        "from archive_tool.app import doctor\n"
        "doctor._listen = lambda folder, act: time.sleep(60)\n"
        "from archive_tool.cli import main\n"
        f"main(['-C', {str(sample)!r}, 'doctor'])\n"
    )
    env = {**os.environ, "PYTHONPATH": str(PACKAGE), "PYTHONUTF8": "1"}
    process = subprocess.Popen(
        [sys.executable, "-c", silent], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    for _ in range(600):
        if list((sample / ".archive").glob(f"{PREFIX}*/write.txt")):
            break
        time.sleep(0.05)
    else:
        pytest.fail("it never began")
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert names(sample) == before
