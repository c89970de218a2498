"""The last audit of the same question, as the cache remembers it: which findings were open, no more."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from archive_tool.app.opening import Archive
from archive_tool.core.changes import Earlier
from archive_tool.core.model import Finding, Report
from archive_tool.core.parsed import Coded

# Where state secrets lie is kept nowhere.
KEPT_NOWHERE = ("guard/",)
_Said = Mapping[str, Any]  # as_of, found: identities with their path


def last(archive: Archive, report: Report, question: str) -> Earlier | None:
    """Remembers this audit and gives the one before it; None where there is none, or nobody remembers it.

    An audit of the same day that says the same takes nobody's place: asked twice, it answers the same.
    One of an earlier day than the last begins anew.
    """
    told = json.loads(archive.state.audit(question) or "[]")
    now = {"as_of": report.as_of.isoformat(), "found": sorted(map(list, _open(report)), key=repr)}
    if not told or told[-1]["as_of"] > now["as_of"]:
        kept: Sequence[_Said] = [now]
    elif told[-1] == now:
        kept = told
    else:
        kept = [told[-1], now]
    if kept is not told:
        archive.state.keep_audit(question, json.dumps(kept))
    return _earlier(kept[0], archive) if len(kept) > 1 else None


def comparable(report: Report) -> tuple[Finding, ...]:
    """The findings that can have been remembered: none of a state secret, nor of a record with one."""
    secrets = {finding.path for finding in report.findings if finding.code == "guard/secret"}
    return tuple(
        finding
        for finding in report.findings
        if not finding.code.startswith(KEPT_NOWHERE) and not (secrets and _tells(finding, secrets))
    )


def _tells(finding: Finding, secrets: Iterable[str]) -> bool:
    """Whether it is about a secret, something inside of one, or a record that holds one."""
    record = finding.record
    return any(
        f"{finding.path}/".startswith(f"{path}/")
        or (record is not None and f"{path}/".startswith(f"{record}/"))
        for path in secrets
    )


def _open(report: Report) -> list[tuple[str | None, ...]]:
    return [
        (*finding.identity[:-1], finding.record_id, finding.path)
        for finding in comparable(report)
        if not finding.waived
    ]


def _earlier(said: _Said, archive: Archive) -> Earlier:
    return Earlier(date.fromisoformat(said["as_of"]), tuple(_finding(one, archive) for one in said["found"]))


def _finding(identity: Sequence[str | None], archive: Archive) -> Finding:
    code, rule, unit, whom, period, record_id, path = identity
    severity = archive.speaker.catalog.severities.get(code or "", "info")
    subject = {"subject": Coded(f"subject:{rule}")} if rule else {}
    return Finding(
        code or "",
        severity,
        path or "",
        subject,
        rule=rule,
        unit=unit,
        whom=whom,
        period=period,
        record_id=record_id,
    )
