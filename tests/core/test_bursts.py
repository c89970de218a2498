"""Papers made at once: how many, within how many days, how long after their own."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tool.core.bursts import Made, bursts

DAY = date(2025, 1, 1)


def made(day: int, on: int) -> Made:
    """A paper of one day of the year, made on another."""
    return Made(f"{day}/{on}", DAY + timedelta(day), DAY + timedelta(on))


def found(*papers: Made, least: int = 3, within: int = 2, apart: int = 30) -> list[tuple[int, int, int]]:
    return [
        ((burst.first - DAY).days, (burst.last - DAY).days, len(burst.paths))
        for burst in bursts(papers, least=least, within=within, apart=apart)
    ]


@pytest.mark.parametrize(
    ("papers", "told"),
    [
        ([(1, 100), (20, 100), (40, 101)], [(100, 101, 3)]),
        ([(1, 100), (20, 100), (40, 102)], []),
        ([(1, 100), (20, 100), (70, 100)], []),
        ([(1, 100), (20, 100), (69, 100)], [(100, 100, 3)]),
        ([(1, 100), (1, 100), (1, 100)], []),
        ([(1, 100), (2, 100), (3, 100), (1, 200), (2, 200), (3, 201)], [(100, 100, 3), (200, 201, 3)]),
        ([(1, 98), (1, 99), (2, 99), (3, 100)], [(99, 100, 3)]),
        ([], []),
    ],
)
def test_what_a_burst_is(papers: list[tuple[int, int]], told: list[tuple[int, int, int]]) -> None:
    assert found(*(made(*paper) for paper in papers)) == told


papers = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 300)).map(lambda pair: made(*pair)), unique=True
)


@given(papers, st.integers(2, 5), st.integers(1, 5), st.integers(0, 60))
def test_bursts_are_of_late_papers_each_in_one(
    several: list[Made], least: int, within: int, apart: int
) -> None:
    told = list(bursts(several, least=least, within=within, apart=apart))
    paths = [path for burst in told for path in burst.paths]
    late = {one.path for one in several if (one.made - one.day).days > apart}
    assert len(paths) == len(set(paths)) and set(paths) <= late
    assert all((burst.last - burst.first).days < within and len(burst.paths) >= least for burst in told)


@given(papers, st.integers(2, 5), st.integers(1, 5))
def test_papers_made_in_time_are_none(several: list[Made], least: int, within: int) -> None:
    in_time = [one._replace(made=one.day) for one in several]
    assert found(*in_time, least=least, within=within) == []


@given(papers, st.integers(2, 5), st.integers(0, 5))
def test_each_burst_is_the_first_that_there_is(several: list[Made], least: int, within: int) -> None:
    """Against the plain way: from each paper on, all that were made so soon after it."""
    rest = sorted(several, key=lambda one: (one.made, one.path))
    rest = [one for one in rest if one.made > one.day + timedelta(30)]
    expected = []
    while rest:
        run = [one for one in rest if one.made < rest[0].made + timedelta(within)]
        if len({one.day for one in run}) >= least:
            expected.append(tuple(one.path for one in run))
        rest = rest[len(run) if len({one.day for one in run}) >= least else 1 :]
    assert [one.paths for one in bursts(several, least=least, within=within, apart=30)] == expected


def test_many_papers_cost_what_they_are() -> None:
    """Fifty a day, each day's of one day: looked through once and not once for each."""
    many = [made(day, 400 + 2 * day) for day in range(400) for _ in range(50)]
    started = time.process_time()
    assert found(*many) == []
    assert time.process_time() - started < 1.0
