"""What somebody is busy with is left alone."""

from __future__ import annotations

import pytest

from archive_tool.core.model import Entry
from archive_tool.core.waiting import is_owner_mark, waiting

NOW = 1_800_000_000 * 10**9
LEAF = "2025/05_组织生活/01_支部党员大会"


def file(name: str, age: float = 3600.0, size: int = 10) -> Entry:
    """A file that was last changed so many seconds ago."""
    return Entry(f"{LEAF}/{name}", "file", size, NOW - int(age * 1e9), (1, 2))


def waited(*entries: Entry, writing: frozenset[str] = frozenset(), quiet: float = 1.0) -> list[str]:
    found = waiting(entries, NOW, writing, int(quiet * 1e9))
    return sorted(path.removeprefix(f"{LEAF}/") for path in found)


def test_a_file_at_rest_is_not_waited_for() -> None:
    assert waited(file("会议记录.docx"), file("签到表.jpg", age=1.5)) == []


def test_what_was_changed_a_moment_ago_is() -> None:
    assert waited(file("a.docx", age=0.5), file("b.docx", age=-0.5)) == ["a.docx", "b.docx"]


def test_what_is_open_for_writing_is_however_long_the_writer_pauses() -> None:
    assert waited(file("a.docx", age=30), writing=frozenset({f"{LEAF}/a.docx"})) == ["a.docx"]


def test_an_empty_file_has_ten_seconds_to_be_filled() -> None:
    assert waited(file("a.docx", age=9, size=0), file("b.docx", age=11, size=0)) == ["a.docx"]


@pytest.mark.parametrize(
    ("document", "mark"),
    [
        ("一季度支部党员大会记录.docx", "~$度支部党员大会记录.docx"),
        ("会议记录纪要表.docx", "~$议记录纪要表.docx"),
        ("会议.docx", "~$会议.docx"),
        ("会议.docx", ".~会议.docx"),
        ("会议.odt", ".~lock.会议.odt#"),
    ],
)
def test_an_editor_says_what_it_has_open(document: str, mark: str) -> None:
    assert waited(file(document, age=300), file(mark)) == [document]
    assert waited(file(document, age=601), file(mark)) == []  # a crash left the mark behind
    assert waited(file(document, age=300)) == []
    assert waited(file(f"另一份{document}", age=300), file(mark)) == []


def test_a_mark_in_another_folder_is_another_documents() -> None:
    mark = file("~$会议.docx")._replace(path="2025/~$会议.docx")
    assert waited(file("会议.docx", age=300), mark) == []


def test_marks_are_told_from_temp_files() -> None:
    assert is_owner_mark("~$会议.docx") and is_owner_mark(".~lock.会议.docx#")
    assert not is_owner_mark(".~archive-tool-1-0.tmp") and not is_owner_mark("会议.docx")
