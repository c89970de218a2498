"""The standard as values: categories, fields, forms, vocabularies, rules. Built by scheme_parse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple

from archive_tool.core.check_settings import CheckSetting
from archive_tool.core.label import Label as Label
from archive_tool.core.parsed import Coded
from archive_tool.core.rule_details import Details, Sought, sought
from archive_tool.core.wording import NO_WORDING, Wording

Level = Literal["required", "conditional", "optional"]
Precision = Literal["day", "month", "year"]
# held: of what took place; made: of the paper; planned: of the paper, which names a day to come
Dated = Literal["held", "made", "planned"]
# Roles that show that an activity took place, where no rule says which.
PROOF = ("minutes", "sign-in", "photo")
FieldType = Literal[
    "text", "integer", "boolean", "date", "date-time", "period", "code", "object", "list", "map"
]


class FieldSpec(NamedTuple):
    """One sidecar field: its id, labels, type and the standard's element it maps to."""

    id: str
    label: Label
    type: FieldType
    vocabulary: str = ""  # for code: the vocabulary's name
    items: FieldSpec | None = None  # for list and map: what each holds
    fields: tuple[FieldSpec, ...] = ()  # for object
    required: tuple[str, ...] = ()  # for object: keys that must be there
    short: str = ""  # for object: the key that a plain text in its place is
    pattern: str = ""
    minimum: int | None = None
    source: str = ""
    derived: bool = False  # follows from path, fonds or file; never stands in a sidecar
    machine: bool = False  # kept by the tool rather than by people: written by id in every language
    sentences: bool = False  # for list: its texts hold commas; only semicolons divide what is typed
    core: bool = True  # False: never an empty key in a draft


class Requirement(NamedTuple):
    """How strongly a form or category asks for a field."""

    level: Level
    when: Mapping[str, str] = MappingProxyType({})  # conditional: field -> value


class Term(NamedTuple):
    """One entry of a vocabulary. `words` are looked for in titles and file names."""

    code: str
    label: Label
    words: tuple[str, ...] = ()
    carries_text: bool = True  # roles: a file in this role should have text (photo: no)
    shareable: bool = False  # roles: the same file may stand in several records (notice, material, …)
    formats: tuple[str, ...] = ()  # roles: extensions that by themselves mean this role (photo: jpg)
    refused: bool = False  # security: state-secret grades
    restricts: bool = False  # rights, security, personal_info: not everyone may read of it
    occasion: bool = False  # roles: a folder that holds one is an occasion of its own (minutes)
    group: bool = False  # unit kinds: the groups that `per: group` and `has_groups` speak of
    chronicle: bool = True  # activities: a chronicle tells each time, not only how often
    others: bool = False  # activities: held by others than the unit it lies with: the school, the union


class Timed(NamedTuple):
    """Words that make a title this form by the time it is about: 工作计划 of a year is an annual plan."""

    words: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()  # lengths of such a time (year, half, …), where the title names no subject
    topical: bool = False  # whatever the time, where the title names a subject
    akin: tuple[str, ...] = ()  # forms that some take for it, about such a time: 工作情况报告 of a year


class Form(NamedTuple):
    """A record form: its words, its fields beyond the base, and how it is filed."""

    code: str
    label: Label
    words: tuple[str, ...]
    requirements: Mapping[str, Requirement]
    role: str = ""  # what the one file of a one-file record is
    living: bool = False  # ledger, roster, register, minute book: may change until the year is closed
    own: bool = False  # made by the unit itself, so the unit is the author
    precision: Precision = "day"  # how exact the name's date must be
    dated: Dated = "made"  # what its date is: when it was made, or when that took place which it tells of
    personal: bool = False  # written by a person, whose name stands under the heading
    timed: Timed = Timed()
    chronicle: bool = False  # a chronicle tells each record
    timeless: bool = False  # about no time: a year in its title is that of a version
    layout: tuple[str, ...] = ()  # labels of its lines; two of them show a page without a name to be one


class Applies(NamedTuple):
    """Which units a rule is for."""

    unit_kinds: tuple[str, ...] = ()
    minimum_members: int = 0
    has_committee: bool | None = None
    committee_from: int = 0  # full members from which a unit that does not say so has a committee
    has_groups: bool | None = None
    stages: tuple[str, ...] = ()


SPEAKER = "event.speaker"  # of a rule that asks who gave a lesson


class RoleNeed(NamedTuple):
    """A role that must be among an occasion's parts, always or when a field is filled."""

    role: str
    when: str = ""  # dotted field of the occasion ("event.votes"); "" always
    any_of: tuple[str, ...] = ()  # other roles that serve as well
    called: tuple[str, ...] = ()  # so does a part with such a word in its name, beside another in its role


class Rule(NamedTuple):
    """One completeness rule. `kind` names the function that judges it."""

    id: str
    kind: str
    basis: Label
    category: str
    leaf: str
    activity: str = ""
    form: str = ""
    period: str = ""  # year, half, quarter, month, half-month, school-year, term, once, election-term
    at_least: int = 1
    per: str = ""  # "", member, leader, group, committee, staff
    evidence: tuple[str, ...] = ()
    roles: tuple[RoleNeed, ...] = ()
    applies: Applies = Applies()
    severity: str = ""  # "" : the code's own
    grace_days: int = 15
    tolerance_days: int = 0
    in_leaf: bool = False  # only what lies in `leaf` counts: a roster there is one of that subject
    renews: bool = False  # what is counted ends the term of office and begins the next: an election
    spread: bool = False  # a record about a longer time stands for every period in it: a year's ledger
    named_by: str = ""  # dotted key of the names, where `persons` has none
    title: Label | None = None  # what reports call it; None: after what it looks into
    called: tuple[str, ...] = ()  # words by which a case elsewhere in the category is one of this rule
    effective_from: date | None = None
    effective_to: date | None = None
    enabled: bool = True
    local: bool = False  # local practice: printed beside the number
    details: Details | None = None  # what its kind adds
    source: tuple[str, int] = ("", 0)  # file and line, for messages

    @property
    def subject(self) -> str:
        """What is counted or looked into: activity:… or form:…; the rule itself where it is neither."""
        if self.activity:
            return Coded(f"activity:{self.activity}")
        return Coded(f"form:{self.form}") if self.form else Coded(f"rule:{self.id}")

    @property
    def sought(self) -> tuple[Sought, ...]:
        """All that it counts or looks into; nothing where it is about records of any kind."""
        if self.activity or self.form:
            return (Sought(self.activity, self.form, self.leaf if self.in_leaf else ""),)
        return sought(self.details)


class Leaf(NamedTuple):
    """A lowest category: the folder in which records lie."""

    code: str  # "05.01"
    folder: str  # "01_支部党员大会"
    title: Label
    category: str
    unit_kinds: tuple[str, ...]
    retention: str
    forms: tuple[str, ...]
    activities: tuple[str, ...]
    form: str = ""  # the form of a record whose name says nothing else
    activity: str = ""  # the activity of such a record
    rights: str = ""  # who may open the folder
    words: tuple[str, ...] = ()  # what old folders of such records are called
    chronicle: bool | None = None  # whether a chronicle tells each record; None: as its form says
    others: bool = False  # made by others than the unit it lies with: the school, the union


class Category(NamedTuple):
    """A top category with its leaves."""

    code: str  # "05"
    folder: str  # "05_组织生活"
    title: Label
    unit_kinds: tuple[str, ...]
    retention: str
    leaves: tuple[Leaf, ...]
    requirements: Mapping[str, Requirement]  # levels raised for every record below
    rights: str = ""  # who may open the folder
    words: tuple[str, ...] = ()  # what old folders around such folders are called


class Layout(NamedTuple):
    """Where records and open cases lie, as path templates."""

    id: str
    title: Label
    record: str
    case: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """A whole standard. Lookups by id; `sha256` is of all its files."""

    id: str
    version: str
    title: Label
    sha256: str
    layouts: Mapping[str, Layout]
    default_layout: str
    unit_layout: str  # the layout taken when units have folders of their own
    folders: Mapping[str, str]  # inbox, quarantine, trash, open -> folder name
    litter: tuple[str, ...]  # file name patterns
    conflict_copies: tuple[str, ...]  # file name patterns left by sync clients
    formats: Mapping[str, tuple[str, ...]]  # kind (text, image, …) -> accepted extensions
    macro_formats: tuple[str, ...]
    folder_sidecar: str  # _item.yaml
    file_sidecar: str  # .meta.yaml
    secret_marks: tuple[str, ...]  # grades looked for in the head block
    secret_rule: Label  # what guard/secret cites, and whom to tell
    defaults: Mapping[str, str]
    fields: Mapping[str, FieldSpec]
    base: Mapping[str, Requirement]
    forms: Mapping[str, Form]
    vocabularies: Mapping[str, Mapping[str, Term]]
    categories: Mapping[str, Category]
    leaves: Mapping[str, Leaf]
    rules: Mapping[str, Rule]
    default_unit_kind: str = ""  # of the unit that `init` writes into a new archive.yaml
    activity_list: Label | None = None  # what the list of all that took place is called
    plain_words: tuple[str, ...] = ()  # words that say nothing of their own in the name of an old folder
    wording: Wording = NO_WORDING
    checks: Mapping[str, CheckSetting] = field(default_factory=dict)  # code -> of consistency, without a rule

    def occasion_roles(self) -> frozenset[str]:
        """Roles that make a folder an occasion of its own; `minutes` where the scheme marks none."""
        marked = {term.code for term in self.vocabularies.get("roles", {}).values() if term.occasion}
        return frozenset(marked or {"minutes"})

    def is_shareable(self, role: str) -> bool:
        """Whether the same file may stand in this role in several records."""
        term = self.vocabularies.get("roles", {}).get(role)
        return term is not None and term.shareable

    def group_kinds(self) -> frozenset[str]:
        """Unit kinds that are groups of their parent; `group` where the scheme marks none."""
        marked = {term.code for term in self.vocabularies.get("unit_kinds", {}).values() if term.group}
        return frozenset(marked or {"group"})
