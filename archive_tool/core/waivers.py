"""Findings accepted with reason, author and end date: marked and counted, never hidden."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from archive_tool.core.config import Waiver
from archive_tool.core.errors import CannotRun
from archive_tool.core.model import CoverageRow, Finding, Node, Severity
from archive_tool.core.periods import ONCE
from archive_tool.core.records import Record, mappings
from archive_tool.core.scheme import Rule
from archive_tool.core.strict import Section
from archive_tool.core.waiver_parse import parse_waiver

Row = tuple[str, str, str | None, str]  # rule, unit, whom, period


def waive(
    findings: Iterable[Finding],
    waivers: Sequence[Waiver],
    tried: Sequence[Waiver],
    as_of: date,
    severities: Mapping[str, Severity],
    nobody: Mapping[Waiver, str] | None = None,
    places: Collection[str] | None = None,
    off: Collection[str] = (),
) -> tuple[Finding, ...]:
    """Mark waived findings; add expired waivers and unused ones.

    One whose matter is settled is unused, also where its time is over; one that another line renews is neither. `tried`: the waivers whose findings would have been said by now, were they to be found. `nobody`: those that name somebody whom nobody knows -> the nearest name. `places`: all paths of the archive; None: not known. `off`: rules and codes that are not looked for at all.
    """
    live = [waiver for waiver in waivers if waiver.until >= as_of]
    findings = tuple(findings)
    needed = {waiver for waiver in waivers if any(covers(waiver, finding) for finding in findings)}
    marked = []
    for finding in findings:
        covering = [waiver for waiver in live if covers(waiver, finding)]
        if covering:
            finding = replace(finding, waived=covering[0].reason)
        marked.append(finding)
    for waiver in waivers:
        if waiver.until < as_of and _is_renewed(waiver, live, findings):
            continue
        params = {"code": waiver.code, "until": waiver.until.isoformat()}
        if waiver in tried and waiver not in needed:
            near = (nobody or {}).get(waiver)
            params |= (
                _why_unused(waiver, findings, places, off) if near is None else _about_nobody(waiver, near)
            )
            marked.append(_about("waiver/unused", waiver, params, severities))
        elif waiver.until < as_of:
            marked.append(_about("waiver/expired", waiver, params, severities))
    return tuple(marked)


def _is_renewed(waiver: Waiver, live: Sequence[Waiver], findings: Sequence[Finding]) -> bool:
    """Whether another line goes on with one whose time is over: it names the same, or covers all that this one did."""
    if any(scope(other) == scope(waiver) for other in live):
        return True
    mine = [finding for finding in findings if covers(waiver, finding)] if live else []
    return bool(mine) and all(any(covers(other, finding) for other in live) for finding in mine)


def scope(waiver: Waiver) -> tuple[str, ...]:
    """What a waiver names, besides its reason, its author and its last day."""
    return (waiver.code, waiver.rule, waiver.unit, waiver.whom, waiver.period, waiver.path)


def _why_unused(
    waiver: Waiver, findings: Sequence[Finding], places: Collection[str] | None, off: Collection[str]
) -> dict[str, str]:
    """Whether nobody looks for it, its place or what it names is gone, or it is there under another period or code: the first such finding says."""
    if silent := {waiver.rule, waiver.code}.intersection(off):
        return {"reason_key": "waiver.off", "found": min(silent)}
    if waiver.path and places is not None and _composed(waiver.path) not in map(_composed, places):
        return {"reason_key": "waiver.no-place", "found": waiver.path}
    for finding in findings:
        if finding.code == waiver.code and covers(waiver._replace(period="", whom=""), finding):
            told = "、".join(filter(None, (finding.period, finding.whom)))
            return {"reason_key": "waiver.other-time", "found": told}
    for finding in findings if waiver.rule else ():
        if covers(waiver._replace(code=finding.code), finding):
            return {"reason_key": "waiver.other-code", "found": finding.code}
    return {"reason_key": "waiver.gone"}


def _about_nobody(waiver: Waiver, near: str) -> dict[str, str]:
    key = "waiver.nobody-nearest" if near else "waiver.nobody"
    return {"reason_key": key, "found": waiver.whom, "nearest": near}


def record_waivers(
    record: Record, codes: frozenset[str], rules: Mapping[str, Rule], units: Mapping[str, str]
) -> tuple[tuple[Waiver, ...], tuple[tuple[int, CannotRun], ...]]:
    """The waivers of a sidecar, which bear their record's path; and by place why others waive nothing."""
    found, refused = [], []
    for number, values in enumerate(mappings(record.values, "waivers")):
        written = cast(dict[str, Node], {**values, "path": record.path})
        section = Section(written, record.lines, record.holding.sidecar, f"waivers.{number}")
        try:
            found.append(parse_waiver(section, codes, rules, units, record.holding.sidecar, record.path))
        except CannotRun as error:
            refused.append((number, error))
    return tuple(found), tuple(refused)


def waive_coverage(rows: Iterable[CoverageRow], findings: Iterable[Finding]) -> tuple[CoverageRow, ...]:
    """A row whose findings are all waived says so."""
    waived: set[Row] = set()
    still_open: set[Row] = set()
    for finding in findings:
        (waived if finding.waived else still_open).update(_rows_of(finding))
    all_waived = waived - still_open
    return tuple(
        replace(row, status="waived")
        if row.status in ("missing", "insufficient") and _key(row) in all_waived
        else row
        for row in rows
    )


def _key(row: CoverageRow) -> Row:
    return (row.rule, row.unit, row.whom, row.period)


def _rows_of(finding: Finding) -> Iterator[Row]:
    """Rows that a finding may belong to: of its period, or of the year or case in which its day lies."""
    if finding.rule is None or finding.code.startswith("waiver/"):
        return
    periods = dict.fromkeys((finding.period or "", (finding.period or "")[:4], ONCE.label))
    for unit in finding.units:
        for whom in dict.fromkeys((finding.whom, None)):
            yield from ((finding.rule, unit, whom, period) for period in periods)


def covers(waiver: Waiver, finding: Finding) -> bool:
    """Whether everything the waiver names is so of the finding; its last day is not asked."""
    asked = (
        (waiver.rule, finding.rule),
        (waiver.whom, finding.whom),
        (waiver.period, finding.period),
    )
    if waiver.code != finding.code or any(want and want != have for want, have in asked):
        return False
    if waiver.unit and waiver.unit not in finding.units:
        return False
    if not waiver.path:
        return True
    place = _composed(waiver.path)
    where = map(_composed, (finding.path, finding.record or ""))
    return any(path == place or path.startswith(f"{place}/") for path in where)


def _composed(path: str) -> str:
    """As people write it, however the disk spells its accents."""
    return unicodedata.normalize("NFC", path)


def _about(
    code: str, waiver: Waiver, params: Mapping[str, str], severities: Mapping[str, Severity]
) -> Finding:
    return Finding(
        code,
        severities[code],
        waiver.source,
        params,
        rule=waiver.rule or None,
        unit=waiver.unit or None,
        whom=waiver.whom or None,
        period=waiver.period or None,
        record=waiver.record or None,
        line=waiver.line,
    )
