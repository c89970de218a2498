"""What is checked: one ordered list for the tree, one dict for the rules, one for what records say of each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from archive_tool.core.check_settings import CheckSetting
from archive_tool.core.checks import (
    attachments,
    attendance,
    count,
    deadline,
    distinct,
    files,
    fixity,
    guard,
    layout,
    making,
    naming,
    owners,
    pair,
    personal,
    photos,
    quorum,
    roles,
    series,
    sidecars,
    steps,
    timing,
    whereabouts,
    workdays,
    writing,
)
from archive_tool.core.checks.context import Judged, RuleContext
from archive_tool.core.material import Material
from archive_tool.core.model import Finding
from archive_tool.core.scheme import Rule

# The table of contents of `check`.
TREE_CHECKS: tuple[Callable[[Material], Iterable[Finding]], ...] = (
    layout.check,
    naming.check,
    sidecars.check,
    owners.check,
    files.check,
    fixity.check,
    guard.check,
)

# The rule kinds a scheme may use (core/rule_parse.KEYS says what each understands).
RULE_KINDS: Mapping[str, Callable[[Rule, RuleContext], Judged]] = {
    "count": count.judge,
    "roles": roles.judge,
    "pair": pair.judge,
    "steps": steps.judge,
    "deadline": deadline.judge,
    "quorum": quorum.judge,
    "series": series.judge,
    "timing": timing.judge,
    "distinct": distinct.judge,
}

# Checks of consistency without a rule (core/check_settings.KEYS says what each understands).
CONSISTENCY: Mapping[str, Callable[[CheckSetting, RuleContext], Iterable[Finding]]] = {
    "consistency/attendance": attendance.check,
    "consistency/conflict": whereabouts.check,
    "consistency/attachment": attachments.check,
    "consistency/caption": photos.captions,
    "consistency/photo-reuse": photos.reuse,
    "consistency/burst": making.check,
    "consistency/calendar": workdays.check,
    "consistency/placeholder": writing.placeholders,
    "consistency/foreign-term": writing.foreign_terms,
    "guard/personal-data": personal.check,
}
