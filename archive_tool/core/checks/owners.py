"""Whose records are they? What nobody can tell, or what names no unit there is, counts for nobody."""

from __future__ import annotations

from collections.abc import Iterator

from archive_tool.core.config import ArchiveConfig
from archive_tool.core.material import Material
from archive_tool.core.model import Finding, NotRun, Params
from archive_tool.core.parsed import Coded
from archive_tool.core.records import Record
from archive_tool.core.since import is_before
from archive_tool.core.strict import nearest

UNIT = "unit"


def check(material: Material) -> Iterator[Finding]:
    """Units that archive.yaml does not list; filed records that should name theirs."""
    if not material.config.units:
        return
    for record in material.records:
        if record.described and not record.broken:
            yield from _unknown(record, material)
            if record.status == "filed" and must_name(record, material):
                params = {"field": Coded(f"field:{UNIT}"), "reason_key": "sidecar.unit"}
                yield material.finding(
                    "sidecar/invalid", record.holding.sidecar, params, record=record, line=1
                )


def not_counted(material: Material) -> Iterator[NotRun]:
    """Drafts, and what is not described yet, that count for nobody until somebody says whose they are."""
    for record in material.records:
        if record.broken or record.path in material.copies:
            continue
        if record.status == "filed" and must_name(record, material):
            continue  # that is a finding
        if is_unowned(record, material) and not is_before(record, material.config.since):
            yield NotRun("count", record.path, "not-run.whose")


def must_name(record: Record, material: Material) -> bool:
    """Whether the record is to name its unit before it is filed, in a scheme that has a word for that."""
    return UNIT in material.scheme.fields and is_unowned(record, material)


def is_unowned(record: Record, material: Material) -> bool:
    """Whether a rule would count the record for its unit, and neither path nor description names one."""
    told = bool(record.events) and all(event.units for event in record.events)
    if record.units or told or not material.several_units:
        return False
    activities = {*record.activities, *(one for event in record.events for one in event.activities)}
    subjects = {f"form:{record.form}", *(f"activity:{activity}" for activity in activities)}
    return any(_is_sought(subject, record, material) for subject in subjects)


def _is_sought(subject: str, record: Record, material: Material) -> bool:
    """Whether a rule looks for it where the record lies: everywhere, in its leaf, or in that one's open cases."""
    place, leaves = record.holding.place, material.sought.get(subject, frozenset())
    if place.open_case:
        return any(not leaf or material.scheme.leaves[leaf].category == place.category for leaf in leaves)
    return not leaves.isdisjoint(("", place.leaf))


def _unknown(record: Record, material: Material) -> Iterator[Finding]:
    """A word that means no unit of archive.yaml."""
    for path, params in strange_units(record, material.config):
        yield material.finding(
            "sidecar/invalid", record.holding.sidecar, params, record=record, line=record.lines.get(path)
        )


def strange_units(record: Record, config: ArchiveConfig) -> Iterator[tuple[str, Params]]:
    """Words that mean no unit: where each stands first, and what is to be said of it."""
    units = config.units
    if not units or (not record.events and units.keys() >= set(record.units)):  # nearly always
        return
    strange = {word: path for word, path in _told(record).items() if word not in units}
    names = config.unit_ids() if strange else {}
    for word, path in strange.items():
        if word not in names:
            like = nearest(word, names)
            params = {"field": Coded(f"field:{path}"), "value": word, "nearest": like}
            yield path, {**params, "reason_key": "sidecar.want-unit-nearest" if like else "sidecar.want-unit"}


def _told(record: Record) -> dict[str, str]:
    """Every word that stands for a unit -> where it stands first."""
    found = dict.fromkeys(record.units, UNIT)
    for number, event in enumerate(record.events):
        for word in event.units:
            found.setdefault(word, f"events.{number}.{UNIT}")
    return found
