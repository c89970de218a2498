"""Many documents written by several processes at once, each into an index of its own, and put together after."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any, NamedTuple

from whoosh import index

from archive_tool.adapters.search.texts import TextWriter
from archive_tool.adapters.search.whoosh_segment import SegmentWriter
from archive_tool.core.documents import Document
from archive_tool.core.errors import CannotRun

FEW = 200  # documents, written before another process would have started
BATCH = 20  # documents sent at once
_AHEAD = 2  # batches that wait for a process
MOST = 4  # processes


class _Helper(NamedTuple):
    """A process at work on a part."""

    process: SpawnProcess
    connection: Connection
    folder: Path


class Parts:
    """Takes documents once there are many; the processes start with the first."""

    def __init__(self, folder: Path, processes: int = 0) -> None:
        """`folder`: of the index that the parts will be added to; `processes` 0: one a core."""
        self._folder = folder
        self._wanted = processes or min(MOST, os.cpu_count() or 1)
        self._helpers: list[_Helper] = []
        self._waiting: dict[Connection, int] = {}  # batches sent and not yet written
        self._batch: list[Document] = []
        self._seen = 0

    def take(self, document: Document) -> bool:
        """Whether the document will be written here; the first ones never are."""
        self._seen += 1
        if self._seen <= FEW or self._wanted < 2:
            return False
        if not self._helpers:
            self._start()
            if not self._helpers:
                self._wanted = 1
                return False
        self._batch.append(document)
        if len(self._batch) >= BATCH:
            self._send()
        return True

    def finish(self) -> list[Any]:
        """Segments of whoosh, whose files lie in the folder now."""
        if self._batch:
            self._send()
        for helper in self._helpers:
            _tell(helper.connection, None)
        segments = [segment for helper in self._helpers for segment in self._gather(helper)]
        self.close()
        return segments

    def close(self) -> None:
        """End the processes, whatever they do."""
        for helper in self._helpers:
            helper.connection.close()
            helper.process.kill()
            helper.process.join()
            shutil.rmtree(helper.folder, ignore_errors=True)
        self._helpers = []

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        for number in range(1, self._wanted + 1):
            folder = self._folder.parent / f"part-{number}"
            shutil.rmtree(folder, ignore_errors=True)
            ours, theirs = context.Pipe()
            arguments = (theirs, str(self._folder), str(folder), number)
            process = context.Process(target=write_part, args=arguments, daemon=True, name="index-writer")
            try:
                process.start()
            except (OSError, RuntimeError):  # RuntimeError: the caller is itself being started
                ours.close()
                return  # with fewer it takes longer
            finally:
                theirs.close()
            self._helpers.append(_Helper(process, ours, folder))
            self._waiting[ours] = 0

    def _send(self) -> None:
        """To whoever has least to do; waits while all have enough."""
        while min(self._waiting.values()) >= _AHEAD:
            for ready in wait(list(self._waiting)):
                assert isinstance(ready, Connection)
                self._heard(ready)
        least = min(self._waiting, key=self._waiting.__getitem__)
        _tell(least, self._batch)
        self._waiting[least] += 1
        self._batch = []

    def _heard(self, connection: Connection) -> Any:
        try:
            said = connection.recv()
        except (EOFError, OSError) as error:
            raise CannotRun("index.helper") from error
        self._waiting[connection] -= 1
        return said

    def _gather(self, helper: _Helper) -> list[Any]:
        """Wait for the end of a part and move its files."""
        while self._waiting[helper.connection]:
            self._heard(helper.connection)
        self._heard(helper.connection)
        opened = index.open_dir(str(helper.folder))
        segments: list[Any] = opened._segments()
        for segment in segments:
            for name in segment.list_files(opened.storage):
                os.replace(helper.folder / name, self._folder / name)
        opened.close()
        return segments


def _tell(connection: Connection, what: list[Document] | None) -> None:
    try:
        connection.send(what)
    except OSError as error:
        raise CannotRun("index.helper") from error


def write_part(connection: Connection, whole: str, folder: str, number: int) -> None:
    """A process of its own: writes batches of documents until there are no more, then commits and says so."""
    # Both go to the whole group of processes; they are for the parent, whose end is noticed here.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.mkdir(folder)
    index.create_in(folder, index.open_dir(whole).schema).close()
    writer = SegmentWriter(Path(folder), TextWriter(Path(whole), number))
    try:
        while (batch := connection.recv()) is not None:
            for document in batch:
                writer.add(document)
            connection.send(None)
        writer.commit()
        connection.send(None)
        connection.recv()  # until the parent has closed its end
    except (EOFError, OSError):
        return
