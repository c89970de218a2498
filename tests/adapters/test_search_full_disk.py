"""A disk that refuses an index is an OSError from every engine, and nothing half built stays on it."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive_tool.adapters.search import tantivy_disk
from archive_tool.adapters.search.tantivy_disk import disk_errors
from archive_tool.adapters.search.tantivy_index import TantivyIndex
from archive_tool.adapters.search.whoosh_index import WhooshIndex
from archive_tool.core.documents import Document, Passage
from archive_tool.core.model import Segment

IO = "An IO error occurred: 'No space left on device (os error 28)"
TOLD = {
    "a commit": f"{IO}'",
    "a file": f'{IO} at path "/库/gen-0002/engine/.tmpcGKRqU"\'',
    "a lock": 'Failed to acquire Lockfile: IoError(Os { code: 28, kind: StorageFull, message: "No space left on device" }). None',
}
KILLED = "An error occurred in a thread: 'An index writer was killed.. A worker thread encountered an error (io::Error most likely) or panicked.'"

# Files may not grow beyond so many bytes: an error of the real disk, for which nobody needs rights.
SMALL_FILES = """
import resource, sys
from pathlib import Path
from archive_tool.adapters.search import choose
from archive_tool.core.documents import Document, Passage
from archive_tool.core.model import Segment

text = "".join(map(chr, range(0x4E00, 0x5E00)))
documents = (Document(f"p{n}", "1", "", (Passage("a.txt", Segment("", text)),)) for n in range(40))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    choose(sys.argv[1])[1](Path(sys.argv[2])).rebuild(documents)
except OSError as error:
    print(error.errno, error.strerror)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files")
@pytest.mark.parametrize("size", [500, 300_000])
@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_files_that_may_not_grow_are_an_oserror_and_leave_nothing(
    engine: str, size: int, tmp_path: Path
) -> None:
    words = [sys.executable, "-c", SMALL_FILES, engine, str(tmp_path / "index"), str(size)]
    ran = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert ran.stdout.startswith(f"{errno.EFBIG} "), ran.stderr
    assert not list(tmp_path.glob("index/gen-*"))


@pytest.mark.parametrize("what", TOLD)
@pytest.mark.skipif(sys.platform == "win32", reason="other numbers")
def test_what_tantivy_says_of_a_full_disk_is_an_oserror(what: str, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left on device") as told, disk_errors(tmp_path):
        raise ValueError(TOLD[what])
    assert (told.value.errno, told.value.filename) == (errno.ENOSPC, str(tmp_path))
    assert told.value.strerror == "No space left on device"


def test_a_writer_that_died_of_a_full_disk_is_an_oserror(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(tantivy_disk.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"), disk_errors(tmp_path):
        raise ValueError(KILLED)


@pytest.mark.parametrize("said", [KILLED, "Field `x` is not defined in the schema."])
def test_what_the_disk_has_nothing_to_do_with_stays_what_it_is(said: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"writer was killed|not defined"), disk_errors(tmp_path):
        raise ValueError(said)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("maker", [TantivyIndex, WhooshIndex])
def test_what_is_broken_off_makes_room_again(maker: type[TantivyIndex], tmp_path: Path) -> None:
    def documents():
        yield Document("a", "1", "", (Passage("a.txt", Segment("", "会议")),))
        raise OSError(errno.ENOSPC, "No space left on device")

    index = maker(tmp_path / "index")
    with pytest.raises(OSError, match="No space left"):
        index.rebuild(documents())
    assert not list(tmp_path.glob("index/gen-*"))
