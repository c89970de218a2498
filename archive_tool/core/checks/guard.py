"""What may not lie here, and what nobody could look into."""

from __future__ import annotations

from collections.abc import Iterator

from archive_tool.core.checks.files import accepted_extensions, is_mislabelled
from archive_tool.core.material import Material
from archive_tool.core.model import Finding
from archive_tool.core.parsed import Coded
from archive_tool.core.reasons import told
from archive_tool.core.tree_path import lineage

UNCHECKED = frozenset({"locked", "unsupported"})


def check(material: Material) -> Iterator[Finding]:
    """State-secret marks; files and folders that could not be read; what is no file."""
    facts = material.snapshot.facts.items()
    odd = sorted((path, fact) for path, fact in facts if fact.secret or fact.problem not in ("", "empty"))
    owner = {entry.path: r for r in material.records for entry in r.holding.files} if odd else {}
    secret = {path for path, fact in odd if fact.secret}
    litter = set(material.tree.litter) if secret else set()
    accepted = accepted_extensions(material.scheme)
    for path, fact in odd:
        if fact.secret:
            steps = lineage(path)
            if not (litter.isdisjoint(steps) and secret.isdisjoint(steps[:-1])):
                continue  # what lies in a folder for which it was said, and litter
            params = {"mark": fact.secret, "rule": Coded("scheme:secret-rule")}
            yield material.finding("guard/secret", path, params)
        # Of a record's file that is damaged, mislabelled or locked by a password another check says so.
        elif path not in owner or (fact.problem in UNCHECKED and not is_mislabelled(path, fact, accepted)):
            reason = told(fact.problem, fact.reason)
            yield material.finding("guard/unchecked", path, reason, record=owner.get(path))
    for entry in material.tree.unreadable:
        kind = "special" if entry.kind == "special" else "locked"
        yield material.finding("guard/unchecked", entry.path, told(kind, entry.reason))
