"""Which rules an indicator of a score table is about, by the scheme's own words: surely, or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from archive_tool.core.scheme import Rule, Scheme, Term
from archive_tool.core.score_table.words import plain

LEAST_CHARACTERS = 3  # of a form or leaf: 制度 and 报告 stand in every second line
BUREAU_ONLY = ("bureau",)
# Kinds that look at whatever lies in a leaf, not at what the leaf is for.
BESIDE = ("timing", "distinct")


class Match(NamedTuple):
    """The rules that a text is surely about; else those that it may be about."""

    rules: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()


class Phrases:
    """Every phrase of a scheme that names what some rules are about."""

    def __init__(self, scheme: Scheme) -> None:
        found: defaultdict[str, list[Rule]] = defaultdict(list)
        for rule in (rule for rule in scheme.rules.values() if rule.kind not in BESIDE):
            for phrase in _phrases(rule, scheme):
                found[phrase].append(rule)
        # The longest first: 支部党员大会 before 党员大会.
        self._rules = {phrase: found[phrase] for phrase in sorted(found, key=len, reverse=True)}

    def match(self, text: str) -> Match:
        """Every phrase in the text that is not part of a longer one."""
        left, sure, doubtful = plain(text), dict[str, None](), dict[str, None]()
        for phrase, rules in self._rules.items():
            if phrase in left:
                left = left.replace(phrase, "\0")
                chosen = _chosen(rules)
                (sure if chosen else doubtful).update(dict.fromkeys(chosen or [rule.id for rule in rules]))
        # Where one half is in doubt the whole is: a person decides.
        return Match(() if doubtful else tuple(sure), (*sure, *doubtful) if doubtful else ())


def _phrases(rule: Rule, scheme: Scheme) -> Iterator[str]:
    if rule.activity and not rule.in_leaf:
        yield from map(plain, _spellings(scheme.vocabularies["activities"], rule.activity))
        return
    leaf = scheme.leaves[rule.leaf].title.zh
    whole = _spellings(scheme.vocabularies["forms"], rule.form) if rule.form and not rule.in_leaf else (leaf,)
    yield from (plain(phrase) for phrase in whole if len(phrase) >= LEAST_CHARACTERS)


def _spellings(terms: Mapping[str, Term], code: str) -> tuple[str, ...]:
    label = terms[code].label
    return (label.zh, *label.aliases)


def _chosen(rules: list[Rule]) -> list[str]:
    """Those that are on; of those that are off one alone, as several would ask for several things."""
    own = [rule for rule in rules if rule.applies.unit_kinds != BUREAU_ONLY]
    on = [rule.id for rule in own if rule.enabled]
    counts = [rule.id for rule in own if rule.kind == "count"]
    if on and not any(rule.kind == "count" for rule in own if rule.enabled) and len(counts) == 1:
        return [*on, *counts]  # what can be counted is what tables take points for
    if on:
        return on
    return [rule.id for rule in own] if len(counts) <= 1 else []
