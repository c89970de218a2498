"""How a report was made, in words: one row a matter, whatever the format; and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from archive_tool.core.catalog import Speaker
from archive_tool.core.colophon import Changed, Colophon, Edition, Silenced, Told
from archive_tool.report.printable import printable

if TYPE_CHECKING:
    from archive_tool.core.profile import Profile
    from archive_tool.report.screen import Screen

SHORT = 12  # digits of a digest that tell one scheme from another on a first screen
# Lists of settings that hold codes of a vocabulary.
CODES: Mapping[str, str] = {
    "not_in": "form",
    "roles": "role",
    "filled": "role",
    "members": "activity",
    "committee": "activity",
}


class Row(NamedTuple):
    """A matter and what is to be said of it, a line each."""

    label: str
    lines: Sequence[str]


def rows(made: Colophon, speaker: Speaker) -> Iterator[Row]:
    """Everything, in the same order in every format; where there is nothing of a kind, that is told."""
    say = speaker.say
    told: tuple[tuple[str, Sequence[str]], ...] = (
        ("tool", [f"archive-tool {made.tool}"]),
        ("scheme", _edition(made.scheme, speaker)),
        ("profile", _profile(made.profile, speaker) if made.profile else ()),
        ("archive-yaml", [f"SHA-256 {made.archive_yaml}"]),
        ("as-of", [made.as_of.isoformat()]),
        ("years", [" ".join(map(str, made.years))] if made.years else ()),
        ("unit", [made.unit] if made.unit else ()),
        ("settings", [setting(one, speaker) for one in made.settings]),
        ("exempt-months", [" ".join(map(str, made.exempt_months))] if made.exempt_months else ()),
        ("ignore", [*made.ignore, say("colophon.ignored", count=made.ignored)] if made.ignore else ()),
        ("map", [say("colophon.mapped", folder=old, leaf=leaf) for old, leaf in made.map.items()]),
        ("since", [str(made.since)] if made.since else ()),
        ("closed", [" ".join(map(str, made.closed))] if made.closed else ()),
        ("waivers", [_waiver(one, speaker) for one in made.waivers]),
        ("drafts", [str(made.drafts)]),
        ("pointers", [str(made.pointers)]),
        ("facts", [say(f"colophon.facts.{made.facts}")]),
        ("not-run", [say("audit.not-run", count=n, reason=say(why)) for why, n in made.not_run.items()]),
    )
    for key, lines in told:
        if key == "facts" and not made.facts:
            continue  # of its own archive everybody knows
        yield Row(say(f"colophon.{key}"), list(lines) or [say("colophon.none")])


class Origin(NamedTuple):
    """Where a paper comes from that nothing is judged in."""

    tool: str  # version
    scheme: Edition
    archive_yaml: str  # sha256
    as_of: date
    unit: str | None = None  # as it was asked for


def origin(made: Origin, speaker: Speaker) -> Iterator[Row]:
    """The rows of such a paper, as the first ones of a report."""
    yield Row(speaker.say("colophon.tool"), [f"archive-tool {made.tool}"])
    yield Row(speaker.say("colophon.scheme"), _edition(made.scheme, speaker))
    yield Row(speaker.say("colophon.archive-yaml"), [f"SHA-256 {made.archive_yaml}"])
    yield Row(speaker.say("colophon.as-of"), [made.as_of.isoformat()])
    if made.unit:
        yield Row(speaker.say("colophon.unit"), [made.unit])


def standard(tool: str, scheme: Edition, speaker: Speaker) -> str:
    """Tool and scheme in one line."""
    return speaker.say(
        "colophon.short", tool=tool, id=scheme.id, version=scheme.version, sha256=scheme.sha256[:SHORT]
    )


def line(made: Colophon, speaker: Speaker) -> str:
    """What a first screen has room for: the standard, and how much the place has set for itself."""
    counts = {
        "settings": len(made.settings),
        "ignore": len(made.ignore),
        "map": len(made.map),
        "waivers": len(made.waivers),
        "drafts": made.drafts,
    }
    told = [speaker.say(f"colophon.short.{key}", count=count) for key, count in counts.items() if count]
    if made.since:
        told.append(speaker.say("colophon.short.since", year=made.since))
    return " · ".join([standard(made.tool, made.scheme, speaker), *told])


def show(made: Colophon, speaker: Speaker, screen: Screen) -> None:
    """All of it, below its heading."""
    from rich.text import Text  # not for JSON, which asks for the same rows

    screen.line(speaker.say("paper.colophon"), style="bold")
    listed = [
        (Text(row.label if not number else ""), Text(printable(text)))
        for row in rows(made, speaker)
        for number, text in enumerate(row.lines)
    ]
    screen.listing(listed)


def json(made: Colophon, speaker: Speaker) -> Mapping[str, Any]:
    """The same as values; reasons of checks that were not made in words, as in the rest of the document."""
    return {
        "tool": made.tool,
        "scheme": made.scheme._asdict(),
        "profile": {"id": made.profile.id, "sha256": made.profile.sha256} if made.profile else None,
        "archive_yaml": made.archive_yaml,
        "as_of": made.as_of.isoformat(),
        "years": list(made.years),
        "unit": made.unit,
        "settings": [one._asdict() for one in made.settings],
        "exempt_months": list(made.exempt_months),
        "ignore": list(made.ignore),
        "ignored": made.ignored,
        "map": dict(made.map),
        "since": made.since,
        "closed": list(made.closed),
        "waivers": [_waiver_json(one) for one in made.waivers],
        "drafts": made.drafts,
        "pointers": made.pointers,
        "not_run": [{"reason": speaker.say(why), "count": count} for why, count in made.not_run.items()],
        **({"facts": made.facts} if made.facts else {}),
    }


def _edition(scheme: Edition, speaker: Speaker) -> Sequence[str]:
    told = speaker.say("colophon.edition", id=scheme.id, version=scheme.version)
    return [told, f"SHA-256 {scheme.sha256}"]


def _profile(profile: Profile, speaker: Speaker) -> Sequence[str]:
    told = speaker.say("colophon.profile-title", id=profile.id, title=profile.title.text(speaker.language))
    return [told, f"SHA-256 {profile.sha256}"]


def setting(one: Changed, speaker: Speaker) -> str:
    """What was set, old → new; of a list what is new in it and what was left out of it."""
    of_check = "/" in one.rule
    what = {
        "rule": one.rule,
        "subject": speaker.label(f"finding:{one.rule}" if of_check else f"subject:{one.rule}"),
        "key": speaker.say(
            "colophon.set.check" if of_check and one.key == "enabled" else f"colophon.set.{one.key}"
        ),
    }
    if isinstance(one.default, tuple) and isinstance(one.set, tuple):
        old, new = one.default, one.set
        told = [_only("more", one, new, old, speaker), _only("less", one, old, new, speaker)]
        return speaker.say("colophon.setting-list", **what, changes=" ".join(filter(None, told)))
    by_rule = one.default is None and one.key != "severity"
    default = speaker.say("colophon.by-rule") if by_rule else _value(one.default, speaker)
    return speaker.say("colophon.setting", **what, default=default, set=_value(one.set, speaker))


def _only(key: str, of: Changed, these: Sequence[str], those: Sequence[str], speaker: Speaker) -> str:
    """What is among these and not among those, codes in words; "" where nothing is."""
    kind = CODES.get(of.key)
    only = [speaker.label(f"{kind}:{word}") if kind else word for word in these if word not in those]
    return speaker.say(f"colophon.{key}", words=only) if only else ""


def _value(value: Told, speaker: Speaker) -> str:
    """On and off, a severity in words, a number as it is."""
    if value is None:
        return speaker.say("colophon.by-code")
    if isinstance(value, bool):
        return speaker.say("colophon.on" if value else "colophon.off")
    known = value in ("error", "warning", "info")
    return speaker.say(f"severity.{value}") if known else str(value)


def _waiver(one: Silenced, speaker: Speaker) -> str:
    waiver = one.waiver
    where = (waiver.rule, waiver.unit, waiver.whom, waiver.period, waiver.path)
    return speaker.say(
        "colophon.waiver",
        what=" ".join([waiver.code, *filter(None, where)]),
        reason=waiver.reason,
        author=waiver.author,
        until=waiver.until.isoformat(),
        count=one.findings,
    )


def _waiver_json(one: Silenced) -> Mapping[str, Any]:
    waiver = one.waiver
    return {
        "code": waiver.code,
        "rule": waiver.rule or None,
        "unit": waiver.unit or None,
        "whom": waiver.whom or None,
        "period": waiver.period or None,
        "path": waiver.path or None,
        "reason": waiver.reason,
        "author": waiver.author,
        "until": waiver.until.isoformat(),
        "source": waiver.source,
        "findings": one.findings,
    }
