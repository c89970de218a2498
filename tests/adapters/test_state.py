"""The memory between runs: what it gives back, what it forgets, what it survives."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_tool.adapters.state import State
from archive_tool.adapters.state.codec import decode_sidecars, encode_sidecar
from archive_tool.adapters.state.database import Database
from archive_tool.core.model import (
    Complaint,
    Entry,
    FileFacts,
    Interpreted,
    Problem,
    Reading,
    Segment,
    YamlProblem,
)
from archive_tool.core.parsed import Coded
from archive_tool.core.ports import FileTrace
from archive_tool.core.traces import Trace

SECOND = 10**9
THEN = 1_700_000_000 * SECOND
NOW = THEN + 3600 * SECOND
FACTS = FileFacts("a" * 64, "docx", characters=12, macro=True, taken="2025-03-14T09:30:00")
TEXT = Reading((Segment("page 1", "经研究决定"), Segment("", "x\ud800y")), {"format": "docx"})
SAID = Interpreted(
    {"title": "支部党员大会", "event": {"present": 16, "absentees": [{"name": "甲"}]}, "pages": None},
    {"title": 1, "event": 2, "event.present": 3},
    (
        Complaint(
            "sidecar/invalid", 3, {"field": Coded("field:pages"), "near": ["页数"], "value": "field:pages"}
        ),
    ),
    "gb18030",
)


def file(path: str = "2025/记录.docx", size: int = 7, mtime_ns: int = THEN, inode: int = 5) -> Entry:
    return Entry(path, "file", size, mtime_ns, (2, inode))


def opened(folder: Path, **options: Any) -> State:
    return State(folder, **{"interpreter": "scheme-1", "extractor": "readers-1"} | options)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with opened(tmp_path / "cache") as it:
        yield it


def test_facts_and_text_come_back_in_another_run(tmp_path: Path) -> None:
    with opened(tmp_path) as state:
        state.remember(file(), FACTS, TEXT, NOW)
        assert state.facts([file()]) == {"2025/记录.docx": FACTS}
    with opened(tmp_path) as state:
        assert state.facts([file()]) == {"2025/记录.docx": FACTS}
        assert state.reading(FACTS.sha256) == TEXT
        assert state.reading("b" * 64) is None
        assert state.notes == ()


def test_what_is_told_by_its_label_stays_so() -> None:
    problem = YamlProblem("yaml.syntax", 2, {"field": Coded("field:title"), "value": "field:title"})
    for said in (SAID, problem):
        body, lines = encode_sidecar(said)
        (kept,) = decode_sidecars([("a", body, bool(lines))], {"a": lines}.__getitem__)
        params = kept.complaints[0].params if isinstance(kept, Interpreted) else kept.params
        assert (type(params["field"]), type(params["value"])) == (Coded, str)
        assert kept == said


def test_problems_are_remembered(state: State) -> None:
    facts = FileFacts("c" * 64, "pdf", "timeout", "20 s")
    broken = Reading(problem=Problem("timeout", "20 s"))
    state.remember(file(), facts, broken, NOW)
    assert state.facts([file()]) == {"2025/记录.docx": facts}
    assert state.reading("c" * 64) == broken


@pytest.mark.parametrize("other", [file(size=8), file(mtime_ns=THEN + 1), file("2025/other")])
def test_another_size_time_or_path_is_another_file(state: State, other: Entry) -> None:
    state.remember(file(), FACTS, TEXT, NOW)
    assert state.facts([other]) == {}


@pytest.mark.parametrize(
    ("seen_after", "holds"),
    [(0, False), (2 * SECOND - 1, False), (2 * SECOND, True), (-SECOND, False), (-2 * 86400 * SECOND, True)],
)
def test_a_file_changed_just_before_it_was_seen_may_change_again(
    state: State, seen_after: int, holds: bool
) -> None:
    state.remember(file(), FACTS, TEXT, THEN + seen_after)
    state.keep_sidecars([(file("a.yaml"), SAID)], THEN + seen_after)
    assert state.facts([file()])  # what is known is given: read-only commands cannot look again
    assert (state.unsettled([file()]) == frozenset()) is holds
    assert bool(state.sidecars([file("a.yaml")])) is holds
    assert state.moved([])  # the digest is known all the same


def test_what_hits_show_is_kept_replaced_and_dropped(state: State) -> None:
    state.keep_indexed([("a", "1"), ("b", "2")])
    state.keep_indexed([("a", "3")])
    state.drop_indexed(["b"])
    assert state.indexed(["a", "b", "c"]) == {"a": "3"}


@pytest.mark.parametrize("many", [1, 1500, 6000])
def test_few_and_many_files_are_answered_alike(state: State, many: int) -> None:
    entries = [file(f"2025/{number}.docx", inode=number) for number in range(many)]
    for entry in entries:
        state.remember(entry, FACTS, None, NOW)
    state.keep_sidecars(((entry, SAID) for entry in entries), NOW)
    extra = [file("2025/new.docx"), Entry("2025", "folder", 0, THEN, (2, 1))]
    assert state.facts([*entries, *extra]) == {entry.path: FACTS for entry in entries}
    assert state.sidecars([*entries, *extra]) == {entry.path: SAID for entry in entries}


def test_a_folder_costs_the_same_however_much_is_remembered_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, tuple[Any, ...]]] = []
    original = Database.rows

    def rows(self: Database, statement: str, values: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        asked.append((statement, values))
        return original(self, statement, values)

    monkeypatch.setattr(Database, "rows", rows)
    with opened(tmp_path) as state:
        entries = [file("2025/a.docx"), file("2025/a.docx.meta.yaml")]
        state.facts(entries)
        state.sidecars(entries)
        state.unsettled(entries)
        state.moved(entries, ["2025"])
        state.lost_sidecars(entries, ["2025"])
    with sqlite3.connect(tmp_path / "state.db") as db:
        steps = [row[3] for one in asked for row in db.execute(f"EXPLAIN QUERY PLAN {one[0]}", one[1])]
    db.close()
    assert {step for step in steps if step.startswith("SCAN")} == {"SCAN secrets"}  # nearly always empty


def test_who_had_an_id_first_is_kept_while_a_sidecar_changes_breaks_or_goes_elsewhere(state: State) -> None:
    problem = YamlProblem("yaml.tab", 4, {"near": "题名"})
    said = Interpreted({"id": "aaaaaaaaaaaa"}, {})
    state.keep_sidecars([(file("a.yaml"), said)], NOW)
    state.keep_sidecars([(file("b.yaml"), said)], NOW + 1)
    for later, now_said in enumerate((problem, said), 2):
        state.keep_sidecars([(file("a.yaml", size=later), now_said)], NOW + later)
    assert state.known_since(["a.yaml", "b.yaml", "c.yaml"]) == {"a.yaml": NOW, "b.yaml": NOW + 1}
    state.hand_over([("a.yaml", "moved.yaml"), ("nowhere.yaml", "b.yaml")])
    assert state.known_since(["a.yaml", "b.yaml", "moved.yaml"]) == {"moved.yaml": NOW, "b.yaml": NOW + 1}
    state.keep_sidecars([(file("b.yaml"), Interpreted({"id": "bbbbbbbbbbbb"}, {}))], NOW + 9)
    assert state.known_since(["b.yaml"]) == {"b.yaml": NOW + 9}


def test_readings_come_one_by_one_and_unknown_ones_not_at_all(state: State) -> None:
    state.remember(file("a"), FileFacts("a" * 64), TEXT, NOW)
    state.remember(file("b"), FileFacts("b" * 64), Reading(), NOW)
    assert dict(state.readings(["b" * 64, "c" * 64, "a" * 64])) == {"b" * 64: Reading(), "a" * 64: TEXT}


def test_sidecars_come_back_with_lines_and_complaints(state: State) -> None:
    problem = YamlProblem("yaml.tab", 4, {"near": "题名"})
    state.keep_sidecars([(file("a.meta.yaml"), SAID), (file("b.meta.yaml"), problem)], NOW)
    known = state.sidecars([file("a.meta.yaml"), file("b.meta.yaml"), file("c.meta.yaml")])
    assert known == {"a.meta.yaml": SAID, "b.meta.yaml": problem}
    said = known["a.meta.yaml"]
    assert isinstance(said, Interpreted)
    assert said.lines["event.present"] == 3
    assert dict(said.lines) == SAID.lines


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=40, deadline=None)
@given(
    values=st.dictionaries(st.text(), json_values, max_size=4),
    texts=st.lists(st.text(st.characters(exclude_categories=[])), max_size=3),
)
def test_whatever_is_kept_comes_back(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, Any], texts: list[str]
) -> None:
    said = Interpreted(values, dict.fromkeys(values, 1))
    reading = Reading(tuple(Segment("", text) for text in texts))
    with opened(tmp_path_factory.mktemp("law")) as state:
        state.keep_sidecars([(file("a.yaml"), said)], NOW)
        state.remember(file(), FACTS, reading, NOW)
        assert state.sidecars([file("a.yaml")]) == {"a.yaml": said}
        assert state.reading(FACTS.sha256) == reading


@pytest.mark.parametrize("path", ["\udcbb\udce1.doc", "a\nb", "e\u0301", "é", "🎉", "x" * 4000])
def test_paths_are_kept_as_they_are(state: State, path: str) -> None:
    state.remember(file(path), FACTS, None, NOW)
    state.keep_sidecars([(file(path), SAID)], NOW)
    assert state.facts([file(path)]) == {path: FACTS}
    assert state.sidecars([file(path)]) == {path: SAID}
    assert list(state.moved([])) == [path]


def test_numbers_beyond_what_sqlite_holds(state: State) -> None:
    state.remember(file(inode=2**64 - 1), FACTS, None, NOW)
    assert state.moved([])["2025/记录.docx"].identity == (2, 2**64 - 1)
    state.remember(file("far", mtime_ns=2**63), FACTS, None, NOW)
    assert state.facts([file("far", mtime_ns=2**63)]) == {}


class TestMoved:
    def test_what_is_gone_with_what_it_was(self, state: State) -> None:
        state.remember(file("a.docx", inode=9), FACTS, TEXT, NOW)
        state.remember(file("b.docx"), FACTS, TEXT, NOW)
        assert state.moved([file("b.docx"), file("new.docx")]) == {
            "a.docx": FileTrace((2, 9), FACTS.sha256, 7, THEN)
        }
        state.forget(["a.docx"])
        assert state.moved([file("b.docx")]) == {}

    def test_outside_the_scope_nothing_is_gone(self, state: State) -> None:
        for path in ("2024/a", "2025/a", "2025/b/a", "2025 b/a"):
            state.remember(file(path), FACTS, None, NOW)
        assert set(state.moved([], ["2025"])) == {"2025/a", "2025/b/a"}
        assert set(state.moved([], ["2025/a"])) == {"2025/a"}
        assert len(state.moved([], None)) == 4
        assert state.moved([], []) == {}

    def test_below_an_unreadable_folder_nothing_is_gone(self, state: State) -> None:
        state.remember(file("2025/locked/a"), FACTS, None, NOW)
        state.remember(file("2025/open/a"), FACTS, None, NOW)
        locked = Entry("2025/locked", "unreadable", 0, THEN, (2, 3), reason="denied")
        assert set(state.moved([locked])) == {"2025/open/a"}


class TestVersions:
    def test_another_scheme_forgets_sidecars_only(self, tmp_path: Path) -> None:
        with opened(tmp_path) as state:
            state.remember(file(), FACTS, TEXT, NOW)
            state.keep_sidecars([(file("a.yaml"), SAID)], NOW)
        with opened(tmp_path, interpreter="scheme-2") as state:
            assert state.sidecars([file("a.yaml")]) == {}
            assert state.facts([file()])
            assert state.reading(FACTS.sha256) == TEXT

    def test_other_readers_forget_texts_but_know_files_again(self, tmp_path: Path) -> None:
        with opened(tmp_path) as state:
            state.remember(file(), FACTS, TEXT, NOW)
            state.keep_sidecars([(file("a.yaml"), SAID)], NOW)
        with opened(tmp_path, extractor="readers-2") as state:
            assert state.facts([file()]) == {}
            assert state.reading(FACTS.sha256) is None
            assert state.sidecars([file("a.yaml")])
            assert state.moved([])["2025/记录.docx"].sha256 == FACTS.sha256

    def test_a_cache_of_another_tool_version_begins_anew(self, tmp_path: Path) -> None:
        with opened(tmp_path) as state:
            state.remember(file(), FACTS, TEXT, NOW)
        with sqlite3.connect(tmp_path / "state.db") as db:
            db.execute("PRAGMA user_version = 99")
        db.close()
        with opened(tmp_path) as state:
            assert state.facts([file()]) == {}
            assert state.notes == ()


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


class TestSecrets:
    SECRET = FileFacts("", secret="机密")

    def test_only_the_mark_is_kept(self, tmp_path: Path) -> None:
        with opened(tmp_path) as state:
            state.remember(file("2025/zq-plan.docx"), self.SECRET, None, NOW)
            assert state.facts([file("2025/zq-plan.docx")]) == {"2025/zq-plan.docx": self.SECRET}
            assert state.facts([file("2025/zq-plan.docx", size=8)]) == {}
            assert state.moved([]) == {}
        assert b"zq-plan" not in everything_in(tmp_path)

    def test_older_traces_leave_no_byte_behind(self, tmp_path: Path) -> None:
        name, sidecar, digest = "2025/zq-plan.docx", "2025/zq-plan.docx.meta.yaml", "f" * 64
        with opened(tmp_path) as state:
            for number in range(400):
                state.remember(file(f"2025/{number}.docx"), FACTS, TEXT, NOW)
            state.remember(file(name), FileFacts(digest), TEXT, NOW)
            state.keep_sidecars([(file(sidecar), SAID)], NOW)
            state.keep_indexed([(name, "zq-plan")])
            state.flush()
            assert b"zq-plan" in everything_in(tmp_path)
            state.purge_secret([name, sidecar])
            assert b"zq-plan" not in everything_in(tmp_path)
            assert digest.encode() not in everything_in(tmp_path)
            assert state.reading(digest) is None
            assert state.sidecars([file(sidecar)]) == {}
            assert state.reading(FACTS.sha256) == TEXT

    def test_one_that_is_only_written_to_has_left_nothing_in_the_index_since(self, state: State) -> None:
        state.remember(file("a.docx"), self.SECRET, None, NOW)
        assert state.uncovered
        state.covered()
        assert not state.uncovered
        state.remember(file("a.docx", size=8), self.SECRET, None, NOW)
        assert not state.uncovered and state.facts([file("a.docx", size=8)]) == {"a.docx": self.SECRET}
        # Once it could be read it may have left something.
        state.remember(file("a.docx", size=9), FACTS, TEXT, NOW)
        state.flush()
        state.remember(file("a.docx", size=10), self.SECRET, None, NOW)
        assert state.uncovered

    def test_copies_with_the_same_bytes_are_read_anew(self, state: State) -> None:
        state.remember(file("a.docx"), FACTS, TEXT, NOW)
        state.remember(file("copy.docx"), FACTS, TEXT, NOW)
        state.remember(file("a.docx"), self.SECRET, None, NOW)
        assert state.facts([file("a.docx"), file("copy.docx")]) == {"a.docx": self.SECRET}


def test_compact_drops_texts_of_forgotten_files(state: State) -> None:
    state.remember(file("a"), FileFacts("a" * 64), TEXT, NOW)
    state.remember(file("b"), FileFacts("b" * 64), TEXT, NOW)
    state.forget(["a"])
    assert state.reading("a" * 64) == TEXT  # a moved file finds its text again
    state.compact()
    assert state.reading("a" * 64) is None
    assert state.reading("b" * 64) == TEXT


class TestBadDisk:
    def test_garbage_is_set_aside_and_said(self, tmp_path: Path) -> None:
        (tmp_path / "state.db").write_bytes(b"not a database at all" * 100)
        with opened(tmp_path) as state:
            assert state.notes == ("state.rebuilt",)
            state.remember(file(), FACTS, TEXT, NOW)
        assert (tmp_path / "state.db.damaged").read_bytes().startswith(b"not a database")
        with opened(tmp_path) as state:
            assert state.facts([file()])
            assert state.notes == ()

    def test_damage_found_on_the_way_is_survived(self, tmp_path: Path) -> None:
        entries = [file(f"2025/{number}.docx") for number in range(2000)]
        with opened(tmp_path) as state:
            for entry in entries:
                state.remember(entry, FACTS, TEXT, NOW)
        with open(tmp_path / "state.db", "r+b") as db:
            db.seek(8192)
            db.write(b"\xff" * 200_000)
        with opened(tmp_path) as state:
            state.facts(entries)
            state.remember(file(), FACTS, TEXT, NOW)
            assert state.facts([file()])
            assert state.notes == ("state.rebuilt",)

    def test_no_folder_to_be_had_is_memory(self, tmp_path: Path) -> None:
        (tmp_path / "cache").write_text("a file is in the way")
        with opened(tmp_path / "cache") as state:
            state.remember(file(), FACTS, TEXT, NOW)
            state.keep_sidecars([(file("a.yaml"), SAID)], NOW)
            assert state.facts([file()]) == {"2025/记录.docx": FACTS}
            assert state.reading(FACTS.sha256) == TEXT
            assert state.sidecars([file("a.yaml")])
            assert state.notes == ("state.in-memory",)

    @pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX permissions")
    def test_an_unwritable_cache_is_read_and_learns_in_memory(self, plain_user: Path) -> None:
        cache = plain_user / "cache"
        with opened(cache) as state:
            state.remember(file("old"), FACTS, TEXT, NOW)
            state.keep_sidecars([(file("a.yaml"), SAID)], NOW)
        before = everything_in(cache)
        os.chmod(cache / "state.db", 0o444)
        os.chmod(cache, 0o555)
        try:
            with opened(cache) as state:
                state.remember(file("new"), FileFacts("b" * 64), Reading(), NOW)
                assert set(state.facts([file("old"), file("new")])) == {"old", "new"}
                assert state.reading(FACTS.sha256) == TEXT
                assert state.reading("b" * 64) == Reading()
                assert state.sidecars([file("a.yaml")]) == {"a.yaml": SAID}
                assert state.notes == ("state.in-memory",)
            assert everything_in(cache) == before
        finally:
            os.chmod(cache, 0o755)

    def test_a_full_disk_costs_only_the_memory_of_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with opened(tmp_path) as state:
            state.remember(file("old"), FACTS, TEXT, NOW)
            state.flush()
            state._db._db.execute("PRAGMA max_page_count = 1")  # SQLite's own "disk is full"
            big = Reading((Segment("", os.urandom(200_000).hex()),))
            state.remember(file("new"), FileFacts("b" * 64), big, NOW)
            assert set(state.facts([file("old"), file("new")])) == {"old", "new"}
            assert state.reading("b" * 64) == big
            assert state.reading(FACTS.sha256) == TEXT
            assert state.notes == ("state.in-memory",)


@pytest.fixture
def plain_user() -> Iterator[Path]:
    """A folder of a user whom permissions stop, even where the tests run as the superuser."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)
    finally:
        if root:
            os.seteuid(0)


READER = """
import sys
from pathlib import Path
from archive_tool.adapters.state import State
from archive_tool.adapters.state.database import Database
from archive_tool.core.model import Entry
with State(Path(sys.argv[1]), interpreter="scheme-1", extractor="readers-1") as state:
    print(len(state.facts([Entry("old", "file", 7, 1700000000 * 10**9, (2, 5))])), *state.notes)
"""


def test_a_reader_is_not_kept_waiting_by_a_writer(tmp_path: Path) -> None:
    with opened(tmp_path) as state:
        state.remember(file("old"), FACTS, TEXT, NOW)
    writer = sqlite3.connect(tmp_path / "state.db", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM files")
    try:
        told = subprocess.run(
            [sys.executable, "-c", READER, str(tmp_path)], capture_output=True, text=True, timeout=30
        )
        assert told.stdout.split() == ["1"], told.stderr
    finally:
        writer.execute("ROLLBACK")
        writer.close()


def test_on_a_share_there_is_no_shared_memory_file(tmp_path: Path) -> None:
    with opened(tmp_path, local=False) as state:
        state.remember(file(), FACTS, TEXT, NOW)
        state.flush()
        assert [path.name for path in tmp_path.iterdir()] == ["state.db"]
        assert state.facts([file()])


def test_audits_are_kept_by_question_until_a_secret_is_found(tmp_path: Path) -> None:
    with opened(tmp_path) as state:
        assert state.audit("2025") == ""
        state.keep_audit("2025", "甲")
        state.keep_audit("2025", "乙")
        state.keep_audit("2024", "丙")
    with opened(tmp_path) as state:
        assert (state.audit("2025"), state.audit("2024"), state.audit("")) == ("乙", "丙", "")
        state.purge_secret(["2025/记录.docx"])
        assert (state.audit("2025"), state.audit("2024")) == ("", "")


def test_comparisons_are_kept_until_a_secret_is_found(tmp_path: Path) -> None:
    digest = "f" * 64
    with opened(tmp_path) as state:
        state.keep_comparison("谈心谈话", "1", {digest: ("a" * 64,)})
        assert digest.encode() in everything_in(tmp_path)
        state.purge_secret(["2025/记录.docx"])
        assert state.comparison("谈心谈话", "1") is None
        assert digest.encode() not in everything_in(tmp_path)


def test_traces_are_kept_by_the_words_that_were_asked(state: State) -> None:
    state.remember(file(), FACTS, TEXT, NOW, ("words-1", Trace(("XXX",))))
    state.remember(file("2025/b.docx"), FACTS._replace(sha256="b" * 64), TEXT, NOW, ("words-1", Trace()))
    both = ["a" * 64, "b" * 64]
    assert state.traces(both, "words-1") == {"a" * 64: Trace(("XXX",))}
    assert state.traces(["b" * 64], "words-1") == state.traces(both, "words-2") == {}
    assert (state.untraced(both, "words-1"), state.untraced(both, "words-2")) == ([], both)

    whole = Trace(
        ("XXX",),
        ("街道",),
        ("名单",),
        "2025-03-14",
        "2025-03-15",
        "2025-03-16",
        ("章程",),
        ("地点",),
        (5, 4),
        ("1",),
    )
    state.keep_traces([("a" * 64, whole)], "words-2")
    assert state.traces(both, "words-2") == {"a" * 64: whole}
    assert state.untraced(both, "words-2") == ["b" * 64]
    assert state.untraced(["a" * 64], "words-2") == []


def test_traces_go_with_the_secret_they_were_taken_from(state: State) -> None:
    state.remember(file(), FACTS, TEXT, NOW, ("words", Trace(("XXX",))))
    state.purge_secret([file().path])
    assert state.traces(["a" * 64], "words") == {}
    assert state.untraced(["a" * 64], "others") == []
