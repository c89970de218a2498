"""What the watcher says: one line per event of interest, in words."""

from __future__ import annotations

from collections.abc import Iterator

from archive_tool.core.catalog import Speaker
from archive_tool.core.filing import Move
from archive_tool.core.results import SyncResult
from archive_tool.report import json
from archive_tool.report.printable import printable

# Findings that somebody who has just dropped a file should see at once; the rest is for `audit`.
AT_ONCE = ("file/", "guard/", "fixity/", "sidecar/unreadable", "sidecar/invalid", "sidecar/orphan", "sidecar/copied",
           "layout/unknown-folder", "layout/stray-file", "layout/wrong-category", "name/illegal")  # fmt: skip


def lines(result: SyncResult, speaker: Speaker) -> Iterator[str]:
    """Drafts, moves, deferred changes, then the findings of what was looked at."""
    say = speaker.say
    for path in result.drafted:
        yield say("watch.drafted", path=printable(path))
    for path in result.refreshed:
        yield say("watch.refreshed", path=printable(path))
    for old, new in result.paired:
        yield say("sync.pair", old=printable(old), new=printable(new))
    for one in result.dropped:
        action = one.action
        where = action.target if isinstance(action, Move) else action.path
        yield say("sync.deferred", path=printable(where), reason=say(one.reason))
    if result.indexed or result.unindexed:
        yield say(
            "watch.indexed", added=result.indexed, removed=result.unindexed, seconds=f"{result.seconds:.1f}"
        )
        for finding in result.report.findings:
            if finding.code.startswith(AT_ONCE) and finding.severity != "info":
                text = json.message(finding, speaker)
                yield f"{say(f'severity.{finding.severity}')} {printable(finding.path)}: {text}"
