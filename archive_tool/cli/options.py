"""Options that several commands share."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

import click

from archive_tool.cli.boundary import Findings
from archive_tool.core.errors import CannotRun
from archive_tool.core.model import Report

F = TypeVar("F", bound=Callable[..., Any])
Say = Callable[..., str]
# 2024-2025, 2024/25, 2024-2025学年, 2024-2025-1.
_SCHOOL_YEAR = re.compile(r"(\d{4})\s*[-–—~/至]\s*(\d{2}|\d{4})(?:-[12])?\s*(?:学年)?")
RANKS = {"info": 0, "warning": 1, "error": 2}


class Day(click.ParamType[date]):
    """A date written YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise CannotRun("usage.date", value=str(value)) from None


class Year(click.IntRange):
    """A calendar year; one who writes a school year is told which two it lies in."""

    def __init__(self) -> None:
        super().__init__(1900, 2999)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        told = _SCHOOL_YEAR.fullmatch(str(value).strip())
        if told and int(told[2]) % 100 == (int(told[1]) + 1) % 100:  # 2025-03 is a month
            first = int(told[1])
            raise CannotRun("usage.school-year", value=str(value), first=first, second=first + 1)
        return int(super().convert(value, param, ctx))


class Folder(click.Path):
    """A path that was given: an empty one, of an unset variable in a script, is not the current folder.

    Nor is one with a zero byte any path at all.
    """

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            raise CannotRun("usage.empty-path")
        if "\0" in os.fspath(value):
            raise CannotRun("usage.no-path", path=value)
        return super().convert(value, param, ctx)


def format_option(say: Say, formats: Iterable[str] = ("text", "json")) -> Callable[[F], F]:
    return click.option(
        "--format",
        "format_",
        type=click.Choice(list(formats)),
        default="text",
        help=say("help.option.format"),
    )


def everything_option(say: Say) -> Callable[[F], F]:
    return click.option("-v", "--all", "everything", is_flag=True, help=say("help.option.all"))


def as_of_option(say: Say) -> Callable[[F], F]:
    return click.option(
        "--as-of", type=Day(), default=date.today, show_default=False, help=say("help.option.as-of")
    )


def fail_on_option(say: Say) -> Callable[[F], F]:
    choices = click.Choice(["error", "warning", "info", "never"])
    return click.option("--fail-on", type=choices, default="error", help=say("help.option.fail-on"))


def fail_on(report: Report, level: str) -> None:
    """Exit code 1 when an open finding is at or above the level."""
    if level != "never" and any(RANKS[f.severity] >= RANKS[level] for f in report.findings if not f.waived):
        raise Findings


def quoted(word: str) -> str:
    """As it has to be typed."""
    return f'"{word}"' if " " in word else word
