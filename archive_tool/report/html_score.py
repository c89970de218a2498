"""The score in a web page: the tree of indicators with room for a hand score, and why points were lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive_tool.core.catalog import Speaker
from archive_tool.core.scored import Reason, Score, Scored
from archive_tool.report import score_words as words
from archive_tool.report.html_findings import Spot, spot_of
from archive_tool.report.inspection import Inspection

MOST_RECORDS = 5  # of one reason; the others are counted


class Node(NamedTuple):
    """One indicator; of one scored by hand the points are left blank."""

    depth: int
    name: str
    possible: str
    points: str
    lost: str  # with its sign
    bonus: str  # likewise
    state: str  # why it has no score of its own
    by_hand: bool


class Why(NamedTuple):
    """Why points were taken or given, with what shows it."""

    kind: str  # lost, bonus, veto, doubt
    points: str
    what: str
    spots: Sequence[Spot]
    more: str


class Explained(NamedTuple):
    """A lowest indicator that has not simply all its points."""

    name: str
    reasons: Sequence[Why]
    notes: Sequence[str]


class Told(NamedTuple):
    """The section. `figure`: points, of how many judged; None where nothing was."""

    head: str
    figure: tuple[str, str] | None
    sums: Sequence[str]
    vetoed: bool
    columns: Sequence[str]
    nodes: Sequence[Node]
    why: str
    explained: Sequence[Explained]


def score_of(inspection: Inspection) -> Told | None:
    """None where no profile was asked for."""
    score, speaker = inspection.score, inspection.speaker
    if score is None:
        return None
    return Told(
        words.head(score.profile, speaker),
        _figure(score),
        list(words.sums(score, speaker)),
        score.verdict == "vetoed",
        _columns(speaker),
        [*_nodes(score.indicators, speaker), *_totals(score, speaker)],
        speaker.say("score.why"),
        [one for leaf in score.leaves() if (one := _explained(leaf, inspection)).reasons or one.notes],
    )


def _figure(score: Score) -> tuple[str, str] | None:
    return (words.points(score.points), words.points(score.judged)) if score.judged else None


def _columns(speaker: Speaker) -> Sequence[str]:
    names = [speaker.say(f"score.column.{key}") for key in ("indicator", "possible", "points", "state")]
    changed = "/".join(speaker.say(f"score.column.{key}") for key in ("lost", "bonus"))
    return [*names[:3], changed, *names[3:]]


def _nodes(scored: Sequence[Scored], speaker: Speaker, depth: int = 0) -> Iterator[Node]:
    """Those above before those below."""
    for one in scored:
        lost, bonus = one.judged - one.points, one.bonus
        yield Node(
            depth,
            words.name(one, speaker),
            words.points(one.indicator.points),
            words.left(one),
            f"-{words.points(lost)}" if lost else "",
            f"+{words.points(bonus)}" if bonus else "",
            words.beside(one, speaker),
            not one.below and one.state == "manual",
        )
        yield from _nodes(one.below, speaker, depth + 1)


def _totals(score: Score, speaker: Speaker) -> Iterator[Node]:
    for name, of, left in words.totals(score, speaker):
        yield Node(0, name, "", left, "", "", speaker.say("score.of-judged", judged=of), by_hand=False)


def _explained(leaf: Scored, inspection: Inspection) -> Explained:
    """What cost nothing any more, because a limit was met, is counted."""
    speaker = inspection.speaker
    counted = [one for one in leaf.deductions if one.points]
    reasons = [_why("veto", "", one, inspection) for one in words.folded(leaf.vetoes, speaker)]
    reasons += [
        _why("lost", f"-{words.points(one.points)}", one, inspection)
        for one in words.folded(counted, speaker)
    ]
    reasons += [
        _why("bonus", f"+{words.points(one.points)}", one, inspection) for one in leaf.bonuses if one.points
    ]
    reasons += [
        _why("doubt", words.doubt(one, speaker), one, inspection)
        for one in words.folded(leaf.open_doubts, speaker)
    ]
    spared = len(leaf.deductions) - len(counted)
    notes = [
        *words.spared(spared, speaker),
        *words.remarks(leaf, speaker, lambda rule: speaker.label(f"subject:{rule}")),
    ]
    return Explained(words.name(leaf, speaker), reasons, notes)


def _why(kind: str, points: str, reason: Reason, inspection: Inspection) -> Why:
    open_ = [path for path in reason.records if path not in inspection.lists().withheld]
    more, kept = len(open_) - MOST_RECORDS, len(reason.records) - len(open_)
    say = inspection.speaker.say
    besides = [say("audit.more-places", count=more)] if more > 0 else []
    besides += [say("sheet.withheld-count", count=kept)] if kept else []
    return Why(
        kind,
        points,
        words.what(reason, inspection.speaker),
        [spot_of(path, inspection) for path in open_[:MOST_RECORDS]],
        " · ".join(besides),
    )
