"""Every spelling under which a scheme's keys and codes may be written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive_tool.core.scheme import FieldSpec, Label, Scheme
from archive_tool.core.strict import nearest
from archive_tool.core.words import fold


@dataclass(frozen=True, slots=True)
class Spellings:
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
        close = nearest(fold(written).strip(), self.folded)
        return next((spelling for spelling in self.exact if fold(spelling).strip() == close), "")


def of_fields(fields: Iterable[FieldSpec]) -> Spellings:
    """The keys of one object."""
    return Spellings.of((spec.id, spec.label) for spec in fields)


def of_vocabulary(scheme: Scheme, name: str) -> Spellings:
    """The codes of one vocabulary, refused ones included."""
    return Spellings.of((term.code, term.label) for term in scheme.vocabularies.get(name, {}).values())


def language_of(written: str) -> str:
    """The language a key is written in: ids and English labels are en."""
    return "en" if written.isascii() else "zh"
