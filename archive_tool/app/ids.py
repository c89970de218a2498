"""Record ids: random, twelve characters, easy to read aloud."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: no i, l, o, u
LENGTH = 12


def new_id() -> str:
    """60 random bits; a collision within one archive is not to be expected."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
