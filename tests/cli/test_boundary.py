"""What ends a command is told, even where the telling fails."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from archive_tool.cli.boundary import USAGE, boundary
from archive_tool.cli.shell import Shell
from archive_tool.core.catalog import Catalog, Speaker
from archive_tool.core.errors import CannotRun
from archive_tool.core.label import Label

# A text that cannot be filled in.
BROKEN = Speaker(Catalog({"error.line": Label("{", "{"), "error.usage": Label("{", "{")}, {}), "zh")


@pytest.mark.parametrize(
    "error", [CannotRun("甲.乙", file="archive.yaml", line=3), click.UsageError("甲.乙")]
)
def test_an_error_whose_words_fail_is_told_by_its_key(
    error: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    with boundary() as guard:
        guard.shell = Shell(Path(), BROKEN)
        raise error
    told = capsys.readouterr().err
    assert guard.code == USAGE
    assert "甲.乙" in told
    assert told.count("\n") == 1
