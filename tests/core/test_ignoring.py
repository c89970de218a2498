"""Which paths a list of gitignore lines leaves out, and that no line takes for ever to say so."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from archive_tool.core.ignoring import Unfit, check, ignore_matcher


def left_out(lines: Sequence[str], path: str) -> bool:
    """As a walk asks: every folder before what lies in it; a path that ends with / is a folder."""
    steps = path.rstrip("/").split("/")
    ask = ignore_matcher(lines)
    return any(
        ask("/".join(steps[:end]), end < len(steps) or path.endswith("/")) for end in range(1, len(steps) + 1)
    )


@pytest.mark.parametrize(
    ("line", "fitting", "others"),
    [
        ("*.bak", ["a.bak", "2025/a.bak", ".bak", "a.bak/"], ["a.bak2", "a.ba"]),
        ("/旧资料/", ["旧资料/", "旧资料/2019/a.txt"], ["旧资料", "2025/旧资料/"]),
        ("草稿?", ["草稿1", "2025/草稿甲"], ["草稿", "草稿12"]),
        ("2025/草稿", ["2025/草稿", "2025/草稿/a"], ["草稿", "x/2025/草稿"]),
        ("**/草稿/*.txt", ["草稿/a.txt", "x/y/草稿/a.txt"], ["草稿/b/a.txt", "草稿/a.doc"]),
        ("2025/**/a.txt", ["2025/a.txt", "2025/x/y/a.txt"], ["a.txt", "2024/a.txt"]),
        ("2025/**", ["2025/a", "2025/x/y"], ["2025/", "2024/a"]),
        ("[!0-9]*", ["a1", "2025/甲"], ["1a", "2025"]),
        ("[]-]a", ["]a", "-a"], ["a", "[a"]),
        ("[[:digit:]]期", ["1期"], ["一期", "[期"]),
        ("\\!重要", ["!重要"], ["重要"]),
        ("a\\*", ["a*"], ["ab"]),
        ("第 一\\ ", ["第 一 "], ["第 一"]),
        ("# 说明", [], ["# 说明"]),
        (".*", [".a", "x/.a"], ["a."]),
    ],
)
def test_a_line_means_what_git_says(line: str, fitting: list[str], others: list[str]) -> None:
    assert [path for path in fitting if not left_out([line], path)] == []
    assert [path for path in others if left_out([line], path)] == []


def test_the_last_line_that_fits_decides_but_nothing_comes_back_out_of_a_closed_folder() -> None:
    lines = ["*.bak", "旧/", "!留.bak"]
    assert not left_out(lines, "2025/留.bak")
    assert left_out(lines, "旧/留.bak")
    assert left_out([*lines, "留.*"], "2025/留.bak")


NAMES = st.text("ab-", min_size=1, max_size=3)
PATTERNS = (
    st.lists(st.sampled_from(["a", "b", "-", "*", "?", "[ab]", "[a-b]"]), min_size=1, max_size=6)
    .map("".join)
    .filter(lambda name: len(name) == 1 or name.strip("*"))
)
# No "!": in what order a folder's lines count the other reader sees differently from git.
LINES = st.builds(
    lambda start, names, last, end: start + "/".join([*names, last]) + end,
    st.sampled_from(["", "/", "**/"]),
    st.lists(st.one_of(PATTERNS, st.just("**")), max_size=2),
    PATTERNS,  # of "a/**" the other reader leaves out a itself, which git does not
    st.sampled_from(["", "/"]),
)


@given(st.lists(LINES, min_size=1, max_size=3), st.lists(NAMES, min_size=1, max_size=4), st.booleans())
def test_another_reader_of_such_lines_says_the_same(lines: list[str], names: list[str], folder: bool) -> None:
    spec = GitIgnoreSpec.from_lines(lines)
    paths = ["/".join(names[:end]) for end in range(1, len(names) + 1)]
    asked = [f"{path}/" for path in paths[:-1]] + [paths[-1] + ("/" if folder else "")]
    assert left_out(lines, asked[-1]) == any(spec.match_file(path) for path in asked)


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("*a" * 40 + "*b", "a" * 250),
        ("*?a" * 40 + "*b", "a" * 250),
        ("**/a/" * 40 + "b", "/".join("a" * 120)),
        ("**/*a*a*a/" * 20 + "b", "/".join(["a" * 30] * 60)),
    ],
)
def test_many_stars_take_no_longer_than_few(line: str, path: str) -> None:
    ask = ignore_matcher([line])
    started = time.process_time()
    assert not ask(path, False)
    assert time.process_time() - started < 1.0  # tried in all ways it would be hours
    assert ask(f"{path}b" if line.startswith("*a") or line.startswith("*?") else f"{path}/b", False)


@pytest.mark.parametrize("line", ["[z-a]", "a[", "[", "[[:hanzi:]]", "a\\", "!", "! "])
def test_a_line_that_says_nothing_is_unfit(line: str) -> None:
    with pytest.raises(Unfit):
        check(line)


def test_nothing_is_left_out_by_no_line() -> None:
    assert not ignore_matcher([])("a", False)
    assert not ignore_matcher(["", "  ", "/"])("a", True)
