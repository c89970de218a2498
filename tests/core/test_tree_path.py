"""Which paths stay inside the tree, and which names a disk can hold."""

from __future__ import annotations

import pytest

from archive_tool.core.tree_path import is_inside, is_relative, is_writable_name, lineage, spelled


@pytest.mark.parametrize("path", ["a", "2025/05_组织生活/记录.docx", "..a/b..", "a b", "\udcbb"])
@pytest.mark.parametrize("windows", [False, True])
def test_inside(path: str, windows: bool) -> None:
    assert is_inside(path, windows=windows)


@pytest.mark.parametrize("path", ["", "/a", "..", "a/..", "a/../b", ".", "a//b", "a/", "a\0"])
@pytest.mark.parametrize("windows", [False, True])
def test_outside(path: str, windows: bool) -> None:
    assert not is_inside(path, windows=windows)


@pytest.mark.parametrize("path", ["..\\x", "C:x", "C:/x", "a\\b", "a.txt:stream"])
def test_what_leaves_on_windows_is_a_name_elsewhere(path: str) -> None:
    assert not is_inside(path, windows=True)
    assert is_inside(path, windows=False)


@pytest.mark.parametrize("path", ["旧档", "旧档/支部大会/", "旧档\\大会", "..旧/a..", "a: b/c", "./a"])
def test_what_people_write_for_a_path_below_the_root(path: str) -> None:
    assert is_relative(path)


@pytest.mark.parametrize(
    "path",
    [
        "..",
        "../../etc",
        "a/../../b",
        "a\\..\\b",
        "/abs",
        "/",
        "C:\\旧档",
        "d:/旧档",
        "C:",
        "\\\\server\\share",
        "\\旧档",
    ],
)
def test_what_people_write_for_a_path_elsewhere(path: str) -> None:
    assert not is_relative(path)


def test_length_is_bytes_on_posix_and_units_on_windows() -> None:
    assert is_writable_name("会" * 85, windows=False)
    assert not is_writable_name("会" * 86, windows=False)
    assert is_writable_name("会" * 255, windows=True)
    assert not is_writable_name("🎉" * 128, windows=True)
    assert is_writable_name("\udcbb", windows=False)
    assert not is_writable_name("\ud800", windows=False)


@pytest.mark.parametrize("name", ["CON", "nul.txt", "Com1.docx", "a:b", "a?", "a.", "a ", "a\tb", "a\\b"])
def test_names_only_windows_refuses(name: str) -> None:
    assert not is_writable_name(name, windows=True)
    assert is_writable_name(name, windows=False)


@pytest.mark.parametrize("name", ["console.txt", "com10", "a.b", "示例 2025-03-14.docx", ".~x.tmp"])
def test_names_windows_takes(name: str) -> None:
    assert is_writable_name(name, windows=True)


def test_lineage() -> None:
    assert lineage("a/b/c") == ["a", "a/b", "a/b/c"]
    assert lineage("a") == ["a"]


KNOWN = ("2025/Café/记录.txt", "2025/Cafe\u0301s/记录.txt", "甲.txt", "乙.TXT", "乙.txt")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("甲.txt", "甲.txt"),
        ("甲.TXT", "甲.txt"),
        ("乙.txt", "乙.txt"),
        ("乙.Txt", "乙.Txt"),  # either might be meant
        ("2025/Cafe\u0301/记录.txt", "2025/Café/记录.txt"),
        ("2025/Cafés/记录.txt", "2025/Cafe\u0301s/记录.txt"),
        ("2025/café/记录.TXT", "2025/Café/记录.txt"),
        ("2025/丙.txt", "2025/丙.txt"),
    ],
)
def test_a_typed_path_in_another_spelling(typed: str, meant: str) -> None:
    assert spelled(typed, KNOWN) == meant
