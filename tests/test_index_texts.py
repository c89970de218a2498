"""What is kept beside the index of documents that were changed or deleted does not stay for ever."""

from __future__ import annotations

import errno
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import done
from trees import Picture

Small = Callable[[Picture], Path]
LEAF = "2025/30 Money/Budgets"
BASE = "scheme: minimal\nunits:\n- {id: club, name: 园艺社, kind: club}\n"


def kept(archive: Path) -> str:
    """Every text that can be read beside the index, whoever points to it."""
    return "".join(
        text for file in archive.glob(".archive/cache/index/*/gen-*/texts*.bin") for text in texts(file)
    )


def texts(file: Path) -> Iterator[str]:
    rest = file.read_bytes()
    while rest:
        one = zlib.decompressobj()
        yield one.decompress(rest).decode("utf-8", "replace")
        rest = one.unused_data


def hits(archive: Path, query: str) -> list[str]:
    return [hit["path"] for hit in done(archive, "search", query, "--format", "json").json["hits"]]


@pytest.fixture(params=["tantivy", "whoosh"])
def archive(request: pytest.FixtureRequest, small: Small, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("archive_tool.adapters.search.index.SPARED", 0)
    papers: Picture = {
        f"{LEAF}/{year} 预算.txt": f"预算表\n\n收入{year}元，支出丙丁" for year in range(2020, 2024)
    }
    made = small({"archive.yaml": BASE + f"search: {{engine: {request.param}}}\n", **papers})
    done(made, "sync")
    return made


def test_a_text_that_is_edited_again_and_again_is_kept_a_few_times_at_the_most(archive: Path) -> None:
    first = len(kept(archive))
    for edition in range(4):
        for year in range(2020, 2024):
            (archive / f"{LEAF}/{year} 预算.txt").write_text(
                f"预算表\n\n收入{year}元，支出戊己{edition}", encoding="utf-8"
            )
        done(archive, "sync")
        assert len(kept(archive)) < 3.5 * first
    assert len(hits(archive, "支*己3")) == 4
    assert "丙丁" not in kept(archive)


def test_a_text_that_was_deleted_goes_when_most_are(archive: Path) -> None:
    for year in (2020, 2021, 2022):
        (archive / f"{LEAF}/{year} 预算.txt").unlink()
        (archive / f"{LEAF}/{year} 预算.txt.meta.yaml").unlink()
    ran = done(archive, "sync", "--format", "json").json
    assert ran["unindexed"] == 3
    assert "2023元" in kept(archive) and "2020元" not in kept(archive)
    assert hits(archive, "支*丁") == [f"{LEAF}/2023 预算.txt"]


def test_where_there_is_no_room_for_two_the_old_one_stays(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    for year in (2020, 2021, 2022):
        (archive / f"{LEAF}/{year} 预算.txt").unlink()
        (archive / f"{LEAF}/{year} 预算.txt.meta.yaml").unlink()
    with monkeypatch.context() as filled:
        filled.setattr("archive_tool.adapters.search.generations.Generations.publish", full)
        done(archive, "sync")
    assert hits(archive, "支*丁") == [f"{LEAF}/2023 预算.txt"]
    assert "2020元" in kept(archive)
    done(archive, "sync")
    assert "2020元" not in kept(archive)
