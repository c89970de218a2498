"""describe and accept: what a person says of a record, set in the sidecar and nowhere else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from commands import bytes_below, done, is_one_line, run
from trees import Picture, make_tree

Small = Callable[[Picture], Path]
LEAF = "2025/10 Running the club/Meetings"
MEETING = f"{LEAF}/2025-03-14 社员大会"
BUDGETS = "2025/30 Money/Budgets"
BUDGET = f"{BUDGETS}/2025 预算.txt"
PICTURE: Picture = {
    f"{MEETING}/会议记录.txt": "大会通过了章程",
    f"{MEETING}/到会名单.txt": "甲、乙",
    BUDGET: "收入一百元",
}
ZH = "scheme: minimal\nlanguage: zh\nunits:\n- {id: club, name: 园艺社, kind: club}\n"
EN = ZH.replace("language: zh", "language: en")


def said(path: Path) -> Any:
    """The sidecar as written; every scalar as text."""
    return yaml.load(path.read_text("utf-8"), yaml.BaseLoader)


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """After sync; one draft lacks a date nobody can guess."""
    letter: Picture = {f"{BUDGETS}/来信.txt": "一封没有日期的信"}
    made = make_tree(tmp_path_factory.mktemp("synced") / "库", {"archive.yaml": EN, **PICTURE, **letter})
    done(made, "sync")
    return made


@pytest.fixture
def mixed(synced: Path, tmp_path: Path, own_home: Path) -> Path:
    """One record whose draft is complete, one that lacks a date."""
    return Path(shutil.copytree(synced, tmp_path / "库"))


@pytest.fixture
def archive(mixed: Path) -> Path:
    """Only the complete ones."""
    for name in ("来信.txt", "来信.txt.meta.yaml"):
        (mixed / BUDGETS / name).unlink()
    return mixed


FORMS = {
    "text": ("annotation=原件在柜中", "annotation", "原件在柜中"),
    "text with =": ("annotation=a=b", "annotation", "a=b"),
    "text with a colon": ("title=党课: 第一讲", "title", "党课: 第一讲"),
    "text that looks like a number": ("annotation=0012", "annotation", "0012"),
    "text that looks like no": ("annotation=no", "annotation", "no"),
    "text with a hash": ("annotation=甲 #1", "annotation", "甲 #1"),
    "full-width sign": ("annotation＝原件", "annotation", "原件"),
    "list": ("author=[甲, 乙]", "author", ["甲", "乙"]),
    "list as people write it": (
        "author=甲、乙，丙, 丁；戊;己",
        "author",
        ["甲", "乙", "丙", "丁", "戊", "己"],
    ),
    "list with a stop too many": ("persons=甲、", "persons", "甲"),
    "one value with a comma": ('author=["甲,乙"]', "author", ["甲,乙"]),
    "a comma in a text": ("title=甲，乙、丙", "title", "甲，乙、丙"),
    "list, dotted": ("covers.persons=甲、乙", "covers", {"persons": ["甲", "乙"]}),
    "text for a list": ("author=甲", "author", "甲"),
    "mapping": ("event={expected: 18, present: 16}", "event", {"expected": "18", "present": "16"}),
    "list of mappings": ("waivers=[]", "waivers", None),
    "dotted": ("event.expected=18", "event", {"expected": "18"}),
    "Chinese field": ("附注=原件在柜中", "annotation", "原件在柜中"),
    "Chinese field, dotted": ("经过.应到=18", "event", {"应到": "18"}),
    "field in another case": ("Annotation=甲", "annotation", "甲"),
    "code by id": ("record_form=letter", "record_form", "letter"),
    "code by label": ("record_form=信件", "record_form", "信件"),
    "code by English label": ("record_form=Letter", "record_form", "Letter"),
}


@pytest.mark.parametrize("form", FORMS)
def test_set_in_every_form(archive: Path, form: str) -> None:
    word, key, value = FORMS[form]
    done(archive, "describe", MEETING, "--set", word)
    written = said(archive / MEETING / "_item.yaml")
    if value is None:
        assert written.get(key) in (None, [], "")
    elif key == "record_form":
        assert written[key] in (value, "letter", "Letter", "信件")
        (shown,) = run(archive, "show", MEETING, "--format", "json").json
        assert shown["values"]["record_form"] == "letter"
    elif key == "author" and value == "甲":
        assert written[key] in ("甲", ["甲"])
    else:
        assert written[key] == value


def test_several_fields_at_once_and_dotted_ones_side_by_side(archive: Path) -> None:
    done(
        archive,
        "describe",
        MEETING,
        "--set",
        "event.expected=18",
        "--set",
        "event.present=16",
        "--set",
        "title=大会",
    )
    written = said(archive / MEETING / "_item.yaml")
    assert written["event"] == {"expected": "18", "present": "16"}
    assert written["title"] == "大会"


def test_a_list_set_several_times_holds_all_that_was_said(archive: Path) -> None:
    words = ("author=甲", "作者=乙、丙", "AUTHOR=[丁]", "covers.persons=甲", "涵盖.人员=乙")
    done(archive, "describe", MEETING, *(part for word in words for part in ("--set", word)))
    written = said(archive / MEETING / "_item.yaml")
    assert written["author"] == ["甲", "乙", "丙", "丁"]
    assert written["covers"] == {"persons": ["甲", "乙"]}


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("title=甲", "题名=乙"),
        ("event.expected=1", "经过.应到=2"),
        ("parts.会议记录.txt.caption=甲", "文件.会议记录.txt.说明=乙"),
    ],
)
def test_two_values_for_what_has_one_are_a_mistake(archive: Path, first: str, then: str) -> None:
    before = bytes_below(archive)
    ran = run(archive, "describe", MEETING, "--set", first, "--set", then)
    assert ran.code == 2
    assert "两个值" in ran.err
    assert bytes_below(archive) == before


def test_a_unit_is_called_by_id_or_name_and_no_other_is_written(archive: Path) -> None:
    before = bytes_below(archive)
    wrong = run(archive, "describe", MEETING, "--set", "unit=园艺会", "--confirm")
    assert wrong.code == 2
    assert "archive.yaml 中没有单位“园艺会”，是不是“园艺社”？" in wrong.err
    assert run(archive, "describe", MEETING, "--set", "unit=club、甲社").code == 2
    assert bytes_below(archive) == before
    done(archive, "describe", MEETING, "--set", "unit=园艺社")
    assert said(archive / MEETING / "_item.yaml")["unit"] == "园艺社"


def test_a_strange_unit_that_stands_there_already_hinders_no_other_field(archive: Path) -> None:
    sidecar = archive / MEETING / "_item.yaml"
    sidecar.write_text(sidecar.read_text("utf-8") + "unit: 甲社\n", "utf-8")
    done(archive, "describe", MEETING, "--set", "title=大会")
    assert said(sidecar)["title"] == "大会"


def test_a_dotted_field_keeps_its_neighbours(archive: Path) -> None:
    done(archive, "describe", MEETING, "--set", "event={expected: 18, present: 16}")
    done(archive, "describe", MEETING, "--set", "经过.实到=17")
    assert said(archive / MEETING / "_item.yaml")["event"] == {"expected": "18", "present": "17"}


PART_WORDS = {
    "role": ("parts.会议记录.txt.role=attendance", "role", "attendance"),
    "caption, by label": ("文件.会议记录.txt.说明=由甲记", "caption", "由甲记"),
    "a date": ("文件.会议记录.txt.date=2025-03-15", "date", "2025-03-15"),
}


@pytest.mark.parametrize("words", PART_WORDS)
def test_of_one_part_what_is_said_may_be_set(archive: Path, words: str) -> None:
    word, key, value = PART_WORDS[words]
    before = said(archive / MEETING / "_item.yaml")
    done(archive, "describe", MEETING, "--set", word)
    after = said(archive / MEETING / "_item.yaml")
    old, new = before.pop("parts"), after.pop("parts")
    assert after == before
    assert [row if row["path"] != "会议记录.txt" else {**row, key: value} for row in old] == new


def test_the_one_file_of_a_record_needs_no_name(archive: Path) -> None:
    done(archive, "describe", BUDGET, "--set", "parts.caption=手写")
    done(archive, "describe", BUDGET, "--set", f"parts.{Path(BUDGET).name}.role=main")
    (part,) = said(archive / f"{BUDGET}.meta.yaml")["parts"]
    assert (part["caption"], part["role"]) == ("手写", "main")


def test_a_part_may_be_told_and_the_record_filed_in_one_go(archive: Path) -> None:
    make_tree(archive, {f"{MEETING}/新.txt": "新"})
    done(archive, "describe", MEETING, "--set", "parts.会议记录.txt.caption=由甲记", "--confirm")
    parts = {part["path"]: part for part in said(archive / MEETING / "_item.yaml")["parts"]}
    assert parts["会议记录.txt"]["caption"] == "由甲记"
    assert "新.txt" in parts


def test_a_mapping_is_not_put_in_the_place_of_words(archive: Path) -> None:
    sidecar = archive / MEETING / "_item.yaml"
    sidecar.write_text(sidecar.read_text("utf-8") + "event: 见会议记录\n", "utf-8")
    before = sidecar.read_bytes()
    ran = run(archive, "describe", MEETING, "--set", "event.expected=18")
    assert ran.code == 2
    assert is_one_line(ran.err)
    assert sidecar.read_bytes() == before


def test_chinese_keys_stay_chinese(small: Small) -> None:
    archive = small({"archive.yaml": ZH, BUDGET: "收入"})
    done(archive, "sync")
    done(archive, "describe", BUDGET, "--set", "title=新题名", "--set", "annotation=甲")
    written = said(archive / f"{BUDGET}.meta.yaml")
    assert written["题名"] == "新题名"
    assert written["附注"] == "甲"
    assert "title" not in written


REFUSED = {
    "an unknown field": ("anotation=甲", "annotation"),
    "an unknown field like none": ("zzzz=甲", "zzzz"),
    "a derived field": ("year=2025", "year"),
    "an unknown code": ("record_form=bugdet", "bugdet"),
    "a day that was never": ("date=2025-02-30", "2025-02-30"),
    "a list for a text": ("title=[甲, 乙]", ""),
    "half a list": ("author=[甲", ""),
    "words for a number": ("event.expected=很多", "很多"),
    "a mapping below a text": ("title.zh=甲", ""),
    "no name": ("=甲", "=甲"),
    "the id": ("id=abc123def456", "id"),
    "the status": ("状态=草稿", "describe --confirm"),
    "the status by id": ("status=filed", "describe --confirm"),
    "the parts": ("文件=", "accept --reason"),
    "the history": ("process=[]", "accept --reason"),
    "a digest": (f"parts.会议记录.txt.sha256={'0' * 64}", "accept --reason"),
    "a part's path": ("文件.会议记录.txt.路径=别处.txt", "文件.会议记录.txt.路径"),
    "an unknown field of a part": ("parts.会议记录.txt.rolle=minutes", "role"),
    "an unknown role of a part": ("parts.会议记录.txt.role=minuets", "minutes"),
    "a part that is not there": ("parts.会议纪录.txt.role=minutes", "会议记录.txt"),
    "no part": ("parts.role=minutes", MEETING),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("wrong", REFUSED)
def test_what_does_not_fit_is_refused_in_one_line_and_nothing_written(
    archive: Path, wrong: str, lang: str
) -> None:
    word, told = REFUSED[wrong]
    before = bytes_below(archive)
    ran = run(archive, "describe", MEETING, "--set", word, lang=lang)
    assert ran.code == 2
    assert is_one_line(ran.err)
    assert told in ran.err
    assert bytes_below(archive) == before


HAND = """\
# 这是手写的，\t别动
id:   7k2m9x4q1b8c
status: draft   # 等核对
'title': "社员大会"
date: 2025-03-14


author:
  - 园艺社
record_form: minutes
security: members
annotation:   |
  第一行
    第二行
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_lines_that_are_not_meant_stay_byte_for_byte(small: Small, newline: str) -> None:
    hand = HAND.replace("\n", newline).encode()
    archive = small({"archive.yaml": EN, f"{MEETING}/会议记录.txt": "大会", f"{MEETING}/_item.yaml": hand})
    done(archive, "describe", MEETING, "--set", "title=春季社员大会")
    after = (archive / MEETING / "_item.yaml").read_bytes()
    changed = [(a, b) for a, b in zip(hand.split(b"\n"), after.split(b"\n"), strict=True) if a != b]
    assert len(changed) == 1
    assert "春季社员大会".encode() in changed[0][1]
    assert b"title" in changed[0][1]


def test_the_same_value_again_changes_nothing(archive: Path) -> None:
    done(archive, "describe", MEETING, "--set", "annotation=甲")
    before = bytes_below(archive)
    ran = done(archive, "describe", MEETING, "--set", "annotation=甲")
    assert bytes_below(archive) == before
    assert "没有" in ran.out or "不变" in ran.out


def test_files_that_prove_nothing_are_filed_with_a_word(archive: Path) -> None:
    make_tree(
        archive, {MEETING: {"到会名单.txt": "", "照片.jpg": b"\xff\xd8\xff\xe0\0\x10JFIF", "白纸.txt": " \n"}}
    )
    done(archive, "sync")
    ran = done(archive, "describe", MEETING, BUDGET, "--confirm", lang="zh")
    (line,) = ran.err.splitlines()
    assert line.startswith(f"注意：“{MEETING}”已归档") and "会议记录" not in line
    assert all(name in line for name in ("到会名单.txt", "照片.jpg", "白纸.txt"))
    assert said(archive / MEETING / "_item.yaml")["status"] == "filed"
    assert said(archive / f"{BUDGET}.meta.yaml")["status"] == "filed"


def test_programs_are_told_of_files_that_prove_nothing(archive: Path) -> None:
    make_tree(archive, {MEETING: {"到会名单.txt": ""}})
    done(archive, "sync")
    told = done(archive, "describe", MEETING, "--confirm", "--format", "json").json
    assert (told["confirmed"], told["unsound"]) == ([MEETING], [{"path": MEETING, "files": ["到会名单.txt"]}])
    assert done(archive, "describe", BUDGET, "--confirm", "--format", "json").json["unsound"] == []


def test_confirm_on_a_folder_files_the_complete_and_names_what_the_others_lack(mixed: Path) -> None:
    before = (mixed / f"{BUDGETS}/来信.txt.meta.yaml").read_bytes()
    ran = run(mixed, "describe", "2025", "--confirm")
    assert ran.code == 2
    assert said(mixed / MEETING / "_item.yaml")["status"] == "filed"
    assert (mixed / f"{BUDGETS}/来信.txt.meta.yaml").read_bytes() == before
    assert "来信.txt" in ran.all
    assert "日期" in ran.all


def test_what_is_filed_is_whole(archive: Path) -> None:
    done(archive, "describe", ".", "--confirm")
    (shown,) = done(archive, "show", MEETING, "--format", "json").json
    assert (shown["status"], shown["missing"], shown["findings"]) == ("filed", [], [])
    assert {part["path"] for part in shown["values"]["parts"]} == {"会议记录.txt", "到会名单.txt"}
    assert all(len(part["sha256"]) == 64 for part in shown["values"]["parts"])
    assert run(archive, "check", "--fail-on", "info").code == 0


def test_what_is_filed_is_what_lies_there_and_not_what_lay_there_at_the_last_sync(archive: Path) -> None:
    (archive / MEETING / "会议记录.txt").write_text("大会通过了章程和预算", encoding="utf-8")
    (archive / MEETING / "会议通知.txt").write_text("三月十四日开会", encoding="utf-8")
    (archive / MEETING / "到会名单.txt").unlink()
    done(archive, "describe", MEETING, "--confirm")
    parts = {part["path"]: part for part in said(archive / MEETING / "_item.yaml")["parts"]}
    assert set(parts) == {"会议记录.txt", "会议通知.txt"}
    assert parts["会议记录.txt"]["size"] == str(len("大会通过了章程和预算".encode()))
    assert run(archive, "check", MEETING, "--fail-on", "warning").code == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("below", [".", LEAF])
def test_below_a_folder_only_what_is_empty_is_filled_in(archive: Path, lang: str, below: str) -> None:
    other = f"{LEAF}/2025-04-01 例会.txt"
    make_tree(archive, {other: "例会"})
    done(archive, "sync")
    done(archive, "describe", MEETING, "--set", "annotation=原件在柜中", "--set", "event.expected=18")
    before = said(archive / MEETING / "_item.yaml")
    asked = ["--set", "annotation=已核对", "--set", "event.place=会议室"]
    ran = run(archive, "describe", below, *asked, lang=lang)
    assert ran.code == 2
    assert [
        MEETING in line
        for line in ran.out.splitlines()
        if {"zh": "别的内容", "en": "something else"}[lang] in line
    ] == [True]
    assert said(archive / MEETING / "_item.yaml") == before
    assert said(archive / f"{other}.meta.yaml")["annotation"] == "已核对"
    done(archive, "describe", below, "--set", "event.place=会议室")
    assert said(archive / MEETING / "_item.yaml")["event"] == {"expected": "18", "place": "会议室"}


@pytest.mark.parametrize("named", [MEETING, f"{MEETING}/_item.yaml", f"{MEETING}/会议记录.txt"])
def test_a_record_that_is_named_itself_may_say_something_else(archive: Path, named: str) -> None:
    done(archive, "describe", MEETING, "--set", "annotation=原件在柜中")
    done(archive, "describe", named, BUDGETS, "--set", "annotation=已核对")
    assert said(archive / MEETING / "_item.yaml")["annotation"] == "已核对"


def test_confirming_with_the_missing_field_in_one_go(mixed: Path) -> None:
    done(
        mixed,
        "describe",
        f"{BUDGETS}/来信.txt",
        "--set",
        "日期=2025",
        "--set",
        "作者=甲",
        "--confirm",
    )
    assert said(mixed / f"{BUDGETS}/来信.txt.meta.yaml")["status"] == "filed"


def test_confirming_what_is_filed_changes_nothing(archive: Path) -> None:
    done(archive, "describe", ".", "--confirm")
    before = bytes_below(archive)
    assert run(archive, "describe", ".", "--confirm").code == 0
    assert bytes_below(archive) == before


@pytest.mark.parametrize("start", ["", "2025", LEAF, MEETING])
@pytest.mark.parametrize("kind", ["from here", "from the root", "absolute", "its sidecar", "a part"])
def test_a_path_may_be_meant_from_anywhere(archive: Path, start: str, kind: str) -> None:
    typed = {
        "from here": os.path.relpath(archive / MEETING, archive / start),
        "from the root": MEETING,
        "absolute": str(archive / MEETING),
        "its sidecar": f"{MEETING}/_item.yaml",
        "a part": f"{MEETING}/会议记录.txt",
    }[kind]
    done(archive / start, "describe", typed, "--set", "annotation=甲")
    assert said(archive / MEETING / "_item.yaml")["annotation"] == "甲"


def test_the_sidecar_of_a_file_names_its_file(archive: Path) -> None:
    done(archive, "describe", f"{BUDGET}.meta.yaml", "--set", "annotation=甲")
    assert said(archive / f"{BUDGET}.meta.yaml")["annotation"] == "甲"


@pytest.mark.parametrize("path", ["../外面.txt", "/etc/passwd", "2025/../../外面"])
def test_what_is_not_in_the_archive_is_refused(archive: Path, path: str) -> None:
    ran = run(archive, "describe", path, "--set", "annotation=甲")
    assert ran.code == 2
    assert is_one_line(ran.err)
    assert str(archive) in ran.err


def test_a_record_that_is_not_there_names_the_nearest(archive: Path) -> None:
    ran = run(archive, "describe", BUDGET.replace("预算", "预箅"), "--set", "annotation=甲")
    assert ran.code == 2
    assert BUDGET in ran.err


def test_before_sync_there_is_nothing_to_describe(small: Small) -> None:
    ran = run(small({"archive.yaml": EN, **PICTURE}), "describe", BUDGET, "--set", "annotation=甲")
    assert ran.code == 2
    assert "archive-tool sync" in ran.err


def test_accept_takes_the_new_file_and_keeps_the_old_digest(archive: Path) -> None:
    done(archive, "describe", ".", "--confirm")
    (old,) = [p["sha256"] for p in said(archive / f"{BUDGET}.meta.yaml")["parts"]]
    (archive / BUDGET).write_text("收入一百二十元", encoding="utf-8")
    done(archive, "sync")
    assert run(archive, "check").code == 1
    done(archive, "accept", BUDGET, "--reason", "更正金额")
    written = said(archive / f"{BUDGET}.meta.yaml")
    (new,) = [p["sha256"] for p in written["parts"]]
    assert new != old
    assert old in str(written["process"])
    assert "更正金额" in str(written["process"])
    assert run(archive, "check").code == 0


def test_accept_of_a_draft_or_without_reason_is_refused(archive: Path) -> None:
    before = bytes_below(archive)
    assert run(archive, "accept", BUDGET, "--reason", "x").code == 2
    assert run(archive, "accept", BUDGET).code == 2
    assert bytes_below(archive) == before


@pytest.mark.parametrize("blank", ["", " ", "\u3000\n"])
def test_a_blank_reason_is_none(archive: Path, blank: str) -> None:
    done(archive, "describe", BUDGET, "--confirm")
    (archive / BUDGET).write_text("收入一百二十元", encoding="utf-8")
    before = bytes_below(archive)
    ran = run(archive, "accept", BUDGET, "--reason", blank)
    assert (ran.code, is_one_line(ran.err)) == (2, True)
    assert "--reason" in ran.err
    assert bytes_below(archive) == before


def test_accept_of_what_has_not_changed_changes_nothing(archive: Path) -> None:
    done(archive, "describe", ".", "--confirm")
    before = bytes_below(archive)
    done(archive, "accept", BUDGET, "--reason", "x")
    assert bytes_below(archive) == before


def test_of_several_units_one_must_be_named_before_a_record_is_filed(tmp_path: Path, own_home: Path) -> None:
    units = "units:\n- {id: a, name: 城东社, kind: club}\n- {id: b, name: 城西社, kind: club}\n"
    root = make_tree(tmp_path / "库", {"archive.yaml": f"scheme: minimal\n{units}", **PICTURE})
    done(root, "sync")
    assert said(root / MEETING / "_item.yaml")["小组"] == ""  # asked for
    assert "小组" not in said(root / f"{BUDGET}.meta.yaml")  # no rule counts budgets
    done(root, "describe", MEETING, "--set", "author=城东社")
    refused = run(root, "describe", MEETING, "--confirm")
    assert "小组" in refused.all
    assert said(root / MEETING / "_item.yaml")["status"] == "draft"
    done(root, "describe", MEETING, "--set", "小组=城东社", "--confirm")
    assert said(root / MEETING / "_item.yaml")["status"] == "filed"
