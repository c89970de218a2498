"""A process that is killed in the middle of writing: the next one puts in order what it left, and says so."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from commands import bytes_below, done, run, start
from trees import make_tree
from watchers import CONFIG, LEAF

from archive_tool.adapters.journal import Journal, unfinished
from archive_tool.core.filing import FilingPlan, Rewrite, WriteNew

FILES = 450
ID = re.compile(rb"^id: (\w+)$", re.MULTILINE)


def temps(root: Path) -> list[str]:
    return [path.name for path in root.rglob(".~archive-tool-*")]


def sidecars(root: Path) -> int:
    return sum(1 for _ in root.rglob("*.meta.yaml"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "moment",
    [
        lambda root: len(temps(root)) > 10,
        lambda root: temps(root) and sidecars(root) > 10,
        lambda root: sidecars(root) > FILES - 50,
    ],
    ids=["while it writes temp files", "at the first renames", "at the last ones"],
)
def test_a_first_sync_that_is_killed(tmp_path: Path, moment: Callable[[Path], bool]) -> None:
    names = (f"2025-{1 + number % 12:02d}-{1 + number % 28:02d} 会议{number}.txt" for number in range(FILES))
    root = make_tree(tmp_path / "archive", {"archive.yaml": CONFIG, LEAF: {n: f"甲{n}" for n in names}})
    before = bytes_below(root)
    process = start(root, "sync")
    end = time.monotonic() + 60
    while not moment(root) and process.poll() is None and time.monotonic() < end:
        time.sleep(0.0005)
    process.kill()
    process.communicate()
    half = {path: said for path, said in bytes_below(root).items() if path.endswith(".meta.yaml")}
    was_open = bool(unfinished(root))
    assert was_open or not temps(root)
    is_half_done = was_open and (temps(root) or len(half) < FILES)
    ran = done(root, "sync")
    assert ("被打断" in ran.err) == bool(is_half_done)
    assert (temps(root), unfinished(root)) == ([], ())
    after = bytes_below(root)
    assert before.items() <= after.items()
    assert half.items() <= after.items()  # what stood was whole
    ids = [ID.findall(after[f"{path}.meta.yaml"]) for path in before if path.endswith(".txt")]
    assert len({identity for (identity,) in ids}) == FILES
    assert "被打断" not in done(root, "sync").err


class TestEveryCommandThatWrites:
    """A plan of a dead process is put in order by whichever command comes first, once."""

    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        root = make_tree(
            tmp_path / "archive", {"archive.yaml": CONFIG, LEAF: {"2025-03-14 大会记录.txt": "讨论读书角"}}
        )
        done(root, "sync")
        plan = Journal(root, lambda: datetime.now(UTC)).begin(
            FilingPlan("describe", (Rewrite(f"{LEAF}/a.yaml", b"old", b"new"), WriteNew(f"{LEAF}/b", b"1")))
        )
        make_tree(root / LEAF, {f".~archive-tool-{plan}-1.tmp": "1"})
        return root

    @pytest.mark.parametrize(
        "words",
        [
            ("sync",),
            ("watch", "--once"),
            ("index", "rebuild"),
            ("describe", LEAF, "--confirm"),
            ("accept", LEAF, "--reason", "复核"),
            ("init", "--year", "2026"),
        ],
        ids=lambda words: words[0],
    )
    def test_tells_in_one_line_what_it_did(self, root: Path, words: tuple[str, ...]) -> None:
        ran = run(root, *words)
        (line,) = (line for line in ran.all.splitlines() if "被打断" in line)
        assert "0 项改动有效，2 项没有做，清除临时文件 1 个" in line
        assert (temps(root), unfinished(root)) == ([], ())
        assert "被打断" not in run(root, *words).all

    def test_reading_ones_touch_nothing(self, root: Path) -> None:
        for words in (("check",), ("audit",), ("status",)):
            run(root, *words)
        assert len(temps(root)) == len(unfinished(root)) == 1

    def test_what_may_be_somebodys_is_named(self, root: Path) -> None:
        (plan,) = unfinished(root)
        kept = f"{LEAF}/.~archive-tool-{plan.id}-0.tmp"
        (root / kept).write_text("whose?")
        assert kept in done(root, "sync").err
        assert (root / kept).read_text() == "whose?"
