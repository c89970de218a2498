"""What archive.yaml asks in vain is refused or said, never passed over."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from judged import BRANCH, judged, material

from archive_tool.core.errors import CannotRun

WAIVER = {"code": "complete/missing", "reason": "换届", "author": "甲", "until": "2026-01-01"}


@pytest.mark.parametrize(
    ("config", "key", "params"),
    [
        ({"waivers": [{**WAIVER, "rule": "10.meeting.cont"}]}, "strict.unknown-word", {"nearest": "10.meeting.count"}),
        ({"waivers": [{**WAIVER, "unit": "bb"}]}, "strict.unknown-word", {"nearest": "b"}),
        (
            {"units": [{**BRANCH, "parent": "c"}, {**BRANCH, "id": "c", "parent": "b"}]},
            "config.unit-cycle",
            {"units": ["b", "c", "b"]},
        ),
        ({"settings": {"10.meeting.roles": 3}}, "config.setting-number", {"rule": "10.meeting.roles"}),
        ({"settings": {"10.meeting.roles": {"grace": "5d"}}}, "strict.unknown-key", {"key": "settings.10.meeting.roles.grace"}),
        *(
            ({"map": {path: "10.01"}}, "config.outside", {"path": path, "key": f"map.{path}"})
            for path in ("../../etc", "/abs", "C:\\x", "d:/x", "\\\\server\\share", "旧/../../x", "旧\\..\\x")
        ),
        ({"units": [{**BRANCH, "folder": "../甲"}]}, "config.outside", {"key": "units.0.folder"}),
        ({"waivers": [{**WAIVER, "path": "../甲"}]}, "config.outside", {"key": "waivers.0.path"}),
        ({"ignore": ["*.bak", "!../甲"]}, "config.outside", {"path": "../甲", "key": "ignore.1"}),
        ({"ignore": "C:\\旧"}, "config.outside", {"path": "C:\\旧"}),
        ({"layout": "by-unit"}, "config.layout-folders", {"layout": "by-unit"}),
    ],
)  # fmt: skip
def test_what_would_do_nothing_is_refused(config: dict[str, Any], key: str, params: dict[str, Any]) -> None:
    with pytest.raises(CannotRun) as refused:
        material({}, date(2025, 4, 1), **config)
    assert refused.value.key == key
    assert {name: refused.value.params[name] for name in params} == params
    assert refused.value.line


def test_a_year_before_since_is_not_checked_and_that_is_said() -> None:
    told = [(item.path, item.reason) for item in judged({}, "2025-08-01", 2020, since=2025).not_run]
    assert ("archive.yaml", "not-run.since") in told
    told = [(item.path, item.reason) for item in judged({}, "2025-08-01", 2025, since=2025).not_run]
    assert ("archive.yaml", "not-run.since") not in told
