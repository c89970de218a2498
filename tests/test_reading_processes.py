"""Processes that read for an open archive: none for nothing, one that stays for few, several for many."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from archive_tool.app.reading import FEW, Readers


def readers() -> set[int | None]:
    """Those that are alive; what other tests share may be among them."""
    return {process.pid for process in multiprocessing.active_children() if process.name == "reader"}


@pytest.fixture
def paths(tmp_path: Path) -> list[str]:
    """More than one process reads sooner than others are started."""
    made = [tmp_path / f"{number}.txt" for number in range(FEW + 1)]
    for path in made:
        path.write_text(path.stem, "utf-8")
    return [str(path) for path in made]


def test_nothing_to_read_starts_nothing() -> None:
    before = readers()
    ours = Readers()
    assert list(ours.read_all([])) == []
    assert readers() == before
    ours.close()


def test_one_reads_few_and_stays_for_the_next_until_the_archive_is_closed(paths: list[str]) -> None:
    before = readers()
    ours = Readers()
    assert {read.path for read in ours.read_all(paths[:FEW])} == set(paths[:FEW])
    (first,) = readers() - before
    assert [read.path for read in ours.read_all(paths[-1:])] == paths[-1:]
    assert readers() - before == {first}
    ours.close()
    assert readers() <= before


def test_many_are_read_by_several_which_end_with_the_reading(
    paths: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    before = readers()
    ours = Readers()
    seen: set[int | None] = set()
    read = set()
    for answer in ours.read_all(paths):
        seen |= readers() - before
        read.add(answer.path)
    assert (len(seen), read) == (2, set(paths))
    assert readers() <= before
    ours.close()


def test_one_that_is_expected_to_be_wanted_is_the_one_that_reads(paths: list[str]) -> None:
    before = readers()
    ours = Readers()
    ours.expect()
    list(ours.read_all(paths[:1]))
    assert len(readers() - before) == 1
    ours.close()
    assert readers() <= before
