"""What a worker and its keeper say to each other: JSON, so that nothing a worker sends can run code."""

from __future__ import annotations

import json
from typing import cast, get_args, get_type_hints

from archive_tool.core.model import Problem, Reading, Segment

# The text of a document is capped at 10 million characters; JSON may write six bytes for one.
MAX_MESSAGE = 100_000_000

READY = b"ready"
HASHING = b"hashing"
HASHED = b"hashed:"
READ = b"read:"

_KINDS = frozenset(get_args(get_type_hints(Problem)["kind"]))


def encode_path(path: str) -> bytes:
    """Paths may hold bytes that are no text (surrogateescape); they survive the way."""
    return path.encode("utf-8", "surrogatepass")


def decode_path(message: bytes) -> str:
    return message.decode("utf-8", "surrogatepass")


def encode_reading(reading: Reading) -> bytes:
    problem = reading.problem and [reading.problem.kind, reading.problem.reason]
    segments = [[segment.locator, segment.text] for segment in reading.segments]
    data = [segments, dict(reading.properties), problem]
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")


def decode_reading(message: bytes) -> Reading:
    """Raises ValueError for anything but a reading."""
    try:
        segments, properties, problem = json.loads(message)
        return Reading(
            tuple(Segment(_text(locator), _text(text)) for locator, text in segments),
            {_text(key): _text(value) for key, value in properties.items()},
            _problem(problem),
        )
    except (TypeError, AttributeError, RecursionError) as error:
        raise ValueError("not a reading") from error


def _problem(data: object) -> Problem | None:
    if data is None:
        return None
    kind, reason = cast("list[object]", data)
    if kind not in _KINDS:
        raise ValueError("not a problem")
    return Problem(kind, _text(reason))  # type: ignore[arg-type]  # one of Problem's kinds


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not text")
    return value
