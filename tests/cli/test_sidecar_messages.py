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
    "zh": ["活动第 2 项", "“单位”", "组成文件第 1 项的题注", "组成文件第 2 项的大小（组成文件.size）", "涵盖的数量", "历次活动第 1 项的单位",
           "“豁免第 1 项”“问题代码”", "“文件编码”不是 UTF-8（读作 GB18030）"],
    "en": ["Activity, entry 2 (活动)", "Unit ", "Parts, entry 1, 题注 (组成文件.题注)", "Parts, entry 2, Size (组成文件.size)", "Covers, Count", "Events, entry 1, Unit",
           "Waivers, entry 1 ", "the file's encoding is not UTF-8"],
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


def test_the_remedy_of_an_encoding_is_about_the_encoding(root: Path) -> None:
    found = run(root, "check", "--format", "json").json["findings"]
    remedies = {f["message"]: f["remedy"] for f in found if f["code"] == "sidecar/invalid"}
    assert [remedy for message, remedy in remedies.items() if "文件编码" in message] == [
        "请用记事本打开，另存为，编码选 UTF-8；内容不用改。"
    ]


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", "units（单位），第 2 项，kind（类别）"), ("en", "units, entry 2, kind")],
    ids=["zh", "en"],
)
def test_places_in_archive_yaml_count_from_one(tmp_path: Path, lang: str, words: str) -> None:
    units = "units:\n- {id: a, name: 一, kind: branch}\n- {id: b, name: 二, kind: brunch}\n"
    config = f"scheme: school-party-building\n{units}"
    ran = run(make_tree(tmp_path / "库", {"archive.yaml": config}), "check", lang=lang)
    assert ran.code == 2
    assert words in ran.err and "brunch" in ran.err
    assert "units.1" not in ran.err and "written" not in ran.err


def test_a_key_that_is_a_number_is_no_place(tmp_path: Path) -> None:
    config = 'scheme: school-party-building\nmap: {"2024": "99.99"}\n'
    ran = run(make_tree(tmp_path / "库", {"archive.yaml": config}), "check")
    assert ran.code == 2
    assert "map（旧文件夹对照），2024”" in ran.err


def test_a_folder_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    gone = run(tmp_path / "没有", "check")
    assert gone.code == 2 and "没有文件夹" in gone.err and "archive-tool init" not in gone.err
    empty = run(tmp_path, "check")
    assert empty.code == 2 and "archive-tool init" in empty.err
