"""JSON of what describe, accept, schema check and watch did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archive_tool.core.catalog import Speaker
from archive_tool.core.filing import Move
from archive_tool.core.profile import Profile
from archive_tool.core.results import DescribeResult, Refusal
from archive_tool.core.scheme import Scheme
from archive_tool.report.results import refusal

Json = Mapping[str, Any]


def describe(result: DescribeResult, speaker: Speaker) -> Json:
    """Sidecars written, records filed, and the records left as they are, each with its reason."""
    lacking = [
        {"path": path, "reason": None, "missing": list(fields)} for path, fields in result.lacking.items()
    ]
    refused = [{**_left(one, speaker), "missing": []} for one in result.refusals if not one.skipped]
    return {
        "changed": list(result.changed),
        "confirmed": list(result.confirmed),
        "unsound": [{"path": path, "files": list(files)} for path, files in result.unsound.items()],
        "refused": [*lacking, *refused],
        "skipped": [_left(one, speaker) for one in result.refusals if one.skipped],
        "deferred": [
            one.action.target if isinstance(one.action, Move) else one.action.path for one in result.dropped
        ],
    }


def schemes(found: Iterable[tuple[Scheme, Sequence[Profile]]]) -> list[Json]:
    """What each of them holds."""
    return [
        {
            "id": scheme.id,
            "version": scheme.version,
            "sha256": scheme.sha256,
            "categories": len(scheme.categories),
            "leaves": len(scheme.leaves),
            "forms": len(scheme.forms),
            "rules": len(scheme.rules),
            "profiles": [profile.id for profile in profiles],
        }
        for scheme, profiles in found
    ]


def _left(one: Refusal, speaker: Speaker) -> Json:
    return {"path": one.path, "reason": refusal(one, speaker)}
