"""The computer and the installation: Python, console, search engines, readers of documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archive_tool.core.health.check import Check
from archive_tool.core.parsed import Params


@dataclass(frozen=True, slots=True)
class Console:
    """How texts and names get to the screen and from the disk."""

    encoding: str  # of standard output
    chinese: bool  # whether that can hold Chinese
    names: str  # the encoding of file names


@dataclass(frozen=True, slots=True)
class Machine:
    """What was found of the installation."""

    version: str
    python: str
    bits: int
    system: str
    console: Console
    known: tuple[str, ...]  # search engines that `engine: auto` tries, the best first
    engines: Mapping[str, str]  # those of them that import, with their versions
    readers: Mapping[str, str]  # format -> why its sample could not be read; "" where it could
    untried: tuple[str, ...] = ()  # formats that have no sample


def checks(machine: Machine) -> Iterator[Check]:
    yield _tool(machine)
    yield _console(machine.console)
    yield _engines(machine)
    yield _readers(machine)


def _tool(machine: Machine) -> Check:
    params: Params = {
        "version": machine.version,
        "python": machine.python,
        "bits": machine.bits,
        "system": machine.system,
    }
    if machine.bits < 64:
        return Check("tool", "warning", "doctor.tool.bits", params, "doctor.do.tool.bits", "admin")
    return Check("tool", "ok", "doctor.tool.ok", params)


def _console(console: Console) -> Check:
    params: Params = {"encoding": console.encoding, "names": console.names}
    if not console.names.lower().startswith("utf"):
        return Check("console", "problem", "doctor.console.names", params, "doctor.do.console.names", "you")
    if not console.chinese:
        return Check("console", "warning", "doctor.console.poor", params, "doctor.do.console.poor", "you")
    return Check("console", "ok", "doctor.console.ok", params)


def _engines(machine: Machine) -> Check:
    missing = [name for name in machine.known if name not in machine.engines]
    taken = next((name for name in machine.known if name in machine.engines), None)
    if taken is None:
        return Check(
            "engines", "problem", "doctor.engines.none", {"missing": missing}, "doctor.do.reinstall", "admin"
        )
    listed = [f"{name} {version}" for name, version in machine.engines.items()]
    params: Params = {"engines": listed, "taken": taken, "missing": missing}
    if taken != machine.known[0]:
        return Check("engines", "warning", "doctor.engines.slow", params, "doctor.do.engines.slow", "admin")
    return Check("engines", "ok", "doctor.engines.ok", params)


def _readers(machine: Machine) -> Check:
    read = [form for form, reason in machine.readers.items() if not reason]
    wrong = [f"{form} ({reason})" for form, reason in machine.readers.items() if reason]
    params: Params = {"formats": read, "wrong": wrong, "untried": list(machine.untried)}
    if wrong:
        return Check("readers", "problem", "doctor.readers.wrong", params, "doctor.do.reinstall", "admin")
    return Check(
        "readers", "ok", "doctor.readers.untried" if machine.untried else "doctor.readers.ok", params
    )
