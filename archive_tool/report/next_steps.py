"""What to do next: the few steps that the findings ask for, the most urgent first."""

from __future__ import annotations

from collections.abc import Sequence

from archive_tool.core.catalog import Speaker
from archive_tool.core.model import Report
from archive_tool.report.screen import Screen

# What a finding's code begins with -> the step it asks for; in the order of urgency.
STEPS = (
    ("guard/secret", "next.secret"),
    ("sidecar/missing", "next.sync"),
    ("layout/missing-folder", "next.sync"),
    ("fixity/", "next.fixity"),
    ("complete/", "next.complete"),
    ("layout/unknown-folder", "next.place"),
    ("layout/stray-file", "next.place"),
    ("layout/wrong-", "next.place"),
    ("file/damaged", "next.files"),
    ("file/empty", "next.files"),
    ("file/encrypted", "next.files"),
    ("sidecar/unreadable", "next.sidecar"),
    ("sidecar/invalid", "next.sidecar"),
    ("sidecar/unknown-field", "next.sidecar"),
    ("sidecar/orphan", "next.sidecar"),
    ("consistency/", "next.explain"),
    ("sidecar/draft", "next.drafts"),
)
MOST = 3


def steps(report: Report) -> Sequence[str]:
    """Message keys of the steps, at most three."""
    codes = {finding.code for finding in report.findings if not finding.waived}
    unread = any(item.reason == "not-run.unread" for item in report.not_run)
    found = ["next.sync"] if unread else []
    found += [step for beginning, step in STEPS if any(code.startswith(beginning) for code in codes)]
    if "next.secret" in found:
        found.sort(key=lambda step: step != "next.secret")
    return tuple(dict.fromkeys(found))[:MOST]


def show(told: Sequence[str], speaker: Speaker, screen: Screen) -> None:
    """A heading and the steps, numbered."""
    screen.line(speaker.say("next.head"), style="bold")
    for step in numbered(told):
        screen.paragraph(step, hang=3)


def numbered(told: Sequence[str]) -> list[str]:
    """The steps as they are shown."""
    return [f"{number}. {step}" for number, step in enumerate(told, 1)]
