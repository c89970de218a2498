"""Random archives: the tool and a slow reference, written from the design alone, say the same of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import done, run
from compared import differences, drawn, of_report, smallest
from drawn_archives import draw
from drawn_rules import ACTIVITIES
from fed_archives import built, inspected, on_disk, told_by_name
from naive_rules import expected

from archive_tool.core.errors import CannotRun

AT_ONCE = 50
ON_DISK = 100  # one of so many is made on the disk too: the first that the tool can describe by itself
# Kind of rule, and the statuses that its rows have.
STATUSES = (
    "count met missing insufficient due waived not-applicable",
    "roles met missing insufficient waived not-applicable",
    "quorum met missing insufficient not-applicable",
    "deadline met missing insufficient due not-applicable",
    "pair met missing due not-applicable",
    "steps met insufficient",
    "series met due not-applicable",
    "timing met missing not-applicable",
)
CODES = (
    "complete/missing", "complete/insufficient", "complete/role", "complete/overdue", "complete/series", "complete/pair",
    "complete/step", "consistency/order", "consistency/quorum", "consistency/date", "consistency/anachronism", "consistency/late",
    "consistency/attendance",
)  # fmt: skip


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    number = metafunc.config.getoption("archives")
    if "first" in metafunc.fixturenames:
        metafunc.parametrize("first", range(0, number, AT_ONCE))
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(0, number, ON_DISK))


def test_tool_and_reference_agree(first: int) -> None:
    for seed in range(first, first + AT_ONCE):
        if said := _differ(draw(seed)):
            pytest.fail(f"archive {seed}, made as small as it goes:\n{_shrunk(draw(seed), said, _differ)}")


def _differ(picture: dict[str, Any]) -> list[str]:
    try:
        report = inspected(picture)
    except CannotRun:
        raise
    except Exception as error:  # the tool broke off: a difference like others
        return [f"crash: {error!r}"]
    return differences(picture, *of_report(report))


def _shrunk(picture: dict[str, Any], said: list[str], differ: Callable[[dict[str, Any]], list[str]]) -> str:
    """The smallest archive with a difference of the same kind as the first, and what differs."""
    small = smallest(picture, lambda smaller: _kinds(differ(smaller)) >= _kinds(said[:1]))
    return "\n".join([drawn(small), *(f"  {line}" for line in differ(small))])


def _kinds(lines: list[str]) -> set[str]:
    """What kinds of difference these are: a row, a finding, or the name of a column."""
    return {line.partition(": ")[0].rpartition(" ")[2] for line in lines}


def test_a_difference_is_shown_with_the_smallest_archive_that_has_it() -> None:
    def miscounted(picture: dict[str, Any]) -> list[str]:
        rows, findings = of_report(inspected(picture))
        wrong = [
            {**row, "found": row["found"] + (row["kind"] == "count" and row["status"] == "met")}
            for row in rows
        ]
        return differences(picture, wrong, findings)

    seed, said = next((seed, lines) for seed in range(50) if (lines := miscounted(draw(seed))))
    shown = _shrunk(draw(seed), said, miscounted).splitlines()
    assert [
        sum(line.startswith(f"  {key}: ") for line in shown) for key in ("records", "rules", "units")
    ] == [1, 1, 1]
    assert any(" found: tool '2', reference '1'" in line for line in shown)


def test_they_agree_on_what_the_command_line_says_of_a_tree(
    seed: int, tmp_path: Path, own_home: Path
) -> None:
    pictures = (on_disk(draw(number)) for number in range(seed, seed + ON_DISK))
    picture = next(filter(told_by_name, pictures), on_disk(draw(seed)))
    plain = told_by_name(picture)
    broken = set(plain[::2])
    root = built(tmp_path, picture, {path: "题名：例会" if path in broken else "" for path in plain})
    done(root, "sync")
    year = ["--year", f"{picture['year']}"] if picture["year"] else []
    said = run(root, "audit", "--as-of", f"{picture['as_of']}", *year, "--format", "json").json
    for record in picture["records"]:
        if record["path"] in plain:
            del record["values"]["id"]  # no record can name it
        if record["path"] in broken:
            record["files"] = {"": "unread"}
    lines = differences(picture, said["coverage"], said["findings"])
    assert not lines, "\n".join(lines)


def test_what_is_drawn_shows_everything_that_is_compared() -> None:
    """Two that agree on nothing would agree as well."""
    seen: Counter[Any] = Counter()
    for seed in range(300):
        rows, findings = expected(draw(seed))
        seen.update((row["kind"], row["status"]) for row in rows)
        seen.update(column for row in rows for column in ("drafts", "uncertain", "pointers") if row[column])
        seen.update(("whom", row["rule"].split(".")[1] in ACTIVITIES) for row in rows if row["whom"])
        seen.update(finding["code"] for finding in findings)
        seen["waived"] += sum(finding["waived"] for finding in findings)
    statuses = [(kind, status) for kind, *shown in map(str.split, STATUSES) for status in shown]
    wanted = [*statuses, *CODES, "drafts", "uncertain", "pointers", "waived", ("whom", True), ("whom", False)]
    assert [what for what in wanted if not seen[what]] == []
