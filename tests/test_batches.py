"""A word about very many records: one journal entry and one barrier for each batch, and progress on the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from commands import done
from pictures import opened
from trees import make_tree

from archive_tool.adapters.journal import read_journal
from archive_tool.adapters.tree_writer import TreeWriter
from archive_tool.app import writing
from archive_tool.app.accept import accept
from archive_tool.app.describe import describe
from archive_tool.core.errors import CannotRun
from archive_tool.core.filing import Applied, FilingPlan

DAY = date(2025, 12, 31)
LEAF = "2025/30 Money/Budgets"
FILES = [f"{LEAF}/2025 预算{number}.txt" for number in range(8)]
CONFIG = "scheme: minimal\nlanguage: en\nunits:\n- {id: club, name: 园艺社, kind: club}\n"
Told = list[tuple[str, int, int]]


@pytest.fixture
def root(tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Eight complete drafts; a batch is three."""
    made = make_tree(tmp_path / "库", {"archive.yaml": CONFIG, **{path: path for path in FILES}})
    done(made, "sync")
    monkeypatch.setattr(writing, "BATCH", 3)
    return made


def confirm(root: Path) -> tuple[tuple[str, ...], Told]:
    told: Told = []
    with opened(root) as archive:
        result = describe(
            archive, [LEAF], [], confirm=True, today=DAY, progress=lambda *step: told.append(step)
        )
    return result.confirmed, told


def batches(root: Path, reason: str) -> Sequence[int]:
    """How many changes each journal entry of a reason announced."""
    return [len(entry["actions"]) for entry in read_journal(root) if entry.get("reason") == reason]


def filed(root: Path) -> int:
    return sum("status: filed" in (root / f"{path}.meta.yaml").read_text("utf-8") for path in FILES)


def test_describe_goes_batch_by_batch_and_tells_how_far_it_is(root: Path) -> None:
    confirmed, told = confirm(root)
    assert confirmed == tuple(FILES)
    assert batches(root, "describe") == [3, 3, 2]
    assert [step for step in told if step[0] == "progress.writing"] == [
        ("progress.writing", 3, 8),
        ("progress.writing", 6, 8),
        ("progress.writing", 8, 8),
    ]
    assert [step[1] for step in told if step[0] == "progress.judging"] == list(range(1, 9))


def test_accept_goes_batch_by_batch(root: Path) -> None:
    confirm(root)
    for path in FILES:
        (root / path).write_text("另一份", "utf-8")
    told: Told = []
    with opened(root) as archive:
        result = accept(archive, LEAF, "更正", DAY, datetime(2025, 12, 31), lambda *step: told.append(step))
    assert len(result.changed) == 8
    assert batches(root, "accept") == [3, 3, 2]
    assert told[-1] == ("progress.writing", 8, 8)


def test_what_earlier_batches_did_stays_and_the_rest_is_done_the_next_time(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply, plans = TreeWriter.apply, []

    def full(writer: TreeWriter, plan: FilingPlan) -> Applied:
        plans.append(plan)
        if len(plans) == 2:
            raise CannotRun("write.failed", file="a.meta.yaml", reason="No space left on device")
        return apply(writer, plan)

    with monkeypatch.context() as patch:
        patch.setattr(TreeWriter, "apply", full)
        with pytest.raises(CannotRun, match=r"write\.failed"):
            confirm(root)
    assert filed(root) == 3
    with opened(root) as archive:
        assert archive.state.standing().waiting == 3  # a search says that they are not indexed yet
    confirmed, _ = confirm(root)
    assert confirmed == tuple(FILES[3:])
    assert filed(root) == 8


def test_one_wrong_value_changes_no_batch_at_all(root: Path) -> None:
    with opened(root) as archive, pytest.raises(CannotRun):
        describe(archive, [LEAF], [("date", "昨天")], confirm=False, today=DAY)
    assert batches(root, "describe") == []
