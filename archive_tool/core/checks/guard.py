"""What may not lie here, and what nobody could look into."""

from __future__ import annotations

from collections.abc import Iterator

from archive_tool.core.material import Material
from archive_tool.core.model import Finding

UNCHECKED = frozenset({"locked", "unsupported"})


def check(material: Material) -> Iterator[Finding]:
    """State-secret marks; files and folders that could not be read; what is no file."""
    facts = material.snapshot.facts.items()
    told = sorted((path, fact) for path, fact in facts if fact.secret or fact.problem in UNCHECKED)
    owner = {entry.path: r for r in material.records for entry in r.holding.files} if told else {}
    for path, fact in told:
        if fact.secret:
            params = {"mark": fact.secret, "rule": "scheme:secret-rule"}
            yield material.finding("guard/secret", path, params)
        elif fact.problem in UNCHECKED and path in owner:
            params = {"reason_key": f"problem.{fact.problem}", "detail": fact.reason}
            yield material.finding("guard/unchecked", path, params, record=owner[path])
    for entry in material.tree.unreadable:
        kind = "special" if entry.kind == "special" else "locked"
        params = {"reason_key": f"problem.{kind}", "detail": entry.reason}
        yield material.finding("guard/unchecked", entry.path, params)
