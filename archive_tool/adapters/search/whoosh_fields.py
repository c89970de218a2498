"""Field types for whoosh that take ready tokens: its own analysers would cost most of the time."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator
from typing import Any

from whoosh import formats
from whoosh.codec.whoosh3 import W3Codec
from whoosh.fields import FieldType

# BM25 with a fixed average length, worked out when a document is written: a posting's weight is
# the term's whole share of the score but for its rarity.
_SATURATION, _LENGTH_SHARE, _AVERAGE = 1.2, 0.75, 1000
_STEPS = 64  # weights are rounded, so that they pack well


class Tokens(FieldType):  # type: ignore[misc]
    """Tokens divided by spaces, with positions."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None)
        self.format = _Packed()

    def index(self, value: str, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Term, frequency, weight and packed positions of every token."""
        places: dict[str, array[int]] = {}
        tokens = value.split(" ")
        for position, token in enumerate(tokens):
            if token in places:
                places[token].append(position)
            else:
                places[token] = array("I", (position,))
        damping = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * len(tokens) / _AVERAGE)
        for token, positions in places.items():
            times = len(positions)
            weight = round(_STEPS * times / (times + damping)) / _STEPS
            yield token.encode(), times, weight, positions.tobytes()


def positions(packed: bytes) -> array[int]:
    """The positions of one posting of a Tokens field, ascending."""
    unpacked = array("I")
    unpacked.frombytes(packed)
    return unpacked


def codec() -> W3Codec:
    """Without statistics of field lengths: unused here, and asked of the disk for every single posting."""
    made = W3Codec()
    made.length_stats = False
    return made


class Atoms(FieldType):  # type: ignore[misc]
    """A collection of exact terms; with a column, its only term can be read back."""

    def __init__(self, column: Any = None) -> None:
        super().__init__(formats.Existence(), None)
        self.column_type = column

    def index(self, value: Collection[str], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term in value:
            yield term.encode(), 1, 1.0, b""


class _Packed(formats.Format):  # type: ignore[misc]
    """Postings with a value of any length."""

    def fixed_value_size(self) -> int:
        return -1
