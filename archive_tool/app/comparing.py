"""Which texts resemble each other, remembered: a sketch of each text, and what became of a comparison."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import islice

from archive_tool.adapters import sketches
from archive_tool.app.opening import Archive
from archive_tool.core.config import ArchiveConfig
from archive_tool.core.likeness import COMPARED, NUMBERS, VERSION, Masker, resembling
from archive_tool.core.material import Compare, Resembling
from archive_tool.core.rule_details import Own

_BATCH = 300


def comparer(archive: Archive) -> Compare | None:
    """(scope, texts by digest in order, share, what is compared) -> by digest those before it; None: nothing can compare.

    The last comparison of a scope is remembered, and made anew when its texts are others.
    """
    if not sketches.are_made():
        return None
    whole = Masker(_names(archive.config))

    def compare(scope: str, texts: Sequence[str], share: float, own: Own | None) -> Resembling:
        masker = Masker(whole.names, own) if own else whole
        edition = _edition(masker)
        key = sha256(" ".join((edition, COMPARED, f"{share}", *texts)).encode()).hexdigest()
        known = archive.state.comparison(scope, key)
        if known is None:
            known = resembling(texts, _sketched(archive, texts, masker, edition), share)
            archive.state.keep_comparison(scope, key, known)
        return known

    return compare


def _edition(masker: Masker) -> str:
    """By what sketches are made."""
    made_by = f"{VERSION} {NUMBERS} {masker.names}" + (f" {masker.own}" if masker.own else "")
    return sha256(made_by.encode()).hexdigest()


def _sketched(archive: Archive, texts: Sequence[str], masker: Masker, edition: str) -> Mapping[str, bytes]:
    """By digest; texts that have no sketch yet are read once more from the cache."""
    known = archive.state.sketches(texts, edition)
    made = _made(archive, [text for text in texts if text not in known], masker)
    while some := list(islice(made, _BATCH)):
        archive.state.keep_sketches(some, edition)
        known.update(some)
    return known


def _made(archive: Archive, texts: Sequence[str], masker: Masker) -> Iterator[tuple[str, bytes]]:
    for digest, reading in archive.state.readings(texts):
        yield digest, sketches.sketch(masker.shingles(reading), NUMBERS)


def _names(config: ArchiveConfig) -> Iterator[str]:
    """Units, and those of their members who are listed by name."""
    yield config.fonds_name
    for unit in config.units.values():
        yield from (unit.name, *unit.aliases)
        yield from unit.people()
