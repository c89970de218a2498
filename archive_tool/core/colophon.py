"""How a report was made: all that somebody needs who would repeat or dispute it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from archive_tool.core.check_settings import KEYS, CheckSetting
from archive_tool.core.config import ArchiveConfig, Setting, Waiver
from archive_tool.core.material import Material
from archive_tool.core.model import Finding, Report
from archive_tool.core.records import told_units
from archive_tool.core.rule_details import Details, Distinct, Pair, Quorum, Timing
from archive_tool.core.scheme import Rule, Scheme
from archive_tool.core.waivers import covers

if TYPE_CHECKING:
    from archive_tool.core.profile import Profile

Told = str | int | bool | None | tuple[str, ...]


# Where it comes from what documents hold, of an archive that is judged by another's standard.
Facts = Literal["archive", "computer", "none"]


class Edition(NamedTuple):
    """A scheme as it was on the day."""

    id: str
    version: str
    sha256: str


class Changed(NamedTuple):
    """What a place has set otherwise than the scheme; `key` as in archive.yaml."""

    rule: str  # or the code of a check that belongs to no rule
    key: str
    default: Told  # None: as the finding's code says, or, of days, the rule for each kind of entry
    set: Told


class Silenced(NamedTuple):
    """A waiver and how many findings of this report it is the reason for not to count."""

    waiver: Waiver
    findings: int


class Made(NamedTuple):
    """What the values of a check do not know of themselves."""

    tool: str  # version
    archive_yaml: str  # sha256 of its bytes
    unit: str | None = None  # as it was asked for
    facts: Facts | None = None


@dataclass(frozen=True, slots=True)
class Colophon:
    """Tool, standard, what the place has set, and what the result does not speak of."""

    tool: str
    scheme: Edition
    profile: Profile | None  # whose points were given; None: none was asked for
    archive_yaml: str
    as_of: date
    years: tuple[int, ...]
    unit: str | None
    settings: tuple[Changed, ...]
    exempt_months: tuple[int, ...]
    ignore: tuple[str, ...]  # patterns
    ignored: int  # names they hide; a folder counts as one, whatever it holds
    map: Mapping[str, str]  # old folder -> leaf
    since: int | None
    closed: tuple[int, ...]
    waivers: tuple[Silenced, ...]
    drafts: int
    pointers: int
    not_run: Mapping[str, int]  # reason (message key) -> how many checks
    facts: Facts | None = None


def colophon(
    report: Report, material: Material, waivers: Sequence[Waiver], made: Made, units: Iterable[str] = ()
) -> Colophon:
    """That of a report, whose waivers these are; `units`: those it was narrowed to, none for all."""
    scheme, config, wanted = material.scheme, material.config, frozenset(units)
    records = (r for r in material.records if not wanted or not wanted.isdisjoint(told_units(r)))
    return Colophon(
        tool=made.tool,
        scheme=Edition(scheme.id, scheme.version, scheme.sha256),
        profile=material.profile,
        archive_yaml=made.archive_yaml,
        as_of=report.as_of,
        years=report.years,
        unit=made.unit,
        settings=tuple(changed(scheme, config)),
        exempt_months=tuple(sorted(config.calendar.exempt_months)),
        ignore=config.ignore,
        ignored=len(material.snapshot.ignored),
        map=config.map,
        since=config.since,
        closed=config.closed,
        waivers=_silenced(waivers, report.findings, report.as_of),
        drafts=sum(record.status != "filed" for record in records),
        pointers=report.pointers,
        not_run=Counter(item.reason for item in report.not_run),
        facts=made.facts,
    )


def changed(scheme: Scheme, config: ArchiveConfig) -> Iterator[Changed]:
    """Settings that differ from what the scheme says; what is set to the same is not told."""
    yield from _of_rules(scheme.rules, config.settings)
    for code, check in config.checks.items():
        yield from _of_check(scheme.checks.get(code), check)


def _of_rules(rules: Mapping[str, Rule], settings: Mapping[str, Setting]) -> Iterator[Changed]:
    for name, setting in settings.items():
        rule = rules[name]
        # A rule for which something is set is on, unless it says otherwise.
        enabled = True if setting.enabled is None else setting.enabled
        if enabled != rule.enabled:
            yield Changed(name, "enabled", rule.enabled, enabled)
        for key, default, chosen in _pairs(rule, setting):
            if chosen is not None and chosen != default:
                yield Changed(name, key, default, chosen)


def _of_check(default: CheckSetting | None, chosen: CheckSetting) -> Iterator[Changed]:
    """Of a check that belongs to no rule; one that the scheme does not name is off by itself."""
    enabled = default is not None and default.enabled
    if chosen.enabled != enabled:
        yield Changed(chosen.code, "enabled", enabled, chosen.enabled)
    before = default or CheckSetting(chosen.code)
    for key in ("severity", *KEYS[chosen.code]):
        old, new = (_of_key(one, key) for one in (before, chosen))
        if new != old:
            yield Changed(chosen.code, key, old, new)


def _of_key(check: CheckSetting, key: str) -> Told:
    match key:
        case "severity":
            return check.severity or None
        case "share":
            return "{}/{}".format(*check.share) if check.share else None
        case "within" | "apart":
            return int(getattr(check, f"{key}_days"))
        case _:
            value: Told = getattr(check, key)
            return value


def _pairs(rule: Rule, setting: Setting) -> Iterator[tuple[str, Told, Told]]:
    details = rule.details
    within = details.within_days if isinstance(details, Pair | Timing) else None
    yield "at_least", rule.at_least, setting.at_least
    yield "grace", rule.grace_days, setting.grace_days
    yield "tolerance", rule.tolerance_days, setting.tolerance_days
    yield "within", within, setting.within_days
    yield "share", _share(details), "{}/{}".format(*setting.share) if setting.share else None
    yield "severity", rule.severity or None, setting.severity


def _share(details: Details | None) -> str | None:
    if isinstance(details, Distinct):
        return "{}/{}".format(*details.share)
    return f"{details.part}/{details.whole}" if isinstance(details, Quorum) else None


def _silenced(waivers: Sequence[Waiver], findings: Iterable[Finding], as_of: date) -> tuple[Silenced, ...]:
    """Each finding is counted with the first waiver that covers it, so that the numbers add up."""
    live = [number for number, waiver in enumerate(waivers) if waiver.until >= as_of]
    waived = (finding for finding in findings if finding.waived)
    first = Counter(next((n for n in live if covers(waivers[n], f)), None) for f in waived)
    return tuple(Silenced(waiver, first[number]) for number, waiver in enumerate(waivers))
