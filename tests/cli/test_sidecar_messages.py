"""What is said of a sidecar: where it stands in words, counted from one, in the reader's language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commands import run
from trees import make_tree

LEAF = "2025/05_组织生活/01_支部党员大会"
CONFIG = "scheme: school-party-building\nlanguage: zh\nunits: [{id: b, name: 示例支部, kind: branch, members: 5}]\nsince: 2025\n"
WRONG = """\
status: filed
活动: [支部党员大会, 党客]
unit: 不知
组成文件:
- {role: minutes, 题注: 甲}
- {path: 二.txt, size: 约一兆}
涵盖: {count: 0}
events:
- {date: 2025-03-14, unit: 无名}
豁免:
- {code: complete/mising, reason: 甲, author: 乙, until: 2026-12-31}
"""
SAID = {
    "zh": ["活动第 2 项", "单位 ", "组成文件第 1 项的题注", "组成文件第 2 项的size", "涵盖的数量", "历次活动第 1 项的单位",
           "豁免第 1 项 “问题代码”", "这个文件 不是 UTF-8"],
    "en": ["活动, entry 2", "Unit ", "组成文件, entry 1, 题注", "组成文件, entry 2, size", "Covers, Count", "Events, entry 1, Unit",
           "Waivers, entry 1 ", "the file is not UTF-8"],
}  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tree(
        tmp_path_factory.mktemp("told") / "库",
        {
            "archive.yaml": CONFIG,
            f"{LEAF}/2025-03-14 大会.txt": "一",
            f"{LEAF}/2025-03-14 大会.txt.meta.yaml": WRONG,
            f"{LEAF}/2025-03-15 大会.txt": "二",
            f"{LEAF}/2025-03-15 大会.txt.meta.yaml": "题名: 联通公司的大会\n".encode("gb18030"),
        },
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_place_is_said_in_words(root: Path, lang: str) -> None:
    found = run(root, "check", "--format", "json", lang=lang).json["findings"]
    messages = [f["message"] for f in found if f["code"].startswith("sidecar/")]
    for words in SAID[lang]:
        assert any(words in message for message in messages), (words, messages)
    for message in messages:
        assert not re.search(r"  |\.\d|field:|written:|key:|[: ]$", message), message


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_cannot_be_set_is_said_in_words_too(root: Path, lang: str) -> None:
    ran = run(root, "describe", f"{LEAF}/2025-03-14 大会.txt", "--set", "pages=0", lang=lang)
    assert {"zh": "“页数”", "en": "'Pages'"}[lang] in ran.err
