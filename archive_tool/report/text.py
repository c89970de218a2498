"""Results for people at a terminal: one screen first, then what to mend and how."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive_tool.core.catalog import Speaker
from archive_tool.core.model import CoverageRow, Finding, NotRun, Report
from archive_tool.report import json

STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}
STATUS_STYLES = {"met": "green", "due": "cyan", "insufficient": "yellow", "missing": "bold red"}
IDEOGRAPHIC_SPACE = "\u3000"  # stands in many Chinese names; Python does not call it printable


def audit(report: Report, speaker: Speaker, console: Console) -> None:
    """Counts, then coverage by rule, then findings by cause."""
    counts(report, speaker, console)
    if report.coverage:
        console.print()
        console.print(coverage(report.coverage, speaker))
    findings(report.findings, speaker, console)
    not_run(report.not_run, speaker, console)


def counts(report: Report, speaker: Speaker, console: Console) -> None:
    """The first line: what was looked at and how much there is to mend."""
    numbers = json.summary(report)
    if report.coverage:
        joiner = "、" if speaker.language == "zh" else ", "
        years = joiner.join(map(str, report.years))
        console.print(
            Text(speaker.say("audit.head", as_of=report.as_of.isoformat(), years=years), style="bold")
        )
    line = Text(
        speaker.say("audit.counts", **{key: numbers[key] for key in ("records", "files", "pointers")})
    )
    for key, style in (
        ("errors", STYLES["error"]),
        ("warnings", STYLES["warning"]),
        ("infos", STYLES["info"]),
    ):
        line.append("   ")
        line.append(speaker.say(f"audit.{key}", count=numbers[key]), style=style if numbers[key] else "dim")
    if numbers["waived"]:
        line.append("   " + speaker.say("audit.waived", count=numbers["waived"]))
    console.print(line)


def coverage(rows: Sequence[CoverageRow], speaker: Speaker) -> Table:
    """One line a rule and unit: how many periods are met, and which are not."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1))
    for key in ("rule", "unit", "met", "open"):
        table.add_column(speaker.say(f"audit.column.{key}"), justify="right" if key == "met" else "left")
    grouped: defaultdict[tuple[str, str, str], list[CoverageRow]] = defaultdict(list)
    for row in rows:
        grouped[row.rule, row.subject, row.whom or row.unit].append(row)
    for (_, subject, who), mine in grouped.items():
        judged = [row for row in mine if row.status != "not-applicable"]
        if judged:
            met = sum(row.status in ("met", "waived") for row in judged)
            style = "green" if met == len(judged) else ""
            table.add_row(
                Text(speaker.label(subject)),
                Text(printable(speaker.label(f"unit:{who}"))),
                Text(f"{met}/{len(judged)}", style=style),
                _open(judged, speaker),
            )
    return table


def _open(rows: Iterable[CoverageRow], speaker: Speaker) -> Text:
    """The periods that are not met, in the colour of their state."""
    text = Text()
    for row in rows:
        if row.status not in ("met", "waived"):
            text.append(" " if text else "")
            told = f"({row.found}/{row.expected})" if row.expected > 1 else ""
            text.append(row.period + told, style=STATUS_STYLES.get(row.status, ""))
            if row.status == "due":
                text.append(speaker.say("audit.running"), style="dim")
    return text


def findings(items: Sequence[Finding], speaker: Speaker, console: Console) -> None:
    """Grouped by code: the cause once, then each place; the remedy once where it is the same."""
    groups: defaultdict[tuple[str, str, bool], list[Finding]] = defaultdict(list)
    for item in items:
        groups[item.severity, item.code, bool(item.waived)].append(item)
    for (severity, code, waived), group in groups.items():
        console.print()
        head = Text(speaker.say(f"severity.{severity}"), style=STYLES[severity])
        head.append(f"  {code}", style="bold")
        head.append(f"  × {len(group)}" if len(group) > 1 else "")
        head.append("  " + speaker.say("audit.waived-mark") if waived else "", style="dim")
        console.print(head)
        _places(group, speaker, console)


def _places(group: Sequence[Finding], speaker: Speaker, console: Console) -> None:
    """Each place once with all that is said of it; each remedy once, under what it mends."""
    by_remedy: defaultdict[str, defaultdict[str, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for item in group:
        remedy = json.finding(item, speaker)["remedy"]
        where = printable(item.path or ".") + (f":{item.line}" if item.line else "")
        by_remedy[remedy][where].append(item)
    for remedy, places in by_remedy.items():
        for where, items in places.items():
            console.print(Text("  " + where), soft_wrap=True)
            for item in items:
                console.print(Text("    " + printable(_told(item, speaker))), soft_wrap=True)
                if item.waived:
                    reason = speaker.say("audit.waived-because", reason=item.waived)
                    console.print(Text("    " + reason), soft_wrap=True)
        console.print(Text("    → " + remedy, style="dim"), soft_wrap=True)


def _told(item: Finding, speaker: Speaker) -> str:
    """What happened; where several units are judged, to which of them."""
    message = json.message(item, speaker)
    who = item.whom or item.unit
    if not (item.rule and who and len(speaker.units) > 1):
        return message
    return speaker.say("audit.told", who=speaker.label(f"unit:{who}"), message=message)


def not_run(items: Sequence[NotRun], speaker: Speaker, console: Console) -> None:
    """What was not checked, by reason: never a silent pass."""
    for reason, count in Counter(item.reason for item in items).items():
        console.print()
        told = speaker.say("audit.not-run", count=count, reason=speaker.say(reason))
        console.print(Text(told, style="cyan"), soft_wrap=True)


def printable(path: str) -> str:
    """A path on one line: control characters and undecodable bytes escaped."""
    shown = path.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(
        c if c.isprintable() or c == IDEOGRAPHIC_SPACE else c.encode("unicode_escape").decode("ascii")
        for c in shown
    )
