"""A score as JSON: numbers of points without noise, every deduction with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from archive_tool.core.catalog import Speaker
from archive_tool.core.profile import Indicator, Profile
from archive_tool.core.scored import Reason, Score, Scored
from archive_tool.report import score_words as words

SUMS = ("points", "judged", "possible", "uncertain", "bonus")
Json = Mapping[str, Any]


def number(points: Decimal) -> int | float:
    """Whole where it is whole; at most two digits after the point otherwise."""
    return int(points) if points == points.to_integral_value() else float(points)


def total(score: Score | None) -> int | float | None:
    """What stands under `summary`: null without a profile, and where nothing was judged."""
    return None if score is None or score.verdict == "not-judged" else number(score.points)


def added(audit: Json, score: Score, speaker: Speaker) -> Json:
    """The document of an audit with its score."""
    return {
        **audit,
        "summary": {**audit["summary"], "score": total(score)},
        "profile": profile(score, speaker),
    }


def profile(score: Score, speaker: Speaker) -> Json:
    """The profile, its sums and its tree of indicators."""
    return {
        **_head(score.profile, speaker),
        **{key: number(getattr(score, key)) for key in (*SUMS, "scaled")},
        "verdict": score.verdict,
        "indicators": [_scored(one, speaker) for one in score.indicators],
    }


def _head(of: Profile, speaker: Speaker) -> Json:
    return {
        "id": of.id,
        "title": of.title.text(speaker.language),
        "basis": of.basis.text(speaker.language),
        "sha256": of.sha256,
        "total": number(of.total),
    }


def _scored(one: Scored, speaker: Speaker) -> Json:
    """Of one with others below: its sums and those; of a lowest one: its reasons."""
    sums = {
        "id": one.indicator.id,
        "title": one.indicator.title.text(speaker.language),
        "state": one.state,
        **{key: number(getattr(one, key)) for key in SUMS},
    }
    if one.below:
        return {**sums, "indicators": [_scored(below, speaker) for below in one.below]}
    said = one.remarks
    counts = {key: getattr(said, key) for key in said._fields[:8]}
    return {
        **sums,
        "not_applicable": one.indicator.not_applicable,
        "rules": list(one.indicator.rules),
        "deductions": [_reason(reason, speaker) for reason in one.deductions],
        "bonuses": [_reason(reason, speaker) for reason in one.bonuses],
        "vetoes": [_reason(reason, speaker) for reason in one.vetoes],
        "doubts": [_reason(reason, speaker) for reason in one.doubts],
        "remarks": {
            **counts,
            "off": list(said.off),
            "not_run": [{"rule": rule, "reason": speaker.say(why)} for rule, why in said.not_run],
        },
    }


def _reason(reason: Reason, speaker: Speaker) -> Json:
    return {
        "points": number(reason.points),
        "full": number(reason.full),
        "per": reason.clause.per,
        "times": reason.times,
        **{key: getattr(reason, key) for key in ("rule", "unit", "whom", "period", "expected", "found")},
        "uncertain": reason.uncertain,
        "evidence": list(reason.records),
        "finding": {"code": reason.finding.code, "path": reason.finding.path} if reason.finding else None,
        "message": words.what(reason, speaker),
    }


def listed(profiles: Mapping[str, list[Profile]], speaker: Speaker) -> list[Json]:
    """What `profile list` gives: by scheme."""
    return [
        {
            "scheme": scheme,
            "id": one.id,
            "title": one.title.text(speaker.language),
            "total": number(one.total),
            "by_hand": number(by_hand(one)),
            "indicators": sum(1 for _ in one.leaves()),
            "rules": len(one.rules),
        }
        for scheme, found in profiles.items()
        for one in found
    ]


def by_hand(of: Profile) -> Decimal:
    """Points that a person gives."""
    return sum((leaf.points for leaf in of.leaves() if leaf.kind == "manual"), Decimal(0))


def shown(of: Profile, speaker: Speaker) -> Json:
    """What `profile show` gives."""
    return {
        **_head(of, speaker),
        "indicators": [_indicator(one, speaker) for one in of.indicators],
    }


def _indicator(one: Indicator, speaker: Speaker) -> Json:
    said = {
        "id": one.id,
        "title": one.title.text(speaker.language),
        "points": number(one.points),
    }
    if one.below:
        return {**said, "indicators": [_indicator(below, speaker) for below in one.below]}
    return {
        **said,
        "kind": one.kind,
        "standard": one.standard.text(speaker.language) if one.standard else None,
        "rules": list(one.rules),
        "categories": list(one.categories),
        **{
            key: [
                {
                    "per": clause.per,
                    "points": number(clause.points),
                    "at_most": None if clause.at_most is None else number(clause.at_most),
                    **{key: list(getattr(clause, key)) for key in ("codes", "roles", "rules")},
                }
                for clause in getattr(one, key)
            ]
            for key in ("deductions", "bonus", "veto")
        },
        "max_deduction": None if one.max_deduction is None else number(one.max_deduction),
        "not_applicable": one.not_applicable,
    }
