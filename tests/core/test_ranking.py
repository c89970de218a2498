"""Schools in the order of score, else of how complete they are; those that were not judged last."""

from __future__ import annotations

from datetime import date

from archive_tool.core.bureau import School, ranked, uncertain
from archive_tool.core.model import CoverageRow


def school(name: str, **more: object) -> School:
    return School(f"/{name}", name, **more)  # type: ignore[arg-type]


def names(*schools: School) -> str:
    return "".join(one.name for one in ranked(schools))


def test_the_more_complete_comes_first_then_the_one_with_fewer_errors() -> None:
    schools = (
        school("丙", asked=10, met=9, errors=2),
        school("甲", asked=10, met=10),
        school("乙", asked=20, met=18, errors=1),
        school("丁", asked=10, met=1),
    )
    assert names(*schools) == names(*reversed(schools)) == "甲乙丙丁"


def test_a_score_goes_before_everything_else() -> None:
    assert names(school("甲", asked=1, met=1, score=60.0), school("乙", asked=9, met=1, score=90.5)) == "乙甲"


def test_who_was_not_judged_comes_last_and_has_no_share() -> None:
    lost = school("甲", error="读不了")
    assert names(lost, school("乙", asked=4, met=0)) == "乙甲"
    assert lost.complete == ""


def test_all_is_met_only_where_nothing_lacks() -> None:
    assert school("甲", asked=1000, met=999).complete == "99%"
    assert school("甲", asked=3, met=3).complete == "100%"
    assert school("甲").complete == ""


def test_what_nobody_has_read_may_be_what_is_asked_for() -> None:
    """It is told as a span, and the lower end ranks."""
    unread = school("甲", asked=100, met=0, uncertain=97)
    assert unread.complete == "0-97%"
    assert names(unread, school("乙", asked=100, met=1)) == "乙甲"


def row(status: str, found: int, uncertain: int, kind: str = "count") -> CoverageRow:
    day = date(2025, 12, 31)
    return CoverageRow("r", kind, "form:x", "u", None, "2025", 4, found, 0, uncertain, 0, status, day)  # type: ignore[arg-type]


def test_no_more_is_uncertain_than_lacks() -> None:
    rows = [row("missing", 0, 2), row("insufficient", 3, 5), row("met", 4, 3), row("due", 0, 1)]
    assert uncertain([*rows, row("missing", 0, 1, "pair")]) == 3
