"""What archive.yaml sets for single rules, to values."""

from __future__ import annotations

from collections.abc import Mapping

from archive_tool.core import check_settings
from archive_tool.core.config import Setting
from archive_tool.core.rule_details import waits
from archive_tool.core.rule_parse import MAX_GRACE_DAYS, tolerance_in
from archive_tool.core.scheme import Rule, Scheme
from archive_tool.core.shares import parse_share
from archive_tool.core.strict import TRUTHS, Section
from archive_tool.core.waiver_parse import SAYS

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


def parse_settings(section: Section, scheme: Scheme) -> dict[str, Setting]:
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
