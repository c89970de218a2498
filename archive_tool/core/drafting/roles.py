"""Which role a file plays in its record: by its name, its kind, or the form of a one-file record."""

from __future__ import annotations

from archive_tool.core.drafting.plain_text import file_title, half_width
from archive_tool.core.drafting.titles import TitleReader
from archive_tool.core.model import Entry
from archive_tool.core.scheme import Scheme
from archive_tool.core.words import WordTable


class RoleReader:
    """Knows the roles of a scheme by their words and formats."""

    def __init__(self, scheme: Scheme, titles: TitleReader) -> None:
        terms = scheme.vocabularies.get("roles", {}).values()
        self._forms = scheme.forms
        self._terms = scheme.vocabularies.get("forms", {})
        self._titles = titles
        self._words = WordTable.of(terms)
        self._labels = {word: term.code for term in reversed([*terms]) for word in term.label.spellings()}
        self._kinds = {extension: term.code for term in terms for extension in term.formats}
        self._known: dict[str, str] = {}  # 签到表.jpg lies in every second folder

    def role(self, entry: Entry, folder: bool, form: str) -> str:
        """The role of a part, or of the one file of a record of a form."""
        if form and not folder:
            return self._forms[form].role
        named = self.named(entry)
        return named if named or self._titles.is_about(_read(entry)) else self.kind(entry)

    def kind(self, entry: Entry) -> str:
        """The role that a file's extension alone means: a jpg is a photo."""
        return self._kinds.get(entry.path.rpartition(".")[2].casefold(), "")

    def named(self, entry: Entry) -> str:
        """The role that a file's name ends with: a template ends with 模板, a rule about plans with 条例.

        One that is called like a role and nothing else (决议.docx) is that.
        """
        written = entry.path.rpartition("/")[2]
        role = self._known.get(written)
        if role is None:
            name = _read(entry)
            role = self._titles.thing(name, self._words)[0] or self._labels.get(name, "")
            self._known[written] = role
        return role

    def is_called(self, entry: Entry, form: str) -> bool:
        """Whether the file's name is that of a paper of this form: 2025年整改台账（签字）.xlsx."""
        known = self._terms.get(form)
        return known is not None and bool(self._titles.thing(_read(entry), WordTable.of([known]))[0])


def _read(entry: Entry) -> str:
    return half_width(file_title(entry.path.rpartition("/")[2]))
