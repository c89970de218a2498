"""The postings of one term as bytes: numbers, weights and positions side by side, not posting by posting."""

from __future__ import annotations

import struct
import zlib
from array import array
from collections.abc import Sequence
from typing import NamedTuple

STEPS = 64  # a weight is a number of 64ths, so that it fits into a byte
WEIGHTS = tuple(step / STEPS for step in range(STEPS + 1))
_WORTH_PACKING = 256  # bytes
_HEAD = struct.Struct("<BI")  # kind, number of documents
_PLACED, _PACKED = 1, 2  # kinds, to be added


class Block(NamedTuple):
    """Arrays of 32-bit integers as bytes; the last three are empty where no positions are kept."""

    numbers: bytes  # of the documents, ascending
    steps: bytes  # the weight of each, one byte
    sizes: bytes  # how many bytes the positions of each are
    places: bytes  # the positions of all, ascending in each


def pack(block: Block) -> bytes:
    """The block as it is written."""
    body = b"".join(block)
    kind = _PLACED if block.steps else 0
    if len(body) >= _WORTH_PACKING:
        packed = zlib.compress(body, 1)
        if len(packed) < len(body):
            kind, body = kind | _PACKED, packed
    return _HEAD.pack(kind, len(block.numbers) // 4) + body


def unpack(data: bytes) -> Block:
    """The block as it was; ValueError, struct.error or zlib.error where the bytes are damaged."""
    kind, count = _HEAD.unpack_from(data)
    body = data[_HEAD.size :]
    if kind & _PACKED:
        body = zlib.decompress(body)
    if not kind & _PLACED:
        block = Block(body, b"", b"", b"")
    else:
        ends = (4 * count, 5 * count, 9 * count)
        block = Block(body[: ends[0]], body[ends[0] : ends[1]], body[ends[1] : ends[2]], body[ends[2] :])
        if sum(integers(block.sizes)) != len(block.places):
            raise ValueError("positions missing")
    if len(block.numbers) != 4 * count:
        raise ValueError("numbers missing")
    return block


def joined(blocks: Sequence[Block]) -> Block:
    """One block of several, whose numbers ascend from the first to the last."""
    return blocks[0] if len(blocks) == 1 else Block(*map(b"".join, zip(*blocks, strict=True)))


def weights_of(block: Block) -> Sequence[float]:
    """One for each document: 1 where a term is there or not."""
    if block.steps:
        return [WEIGHTS[step] for step in block.steps]
    return [1.0] * (len(block.numbers) // 4)


def integers(packed: bytes) -> array[int]:
    """An array from its bytes."""
    unpacked = array("I")
    unpacked.frombytes(packed)
    return unpacked
