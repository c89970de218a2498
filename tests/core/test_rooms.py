"""The rooms keep to themselves: imports follow the contract, and the core touches nothing outside."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORE = sorted((ROOT / "archive_tool" / "core").rglob("*.py"))

# The doors of a process: disk, clock, chance, network, other processes, the reader's language.
DOORS = {
    "asyncio", "builtins", "ctypes", "gettext", "glob", "importlib", "io", "locale", "logging", "mmap", "multiprocessing",
    "os", "pickle", "platform", "random", "secrets", "select", "shutil", "signal", "socket", "sqlite3", "ssl",
    "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid", "zoneinfo",
}  # fmt: skip
CALLS = {"open", "print", "input", "eval", "exec", "__import__", "breakpoint"}
PURE_PATHS = {"PurePath", "PurePosixPath", "PureWindowsPath"}
CLOCKS = {"today", "now", "utcnow", "fromtimestamp"}


def doors(source: str) -> list[str]:
    """Every way in which a module's source reaches outside, as `line: name`."""
    nodes = ast.walk(ast.parse(source))
    return [f"{getattr(node, 'lineno', 0)}: {name}" for node in nodes for name in reached(node)]


def reached(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names if outside(alias.name) or alias.name == "pathlib"]
        case ast.ImportFrom(module="pathlib", names=names):
            return [alias.name for alias in names if alias.name not in PURE_PATHS]
        case ast.ImportFrom(module=str(module), level=0) if outside(module):
            return [module]
        case ast.Call(func=ast.Name(id=name)) if name in CALLS:
            return [name]
        case ast.Attribute(value=value, attr=attr) if attr in CLOCKS and ast.unparse(value).endswith(
            ("date", "datetime")
        ):
            return [ast.unparse(node)]
    return []


def outside(module: str) -> bool:
    """Whether a module is a door, or somebody else's library."""
    top = module.partition(".")[0]
    return top in DOORS or (top != "archive_tool" and top not in sys.stdlib_module_names)


@pytest.mark.parametrize("module", CORE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_core_touches_nothing_outside(module: Path) -> None:
    assert doors(module.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "source",
    ["import os", "import os.path", "from os import path", "from pathlib import Path", "import pathlib", "import time",
     "from random import choice", "import socket", "import subprocess", "from locale import getlocale",
     "def f():\n    import os", "open('x')", "print('x')", "date.today()", "datetime.datetime.now()", "x = datetime.now", "import yaml", "from lxml import etree"],
)  # fmt: skip
def test_every_door_would_be_seen(source: str) -> None:
    assert len(doors(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "from pathlib import PurePosixPath",
        "from datetime import date, timedelta",
        "reader.open('x')",
        "import re",
        "now = 1",
    ],
)
def test_what_is_pure_is_no_door(source: str) -> None:
    assert doors(source) == []


def test_the_import_contract_holds() -> None:
    pytest.importorskip("importlinter")
    command = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", command],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=100,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
