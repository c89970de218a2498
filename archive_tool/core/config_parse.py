"""archive.yaml to values; unknown keys and words are errors that name the nearest."""

from __future__ import annotations

from collections.abc import Mapping

from archive_tool.core import check_settings
from archive_tool.core.calendar_parse import parse_calendar
from archive_tool.core.config import ArchiveConfig, called
from archive_tool.core.config_paths import FILE, inside, old
from archive_tool.core.ignoring import Unfit, check
from archive_tool.core.model import Parsed
from archive_tool.core.numerals import is_number
from archive_tool.core.scheme import Scheme
from archive_tool.core.setting_parse import parse_settings
from archive_tool.core.strict import Section
from archive_tool.core.templates import Template
from archive_tool.core.unit_parse import parse_units
from archive_tool.core.waiver_parse import parse_waiver

KEYS = (
    "scheme", "language", "layout", "fonds", "units", "calendar", "settings", "search", "sidecars", "enforce",
    "ignore", "cache_dir", "closed", "since", "map", "waivers",
)  # fmt: skip
ENGINES = ("auto", "tantivy", "whoosh")


def scheme_name(parsed: Parsed) -> str:
    """Which scheme the archive follows: an id, or a folder relative to the archive."""
    return Section.of(parsed.data, parsed.lines, FILE).text("scheme")


def parse_config(parsed: Parsed, scheme: Scheme, codes: frozenset[str]) -> ArchiveConfig:
    """Check archive.yaml against its scheme; `codes` are the known finding codes."""
    top = Section.of(parsed.data, parsed.lines, FILE).only(*KEYS)
    units = parse_units(top, scheme)
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
        calendar=parse_calendar(top.section("calendar")),
        settings=parse_settings(top.section("settings"), scheme),
        checks=check_settings.parse_checks(top.section("settings"), scheme.checks, scheme.vocabularies),
        engine=search.one_of("engine", ENGINES, "auto"),
        sidecars_hidden=top.one_of("sidecars", ("visible", "hidden"), "visible") == "hidden",
        ignore=_patterns(top),
        cache_dir=top.text("cache_dir", ""),
        closed=years,
        since=since,
        map=_map(top.section("map"), scheme),
        map_lines={old(folder): top.section("map").line(folder) for folder in top.section("map").data},
        waivers=tuple(
            parse_waiver(part, codes, scheme.rules, called(units)) for part in top.sections("waivers")
        ),
    )


def _map(section: Section, scheme: Scheme) -> Mapping[str, str]:
    """Old folder -> leaf code; a leaf may be given as code or as its folders."""
    names = {code: code for code in scheme.leaves}
    for code, leaf in scheme.leaves.items():
        names[f"{scheme.categories[leaf.category].folder}/{leaf.folder}"] = code
    found: dict[str, str] = {}
    for written in section.data:
        folder = old(inside(section, written, written))
        code = names[section.one_of(written, names)]
        # Two spellings of one folder: of two leaves the first would be gone, unnoticed.
        if found.setdefault(folder, code) != code:
            raise section.error("config.map-twice", written, folder=folder)
    return found


def _patterns(top: Section) -> tuple[str, ...]:
    """Lines of gitignore syntax, where a slash at the beginning means the archive's own folder."""
    patterns = top.texts("ignore")
    for number, pattern in enumerate(patterns):
        where = f"ignore.{number}"
        inside(top, where if where in top.lines else "ignore", pattern.lstrip("!").removeprefix("/"))
        try:
            check(pattern)
        except Unfit as unfit:
            raise top.error_in("ignore", number, unfit.key, pattern=pattern) from None
    return patterns


def _year(section: Section, key: str, text: str) -> int:
    if not (is_number(text) and len(text) == 4):
        raise section.error("strict.year", key, value=text)
    return int(text)
