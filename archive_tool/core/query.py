"""The query language: text in, a tree of conditions out, or an error that says where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from archive_tool.core import grams
from archive_tool.core.errors import CannotRun
from archive_tool.core.query_dates import span
from archive_tool.core.query_tree import And, Dates, Field, Node, Not, Or, Phrase, Where, Wild
from archive_tool.core.strict import nearest

LONGEST = 2000  # characters of a query
DEEPEST = 20  # parentheses inside each other

_QUOTES = '"“”＂'
_PHRASE_FIELDS: Mapping[str, Where] = {"title": "title", "number": "number"}
_OPEN, _CLOSE, _MINUS = "(（", ")）", "-－"
_FIELD = re.compile(r"([^\W\d_][\w-]*)[:：]")
_OR = re.compile(r"OR(?=\s|$|[(（\"“”＂])")


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query."""

    root: Node
    text: str = ""  # as typed


class QueryError(CannotRun):
    """A query that makes no sense; `position` is the 0-based character where."""

    def __init__(self, key: str, position: int, **params: str | int | list[str]) -> None:
        super().__init__(key)
        self.params = {"position": position, **params}
        self.position = position


def parse(text: str, field_names: Mapping[str, str]) -> Query:
    """What the text asks for; `field_names` maps every accepted spelling to a field's id.

    The ids `title` and `number` search for phrases, `date` takes spans of days, every other one
    compares whole values. Raises QueryError, nothing else.
    """
    if len(text) > LONGEST:
        raise QueryError("query.too-long", LONGEST, limit=LONGEST)
    names = {grams.normalise(spelling): field for spelling, field in field_names.items()}
    return Query(_Parser(text, names).everything(), text)


class _Parser:
    """Reads from left to right; `at` is the next character."""

    def __init__(self, text: str, names: Mapping[str, str]) -> None:
        self.text = text
        self.names = names
        self.at = 0
        self.depth = 0

    def everything(self) -> Node:
        if not self.text.strip():
            raise QueryError("query.empty", 0)
        return self.alternatives()

    def alternatives(self) -> Node:
        """`a b OR c` up to the end or the parenthesis that closes this group."""
        branches = [self.branch()]
        while (found := _OR.match(self.text, self.at)) is not None:
            self.at = found.end()
            branches.append(self.branch())
        return branches[0] if len(branches) == 1 else Or(tuple(branches))

    def branch(self) -> Node:
        """Conditions side by side: all of them."""
        self.blank()
        start = self.at
        items: list[Node] = []
        while not self.ends() and not _OR.match(self.text, self.at):
            items.append(self.operand())
            self.blank()
        if not items:
            raise QueryError("query.nothing-here", start)
        if all(isinstance(item, Not) for item in items):
            raise QueryError("query.only-negative", start)
        return items[0] if len(items) == 1 else And(tuple(items))

    def operand(self) -> Node:
        start = self.at
        rest = self.text[start + 1 : start + 2]
        if self.text[start] in _MINUS and rest and not rest.isspace():
            self.at += 1
            return Not(self.positive())
        return self.positive()

    def positive(self) -> Node:
        character = self.text[self.at]
        if character in _QUOTES:
            return self.quoted("text")
        if character in _OPEN and self.groups():
            return self.group()
        if (found := _FIELD.match(self.text, self.at)) is not None:
            return self.field(found)
        return self.word("text")

    def group(self) -> Node:
        if self.depth == DEEPEST:
            raise QueryError("query.too-deep", self.at, limit=DEEPEST)
        self.at += 1
        self.depth += 1
        inner = self.alternatives()
        if self.at == len(self.text):
            raise QueryError("query.open-parenthesis", self.at)
        self.at += 1
        self.depth -= 1
        return inner

    def groups(self) -> bool:
        """Whether the parenthesis here holds conditions together; （2025）15号 is a word as written."""
        close = _partner(self.text, self.at)
        if close is None:
            raise QueryError("query.open-parenthesis", self.at)
        after = self.text[close + 1 : close + 2]
        apart = not after or after.isspace() or after in _CLOSE
        return apart or any(map(str.isspace, self.text[self.at : close]))

    def field(self, found: re.Match[str]) -> Node:
        spelling, start = found[1], self.at
        field = self.names.get(grams.normalise(spelling))
        if field is None:
            raise QueryError(
                "query.unknown-field", start, field=spelling, nearest=nearest(spelling, self.names)
            )
        self.at = found.end()
        if self.ends() or self.text[self.at].isspace():
            raise QueryError("query.empty-value", self.at, field=spelling)
        where = _PHRASE_FIELDS.get(field)
        if where is not None:
            return self.quoted(where) if self.text[self.at] in _QUOTES else self.word(where)
        return self.value(field, spelling)

    def value(self, field: str, spelling: str) -> Node:
        """A whole value, or a span of days."""
        start = self.at
        exact = self.text[start] in _QUOTES
        value = grams.normal_phrase(self.inside_quotes() if exact else self.chunk())
        if not value:
            raise QueryError("query.empty-value", start, field=spelling)
        if field == "date":
            days = span(value)
            if days is None:
                raise QueryError("query.bad-date", start, date=value)
            return Dates(*days)
        if value.strip("*") == "" and not exact:
            raise QueryError("query.bare-star", start)
        return Field(field, value, pattern="*" in value and not exact)

    def quoted(self, where: Where) -> Node:
        start = self.at
        phrase = grams.normal_phrase(self.inside_quotes())
        if not phrase:
            raise QueryError("query.empty-phrase", start)
        return Phrase(phrase, where)

    def inside_quotes(self) -> str:
        start = self.at
        self.at += 1
        end = _first(self.text, _QUOTES, self.at)
        if end is None:
            raise QueryError("query.open-quote", start)
        inside = self.text[self.at : end]
        self.at = end + 1
        return inside

    def word(self, where: Where) -> Node:
        """Text without quotes, as written; `*` stands for letters, digits and Han characters."""
        start = self.at
        written = grams.normal_phrase(self.chunk())
        if written.strip("* ") == "" and "*" in written:
            raise QueryError("query.bare-star", start)
        if not grams.has_word(written):
            raise QueryError("query.only-punctuation", start)
        return _starred(written, where)

    def chunk(self) -> str:
        """Up to white space, a quote, or the parenthesis that closes the group."""
        start, nested = self.at, 0
        while self.at < len(self.text):
            character = self.text[self.at]
            if character.isspace() or character in _QUOTES:
                break
            if character in _CLOSE and nested == 0 and self.depth:
                break
            nested += (character in _OPEN) - (character in _CLOSE and nested > 0)
            self.at += 1
        return self.text[start : self.at]

    def blank(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def ends(self) -> bool:
        return self.at == len(self.text) or (self.depth > 0 and self.text[self.at] in _CLOSE)


def _first(text: str, characters: str, start: int) -> int | None:
    return next((at for at in range(start, len(text)) if text[at] in characters), None)


def _partner(text: str, opened: int) -> int | None:
    """Where the parenthesis closes that opens here, quotes skipped."""
    depth, quoted = 0, False
    for at in range(opened, len(text)):
        character = text[at]
        if character in _QUOTES:
            quoted = not quoted
        elif not quoted:
            depth += (character in _OPEN) - (character in _CLOSE)
            if depth == 0:
                return at
    return None


def _starred(written: str, where: Where) -> Node:
    parts = written.split("*")
    last = len(parts) - 1
    pieces = tuple(
        Phrase(
            part, where, at > 0 and grams.latin_at(part, 0), at < last and grams.latin_at(part, len(part) - 1)
        )
        for at, part in enumerate(parts)
        if part
    )
    return pieces[0] if len(pieces) == 1 else Wild(pieces, where)
