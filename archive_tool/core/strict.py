"""Strict reading of our own YAML: every mistake names file, line and the nearest known word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from archive_tool.core.errors import CannotRun
from archive_tool.core.numerals import is_number
from archive_tool.core.parsed import Coded, Node

TRUTHS = {
    "true": True,
    "yes": True,
    "on": True,
    "是": True,
    "false": False,
    "no": False,
    "off": False,
    "否": False,
}

_FEW = 12  # words that a message lists


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like this one, "" when none is near."""
    import difflib  # only for mistakes

    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return close[0] if close else ""


def choices(word: str, known: Iterable[str]) -> dict[str, str | list[str]]:
    """What a message says of a word that is none of the known ones: the nearest, or all where they are few."""
    words = list(known)
    if near := nearest(word, words):
        return {"nearest": near, "near_key": "error.nearest"}
    few = words and len(words) <= _FEW
    return {"nearest": "", "near_key": "error.choices", "choices": words} if few else {"nearest": ""}


def _told(path: str) -> str:
    """A key path as it is shown, by `Speaker.label`: people count places in lists from 1."""
    return Coded(f"yaml:{path}") if path else path


@dataclass(frozen=True, slots=True)
class Section:
    """One mapping of a YAML document, with where it stands."""

    data: Mapping[str, Node]
    lines: Mapping[str, int]
    file: str
    at: str = ""  # dotted key path of this mapping

    @classmethod
    def of(cls, node: Node, lines: Mapping[str, int], file: str, at: str = "") -> Section:
        """The node as a mapping; CannotRun if it is something else."""
        if node == "":
            node = {}
        if not isinstance(node, dict):
            line = lines.get(at, 1)
            raise CannotRun("strict.mapping", file=file, line=line, key=_told(at) or file)
        return cls(node, lines, file, at)

    def path(self, key: str) -> str:
        return f"{self.at}.{key}" if self.at else key

    def line(self, key: str = "") -> int:
        """Where a key stands; for one that is missing, where its section begins."""
        where = self.path(key) if key else self.at
        while where and where not in self.lines:
            where = where.rpartition(".")[0]  # a section that is missing begins where the one around it does
        return self.lines.get(where, 1)

    def error(self, message: str, key: str = "", **params: str | int | list[str]) -> CannotRun:
        """An error to raise about one key of this section."""
        where = _told(self.path(key) if key else self.at)
        return CannotRun(message, file=self.file, line=self.line(key), key=where, **params)

    def error_in(self, key: str, number: int, message: str, **params: str | int | list[str]) -> CannotRun:
        """An error about one item of a list; a single text has no place of its own."""
        where = f"{key}.{number}"
        if self.path(where) not in self.lines:
            return self.error(message, key, **params)
        return self.error(message, where, **params)

    def only(self, *known: str) -> Section:
        """Refuse any other key."""
        for key in self.data:
            if key not in known:
                near = nearest(key, known)
                # Of a hundred rules the nearest one says enough.
                message = "strict.unknown-name" if near and len(known) > _FEW * 2 else "strict.unknown-key"
                raise self.error(message, key, nearest=near, known=sorted(known))
        return self

    def has(self, key: str) -> bool:
        return self.data.get(key, "") != ""

    def text(self, key: str, default: str | None = None) -> str:
        """A text; required unless a default is given."""
        value = self.data.get(key, "")
        if value == "":
            if default is None:
                raise self.error("strict.required", key)
            return default
        if not isinstance(value, str):
            raise self.error("strict.text", key)
        return value

    def integer(self, key: str, default: int, minimum: int | None = None) -> int:
        value = self.text(key, str(default))
        try:
            number = int(value)
        except ValueError:
            raise self.error("strict.integer", key, value=value) from None
        if minimum is not None and number < minimum:
            raise self.error("strict.minimum", key, value=value, minimum=minimum)
        return number

    def boolean(self, key: str, default: bool | None = None) -> bool | None:
        value = self.text(key, "")
        if value == "":
            return default
        if value.lower() not in TRUTHS:
            raise self.error("strict.boolean", key, value=value)
        return TRUTHS[value.lower()]

    def day(self, key: str) -> date | None:
        value = self.text(key, "")
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            raise self.error("strict.date", key, value=value) from None

    def days(self, key: str, default: int | None = None, minimum: int = 0) -> int:
        """A number of days, written `15` or `15d`; required unless a default is given."""
        value = self.text(key, None if default is None else str(default))
        digits = value[:-1] if value[-1:] in ("d", "天", "日") else value
        if not is_number(digits):
            raise self.error("strict.days", key, value=value)
        if int(digits) < minimum:
            raise self.error("strict.minimum", key, value=value, minimum=minimum)
        return int(digits)

    def one_of(self, key: str, known: Iterable[str], default: str | None = None) -> str:
        """A text that must be one of the known words."""
        value = self.text(key, default)
        known = list(known)
        if value and value not in known:
            raise self.error("strict.unknown-word", key, value=value, **choices(value, known))
        return value

    def filled(self, *keys: str) -> Section:
        """Refuse a list with nothing in it, which looks as if it said something."""
        for key in keys:
            if self.data.get(key) == []:
                raise self.error("strict.empty-list", key)
        return self

    def texts(self, key: str, known: Iterable[str] | None = None) -> tuple[str, ...]:
        """A list of texts (a single text is a list of one), each a known word if given."""
        value = self.data.get(key, "")
        items = [value] if isinstance(value, str) and value else value or []
        if not isinstance(items, list):
            raise self.error("strict.list", key)
        words = None if known is None else list(known)
        found = []
        for number, item in enumerate(items):
            if not isinstance(item, str):
                raise self.error_in(key, number, "strict.text")
            if words is not None and item not in words:
                raise self.error_in(key, number, "strict.unknown-word", value=item, **choices(item, words))
            found.append(item)
        return tuple(found)

    def section(self, key: str) -> Section:
        """A mapping below; empty when the key is absent."""
        return Section.of(self.data.get(key, ""), self.lines, self.file, self.path(key))

    def sections(self, key: str) -> Iterator[Section]:
        """The mappings of a list below."""
        value = self.data.get(key, "")
        if value == "":
            return
        if not isinstance(value, list):
            raise self.error("strict.list", key)
        for number, item in enumerate(value):
            yield Section.of(item, self.lines, self.file, f"{self.path(key)}.{number}")

    def items(self) -> Iterator[tuple[str, Section]]:
        """Key and mapping of every key."""
        for key in self.data:
            yield key, self.section(key)
