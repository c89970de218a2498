"""What a person wrote in a draft stays, understood or not; what a draft lacks to be filed is named."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml
from commands import done, run
from pictures import opened
from trees import make_tree

from archive_tool.app.opening import load_scheme
from archive_tool.app.sidecar_plans import _in_order
from archive_tool.app.sync import sync
from archive_tool.core.scheme import Requirement

LEAF = "2025/05_组织生活/01_支部党员大会"
CONFIG = (
    "scheme: school-party-building\nlanguage: zh\nunits: [{id: b, name: 示例支部, kind: branch, members: 5}]\n"
    "since: 2025\n"
)
FILE = f"{LEAF}/2025-03-14 支部党员大会记录.txt"


def written(root: Path, path: str) -> dict[str, object]:
    read: dict[str, object] = yaml.load((root / path).read_text("utf-8"), yaml.BaseLoader)
    return read


@pytest.mark.parametrize(
    "line",
    [
        "密级: 机密",
        "security: secret",
        "日期: 2025年9月31日",
        "材料形式: 会议纪录本x",
        "活动: 支部大会会",
        "责任者: {姓名: 甲}",
    ],
)
def test_sync_never_replaces_what_it_does_not_understand(tmp_path: Path, line: str) -> None:
    sidecar = f"id: abc123def456\nstatus: draft\n题名: 大会\n{line}\n"
    root = make_tree(tmp_path / "库", {"archive.yaml": CONFIG, FILE: "大会", f"{FILE}.meta.yaml": sidecar})
    done(root, "sync")
    assert (root / f"{FILE}.meta.yaml").read_text("utf-8").startswith(sidecar)
    findings = run(root, "check", "--format", "json").json["findings"]
    assert any(f["code"] == "sidecar/invalid" and f["line"] == 4 for f in findings)


def test_a_hand_written_draft_without_id_and_status_gets_them(tmp_path: Path) -> None:
    root = make_tree(
        tmp_path / "库", {"archive.yaml": CONFIG, FILE: "大会", f"{FILE}.meta.yaml": "题名: 大会\n"}
    )
    done(root, "sync")
    read = written(root, f"{FILE}.meta.yaml")
    assert len(str(read["id"])) == 12
    assert (read["status"], read["题名"]) == ("draft", "大会")


PARTS = {
    "zh": "组成文件:\n# 说明\n- {path: 活动方案.txt, role: plan, caption: 我的, 题注: 我写的, 日期: 大约一月}   # 旁注\n",
    "en": "parts:\n# a note\n- {path: 活动方案.txt, role: plan, caption: mine, captoin: my own, date: about January}   # beside\n",
}
STEPS = {
    "zh": "管理过程:\n- {when: 去年夏天, action: 移交, 经手: 丁}\n",
    "en": "process:\n- {when: last summer, action: handed over, by: 丁}\n",
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_sync_keeps_what_was_written_about_a_part(tmp_path: Path, language: str) -> None:
    folder = f"{LEAF}/2025-03-14 支部党员大会"
    root = make_tree(
        tmp_path / "库",
        {
            "archive.yaml": CONFIG.replace("language: zh", f"language: {language}"),
            f"{folder}/活动方案.txt": "方案",
            f"{folder}/_item.yaml": PARTS[language] + STEPS[language],
        },
    )
    done(root, "sync", lang=language)
    after = (root / folder / "_item.yaml").read_text("utf-8")
    # The row has size and digest; all else is as it was, in its place.
    assert re.sub(r", size: 6, sha256: \w{64}", "", after).startswith(PARTS[language] + STEPS[language])
    done(root, "sync", lang=language)
    assert (root / folder / "_item.yaml").read_text("utf-8") == after


TOLD = {
    "zh": {"sync": "行为: 文件更新（更新前：OLD）", "accept": "行为: 接受变更：更正（变更前：OLD）"},
    "en": {
        "sync": 'action: "files updated (before: OLD)"',
        "accept": 'action: "accepted: 更正 (before: OLD)"',
    },
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("command", ["sync", "accept"])
def test_a_new_step_leaves_the_others_as_they_are(tmp_path: Path, language: str, command: str) -> None:
    roster = "2025/08_党员管理与党费/01_党员名册/2025-01-05 党员名册.txt"
    parts = {
        "zh": "组成文件:\n- {role: main, 备查: 在柜",
        "en": "parts:\n- {role: main, kept: in the cupboard",
    }[language]
    head = "id: abc123def456\nstatus: filed\ntitle: 名册\ndate: 2025-01-05\nauthor: 甲\nrecord_form: roster\nsecurity: internal\n"
    sidecar = f'{head}{parts}, size: 3, sha256: "{"0" * 64}"}}\n{STEPS[language]}'
    config = CONFIG.replace("language: zh", f"language: {language}")
    root = make_tree(
        tmp_path / "库", {"archive.yaml": config, roster: "名册", f"{roster}.meta.yaml": sidecar}
    )
    words = ["accept", roster, "--reason", "更正"] if command == "accept" else ["sync"]
    done(
        root, *words, lang="en" if language == "zh" else "zh"
    )  # whoever runs it: the sidecar's language counts
    after = (root / f"{roster}.meta.yaml").read_text("utf-8")
    step = after.splitlines()[-1]
    assert after.removesuffix(step + "\n") == re.sub(
        '3, sha256: "0*"', f"6, sha256: {sha256('名册'.encode()).hexdigest()}", sidecar
    )
    assert step.startswith({"zh": "- {时间: ", "en": "- {when: "}[language])
    assert TOLD[language][command].replace("OLD", f"2025-01-05 党员名册.txt sha256 {'0' * 64}") in step


def test_accepting_a_loss_notes_what_was_said_of_the_lost_part(tmp_path: Path) -> None:
    folder = f"{LEAF}/2025-03-14 支部党员大会"
    sidecar = "status: filed\ntitle: 大会\n组成文件:\n- {path: 照片.jpg, 说明: 甲在讲话, 备查: [在, 柜]}\n- {path: 一.txt}\n"
    root = make_tree(
        tmp_path / "库", {"archive.yaml": CONFIG, f"{folder}/一.txt": "一", f"{folder}/_item.yaml": sidecar}
    )
    done(root, "accept", folder, "--reason", "照片遗失")
    step = (root / folder / "_item.yaml").read_text("utf-8").splitlines()[-1]
    assert "照片.jpg" in step
    assert "说明: 甲在讲话, 备查: [在, 柜]" in step
    assert "照片遗失" in step


BRACES = {
    "zh": ("{题名: 我写的, 附注: 甲}  # 注\n", "{题名: 我写的, 附注: 甲, ", "}  # 注\n"),
    "en": ("{title: mine,  # a note\n annotation: }\n", "{", "title: mine,  # a note\n annotation: }\n"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_sidecar_in_braces_is_filled_in_like_any_other(tmp_path: Path, language: str) -> None:
    sidecar, begins, ends = BRACES[language]
    config = CONFIG.replace("language: zh", f"language: {language}")
    root = make_tree(tmp_path / "库", {"archive.yaml": config, FILE: "大会", f"{FILE}.meta.yaml": sidecar})
    done(root, "sync", lang=language)
    after = (root / f"{FILE}.meta.yaml").read_text("utf-8")
    assert after.startswith(begins)
    assert after.endswith(ends)
    read: Any = written(root, f"{FILE}.meta.yaml")
    assert len(read["id"]) == 12
    assert len(read.get("parts", read.get("组成文件"))[0]["sha256"]) == 64
    author = {"zh": "责任者=甲", "en": "author=甲"}[language]
    done(root, "describe", FILE, "--set", author, "--confirm", lang=language)
    assert written(root, f"{FILE}.meta.yaml")["status"] == "filed"


@pytest.mark.parametrize(
    ("language", "told"), [("zh", "不能安全地改动"), ("en", "does not allow a safe change")]
)
def test_a_sidecar_that_cannot_be_changed_safely_is_named(tmp_path: Path, language: str, told: str) -> None:
    sidecar = "---\n...\n"
    root = make_tree(tmp_path / "库", {"archive.yaml": CONFIG, FILE: "大会", f"{FILE}.meta.yaml": sidecar})
    for path in (root / FILE, root / f"{FILE}.meta.yaml"):  # what is new is looked at again
        os.utime(path, (1_700_000_000, 1_700_000_000))
    ran = done(root, "sync", lang=language)
    (line,) = [line for line in ran.out.splitlines() if told in line]
    assert f"{FILE}.meta.yaml" in line
    assert (root / f"{FILE}.meta.yaml").read_text("utf-8") == sidecar
    assert done(root, "sync", "--format", "json").json["deferred"] == [f"{FILE}.meta.yaml"]
    with opened(root) as archive:
        assert sync(archive, date.today(), lambda: "abc123def456").again == ()


def test_what_cannot_be_told_apart_is_not_touched(tmp_path: Path) -> None:
    folder = f"{LEAF}/2025-03-14 支部党员大会"
    sidecar = "status: filed\ntitle: 大会\n组成文件:\n- 一.txt\n"
    root = make_tree(
        tmp_path / "库", {"archive.yaml": CONFIG, f"{folder}/一.txt": "一", f"{folder}/_item.yaml": sidecar}
    )
    refused = run(root, "accept", folder, "--reason", "更正")
    assert refused.code == 2
    assert "组成文件" in refused.all
    done(root, "sync")
    assert (root / folder / "_item.yaml").read_text("utf-8") == sidecar
    findings = run(root, "check", "--format", "json").json["findings"]
    assert any(f["code"] == "sidecar/invalid" and f["line"] == 4 for f in findings)


def test_what_the_category_asks_for_is_asked_before_filing(tmp_path: Path) -> None:
    sidecar = "id: abc123def456\nstatus: draft\n题名: 情况\n日期: 2025-03-14\n责任者: 示例支部\n材料形式: 会议记录\n密级: 内部\n"
    name = f"{LEAF}/2025-03-14 主题党日记录.txt"  # the title contradicts the folder: no activity is derived
    root = make_tree(tmp_path / "库", {"archive.yaml": CONFIG, name: "情况", f"{name}.meta.yaml": sidecar})
    done(root, "sync")
    refused = run(root, "describe", name, "--confirm")
    assert refused.code == 2
    assert "活动" in refused.out
    assert written(root, f"{name}.meta.yaml")["status"] == "draft"


def test_a_copied_draft_is_not_filed_with_the_id_of_the_other(tmp_path: Path) -> None:
    root = make_tree(
        tmp_path / "库", {"archive.yaml": CONFIG, f"{LEAF}/2025-03-14 大会": {"会议记录.txt": "大会"}}
    )
    done(root, "sync")
    first, copy = root / LEAF / "2025-03-14 大会", root / LEAF / "2025-03-14 大会 - 副本"
    copy.mkdir()
    for file in first.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    assert run(root, "describe", f"{LEAF}/2025-03-14 大会 - 副本", "--confirm").code == 2
    assert written(copy, "_item.yaml")["status"] == "draft"


def test_a_filed_record_without_digests_is_told_as_not_checked(tmp_path: Path) -> None:
    sidecar = (
        "id: abc123def456\nstatus: filed\n题名: 大会\n日期: 2025-03-14\n责任者: 示例支部\n材料形式: 会议记录\n"
        "活动: 支部党员大会\n密级: 内部\n"
    )
    root = make_tree(tmp_path / "库", {"archive.yaml": CONFIG, FILE: "大会", f"{FILE}.meta.yaml": sidecar})
    done(root, "sync")
    not_run = run(root, "check", "--format", "json").json["not_run"]
    assert [(n["check"], n["path"]) for n in not_run] == [("fixity", FILE)]
    done(root, "accept", FILE, "--reason", "补登校验码")
    assert run(root, "check", "--format", "json").json["not_run"] == []


MINUTES = "示例支部党员大会会议记录\n时间：2025年3月14日下午\n地点：会议室\n主持人：甲　记录人：乙\n"
NAMELESS = f"{LEAF}/会议记录.txt"


def test_a_draft_says_what_the_text_says(tmp_path: Path) -> None:
    root = make_tree(tmp_path / "库", {"archive.yaml": CONFIG, NAMELESS: MINUTES})
    done(root, "sync")
    read = written(root, f"{NAMELESS}.meta.yaml")
    assert read["题名"] == "示例支部党员大会会议记录"
    assert (read["日期"], read["活动"], read["责任者"]) == ("2025-03-14", "支部党员大会", ["示例支部"])


def test_what_an_earlier_program_left_empty_is_filled_though_no_file_changed(tmp_path: Path) -> None:
    root = make_tree(tmp_path / "库", {"archive.yaml": CONFIG, NAMELESS: MINUTES})
    done(root, "sync")
    sidecar = root / f"{NAMELESS}.meta.yaml"
    whole = sidecar.read_text("utf-8")
    # As a program would have written it that reads no dates in texts.
    sidecar.write_text(
        whole.replace("日期: 2025-03-14", "日期:").replace("题名: 示例", "题名: 甲改过的示例"), "utf-8"
    )
    done(root, "sync")
    read = written(root, f"{NAMELESS}.meta.yaml")
    assert (read["日期"], read["题名"]) == ("2025-03-14", "甲改过的示例支部党员大会会议记录")


def test_what_is_derived_rests_on_the_form_a_person_gave(tmp_path: Path) -> None:
    sidecar = "id: abc123def456\nstatus: draft\n材料形式: 方案计划\n日期:\n"
    root = make_tree(
        tmp_path / "库", {"archive.yaml": CONFIG, NAMELESS: MINUTES, f"{NAMELESS}.meta.yaml": sidecar}
    )
    done(root, "sync")
    assert written(root, f"{NAMELESS}.meta.yaml")["日期"] == ""  # a plan is not of the day it plans


def test_a_title_from_the_text_stays_when_its_file_is_moved(tmp_path: Path) -> None:
    root = make_tree(tmp_path / "库", {"archive.yaml": CONFIG, NAMELESS: MINUTES})
    done(root, "sync")
    before = written(root, f"{NAMELESS}.meta.yaml")
    moved = f"{LEAF.replace('2025', '2026', 1)}/会议记录.txt"
    (root / moved).parent.mkdir(parents=True, exist_ok=True)
    (root / NAMELESS).rename(root / moved)
    done(root, "sync")
    assert written(root, f"{moved}.meta.yaml") == before


def test_a_field_that_drafts_leave_out_is_no_empty_key_even_where_it_is_required() -> None:
    scheme = load_scheme("school-party-building", Path())
    minutes = scheme.forms["minutes"]
    asked = {**minutes.requirements, "urgency": Requirement("required"), "keywords": Requirement("required")}
    made = replace(scheme, forms={**scheme.forms, "minutes": minutes._replace(requirements=asked)})
    assert "keywords" in _in_order(made, {}, "minutes", set())
    assert "urgency" not in _in_order(made, {}, "minutes", set())
    assert _in_order(made, {"urgency": "急"}, "minutes", set())["urgency"] == "急"
