"""Many documents written by several processes at once, each into an index of its own, and put together after."""

from __future__ import annotations

import os
import shutil
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from whoosh import index

from archive_tool.adapters.search import helpers
from archive_tool.adapters.search.helpers import Helpers
from archive_tool.adapters.search.texts import TextWriter
from archive_tool.adapters.search.whoosh_segment import SegmentWriter
from archive_tool.core.documents import Document


class Parts:
    """Takes documents once there are many; the processes start with the first."""

    def __init__(self, folder: Path) -> None:
        """`folder`: of the index that the parts will be added to."""
        self._folder = folder
        self._wanted = helpers.processes()
        self._helpers = Helpers()
        self._batch: list[Document] = []
        self._seen = 0

    def take(self, document: Document) -> bool:
        """Whether the document will be written here; the first ones never are."""
        self._seen += 1
        if self._seen <= helpers.FEW or self._wanted < 2:
            return False
        if not self._helpers and not self._start():
            self._wanted = 1
            return False
        self._batch.append(document)
        if len(self._batch) >= helpers.BATCH:
            self._helpers.send(self._batch)
            self._batch = []
        return True

    def finish(self) -> list[Any]:
        """Segments of whoosh, whose files lie in the folder now."""
        if self._batch:
            self._helpers.send(self._batch)
        for helper in self._helpers:
            self._helpers.tell(helper.connection, None)
        for _ in self._helpers.rest():
            pass
        connections = [helper.connection for helper in self._helpers]
        segments = [
            segment
            for number, connection in enumerate(connections, 1)
            for segment in self._gather(number, connection)
        ]
        self.close()
        return segments

    def close(self) -> None:
        """End the processes, whatever they do."""
        count = len(self._helpers)
        self._helpers.close()
        for number in range(1, count + 1):
            shutil.rmtree(self._part(number), ignore_errors=True)

    def _part(self, number: int) -> Path:
        return self._folder.parent / f"part-{number}"

    def _start(self) -> bool:
        for number in range(1, self._wanted + 1):
            shutil.rmtree(self._part(number), ignore_errors=True)
            if not self._helpers.start(write_part, str(self._folder), str(self._part(number)), number):
                break
        return bool(self._helpers)

    def _gather(self, number: int, connection: Connection) -> list[Any]:
        """Wait for the end of a part and move its files."""
        self._helpers.hear(connection)
        opened = index.open_dir(str(self._part(number)))
        segments: list[Any] = opened._segments()
        for segment in segments:
            for name in segment.list_files(opened.storage):
                os.replace(self._part(number) / name, self._folder / name)
        opened.close()
        return segments


def write_part(connection: Connection, whole: str, folder: str, number: int) -> None:
    """A process of its own: writes batches of documents until there are no more, then commits and says so."""
    os.mkdir(folder)
    index.create_in(folder, index.open_dir(whole).schema).close()
    writer = SegmentWriter(Path(folder), TextWriter(Path(whole), number))
    try:
        for batch in helpers.batches(connection):
            for document in batch:
                writer.add(document)
            connection.send(None)
        writer.commit()
        connection.send(None)
        connection.recv()  # until the parent has closed its end
    except (EOFError, OSError):
        return
