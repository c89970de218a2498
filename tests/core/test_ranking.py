"""Schools in the order of score, else of how complete they are; those that were not judged last."""

from __future__ import annotations

from archive_tool.core.bureau import School, ranked


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
    assert (
        names(
            school("甲", asked=1, met=1, score=60, of=100), school("乙", asked=9, met=1, score=90.5, of=100)
        )
        == "乙甲"
    )


def test_who_was_not_judged_comes_last_and_has_no_share() -> None:
    lost = school("甲", error="读不了")
    assert names(lost, school("乙", asked=4, met=0)) == "乙甲"
    assert lost.complete == ""


def test_all_is_met_only_where_nothing_lacks() -> None:
    assert school("甲", asked=1000, met=999).complete == "99%"
    assert school("甲", asked=3, met=3).complete == "100%"
    assert school("甲").complete == ""


def test_what_nobody_has_read_is_told_as_a_span_and_does_not_rank() -> None:
    unread = school("甲", asked=100, met=60, uncertain=40)
    assert unread.complete == "60-100%"
    assert names(school("乙", asked=100, met=99), unread) == "甲乙"


def test_of_whom_most_could_not_be_judged_comes_after_those_who_were() -> None:
    assert names(school("甲", asked=9, met=4, uncertain=5), school("乙", asked=9, met=0)) == "乙甲"
    assert names(school("甲", score=4, of=4, unsure=5), school("乙", score=0, of=9)) == "乙甲"
    assert names(school("甲", score=None, of=0), school("乙", score=0, of=10)) == "乙甲"


def test_of_two_scores_the_share_of_what_was_judged_counts() -> None:
    """Fewer points are no fault of a school of which fewer could be judged."""
    assert names(school("甲", score=80, of=100), school("乙", score=63, of=70)) == "乙甲"


def test_who_has_a_veto_comes_after_all_others_that_were_judged() -> None:
    vetoed = school("甲", score=99, of=100, vetoes=1)
    little = school("乙", score=1, of=10, unsure=90)
    assert names(vetoed, school("丁", error="读不了"), school("丙", score=5, of=100), little) == "丙乙甲丁"
