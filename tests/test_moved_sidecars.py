"""A sidecar that goes or is locked after it was seen costs itself alone; commands and the watcher go on."""

from __future__ import annotations

import errno
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from commands import Ran, done, is_one_line, run
from pictures import opened
from trees import Picture

from archive_tool.adapters.tree_reader import TreeReader
from archive_tool.app.find import search
from archive_tool.app.ids import new_id
from archive_tool.app.sync import sync
from archive_tool.core.filing import Rewrite

LEAF = "2025/30 Money/Budgets"
ONE, OTHER, NEW = (f"{LEAF}/{name}/预算.txt" for name in ("2025-03-01 甲", "2025-04-01 乙", "2025-05-01 丙"))
Small = Callable[[Picture], Path]
Bar = Callable[[str], None]


def sidecar(path: str) -> str:
    return f"{path.rpartition('/')[0]}/_item.yaml"


class Shared(PermissionError):
    """What Windows says of a file that another program has open."""

    winerror = 32


FAULTS = {
    "gone": (FileNotFoundError(errno.ENOENT, "No such file or directory"), "dropped.gone"),
    "locked": (Shared(errno.EACCES, "used by another process"), "dropped.locked"),
    "closed": (PermissionError(errno.EACCES, "Permission denied"), "dropped.closed"),
}


@pytest.fixture(params=FAULTS)
def fault(request: pytest.FixtureRequest) -> tuple[OSError, str]:
    return FAULTS[request.param]


@pytest.fixture
def bar(monkeypatch: pytest.MonkeyPatch, fault: tuple[OSError, str]) -> Bar:
    """Makes one file unreadable from now on to who asks for its bytes."""
    real = TreeReader.read

    def act(path: str) -> None:
        def read(self: TreeReader, wanted: str) -> bytes:
            if wanted == path:
                raise fault[0]
            return real(self, wanted)

        monkeypatch.setattr(TreeReader, "read", read)

    return act


@pytest.fixture
def root(small: Small) -> Path:
    """Two drafts that a new file in each of them makes out of date."""
    root = small({ONE: "收入一", OTHER: "收入二"})
    done(root, "sync")
    for path in (ONE, OTHER):
        (root / path).with_name("附表.txt").write_text("附表", "utf-8")
    return root


def test_sync_goes_on_with_all_others(root: Path, bar: Bar, fault: tuple[OSError, str]) -> None:
    (root / NEW).parent.mkdir()
    (root / NEW).write_text("收入三", "utf-8")
    bar(sidecar(ONE))
    with opened(root) as archive:
        result = sync(archive, date(2025, 12, 31), new_id)
        assert [(d.action, d.reason) for d in result.dropped] == [(Rewrite(sidecar(ONE), b"", b""), fault[1])]
        assert (result.drafted, result.refreshed) == ((sidecar(NEW),), (sidecar(OTHER),))
        assert [hit.path for hit in search(archive, "收入三", 0).hits] == [f"{LEAF}/2025-05-01 丙"]
        assert f"{LEAF}/2025-03-01 甲" in result.again


def told(ran: Ran) -> list[str]:
    return [str(one["path"]) for one in ran.json["refused"]]


def test_describe_names_it_and_does_the_others(root: Path, bar: Bar) -> None:
    done(root, "sync")
    bar(sidecar(ONE))
    ran = run(root, "describe", LEAF, "--set", "annotation=甲", "--format", "json")
    assert told(ran) == [f"{LEAF}/2025-03-01 甲"]
    assert ran.json["changed"] == [sidecar(OTHER)]


@pytest.mark.parametrize("words", [("describe", "--set", "annotation=甲"), ("accept", "--reason", "复核")])
def test_of_one_record_alone_it_is_one_line(root: Path, bar: Bar, words: tuple[str, ...]) -> None:
    done(root, "sync")
    bar(sidecar(ONE))
    command, *more = words
    ran = run(root, command, f"{LEAF}/2025-03-01 甲", *more)
    assert (ran.code, is_one_line(ran.err)) == (2, True)
    assert sidecar(ONE) in ran.err
