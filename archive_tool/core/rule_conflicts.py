"""Rules of a scheme that can't both hold, or that nothing could ever satisfy."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from archive_tool.core.rule_details import Distinct, Pair, Timing
from archive_tool.core.scheme import Leaf, Rule

# Kinds of which several rules about one thing would say one thing twice, or two things.
ONE_ANSWER = frozenset({"roles", "quorum", "pair", "series", "timing", "distinct"})


# Kinds that look for occasions: their leaf is where these are filed.
HELD = frozenset({"count", "roles", "quorum"})


class Impossible(NamedTuple):
    """Why a rule can't be satisfied: a message key, and the rule's key that says so."""

    message: str
    key: str


def asks_twice(rule: Rule, other: Rule) -> bool:
    """Whether both ask one question, other than of how many there are, of some same unit on some same day."""
    if rule.kind != other.kind or rule.kind not in ONE_ANSWER:
        return False
    return _question(rule) == _question(other) and meet(rule, other)


def meet(rule: Rule, other: Rule) -> bool:
    """Whether some unit may have to do with both on some day."""
    this, that = rule.applies, other.applies
    together = _overlap(this.unit_kinds, that.unit_kinds) and _overlap(this.stages, that.stages)
    opposed = {this.has_committee, that.has_committee} == {True, False} or (
        {this.has_groups, that.has_groups} == {True, False}
    )
    return together and not opposed and not (_ends_before(rule, other) or _ends_before(other, rule))


def impossible(rule: Rule, leaf: Leaf) -> Impossible | None:
    """What the rule asks for and its own words, or those of its leaf, rule out; None where nothing does."""
    if not _overlap(rule.applies.unit_kinds, leaf.unit_kinds):
        return Impossible("scheme.rule-leaf-units", "leaf")
    if rule.in_leaf and rule.form and leaf.forms and rule.form not in leaf.forms:
        return Impossible("scheme.rule-leaf-form", "form")
    if rule.activity and rule.activity not in leaf.activities and (rule.in_leaf or rule.kind in HELD):
        return Impossible("scheme.rule-leaf-form", "activity")
    if rule.per == "group" and rule.applies.has_groups is False:
        return Impossible("scheme.rule-per", "per")
    if rule.per == "committee" and rule.applies.has_committee is False:
        return Impossible("scheme.rule-per", "per")
    return None


def _question(rule: Rule) -> Hashable:
    """What a rule asks, its numbers aside."""
    if isinstance(rule.details, Pair):
        return (rule.details.each, rule.details.has)
    if isinstance(rule.details, Timing):
        return (rule.details.compares, rule.activity, rule.form)
    if isinstance(rule.details, Distinct):
        return (rule.details.parts, rule.activity, rule.form, rule.called)
    return (rule.subject, rule.leaf if rule.in_leaf else "")


def _overlap(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether they share a word; without any words it is for all."""
    return not some or not others or not set(some).isdisjoint(others)


def _ends_before(rule: Rule, other: Rule) -> bool:
    end, begin = rule.effective_to, other.effective_from
    return end is not None and begin is not None and end < begin
