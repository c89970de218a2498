"""What another's cache lends: what it knows of documents, never what it says of sidecars, and nothing is written there."""

from __future__ import annotations

import ctypes.util
import os
import sqlite3
import subprocess
import sys
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest
from commands import looks_below

from archive_tool.adapters.state import State
from archive_tool.adapters.state.address import uri_of
from archive_tool.core.model import Entry, FileFacts, Interpreted, Reading, Segment

THEN = 1_700_000_000 * 10**9
NOW = THEN + 3600 * 10**9
FACTS = FileFacts("a" * 64, "docx", characters=12)
TEXT = Reading((Segment("", "经研究决定"),), {"format": "docx"})
DOCUMENT = Entry("2025/记录.docx", "file", 7, THEN, (2, 5))
SIDECAR = Entry("2025/记录.docx.meta.yaml", "file", 7, THEN, (2, 6))


def cache(folder: Path, *, scheme: str = "school", readers: str = "1") -> State:
    return State(folder, interpreter=scheme, extractor=readers)


@pytest.fixture
def lender(tmp_path: Path) -> Path:
    folder = tmp_path / "school"
    with cache(folder) as state:
        state.remember(DOCUMENT, FACTS, TEXT, NOW)
        state.keep_sidecars([(SIDECAR, Interpreted({"title": "学校说的"}, {}))], NOW)
    return folder


def test_documents_are_known_by_another_scheme_and_sidecars_are_not(lender: Path, tmp_path: Path) -> None:
    before = looks_below(lender, besides=())
    with cache(tmp_path / "bureau", scheme="bureau") as state:
        assert state.borrow(lender)
        assert state.facts([DOCUMENT]) == {DOCUMENT.path: FACTS}
        assert state.reading(FACTS.sha256) == TEXT
        assert state.sidecars([SIDECAR]) == {}
    assert looks_below(lender, besides=()) == before


def test_texts_stay_with_the_lender(lender: Path, tmp_path: Path) -> None:
    with cache(tmp_path / "bureau") as state:
        assert state.borrow(lender)
    with cache(tmp_path / "bureau") as state:
        assert state.facts([DOCUMENT]) == {DOCUMENT.path: FACTS}
        assert state.reading(FACTS.sha256) is None


def test_what_the_lender_learns_or_forgets_is_followed(lender: Path, tmp_path: Path) -> None:
    changed = DOCUMENT._replace(size=9)
    with cache(tmp_path / "bureau") as state:
        assert state.borrow(lender)
    with cache(lender) as state:
        state.remember(changed, FACTS._replace(characters=20), None, NOW)
    with cache(tmp_path / "bureau") as state:
        assert state.borrow(lender)
        assert state.facts([DOCUMENT]) == {}
        assert state.facts([changed])[changed.path].characters == 20


def test_what_is_only_in_the_log_of_a_lender_at_work_is_seen(tmp_path: Path) -> None:
    folder = tmp_path / "school"
    with cache(folder) as at_work:
        at_work.remember(DOCUMENT, FACTS, TEXT, NOW)
        at_work.flush()
        assert (folder / "state.db-wal").stat().st_size > 0
        with cache(tmp_path / "bureau") as state:
            assert state.borrow(folder)
            assert state.facts([DOCUMENT]) == {DOCUMENT.path: FACTS}


def test_of_other_readers_or_none_nothing_is_taken(lender: Path, tmp_path: Path) -> None:
    with cache(tmp_path / "bureau", readers="2") as state:
        assert not state.borrow(lender)
        assert not state.borrow(tmp_path / "nowhere")
        assert state.facts([DOCUMENT]) == {}


@pytest.mark.parametrize("forged", ["a view", "other columns", "no database", "cut off"])
def test_a_forged_one_is_none(lender: Path, tmp_path: Path, forged: str) -> None:
    file = lender / "state.db"
    if forged == "a view":
        with sqlite3.connect(file) as db:
            db.execute("ALTER TABLE files RENAME TO old")
            db.execute("CREATE VIEW files AS SELECT * FROM old")
    elif forged == "other columns":
        with sqlite3.connect(file) as db:
            db.execute("ALTER TABLE files ADD COLUMN more")
    else:
        file.write_bytes(b"x" * 9000 if forged == "no database" else file.read_bytes()[:5000])
    with cache(tmp_path / "bureau") as state:
        assert not state.borrow(lender)
        assert state.facts([DOCUMENT]) == {}
        state.remember(DOCUMENT, FACTS, TEXT, NOW)
        assert state.reading(FACTS.sha256) == TEXT


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_lender_that_cannot_be_written_lends_all_the_same(lender: Path, tmp_path: Path) -> None:
    lender.chmod(0o555)
    try:
        with cache(tmp_path / "bureau") as state:
            assert state.borrow(lender)
    finally:
        lender.chmod(0o755)


# Spelt as the system spells them; what SQLite makes of them is in the next test.
@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PurePosixPath("/库/a b#c?d%e.db"), "file:///%E5%BA%93/a%20b%23c%3Fd%25e.db"),
        (PurePosixPath("//库/a.db"), "file:////%E5%BA%93/a.db"),
        (PureWindowsPath(r"C:\a b\state.db"), "file:C%3A%5Ca%20b%5Cstate.db"),
        (PureWindowsPath(r"\\server\档案$\state.db"), "file:%5C%5Cserver%5C%E6%A1%A3%E6%A1%88%24%5Cstate.db"),
        (PureWindowsPath(r"\\?\C:\a\state.db"), "file:%5C%5C%3F%5CC%3A%5Ca%5Cstate.db"),
    ],
)
def test_a_path_as_sqlite_takes_it(path: PurePath, uri: str) -> None:
    assert uri_of(path) == uri


NAMES = ["a b", "a#b", "a&b=c", "100%25", "档案", "a;b'c"]
NAMES += [] if os.name == "nt" else ["a?b", 'a"b\\c', "\\\\server\\share", os.fsdecode(b"\xff")]


@pytest.mark.parametrize("name", NAMES)
def test_a_lender_may_be_called_anything(tmp_path: Path, name: str) -> None:
    folders = tmp_path / name, tmp_path / f"{name} 2"
    try:
        folders[0].mkdir()
    except OSError:
        pytest.skip("no such name on this disk")
    with cache(folders[0]) as state:
        state.remember(DOCUMENT, FACTS, TEXT, NOW)
    assert sorted(os.listdir(tmp_path)) == [name]
    for _ in range(2):
        with cache(folders[1]) as state:
            assert state.notes == ()
            assert state.borrow(folders[0])
            assert state.reading(FACTS.sha256) == TEXT
    assert (folders[1] / "state.db").is_file()


# As in the SQLite of some installers; it has to be said before it is used for the first time.
WITHOUT_URIS = """
import ctypes, ctypes.util, sys
from pathlib import Path
library = ctypes.CDLL(ctypes.util.find_library("sqlite3"))
library.sqlite3_config(17, 0)
import sqlite3
try:
    sqlite3.connect(":memory:").execute("ATTACH 'file:none?mode=ro' AS a")  # a file of that whole name
except sqlite3.OperationalError:
    print("skip")
else:
    from archive_tool.adapters.state import State
    with State(Path(sys.argv[2]), interpreter="school", extractor="1") as state:
        print(state.borrow(Path(sys.argv[1])), state.reading("a" * 64) is not None, state.notes)
"""


@pytest.mark.skipif(not ctypes.util.find_library("sqlite3"), reason="SQLite is no library of its own here")
def test_an_sqlite_that_takes_no_uris_unasked_borrows_too(lender: Path, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_URIS, str(lender), str(tmp_path / "bureau")],
        capture_output=True, text=True, encoding="utf-8", timeout=60, cwd=tmp_path,
    )  # fmt: skip
    if ran.stdout.strip() == "skip":
        pytest.skip("another SQLite than Python's")
    assert ran.stdout.strip() == "True True ()", ran.stderr
