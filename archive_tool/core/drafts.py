"""What a record's path, names and text say for certain; everything else stays empty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, cast

from archive_tool.core.config import ArchiveConfig
from archive_tool.core.model import Entry, FileFacts, Value
from archive_tool.core.openings import Openings
from archive_tool.core.photo_days import photo_day
from archive_tool.core.scheme import Scheme
from archive_tool.core.tree import Holding

if TYPE_CHECKING:
    from archive_tool.core.drafting.derivation import Derivation
    from archive_tool.core.drafting.roles import RoleReader
    from archive_tool.core.drafting.titles import TitleReader

# What follows a moved draft to its new place, where nobody has touched it.
FROM_PATH = ("title", "date", "period", "record_form", "activity", "unit", "author", "persons", "number")


class Deriver:
    """Derives canonical sidecar values. Every value is right or absent."""

    def __init__(self, scheme: Scheme, config: ArchiveConfig) -> None:
        self.scheme = scheme
        self.config = config

    def values(
        self, holding: Holding, openings: Openings, facts: Mapping[str, FileFacts], form: str = ""
    ) -> dict[str, Value]:
        """Everything certain about one record, without id and status. `form`: what a person says it is."""
        found = self._derivation.values(holding, openings, form)
        parts = self.parts(holding, facts, str(found.get("record_form", "")))
        return {**found, "parts": cast(Value, parts)} if parts else found

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

    def matter(self, title: str) -> str:
        """What a title says it is about, without the words of forms, units and times; "" if it says nothing."""
        return self._titles.matter(title)

    def topics(self, forms: Iterable[str]) -> Callable[[str], str]:
        """The same, of titles that name these forms only: 选举结果 of 选举结果报告 and 选举结果批复."""
        return self._titles.topics(self.scheme.forms[form].label for form in forms)

    def contradiction(self, holding: Holding, openings: Openings) -> str:
        """The activity that title or text name instead of the folder's; "" where they agree."""
        return self._derivation.contradiction(holding, openings) if self.may_contradict(holding) else ""

    def may_contradict(self, holding: Holding) -> bool:
        """Whether the folder says of an activity, so that title or text could say another."""
        leaf = self.scheme.leaves.get(holding.place.leaf)
        return leaf is not None and bool(leaf.activity)

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
        day = {"date": said["date"]} if "date" in said and self._roles.kind(entry) else {}
        return dict(said) == {**derived, **day}

    def role(self, holding: Holding, entry: Entry, form: str) -> str:
        """A file's role by its name, its kind, or the form of a one-file record."""
        return self._roles.role(entry, holding.folder, form)

    def role_named(self, entry: Entry) -> str:
        """The role that the file's name says by itself; "" where only its kind, or nothing, tells."""
        return self._roles.named(entry)

    def is_called(self, entry: Entry, form: str) -> bool:
        """Whether a file's name says by itself that it is a paper of this form: 2025年整改台账（签字）.xlsx."""
        return self._roles.is_called(entry, form)

    # Both compile large expressions: only who derives something needs them, and audits ask for roles only.

    @cached_property
    def _roles(self) -> RoleReader:
        from archive_tool.core.drafting.roles import RoleReader

        return RoleReader(self.scheme, self._titles)

    @cached_property
    def _titles(self) -> TitleReader:
        from archive_tool.core.drafting.titles import TitleReader

        return TitleReader(self.scheme, self.config)

    @cached_property
    def _derivation(self) -> Derivation:
        from archive_tool.core.drafting.derivation import Derivation

        return Derivation(self.scheme, self.config, self._titles, self._roles)
