"""What another's cache lends: what it knows of documents, never what it says of sidecars, and nothing is written there."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from commands import looks_below

from archive_tool.adapters.state import State
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
