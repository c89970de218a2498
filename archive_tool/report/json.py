"""JSON of every result: stable keys, for programs and for later comparison."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from archive_tool.core.catalog import Speaker
from archive_tool.core.changes import Changes
from archive_tool.core.model import NOT_COUNTED, Finding, Report
from archive_tool.report import colophon

Json = Mapping[str, Any]
ROWS_INDENTED = 40  # longer lists are written a row a line


def dump(value: object) -> str:
    """One JSON text, Chinese readable; undecodable names escaped so that any terminal can print it.

    Of long lists every row is a line: they are searched line by line, and made in a fifth of the time.
    """
    if isinstance(value, dict) and any(_is_long(part) for part in value.values()):
        parts = (f"  {json.dumps(key)}: {_part(part)}" for key, part in value.items())
        text = "{\n" + ",\n".join(parts) + "\n}"
    else:
        text = _indented(value)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _is_long(value: object) -> bool:
    return isinstance(value, list) and len(value) > ROWS_INDENTED


def _part(value: object) -> str:
    if isinstance(value, list) and _is_long(value):
        rows = (json.dumps(row, ensure_ascii=False) for row in value)
        return "[\n    " + ",\n    ".join(rows) + "\n  ]"
    return _indented(value).replace("\n", "\n  ")


def _indented(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def line(value: object) -> str:
    """The same in one line, for streams."""
    text = json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def audit(report: Report, speaker: Speaker, about: Json, changes: Changes | None = None) -> Json:
    """The document of `audit` and `check`; `about`: tool, scheme, archive.

    `changes`: since an audit that the user named. What is only remembered here is not told: the same
    archive gives the same document, whatever was asked before.
    """
    return {
        **about,
        "as_of": report.as_of.isoformat(),
        "years": list(report.years),
        **({"against": _changes(changes, speaker)} if changes else {}),
        "summary": summary(report),
        "coverage": [
            {
                "rule": row.rule,
                "kind": row.kind,
                "subject": row.subject,
                "unit": row.unit,
                "whom": row.whom,
                "period": row.period,
                "expected": row.expected,
                "found": row.found,
                "drafts": row.drafts,
                "uncertain": row.uncertain,
                "status": row.status,
                "due": row.due.isoformat() if row.due else None,
                "records": list(row.records),
            }
            for row in report.coverage
        ],
        "findings": [finding(item, speaker) for item in report.findings],
        "not_run": [
            {"check": item.check, "path": item.path, "reason": speaker.say(item.reason)}
            for item in report.not_run
        ],
        "colophon": colophon.json(report.colophon, speaker) if report.colophon else None,
    }


def _changes(changes: Changes, speaker: Speaker) -> Json:
    return {
        "as_of": changes.as_of.isoformat(),
        "years": list(changes.years),
        "differs": [speaker.say(key) for key in changes.differs],
        "new": [finding(item, speaker) for item in changes.new],
        "solved": [address(item) for item in changes.solved],
        "waived": [finding(item, speaker) for item in changes.waived],
        "unread": [address(item) for item in changes.unread],
        "unjudged": changes.unjudged,
    }


def summary(report: Report) -> Json:
    """Counts; waived findings are counted apart and not among the severities."""
    open_findings = [item for item in report.findings if not item.waived]
    counts = Counter(item.severity for item in open_findings)
    return {
        "records": report.records,
        "files": report.files,
        "errors": counts["error"],
        "warnings": counts["warning"],
        "infos": counts["info"],
        "waived": len(report.findings) - len(open_findings),
        "pointers": report.pointers,
        "not_run": len(report.not_run),
        "score": None,
    }


def finding(item: Finding, speaker: Speaker) -> Json:
    """One finding with its texts."""
    return {
        **address(item),
        "line": item.line,
        "message": message(item, speaker),
        "remedy": remedy(item, speaker),
        "waived": item.waived,
    }


def address(item: Finding) -> Json:
    """What it is and where."""
    return {
        "code": item.code,
        "severity": item.severity,
        "rule": item.rule,
        "unit": item.unit,
        "whom": item.whom,
        "period": item.period,
        "path": item.path,
        "record": item.record,
    }


def remedy(item: Finding, speaker: Speaker) -> str:
    """What to do next."""
    if item.kept:
        return speaker.say("paper.kept-remedy")
    text = speaker.catalog.findings[item.code]
    helps = text.remedies.get(str(item.params.get("kind", "")), text.remedy)
    return speaker.fill(helps.text(speaker.language), item.params)


def message(item: Finding, speaker: Speaker) -> str:
    """What happened; records that only announced the missing thing, or may be it, are named."""
    if item.kept:
        title = speaker.catalog.findings[item.code].title.text(speaker.language)
        return speaker.say("paper.kept", title=title)
    text = speaker.catalog.findings[item.code].message.text(speaker.language)
    told = speaker.fill(text, {**item.params, "announced": _records("announced", item, speaker)})
    return (told.strip() + "".join(_records(why, item, speaker) for why in NOT_COUNTED)).strip()


def _records(kind: str, item: Finding, speaker: Speaker) -> str:
    """A sentence of its own about the records that the parameter lists; "" when there are none."""
    paths = item.params.get(kind)
    return speaker.say(f"audit.{kind}", records=paths) if isinstance(paths, list) and paths else ""
