"""archive.yaml to values; unknown keys and words are errors that name the nearest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from archive_tool.core import check_settings
from archive_tool.core.config import ArchiveConfig, Setting, Unit, Waiver, called
from archive_tool.core.counts import Count, parse_count
from archive_tool.core.ignoring import Unfit, check
from archive_tool.core.model import Parsed
from archive_tool.core.periods import Calendar, Term, parse
from archive_tool.core.rule_details import waits
from archive_tool.core.rule_parse import MAX_GRACE_DAYS, tolerance_in
from archive_tool.core.scheme import Rule, Scheme
from archive_tool.core.shares import parse_share
from archive_tool.core.strict import TRUTHS, Section
from archive_tool.core.templates import Template
from archive_tool.core.tree_path import is_divided, is_relative

KEYS = (
    "scheme", "language", "layout", "fonds", "units", "calendar", "settings", "search", "sidecars", "enforce",
    "ignore", "cache_dir", "closed", "since", "map", "waivers",
)  # fmt: skip
UNIT_KEYS = (
    "id", "name", "aliases", "folder", "parent", "kind", "stage", "founded", "dissolved", "members", "leaders",
    "committee", "groups", "staff", "last_election", "term_years", "postponed",
)  # fmt: skip
WAIVER_KEYS = ("code", "rule", "unit", "whom", "period", "path", "reason", "author", "until")
# What a place may set for a rule of each kind, besides switching it on or off.
SETTABLE: Mapping[str, tuple[str, ...]] = {
    "count": ("at_least", "grace", "tolerance", "severity"),
    "roles": ("severity",),
    "pair": ("within", "severity"),
    "steps": ("severity",),
    "deadline": ("within", "severity"),
    "quorum": ("share", "severity"),
    "timing": ("within", "severity"),
    "distinct": ("share", "severity"),
    "series": ("grace", "severity"),
}
# What rules of a kind say: a waiver that names both must name what can meet.
SAYS: Mapping[str, tuple[str, ...]] = {
    "count": ("complete/missing", "complete/insufficient"),
    "roles": ("complete/role",),
    "pair": ("complete/pair",),
    "steps": ("complete/step", "consistency/order"),
    "deadline": ("complete/overdue",),
    "quorum": ("consistency/quorum",),
    "timing": ("consistency/date", "consistency/anachronism", "consistency/late"),
    "distinct": ("consistency/near-duplicate",),
    "series": ("complete/series",),
}
ENGINES = ("auto", "tantivy", "whoosh")
FILE = "archive.yaml"


def scheme_name(parsed: Parsed) -> str:
    """Which scheme the archive follows: an id, or a folder relative to the archive."""
    return Section.of(parsed.data, parsed.lines, FILE).text("scheme")


def parse_config(parsed: Parsed, scheme: Scheme, codes: frozenset[str]) -> ArchiveConfig:
    """Check archive.yaml against its scheme; `codes` are the known finding codes."""
    top = Section.of(parsed.data, parsed.lines, FILE).only(*KEYS)
    units = _units(top, scheme)
    fonds = top.section("fonds").only("code", "name")
    search = top.section("search").only("engine")
    with_folders = any(u.folder for u in units.values())
    default = scheme.unit_layout if with_folders else scheme.default_layout
    if top.one_of("enforce", ("report", "quarantine"), "report") == "quarantine":
        # Accepting the word and doing nothing would be a promise not kept.
        raise top.error("config.quarantine", "enforce")
    years = tuple(_year(top, "closed", text) for text in top.texts("closed"))
    since = _year(top, "since", top.text("since")) if top.has("since") else None
    layout = top.one_of("layout", scheme.layouts, default)
    if not with_folders and "unit" in Template.parse(scheme.layouts[layout].record).slots:
        raise top.error("config.layout-folders", "layout", layout=layout)
    return ArchiveConfig(
        scheme=top.text("scheme"),
        language=top.one_of("language", ("zh", "en"), "zh"),
        layout=layout,
        fonds_code=fonds.text("code", ""),
        fonds_name=fonds.text("name", ""),
        units=units,
        calendar=_calendar(top.section("calendar")),
        settings=_settings(top.section("settings"), scheme),
        checks=check_settings.parse_checks(top.section("settings"), scheme.checks, scheme.vocabularies),
        engine=search.one_of("engine", ENGINES, "auto"),
        sidecars_hidden=top.one_of("sidecars", ("visible", "hidden"), "visible") == "hidden",
        ignore=_patterns(top),
        cache_dir=top.text("cache_dir", ""),
        closed=years,
        since=since,
        map=_map(top.section("map"), scheme),
        map_lines={_old(folder): top.section("map").line(folder) for folder in top.section("map").data},
        waivers=tuple(
            parse_waiver(part, codes, scheme.rules, called(units)) for part in top.sections("waivers")
        ),
    )


def parse_waiver(
    section: Section,
    codes: frozenset[str],
    rules: Mapping[str, Rule],
    units: Mapping[str, str],
    source: str = FILE,
    record: str = "",
) -> Waiver:
    """One waiver; reason, author and end date are required. `units`: what a unit may be called -> its id.

    One that names no rule, unit or time there is would waive nothing, unnoticed. `record`: whose
    sidecar it stands in.
    """
    section.only(*WAIVER_KEYS)
    until = section.day("until")
    if until is None:
        raise section.error("strict.required", "until")
    code = section.one_of("code", codes)
    if code.startswith(("fixity/", "guard/", "waiver/")) or code in ("file/damaged", "file/encrypted"):
        raise section.error("config.not-waivable", "code", code=code)
    rule = section.one_of("rule", rules, "")
    kind = rules[rule].kind if rule else ""
    if any(code in codes_ for codes_ in SAYS.values()) and code not in SAYS.get(kind, (code,)):
        raise section.error("config.waiver-rule", "code", code=code, rule=rule, known=list(SAYS[kind]))
    return Waiver(
        code,
        _told(section, "reason"),
        _told(section, "author"),
        until,
        rule=rule,
        unit=units.get(section.one_of("unit", units, ""), ""),
        whom=units.get(section.text("whom", ""), section.text("whom", "")),
        period=_time(section, "period"),
        path=_inside(section, "path", _old(section.text("path", ""))),
        source=source,
        line=section.line("code"),
        record=record,
    )


def _told(section: Section, key: str) -> str:
    """A text that says something."""
    if not section.text(key).strip():
        raise section.error("strict.required", key)
    return section.text(key)


def _time(section: Section, key: str) -> str:
    """The period of a count, or the day of what took place or was due; "" where none is told."""
    from archive_tool.core.typed_text import day, period  # only for waivers

    written = section.text(key, "")
    found = period(written) or day(written) if written else ""
    if found is None:
        raise section.error("strict.period", key, value=written)
    return found


def _units(top: Section, scheme: Scheme) -> dict[str, Unit]:
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
    folder = _inside(section, "folder", section.text("folder", ""))
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


def _calendar(section: Section) -> Calendar:
    section.only("school_year_start", "terms", "exempt_months")
    try:
        # A leap year, so that 02-29 passes and 02-30 does not.
        start = date.fromisoformat(f"2024-{section.text('school_year_start', '09-01')}")
    except ValueError:
        raise section.error("strict.month-day", "school_year_start") from None
    terms: list[Term] = []
    for part in section.sections("terms"):
        first, last = part.only("id", "from", "to").day("from"), part.day("to")
        if first is None or last is None or last < first:
            raise part.error("config.term-dates", "from" if first is None else "to")
        same = next((term.id for term in terms if first <= term.last and term.first <= last), "")
        if same:
            raise part.error("config.terms-overlap", "from", term=part.text("id"), other=same)
        _in_its_year(part, first, last)
        terms.append(Term(part.text("id"), first, last))
    months = []
    for text in section.texts("exempt_months"):
        if not text.isdigit() or not 1 <= int(text) <= 12:
            raise section.error("config.month", "exempt_months", value=text)
        months.append(int(text))
    return Calendar((start.month, start.day), tuple(terms), frozenset(months))


def _in_its_year(part: Section, first: date, last: date) -> None:
    """2025-2026-1 begins and ends in 2025 or 2026; a term that is called otherwise may be of any year."""
    named = re.fullmatch("([0-9]{4})-([0-9]{4})-[0-9]+", part.text("id"))
    years = [int(year) for year in named.groups()] if named else []
    if years and not years[0] <= first.year <= last.year <= years[1]:
        told = {"first": years[0], "last": years[1]}
        raise part.error("config.term-year", "from", term=part.text("id"), **told)


def _settings(section: Section, scheme: Scheme) -> dict[str, Setting]:
    """Rule id -> on, off, a number (how many) or a mapping."""
    for key in section.data:
        of_rules = [rule.id for rule in scheme.rules.values() if key in SAYS[rule.kind]]
        if of_rules and key not in check_settings.KEYS:
            raise section.error("config.setting-code", key, code=key, rules=of_rules)
    section.only(*scheme.rules, *check_settings.KEYS)
    return {rule: _setting(section, scheme.rules[rule]) for rule in scheme.rules if section.has(rule)}


def _setting(section: Section, of: Rule) -> Setting:
    rule, kind = of.id, of.kind
    value = section.data[rule]
    if isinstance(value, str) and value.lower() in TRUTHS:
        return Setting(enabled=TRUTHS[value.lower()])
    if isinstance(value, str):
        if "at_least" not in SETTABLE[kind]:
            raise section.error("config.setting-number", rule, rule=rule, value=value)
        return Setting(at_least=section.integer(rule, 1, minimum=1))
    part = section.section(rule).only(*SETTABLE[kind], "enabled")
    if part.has("within") and not waits(of.details):
        raise part.error("config.setting-within", "within", rule=rule)
    setting = Setting(
        at_least=part.integer("at_least", 1, minimum=1) if part.has("at_least") else None,
        grace_days=part.days("grace", 15) if part.has("grace") else None,
        tolerance_days=tolerance_in(part, of.period) if part.has("tolerance") else None,
        within_days=part.days("within", minimum=1) if part.has("within") else None,
        share=parse_share(part, "share") if part.has("share") else None,
        severity=part.one_of("severity", ("error", "warning", "info"), "") or None,
        enabled=part.boolean("enabled"),
    )
    if (setting.grace_days or 0) > MAX_GRACE_DAYS:
        raise part.error("scheme.grace", "grace", value=str(setting.grace_days), maximum=MAX_GRACE_DAYS)
    return setting


def _map(section: Section, scheme: Scheme) -> Mapping[str, str]:
    """Old folder -> leaf code; a leaf may be given as code or as its folders."""
    names = {code: code for code in scheme.leaves}
    for code, leaf in scheme.leaves.items():
        names[f"{scheme.categories[leaf.category].folder}/{leaf.folder}"] = code
    return {
        _old(_inside(section, folder, folder)): names[section.one_of(folder, names)]
        for folder in section.data
    }


def _inside(section: Section, key: str, path: str) -> str:
    """A path that is empty or lies below the archive's folder."""
    if path and not is_relative(path):
        raise section.error("config.outside", key, path=path)
    return path


def _patterns(top: Section) -> tuple[str, ...]:
    """Lines of gitignore syntax, where a slash at the beginning means the archive's own folder."""
    patterns = top.texts("ignore")
    for number, pattern in enumerate(patterns):
        where = f"ignore.{number}"
        _inside(top, where if where in top.lines else "ignore", pattern.lstrip("!").removeprefix("/"))
        try:
            check(pattern)
        except Unfit as unfit:
            raise top.error_in("ignore", number, unfit.key, pattern=pattern) from None
    return patterns


def _old(folder: str) -> str:
    """An old folder as paths are written here, however a person divided it."""
    return "/".join(step for step in folder.replace("\\", "/").split("/") if step not in ("", "."))


def _year(section: Section, key: str, text: str) -> int:
    if not (text.isdigit() and len(text) == 4):
        raise section.error("strict.year", key, value=text)
    return int(text)
