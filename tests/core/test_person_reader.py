"""Which of the listed people a title names: as a whole name, or not at all."""

from __future__ import annotations

import pytest
from judged import CATALOG, school
from plain_yaml import safe_dump

from archive_tool.app.texts import parse_yaml
from archive_tool.core.config_parse import parse_config
from archive_tool.core.drafts import Deriver
from archive_tool.core.model import Entry
from archive_tool.core.tree import Holding, Place

COMMITMENTS, ARTICLES, ASSEMBLY = "09.02", "06.05", "05.01"
BRANCH = {
    "id": "b",
    "name": "示例小学党支部",
    "kind": "branch",
    "members": ["甲一", "乙二", "丙三文"],
    "leaders": ["丁四"],
}


def persons(leaf: str, name: str) -> object:
    """What a draft of a file says of persons."""
    text = safe_dump({"scheme": "tiny", "units": [BRANCH]}, allow_unicode=True)
    config = parse_config(parse_yaml("archive.yaml", text.encode()), school(), frozenset(CATALOG.findings))
    file = Entry(name, "file", 5, 0, (0, 0))
    holding = Holding(name, Place("b", 2025, leaf[:2], leaf), False, (file,), "", False)
    return Deriver(school(), config).values(holding, {}, {}).get("persons")


@pytest.mark.parametrize(
    ("leaf", "name", "named"),
    [
        (COMMITMENTS, "2025-02-20 甲一廉政承诺书.txt", ["甲一"]),
        (COMMITMENTS, "2025-02-20 廉政承诺书（甲一）.txt", ["甲一"]),
        (COMMITMENTS, "2025-02-20 党支部书记丁四廉政承诺书.txt", ["丁四"]),
        (COMMITMENTS, "2025-02-20 甲一和乙二承诺书.txt", ["甲一", "乙二"]),
        (ARTICLES, "2025-05-20 甲一 浅谈党建.txt", ["甲一"]),
        (ARTICLES, "2025-05-20 心得体会-乙二.txt", ["乙二"]),
        # Right or empty: another's name may go on, and of these nobody is listed.
        (COMMITMENTS, "2025-02-20 甲一明承诺书.txt", None),
        (COMMITMENTS, "2025-02-20 王甲一承诺书.txt", None),
        (COMMITMENTS, "2025-02-20 丙三承诺书.txt", None),
        (COMMITMENTS, "2025-02-20 戊五承诺书.txt", None),
        (COMMITMENTS, "2025-02-20 廉政承诺书.txt", None),
        # Who is named by the title of a meeting need not have been there.
        (ASSEMBLY, "2025-02-20 党员大会 讨论甲一转正.txt", None),
        (ASSEMBLY, "2025-02-20 党员大会请假条 甲一.txt", None),
    ],
)
def test_a_listed_person_is_named_by_the_title_or_nobody_is(leaf: str, name: str, named: object) -> None:
    assert persons(leaf, name) == named
