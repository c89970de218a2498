"""The worker process: reads one document after the other until nobody asks any more."""

from __future__ import annotations

import hashlib
import importlib
import logging
import ntpath
import os
import stat
import sys
import warnings
from multiprocessing.connection import Connection
from typing import cast

from archive_tool.adapters.deaf import end_with_parent, stay_deaf
from archive_tool.adapters.workers import messages
from archive_tool.adapters.workers.held import refuse_written
from archive_tool.core.barred import problem_kind
from archive_tool.core.model import Problem, Reading
from archive_tool.core.ports import TextReader
from archive_tool.core.reasons import because

CHUNK = 1 << 20
# A sign of life after so many bytes: large films on slow shares take longer than any time limit.
SIGN_OF_LIFE = 32 << 20
# Beyond this Windows opens a path only in its long form (260 with the drive and the final NUL).
LONG_PATH = 240
# Address space that libraries and their caches reserve without using it.
RESERVED_MEGABYTES = 512


def serve(connection: Connection, reader: str, megabytes: int) -> None:
    """Answers paths with digest and reading. `reader` is "package.module:function"."""
    # One that died of a stop would look like one that died of its document.
    stay_deaf()
    end_with_parent()
    _keep_quiet()
    module, _, name = reader.partition(":")
    read = cast(TextReader, getattr(importlib.import_module(module), name))
    _limit_memory(megabytes)
    connection.send_bytes(messages.READY)
    while True:
        try:
            path = messages.decode_path(connection.recv_bytes())
        except (EOFError, OSError):
            return
        connection.send_bytes(messages.READ + messages.encode_reading(_answer(path, read, connection)))


def _answer(path: str, read: TextReader, connection: Connection) -> Reading:
    try:
        return _digest_and_read(openable(path, os.name == "nt"), read, connection)
    except MemoryError:
        return Reading(problem=Problem("memory", "MemoryError"))
    except KeyboardInterrupt:
        raise
    # Bindings to other languages panic with descendants of BaseException alone.
    except BaseException as error:
        return Reading(problem=Problem("damaged", type(error).__name__))


def _digest_and_read(path: str, read: TextReader, connection: Connection) -> Reading:
    try:
        before = os.lstat(path)
        if not stat.S_ISREG(before.st_mode):
            return Reading(problem=Problem("unsupported", "not a regular file"))
        refuse_written(path)
        connection.send_bytes(messages.HASHED + _digest(path, connection).encode())
    except OSError as error:
        return Reading(problem=Problem(problem_kind(error), error.strerror or type(error).__name__))
    reading = read(path)
    return reading if _same(before, path) else Reading(problem=Problem("busy", because("changing")))


def _digest(path: str, connection: Connection) -> str:
    digest = hashlib.sha256()
    done = 0
    with open(path, "rb", buffering=0) as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            done += len(chunk)
            if done % SIGN_OF_LIFE < len(chunk):
                connection.send_bytes(messages.HASHING)
    return digest.hexdigest()


def _same(before: os.stat_result, path: str) -> bool:
    try:
        after = os.lstat(path)
    except OSError:
        return False
    return (before.st_size, before.st_mtime_ns, before.st_ino) == (
        after.st_size,
        after.st_mtime_ns,
        after.st_ino,
    )


def openable(path: str, windows: bool) -> str:
    r"""The path as it can be opened: on Windows, long ones as \\?\C:\… or \\?\UNC\server\share\…."""
    if not windows or len(path) <= LONG_PATH or path.startswith("\\\\?\\"):
        return path
    plain = ntpath.normpath(path)
    return "\\\\?\\UNC" + plain[1:] if plain.startswith("\\\\") else "\\\\?\\" + plain


def _limit_memory(megabytes: int) -> None:
    """A ceiling by the operating system; where there is none the keeper's look at the memory remains."""
    if sys.platform == "win32":
        return
    import resource

    ceiling = (megabytes + RESERVED_MEGABYTES) << 20
    try:
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))
    except (ValueError, OSError):
        return


def _keep_quiet() -> None:
    """What parsers print must not get among the results on stdout."""
    logging.getLogger().addHandler(logging.NullHandler())
    warnings.simplefilter("ignore")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
