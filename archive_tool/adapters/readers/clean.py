"""The last step of every reading: text fit for the index, within the limits."""

from __future__ import annotations

import re
from dataclasses import replace

from archive_tool.adapters.readers.refused import MAX_CHARACTERS, Refused
from archive_tool.core.model import Problem, Reading, Segment
from archive_tool.core.reasons import because

MAX_PROPERTY = 500

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Control characters, and those without width or ink that editors and messengers leave inside
# words: joining marks (U+200C, U+200D) stay, some scripts and emoji need them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def cleaned(reading: Reading) -> Reading:
    """Line ends as newlines, nothing unseen, no empty segment; raises Refused above the cap."""
    segments = tuple(
        Segment(s.locator, text) for s in reading.segments if (text := clean(s.text).strip("\n"))
    )
    segments = tuple(segment for segment in segments if segment.text.strip())
    if sum(len(segment.text) for segment in segments) > MAX_CHARACTERS:
        raise Refused(Problem("too-large", because("characters", MAX_CHARACTERS)), reading.properties)
    properties = {
        key: " ".join(clean(value).split())[:MAX_PROPERTY] for key, value in reading.properties.items()
    }
    return replace(reading, segments=segments, properties={key: v for key, v in properties.items() if v})


def clean(text: str) -> str:
    """The same words, without what nobody sees; lone surrogates become U+FFFD."""
    return _SURROGATE.sub("\ufffd", _UNSEEN.sub("", _LINE_END.sub("\n", text)))
