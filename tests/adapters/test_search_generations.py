"""An index is replaced beside the old one, survives a stop at any moment, and counts as absent when damaged."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from archive_tool.adapters.search import ENGINES, choose, generations, merges, tantivy_index
from archive_tool.adapters.search import fingerprints as fingerprints_module
from archive_tool.adapters.search import index as index_module
from archive_tool.adapters.search.tantivy_index import TantivyIndex
from archive_tool.adapters.search.whoosh_index import WhooshIndex
from archive_tool.core.documents import Document, Passage
from archive_tool.core.errors import CannotRun
from archive_tool.core.model import Segment
from archive_tool.core.query import parse


def record(path: str, text: str, fingerprint: str = "1") -> Document:
    return Document(path, fingerprint, "", (Passage("a.txt", Segment("", text)),))


def found(index, query: str) -> list[str]:
    return sorted(hit.path for hit in index.search(parse(query, {}), 0).hits)


@pytest.fixture(params=[TantivyIndex, WhooshIndex])
def maker(request):
    return request.param


@pytest.fixture
def folder(maker, tmp_path: Path) -> Path:
    """An index of two records."""
    index = maker(tmp_path / "index")
    index.update([record("a", "会议"), record("b", "会议纪要")], [])
    index.close()
    return tmp_path / "index"


def pointer(folder: Path) -> dict:
    return json.loads((folder / "current.json").read_text())


def assert_absent(index) -> None:
    assert index.fingerprints() == {}
    with pytest.raises(CannotRun, match=r"index\.absent"):
        found(index, "会议")


def assert_recovers(index) -> None:
    index.update([record("c", "会议")], [])
    assert found(index, "会议") == ["c"]
    assert index.fingerprints() == {"c": "1"}


def test_an_index_that_cannot_be_published_leaves_nothing(
    maker, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = maker(folder)
    (before,) = folder.glob("gen-*")
    with monkeypatch.context() as patch:
        patch.setattr(generations, "replace", refuse)
        with pytest.raises(PermissionError):
            index.rebuild([record("c", "会议")])
    assert list(folder.glob("gen-*")) == [before]
    assert found(index, "会议") == ["a", "b"]


def test_an_index_that_is_published_stays_though_the_old_one_cannot_be_swept_away(
    maker, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = maker(folder)
    with monkeypatch.context() as patch:
        patch.setattr(generations.shutil, "rmtree", refuse)
        with pytest.raises(PermissionError):
            index.rebuild([record("c", "会议")])
    assert found(index, "会议") == ["c"]


def refuse(*_: object, **__: object) -> None:
    raise PermissionError("Access is denied")


@pytest.mark.parametrize("key", ["engine", "schema", "generation"])
def test_another_version_or_engine_is_absent(maker, folder, key):
    (folder / "current.json").write_text(json.dumps({**pointer(folder), key: "other"}))
    assert_absent(maker(folder))
    assert_recovers(maker(folder))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"generation": 1}'])
def test_a_broken_pointer_is_absent(maker, folder, content):
    (folder / "current.json").write_bytes(content)
    assert_absent(maker(folder))
    assert_recovers(maker(folder))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"[]\n", b'{"a": "1"}', b'{"a": "1"}\n{"b\n{}\n'])
def test_broken_fingerprints_are_absent(maker, folder, content):
    (folder / "gen-0001" / "paths.jsonl").write_bytes(content)
    assert maker(folder).fingerprints() == {}
    assert_recovers(maker(folder))


@pytest.mark.parametrize(
    "damage", [lambda path: path.write_bytes(b""), lambda path: path.write_bytes(b"\x07" * 999), Path.unlink]
)
def test_damaged_files_of_the_engine_are_absent(maker, folder, damage):
    for path in (folder / "gen-0001" / "engine").iterdir():
        damage(path)
    index = maker(folder)
    with pytest.raises(CannotRun, match=r"index\.absent"):
        found(index, "会议")
    assert index.fingerprints() == {}
    assert_recovers(index)


def test_each_damaged_file_gives_the_answer_or_absence(maker, folder, tmp_path):
    for path in sorted((folder / "gen-0001" / "engine").iterdir()):
        copy = tmp_path / "copy"
        shutil.copytree(folder, copy)
        broken = copy / "gen-0001" / "engine" / path.name
        broken.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        index = maker(copy)
        try:
            assert found(index, "会议") == ["a", "b"]
        except CannotRun as error:
            assert error.key == "index.absent"
            assert_absent(index)
        index.close()
        shutil.rmtree(copy)


def test_a_reader_goes_on_while_the_index_is_rebuilt_and_then_sees_the_new_one(maker, folder):
    reader, writer = maker(folder), maker(folder)
    assert found(reader, "会议") == ["a", "b"]

    def documents() -> Iterator[Document]:
        yield record("c", "会议")
        assert found(reader, "会议") == ["a", "b"]
        assert found(maker(folder), "会议") == ["a", "b"]

    writer.rebuild(documents())
    assert found(reader, "会议") == ["c"]
    reader.close()
    writer.rebuild([record("d", "会议")])
    assert [path.name for path in sorted(folder.iterdir())] == ["current.json", "gen-0003"]


def test_a_reader_sees_what_another_process_committed(maker, folder):
    reader = maker(folder)
    assert found(reader, "会议") == ["a", "b"]
    maker(folder).update([record("c", "会议")], ["a"])
    assert found(reader, "会议") == ["b", "c"]
    assert reader.fingerprints() == {"b": "1", "c": "1"}


def test_a_failed_rebuild_leaves_the_old_index(maker, folder):
    index = maker(folder)

    def documents() -> Iterator[Document]:
        yield record("c", "会议")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        index.rebuild(documents())
    assert found(index, "会议") == ["a", "b"]
    index.rebuild([record("d", "会议")])
    assert found(index, "会议") == ["d"]


@pytest.mark.parametrize("part", [0, 9])
@pytest.mark.parametrize("stops", [1, 2])
def test_whatever_moment_an_update_stops_at_the_next_one_puts_it_right(
    maker, folder, monkeypatch, stops, part
):
    written = []

    def stop(path: Path, line: str) -> None:
        written.append(path)
        if len(written) == stops:  # 1: before the engine's commit, 2: after it
            original(path, line[:part])
            raise KeyboardInterrupt
        original(path, line)

    original = fingerprints_module.append
    monkeypatch.setattr(fingerprints_module, "append", stop)
    with pytest.raises(KeyboardInterrupt):
        maker(folder).update([record("a", "新文", "2"), record("c", "会议")], ["b"])
    monkeypatch.undo()

    index = maker(folder)
    held = index.fingerprints()
    assert {hit for query in ("会议", "新文") for hit in found(index, query)} <= held.keys()
    wanted = {"a": "2", "c": "1"}
    todo = [
        document
        for document in (record("a", "新文", "2"), record("c", "会议"))
        if held.get(document.path) != wanted[document.path]
    ]
    index.update(todo, held.keys() - wanted.keys())
    assert (found(index, "会议"), found(index, "新文")) == (["c"], ["a"])
    assert index.fingerprints() == wanted


def test_a_small_change_of_a_large_index_is_a_line(maker, folder):
    index = maker(folder)
    index.update([record(f"2025/{number}", "党课", "f" * 24) for number in range(3000)], [])
    file = folder / "gen-0001" / "paths.jsonl"
    whole = file.stat().st_size
    index.update([record("2025/5", "党课", "2")], ["a"])
    assert whole < file.stat().st_size < whole + 200
    for opened in (index, maker(folder)):
        known = opened.fingerprints()
        assert (len(known), known["2025/5"], "a" in known) == (3001, "2", False)


def test_changes_are_written_whole_when_they_outgrow_the_rest(tmp_path, monkeypatch):
    monkeypatch.setattr(fingerprints_module, "_TAIL", 100)
    file = tmp_path / "paths.jsonl"
    known = fingerprints_module.Fingerprints(file, {})
    sizes = []
    for number in range(40):
        known.change({f"2025/{number % 5}": f"{number:020d}"})
        known.change({"2024": None if number % 2 else "1"})
        sizes.append(file.stat().st_size)
        assert fingerprints_module.Fingerprints.read(file).by_path == known.by_path
    assert max(sizes) < 400
    assert 1 < sum(later < earlier for earlier, later in pairwise(sizes)) < 20


def test_a_second_writer_is_told_so(maker, folder, monkeypatch):
    monkeypatch.setattr(tantivy_index, "MERGE_SECONDS", 0)

    def documents() -> Iterator[Document]:
        yield record("c", "会议")
        with pytest.raises(CannotRun, match=r"index\.busy"):
            maker(folder).update([record("e", "会议")], [])
        yield record("d", "会议")

    index = maker(folder)
    index.update(documents(), [])
    assert found(index, "会议") == ["a", "b", "c", "d"]


def test_merges_go_on_behind_an_update_and_the_next_writer_waits_for_them(tmp_path, monkeypatch):
    may_end, finish = threading.Event(), merges._finish
    monkeypatch.setattr(merges, "_finish", lambda writer: may_end.wait(20) and finish(writer))
    first, second = TantivyIndex(tmp_path), TantivyIndex(tmp_path)
    first.update([record("a", "会议")], [])
    assert found(second, "会议") == ["a"]
    waiting = threading.Thread(target=second.update, args=([record("b", "会议")], []))
    waiting.start()
    time.sleep(0.3)
    assert waiting.is_alive()
    may_end.set()
    waiting.join(20)
    assert found(first, "会议") == ["a", "b"]
    first.close()
    second.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "merges"]


def test_merges_that_never_end_hold_neither_the_next_writer_nor_the_end_of_the_run(tmp_path):
    code = """if True:
        import sys, threading
        from archive_tool.adapters.search import merges
        merges.WAIT_SECONDS = 0.1
        class Writer:
            def wait_merging_threads(self): threading.Event().wait()
        several = merges.Merges()
        several.begin(Writer())
        several.wait()
        print("done")
    """
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (ran.stdout, ran.returncode) == ("done\n", 0)


def test_an_update_of_nothing_writes_nothing(maker, folder):
    def written() -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in folder.rglob("*")}

    before = written()
    maker(folder).update([], ["unknown"])
    assert written() == before


@pytest.fixture
def unspared(monkeypatch):
    monkeypatch.setattr(index_module, "SPARED", 0)


def test_texts_of_replaced_documents_may_be_as_much_as_those_there_are(maker, folder, unspared):
    index = maker(folder)
    sizes = []
    for edition in range(2, 7):
        index.update([record("a", "会议", str(edition)), record("b", "会议纪要", str(edition))], [])
        sizes.append(sum(path.stat().st_size for path in folder.glob("gen-*/texts*.bin")))
        if index.is_overgrown():
            index.rebuild([record("a", "会议", str(edition)), record("b", "会议纪要", str(edition))])
    assert max(sizes) <= 3 * sizes[0] // 2
    assert not index.is_overgrown()
    assert found(maker(folder), "会*要") == ["b"]


def test_texts_of_documents_that_are_gone_count_and_those_that_came_do_not(maker, folder, unspared):
    index = maker(folder)
    index.update([record(name, "会议纪要") for name in "cdef"], [])
    assert not index.is_overgrown()
    index.update([], ["a", "b", "c"])
    assert not index.is_overgrown()
    index.update([], ["d"])
    assert index.is_overgrown() and maker(folder).is_overgrown()


def test_a_little_that_nobody_points_to_is_let_be(maker, folder):
    index = maker(folder)
    for edition in range(9):
        index.update([record("a", "会议", str(edition))], ["b"])
    assert not index.is_overgrown()


def test_what_a_crash_left_behind_counts_too(maker, folder, unspared):
    def documents() -> Iterator[Document]:
        yield from (record(f"{number}", "会议纪要") for number in range(9))
        raise RuntimeError("reading failed")

    index = maker(folder)
    with pytest.raises(RuntimeError):
        index.update(documents(), [])
    assert index.is_overgrown()
    assert found(index, "会议") == ["a", "b"]


def test_where_there_is_no_index_nothing_has_grown(maker, tmp_path):
    assert not maker(tmp_path / "index").is_overgrown()


def test_choose_takes_the_best_engine_that_imports(monkeypatch):
    assert choose("auto") == ("tantivy", TantivyIndex)
    assert choose("whoosh") == ("whoosh", WhooshIndex)
    monkeypatch.setitem(ENGINES, "tantivy", ("archive_tool.adapters.search.no_such_module", "Index"))
    assert choose("auto") == ("whoosh", WhooshIndex)
    with pytest.raises(CannotRun, match=r"engine\.not-installed"):
        choose("tantivy")
    with pytest.raises(CannotRun, match=r"engine\.unknown"):
        choose("xapian")


def test_no_engine_is_imported_before_it_is_chosen():
    code = "import sys, archive_tool.adapters.search; print({'whoosh', 'tantivy'} & set(sys.modules))"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "set()\n"
    )
