"""What records say of each other is asked about as a place wishes: every check of it can be tuned, weighed and switched off."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pictures import FOLDER, build, load, played

from archive_tool.core.check_settings import KEYS
from archive_tool.core.model import Finding

# Picture -> what asks for the finding that it is named for, as `settings` of archive.yaml names it.
ASKING = {code.replace("/", "-"): code for code in KEYS} | {
    "consistency-attendance.roster": "consistency/attendance",
    "consistency-attendance.reason": "consistency/attendance",
    "consistency-attendance.text": "consistency/attendance",
    "consistency-caption.name": "consistency/caption",
    "consistency-near-duplicate": "20.text.distinct",
    "consistency-placeholder.blank": "consistency/placeholder",
    "consistency-date.text": "10.text.timing",
    "consistency-late.document": "10.made.timing",
}
# Picture, key and value: set so, less is asked about.
TUNED = (
    ("consistency-attendance.roster", "members", ["group-meeting"]),
    ("consistency-attendance.roster", "committee", ["group-meeting"]),
    ("consistency-attendance.roster", "off_by", 4),
    ("consistency-attendance.roster", "share", "1/2"),
    ("consistency-attendance.reason", "reasons", False),
    ("consistency-attachment", "words", ["附表"]),
    ("consistency-attachment", "none", ["走访名单"]),
    ("consistency-attachment", "roles", ["main", "attachment"]),
    ("consistency-caption", "roles", ["minutes"]),
    ("consistency-caption", "words", ["现场"]),
    ("consistency-caption.name", "none", ["照片"]),
    ("consistency-photo-reuse", "roles", ["minutes"]),
    ("consistency-photo-reuse", "not_in", ["minutes"]),
    ("consistency-burst", "records", 4),
    ("consistency-burst", "within", "1d"),
    ("consistency-burst", "apart", "90d"),
    ("consistency-calendar", "holidays", ["10-01"]),
    ("consistency-calendar", "workdays", ["2025-03-15", "2025-04-27"]),
    ("consistency-placeholder", "words", ["此处填写"]),
    ("consistency-placeholder", "not_in", ["plan", "letter"]),
    ("consistency-placeholder", "unless_named", ["计划"]),
    ("consistency-placeholder.blank", "blanks", ["地点"]),
    ("consistency-placeholder.blank", "filled", ["photo"]),
    ("consistency-placeholder.blank", "sheets", ["表", "记录"]),
    ("consistency-foreign-term", "words", ["我县"]),
    ("consistency-foreign-term", "not_in", ["plan"]),
    ("consistency-foreign-term", "unless_named", ["计划"]),
    ("consistency-near-duplicate", "share", "99/99"),
    ("consistency-late.document", "within", "90d"),
)


def said(folder: Path, name: str, change: Any = None) -> list[Finding]:
    """The findings of the picture's code, where archive.yaml sets its check or rule so besides what it sets anyhow."""
    picture = load(FOLDER / f"{name}.yaml")
    settings = dict(picture["archive"].get("settings", {}))
    if isinstance(change, Mapping):
        settings[ASKING[name]] = {**settings.get(ASKING[name], {}), **change}
    elif change is not None:
        settings[ASKING[name]] = change
    picture["archive"]["settings"] = settings
    code = name.partition(".")[0].replace("-", "/", 1)
    return [finding for finding in played(build(folder, picture), picture).findings if finding.code == code]


@pytest.mark.parametrize("name", ASKING)
def test_each_can_be_switched_off(name: str, tmp_path: Path) -> None:
    assert said(tmp_path / "on", name)
    assert not said(tmp_path / "off", name, "off")


@pytest.mark.parametrize("name", ASKING)
def test_each_can_be_weighed_otherwise(name: str, tmp_path: Path) -> None:
    found = said(tmp_path, name, {"severity": "error"})
    assert found
    assert {finding.severity for finding in found} == {"error"}


@pytest.mark.parametrize(("name", "key", "value"), TUNED)
def test_each_can_be_tuned(name: str, key: str, value: Any, tmp_path: Path) -> None:
    assert len(said(tmp_path / "set", name, {key: value})) < len(said(tmp_path / "as it is", name))


def test_every_key_of_every_check_is_tuned_here() -> None:
    tuned = {(ASKING[name], key) for name, key, _ in TUNED}
    assert {(code, key) for code, keys in KEYS.items() for key in keys} <= tuned
