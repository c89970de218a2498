"""Years before `since` are searched and verified, not judged: which findings that leaves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive_tool.core.model import Finding
from archive_tool.core.templates import Template

# What says whether files are there, whole and allowed to be; all else judges how they were kept.
VERIFIED = ("file/", "fixity/", "guard/", "waiver/", "sidecar/orphan", "sidecar/unreadable")


def not_before(findings: Iterable[Finding], since: int | None, record: Template) -> Iterator[Finding]:
    """The findings without those that judge an earlier year; `record` says where a path names its year."""
    depth = record.slots.index("year") + 1 if since and "year" in record.slots else 0
    for finding in findings:
        if not depth or finding.code.startswith(VERIFIED):
            yield finding
            continue
        slots = record.match_prefix("/".join(finding.path.split("/")[:depth])) or {}
        if not since or int(slots.get("year", since)) >= since:
            yield finding
