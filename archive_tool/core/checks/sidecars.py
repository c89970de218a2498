"""Is every record described, and can the description be used?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from archive_tool.core.material import Material
from archive_tool.core.model import Finding, Interpreted, Params, YamlProblem
from archive_tool.core.occasions import REPLACES, replacements
from archive_tool.core.parsed import Coded
from archive_tool.core.records import Record, mappings, text
from archive_tool.core.requirements import absent, needs
from archive_tool.core.since import is_before
from archive_tool.core.waivers import record_waivers

DRAFTS = "sidecar/draft"  # one finding a folder


def check(material: Material) -> Iterator[Finding]:
    """Missing, unreadable, invalid, drafts, orphans, copies, relations."""
    for record in material.records:
        if not record.holding.described:
            yield from _missing(record, material)
            continue
        problem = material.snapshot.sidecars.get(record.holding.sidecar)
        if isinstance(problem, YamlProblem):
            yield _unreadable(record, problem, material)
            continue
        if record.complaints or record.encoding == "gb18030":
            yield from _complaints(record, material)
        if record.status == "filed":
            yield from _unfilled(record, material)
        if record.values.get("waivers"):
            yield from _unusable_waivers(record, material)
    for leaf, count in sorted(drafts_by_leaf(material.records, material).items()):
        yield material.finding(DRAFTS, leaf, {"count": count})
    yield from _orphans(material)
    yield from _copies(material)
    yield from _relations(material)


def drafts_by_leaf(records: Iterable[Record], material: Material) -> Counter[str]:
    """Folder of a leaf -> how many of the records in it wait to be confirmed."""
    leaves = frozenset(material.tree.leaf_folders)
    waiting = (one for one in records if one.status == "draft" and one.holding.described and not one.broken)
    return Counter(_leaf_folder(one, leaves) for one in waiting if not is_before(one, material.config.since))


def _leaf_folder(record: Record, leaves: frozenset[str]) -> str:
    """The leaf a record lies in, be it on a shelf; of an open case the folder around it."""
    parent = folder = record.path.rpartition("/")[0]
    while folder and folder not in leaves:
        folder = folder.rpartition("/")[0]
    return folder or parent


def _missing(record: Record, material: Material) -> Iterator[Finding]:
    """Not where no draft can or may be made: the cause is reported by itself there."""
    secret = record.holding.bears_mark(material.snapshot.facts)
    named = material.unnamable(record.holding)
    claimed = any(record.path in files for files in material.candidates.values())
    if not secret and not named and not claimed:
        yield material.finding("sidecar/missing", record.path, record=record)


def _unreadable(record: Record, problem: YamlProblem, material: Material) -> Finding:
    params = {"reason_key": problem.key, **problem.params}
    return material.finding(
        "sidecar/unreadable", record.holding.sidecar, params, record=record, line=problem.line
    )


def _complaints(record: Record, material: Material) -> Iterator[Finding]:
    where = record.holding.sidecar
    if record.encoding == "gb18030":
        yield material.finding(
            "sidecar/invalid",
            where,
            {"field_key": "sidecar.the-encoding", "reason_key": "sidecar.encoding", "kind": "encoding"},
            record=record,
            severity="warning",
        )
    for complaint in record.complaints:
        yield material.finding(complaint.code, where, complaint.params, record=record, line=complaint.line)


def _unfilled(record: Record, material: Material) -> Iterator[Finding]:
    """What a filed record lacks by the word of its category."""
    for field in _raised(record, material):
        params = {"field": Coded(f"field:{field}"), "reason_key": "sidecar.required"}
        yield material.finding("sidecar/invalid", record.holding.sidecar, params, record=record, line=1)


def _unusable_waivers(record: Record, material: Material) -> Iterator[Finding]:
    """A waiver of an unknown code, or of what can't be waived, waives nothing: that is said."""
    told = {tuple(str(c.params.get("field_id")).split(".")[:2]) for c in record.complaints}
    known = frozenset(material.severities), material.scheme.rules, material.config.unit_ids()
    for number, error in record_waivers(record, *known)[1]:
        if ("waivers", str(number)) in told:  # by the schema
            continue
        yield material.finding(
            "sidecar/invalid",
            record.holding.sidecar,
            {
                "field": Coded(f"field:waivers.{number}"),
                "reason_key": error.key,
                **error.params,
                "key": Coded(f"key:{str(error.params.get('key', 'waivers')).removeprefix('yaml:')}"),
            },
            record=record,
            line=record.lines.get(f"waivers.{number}") or record.lines.get("waivers"),
        )


def _raised(record: Record, material: Material) -> list[str]:
    """Fields that the category asks for more strongly than the form."""
    raised = material.scheme.categories[record.holding.place.category].requirements
    lacking = list(absent(raised, record.values)) if raised else []
    # What the form asks for by itself was said by the schema.
    told = set(absent(needs(material.scheme, record.form), record.values)) if lacking else ()
    return [field for field in lacking if field not in told]


def _orphans(material: Material) -> Iterator[Finding]:
    """A filed record's lost file is `fixity/missing`, unless files lie there that may be it."""
    for path in material.tree.orphans:
        read = material.snapshot.sidecars.get(path)
        candidates = material.candidates.get(path, ())
        filed = isinstance(read, Interpreted) and text(read.values, "status") == "filed"
        of_file = path.endswith(material.scheme.file_sidecar)
        # One that the next sync takes to its renamed file is sidecar/missing there.
        if path in material.known_again or (filed and of_file and not candidates):
            continue
        file = path.removesuffix(material.scheme.file_sidecar) if of_file else path.rpartition("/")[0]
        params: Params = {"file": file.rpartition("/")[2], "candidates": list(candidates)}
        yield material.finding("sidecar/orphan", path, {**params, "why_key": "sidecar.alone"})
    for path in material.tree.nested:
        yield material.finding("sidecar/orphan", path, {"candidates": [], "why_key": "sidecar.nested"})


def _copies(material: Material) -> Iterator[Finding]:
    """One id twice. The shared id can't tell the two apart: the path does."""
    for record in material.records:
        first = material.copies.get(record.path)
        if first is not None:
            yield material.finding(
                "sidecar/copied",
                record.holding.sidecar,
                {"other": first.path, "id": record.id},
                line=record.lines.get("id"),
            )


def _relations(material: Material) -> Iterator[Finding]:
    known = {record.id for record in material.records}
    circular = replacements(material.records).circular
    for record in material.records:
        for number, relation in enumerate(mappings(record.values, "relations")):
            target = text(relation, "record")
            why = "sidecar.relation-unknown" if target and target not in known else ""
            if text(relation, "kind") == REPLACES and (record.id, target) in circular:
                why = "sidecar.relation-circle"
            if why:
                yield material.finding(
                    "sidecar/relation",
                    record.holding.sidecar,
                    {"target": target, "why_key": why},
                    record=record,
                    line=record.lines.get(f"relations.{number}.record") or record.lines.get("relations"),
                )
