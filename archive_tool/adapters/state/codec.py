"""Remembered values as rows: compact JSON, texts compressed."""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from archive_tool.core.model import Complaint, Interpreted, Params, Problem, Reading, Segment, YamlProblem
from archive_tool.core.openings import Opening, opening
from archive_tool.core.parsed import Coded
from archive_tool.core.traces import NOTHING, Trace

_CODES = ("status", "record_form", "activity", "security")
_PART_CODES = ("role",)
_CODED = "coded"


class Lines(Mapping[str, int]):
    """The lines of a sidecar's keys, fetched when a message first asks for one, while the state is open.

    There are as many as sidecars, and hardly any is asked for: in memory they would take a fifth of the room.
    """

    __slots__ = ("_fetch", "_lines", "_path")

    def __init__(self, path: str, fetch: Callable[[str], str]) -> None:
        self._path = path
        self._fetch = fetch
        self._lines: dict[str, int] | None = None

    def _parsed(self) -> dict[str, int]:
        if self._lines is None:
            self._lines = json.loads(self._fetch(self._path) or "{}")
        return self._lines

    def __getitem__(self, key: str) -> int:
        return self._parsed()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parsed())

    def __len__(self) -> int:
        return len(self._parsed())

    def __repr__(self) -> str:
        return repr(self._parsed())


def encode_sidecar(said: Interpreted | YamlProblem) -> tuple[str, str]:
    """(body, lines); a problem has no lines."""
    if isinstance(said, YamlProblem):
        return _dump([said.key, said.line, _plain(said.params)]), ""
    complaints = [[c.code, c.line, _plain(c.params)] for c in said.complaints]
    return _dump([said.values, complaints, said.encoding]), _dump(dict(said.lines))


def decode_sidecars(
    rows: Sequence[tuple[str, str, bool]], fetch: Callable[[str], str]
) -> list[Interpreted | YamlProblem]:
    """(path, body, whether it has lines), many at once: one call of the parser shares the keys and is a third faster.

    `fetch`: path -> the lines of its keys, as they were encoded.
    """
    bodies = json.loads(f"[{','.join(body for _, body, _ in rows)}]")
    return [
        _interpreted(body, Lines(path, fetch))
        if has_lines
        else YamlProblem(body[0], body[1], _params(body[2]))
        for body, (path, _, has_lines) in zip(bodies, rows, strict=True)
    ]


def _interpreted(body: list[Any], lines: Lines) -> Interpreted:
    values, complaints, encoding = body
    _share(values, _CODES)
    if type(parts := values.get("parts")) is list:
        for part in parts:
            if type(part) is dict:  # else the sidecar says something invalid
                _share(part, _PART_CODES)
    told = (
        tuple(Complaint(code, line, _params(params)) for code, line, params in complaints)
        if complaints
        else ()
    )
    return Interpreted(values, lines, told, encoding)


def _plain(params: Params) -> dict[str, Any]:
    """A code that is told by its label is kept as one: {"coded": "written:title"}."""
    return {name: {_CODED: value} if isinstance(value, Coded) else value for name, value in params.items()}


def _params(kept: Mapping[str, Any]) -> Params:
    return {name: Coded(value[_CODED]) if type(value) is dict else value for name, value in kept.items()}


def _share(values: dict[str, object], keys: Sequence[str]) -> None:
    """One string for a code that stands in tens of thousands of sidecars: a tenth of the room they take."""
    for key in keys:
        if type(code := values.get(key)) is str:
            values[key] = sys.intern(code)


class PackedReading(NamedTuple):
    """A text as it is kept; its opening apart, because drafts ask for nothing else."""

    opening: str  # lines
    foot: str  # lines
    pages: int
    body: bytes


def encode_reading(reading: Reading) -> PackedReading:
    problem = [reading.problem.kind, reading.problem.reason] if reading.problem else None
    body = [[[s.locator, s.text] for s in reading.segments], dict(reading.properties), problem]
    begins = opening(reading)
    # Extracted text may hold lone surrogates.
    packed = zlib.compress(_dump(body).encode("utf-8", "surrogatepass"), 3)
    return PackedReading(_lines(begins.lines), _lines(begins.foot), begins.pages, packed)


def _lines(lines: tuple[str, ...]) -> str:
    return "\n".join(lines).encode("utf-8", "replace").decode()


def decode_opening(lines: str, foot: str, pages: int) -> Opening:
    return Opening(tuple(lines.split("\n")) if lines else (), tuple(foot.split("\n")) if foot else (), pages)


def encode_trace(trace: Trace) -> str:
    return "" if trace == NOTHING else _dump(trace)


def decode_traces(bodies: Sequence[str]) -> Iterator[Trace]:
    """Many at once, in one call of the parser; of no text of which nothing is kept."""
    for gaps, terms, annexes, held, made, created, *lists, stated, speakers, account, numbers in json.loads(
        f"[{','.join(bodies)}]"
    ):
        studied, blanks, attended, photos = map(tuple, lists)
        of_papers = (tuple(gaps), tuple(terms), tuple(annexes), held, made, created, studied, blanks)
        yield Trace(*of_papers, attended, photos, stated, speakers, tuple(account), tuple(numbers))


def encode_comparison(found: Mapping[str, tuple[str, ...]]) -> str:
    return _dump(found)


def decode_comparison(body: str) -> dict[str, tuple[str, ...]]:
    return {key: tuple(others) for key, others in json.loads(body).items()}


class Unread(Mapping[str, Reading]):
    """Texts by digest, each unpacked when it is asked for."""

    __slots__ = ("_packed",)

    def __init__(self, packed: Mapping[str, bytes]) -> None:
        self._packed = packed

    def __getitem__(self, sha256: str) -> Reading:
        return decode_reading(self._packed[sha256])

    def __contains__(self, sha256: object) -> bool:
        return sha256 in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def decode_reading(packed: bytes) -> Reading:
    segments, properties, problem = json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
    return Reading(tuple(Segment(*s) for s in segments), properties, Problem(*problem) if problem else None)


def _dump(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))
    return text
