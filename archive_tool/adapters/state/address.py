"""Files as SQLite takes them for URIs."""

from __future__ import annotations

import os
import string
from pathlib import PurePath

_PLAIN = frozenset(f"{string.ascii_letters}{string.digits}/-._~".encode())


def uri_of(file: PurePath) -> str:
    """An absolute path, byte for byte as the system names it; `?` and options may follow.

    `as_uri` would name the server of a Windows share as browsers do (file://server/share), which SQLite
    refuses. Backslashes are encoded, so that they come out as they are, also behind `\\\\?\\`.
    """
    name = os.fsencode(str(file))
    # Two slashes at the beginning would else be followed by a server.
    begin = "file://" if name.startswith(b"/") else "file:"
    return begin + "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in name)
