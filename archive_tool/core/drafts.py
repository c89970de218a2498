"""What a record's path, names and first lines say for certain; everything else stays empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from archive_tool.core.config import ArchiveConfig, Unit
from archive_tool.core.headings import ASIDE, JOINT, is_about, itself, residue, year_of_work
from archive_tool.core.model import Entry, FileFacts, Value
from archive_tool.core.names import read_name, stem
from archive_tool.core.photo_days import photo_day
from archive_tool.core.scheme import Leaf, Scheme
from archive_tool.core.tree import Holding
from archive_tool.core.words import WordTable

# What follows a moved draft to its new place, where nobody has touched it.
FROM_PATH = ("title", "date", "period", "record_form", "activity", "unit", "author")
HEAD_CHARACTERS = 60

Heads = Mapping[str, str]  # file path -> first line of its text, where it was read


class Deriver:
    """Derives canonical sidecar values. Every value is right or absent."""

    def __init__(self, scheme: Scheme, config: ArchiveConfig) -> None:
        self.scheme = scheme
        self.config = config
        vocabularies = scheme.vocabularies
        self.activities = WordTable.of(vocabularies.get("activities", {}).values())
        self.forms = WordTable.of(vocabularies["forms"].values())
        self.roles = WordTable.of(vocabularies.get("roles", {}).values())
        activities = vocabularies.get("activities", {}).values()
        # Words that say no more than the folder does.
        self._known = tuple(
            word
            for words in (
                *((*term.words, *term.label.spellings()) for term in activities),
                *((unit.name, *unit.aliases) for unit in config.units.values()),
                *((term.label.zh,) for term in vocabularies.get("unit_kinds", {}).values()),
            )
            for word in words
            if word
        )
        self.by_extension = {
            extension: term.code
            for term in vocabularies.get("roles", {}).values()
            for extension in term.formats
        }

    def values(self, holding: Holding, heads: Heads, facts: Mapping[str, FileFacts]) -> dict[str, Value]:
        """Everything certain about one record, without id and status."""
        leaf = self.scheme.leaves.get(holding.place.leaf)
        reading = read_name(holding.name, folder=holding.folder)
        title = "" if reading.camera else reading.rest.strip()
        said = f"{title} {self._head(holding, heads)}"
        form = self._form(holding, title, leaf)
        takes_part = not form or "activity" in self.scheme.forms[form].requirements
        unit = self._group(said, leaf)
        found: dict[str, Value] = {
            "title": title,
            "date": reading.date if not reading.camera else "",
            "period": self._period(title, reading.date),
            "author": cast(Value, self._author(holding, form, unit)),
            "record_form": form,
            "activity": cast(Value, list(self._activities(said, leaf)) if takes_part else []),
            "unit": unit.id if unit else "",
            "security": self.scheme.defaults.get("security", ""),
            "parts": cast(Value, self.parts(holding, facts, form)),
        }
        return {key: value for key, value in found.items() if value not in ("", [])}

    def contradiction(self, holding: Holding, heads: Heads) -> str:
        """The activity that title or text name instead of the folder's; "" where they agree."""
        leaf = self.scheme.leaves.get(holding.place.leaf)
        if leaf is None or not leaf.activity:
            return ""
        reading = read_name(holding.name, folder=holding.folder)
        title = "" if reading.camera else reading.rest.strip()
        named = self._named(f"{title} {self._head(holding, heads)}")
        return named[0] if named and leaf.activity not in named else ""

    def parts(self, holding: Holding, facts: Mapping[str, FileFacts], form: str) -> list[dict[str, Value]]:
        """The parts on disk; digests only where the file was read, secret files not at all."""
        rows: list[dict[str, Value]] = []
        for entry in holding.files:
            fact = facts.get(entry.path)
            if fact is not None and fact.secret:
                continue
            row = self.part(holding, entry, form, fact)
            row["size"] = entry.size
            if fact is not None and fact.sha256:
                row["sha256"] = fact.sha256
            rows.append(row)
        return rows

    def part(self, holding: Holding, entry: Entry, form: str, fact: FileFacts | None) -> dict[str, Value]:
        """Path, role and day of a part, each where it is certain."""
        found = {
            "path": entry.path[len(holding.path) + 1 :] if holding.folder else "",
            "role": self.role(holding, entry, form),
            "date": photo_day(entry.path, fact),
        }
        return {key: value for key, value in found.items() if value}

    def may_have_said(self, holding: Holding, entry: Entry, form: str, said: Mapping[str, Value]) -> bool:
        """Whether a draft may have said just this of a file that is gone."""
        derived = self.part(holding, entry, form, None)
        # What day a camera wrote into a picture, nobody can tell any more.
        day = {"date": said["date"]} if "date" in said and self._by_kind(entry) else {}
        return dict(said) == {**derived, **day}

    def role(self, holding: Holding, entry: Entry, form: str) -> str:
        """A file's role by its name, its kind, or the form of a one-file record."""
        name = entry.path.rpartition("/")[2]
        named = self._named_role(stem(name))
        if named or is_about(stem(name)):
            return named
        if not holding.folder and form and self.scheme.forms[form].role:
            return self.scheme.forms[form].role
        return self._by_kind(entry)

    def _period(self, title: str, day: str) -> str:
        """The year a title speaks of, where the date lies in another: 2024年度组织生活会 held in January."""
        year = year_of_work(title)
        return year if day and year and year != day[:4] else ""

    def _head(self, holding: Holding, heads: Heads) -> str:
        """The first line of a one-file record's text, if it is short enough to be a heading."""
        head = heads.get(holding.files[0].path, "") if len(holding.files) == 1 else ""
        return head if len(head) <= HEAD_CHARACTERS else ""

    def _activities(self, said: str, leaf: Leaf | None) -> tuple[str, ...]:
        if leaf is None:
            return ()
        named = self._named(said)
        if not leaf.activity:
            return tuple(code for code in named if code in leaf.activities)
        if not named:
            return (leaf.activity,)
        return named if leaf.activity in named else ()

    def _named(self, said: str) -> tuple[str, ...]:
        """Activities a text names as its own: one, or several joined (主题党日暨党课); not what it is about."""
        pieces = JOINT.split(ASIDE.sub(" ", said))
        return tuple(dict.fromkeys(code for piece in pieces for code in self.activities.found(piece)[:1]))

    def _form(self, holding: Holding, title: str, leaf: Leaf | None) -> str:
        accepted = leaf.forms if leaf else tuple(self.scheme.forms)
        named = {code for piece in JOINT.split(ASIDE.sub(" ", title)) for code in self.forms.found(piece)}
        ending = self.forms.ending(ASIDE.sub(" ", title).strip()) or self.forms.ending(itself(title))
        if named:
            # 工作计划完成情况 is no plan, 总结及计划 is neither: only one word, at the end, is certain.
            return ending if ending in accepted and (len(named) == 1 or not JOINT.search(title)) else ""
        if leaf is None or not leaf.form:
            return ""
        role = self.scheme.forms[leaf.form].role
        roles = [self._named_role(stem(entry.path.rpartition("/")[2])) for entry in holding.files]
        if holding.folder and any(roles):
            return leaf.form if role in roles else ""
        # A paper whose title says more than the folder may be anything: a leave request, notes, a photo.
        alone = not holding.folder and (not title or self._by_kind(holding.files[0]) not in ("", role))
        return leaf.form if not (alone or is_about(title) or residue(title, self._known)) else ""

    def _by_kind(self, entry: Entry) -> str:
        """The role that a file's extension alone means: a jpg is a photo."""
        return self.by_extension.get(entry.path.rpartition(".")[2].casefold(), "")

    def _named_role(self, name: str) -> str:
        """The role a file name ends with, or the only one it names."""
        plain = ASIDE.sub(" ", name).strip()
        ending = self.roles.ending(plain) or self.roles.ending(itself(name))
        if ending:
            return ending  # a template ends with 模板, not with the role
        named = self.roles.found(plain)
        return named[0] if len(named) == 1 and not is_about(name) else ""

    def _group(self, said: str, leaf: Leaf | None) -> Unit | None:
        """A unit without a folder of its own, where the title names it and no other."""
        named = [
            unit
            for unit in self.config.units.values()
            if not unit.folder
            and unit.parent
            and any(name in said for name in (unit.name, *unit.aliases) if name)
        ]
        return named[0] if len(named) == 1 else None

    def _author(self, holding: Holding, form: str, unit: Unit | None) -> list[str]:
        owner = unit or self.config.units.get(holding.place.unit or "")
        return [owner.name] if owner and form and self.scheme.forms[form].own else []
