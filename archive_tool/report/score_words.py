"""What every format says of a score: numbers as people write them, and why points were taken or given."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from archive_tool.core.catalog import Speaker
from archive_tool.core.model import Finding
from archive_tool.core.parsed import Coded
from archive_tool.core.profile import NOTHING, Profile
from archive_tool.core.scored import Reason, Score, Scored
from archive_tool.report import json
from archive_tool.report.folded import alike, but_its_period, each_of, of_all
from archive_tool.report.printable import printable


def points(number: Decimal) -> str:
    """6, 0.5, 87.35: no noughts at the end."""
    return f"{number.normalize():f}" if number else "0"


def sums(score: Score, speaker: Speaker) -> Iterator[str]:
    """The score, how much of the whole was judged, and what is to be known of both."""
    say = speaker.say
    numbers = {
        key: points(getattr(score, key)) for key in ("points", "judged", "possible", "bonus", "scaled")
    }
    yield say("score.judged" if score.verdict != "not-judged" else "score.not-judged", **numbers)
    if score.bonus:
        yield say("score.with-bonus", **numbers)
    if score.scaled:
        yield scaling(score, speaker)
    if score.uncertain:
        least, most, of = map(points, score.span)
        yield say("score.with-uncertain", uncertain=points(score.uncertain), least=least, most=most, of=of)
    for indicator, told in _vetoes(score.vetoes, speaker):
        yield say("score.veto", indicator=indicator, what=told)
    for indicator, told in _vetoes(score.doubtful_vetoes, speaker):
        yield say("score.may-veto", indicator=indicator, what=told)


def scaling(score: Score, speaker: Speaker) -> str:
    """How points that do not apply were shared out, to be computed again."""
    return speaker.say(
        "score.with-scaled",
        scaled=points(score.scaled),
        reached=points(score.reached),
        of=points(score.looked_at),
        judged=points(score.judged),
        points=points(score.points - score.bonus),
    )


def has_points(scored: Scored) -> bool:
    """Whether a number stands in its column of points, be it 0: not where there is room for a hand score."""
    return bool(scored.judged or scored.bonus or scored.state == "judged")


def left(scored: Scored) -> str:
    """What stands there: what is left of its points, with its bonus, so that the column adds up to the whole."""
    return points(scored.points + scored.bonus) if has_points(scored) else ""


def totals(score: Score, speaker: Speaker) -> Iterator[tuple[str, str, str]]:
    """What stands below the table: name, how many points were judged, how many are left."""
    if score.judged or score.bonus:
        reached = points(score.reached + score.bonus)
        yield speaker.say("score.total"), points(score.looked_at), reached
        if score.scaled:
            yield speaker.say("score.total-scaled"), points(score.judged), points(score.points)


def _vetoes(found: Iterable[tuple[Scored, Reason]], speaker: Speaker) -> Iterator[tuple[str, str]]:
    """Indicator and what was found of it; `found`: indicator by indicator."""
    for _, those in groupby(found, key=lambda one: id(one[0])):
        leaves, reasons = zip(*those, strict=True)
        yield from ((name(leaves[0], speaker), what(one, speaker)) for one in folded(reasons, speaker))


def head(profile: Profile, speaker: Speaker) -> str:
    """Which profile, by its title and id."""
    return speaker.say("score.head", title=profile.title.text(speaker.language), id=profile.id)


def name(scored: Scored, speaker: Speaker) -> str:
    """Number and title of an indicator."""
    return f"{scored.indicator.id} {scored.indicator.title.text(speaker.language)}"


def standing(scored: Scored, speaker: Speaker) -> str:
    """Why an indicator has no score of its own; "" where it has one."""
    if scored.state == "judged":
        return ""
    if scored.state == "not-applicable" and not scored.below:
        return speaker.say(f"score.not-applicable.{scored.indicator.not_applicable}")
    return speaker.say(f"score.state.{scored.state}")


def beside(scored: Scored, speaker: Speaker) -> str:
    """What stands beside its points: why there are none, or how many of them could not be judged."""
    if scored.state == "judged" and scored.uncertain:
        return speaker.say("score.partly", points=points(scored.uncertain))
    return standing(scored, speaker)


def folded(reasons: Iterable[Reason], speaker: Speaker) -> list[Reason]:
    """Reasons that differ in their periods alone as one with the points of all of them: 2025年1月至…（0.5 分 × 11）."""
    return [_of_all(those, speaker) for those in alike(reasons, _but_its_period)]


def _but_its_period(reason: Reason) -> Hashable:
    """All that is told of it; limits may have left other points of each."""
    numbers = (reason.expected, reason.found, reason.uncertain)
    told = but_its_period(reason.finding) if reason.finding else reason.period and ()
    return (reason.clause, reason.rule, reason.unit, reason.whom, *numbers, reason.records, told)


def _of_all(those: Sequence[Reason], speaker: Speaker) -> Reason:
    if len(those) == 1:
        return those[0]
    return those[0]._replace(
        points=sum((one.points for one in those), NOTHING),
        full=sum((one.full for one in those), NOTHING),
        times=sum(one.times for one in those),
        period=each_of([one.period or "" for one in those], speaker),
        finding=of_all([one.finding for one in those if one.finding], speaker) if those[0].finding else None,
    )


def what(reason: Reason, speaker: Speaker) -> str:
    """What was expected and what was found, of whom and when."""
    if reason.finding is None and reason.rule is None:
        told = speaker.say("score.unread", count=reason.uncertain)
    elif reason.finding is not None:
        told = _of_part(reason.finding, json.message(reason.finding, speaker), speaker)
    else:
        told = speaker.say(
            "score.row",
            subject=Coded(f"subject:{reason.rule}"),
            period=speaker.period(reason.period or ""),
            expected=reason.expected or 0,
            found=reason.found or 0,
        )
    whose = [speaker.label(f"unit:{who}") for who in (reason.unit, reason.whom) if who]
    told = speaker.say("audit.told", who=" ".join(whose), message=told) if whose else told
    return told + "".join(_besides(reason, speaker))


def _of_part(finding: Finding, message: str, speaker: Speaker) -> str:
    """Which file of a record it is about: the evidence is the whole record, and several may say the same."""
    inside = finding.path.removeprefix(f"{finding.record}/")
    if finding.kept or finding.record is None or inside == finding.path:
        return message
    return speaker.say("score.of-part", part=printable(inside), message=message)


def _besides(reason: Reason, speaker: Speaker) -> Iterator[str]:
    """How the points came about, where one time the clause's points is not the answer."""
    if reason.times > 1 and reason.clause.points:
        yield speaker.say("score.times", each=points(reason.clause.points), times=reason.times)
    if reason.points != reason.full:
        given = reason.clause.per in ("record", "extra-record")
        yield speaker.say("score.limited-bonus" if given else "score.limited", full=points(reason.full))
    if reason.uncertain and reason.rule:
        yield speaker.say("score.uncertain", count=reason.uncertain)


def doubt(reason: Reason, speaker: Speaker) -> str:
    """How many points it leaves unjudged; "" of what takes none."""
    return speaker.say("score.doubt", points=points(reason.points)) if reason.points else ""


def spared(count: int, speaker: Speaker) -> Iterator[str]:
    """That so many more would have cost something, were it not for a limit."""
    if count:
        yield speaker.say("score.spared", count=count)


def remarks(scored: Scored, speaker: Speaker, rule: Callable[[str], str] = str) -> Iterator[str]:
    """What cost nothing and is said all the same; `rule`: how rules are called, by their ids."""
    said = scored.remarks
    for key in ("due", "waived", "not_applicable", "uncertain", "absent", "unread", "drafts", "pointers"):
        if count := getattr(said, key):
            yield speaker.say(f"score.remark.{key.replace('_', '-')}", count=count)
    if said.off:
        yield speaker.say("score.remark.off", rules=list(map(rule, said.off)))
    for one, reason in said.not_run:
        yield speaker.say("score.remark.not-run", rule=rule(one), why=speaker.say(reason))
