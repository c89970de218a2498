"""Numbers of persons in texts that everyone may read."""

from __future__ import annotations

from collections.abc import Iterator

from archive_tool.core.check_settings import CheckSetting
from archive_tool.core.checks.context import RuleContext
from archive_tool.core.checks.telling import finding
from archive_tool.core.checks.writing import with_texts
from archive_tool.core.model import Finding
from archive_tool.core.withheld import Withheld


def check(setting: CheckSetting, context: RuleContext) -> Iterator[Finding]:
    """One finding a record, drafts too: its texts bear them, and neither its place nor its sidecar keeps it for some."""
    material = context.material
    bearing = {sha256: trace.numbers for sha256, trace in material.traces.items() if trace.numbers}
    if not bearing:
        return
    withheld = Withheld(material.scheme)
    for record, entries in with_texts(context, frozenset(bearing)):
        if withheld.holds(record):
            continue
        kinds = {kind for entry in entries for kind in bearing[material.snapshot.facts[entry.path].sha256]}
        yield finding(setting, record, record.date, {"kinds": sorted(kinds)}, context)
