"""A profile for people: which there are, and what one of them scores and how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.text import Text

from archive_tool.core.catalog import Speaker
from archive_tool.core.profile import Clause, Indicator, Profile
from archive_tool.report.columns import Column
from archive_tool.report.printable import printable
from archive_tool.report.score_json import by_hand
from archive_tool.report.score_words import head, points
from archive_tool.report.screen import Screen


def listed(found: Mapping[str, Sequence[Profile]], speaker: Speaker, screen: Screen) -> None:
    """A line for each, under its scheme."""
    say = speaker.say
    rows = [
        [
            Text(printable(one.id)),
            Text(printable(one.title.text(speaker.language))),
            Text(points(one.total)),
            Text(points(by_hand(one))),
            Text(str(len(one.rules))),
            Text(printable(scheme), style="dim"),
        ]
        for scheme, profiles in found.items()
        for one in profiles
    ]
    if not rows:
        screen.line(say("profile.none"))
        return
    keys = ("id", "title", "total", "by-hand", "rules", "scheme")
    columns = [
        Column(say(f"profile.column.{key}"), right=key in ("total", "by-hand", "rules"), least=12)
        for key in keys
    ]
    screen.table(columns, rows)


def show(profile: Profile, speaker: Speaker, screen: Screen) -> None:
    """Its tree, with what each lowest indicator looks at and what that costs."""
    screen.line(printable(head(profile, speaker)), style="bold")
    screen.paragraph(printable(profile.basis.text(speaker.language)), style="dim")
    total = {"total": points(profile.total), "by_hand": points(by_hand(profile))}
    screen.line(speaker.say("profile.total", **total))
    for one in profile.indicators:
        _indicator(one, 0, speaker, screen)


def _indicator(one: Indicator, depth: int, speaker: Speaker, screen: Screen) -> None:
    worth = speaker.say("profile.points-of", points=points(one.points))
    title = f"{one.id} {one.title.text(speaker.language)}"
    if not depth:
        screen.line()
    line = Text(printable(title), style="" if depth else "bold").append(f"  {worth}", style="dim")
    screen.paragraph(line, indent=2 * depth, hang=2)
    for told in () if one.below else _said(one, speaker):
        screen.paragraph(printable(told), style="dim", indent=2 * depth + 4, hang=2)
    for below in one.below:
        _indicator(below, depth + 1, speaker, screen)


def _said(leaf: Indicator, speaker: Speaker) -> Iterator[str]:
    say = speaker.say
    if leaf.standard:
        yield say("profile.standard", text=leaf.standard.text(speaker.language))
    if leaf.kind == "manual":
        yield say("score.state.manual")
        return
    if leaf.rules:
        yield say("profile.rules", rules=list(leaf.rules))
    if leaf.categories:
        yield say("profile.categories", categories=[code or say("audit.outside") for code in leaf.categories])
    for kind in ("deductions", "bonus", "veto"):
        for clause in getattr(leaf, kind):
            yield _clause(kind, clause, speaker)
    if leaf.max_deduction is not None:
        yield say("profile.at-most", points=points(leaf.max_deduction))
    if leaf.rules:
        yield say(f"profile.not-applicable.{leaf.not_applicable}")


def _clause(kind: str, clause: Clause, speaker: Speaker) -> str:
    say = speaker.say
    words = {"codes": list(clause.codes), "roles": list(clause.roles)}
    each = say(f"profile.per.{clause.per}", **words)
    if clause.roles:
        each += say("profile.of-roles", roles=list(clause.roles))
    if clause.rules:
        each += say("profile.of-rules", rules=list(clause.rules))
    most = "" if clause.at_most is None else say("profile.clause-at-most", points=points(clause.at_most))
    return say(f"profile.{kind}", each=each, points=points(clause.points), most=most)
