"""An empty path, of an unset variable in a script, is refused: it is not the current folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from commands import bytes_below, is_one_line, run
from trees import Picture

from archive_tool.cli.main import COMMANDS, build
from archive_tool.cli.options import Folder
from archive_tool.cli.shell import Shell

Small = Callable[[Picture], Path]
PATHS = ("DIR", "FILE", "PATH", "ROOT")
EITHER = ("ID|DIR", "ID|FILE")  # an id is no path, and an empty one names nothing


def parameters() -> Iterator[tuple[str, click.Parameter]]:
    shell = Shell.start([])
    context = click.Context(build(shell), obj=shell)
    for name in COMMANDS:
        command = context.command.get_command(context, name)  # type: ignore[attr-defined]
        inner = command.commands.values() if isinstance(command, click.Group) else [command]
        for one in inner:
            yield from ((f"{name} {one.name}", parameter) for parameter in one.params)


def test_every_path_is_asked_for_by_one_type() -> None:
    paths = 0
    for name, parameter in parameters():
        told = parameter.metavar or parameter.name or ""
        is_path = isinstance(parameter.type, click.Path) or any(word in told.upper() for word in PATHS)
        if is_path and told not in EITHER and told != "[ID|DIR]":
            assert isinstance(parameter.type, Folder), (name, told)
            paths += 1
    assert paths >= 20


@pytest.mark.parametrize(
    "words",
    [
        ("audit", "-o", ""),
        ("audit", ".", "-o", ""),
        ("due", "-o", ""),
        ("report", "chronicle", "-o", ""),
        ("init", "--adopt", "-o", ""),
        ("schema", "export", "-o", ""),
        ("profile", "import", "表.xlsx", "-o", ""),
        ("show", ""),
        ("check", ""),
        ("describe", "", "--confirm"),
        ("accept", "", "--reason", "甲"),
        ("rectify", "import", "表.xlsx", "--record", ""),
    ],
    ids=" ".join,
)
def test_an_empty_path_is_refused_and_nothing_is_written(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    archive = small({"2025/30 Money/Budgets/2025 预算.txt": "收入"})
    here = tmp_path / "这里"
    here.mkdir()
    monkeypatch.chdir(here)
    before = bytes_below(archive)
    ran = run(archive, *words, lang="en")
    assert (ran.code, ran.out) == (2, "")
    assert is_one_line(ran.err)
    assert "a path is empty" in ran.err
    assert bytes_below(archive) == before
    assert not list(here.iterdir())
