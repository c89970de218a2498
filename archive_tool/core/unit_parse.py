"""The units of archive.yaml to values; each has its own id and folder."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date

from archive_tool.core.config import Unit
from archive_tool.core.config_paths import inside
from archive_tool.core.counts import Count, parse_count
from archive_tool.core.periods import Calendar, parse
from archive_tool.core.scheme import Scheme
from archive_tool.core.strict import Section
from archive_tool.core.tree_path import is_divided

UNIT_KEYS = (
    "id", "name", "aliases", "folder", "parent", "kind", "stage", "founded", "dissolved", "members", "leaders",
    "committee", "groups", "staff", "last_election", "term_years", "postponed",
)  # fmt: skip


def parse_units(top: Section, scheme: Scheme) -> dict[str, Unit]:
    """Unit id -> unit; ids, folders and circles of parents are checked."""
    units: dict[str, Unit] = {}
    folders: dict[str, str] = {}
    reserved = {name.casefold() for name in scheme.folders.values()}
    for section in top.sections("units"):
        unit = _unit(section.only(*UNIT_KEYS), scheme)
        if unit.id in units:
            raise section.error("config.unit-twice", "id", unit=unit.id)
        # Windows and macOS take 一支部A and 一支部a for one folder.
        same = unicodedata.normalize("NFC", unit.folder).casefold()
        if same in reserved:
            raise section.error("config.folder-reserved", "folder", folder=unit.folder)
        if same and folders.setdefault(same, unit.id) != unit.id:
            raise section.error("config.folder-twice", "folder", folder=unit.folder)
        units[unit.id] = unit
    for section in top.sections("units"):
        if section.has("parent"):
            section.one_of("parent", [u for u in units if u != section.text("id")])
    for section in top.sections("units"):
        if circle := _circle(section.text("id"), units):
            raise section.error("config.unit-cycle", "parent", units=circle)
    return units


def _circle(unit: str, units: Mapping[str, Unit]) -> list[str]:
    """The unit and those above it, where that leads back to the unit; else nothing."""
    above: dict[str, None] = {}
    at = unit
    while at and at not in above:
        above[at] = None
        at = units[at].parent
    return [*above, unit] if at == unit else []


def _unit(section: Section, scheme: Scheme) -> Unit:
    kind = section.one_of("kind", scheme.vocabularies.get("unit_kinds", {}))
    postponed = section.section("postponed").only("to", "approval")
    founded, dissolved = section.day("founded"), section.day("dissolved")
    if founded and dissolved and dissolved < founded:
        raise section.error("config.dissolved-first", "dissolved")
    last_election, term_years = section.day("last_election"), section.integer("term_years", 3, minimum=1)
    return Unit(
        id=section.text("id"),
        name=section.text("name", section.text("id")),
        kind=kind,
        group=kind in scheme.group_kinds(),
        aliases=section.texts("aliases"),
        folder=_folder(section),
        parent=section.text("parent", ""),
        stage=_stage(section, scheme),
        founded=founded,
        dissolved=dissolved,
        members=_count(section, "members"),
        leaders=_count(section, "leaders"),
        committee=_count(section, "committee"),
        committee_line=section.line("committee"),
        groups=_count(section, "groups"),
        staff=_count(section, "staff"),
        last_election=last_election,
        election_line=section.line("last_election"),
        term_years=term_years,
        postponed_to=_postponed(postponed, last_election, term_years),
        postponed_approval=postponed.text("approval", ""),
    )


def _postponed(section: Section, last_election: date | None, term_years: int) -> date | None:
    """The day to which an election was put off: not before the term is over."""
    to = section.day("to")
    term = parse(f"term:{last_election}", Calendar(), term_years=term_years) if to and last_election else None
    if to and term and to < term.last:
        raise section.error("config.postponed", "to", to=f"{to}", over=f"{term.last}")
    return to


def _folder(section: Section) -> str:
    """The unit's folder, one name: layouts have one step for it."""
    folder = inside(section, "folder", section.text("folder", ""))
    if is_divided(folder):
        raise section.error("config.folder-name", "folder", folder=folder)
    return folder


def _stage(section: Section, scheme: Scheme) -> str:
    """One of the scheme's stages by code or label; any word where the scheme has none."""
    stages = scheme.vocabularies.get("stages", {})
    if not stages:
        return section.text("stage", "")
    codes = {word: term.code for term in stages.values() for word in (term.code, *term.label.spellings())}
    return codes.get(section.one_of("stage", codes, ""), "")


def _count(section: Section, key: str) -> Count | None:
    if not section.has(key):
        return None
    return parse_count(section.data[key], lines=section.lines, file=section.file, at=section.path(key))
