"""For every finding the smallest archive that has it and nothing else; and good archives with none."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from pictures import FOLDER, SPEAKER, build, load, opened, played
from plain_yaml import LOADER
from sources import source

from archive_tool.adapters import scan
from archive_tool.core.model import Interpreted

PICTURES = sorted(FOLDER.glob("*.yaml"))
CODES = set(SPEAKER.catalog.findings)
# Texts are there, and nothing judges them yet: whoever builds the check takes its code out here.
NOT_YET_JUDGED = {
    "fixity/closed-year",  # nothing in an archive says yet on which day a year was closed
}


@pytest.mark.parametrize("file", PICTURES, ids=lambda file: file.stem)
def test_the_audit_says_what_the_picture_shows(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = load(file)
    if sys.platform not in picture.get("only_on", [sys.platform]):
        pytest.skip("names that this file system does not take")
    root = build(tmp_path, picture)
    clouded = {os.stat(root / path).st_ino for path in picture.get("offline", [])}
    if clouded:
        monkeypatch.setattr(scan, "_is_placeholder", lambda info: info.st_ino in clouded)
    report = played(root, picture)
    said = [{**asdict(finding), "whom": finding.whom} for finding in report.findings]
    assert _matched(said, picture["expect"]) == []
    for wanted in picture.get("coverage", []):
        rows = [asdict(row) for row in report.coverage]
        assert any(_fits(row, wanted) for row in rows), (wanted, rows)
    if "not_run" in picture:
        assert [item.path for item in report.not_run] == picture["not_run"]
    _described(root, picture.get("sidecars", {}))


def _matched(said: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> list[str]:
    """What was said and not wanted, and what was wanted and not said; keys not named may be anything."""
    waiting = list(wanted)
    odd = []
    for finding in said:
        found = next((want for want in waiting if _fits(finding, want)), None)
        if found is None:
            odd.append(f"said: {_short(finding)}")
        else:
            waiting.remove(found)
    return odd + [f"not said: {want}" for want in waiting]


def _fits(have: Mapping[str, Any], want: Mapping[str, Any]) -> bool:
    """What the picture names is so, parameters by name; the rest may be anything."""
    return all(
        _fits(have[key], value) if isinstance(value, dict) else _plain(have.get(key)) == _plain(value)
        for key, value in want.items()
    )


def _plain(value: Any) -> Any:
    """Comparable with what YAML made of dates, numbers and tuples."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, date | int) else value


def _short(finding: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in finding.items() if value not in (None, {})}


def _described(root: Path, wanted: Mapping[str, Mapping[str, Any] | None]) -> None:
    """Sidecars as they are in the end; null: there is none."""
    with opened(root) as archive:
        for path, values in wanted.items():
            if values is None:
                assert not os.path.lexists(root / path), path
                continue
            read = archive.interpret((root / path).read_bytes())
            assert isinstance(read, Interpreted), read
            have = {key: read.values.get(key) for key in values}
            assert _plain(have) == _plain(values)


def test_every_code_has_a_picture() -> None:
    pictured = {file.stem.partition(".")[0].replace("-", "/", 1) for file in PICTURES} - {"good"}
    assert pictured == CODES - NOT_YET_JUDGED


def test_a_picture_has_the_finding_it_is_named_for() -> None:
    for file in PICTURES:
        code = file.stem.partition(".")[0].replace("-", "/", 1)
        wanted = [finding["code"] for finding in load(file)["expect"]]
        assert code in wanted or code == "good", file.name


def test_what_is_not_judged_yet_is_said_nowhere() -> None:
    said = {text.value for text in source().constants}
    assert said & NOT_YET_JUDGED == set()
    assert NOT_YET_JUDGED <= CODES


def test_pictures_are_one_document_each() -> None:
    for file in PICTURES:
        assert len(list(yaml.load_all(file.read_text("utf-8"), Loader=LOADER))) == 1
