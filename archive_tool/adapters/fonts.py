"""A typeface of this computer that prints Chinese and may be taken along in a document."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

# In the order in which they are wanted: a page of text first of all has to be read.
WINDOWS = ("simsun.ttc", "simfang.ttf", "simhei.ttf", "msyh.ttc", "Deng.ttf")
MAC = (
    "/System/Library/Fonts/Supplemental/Songti.ttc",
    "/System/Library/Fonts/STHeiti Light.ttc",
    "/Library/Fonts/Arial Unicode.ttf",
    "/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
)
LINUX_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
LINUX = (
    "simsun.ttc", "simfang.ttf", "FZSSK.TTF", "FZFSK.TTF", "wqy-zenhei.ttc", "wqy-microhei.ttc", "uming.ttc",
    "DroidSansFallbackFull.ttf", "DroidSansFallback.ttf",
)  # fmt: skip


def chinese() -> Iterator[str]:
    """Font files that are there, the best first. Whether one can be embedded, who embeds it finds out."""
    for place in _places():
        if os.path.isfile(place):
            yield place


def _places() -> Iterator[str]:
    if sys.platform == "win32":
        folder = os.path.join(os.environ.get("SYSTEMROOT", r"C:\Windows"), "Fonts")
        yield from (os.path.join(folder, name) for name in WINDOWS)
    elif sys.platform == "darwin":
        yield from MAC
    else:
        found = {
            path.name: str(path)
            for folder in LINUX_FOLDERS
            for path in sorted(Path(folder).expanduser().rglob("*.[tT][tT][cfCF]"))
        }
        yield from (found[name] for name in LINUX if name in found)
