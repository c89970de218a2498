"""MinHash of texts, by rensa where it is installed."""

from __future__ import annotations

from array import array
from collections.abc import Collection

_SEED = 2025  # of the permutations: sketches of one seed only can be compared


def are_made() -> bool:
    """Whether the library is there."""
    try:
        import rensa  # noqa: F401
    except ImportError:
        return False
    return True


def sketch(pieces: Collection[str], numbers: int) -> bytes:
    """So many unsigned numbers in the order of this machine; nothing of nothing."""
    if not pieces:
        return b""
    import rensa

    made = rensa.RMinHash(num_perm=numbers, seed=_SEED)
    made.update(list(pieces))
    return array("I", made.digest()).tobytes()
