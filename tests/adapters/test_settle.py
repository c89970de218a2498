"""Plans whose process died in the middle: each file comes out as if its change were done, or not begun."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from plans import ACTIONS, AFTER, BEFORE
from trees import Link, Picture, make_tree, read_tree

from archive_tool.adapters.journal import Journal, read_journal, unfinished
from archive_tool.adapters.tree_writer import TreeWriter, rewrite
from archive_tool.adapters.tree_writer.settle import settle
from archive_tool.core.errors import CannotRun
from archive_tool.core.filing import Action, FilingPlan, Move, Rewrite, Settled, WriteNew

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
CALLS = ("open", "write", "fsync", "mkdir", "link", "unlink", "rename", "replace", "chmod")
Between = Callable[[Path], object]


class Killed(BaseException):
    """The process is gone: whatever it would still do is not done."""


def journal(root: Path) -> Journal:
    return Journal(root, lambda: NOON)


def killed_at(step: int, root: Path, actions: tuple[Action, ...], *, swaps: bool, links: bool) -> bool:
    """Carries out the plan until so many calls were made; whether it died of that."""
    left = iter(range(step))
    is_dead = False

    def dying(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            nonlocal is_dead
            is_dead = is_dead or next(left, None) is None
            if is_dead:
                raise Killed
            return real(*args, **named)

        return call

    def no_link(source: str, target: str) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    with pytest.MonkeyPatch.context() as patch:
        if not links:
            patch.setattr(os, "link", no_link)
        for name in CALLS:
            patch.setattr(os, name, dying(getattr(os, name)))
        patch.setattr(rewrite, "exchange", dying(rewrite.exchange if swaps else lambda one, other: False))
        try:
            TreeWriter(root, journal(root)).apply(FilingPlan("draft", actions))
        except Killed:
            return True
    return False


def put_in_order(root: Path) -> list[Settled]:
    """What the next command that writes does first."""
    found = []
    for plan in unfinished(root):
        found.append(settle(str(root), plan))
        journal(root).settle(plan.id, found[-1])
    return found


def temps(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob(".~archive-tool-*"))


def steps(tmp_path: Path, *, swaps: bool = True, links: bool = True) -> Iterator[Path]:
    """Archives whose plan died at its first step, at its second, and so on."""
    for step in range(200):
        root = make_tree(tmp_path / str(step), BEFORE)
        if not killed_at(step, root, ACTIONS, swaps=swaps, links=links):
            assert step > 20
            return
        yield root
    raise AssertionError("it never came to its end")


@pytest.mark.skipif(os.name == "nt", reason="the calls differ")
@pytest.mark.parametrize("links", [True, False], ids=["links", "no-links"])
@pytest.mark.parametrize("swaps", [True, False], ids=["exchanging", "replacing"])
class TestKilled:
    def test_at_any_step(self, tmp_path: Path, swaps: bool, links: bool) -> None:
        for root in steps(tmp_path, swaps=swaps, links=links):
            settled = put_in_order(root)
            tree: Any = read_tree(root)["leaf"]
            new = tree.pop("new", {})
            on_disk = [
                "deep" in new,
                "_item.yaml" in new.get("deep", {}),
                "title" in tree["a.yaml"],
                "title" in tree["b.yaml"],
                "moved.yaml" in new,
                "c.yaml" in tree,
            ]
            assert (temps(root), unfinished(root)) == ([], ())
            assert tree["a.docx"] == "document"
            assert tree["a.yaml"] in ("id: 1", "id: 1\ntitle: x")
            assert tree["b.yaml"] in ("id: 2", "id: 2\ntitle: y")
            assert [at["moved.yaml"] for at in (tree, new) if "moved.yaml" in at] == ["id: 3"]
            assert tree.get("c.yaml", "id: 5") == "id: 5"
            assert new.get("deep", {}).get("_item.yaml", "id: 4") == "id: 4"
            for one in settled:
                assert [number in one.done for number in range(6)] == on_disk
                assert one.dropped == {
                    number: "dropped.broken-off" for number in range(6) if not on_disk[number]
                }
                assert one.kept == ()
                assert list(read_journal(root))[-1]["done"] == list(one.done)

    def test_the_rest_can_be_done_after_it(self, tmp_path: Path, swaps: bool, links: bool) -> None:
        for root in steps(tmp_path, swaps=swaps, links=links):
            put_in_order(root)
            TreeWriter(root, journal(root)).apply(FilingPlan("draft", ACTIONS))
            assert read_tree(root) == AFTER


@pytest.mark.skipif(os.name == "nt", reason="the calls differ")
@pytest.mark.parametrize(
    "between",
    [
        lambda root: os.rename(root / "leaf", root / "renamed"),
        lambda root: os.rename(root / "leaf/a.yaml", root / "leaf/elsewhere.yaml"),
        lambda root: (root / "leaf/a.yaml").write_text("mine"),
    ],
    ids=["renames the folder", "renames a sidecar", "saves a sidecar"],
)
def test_whatever_a_person_does_before_the_next_run_is_kept(tmp_path: Path, between: Between) -> None:
    for root in steps(tmp_path):
        between(root)
        mine = {path.read_bytes() for path in root.rglob("*.yaml")}
        kept = [path for settled in put_in_order(root) for path in settled.kept]
        assert mine <= {path.read_bytes() for path in root.rglob("*.yaml")}
        # What was cut off in the middle cannot be told from what somebody wrote where nothing is as it was.
        assert temps(root) == sorted(kept)
        assert unfinished(root) == ()


def begun(root: Path, *actions: Action) -> str:
    return journal(root).begin(FilingPlan("describe", actions))


class TestRewrites:
    """The last moment of a rewrite: whose content lies under the temp file's name?"""

    CHANGED = Rewrite("leaf/a", b"old", b"new")

    def settled(self, root: Path, target: str | None, temp: str) -> Settled:
        name = f".~archive-tool-{begun(root, self.CHANGED)}-0.tmp"
        make_tree(root, {"leaf": {name: temp, **({"a": target} if target is not None else {})}})
        (settled,) = put_in_order(root)
        return settled

    @pytest.mark.parametrize(
        ("target", "temp", "after", "done"),
        [
            ("old", "new", "old", ()),  # written and not begun
            ("old", "ne", "old", ()),  # not written to its end
            ("mine", "", "mine", ()),
            ("new", "old", "new", (0,)),  # they have changed places
            ("mine", "old", "mine", ()),  # and somebody has saved since then
            (None, "new", None, ()),
        ],
    )
    def test_the_tools_own_goes(
        self, tmp_path: Path, target: str | None, temp: str, after: str | None, done: tuple[int, ...]
    ) -> None:
        settled = self.settled(tmp_path, target, temp)
        assert (settled.done, settled.temps, settled.kept) == (done, 1, ())
        assert read_tree(tmp_path)["leaf"] == ({} if after is None else {"a": after})

    def test_what_somebody_saved_at_the_last_moment_is_given_back(self, tmp_path: Path) -> None:
        make_tree(tmp_path / "probe", {"x1": "1", "x2": "2"})
        if not rewrite.exchange(str(tmp_path / "probe/x1"), str(tmp_path / "probe/x2")):
            pytest.skip("this disk cannot exchange two names")
        settled = self.settled(tmp_path / "root", "new", "mine")
        assert (settled.done, settled.temps, settled.kept) == ((), 1, ())
        assert read_tree(tmp_path / "root") == {"leaf": {"a": "mine"}}

    @pytest.mark.parametrize("target", ["mine", None])
    def test_what_may_be_somebodys_is_kept_and_told(self, tmp_path: Path, target: str | None) -> None:
        settled = self.settled(tmp_path, target, "whose?")
        assert settled.temps == 0
        assert temps(tmp_path) == list(settled.kept)
        assert (tmp_path / settled.kept[0]).read_text() == "whose?"

    def test_what_could_not_be_given_back_is_so_by_the_next_run(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_tree(tmp_path, {"leaf": {"a": "old"}})
        swap, fails = rewrite.exchange, iter([False, True, True])

        def late(one: str, other: str) -> bool:
            if next(fails):
                return False
            (tmp_path / "leaf/a").write_text("mine")
            return swap(one, other)

        with monkeypatch.context() as patch:
            patch.setattr(rewrite, "exchange", late)
            try:
                TreeWriter(tmp_path, journal(tmp_path)).apply(FilingPlan("describe", (self.CHANGED,)))
                pytest.skip("this disk cannot exchange two names")
            except CannotRun as stopped:
                assert stopped.key == "write.aside"
        put_in_order(tmp_path)
        assert read_tree(tmp_path) == {"leaf": {"a": "mine"}}


class TestOthers:
    def test_only_the_temp_files_of_the_plan_go(self, tmp_path: Path) -> None:
        plan = begun(tmp_path, WriteNew("leaf/a", b"new"))
        others = {
            ".~archive-tool-0123456789ab-0.tmp": "another plan",
            f".~archive-tool-{plan}-0.tmp.docx": "a person's",
            f".~archive-tool-{plan}-7.tmp": "of no action",
            "~$a.docx": "",
            "b.tmp": "",
        }
        make_tree(tmp_path, {"leaf": {**others, f".~archive-tool-{plan}-0.tmp": "ne"}})
        (settled,) = put_in_order(tmp_path)
        assert (settled.temps, settled.kept) == (1, (f"leaf/.~archive-tool-{plan}-7.tmp",))
        assert read_tree(tmp_path) == {"leaf": others}

    @pytest.mark.skipif(os.name == "nt", reason="POSIX links")
    def test_one_file_with_two_spellings_of_a_name_is_not_removed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A disk that does not tell cases apart shows the one file under both names."""
        make_tree(tmp_path, {"a.yaml": "1"})
        os.link(tmp_path / "a.yaml", tmp_path / "A.yaml")
        begun(tmp_path, Move("a.yaml", "A.yaml"))
        put_in_order(tmp_path)
        assert read_tree(tmp_path) == {"A.yaml": "1", "a.yaml": "1"}

    @pytest.mark.skipif(os.name == "nt", reason="POSIX links")
    def test_a_link_in_the_place_of_a_new_file_stays(self, tmp_path: Path) -> None:
        make_tree(tmp_path, {"empty": ""})
        plan = begun(tmp_path / "root", WriteNew("a", b"new"), Move("b", "c"))
        link = Link(str(tmp_path / "empty"))
        make_tree(tmp_path / "root", {"a": link, "b": "1", "c": link, f".~archive-tool-{plan}-0.tmp": "new"})
        (settled,) = put_in_order(tmp_path / "root")
        assert (settled.done, settled.temps) == ((), 1)
        assert read_tree(tmp_path / "root") == {"a": link, "b": "1", "c": link}

    @pytest.mark.skipif(os.name == "nt", reason="POSIX links")
    def test_nothing_is_touched_through_a_link(self, tmp_path: Path) -> None:
        root, outside = tmp_path / "root", tmp_path / "outside"
        plan = begun(root, WriteNew("leaf/a", b"new"), Move("leaf/b", "leaf/c"))
        kept: Picture = {f".~archive-tool-{plan}-0.tmp": "new", "b": "1", "c": ""}
        make_tree(outside, kept)
        make_tree(root, {"leaf": Link(str(outside))})
        (settled,) = put_in_order(root)
        assert (settled.done, settled.temps) == ((), 0)
        assert read_tree(outside) == kept

    def test_a_path_that_leads_out_is_left_alone(self, tmp_path: Path) -> None:
        root = make_tree(tmp_path / "root", {})
        make_tree(tmp_path, {"b": "1", "c": ""})
        begun(root, Move("../b", "../c"), WriteNew("../d", b"1"))
        (settled,) = put_in_order(root)
        assert (settled.done, read_tree(tmp_path)) == ((), {"b": "1", "c": "", "root": {}})

    def test_what_the_disk_refuses_is_told_and_stops_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plan = begun(tmp_path, WriteNew("a", b"1"), WriteNew("b", b"2"))
        make_tree(tmp_path, {f".~archive-tool-{plan}-{number}.tmp": "" for number in (0, 1)} | {"a": "1"})
        real = os.unlink

        def refused(path: str) -> None:
            if path.endswith("-0.tmp"):
                raise OSError(errno.EIO, "Input/output error")
            real(path)

        monkeypatch.setattr(os, "unlink", refused)
        (settled,) = put_in_order(tmp_path)
        assert (settled.done, settled.temps, settled.kept) == ((0,), 1, (f".~archive-tool-{plan}-0.tmp",))
        assert unfinished(tmp_path) == ()

    def test_purged_actions_say_nothing(self, tmp_path: Path) -> None:
        plan = begun(tmp_path, WriteNew("a", b"new"))
        file = next((tmp_path / ".archive/journal").iterdir())
        file.write_text(file.read_text().replace('"write-new"', '"purged"'))
        make_tree(tmp_path, {f".~archive-tool-{plan}-0.tmp": "new"})
        (settled,) = put_in_order(tmp_path)
        assert (settled.done, settled.temps, len(settled.kept)) == ((), 0, 1)


class TestUnfinished:
    def test_every_kind_of_action_comes_back(self, tmp_path: Path) -> None:
        begun(tmp_path, *ACTIONS, Rewrite("d", "题名".encode("gb18030"), b""))
        (plan,) = unfinished(tmp_path)
        assert [(action.do, action.path, action.source) for action in plan.actions] == [
            ("make-folder", "leaf/new/deep", ""),
            ("write-new", "leaf/new/deep/_item.yaml", ""),
            ("rewrite", "leaf/a.yaml", ""),
            ("rewrite", "leaf/b.yaml", ""),
            ("move", "leaf/new/moved.yaml", "leaf/moved.yaml"),
            ("write-new", "leaf/c.yaml", ""),
            ("rewrite", "d", ""),
        ]
        assert [action.before for action in plan.actions if action.do == "rewrite"] == [
            b"id: 1",
            b"id: 2",
            "题名".encode("gb18030"),
        ]

    @pytest.mark.parametrize("torn", [b"", b'{"when":"2026', b"\xe6\n", b'["what"]\n{}\n'])
    def test_torn_lines_do_not_matter(self, tmp_path: Path, torn: bytes) -> None:
        first = begun(tmp_path, WriteNew("a", b""))
        journal(tmp_path).settle(first, Settled((0,), {}, 0))
        second = begun(tmp_path, WriteNew("a" * 70_000, b""))
        with open(tmp_path / ".archive/journal/2026-03.jsonl", "ab") as file:
            file.write(torn)
        assert [plan.id for plan in unfinished(tmp_path)] == [second]

    def test_of_the_month_before(self, tmp_path: Path) -> None:
        plan = begun(tmp_path, WriteNew("a", b""))
        april = Journal(tmp_path, lambda: datetime(2026, 4, 1, tzinfo=UTC))
        (found,) = unfinished(tmp_path)
        april.settle(plan, settle(str(tmp_path), found))
        assert unfinished(tmp_path) == ()

    def test_none(self, tmp_path: Path) -> None:
        assert unfinished(tmp_path) == ()
        TreeWriter(tmp_path, journal(tmp_path)).apply(FilingPlan("draft", (WriteNew("a", b""),)))
        assert unfinished(tmp_path) == ()

    def test_a_journal_that_cannot_be_read_is_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        begun(tmp_path, WriteNew("a", b""))

        def refused(*_: object, **__: object) -> object:
            raise PermissionError(errno.EACCES, "Permission denied")

        monkeypatch.setattr("builtins.open", refused)
        with pytest.raises(CannotRun, match=r"archive\.unreadable"):
            unfinished(tmp_path)
