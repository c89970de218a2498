"""The audit as a pure function: records as values in, report out, no disk."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from plain_yaml import safe_dump

from archive_tool.app.opening import load_scheme
from archive_tool.app.texts import load_catalog, parse_yaml
from archive_tool.core.audit import audit, judged_years
from archive_tool.core.classify import classify
from archive_tool.core.config_parse import parse_config
from archive_tool.core.copies import copies, twins
from archive_tool.core.drafts import Deriver
from archive_tool.core.material import Compare, Material
from archive_tool.core.model import Entry, FileFacts, Interpreted, Report, Snapshot
from archive_tool.core.records import make_record
from archive_tool.core.scheme import Scheme
from archive_tool.core.traces import Trace
from archive_tool.core.tree_path import lineage

CATALOG = load_catalog()
BRANCH = {"id": "b", "name": "支部", "kind": "branch", "founded": "2025-01-01"}
DRAFT, FILED = {"status": "draft"}, {"status": "filed"}
Sidecar = Mapping[str, Any]
Facts = Mapping[str, FileFacts | None]


@cache
def tiny() -> Scheme:
    return load_scheme("archives/tiny", Path(__file__).parent)


@cache
def school() -> Scheme:
    return load_scheme("school-party-building", Path(__file__).parent)


def meeting(day: str, **more: Any) -> dict[str, Any]:
    """A filed meeting with minutes and sign-in sheet, dated so."""
    values = {"title": "例会", "date": day, "record_form": "minutes", "activity": ["meeting"]}
    return {**FILED, **values, "author": ["甲"], "security": "internal", **more}


def paper(form: str, day: str, **more: Any) -> dict[str, Any]:
    """A filed record of a form."""
    return {**FILED, "title": form, "date": day, "record_form": form, "author": ["甲"], **more}


def material(
    records: Mapping[str, Sidecar],
    as_of: date,
    year: int | None = None,
    facts: Facts | None = None,
    scheme: Scheme | None = None,
    folders: Iterable[str] = (),
    traces: Mapping[str, Trace] | None = None,
    alike: Collection[Collection[str]] | None = None,
    **config: Any,
) -> Material:
    """Records by folder path; each holds 记录.txt and 签到.txt unless its values say `files`.

    One that says `loose` is a file by itself, with its sidecar beside it.
    `folders`: those that are there whether or not something lies in them.
    All of them were read, unless `facts` say something else of a file; None: it was not opened.
    `traces`: what was taken from the text of a file. `alike`: files whose texts resemble each other;
    None: nobody can compare texts.
    """
    scheme = scheme or tiny()
    text = safe_dump({"scheme": "tiny", "units": [BRANCH], **config}, allow_unicode=True)
    settings = parse_config(parse_yaml("archive.yaml", text.encode()), scheme, frozenset(CATALOG.findings))
    entries: dict[str, Entry] = {}
    sidecars: dict[str, Interpreted] = {}
    for path in [*folders, *records]:
        for folder in lineage(path):
            entries[folder] = Entry(folder, "folder", 0, 0, (0, 0))
    for path, values in records.items():
        values = dict(values)
        names = values.pop("files", ["记录.txt", "签到.txt"])
        loose = values.pop("loose", False)
        files = [path] if loose else [f"{path}/{name}" for name in names]
        sidecar = f"{path}.meta.yaml" if loose else f"{path}/_item.yaml"
        for folder in (step for file in files for step in lineage(file)[:-1]):
            entries[folder] = Entry(folder, "folder", 0, 0, (0, 0))
        for file in [*files, sidecar]:
            entries[file] = Entry(file, "file", 6, 0, (0, 0))
        sidecars[sidecar] = Interpreted(values, {})
    found = tuple(sorted(entries.values()))
    tree = classify(scheme, settings, found)
    units = settings.unit_ids()
    read = _read(entries.values(), facts or {})
    described = tuple(make_record(h, sidecars[h.sidecar], units, described=True) for h in tree.holdings)
    return Material(
        scheme,
        settings,
        CATALOG.severities,
        Snapshot(0, found, sidecars, read),
        tree,
        described,
        Deriver(scheme, settings),
        {},
        {},
        frozenset(),
        copies(twins(described), {}, found),
        as_of,
        judged_years(as_of, year, settings.since),
        traces={read[path].sha256: trace for path, trace in (traces or {}).items()},
        compare=None if alike is None else comparing([{read[path].sha256 for path in one} for one in alike]),
    )


def comparing(groups: Iterable[Collection[str]]) -> Compare:
    """Texts of one group, by digest, resemble each other."""

    def compare(scope: str, texts: Sequence[str], share: float, own: object) -> Mapping[str, tuple[str, ...]]:
        return {
            text: tuple(
                other for other in reversed(texts[:at]) if any({text, other} <= set(one) for one in groups)
            )
            for at, text in enumerate(texts)
        }

    groups = list(groups)
    return compare


def _read(entries: Iterable[Entry], said: Facts) -> dict[str, FileFacts]:
    """What is known of each file: a text or picture that no other file holds, or what is said."""
    files = [entry.path for entry in entries if entry.kind == "file" and not entry.path.endswith(".yaml")]
    known: Facts = {
        path: FileFacts(f"{number:064x}", "jpg" if path.endswith(".jpg") else "txt", characters=6)
        for number, path in enumerate(files)
    }
    return {path: fact for path, fact in {**known, **said}.items() if fact}


def judged(
    records: Mapping[str, Sidecar],
    as_of: str,
    year: int | None = None,
    facts: Facts | None = None,
    **config: Any,
) -> Report:
    made = material(records, date.fromisoformat(as_of), year, facts, **config)
    return audit(made, made.config.waivers)


def meetings(*days: str) -> dict[str, dict[str, Any]]:
    """A folder record of a meeting for each day."""
    return {f"{day[:4]}/10_会议/01_例会/{day} 例会": meeting(day) for day in days}


def rows(report: Report, rule: str) -> dict[str, tuple[str, int]]:
    """Period (and whom) -> status and number found."""
    return {
        row.period + (f" {row.whom}" if row.whom else ""): (row.status, row.found)
        for row in report.coverage
        if row.rule == rule
    }
