"""What doctor makes of measurements: every verdict, its reason, and who has to do something."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from judged import material, tiny

from archive_tool.core.health import disk, machine, rights
from archive_tool.core.health.check import Check, counted
from archive_tool.core.health.disk import Disk, Scratch
from archive_tool.core.health.machine import Console, Machine
from archive_tool.core.health.rights import Openness, guarded
from archive_tool.core.locating import locator
from archive_tool.core.scheme import Label, Term

SOUND = Machine(
    "0.1", "3.12.0", 64, "Windows 10", Console("utf-8", True, "utf-8"), ("tantivy", "whoosh"),
    {"tantivy": "0.27", "whoosh": "2.7.4"}, {"docx": "", "pdf": ""},
)  # fmt: skip
GOOD = Disk("NTFS", False, "C:/cache", False, 1 << 40, 1 << 40, Scratch(events=True), 100, 20)


def of_machine(**changes: Any) -> dict[str, Check]:
    return {check.name: check for check in machine.checks(replace(SOUND, **changes))}


def of_disk(scratch: Scratch | None = None, **changes: Any) -> dict[str, Check]:
    made = replace(GOOD, scratch=scratch or GOOD.scratch, **changes)
    return {check.name: check for check in disk.checks(made)}


def test_where_all_is_well_nothing_is_to_be_done() -> None:
    everything = [*of_machine().values(), *of_disk().values()]
    assert {check.status for check in everything} == {"ok"}
    assert not [check for check in everything if check.remedy or check.who]
    assert counted(everything) == {"ok": len(everything), "warning": 0, "problem": 0, "unchecked": 0}


@pytest.mark.parametrize(
    ("name", "changes", "status", "who"),
    [
        ("tool", {"bits": 32}, "warning", "admin"),
        ("console", {"console": Console("cp437", False, "utf-8")}, "warning", "you"),
        ("console", {"console": Console("utf-8", True, "ascii")}, "problem", "you"),
        ("engines", {"engines": {"whoosh": "2.7.4"}}, "warning", "admin"),
        ("engines", {"engines": {"tantivy": "0.27"}}, "ok", ""),
        ("engines", {"engines": {}}, "problem", "admin"),
        ("readers", {"readers": {"docx": "", "pdf": "no module named pypdf"}}, "problem", "admin"),
        ("readers", {"untried": ("xls",)}, "ok", ""),
    ],
)
def test_the_computer(name: str, changes: dict[str, Any], status: str, who: str) -> None:
    check = of_machine(**changes)[name]
    assert (check.status, check.who) == (status, who)
    assert bool(check.remedy) == bool(who)


def test_auto_takes_the_best_engine_that_is_there() -> None:
    assert of_machine()["engines"].params["taken"] == "tantivy"
    alone = of_machine(engines={"whoosh": "2.7.4"})["engines"]
    assert (alone.params["taken"], alone.params["missing"]) == ("whoosh", ["tantivy"])


@pytest.mark.parametrize(
    ("name", "scratch", "status", "who"),
    [
        ("write", Scratch(write="Read-only file system"), "warning", "admin"),
        ("rename", Scratch(write="Read-only file system"), "unchecked", ""),
        ("lock", Scratch(write="Read-only file system"), "unchecked", ""),
        ("names", Scratch(write="Read-only file system"), "unchecked", ""),
        ("watch", Scratch(write="Read-only file system"), "unchecked", ""),
        ("rename", Scratch(rename="overwritten"), "problem", "admin"),
        ("lock", Scratch(lock="twice"), "problem", "admin"),
        ("fsync", Scratch(fsync="Invalid argument"), "warning", "admin"),
        ("watch", Scratch(events=False), "warning", "you"),
        ("watch", Scratch(events=None, deaf="inotify instance limit reached"), "unchecked", ""),
        ("names", Scratch(name_kept=False), "warning", "admin"),
        ("names", Scratch(longest_name=47), "warning", "keeper"),
        ("names", Scratch(case_sensitive=False), "ok", ""),
        ("clock", Scratch(skew=-90.0), "warning", "admin"),
        ("clock", Scratch(skew=1.5), "ok", ""),
    ],
)  # fmt: skip
def test_what_a_scratch_folder_showed(name: str, scratch: Scratch, status: str, who: str) -> None:
    check = of_disk(scratch)[name]
    assert (check.status, check.who) == (status, who)


@pytest.mark.parametrize(
    ("name", "changes", "status"),
    [
        ("place", {"network": True, "kind": "cifs"}, "ok"),
        ("place", {"network": True, "cache_network": True}, "warning"),
        ("place", {"kind": "vfat"}, "warning"),
        ("place", {"kind": "exFAT"}, "warning"),
        ("watch", {"network": True}, "warning"),
        ("read", {"unreadable": ("2025/07_发展党员 (Permission denied)",)}, "problem"),
        ("paths", {"longest_length": 259}, "ok"),
        ("paths", {"longest_length": 260, "longest": "2025/…"}, "warning"),
        ("clock", {"ahead": "a.txt", "ahead_seconds": 3600.0}, "ok"),
        ("clock", {"ahead": "a.txt", "ahead_seconds": 10 * 86_400.0}, "warning"),
        ("watches", {"folders": 8000, "watches": 8192}, "warning"),
        ("watches", {"folders": 7000, "watches": 8192}, "ok"),
        ("space", {"free": 50 << 20}, "problem"),
        ("space", {"free": 500 << 20}, "warning"),
        ("cache-space", {"cache_free": 50 << 20}, "problem"),
        ("space", {"cache_free": 50 << 20}, "ok"),
    ],
)
def test_the_disk(name: str, changes: dict[str, Any], status: str) -> None:
    assert of_disk(**changes)[name].status == status


@pytest.mark.parametrize(("setting", "who"), [(False, "admin"), (True, "keeper"), (None, "keeper")])
def test_long_paths_are_first_a_matter_of_the_systems_setting(setting: bool | None, who: str) -> None:
    check = of_disk(longest_length=300, long_paths=setting)["paths"]
    assert (check.status, check.who) == ("warning", who)


def test_systems_without_a_limit_have_no_row_for_it() -> None:
    assert "watches" not in of_disk()


def test_many_unreadable_places_are_counted_and_some_are_named() -> None:
    params = of_disk(unreadable=tuple(f"{n}.txt" for n in range(9)))["read"].params
    assert (params["count"], params["paths"]) == (9, ["0.txt", "1.txt", "2.txt"])


def restricted(**changes: Any) -> Any:
    """The tiny scheme with rights: category 10 is the committee's, in 20 only the first leaf."""
    scheme = tiny()
    terms = {
        "open": Term("open", Label("公开", "Open")),
        "committee": Term("committee", Label("支委", "Committee"), restricts=True),
    }
    leaf = next(leaf for leaf in scheme.leaves.values() if leaf.category == "20")
    return replace(
        scheme,
        vocabularies={**scheme.vocabularies, "rights": terms},
        categories={**scheme.categories, "10": scheme.categories["10"]._replace(rights="committee")},
        leaves={**scheme.leaves, leaf.code: leaf._replace(rights="committee")},
    )


FOLDERS = [
    "2025", "2025/10_会议", "2025/10_会议/01_例会", "2025/10_会议/01_例会/2025-03-01 例会", "2025/20_材料",
    "2025/20_材料/01_来文", "2024/10_会议", "在办/10_会议", "收件箱/10_会议", "2025/20_材料/10_会议", "旧资料/来文",
]  # fmt: skip


def test_the_scheme_says_which_folders_are_not_for_everyone() -> None:
    config = material({}, date(2025, 12, 31)).config
    scheme = restricted()
    found = guarded(scheme, config, FOLDERS, locator(scheme, config))
    assert found == ("2024/10_会议", "2025/10_会议", "2025/20_材料/01_来文", "在办/10_会议")
    assert guarded(tiny(), config, FOLDERS, locator(tiny(), config)) == ()


def test_a_mapped_folder_is_as_restricted_as_its_leaf() -> None:
    scheme = restricted()
    leaf = next(leaf.code for leaf in scheme.leaves.values() if leaf.rights)
    config = replace(material({}, date(2025, 12, 31)).config, map={"旧资料/来文": leaf})
    assert "旧资料/来文" in guarded(scheme, config, FOLDERS, locator(scheme, config))


@pytest.mark.parametrize(
    ("folders", "network", "status"),
    [
        ([], False, "ok"),
        ([Openness("a")], False, "ok"),
        ([Openness("a", named=("staff",))], False, "ok"),
        ([Openness("a"), Openness("b", everyone=("users",))], False, "warning"),
        ([Openness("a", everyone=("others",))], True, "warning"),
        ([Openness("a", reason="icacls failed")], False, "unchecked"),
        ([Openness("a")], True, "unchecked"),
    ],
)
def test_who_can_open_them(folders: list[Openness], network: bool, status: str) -> None:
    assert rights.check(folders, network=network).status == status
