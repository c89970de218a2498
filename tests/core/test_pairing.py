"""Which sidecar belongs to which renamed file: by identity, else by a digest that is there once."""

from __future__ import annotations

from archive_tool.core.model import Entry
from archive_tool.core.pairing import Orphan, pair
from archive_tool.core.tree import Holding, Place

PLACE = Place(None, 2025, "20", "20.1")
UNKNOWN = (0, 0)


def file(name: str, inode: int = 0) -> Holding:
    entry = Entry(name, "file", 3, 0, (1, inode) if inode else UNKNOWN)
    return Holding(name, PLACE, False, (entry,), f"{name}.meta.yaml", False)


def orphan(name: str, inode: int = 0, digest: str = "") -> Orphan:
    return Orphan(f"{name}.meta.yaml", name, (1, inode) if inode else UNKNOWN, digest)


def paired(orphans: list[Orphan], files: list[Holding], digests: dict[str, str]) -> dict[str, str]:
    return {p.orphan.file: p.holding.path for p in pair(orphans, files, digests)[0]}


def test_by_identity_before_digest() -> None:
    files = [file("新", 7), file("别", 8)]
    assert paired([orphan("旧", 7, "d")], files, {"新": "d", "别": "d"}) == {"旧": "新"}


def test_an_identity_with_other_bytes_is_another_file() -> None:
    assert paired([orphan("旧", 7, "d")], [file("新", 7)], {"新": "e"}) == {}


def test_an_identity_is_enough_where_the_file_was_not_read() -> None:
    assert paired([orphan("旧", 7, "d")], [file("新", 7)], {}) == {"旧": "新"}


def test_by_a_digest_that_is_unique_on_both_sides() -> None:
    digests = {"新": "d", "别": "e"}
    assert paired([orphan("旧", 0, "d")], [file("新"), file("别")], digests) == {"旧": "新"}


def test_two_files_with_the_digest_are_candidates() -> None:
    pairs, candidates = pair([orphan("旧", 0, "d")], [file("甲"), file("乙")], {"甲": "d", "乙": "d"})
    assert (pairs, candidates) == ((), {"旧.meta.yaml": ("甲", "乙")})


def test_two_sidecars_with_the_digest_share_the_candidate() -> None:
    pairs, candidates = pair([orphan("旧", 0, "d"), orphan("老", 0, "d")], [file("甲")], {"甲": "d"})
    assert (pairs, candidates) == ((), {"旧.meta.yaml": ("甲",), "老.meta.yaml": ("甲",)})


def test_what_identity_has_settled_leaves_the_digest_unique() -> None:
    files, digests = [file("甲", 7), file("乙", 8)], {"甲": "d", "乙": "d"}
    assert paired([orphan("旧", 7, "d"), orphan("老", 0, "d")], files, digests) == {"旧": "甲", "老": "乙"}


def test_folders_carry_their_sidecar_and_the_unknown_stays_unknown() -> None:
    folder = Holding("夹", PLACE, True, (), "夹/_item.yaml", False)
    pairs, candidates = pair([orphan("旧")], [folder, file("新")], {"新": ""})
    assert (pairs, candidates) == ((), {"旧.meta.yaml": ()})
