"""When the tree is quiet enough to be looked at, and what is looked at once more."""

from __future__ import annotations

from archive_tool.core.quiet import Again, Dirty, QuietTime


def noted(quiet: QuietTime, *events: tuple[str, float]) -> QuietTime:
    """Something happened to a file in these folders, at these seconds."""
    for number, (folder, now) in enumerate(events):
        quiet.note(Dirty(folder, f"{number}.docx"), now)
    return quiet


def test_nothing_happened_nothing_to_look_at() -> None:
    assert QuietTime(1.0).take(100.0) == ()


def test_a_folder_waits_until_the_whole_tree_is_quiet() -> None:
    quiet = noted(QuietTime(1.0), ("a", 0.0), ("b", 0.8))
    assert quiet.take(1.0) == ()
    assert quiet.take(1.8) == ("a", "b")
    assert quiet.take(9.0) == ()


def test_a_folder_that_is_never_quiet_does_not_hold_the_others_back() -> None:
    quiet = noted(QuietTime(1.0, patience=3.0), ("done", 0.0), *(("busy", second / 2) for second in range(9)))
    assert quiet.take(2.9) == ()
    assert quiet.take(3.5) == ("done",)
    assert quiet.take(4.9) == ()
    assert quiet.take(5.0) == ("busy",)


def test_where_something_came_from_is_looked_at_with_where_it_went() -> None:
    quiet = noted(QuietTime(1.0, patience=2.0), ("old", 0.0))
    quiet.note(Dirty("new", "a.docx", came_from="old"), 0.0)
    noted(quiet, ("new", 2.5))
    assert quiet.take(2.5) == ("old",)
    assert quiet.take(3.5) == ("new", "old")


def test_a_look_from_time_to_time_proves_quiet_only_with_the_next_one() -> None:
    quiet = QuietTime(1.0, patience=20.0)
    quiet.note(Dirty("share", "", settle=5.0), 0.0)
    assert quiet.take(5.9) == ()
    assert quiet.take(6.0) == ("share",)


def test_a_burst_means_that_events_were_lost() -> None:
    quiet = noted(QuietTime(1.0, burst=3), *((f"f{number}", 0.0) for number in range(4)))
    assert quiet.take(0.5) == ()
    assert quiet.take(1.0) is None
    assert quiet.take(9.0) == ()


def test_many_events_of_one_file_are_no_burst() -> None:
    quiet = QuietTime(1.0, burst=3)
    for _ in range(50):
        quiet.note(Dirty("a", "film.mp4"), 0.0)
    assert quiet.take(1.0) == ("a",)


def test_folders_taken_one_after_the_other_are_no_burst() -> None:
    quiet = QuietTime(1.0, patience=0.0, burst=3)
    for number in range(9):
        noted(quiet, ("busy", number + 0.5), (f"f{number}", float(number)))
        assert quiet.take(number + 1.0) == (f"f{number}",)


def test_the_whole_tree_is_looked_at_once_when_it_is_time() -> None:
    quiet = QuietTime(1.0)
    quiet.whole()
    assert quiet.take(0.0) is None
    assert quiet.take(0.0) == ()


def test_the_whole_tree_waits_for_quiet_but_not_for_ever() -> None:
    quiet = noted(QuietTime(1.0, burst_patience=30.0), ("a", 0.0))
    quiet.whole()
    assert quiet.take(0.5) == ()
    assert quiet.take(1.0) is None
    noted(quiet, *(("growing", second / 2) for second in range(2, 100)))
    quiet.whole()
    assert quiet.take(20.0) == ()
    assert quiet.take(31.5) is None


def test_what_is_looked_at_again_needs_no_quiet() -> None:
    quiet = QuietTime(1.0)
    quiet.again(["a"], 5.0)
    assert quiet.take(5.0) == ("a",)


class TestAgain:
    def test_after_two_seconds_and_then_less_and_less_often(self) -> None:
        again, now, waited = Again(first=2.0, longest=10.0), 0.0, []
        for _ in range(5):
            again.looked(["a"], ["a"], now)
            begun = now
            while not again.due(now):
                now += 1.0
            waited.append(now - begun)
        assert waited == [2.0, 4.0, 8.0, 10.0, 10.0]

    def test_what_has_settled_is_not_looked_at(self) -> None:
        again = Again()
        again.looked(None, ["leaf/record", "b"], 0.0)
        again.looked(["leaf"], [], 1.0)
        assert again.due(9.0) == ("b",)
        assert again.due(9.0) == ()

    def test_when_something_happens_the_wait_begins_anew(self) -> None:
        again = Again(first=2.0)
        again.looked(["a"], ["a"], 0.0)
        again.looked(["a"], ["a"], 2.0)
        again.happened("a")
        again.looked(["a"], ["a"], 3.0)
        assert again.due(4.9) == ()
        assert again.due(5.0) == ("a",)
