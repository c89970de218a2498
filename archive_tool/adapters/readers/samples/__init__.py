"""A tiny document of each format, to see whether its reader works on this computer.

Texts hold the word WORD, pictures are one pixel large.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from archive_tool.adapters.readers.samples import packages, pictures, texts
from archive_tool.adapters.readers.samples.word import WORD
from archive_tool.core.model import Reading

# Format -> how to make one. Old Office documents and HEIC have no sample small enough to be built in.
SAMPLES: Mapping[str, Callable[[], bytes]] = {
    **texts.SAMPLES,
    **packages.SAMPLES,
    **pictures.SAMPLES,
}


def is_read(reading: Reading) -> bool:
    """Whether the sample was understood: its word was found, or its one pixel seen."""
    said = any(WORD in segment.text for segment in reading.segments)
    return reading.problem is None and (said or reading.properties.get("width") == "1")
