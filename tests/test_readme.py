"""README keeps its promises: two commands first, the same in both languages, every command named."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive_tool.cli.main import COMMANDS, build
from archive_tool.cli.shell import Shell

ROOT = Path(__file__).parents[1]
READMES = ["README.md", "README.zh-CN.md"]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
TIMES = re.compile(r"\s*[(（][0-9]+ (?:ms|毫秒)[)）]")


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def fences(name: str, language: str) -> list[str]:
    return [block for found, block in FENCE.findall(text(name)) if found == language]


@pytest.mark.parametrize("name", READMES)
def test_it_begins_with_a_title_a_sentence_and_the_commands(name: str) -> None:
    before = [line for line in text(name).partition("```")[0].splitlines() if line]
    assert len(before) == 2
    assert before[0].startswith("# ")


def test_the_first_block_is_exactly_the_two_commands() -> None:
    demo, tests = fences("README.md", "sh")[0].splitlines()
    assert demo.startswith("python3 -m venv ")
    assert demo.endswith("archive-tool demo")
    assert "[test]" in tests
    assert re.search(r"pytest\b", tests)


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
@pytest.mark.parametrize("number", [0, 1])
def test_the_commands_parse(number: int) -> None:
    command = fences("README.md", "sh")[0].splitlines()[number]
    assert subprocess.run(["bash", "-n", "-c", command], check=False).returncode == 0


def test_windows_gets_the_same_pair() -> None:
    ours, theirs = fences("README.md", "sh")[0], fences("README.md", "bat")[0]
    as_windows = ours.replace("python3 ", "py -3 ").replace("/bin/", "\\Scripts\\")
    assert theirs == as_windows


@pytest.mark.parametrize("language", ["sh", "bat"])
def test_both_languages_begin_with_the_same_commands(language: str) -> None:
    assert fences(READMES[0], language)[0] == fences(READMES[1], language)[0]


@pytest.mark.parametrize("name", READMES)
def test_each_links_to_the_other(name: str) -> None:
    (other,) = set(READMES) - {name}
    assert f"]({other})" in text(name).partition("```")[0]


@pytest.mark.parametrize("name", READMES)
def test_every_command_of_the_help_page_is_named(name: str) -> None:
    shell = Shell.start(["--lang", "en"])
    page = CliRunner().invoke(build(shell), ["--help"], obj=shell).output
    listed = re.findall(r"^  ([a-z-]+) {2,}", page.partition("Commands:")[2], re.MULTILINE)
    assert listed == list(COMMANDS)
    table = [row for row in text(name).splitlines() if row.startswith("| `")]
    for command in listed:
        assert any(re.match(rf"\| `{command}[ `]", row) for row in table), command


@cache
def demo(language: str, folder: Path) -> list[str]:
    shell = Shell.start(["--lang", language])
    result = CliRunner().invoke(build(shell), ["--lang", language, "demo", str(folder)], obj=shell)
    assert result.exit_code == 0, result.output
    return [TIMES.sub("", line).rstrip() for line in result.output.splitlines()]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_shown_demo_is_the_real_one(name: str, language: str, tmp_path: Path) -> None:
    """Line by line; `…` stands for what was left out, alone or at the end of a line."""
    shown = [TIMES.sub("", line).rstrip() for line in fences(name, "text")[0].splitlines()]
    real = iter(demo(language, tmp_path / "demo"))
    for line in shown:
        if line.strip() in ("", "…"):
            continue
        start = line.removesuffix("…").rstrip()
        found = any(one == line or (line.endswith("…") and one.startswith(start)) for one in real)
        assert found, f"copy anew from `archive-tool --lang {language} demo`: {line}"
