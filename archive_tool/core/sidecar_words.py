"""Every spelling under which a scheme's keys and codes may be written."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from archive_tool.core.scheme import FieldSpec, Label, Scheme
from archive_tool.core.words import fold

SLIP = 0.65


class Spellings(NamedTuple):
    """What may be written in one place: spelling -> id."""

    exact: Mapping[str, str]
    folded: Mapping[str, str]  # width, letter case and surrounding spaces aside

    @classmethod
    def of(cls, labels: Iterable[tuple[str, Label]]) -> Spellings:
        """An id goes before another's label."""
        pairs = list(labels)
        exact = {id_: id_ for id_, _ in pairs}
        for id_, label in pairs:
            for spelling in label.spellings():
                exact.setdefault(spelling, id_)
        folded: dict[str, str] = {}
        for spelling, id_ in exact.items():
            folded.setdefault(fold(spelling).strip(), id_)
        return cls(exact, folded)

    def find(self, written: str) -> str | None:
        """The id meant, None if there is none."""
        return self.exact.get(written) or self.folded.get(fold(written).strip())

    def nearest(self, written: str) -> str:
        """The known spelling most like this one; "" when none is near."""
        cutoff = 0.6 if written.isascii() else 0.5  # 题目 for 题名: one of two characters
        close = difflib.get_close_matches(fold(written).strip(), list(self.folded), n=1, cutoff=cutoff)
        return next((spelling for spelling in self.exact if close and fold(spelling).strip() == close[0]), "")


def is_slip(written: str, spelling: str) -> bool:
    """Whether one is so like the other that it was surely meant."""
    return difflib.SequenceMatcher(None, fold(written).strip(), fold(spelling).strip()).ratio() >= SLIP


def of_fields(fields: Iterable[FieldSpec]) -> Spellings:
    """The keys of one object."""
    return Spellings.of((spec.id, spec.label) for spec in fields)


def of_vocabulary(scheme: Scheme, name: str) -> Spellings:
    """The codes of one vocabulary, refused ones included."""
    return Spellings.of((term.code, term.label) for term in scheme.vocabularies.get(name, {}).values())


def language_of(written: str) -> str:
    """The language a key is written in: ids and English labels are en."""
    return "en" if written.isascii() else "zh"
