"""The audit as a web page that is read, sent and printed as it is: what stands where, what is wrong, what to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive_tool.core.tree_path import last_name
from archive_tool.report import colophon, html_findings, html_numbers, html_page, left_out, since
from archive_tool.report.html_findings import Spot
from archive_tool.report.html_heat import heat_of
from archive_tool.report.html_score import score_of
from archive_tool.report.inspection import Inspection
from archive_tool.report.paper_words import in_words, said_once

MOST_UNITS = 6  # in the head; more are counted
MOST_PLACES = 20  # of what was not checked for one reason
MOST_CHANGES = 60  # new ones, solved ones
# Texts that are the page's own, by the last word of their keys.
OWN = (
    "all-units",
    "archive",
    "as-of",
    "by-unit",
    "contents",
    "fonds",
    "heat",
    "heat-about",
    "in-words",
    "new",
    "places-about",
    "units",
    "years",
)
SHARED = {
    "title": "paper.title",
    "overview": "paper.overview",
    "score": "paper.score",
    "changes": "paper.changes",
    "categories": "paper.categories",
    "problems": "paper.problems",
    "unchecked": "paper.unchecked",
    "colophon": "paper.colophon",
    "place": "paper.place",
    "what": "paper.what",
    "reason": "paper.reason",
    "nothing": "audit.nothing",
    "rule": "audit.column.rule",
    "unit": "audit.column.unit",
    "met": "audit.column.met",
    "open": "audit.column.open",
}


class Unchecked(NamedTuple):
    """Why something was not checked, and the first places."""

    reason: str
    spots: Sequence[Spot]
    more: str


def make(inspection: Inspection) -> bytes:
    """The file; the same bytes for the same inspection."""
    inspection = inspection.for_others()
    speaker = inspection.speaker
    say = speaker.say
    waived, more_waived = html_findings.waived(inspection)
    return html_page.render(
        "page.html",
        lang={"zh": "zh-CN"}.get(speaker.language, speaker.language),
        name=inspection.name,
        t={
            **{key: say(f"html.{key}") for key in OWN},
            **{key: say(whole) for key, whole in SHARED.items()},
        },
        facts=list(_facts(inspection)),
        figures=list(html_numbers.figures(inspection)),
        sentences=list(html_numbers.sentences(inspection)),
        score=score_of(inspection),
        changes=_changes(inspection),
        tables=list(html_numbers.tables(inspection)),
        quiet=html_numbers.quiet(inspection),
        heat=heat_of(inspection),
        causes=html_findings.told_causes(inspection),
        severity={one: say(f"severity.{one}") for one in ("error", "warning", "info")},
        more=lambda count: say("html.more", count=count),
        remedy=lambda block, cause: say("paper.remedy", remedy=block.remedy, code=cause.code),
        waived=waived,
        more_waived=more_waived,
        waived_head=say("paper.waived", count=len(waived) + more_waived),
        left_out=list(left_out.lines(inspection)),
        unchecked=list(_unchecked(inspection)),
        colophon=list(_colophon(inspection)),
    )


def _facts(inspection: Inspection) -> Iterator[tuple[str, str]]:
    """Whose archive, as of when, which years, which units."""
    say, report = inspection.speaker.say, inspection.report
    yield say("html.archive"), last_name(inspection.root)
    if inspection.fonds:
        yield say("html.fonds"), inspection.fonds
    yield say("html.as-of"), report.as_of.isoformat()
    yield say("html.years"), inspection.speaker.listed(map(str, report.years))
    shown = inspection.speaker.listed(inspection.units[:MOST_UNITS])
    more = len(inspection.units) - MOST_UNITS
    if shown:
        yield say("html.units"), shown + (say("html.and-more", count=more) if more > 0 else "")


def _changes(inspection: Inspection) -> object:
    """What is new and what was solved since an earlier audit; None where there was none."""
    changes, speaker = inspection.changes, inspection.speaker
    if changes is None:
        return None
    lists = []
    for key, findings, _ in since.groups(changes):
        rows = list(html_findings.changed(findings, inspection))
        if rows:
            more = len(rows) - MOST_CHANGES
            told = speaker.say("html.more", count=more) if more > 0 else ""
            lists.append((speaker.say(f"changes.{key}"), rows[:MOST_CHANGES], told))
    return [since.counts(changes, speaker), *since.reserves(changes, speaker)], lists


def _unchecked(inspection: Inspection) -> Iterator[Unchecked]:
    say = inspection.speaker.say
    reasons: defaultdict[str, list[str]] = defaultdict(list)
    for item in inspection.report.not_run:
        reasons[item.reason].append(item.path)
    for reason, items in reasons.items():
        paths = list(dict.fromkeys(items))
        more = len(paths) - MOST_PLACES
        yield Unchecked(
            say("audit.not-run", count=len(items), reason=in_words(say(reason), inspection.speaker)),
            [html_findings.spot_of(path, inspection) for path in paths[:MOST_PLACES]],
            say("audit.more-places", count=more) if more > 0 else "",
        )


def _colophon(inspection: Inspection) -> Iterator[colophon.Row]:
    """What made this, what the place has set for itself, and what it takes to make it again."""
    say, made = inspection.speaker.say, inspection.report.colophon
    if made:
        yield from said_once(list(colophon.rows(made, inspection.speaker)), inspection.speaker)
    command = say("paper.repeat", command=f"archive-tool {inspection.repeat}")
    yield colophon.Row(say("paper.again"), [command])
