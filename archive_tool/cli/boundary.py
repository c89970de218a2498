"""The one place where exceptions become words and exit codes."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import click

from archive_tool.cli.shell import Shell
from archive_tool.core.errors import CannotRun

OK, FINDINGS, USAGE, CRASH, INTERRUPTED = 0, 1, 2, 3, 130


class Refused(Exception):
    """Something was refused, and the reasons were printed."""


class ReaderGone(Exception):
    """Who reads what is printed has seen enough (`| head`)."""


class Findings(Exception):
    """There are findings at or above --fail-on."""


@dataclass(slots=True)
class Guard:
    """What the process ends with."""

    shell: Shell | None = None
    code: int = OK


@contextmanager
def boundary() -> Iterator[Guard]:
    """Catch everything; leave the exit code in the guard."""
    guard = Guard()
    try:
        yield guard
    except Findings:
        guard.code = FINDINGS
    except Refused:
        guard.code = USAGE
    except click.exceptions.Exit as error:
        guard.code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        guard.code = INTERRUPTED
        if guard.shell is not None:
            _print(guard.shell.say("error.interrupted"))
    except (BrokenPipeError, ReaderGone):
        _give_up_stdout()
    except click.exceptions.NoArgsIsHelpError as error:
        guard.code = USAGE
        _print(error.format_message())
    except click.UsageError as error:
        guard.code = USAGE
        _print(_misused(guard.shell, error))
    except CannotRun as error:
        guard.code = USAGE
        _print(told(guard.shell, error))
    except (SystemExit, GeneratorExit):
        raise
    except OSError as error:
        if not _is_of_printing(error):
            guard.code = CRASH
            _print(_crash(guard.shell, error))
        else:
            _give_up_stdout()
            if error.errno != errno.EINVAL:  # so Windows says that the reader has seen enough
                guard.code = USAGE
                _print(told(guard.shell, CannotRun("output.stdout", reason=error.strerror or str(error))))
    # An engine written in Rust fails with what is no Exception.
    except BaseException as error:
        guard.code = CRASH
        _print(_crash(guard.shell, error))


@contextmanager
def stops_interrupt() -> Iterator[None]:
    """Ended from outside, a command cleans up as after Ctrl-C: half-made files, processes it has started.

    The end that a service manager asks for, a closed terminal, the same on Windows. A command that
    wants them otherwise says so itself.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    # Who started us may have chosen that we ignore one, as nohup does.
    heard = [number for number in numbers if before[number] is not signal.SIG_IGN]
    for number in heard:
        signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number in heard:
            signal.signal(number, before[number] or signal.SIG_DFL)


def _is_of_printing(error: BaseException) -> bool:
    """Whether it comes from where texts are printed: these write to the standard streams alone."""
    import traceback  # only after a failure

    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    return frame.f_globals.get("__name__", "").partition(".")[0] in ("click", "rich")


def _give_up_stdout() -> None:
    """Nothing more is written there, not even at the end of the process."""
    with suppress(OSError), open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def told(shell: Shell | None, error: CannotRun) -> str:
    """In the user's language; where the words themselves fail, the key and what it would have said."""
    if shell is None:
        return str(error)
    try:
        from archive_tool.report import refusal  # only for mistakes

        return refusal.told(error, shell.speaker)
    except Exception:
        return _line(str(error))


def _misused(shell: Shell | None, error: click.UsageError) -> str:
    if shell is None:
        return _line(error.format_message())
    try:
        from archive_tool.cli import usage  # only for mistakes

        return _line(usage.told(shell, error))
    except Exception:
        return _line(error.format_message())


def _crash(shell: Shell | None, error: BaseException) -> str:
    import traceback  # only after a crash

    details = "".join(traceback.format_exception(error))
    if shell is None:
        return details
    try:
        log = str(shell.write_log(details))
    except OSError:
        return details
    what = f"{type(error).__name__}: {' '.join(str(error).split())}"
    return _line(shell.say("error.crash", error=what, log=log))


def _line(text: str) -> str:
    """One line, whatever names and values stand in it."""
    from archive_tool.report.printable import printable

    return printable(text)


def _print(text: str) -> None:
    with suppress(OSError):  # the terminal may be what was closed
        click.echo(text, err=True)
