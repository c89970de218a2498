"""Persons are counted by the names people write for them: with posts, several in one place, in the text only."""

from __future__ import annotations

import pytest
from judged import BRANCH, judged, meeting, school

from archive_tool.core.person_names import PersonNames
from archive_tool.core.traces import Trace

ROTA = "05.lesson-rota.count"
LESSON = "2025/05_组织生活/04_党课/2025-03-18 讲党课"


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("甲一（书记）", ["甲一"]),
        ("甲一(党支部书记)、乙二", ["甲一", "乙二"]),
        ("甲一书记；书记甲一，老师 乙二", ["甲一", "甲一", "乙二"]),
        ("甲一（大）", ["甲一（大）"]),
        ("丙三书记", ["丙三书记"]),
        ("支部书记、教务主任", ["支部书记", "教务主任"]),
        ("", []),
    ],
)
def test_a_post_is_no_part_of_a_name(written: str, names: list[str]) -> None:
    assert list(PersonNames(school().wording.posts, {"甲一", "乙二"}).of([written])) == names


def test_who_is_listed_with_a_post_is_called_so() -> None:
    names = PersonNames(school().wording.posts, {"甲一（书记）"})
    assert list(names.of(["甲一（书记）、乙二（书记）"])) == ["甲一（书记）", "乙二"]


def counted(said: str = "", **event: object) -> dict[str | None, tuple[int, list[str]]]:
    """Of each member the number found, and the records of which nobody says who spoke."""
    record = meeting(
        "2025-03-18", activity=["party-lesson"], unit=["b"], **({"event": event} if event else {})
    )
    report = judged(
        {LESSON: record},
        "2026-03-01",
        2025,
        scheme=school(),
        units=[{**BRANCH, "members": ["甲一", "乙二"]}],
        settings={ROTA: {"enabled": True}},
        traces={f"{LESSON}/记录.txt": Trace(speakers=said)},
    )
    told = {f.whom: f.params.get("speakerless", []) for f in report.findings if f.rule == ROTA}
    return {row.whom: (row.found, told.get(row.whom, [])) for row in report.coverage if row.rule == ROTA}


@pytest.mark.parametrize("written", ["甲一（书记）", "甲一书记", ["甲一（书记）"], "甲一、丙三"])
def test_who_spoke_is_counted_whatever_post_is_told(written: object) -> None:
    assert counted(speaker=written) == {"甲一": (1, []), "乙二": (0, [])}


def test_several_speakers_in_one_place_are_counted_each() -> None:
    assert counted(speaker="甲一、乙二") == {"甲一": (1, []), "乙二": (1, [])}


def test_who_spoke_is_read_in_the_text_where_no_field_says_it() -> None:
    assert counted("乙二（支部书记）") == {"甲一": (0, []), "乙二": (1, [])}
    assert counted("乙二", speaker="甲一") == {"甲一": (1, []), "乙二": (0, [])}


@pytest.mark.parametrize("said", ["", "见附件", "丙三教授"])
def test_where_the_text_names_nobody_who_is_listed_the_field_is_asked_for(said: str) -> None:
    assert counted(said) == {"甲一": (0, [LESSON]), "乙二": (0, [LESSON])}
