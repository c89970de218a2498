"""What stands in the program's own source: its strings and whom it calls with them, read once for all tests."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from commands import PACKAGE


class Text(NamedTuple):
    """A string in code."""

    where: str  # file:line
    value: str


class Source(NamedTuple):
    """Of all modules."""

    constants: tuple[Text, ...]
    beginnings: tuple[str, ...]  # of f-strings, up to what is filled in
    called: tuple[tuple[str, Text], ...]  # name of a function, and the string that it is given first
    imported: frozenset[str]  # top names
    joining: tuple[Text, ...]  # strings that join others
    by_language: tuple[Text, ...]  # strings of an expression that asks for the language


@cache
def source() -> Source:
    """All modules below archive_tool/."""
    constants: list[Text] = []
    beginnings: list[str] = []
    called: list[tuple[str, Text]] = []
    imported: set[str] = set()
    joining: list[Text] = []
    by_language: list[Text] = []
    for where, node in _nodes():
        match node:
            case ast.Constant(value=str(value)):
                constants.append(Text(f"{where}:{node.lineno}", value))
            case ast.JoinedStr(values=[ast.Constant(value=str(value)), *_]):
                beginnings.append(value)
            case ast.Call(func=function, args=[ast.Constant(value=str(value)), *_]):
                name = getattr(function, "id", getattr(function, "attr", ""))
                called.append((name, Text(where, value)))
            case ast.Attribute(value=ast.Constant(value=str(value)), attr="join"):
                joining.append(Text(f"{where}:{node.lineno}", value))
            case ast.IfExp(test=test, body=body, orelse=other) if "language" in ast.unparse(test):
                chosen = [one.value for one in (body, other) if isinstance(one, ast.Constant)]
                by_language.extend(Text(f"{where}:{node.lineno}", str(one)) for one in chosen)
            case ast.Import(names=names):
                imported.update(alias.name.partition(".")[0] for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                imported.add(module.partition(".")[0])
    return Source(
        tuple(constants),
        tuple(beginnings),
        tuple(called),
        frozenset(imported),
        tuple(joining),
        tuple(by_language),
    )


def _nodes() -> Iterator[tuple[str, ast.AST]]:
    for path in sorted((PACKAGE / "archive_tool").rglob("*.py")):
        where = path.relative_to(PACKAGE).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            yield where, node
