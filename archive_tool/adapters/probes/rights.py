"""Who can list a folder, asked of the system in its own way."""

from __future__ import annotations

import os
from pathlib import Path

from archive_tool.core.health.rights import Openness


def openness(root: Path, path: str) -> Openness:
    """Of a folder at a path relative to the root; absolute paths are taken as they are."""
    place = root / path
    if os.name == "nt":
        from archive_tool.adapters.probes import windows_rights

        return windows_rights.openness(place, path)
    from archive_tool.adapters.probes import posix_rights

    return posix_rights.openness(place, path)
