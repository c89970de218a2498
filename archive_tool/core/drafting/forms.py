"""Which form a record has: what its title says it is, else what its folder usually holds."""

from __future__ import annotations

from collections.abc import Iterable

from archive_tool.core.drafting.evidence import Evidence
from archive_tool.core.drafting.titles import TitleReader
from archive_tool.core.names import extension
from archive_tool.core.periods import length_of
from archive_tool.core.scheme import Form, Leaf, Scheme, Term
from archive_tool.core.tree import Holding
from archive_tool.core.words import WordTable

_TERM = "学期"  # which one may not be known
_TIMED = "="  # before a word whose form depends on the period: 工作计划 of a year, of a month


def form_words(scheme: Scheme) -> WordTable:
    """The words of papers; those that depend on a period stand for themselves."""
    timed = {word: form.label for form in scheme.forms.values() for word in form.timed.words}
    terms = [Term(_TIMED + word, label, (word,)) for word, label in timed.items()]
    return WordTable.of([*scheme.vocabularies["forms"].values(), *terms])


class FormReader:
    """Knows the forms of a scheme by their words."""

    def __init__(
        self, scheme: Scheme, words: WordTable, titles: TitleReader, occasions: frozenset[str]
    ) -> None:
        """`occasions`: roles whose part makes a folder the record of an occasion."""
        self._forms = scheme.forms
        self._formats = scheme.formats
        self._words = words
        self._superiors = scheme.wording.superiors
        self._titles = titles
        self._occasions = occasions
        self._by_role = _unique((form.role, form.code) for form in scheme.forms.values() if form.role)

    def form(self, said: Evidence, period: str, roles: Iterable[str], kind: str) -> str:
        """The record's form. `roles`: those its files' names tell; `kind`: what a file's extension means."""
        accepted = said.leaf.forms if said.leaf else tuple(self._forms)
        if said.titles and said.titles[0].startswith(self._superiors):
            return self._kept(said.leaf)
        titles = said.named if self.gathers(said.holding, said.leaf) else said.titles
        things = [self._titles.thing(title, self._words) for title in titles]
        found = [self._resolved(code, segment, period, accepted) for code, segment in things if code]
        told = list(dict.fromkeys(filter(None, found)))
        certain = told[0] if len(told) == 1 and told[0] in accepted else ""
        if said.holding.folder:
            return self._of_folder(said, told, certain, frozenset(roles), accepted)
        if told:
            return certain
        if any(self._words.found(title) for title in said.titles):
            return ""
        if kind and (said.name.device or not any(roles)):
            # A picture that its name takes for no paper.
            own = self._by_role.get(kind, "")
            return own if own in accepted and not self._says_the_folder(said) else ""
        return self._usual(said) or self._by_layout(said, accepted)

    def gathers(self, holding: Holding, leaf: Leaf | None) -> bool:
        """Whether a folder is what its leaf keeps, whatever its parts say: a dossier, a feature activity."""
        usual = self._forms[leaf.form] if leaf and leaf.form else None
        return holding.folder and usual is not None and not usual.role

    def _kept(self, leaf: Leaf | None) -> str:
        """Of a paper from far above: what the folder keeps, if that is what others made."""
        usual = self._forms[leaf.form] if leaf and leaf.form else None
        return usual.code if usual and usual.dated == "made" and not usual.own else ""

    def _resolved(self, code: str, segment: str, period: str, accepted: tuple[str, ...]) -> str:
        if not code.startswith(_TIMED):
            return code
        word = code.removeprefix(_TIMED)
        kind = length_of(period) or ("term" if _TERM in segment else "")
        topical = bool(self._titles.subject(segment))
        fitting = (
            form.code
            for form in self._forms.values()
            if word in form.timed.words and _fits(form, kind, topical) and form.code in accepted
        )
        return next(fitting, "")

    def _of_folder(
        self, said: Evidence, told: list[str], certain: str, roles: frozenset[str], accepted: tuple[str, ...]
    ) -> str:
        usual = self._forms[said.leaf.form] if said.leaf and said.leaf.form else None
        if usual and self.gathers(said.holding, said.leaf) and told in ([], [usual.code]):
            return usual.code
        if usual and usual.role in roles:
            return usual.code
        if said.leaf and (occasion := self._occasion(roles, accepted)):
            return occasion
        return certain if told or roles else self._usual(said)

    def _occasion(self, roles: frozenset[str], accepted: tuple[str, ...]) -> str:
        """The form of what holds the record of an occasion: the first one of that role."""
        told = roles & self._occasions
        return next((code for code in accepted if self._forms[code].role in told), "")

    def _usual(self, said: Evidence) -> str:
        """The folder's usual form, where the title says no more than the folder: else it may be anything."""
        leaf, name = said.leaf, said.name
        if (
            leaf is None
            or not leaf.form
            or not (name.title or name.number)
            or not self._may_be(leaf.form, said)
        ):
            return ""
        return leaf.form if self._says_no_more(leaf, said.titles) else ""

    def _says_the_folder(self, said: Evidence) -> bool:
        """支部党员大会.jpg: a photo of the meeting, or of its minutes?"""
        leaf = said.leaf
        return leaf is not None and bool(leaf.form and said.titles) and self._says_no_more(leaf, said.titles)

    def _says_no_more(self, leaf: Leaf, titles: Iterable[str]) -> bool:
        own = (leaf.title.zh, *leaf.title.aliases, *leaf.words)
        return not any(
            self._titles.is_about(title) or (self._titles.residue(title) and self._titles.residue(title, own))
            for title in titles
        )

    def _may_be(self, form: str, said: Evidence) -> bool:
        """Whether a file's format fits: what took place is told in text, nothing is told by a packed file."""
        if said.holding.folder:
            return True
        kinds = ("text",) if self._forms[form].dated == "held" else ("text", "sheet", "slides")
        suffix = extension(said.holding.name).casefold()
        return any(suffix in self._formats.get(kind, ()) for kind in kinds)

    def _by_layout(self, said: Evidence, accepted: tuple[str, ...]) -> str:
        """A page whose lines are labelled as those of a form, and nothing says what else it is."""
        labels = said.page.labels.keys()
        if not labels or any(self._titles.is_about(title) for title in said.titles):
            return ""
        return next((code for code in accepted if len(labels & set(self._forms[code].layout)) > 1), "")


def _fits(form: Form, kind: str, topical: bool) -> bool:
    return form.timed.topical if topical else kind in form.timed.periods


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What stands for one thing only."""
    found: dict[str, list[str]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: values[0] for key, values in found.items() if len(values) == 1}
