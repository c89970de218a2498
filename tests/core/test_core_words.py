"""What the program needs to know of roles and unit kinds, the scheme tells it; its own words are only the default."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from judged import BRANCH, judged, meeting, rows, tiny

import archive_tool
from archive_tool.adapters.schemas import scheme_ids
from archive_tool.app.opening import default_scheme
from archive_tool.app.texts import load_catalog
from archive_tool.core.scheme import Label, Scheme, Term

MEETING, GROUP = "10.meeting.count", "10.group-meeting.count"
DAY = "2025-03-14"


def with_words(role: Term | None = None, kind: Term | None = None) -> Scheme:
    vocabularies = dict(tiny().vocabularies)
    if role:
        vocabularies["roles"] = {**vocabularies["roles"], role.code: role}
    if kind:
        vocabularies["unit_kinds"] = {**vocabularies["unit_kinds"], kind.code: kind}
    return replace(tiny(), vocabularies=vocabularies)


PROTOCOL = Term("protocol", Label("实录", "Protocol"), words=("实录",), occasion=True)
TEAM = Term("team", Label("班组", "Team"), group=True)


@pytest.mark.parametrize(
    ("scheme", "files", "held"),
    [
        (tiny(), ["记录.txt", "签到.txt"], 2),
        (tiny(), ["签到.txt"], 1),
        (with_words(role=PROTOCOL), ["实录.txt", "签到.txt"], 2),
        (with_words(role=PROTOCOL), ["记录.txt", "签到.txt"], 1),
    ],
)
def test_two_folders_of_one_day_are_two_meetings_if_each_holds_what_the_scheme_says(
    scheme: Scheme, files: list[str], held: int
) -> None:
    records = {f"2025/10_会议/01_例会/{DAY} {n}": meeting(DAY, files=files) for n in ("上午", "下午")}
    assert rows(judged(records, "2025-04-30", scheme=scheme), MEETING)["2025-Q1"] == ("met", held)


@pytest.mark.parametrize(
    ("scheme", "kind", "found"),
    [
        (tiny(), "group", {"2025-H1 t": ("met", 1)}),
        (with_words(kind=TEAM), "team", {"2025-H1 t": ("met", 1)}),
        (with_words(kind=TEAM), "group", {}),
    ],
)
def test_groups_are_the_units_of_the_kind_that_the_scheme_says(
    scheme: Scheme, kind: str, found: dict[str, tuple[str, int]]
) -> None:
    units = [BRANCH, {"id": "t", "name": "一组", "kind": kind, "parent": "b"}]
    records = {f"2025/10_会议/02_小组会/{DAY} 小组会": meeting(DAY, activity=["group-meeting"], unit=["t"])}
    report = judged(records, "2025-06-30", units=units, scheme=scheme)
    assert rows(report, GROUP) == found


def test_no_scheme_is_named_in_the_program() -> None:
    """Another organisation with another standard changes YAML, not Python."""
    files = Path(archive_tool.__file__).parent.rglob("*.py")
    assert [file.name for file in files if default_scheme() in file.read_text("utf-8")] == []


def test_new_archives_follow_a_scheme_that_ships_and_the_help_names_it() -> None:
    assert default_scheme() in scheme_ids()
    assert default_scheme() in load_catalog().messages["help.init.scheme"].zh
