"""Where every entry of a tree belongs, told from paths alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judged import BRANCH, material, tiny

from archive_tool.core.classify import classify, place_of
from archive_tool.core.model import Entry
from archive_tool.core.scope import widened
from archive_tool.core.tree import Classified, Place

LEAF = "2025/20_材料/01_来文"
UNITS = [{**BRANCH, "folder": "甲支部"}, {"id": "o", "name": "办公室", "kind": "office", "folder": "乙室"}]


def tree(*paths: str, **config: Any) -> Classified:
    """Paths ending in a slash are folders, with @ links, with | pipes; folders above are there."""
    entries: dict[str, Entry] = {}
    for path in paths:
        name = path.rstrip("/@|")
        for depth in range(1, name.count("/") + 1):
            above = "/".join(name.split("/")[:depth])
            entries.setdefault(above, Entry(above, "folder", 0, 0, (0, 0)))
        kind = {"/": "folder", "@": "link", "|": "special"}.get(path[-1], "file")
        entries[name] = Entry(name, kind, 1, 0, (0, 0))  # type: ignore[arg-type]
    settings = material({}, date(2025, 12, 31), **config).config
    return classify(tiny(), settings, tuple(sorted(entries.values())))


def records(found: Classified) -> dict[str, tuple[int, bool]]:
    return {h.path: (len(h.files), h.described) for h in found.holdings}


def test_files_and_dated_folders_are_records_and_every_depth_is_parts() -> None:
    found = tree(
        f"{LEAF}/一.txt",
        f"{LEAF}/一.txt.meta.yaml",
        f"{LEAF}/2025-03-14 二/附/件.txt",
        f"{LEAF}/三/_item.yaml",
    )
    assert records(found) == {
        f"{LEAF}/2025-03-14 二": (1, False),
        f"{LEAF}/一.txt": (1, True),
        f"{LEAF}/三": (0, True),
    }
    assert found.holdings[0].place == Place("b", 2025, "20", "20.1")


def test_what_is_no_file_is_put_aside_wherever_it_lies() -> None:
    places = ("2025/管道", "收件箱/管道", f"{LEAF}/管道", f"{LEAF}/2025-03-14 来文/管道")
    found = tree(f"{LEAF}/2025-03-14 来文/来文.txt", "收件箱/", *(f"{place}|" for place in places))
    assert {entry.path for entry in found.unreadable} == set(places)
    assert records(found) == {f"{LEAF}/2025-03-14 来文": (1, False)}


def test_a_shelf_is_walked_through_and_any_other_folder_is_unknown() -> None:
    found = tree(
        f"{LEAF}/一季度/2025-03-14 来文/来文.txt",
        f"{LEAF}/一季度/散.txt",
        f"{LEAF}/杂物/散.txt",
        f"{LEAF}/空/",
    )
    assert found.shelves == (f"{LEAF}/一季度",)
    assert found.unknown_folders == (f"{LEAF}/杂物", f"{LEAF}/空")
    assert sorted(records(found)) == [f"{LEAF}/一季度/2025-03-14 来文", f"{LEAF}/一季度/散.txt"]
    assert [entry.path for entry in found.unfiled] == [f"{LEAF}/杂物/散.txt"]


@pytest.mark.parametrize(
    ("name", "is_record"),
    [
        ("10月17日来文", True),
        ("十月十七日 来文", True),
        ("2月29日来文", True),  # of some year
        ("2月30日来文", False),
        ("10月来文", False),
        ("10.17来文", False),  # may be a number
        ("五好支部", False),
    ],
)
def test_a_day_without_its_year_makes_a_record_too(name: str, is_record: bool) -> None:
    found = tree(f"{LEAF}/{name}/来文.txt")
    assert [h.path for h in found.holdings] == ([f"{LEAF}/{name}"] if is_record else [])
    assert bool(found.unknown_folders) != is_record


def test_a_day_without_its_year_is_no_shelf_around_its_photos() -> None:
    path = f"{LEAF}/10月17日来文"
    assert records(tree(f"{path}/来文.txt", f"{path}/2025-10-17 照片/1.jpg")) == {path: (2, False)}


def test_a_month_around_dated_folders_is_a_shelf_unless_it_is_described() -> None:
    month = f"{LEAF}/2025年3月"
    assert tree(f"{month}/2025-03-14 来文/来文.txt").shelves == (month,)
    assert list(records(tree(f"{month}/2025-03-14 来文/来文.txt", f"{month}/_item.yaml"))) == [month]


def test_sidecars_without_their_file_are_orphans_wherever_they_lie() -> None:
    paths = [f"{LEAF}/一.txt.meta.yaml", f"{LEAF}/_item.yaml", "2025/二.txt.meta.yaml", "2025/_item.yaml"]
    assert sorted(tree(*paths).orphans) == sorted(paths)


def test_what_is_set_aside_is_found_and_not_judged() -> None:
    aside = ["收件箱/一.txt", "待整理/夹/二.txt", "回收站/三.txt.meta.yaml"]
    found = tree(*aside, "archive.yaml", "2025/manifest-sha256.txt")
    assert sorted(entry.path for entry in found.unfiled) == sorted(aside)
    assert (found.strays, found.orphans, found.unknown_folders) == ((), (), ())


def test_open_cases_of_one_and_of_several_units() -> None:
    (case,) = tree("在办/20_材料/一件事/来文.txt").holdings
    assert case.place == Place("b", None, "20", "", open_case=True)
    shared = [BRANCH, {"id": "o", "name": "办公室", "kind": "office"}]
    (case,) = tree("在办/20_材料/一件事/来文.txt", units=shared).holdings
    assert case.place.unit is None  # only the description can say
    (case,) = tree("在办/10_会议/一件事/记录.txt", units=shared).holdings
    assert case.place.unit == "b"
    (case,) = tree("甲支部/在办/20_材料/一件事/来文.txt", units=UNITS).holdings
    assert case.place == Place("b", None, "20", "", open_case=True)
    assert tree("在办/99_其他/一件事/来文.txt").unknown_folders == ("在办/99_其他",)


def test_units_by_their_folders() -> None:
    found = tree(f"甲支部/{LEAF}/一.txt", f"丙室/{LEAF}/二.txt", f"{LEAF}/三.txt", units=UNITS)
    assert [(h.path, h.place.unit) for h in found.holdings] == [(f"甲支部/{LEAF}/一.txt", "b")]
    assert set(found.unknown_folders) == {"2025", "丙室"}


def test_a_mapped_folder_is_a_leaf_and_those_above_it_are_no_strangers() -> None:
    found = tree(
        "旧档/会议/2023-03-14 会/记录.txt", "旧档/会议/一.txt", "旧档/别的/二.txt", map={"旧档/会议": "10.1"}
    )
    assert {h.path: h.place.leaf for h in found.holdings} == {
        "旧档/会议/2023-03-14 会": "10.1",
        "旧档/会议/一.txt": "10.1",
    }
    assert found.unknown_folders == ("旧档/别的",)


GROUPED = [BRANCH, {"id": "g", "name": "一组", "aliases": ["第一组"], "kind": "group", "parent": "b"}]


def test_a_shelf_may_bear_the_name_of_a_unit() -> None:
    found = tree(f"{LEAF}/第一组/2025-03-14 一/一.txt", f"{LEAF}/二组/2025-03-14 二/二.txt", units=GROUPED)
    assert {h.path: h.place.unit for h in found.holdings} == {
        f"{LEAF}/第一组/2025-03-14 一": "g",
        f"{LEAF}/二组/2025-03-14 二": "b",
    }
    settings = material({}, date(2025, 12, 31), units=GROUPED).config
    assert place_of(tiny(), settings, f"{LEAF}/第一组") == Place("g", 2025, "20", "20.1")


@pytest.mark.parametrize("name", ["第一组", "一季度", "杂物"])
def test_dated_files_alone_make_no_shelf_whatever_the_folder_is_called(name: str) -> None:
    found = tree(f"{LEAF}/{name}/2025-03-14 记录.txt", units=GROUPED)
    assert (found.unknown_folders, found.shelves, found.holdings) == ((f"{LEAF}/{name}",), (), ())


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("旧/2024年/例会.txt", ("旧/2024年/例会.txt", 2024)),
        ("旧/2024年度/3月/2024-03-14 例会.txt", ("旧/2024年度/3月/2024-03-14 例会.txt", 2024)),
        ("旧/2024.3/例会.txt", ("旧/2024.3/例会.txt", None)),
        ("旧/2024年三月例会/记录.txt", ("旧/2024年三月例会", None)),
        ("旧/2024-03-14 例会/20240314记录.txt", ("旧/2024-03-14 例会", None)),
        ("旧/第一季度/20240314例会.txt", ("旧/第一季度/20240314例会.txt", None)),
        ("旧/第一季度/3月14日例会.txt", ("旧/第一季度/3月14日例会.txt", None)),
        ("旧/支部/例会.txt", ("旧/支部/例会.txt", None)),  # the unit's
        ("旧/二〇二四年/例会.txt", ("旧/二〇二四年/例会.txt", 2024)),
        ("旧/第一季度/例会.txt", None),
        ("旧/第一季度/IMG_20240314.jpg", None),
        ("旧/2023-2024学年/2024-03-14 例会/记录.txt", ("旧/2023-2024学年/2024-03-14 例会", None)),
    ],
)
def test_in_an_old_folder_years_months_and_dated_files_make_shelves(
    path: str, kept: tuple[str, int | None] | None
) -> None:
    found = tree(path, map={"旧": "10.1"})
    assert [(h.path, h.place.year) for h in found.holdings] == ([kept] if kept else [])
    assert found.shelves == ()
    assert bool(found.unknown_folders) == (kept is None)


def test_of_mapped_folders_inside_each_other_the_inner_decides() -> None:
    mapped = {"旧": "20.1", "旧/2024/会议": "10.1"}
    found = tree("旧/2024/会议/2024-03-14 会/记录.txt", "旧/2024/2024-03-15 来文.txt", map=mapped)
    assert {h.path: h.place.leaf for h in found.holdings} == {
        "旧/2024/会议/2024-03-14 会": "10.1",
        "旧/2024/2024-03-15 来文.txt": "20.1",
    }
    assert found.leaf_folders == ("旧", "旧/2024/会议")


def test_a_mapped_folder_may_be_written_in_another_form() -> None:
    found = tree("旧档/cafe\u0301/2024-03-14 会/记录.txt", map={"旧档\\caf\u00e9\\": "10.1"})
    assert [h.place.leaf for h in found.holdings] == ["10.1"]


@pytest.mark.parametrize(
    ("changed", "looked_at"),
    [
        ("旧/2024/会议/2024-03-14 会/附件", "旧/2024/会议/2024-03-14 会"),
        ("旧/2024-03-15 来文/附件", "旧/2024-03-15 来文"),
        ("别处/一/二/三/四/五", "别处/一/二/三"),
    ],
)
def test_what_is_looked_at_again_is_a_whole_record(changed: str, looked_at: str) -> None:
    mapped = {"旧": "20.1", "旧/2024/会议": "10.1"}
    settings = material({}, date(2025, 12, 31), map=mapped).config
    assert widened(tiny(), settings, [changed]) == (looked_at,)


def test_litter_links_and_conflict_copies_are_no_parts() -> None:
    record = f"{LEAF}/2025-03-14 来文"
    found = tree(
        f"{record}/来文.txt", f"{record}/~$来文.docx", f"{record}/外@", f"{record}/来文 (乙的冲突副本).txt"
    )
    assert records(found) == {record: (1, False)}
    assert (found.litter, found.links) == ((f"{record}/~$来文.docx",), (f"{record}/外",))
    assert found.conflict_copies == (f"{record}/来文 (乙的冲突副本).txt",)


def test_the_place_of_a_folder_by_its_path() -> None:
    settings = material({}, date(2025, 12, 31)).config
    assert place_of(tiny(), settings, LEAF) == Place("b", 2025, "20", "20.1")
    assert place_of(tiny(), settings, "2025/20_材料") is None
    assert place_of(tiny(), settings, f"{LEAF}/一季度") == place_of(tiny(), settings, LEAF)  # a shelf


SEGMENTS = st.sampled_from(
    [
        "2025",
        "20_材料",
        "01_来文",
        "2025-03-14 来文",
        "杂物",
        "在办",
        "收件箱",
        "一季度",
        "_item.yaml",
        "一.txt",
        "一.txt.meta.yaml",
        "~$一.docx",
    ]
)


@given(
    st.lists(
        st.lists(SEGMENTS, min_size=1, max_size=6).map("/".join).filter(lambda path: "docx/" not in path),
        max_size=12,
    ),
    st.randoms(),
)
def test_every_file_is_in_one_place_in_whatever_order(paths: list[str], chance: Any) -> None:
    files = [path for path in set(paths) if not any(other.startswith(path + "/") for other in paths)]
    settings = material({}, date(2025, 12, 31)).config
    entries: dict[str, Entry] = {}
    for path in files:
        for depth in range(1, path.count("/") + 1):
            above = "/".join(path.split("/")[:depth])
            entries[above] = Entry(above, "folder", 0, 0, (0, 0))
        entries[path] = Entry(path, "file", 1, 0, (0, 0))
    shuffled = list(entries.values())
    chance.shuffle(shuffled)
    found = classify(tiny(), settings, tuple(sorted(entries.values())))
    assert classify(tiny(), settings, tuple(shuffled)) == found
    places = [entry.path for h in found.holdings for entry in h.files]
    places += [h.sidecar for h in found.holdings if h.described]
    places += [entry.path for entry in (*found.strays, *found.unfiled)]
    places += [*found.litter, *found.orphans, *found.nested]
    assert sorted(places) == sorted(files)


def test_what_another_layout_left_behind_empty_is_no_stranger() -> None:
    assert tree(f"{LEAF}/", "在办/20_材料/", units=UNITS).unknown_folders == ()
    assert tree(f"{LEAF}/一.txt", "在办/20_材料/", "空/", units=UNITS).unknown_folders == ("2025", "空")
