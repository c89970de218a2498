"""A profile as a few lines of YAML, and what an archive as values scores by it: no disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from textwrap import dedent, indent
from typing import Any

from judged import CATALOG, Sidecar, material, tiny

from archive_tool.app.texts import parse_yaml
from archive_tool.core.audit import audit
from archive_tool.core.locating import locator
from archive_tool.core.model import Finding
from archive_tool.core.profile import Profile
from archive_tool.core.profile_parse import parse_profile
from archive_tool.core.scheme import Scheme
from archive_tool.core.score import score
from archive_tool.core.score_scope import Said
from archive_tool.core.scored import Score, Scored

CODES = frozenset(CATALOG.findings)
LABEL = "{zh: 一, en: one}"


def parsed(text: str, scheme: Scheme | None = None) -> Profile:
    return parse_profile(parse_yaml("p.yaml", text.encode()), "p.yaml", scheme or tiny(), CODES, "0" * 64)


def written(*leaves: str, total: str = "10") -> str:
    """A profile of one branch with two levels; each leaf is what follows its title, `points` and all."""
    told = "\n".join(
        f'- id: "1.{number}"\n  title: {LABEL}\n{indent(dedent(leaf).strip(), "  ")}'
        for number, leaf in enumerate(leaves, 1)
    )
    head = (
        f'id: p\ntitle: {LABEL}\nbasis: {LABEL}\ntotal: "{total}"\nindicators:\n- id: "1"\n  title: {LABEL}\n'
    )
    return f"{head}  indicators:\n{indent(told, '  ')}\n"


def scored(
    profile: Profile | str,
    records: Mapping[str, Sidecar],
    as_of: str = "2026-03-31",
    year: int | None = 2025,
    beside: Sequence[Finding] = (),
    **more: Any,
) -> Score:
    """What these records score; the year 2025 is over.

    `beside`: findings as the reading of sidecars gives them; `more`: of archive.yaml, or for `material`.
    """
    found = parsed(profile) if isinstance(profile, str) else profile
    made = replace(material(records, date.fromisoformat(as_of), year, **more), profile=found)
    report = audit(made, made.config.waivers)
    report = replace(report, findings=(*report.findings, *beside))
    return score(
        found, Said(report, made.config.switched_off(), locator(made.scheme, made.config), made.scheme.rules)
    )


def leaf(found: Score, number: int = 1) -> Scored:
    return next(one for one in found.leaves() if one.indicator.id == f"1.{number}")


def sums(found: Score) -> tuple[str, str, str]:
    """Points, of those judged, of those possible."""
    return (plain(found.points), plain(found.judged), plain(found.possible))


def plain(number: Decimal) -> str:
    return f"{number.normalize():f}" if number else "0"
