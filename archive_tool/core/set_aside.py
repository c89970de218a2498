"""What a school's own waivers, settings and left-out folders would have changed, where they do not count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from archive_tool.core.colophon import Changed, changed
from archive_tool.core.config import ArchiveConfig
from archive_tool.core.model import CoverageRow, Finding, Parsed, Report, Snapshot
from archive_tool.core.scheme import Scheme
from archive_tool.core.tree_path import lineage

# Keys of archive.yaml that do not count where somebody else's standard does: what is left says whose
# archive it is and how large.
OWN_WAYS = ("waivers", "ignore", "settings", "map", "since", "cache_dir")
Why = Literal["waived", "ignored", "setting", "map", "since", "together"]
Key = tuple[object, ...]
_Told = tuple[Why, str]


class Lifted(NamedTuple):
    """A finding that the school's own ways would have waived, hidden or called something else."""

    finding: Finding
    why: Why  # together: no single one of them alone explains it
    by: str  # the waiver's reason, the rule that was set, the year; "" where nothing is to be said


class Shifted(NamedTuple):
    """A row of coverage, and what its own ways would have made of it; None: no such row."""

    strict: CoverageRow | None
    own: CoverageRow | None


@dataclass(frozen=True, slots=True)
class SetAside:
    """What was set aside, and the difference it makes."""

    scheme: str  # that archive.yaml names; "" where it is the one that counts
    waivers: int  # in archive.yaml and in sidecars
    ignore: tuple[str, ...]
    settings: tuple[Changed, ...]
    map: Mapping[str, str]
    since: int | None
    lifted: tuple[Lifted, ...]
    added: tuple[Finding, ...]  # what only its own ways find
    rows: tuple[Shifted, ...]

    def __bool__(self) -> bool:
        """Whether there was anything to set aside."""
        return bool(self.waivers or self.ignore or self.settings or self.map or self.since)


class _Ways(NamedTuple):
    """What may explain a difference."""

    config: ArchiveConfig  # the school's own
    set: AbstractSet[str]  # rules, and codes of checks without one, for which it says something else
    hidden: AbstractSet[str]  # paths


def without_own_ways(parsed: Parsed) -> Parsed:
    """archive.yaml as if it said nothing of waivers, settings and the like; wrong ones too are not read."""
    if not isinstance(parsed.data, dict):
        return parsed
    return parsed._replace(data={key: value for key, value in parsed.data.items() if key not in OWN_WAYS})


def has_own_ways(parsed: Parsed) -> bool:
    """Whether archive.yaml says something of them."""
    return isinstance(parsed.data, dict) and any(parsed.data.get(key) for key in OWN_WAYS)


def left_out(snapshot: Snapshot, ignored: Callable[[str, bool], bool]) -> Snapshot:
    """The snapshot as a look that left out ignored names would have given it."""
    hidden: set[str] = set()
    for entry in snapshot.entries:  # sorted: a folder comes before what lies in it
        inside = entry.path.rpartition("/")[0] in hidden
        if inside or ignored(entry.path, entry.kind == "folder"):
            hidden.add(entry.path)
    if not hidden:
        return snapshot
    return replace(
        snapshot,
        entries=tuple(entry for entry in snapshot.entries if entry.path not in hidden),
        sidecars={path: said for path, said in snapshot.sidecars.items() if path not in hidden},
        facts={path: fact for path, fact in snapshot.facts.items() if path not in hidden},
        ignored=tuple(path for path in sorted(hidden) if path.rpartition("/")[0] not in hidden),
    )


def set_aside(
    strict: Report, own: Report, config: ArchiveConfig, scheme: Scheme, hidden: Sequence[str], waivers: int
) -> SetAside:
    """The difference between both reports of the same tree, day and scheme.

    `config`: the school's own; `hidden`: the paths that its `ignore` leaves out.
    """
    settings = tuple(changed(scheme, config))
    return SetAside(
        scheme="" if config.scheme == scheme.id else config.scheme,
        waivers=waivers,
        ignore=config.ignore,
        settings=settings,
        map=config.map,
        since=config.since,
        lifted=tuple(_lifted(strict, own, _Ways(config, {one.rule for one in settings}, frozenset(hidden)))),
        added=tuple(_more(own, strict)),
        rows=tuple(_shifted(strict, own)),
    )


def _lifted(strict: Report, own: Report, ways: _Ways) -> Iterator[Lifted]:
    still = Counter(_key(finding) for finding in own.findings if not finding.waived)
    waived = {finding.identity: finding.waived for finding in own.findings if finding.waived}
    unjudged = frozenset(map(str, set(strict.years) - set(own.years)))
    for finding in strict.findings:
        if still[_key(finding)]:
            still[_key(finding)] -= 1
        elif finding.identity in waived:
            yield Lifted(finding, "waived", waived[finding.identity] or "")
        else:
            yield Lifted(finding, *_why(finding, unjudged, ways))


def _why(finding: Finding, unjudged: frozenset[str], ways: _Ways) -> _Told:
    """The first of the school's own ways that alone explains it."""
    config = ways.config
    places = [step for path in (finding.path, finding.record or "") for step in lineage(path)]
    if not ways.hidden.isdisjoint(places):
        return "ignored", ""
    if (finding.period or "")[:4] in unjudged:
        return "since", str(config.since)
    of = finding.rule or finding.code  # a check that belongs to no rule is set by its code
    if of in ways.set:
        return "setting", of
    if not config.map.keys().isdisjoint(places):
        return "map", ""
    left: list[Why] = []
    if config.ignore or ways.set:
        left.append("together")
    if config.map:
        left.append("map")
    if config.since:
        left.append("since")
    return (left[0], "") if len(left) == 1 else ("together", "")


def _more(own: Report, strict: Report) -> Iterator[Finding]:
    known = Counter(_key(finding) for finding in strict.findings)
    for finding in own.findings:
        # What is said of a waiver is no more to be mended here.
        if finding.waived or finding.code.startswith("waiver/"):
            continue
        if known[_key(finding)]:
            known[_key(finding)] -= 1
        else:
            yield finding


def _key(finding: Finding) -> Key:
    """A setting may leave a finding and make it less grave."""
    return (*finding.identity, finding.severity)


def _shifted(strict: Report, own: Report) -> Iterator[Shifted]:
    there = {_row(row): row for row in own.coverage}
    for row in strict.coverage:
        other = there.pop(_row(row), None)
        if other is None or _numbers(other) != _numbers(row):
            yield Shifted(row, other)
    yield from (Shifted(None, row) for row in there.values())


def _row(row: CoverageRow) -> Key:
    return (row.rule, row.unit, row.whom, row.period)


def _numbers(row: CoverageRow) -> Key:
    return (row.expected, row.found, row.status)
