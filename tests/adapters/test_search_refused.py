"""A search takes nothing away: what an engine does not take, or the disk refuses, leaves the index as it is."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from archive_tool.adapters.search.tantivy_index import TantivyIndex, TantivyReader
from archive_tool.adapters.search.whoosh_index import WhooshIndex, WhooshReader
from archive_tool.core.documents import Document, Passage
from archive_tool.core.errors import CannotRun
from archive_tool.core.model import Segment
from archive_tool.core.query import parse

Maker = type[TantivyIndex] | type[WhooshIndex]
READERS = {TantivyIndex: TantivyReader, WhooshIndex: WhooshReader}
STARS = "author:*" + "甲*" * 50


def record(path: str, text: str = "会议纪要", fingerprint: str = "1") -> Document:
    return Document(path, fingerprint, "", (Passage("a.txt", Segment("", text)),), {"author": ("甲",)})


def found(index: Any, query: str) -> list[str]:
    return sorted(hit.path for hit in index.search(parse(query, {"author": "author"}), 0).hits)


@pytest.fixture(params=[TantivyIndex, WhooshIndex], ids=["tantivy", "whoosh"])
def maker(request: pytest.FixtureRequest) -> Maker:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def folder(maker: Maker, tmp_path: Path) -> Path:
    """An index of two records."""
    index = maker(tmp_path / "index")
    index.update([record("a"), record("b")], [])
    index.close()
    return tmp_path / "index"


def is_untouched(folder: Path) -> bool:
    """The pointer names the one generation there is, and nobody doubts it."""
    pointer = json.loads((folder / "current.json").read_text())
    return pointer["generation"] == "gen-0001" and not (folder / "gen-0001" / "damaged").exists()


def test_a_query_of_many_stars_is_answered_or_refused_with_the_reason(maker: Maker, folder: Path) -> None:
    index = maker(folder)
    try:
        assert found(index, STARS) == []
    except CannotRun as error:
        assert (maker, error.key) == (TantivyIndex, "query.stars")
    assert is_untouched(folder)
    assert found(index, "会议") == ["a", "b"]
    assert maker(folder).fingerprints() == {"a": "1", "b": "1"}


REFUSED = {
    "Windows, while a scanner has the file": PermissionError(errno.EACCES, "Permission denied"),
    "too many files": OSError(errno.EMFILE, "Too many open files"),
    "a share that is away": OSError(errno.EIO, "Input/output error"),
}


@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.parametrize("when", ["opened", "asked"])
def test_what_the_disk_refuses_for_the_moment_is_told_and_nothing_is_lost(
    maker: Maker, folder: Path, what: str, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise REFUSED[what]

    index = maker(folder)
    with monkeypatch.context() as refused:
        if when == "opened":
            refused.setattr(maker, "_reader", refuse)
            with pytest.raises(CannotRun, match=r"index\.unreadable"):
                index.fingerprints()
        else:
            refused.setattr(READERS[maker], "find", refuse)
        with pytest.raises(CannotRun, match=r"index\.unreadable"):
            found(index, "会议")
    assert is_untouched(folder)
    assert found(index, "会议") == ["a", "b"]
    assert index.fingerprints() == {"a": "1", "b": "1"}


@pytest.mark.parametrize("name", ["current.json", "paths.jsonl"])
def test_a_file_beside_the_engines_that_cannot_be_read_now_is_not_gone(
    maker: Maker, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == name:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return read(path)

    with monkeypatch.context() as refused:
        refused.setattr(Path, "read_bytes", refuse)
        with pytest.raises(CannotRun, match=r"index\.unreadable"):
            maker(folder).fingerprints()
    assert maker(folder).fingerprints() == {"a": "1", "b": "1"}


# Every number that a file could have is taken: an error of the real system, by whatever way the engine goes.
NO_MORE_FILES = """
import os, resource, sys
from pathlib import Path
from archive_tool.adapters.search import choose
from archive_tool.core.errors import CannotRun
from archive_tool.core.query import parse

index = choose(sys.argv[1])[1](Path(sys.argv[2]))
query = parse("会*要", {})
index.search(query, 0)
index.close()
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
taken = {int(name) for name in os.listdir("/dev/fd")}
free = [number for number in range(256) if number not in taken]
keys = set()
for room in range(10):
    resource.setrlimit(resource.RLIMIT_NOFILE, (free[room], hard))
    try:
        keys.add(index.search(query, 0).total)
    except CannotRun as error:
        keys.add(error.key)
    finally:
        index.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
print(sorted(keys, key=str), index.search(query, 0).total)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
def test_no_more_files_is_no_damage(maker: Maker, folder: Path) -> None:
    words = [sys.executable, "-c", NO_MORE_FILES, maker.name, str(folder)]
    ran = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert ran.stdout.strip() == "[2, 'index.unreadable'] 2", ran.stderr
    assert is_untouched(folder)


def test_a_mistake_of_the_tool_is_not_taken_for_damage(
    maker: Maker, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(*_: Any) -> None:
        raise RuntimeError("never thought of")

    with monkeypatch.context() as wrong:
        wrong.setattr(READERS[maker], "find", mistaken)
        with pytest.raises(RuntimeError):
            found(maker(folder), "会议")
    assert is_untouched(folder)


@pytest.fixture
def half(folder: Path) -> Path:
    """Its texts are damaged, which only a pattern asks for; what the engine itself holds is good."""
    texts = folder / "gen-0001" / "texts.bin"
    texts.write_bytes(bytes(texts.stat().st_size))
    return folder


def test_damage_that_a_search_meets_is_left_to_the_next_writer(maker: Maker, half: Path) -> None:
    searching = maker(half)
    with pytest.raises(CannotRun, match=r"index\.absent"):
        found(searching, "会*要")
    assert found(searching, "会议") == ["a", "b"]
    assert (half / "current.json").exists()
    writing = maker(half)
    assert writing.fingerprints() == {}
    writing.update([record("a"), record("b")], [])
    assert found(searching, "会*要") == ["a", "b"]
    assert maker(half).fingerprints() == {"a": "1", "b": "1"}
    assert [path.name for path in half.glob("gen-*")] == ["gen-0002"]


def test_who_was_told_what_the_index_holds_changes_that_and_no_new_one(maker: Maker, half: Path) -> None:
    """Somebody meets damage after the writer has asked: of the changes alone no index is to be made."""
    writing = maker(half)
    assert writing.fingerprints() == {"a": "1", "b": "1"}
    with pytest.raises(CannotRun, match=r"index\.absent"):
        found(maker(half), "会*要")
    writing.update([record("c")], [])
    assert found(maker(half), "会议") == ["a", "b", "c"]
    assert maker(half).fingerprints() == {}


def test_damage_that_a_writer_meets_is_told_and_the_next_one_begins_anew(tmp_path: Path) -> None:
    """Small segments are written again together: then the bytes of the old ones are needed."""
    index = WhooshIndex(tmp_path)
    for number in range(8):
        index.update([record(f"{number}", f"会议纪要第{number}次")], [])
    index.close()
    for terms in tmp_path.glob("gen-0001/engine/*.trm"):
        content = bytearray(terms.read_bytes())
        content[80:400] = b"\xff" * 320
        terms.write_bytes(content)
    with pytest.raises(CannotRun, match=r"index\.absent"):
        index.update([record("8")], [])
    assert WhooshIndex(tmp_path).fingerprints() == {}
