"""When the tree is quiet enough to be looked at."""

from __future__ import annotations

from archive_tool.core.quiet import QuietTime


def test_nothing_happened_nothing_to_look_at() -> None:
    assert QuietTime(1.0).take(100.0) == ()


def test_a_folder_waits_until_the_whole_tree_is_quiet() -> None:
    quiet = QuietTime(1.0)
    quiet.note("a", 0.0)
    quiet.note("b", 0.8)
    assert quiet.take(1.0) == ()  # a is quiet, but b may be the other end of a move
    assert quiet.take(1.8) == ("a", "b")
    assert quiet.take(9.0) == ()


def test_a_file_that_grows_holds_its_folder_back_but_not_the_others_for_ever() -> None:
    quiet = QuietTime(1.0, patience=5.0)
    quiet.note("done", 0.0)
    for second in range(11):
        quiet.note("growing", second / 2)
    assert quiet.take(4.9) == ()
    assert quiet.take(5.5) == ("done",)
    assert quiet.take(5.9) == ()
    assert quiet.take(6.1) == ("growing",)


def test_a_burst_means_that_events_were_lost() -> None:
    quiet = QuietTime(1.0, burst=3)
    for number in range(4):
        quiet.note(f"f{number}", 0.0)
    assert quiet.take(0.5) == ()
    assert quiet.take(1.0) is None
    assert quiet.take(9.0) == ()


def test_the_whole_tree_is_looked_at_once_when_it_is_time() -> None:
    quiet = QuietTime(1.0)
    quiet.whole()
    assert quiet.take(0.0) is None
    assert quiet.take(0.0) == ()


def test_the_whole_tree_waits_for_quiet_too() -> None:
    quiet = QuietTime(1.0)
    quiet.note("a", 0.0)
    quiet.whole()
    assert quiet.take(0.5) == ()
    assert quiet.take(1.0) is None
