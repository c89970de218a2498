"""What the engine whoosh writes: blocks, runs, merged segments and parts hold what went in."""

from __future__ import annotations

import struct
import zlib
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numbered import agree, document, documents, indexers
from whoosh import index as whoosh_index
from whoosh import query, scoring

from archive_tool.adapters.search import helpers, whoosh_pool
from archive_tool.adapters.search.whoosh_blocks import Block, integers, joined, pack, unpack
from archive_tool.adapters.search.whoosh_index import WhooshIndex
from archive_tool.adapters.search.whoosh_merge import TOGETHER


def engine(folder: Path) -> Path:
    (found,) = folder.glob("gen-*/engine")
    return found


def segments(folder: Path) -> list[int]:
    """How many documents each segment holds, deleted ones aside."""
    opened = whoosh_index.open_dir(str(engine(folder)))
    return sorted(segment.doc_count() for segment in opened._segments())


NUMBERS = st.lists(st.integers(0, 2**32 - 1), max_size=200, unique=True).map(sorted)
PLACES = st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=9)


class TestBlocks:
    @given(NUMBERS, st.data())
    def test_unpacked_is_what_was_packed(self, numbers: list[int], data: st.DataObject) -> None:
        places = [array("I", data.draw(PLACES)).tobytes() for _ in numbers]
        sizes, weights = array("I", map(len, places)), bytes(number % 65 for number in numbers)
        block = Block(array("I", numbers).tobytes(), weights, sizes.tobytes(), b"".join(places))
        exact = Block(array("I", numbers).tobytes(), b"", b"", b"")
        assert (unpack(pack(block)), unpack(pack(exact))) == (block, exact)
        assert list(integers(block.numbers)) == numbers
        assert joined([block, block]) == Block(*(2 * each for each in block))

    @pytest.mark.parametrize("placed", [True, False])
    def test_damage_is_an_error(self, placed: bool) -> None:
        numbers = array("I", range(300)).tobytes()
        block = (
            Block(numbers, bytes(300), array("I", [4] * 300).tobytes(), numbers)
            if placed
            else Block(numbers, b"", b"", b"")
        )
        packed = pack(block)
        for cut in (1, 3, 4, 5, 6, len(packed) // 2, len(packed) - 1):
            with pytest.raises((ValueError, zlib.error, struct.error)):
                unpack(packed[:cut])


def test_what_memory_does_not_hold_goes_through_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = list(documents(*range(50)))
    monkeypatch.setattr(whoosh_pool, "LIMIT", 300)
    index = WhooshIndex(tmp_path)
    index.rebuild(iter(held))
    agree(index, held)
    assert not [path for path in engine(tmp_path).iterdir() if path.name.startswith("tmp")]


def test_small_segments_become_one_and_nothing_is_lost(tmp_path: Path) -> None:
    index, held = WhooshIndex(tmp_path), {number: document(number) for number in range(100)}
    index.rebuild(iter(held.values()))
    for number in range(100, 100 + 5 * TOGETHER):
        held[number] = document(number)
        gone = number - 100 if number % 3 else number - 1  # from the large segment, or the one just written
        if number % 5 == 0:
            held[gone] = document(gone, f"改过的党建会议 n{gone} m{number}", "2")
            index.update([held[number], held[gone]], [])
        else:
            held.pop(gone, None)
            index.update([held[number]], [f"{gone:05d}"])
    agree(index, list(held.values()))
    assert len(segments(tmp_path)) < 2 * TOGETHER
    assert sum(segments(tmp_path)) == len(held)


def test_a_segment_of_which_nothing_is_left_is_dropped(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path)
    index.rebuild(documents(*range(5)))
    index.update(documents(9), [f"{number:05d}" for number in range(5)])
    assert segments(tmp_path) == [1]
    agree(index, list(documents(9)))


def test_whoosh_itself_can_ask_the_index(tmp_path: Path) -> None:
    WhooshIndex(tmp_path).rebuild(documents(*range(30)))
    with whoosh_index.open_dir(str(engine(tmp_path))).searcher(weighting=scoring.TF_IDF()) as searcher:
        found = searcher.search(query.Term("text", b"n7"), limit=None)
        (leaf,) = searcher.leaf_searchers() if searcher.leaf_searchers() else [(searcher, 0)]
        keys = leaf[0].reader()._perdoc.table.keys
        assert [keys[number] for _, number in found.top_n] == ["00007"]


class TestParts:
    @pytest.fixture(autouse=True)
    def soon(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(helpers, "FEW", 10)
        monkeypatch.setattr(helpers, "BATCH", 3)
        monkeypatch.setattr("os.cpu_count", lambda: 2)

    def test_several_processes_write_what_one_would(self, tmp_path: Path) -> None:
        held = list(documents(*range(60)))
        index = WhooshIndex(tmp_path)
        index.rebuild(iter(held))
        assert len(segments(tmp_path)) == 3
        agree(index, held)
        assert sorted(path.name for path in engine(tmp_path).parent.iterdir()) == [
            *("engine", "paths.jsonl", "texts-1.bin", "texts-2.bin", "texts.bin"),
        ]
        more = list(documents(*range(60, 100)))
        index.update(iter(more), [held[0].path, held[-1].path])
        agree(index, [*held[1:-1], *more])
        assert not indexers()
