"""An archive.yaml that somebody has open (Windows) or nobody may read is told in one line by every command."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import is_one_line, run
from trees import Picture

Small = Callable[[Picture], Path]


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("status",),
        ("schema", "check"),
        ("schema", "export"),
        ("profile", "list"),
        ("profile", "show", "balanced"),
    ],
    ids=" ".join,
)
def test_a_locked_archive_yaml(small: Small, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    root, real = small({}), Path.read_bytes

    def read(self: Path) -> bytes:
        if self.name == "archive.yaml":
            raise PermissionError(errno.EACCES, "used by another process", str(self))
        return real(self)

    monkeypatch.setattr(Path, "read_bytes", read)
    ran = run(root, *words)
    assert (ran.code, ran.out, is_one_line(ran.err)) == (2, "", True), ran.all
    assert "archive.yaml" in ran.err and "used by another process" in ran.err
