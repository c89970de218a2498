"""The profiles that ship: every rule they name can cost its indicator points, and a perfect archive has them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from judged import material, school
from test_planted import AS_OF, FOLDERS, GROUP, TABLE, UNIT, YEAR, archive, spoilt

from archive_tool.adapters import schemas
from archive_tool.app.profiles import checked
from archive_tool.core.audit import audit
from archive_tool.core.locating import locator
from archive_tool.core.model import FileFacts
from archive_tool.core.profile import Indicator, Profile
from archive_tool.core.score import score
from archive_tool.core.score_scope import Said
from archive_tool.core.scored import Score, Scored

HERE = Path(__file__).parent
PROFILES = {one.id: one for one in checked(school(), schemas.find_scheme("school-party-building", HERE))}
Records = dict[str, dict[str, Any]]


def scored(
    profile: Profile, records: Records, unit: Mapping[str, Any], facts: Mapping[str, FileFacts] | None = None
) -> Score:
    units = [{**UNIT, **unit}, GROUP] if unit.get("kind", "branch") == "branch" else [{**UNIT, **unit}]
    day = date.fromisoformat(AS_OF)
    made = replace(
        material(records, day, YEAR, facts, scheme=school(), folders=FOLDERS, units=units), profile=profile
    )
    return score(profile, Said(audit(made, ()), (), locator(made.scheme, made.config), made.scheme.rules))


def beside(records: Records, others: Records) -> Records:
    """All of both; a folder of the same name gets another one."""
    return {**records, **{path if path not in records else f"{path}二": one for path, one in others.items()}}


def leaf_of(found: Score, indicator: Indicator) -> Scored:
    return next(one for one in found.leaves() if one.indicator.id == indicator.id)


def named() -> Iterator[Any]:
    """Every rule that an indicator of a shipped profile names."""
    for profile in PROFILES.values():
        for leaf in profile.leaves():
            for rule in leaf.rules:
                yield pytest.param(profile, leaf, rule, id=f"{profile.id} {leaf.id} {rule}")


def everywhere() -> Iterator[Any]:
    """Indicators that look at all that lies in the archive."""
    for profile in PROFILES.values():
        yield from (
            pytest.param(profile, leaf, id=f"{profile.id} {leaf.id}")
            for leaf in profile.leaves()
            if leaf.categories
        )


def test_three_inspections_ship() -> None:
    assert set(PROFILES) == {"annual-assessment", "branch-standardisation", "self-check"}


@pytest.mark.parametrize("profile", list(PROFILES.values()), ids=lambda profile: profile.id)
def test_the_tree_has_three_levels_and_adds_up(profile: Profile) -> None:
    below = [third for first in profile.indicators for second in first.below for third in second.below]
    assert below == list(profile.leaves())
    assert sum((leaf.points for leaf in below), Decimal(0)) == profile.total == Decimal(100)
    assert all(leaf.id.startswith(f"{first.id}.") for first in profile.indicators for leaf in first.leaves())


@pytest.mark.parametrize(("profile", "leaf", "rule"), list(named()))
def test_what_satisfies_a_rule_costs_nothing_and_its_defect_costs_points(
    profile: Profile, leaf: Indicator, rule: str
) -> None:
    row = TABLE[rule]
    before, after = (
        leaf_of(scored(profile, records, row.get("unit", {})), leaf)
        for records in (archive(row["archive"]), spoilt(row))
    )
    if leaf.bonus:
        twice = beside(archive(row["archive"]), archive(row["archive"]))
        assert leaf_of(scored(profile, twice, row.get("unit", {})), leaf).bonus > after.bonus == 0
        return
    assert before.state == "judged"
    assert [one for one in before.deductions if one.rule == rule] == []
    assert [one for one in after.deductions if one.rule == rule and one.full > 0] != []
    if leaf.rules == (rule,):
        assert after.points < before.points == leaf.points


PLANTED: Mapping[str, Mapping[str, FileFacts]] = {
    "5.1.1": {"正文.txt": FileFacts("f" * 64, "txt", problem="damaged", reason="x")},
    "5.1.2": {"正文.txt": FileFacts("", "txt", secret="秘密")},
}


@pytest.mark.parametrize(("profile", "leaf"), list(everywhere()))
def test_what_looks_everywhere_can_lose_points(profile: Profile, leaf: Indicator) -> None:
    rule = "02.organization-chart.count"
    records = archive(TABLE[rule]["archive"])
    ((path, values),) = records.items()
    spoilt_records: Records = {
        "5.1.1": records,
        "5.1.2": {f"2025/02_组织机构与班子/没有的/{path.rpartition('/')[2]}": values},
        "5.1.3": {
            path: {**values, "parts": [{"path": "不在.txt", "role": "main", "size": 1, "sha256": "a" * 64}]}
        },
    }[leaf.id]
    facts = {f"{path}/{name}": fact for name, fact in PLANTED.get(leaf.id, {}).items() if leaf.id == "5.1.1"}
    before = leaf_of(scored(profile, records, {}), leaf)
    after = leaf_of(scored(profile, spoilt_records, {}, facts), leaf)
    # The record has no digests: whether it was changed since nobody can tell.
    assert before.points + before.uncertain == leaf.points and before.deductions == ()
    assert after.deductions != () and after.points < leaf.points


def test_a_state_secret_is_a_veto_of_the_self_check_and_changes_no_points_of_others() -> None:
    profile = PROFILES["self-check"]
    records = archive(TABLE["02.organization-chart.count"]["archive"])
    ((path, _),) = records.items()
    found = scored(profile, records, {}, {f"{path}/正文.txt": FileFacts("", "txt", secret="秘密")})
    assert found.verdict == "vetoed"
    assert [one.indicator.id for one, _ in found.vetoes] == ["5.1.2"]
    assert found.points > 0


@pytest.mark.parametrize("profile", list(PROFILES.values()), ids=lambda profile: profile.id)
def test_a_perfect_archive_has_all_points(profile: Profile) -> None:
    records: Records = {}
    for rule in sorted(profile.rules):
        if "unit" not in TABLE[rule]:
            records = beside(records, archive(TABLE[rule]["archive"]))
    found = scored(profile, records, {})
    assert [(one.indicator.id, one.deductions) for one in found.leaves() if one.deductions] == []
    assert found.points - found.bonus == found.judged
    assert found.vetoes == ()
    by_hand = sum(one.points for one in profile.leaves() if one.kind == "manual")
    # The meetings of the table say no numbers: whether there was a quorum nobody can tell; nor, without
    # digests, whether a record was changed.
    doubtful = [one for one in found.leaves() if one.uncertain and one.indicator.id != "5.1.3"]
    assert {doubt.rule for one in doubtful for doubt in one.doubts} <= {
        "05.branch-assembly.quorum", "05.committee-meeting.quorum",
    }  # fmt: skip
    assert found.judged + found.uncertain >= found.possible - by_hand > 80
