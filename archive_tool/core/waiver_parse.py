"""One waiver of archive.yaml or of a sidecar to a value; what it names must exist."""

from __future__ import annotations

from collections.abc import Mapping

from archive_tool.core.config import Waiver
from archive_tool.core.config_paths import FILE, inside, old
from archive_tool.core.scheme import Rule
from archive_tool.core.strict import Section

WAIVER_KEYS = ("code", "rule", "unit", "whom", "period", "path", "reason", "author", "until")
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
        path=inside(section, "path", old(section.text("path", ""))),
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
