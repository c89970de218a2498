"""From a snapshot to the material of the checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from archive_tool.app.opening import Archive
from archive_tool.core.audit import judged_years
from archive_tool.core.classify import classify
from archive_tool.core.config import Waiver
from archive_tool.core.copies import copies, twins
from archive_tool.core.drafts import Deriver
from archive_tool.core.material import Material
from archive_tool.core.model import FileFacts, Interpreted, Snapshot, YamlProblem
from archive_tool.core.openings import Openings
from archive_tool.core.pairing import Orphan, Pair, pair
from archive_tool.core.records import Record, make_record, mappings, text
from archive_tool.core.tree import Classified, Holding
from archive_tool.core.waivers import record_waivers


def gather(
    archive: Archive,
    snapshot: Snapshot,
    as_of: date,
    year: int | None = None,
    tree: Classified | None = None,
) -> Material:
    """Classify (unless `tree` is that), read, derive what is not described: all a check may look at."""
    tree = tree or classify(archive.scheme, archive.config, snapshot.entries)
    deriver = Deriver(archive.scheme, archive.config)
    derived = (holding for holding in tree.holdings if _is_derived(holding, snapshot, deriver))
    openings = openings_of(archive, derived, snapshot.facts)
    units = archive.config.unit_ids()
    records = tuple(_record(holding, snapshot, deriver, openings, units) for holding in tree.holdings)
    pairs, candidates = pairing(archive, tree, snapshot)
    same = twins(records)
    since = archive.state.known_since(record.holding.sidecar for some in same for record in some)
    return Material(
        archive.scheme,
        archive.config,
        archive.speaker.catalog.severities,
        snapshot,
        tree,
        records,
        deriver,
        openings,
        candidates,
        frozenset(pair.orphan.sidecar for pair in pairs),
        copies(same, since, snapshot.entries),
        as_of,
        judged_years(as_of, year, archive.config.since),
    )


def _record(
    holding: Holding,
    snapshot: Snapshot,
    deriver: Deriver,
    openings: Openings,
    units: Mapping[str, str],
) -> Record:
    """As the sidecar says; without one, as a draft would say."""
    read = snapshot.sidecars.get(holding.sidecar) if holding.described else None
    if isinstance(read, Interpreted):
        return make_record(holding, read, units, described=True)
    derived = Interpreted(deriver.values(holding, openings, snapshot.facts), {})
    return make_record(holding, derived, units, described=False, broken=isinstance(read, YamlProblem))


def openings_of(archive: Archive, holdings: Iterable[Holding], facts: Mapping[str, FileFacts]) -> Openings:
    """How the texts of these records begin, by path, as far as they were read."""
    wanted: dict[str, list[str]] = {}
    for holding in holdings:
        for entry in holding.files:
            fact = facts.get(entry.path)
            if fact and fact.sha256:
                wanted.setdefault(fact.sha256, []).append(entry.path)
    known = archive.state.openings(wanted)
    return {path: opening for sha256, opening in known.items() for path in wanted[sha256]}


def _is_derived(holding: Holding, snapshot: Snapshot, deriver: Deriver) -> bool:
    """Without a sidecar, or with a draft whose activity stayed empty though its folder names one."""
    if not holding.described:
        return True
    read = snapshot.sidecars.get(holding.sidecar)
    return (
        deriver.may_contradict(holding)
        and isinstance(read, Interpreted)
        and text(read.values, "status") != "filed"
        and not read.values.get("activity")
    )


def pairing(
    archive: Archive, tree: Classified, snapshot: Snapshot
) -> tuple[tuple[Pair, ...], dict[str, tuple[str, ...]]]:
    """Sidecars without their file, and where that file may be now."""
    suffix = archive.scheme.file_sidecar
    lost = [path for path in tree.orphans if path.endswith(suffix)]
    if not lost:
        return (), {}
    traces = archive.state.moved(snapshot.entries, snapshot.scope)
    orphans = []
    for path in lost:
        trace = traces.get(path[: -len(suffix)])
        read = snapshot.sidecars.get(path)
        parts = mappings(read.values, "parts") if isinstance(read, Interpreted) else []
        told = text(parts[0], "sha256").lower() if parts else ""
        orphans.append(
            Orphan(
                path,
                path[: -len(suffix)],
                trace.identity if trace else (0, 0),
                told or (trace.sha256 if trace else ""),
            )
        )
    undescribed = [h for h in tree.holdings if not h.described and not h.bears_mark(snapshot.facts)]
    digests = {path: fact.sha256 for path, fact in snapshot.facts.items() if fact.sha256}
    pairs, candidates = pair(orphans, undescribed, digests)
    return pairs, {sidecar: files for sidecar, files in candidates.items() if files}


def waivers_of(archive: Archive, material: Material) -> tuple[Waiver, ...]:
    """archive.yaml's, and those standing in sidecars, which bear their record's path."""
    codes = frozenset(archive.speaker.catalog.findings)
    rules, units = archive.scheme.rules, archive.config.unit_ids()
    own = (w for record in material.records for w in record_waivers(record, codes, rules, units)[0])
    return (*archive.config.waivers, *own)
