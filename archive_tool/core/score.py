"""The score of an audit by a profile: which points are left, and why the others are not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from archive_tool.core.profile import NOTHING, Clause, Indicator, Profile
from archive_tool.core.score_scope import Said, Scope
from archive_tool.core.scored import HUNDREDTH, Reason, Remarks, Score, Scored, State


def score(profile: Profile, said: Said) -> Score:
    """What the report is worth by the profile."""
    indicators = tuple(_scored(one, said) for one in profile.indicators)
    judged = _sum(one.judged for one in indicators)
    points = _sum(one.points for one in indicators)
    bonus = _sum(one.bonus for one in indicators)
    scaled = _scaled(indicators) if judged else NOTHING
    if scaled:
        points = (points * (judged + scaled) / judged).quantize(HUNDREDTH, ROUND_HALF_UP)
    return Score(
        profile,
        points + bonus,
        judged + scaled,
        _sum(one.possible for one in indicators),
        bonus,
        scaled,
        _sum(one.uncertain for one in indicators),
        indicators,
    )


def _scaled(indicators: Iterable[Scored]) -> Decimal:
    """Points that do not apply and are to be shared out."""
    leaves = (leaf for one in indicators for leaf in one.leaves())
    return _sum(
        leaf.indicator.points
        for leaf in leaves
        if leaf.state == "not-applicable" and leaf.indicator.not_applicable == "scale"
    )


def _scored(indicator: Indicator, said: Said) -> Scored:
    if not indicator.below:
        return _leaf(indicator, said)
    below = tuple(_scored(one, said) for one in indicator.below)
    return Scored(
        indicator,
        _together({one.state for one in below}),
        _sum(one.points for one in below),
        _sum(one.judged for one in below),
        _sum(one.possible for one in below),
        _sum(one.uncertain for one in below),
        _sum(one.bonus for one in below),
        below=below,
    )


def _together(states: Collection[State]) -> State:
    """Judged where any below is; else what all are, or the one that most wants a look."""
    order: tuple[State, ...] = ("judged", "not-judged", "not-yet", "manual", "not-applicable")
    return next(state for state in order if state in states)


def _leaf(indicator: Indicator, said: Said) -> Scored:
    if indicator.kind == "manual":
        return Scored(indicator, "manual", possible=indicator.points)
    scope = Scope(indicator, said)
    remarks, worth = scope.remarks(), indicator.points
    limit = worth if indicator.max_deduction is None else indicator.max_deduction
    deductions = _reasons(indicator.deductions, scope.reasons, limit)
    doubts = _reasons(indicator.deductions, scope.doubts, limit, deductions)
    state = _state(scope, remarks, doubts)
    if state == "not-applicable":
        full = worth if indicator.not_applicable == "full" else NOTHING
        kept = NOTHING if indicator.not_applicable == "drop" else worth
        return Scored(indicator, state, full, full, kept, remarks=remarks)
    bonuses = _reasons(indicator.bonus, scope.reasons, None)
    vetoes = _reasons(indicator.veto, scope.reasons, None)
    uncertain = _sum(doubt.points for doubt in doubts)
    judged = worth - uncertain
    if state != "judged" and not (deductions or bonuses or vetoes):
        doubtful = state == "not-judged" and (remarks.uncertain or uncertain)
        judged, uncertain = NOTHING, worth if doubtful else NOTHING
    else:
        state = "judged" if judged or not uncertain else "not-judged"
    return Scored(
        indicator,
        state,
        judged - _sum(reason.points for reason in deductions),
        judged,
        worth,
        uncertain,
        _sum(reason.points for reason in bonuses),
        deductions,
        bonuses,
        vetoes,
        (*doubts, *_reasons(indicator.veto, scope.doubts, None)),
        remarks,
    )


def _state(scope: Scope, remarks: Remarks, doubts: Collection[Reason]) -> State:
    """What nobody looked at, or there is nothing of to look into, is not judged; only then it may not apply."""
    if scope.is_judged:
        return "judged"
    if remarks.due or scope.awaits:
        return "not-yet"
    unknown = remarks.off or remarks.not_run or remarks.uncertain or remarks.absent or doubts or scope.is_bare
    return "not-judged" if unknown else "not-applicable"


def _reasons(
    clauses: Iterable[Clause],
    find: Callable[[Clause], Iterable[Reason]],
    limit: Decimal | None,
    before: Sequence[Reason] = (),
) -> tuple[Reason, ...]:
    """Each with the points that the limits of its clause and of all clauses together leave, first come first.

    `before`: what has taken some of them already.
    """
    left = None if limit is None else limit - _sum(reason.points for reason in before)
    found = []
    for clause in clauses:
        mine = clause.at_most
        if mine is not None:
            mine -= _sum(reason.points for reason in before if reason.clause is clause)
        for reason in find(clause):
            counted = min([reason.full, *(most for most in (left, mine) if most is not None)])
            left = None if left is None else left - counted
            mine = None if mine is None else mine - counted
            found.append(reason._replace(points=counted))
    return tuple(found)


def _sum(numbers: Iterable[Decimal]) -> Decimal:
    return sum(numbers, NOTHING)
