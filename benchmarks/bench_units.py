"""The generated school: a committee with branches and their groups, and the archive.yaml that lists them."""

from __future__ import annotations

from typing import NamedTuple

LAST_YEAR = 2025
LEAST_YEARS = 3
LEAST_BRANCHES, MOST_BRANCHES, A_BRANCH = 2, 12, 2500  # one branch more for so many records
FULL_YEAR = 400  # records of one unit before another year is begun
_NUMBERS = "一二三四五六七八九十"


class Unit(NamedTuple):
    """One unit that files."""

    id: str
    name: str
    kind: str  # committee, branch
    folder: str
    members: int
    groups: tuple[str, ...]  # ids


def units_for(records: int) -> tuple[Unit, ...]:
    """The committee first."""
    branches = min(max(records // A_BRANCH, LEAST_BRANCHES), MOST_BRANCHES)
    committee = Unit("committee-1", "示例学校党委", "committee", "学校党委", 18 * branches, ())
    return (committee, *(_branch(number) for number in range(1, branches + 1)))


def years_for(records: int) -> range:
    """As many as keep what a unit files in a year at what a school files."""
    wanted = -(-records // (len(units_for(records)) * FULL_YEAR))
    return range(LAST_YEAR + 1 - max(wanted, LEAST_YEARS), LAST_YEAR + 1)


def config(records: int, engine: str) -> str:
    """archive.yaml."""
    lines = [
        "scheme: school-party-building",
        "language: zh",
        "layout: by-unit",
        'fonds: {code: "0001", name: 示例学校}',
        "units:",
        *(line for unit in units_for(records) for line in _listed(unit)),
        f"since: {years_for(records).start}",
        f"search: {{engine: {engine}}}",
    ]
    return "\n".join(lines) + "\n"


def _branch(number: int) -> Unit:
    name = f"第{_spoken(number)}党支部"
    return Unit(f"branch-{number}", name, "branch", name, 18, (f"group-{number}a", f"group-{number}b"))


def _listed(unit: Unit) -> list[str]:
    parent = ", parent: committee-1" if unit.kind == "branch" else ""
    groups = [
        f"- {{id: {id}, name: {unit.name}第{_spoken(place)}党小组, kind: group, parent: {unit.id}, members: 9}}"
        for place, id in enumerate(unit.groups, 1)
    ]
    about = f"founded: 2012-09-01, members: {unit.members}, committee: 5"
    return [
        f"- {{id: {unit.id}, name: {unit.name}, kind: {unit.kind}, folder: {unit.folder}{parent}, {about}}}",
        *groups,
    ]


def _spoken(number: int) -> str:
    return _NUMBERS[number - 1] if number <= 10 else f"十{_NUMBERS[number - 11]}"
