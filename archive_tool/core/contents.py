"""What every engine keeps of a document: tokens and atoms of its text, exact words, plain normal forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from archive_tool.core.documents import Document
from archive_tool.core.grams import Grams, grams, normal_phrase, normalise

# The places phrases are looked for; "names" only lifts the score of what a record is called.
PLACES = ("text", "title", "number", "names")


@dataclass(frozen=True, slots=True)
class Contents:
    """A document ready for an engine."""

    grams: Mapping[str, Grams]  # one per place
    plain: Mapping[str, str]  # normal forms, for patterns that no index answers alone; no "names"
    words: tuple[str, ...]  # field values, see `word`
    facets: tuple[str, ...]  # counted values, see `word`


def contents(document: Document) -> Contents:
    """Normalise and cut up a document."""
    own = tuple(normalise(passage.segment.text) for passage in document.passages if passage.part == "")
    others = tuple(normalise(passage.segment.text) for passage in document.passages if passage.part != "")
    title = normalise(document.title)
    places = {
        "text": (title, *own, *others),
        "title": (title,),
        "number": tuple(normalise(number) for number in document.fields.get("number", ())),
        "names": (title, *own),
    }
    return Contents(
        {place: grams(texts) for place, texts in places.items()},
        {place: "\n".join(texts) for place, texts in places.items() if place != "names"},
        tuple(dict.fromkeys(_words(document.fields, normal_phrase))),
        tuple(dict.fromkeys(_words(document.facets, str))),
    )


def word(field: str, value: str) -> str:
    """A field and one value of it as one index term."""
    return f"{field}\x1f{value}"


def split_word(term: str) -> tuple[str, str]:
    """Field and value of a `word`."""
    field, _, value = term.partition("\x1f")
    return field, value


def _words(fields: Mapping[str, tuple[str, ...]], form: Callable[[str], str]) -> Iterator[str]:
    for field, values in fields.items():
        for value in values:
            yield word(field, form(value))
