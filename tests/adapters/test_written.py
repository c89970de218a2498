"""What was written is remembered by digest alone, whatever becomes of the memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_tool.adapters import written


def known(content: bytes, folder: Path, tmp_path: Path) -> bool:
    (tmp_path / "file").write_bytes(content)
    with open(tmp_path / "file", "rb") as file:
        return written.is_known(file, folder)


def test_a_file_is_known_as_long_as_nobody_changed_it(tmp_path: Path) -> None:
    folder = tmp_path / "user" / "state"
    assert not known("报告".encode(), folder, tmp_path)
    written.remember("报告".encode(), folder)
    written.remember(b"", folder)
    assert known("报告".encode(), folder, tmp_path)
    assert known(b"", folder, tmp_path)
    for changed in ("报告 已阅", "\ufeff报告", "报告\r\n"):
        assert not known(changed.encode(), folder, tmp_path)


def test_it_keeps_no_word_of_it_and_does_not_grow_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(written, "MOST", 10)
    for number in range(25):
        written.remember(f"报告{number}".encode(), tmp_path)
    assert (tmp_path / written.FILE).stat().st_size <= 10 * written.LINE
    assert b"\xe6" not in (tmp_path / written.FILE).read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == [written.FILE]
    assert known("报告24".encode(), tmp_path, tmp_path) and not known("报告0".encode(), tmp_path, tmp_path)


def test_where_nothing_can_be_remembered_nothing_fails_and_nothing_is_known(tmp_path: Path) -> None:
    (tmp_path / "state").write_bytes(b"a file")
    written.remember(b"1", tmp_path / "state")
    assert not known(b"1", tmp_path / "state", tmp_path)
