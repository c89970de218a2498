"""A web page in one file: everything in it is escaped, nothing outside is asked for, the same bytes every time."""

from __future__ import annotations

import os
import re
from hashlib import sha256
from typing import IO, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.utils import url_quote

from archive_tool.core.sealing import digest
from archive_tool.report.printable import printable

SEAL = re.compile(rb"<!-- archive-tool sha256 ([0-9a-f]{64}) -->\n")
SEAL_BYTES = 94


def render(template: str, /, **values: Any) -> bytes:
    """The page, with a seal at its end that tells whether somebody has changed it since."""
    made = _environment().get_template(template).render(values)
    content = f"{made.rstrip()}\n".encode("utf-8", "backslashreplace")
    return content + f"<!-- archive-tool sha256 {sha256(content).hexdigest()} -->\n".encode()


def is_untouched(file: IO[bytes]) -> bool:
    """Whether an open file is a page that was made here, as it was made."""
    start = max(0, file.seek(0, os.SEEK_END) - SEAL_BYTES)
    file.seek(start)
    seal = SEAL.fullmatch(file.read(SEAL_BYTES))
    return seal is not None and digest(file, start) == seal[1].decode()


def href(base: str, path: str) -> str | None:
    """The address of a path below `base`; both relative, as on disk. None where no address can hold it.

    A name that begins like another protocol or folder stays a name: `./` stands before it.
    """
    way = f"{base}/{path}" if path not in ("", ".") else base
    try:
        told = url_quote(way.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:  # half of a pair, as Windows allows it
        return None
    return told if told.startswith("../") else f"./{told}"


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("archive_tool.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )


def _shown(value: Any) -> Any:
    """Texts without signs that turn the reading direction or break a line; markup made here stays as it is."""
    return printable(value) if isinstance(value, str) and not hasattr(value, "__html__") else value
