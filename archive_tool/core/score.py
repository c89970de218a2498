"""The score of an audit by a profile: which points are left, and why the others are not."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import ROUND_HALF_UP, Decimal

from archive_tool.core.profile import NOTHING, Clause, Indicator, Profile
from archive_tool.core.score_scope import Said, Scope
from archive_tool.core.scored import Reason, Remarks, Score, Scored, State

HUNDREDTH = Decimal("0.01")


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
        _sum(one.bonus for one in below),
        below=below,
    )


def _together(states: Collection[State]) -> State:
    """Judged where any below is; else what all are, or the one that most wants a look."""
    order: tuple[State, ...] = ("judged", "not-judged", "manual", "not-applicable")
    return next(state for state in order if state in states)


def _leaf(indicator: Indicator, said: Said) -> Scored:
    if indicator.kind == "manual":
        return Scored(indicator, "manual", possible=indicator.points)
    scope = Scope(indicator, said)
    remarks, worth = scope.remarks(), indicator.points
    state = _state(scope, remarks)
    if state == "not-judged":
        return Scored(indicator, state, possible=worth, remarks=remarks)
    if state == "not-applicable":
        full = worth if indicator.not_applicable == "full" else NOTHING
        kept = NOTHING if indicator.not_applicable == "drop" else worth
        return Scored(indicator, state, full, full, kept, remarks=remarks)
    limit = worth if indicator.max_deduction is None else indicator.max_deduction
    deductions = _reasons(indicator.deductions, scope, limit)
    bonuses = _reasons(indicator.bonus, scope, None)
    return Scored(
        indicator,
        state,
        worth - _sum(reason.points for reason in deductions),
        worth,
        worth,
        _sum(reason.points for reason in bonuses),
        deductions,
        bonuses,
        _reasons(indicator.veto, scope, None),
        remarks,
    )


def _state(scope: Scope, remarks: Remarks) -> State:
    """What nothing is asked of is not judged because of a switched off rule, where there is one."""
    if scope.asks_something:
        return "judged"
    return "not-judged" if remarks.off or remarks.not_run else "not-applicable"


def _reasons(clauses: Iterable[Clause], scope: Scope, limit: Decimal | None) -> tuple[Reason, ...]:
    """Each with the points that the limits of its clause and of all clauses together leave, first come first."""
    left, found = limit, []
    for clause in clauses:
        mine = clause.at_most
        for reason in scope.reasons(clause):
            counted = min([reason.full, *(most for most in (left, mine) if most is not None)])
            left = None if left is None else left - counted
            mine = None if mine is None else mine - counted
            found.append(reason._replace(points=counted))
    return tuple(found)


def _sum(numbers: Iterable[Decimal]) -> Decimal:
    return sum(numbers, NOTHING)
