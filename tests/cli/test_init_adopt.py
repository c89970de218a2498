"""init --adopt: a tree that is there becomes an archive where it lies, once a person has looked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import bytes_below, done, is_one_line, run
from plain_yaml import safe_load
from trees import Picture, make_tree

OLD: Picture = {
    "党建/三会一课/支部大会/2025年": {
        "2025年3月14日支部党员大会会议记录.txt": "一季度的会",
        "2025年3月14日支部党员大会签到表.txt": "甲乙丙",
        "2025.6.20支部党员大会": {"会议记录.txt": "二季度的会", "签到表.txt": "甲乙"},
    },
    "党建/三会一课/支部大会/2019年/支部大会.txt": "很久以前的会",
    "党建/三会一课/党小组会/第一党小组/2025-03-01 党小组会.txt": "小组的会",
    "党建/青年教师党课/讲稿.txt": "不一定是党课",
    "教学/教案.txt": "与党建无关",
    "散.txt": "散放的",
}


@pytest.fixture
def old(tmp_path: Path, own_home: Path) -> Path:
    return make_tree(tmp_path / "示例小学", OLD)


def adopted(old: Path, *words: str) -> dict[str, str | None]:
    found = done(old.parent, "init", "--adopt", old.name, "--format", "json", *words).json
    return {row["folder"]: row["leaf"] and f"{row['leaf']} {row['certainty']}" for row in found["proposals"]}


LEAVES = {
    "": None,
    "党建/三会一课/党小组会": "05.03 certain",
    "党建/三会一课/支部大会": "05.01 certain",
    "党建/青年教师党课": "05.04 likely",
    "教学": None,
}


def test_it_proposes_and_writes_nothing(old: Path) -> None:
    before = bytes_below(old, besides=())
    assert adopted(old) == LEAVES
    for lang, words in (
        ("zh", ("支部党员大会", "确定", "--yes")),
        ("en", ("Group meeting", "certain", "--yes")),
    ):
        out = done(old, "init", "--adopt", lang=lang).out
        assert not [word for word in words if word not in out], out
    assert bytes_below(old, besides=()) == before


def test_with_yes_it_writes_archive_yaml_and_moves_nothing(old: Path) -> None:
    before = bytes_below(old)
    ran = done(old.parent, "init", "--adopt", old.name, "--yes", "--since", "2025")
    assert "archive.yaml" in ran.out
    after = bytes_below(old)
    text = after.pop("archive.yaml").decode()
    assert after == before
    config = safe_load(text)
    assert config["since"] == 2025
    assert config["map"] == {"党建/三会一课/党小组会": "05.03", "党建/三会一课/支部大会": "05.01"}
    assert [(unit["name"], unit["kind"]) for unit in config["units"]] == [
        ("示例小学", "branch"),
        ("第一党小组", "group"),
    ]
    assert '# "党建/青年教师党课": "05.04"' in text
    assert '# "教学": ""' in text


def test_the_adopted_archive_is_audited_from_the_first_year_on(old: Path) -> None:
    done(old.parent, "init", "--adopt", old.name, "--yes", "--since", "2025")
    assert run(old, "sync").code == 0
    report = run(old, "audit", "--as-of", "2025-07-20", "--format", "json").json
    held = {r["period"]: r["found"] for r in report["coverage"] if r["rule"] == "05.branch-assembly.count"}
    assert (held["2025-Q1"], held["2025-Q2"]) == (1, 1)
    group = {
        r["period"]: r["whom"]
        for r in report["coverage"]
        if r["rule"] == "05.group-meeting.count" and r["found"]
    }
    assert group == {"2025-03": "group-1"}
    assert not [f for f in report["findings"] if "2019年" in f["path"]]
    strangers = {f["path"] for f in report["findings"] if f["code"] == "layout/unknown-folder"}
    assert strangers == {"党建/青年教师党课", "教学"}
    assert "2019年/支部大会.txt" in done(old, "search", "很久以前").out
    done(old, "init", "--year", "2026")
    assert (old / "2026/05_组织生活/01_支部党员大会").is_dir()


def test_since_is_this_year_unless_told(old: Path) -> None:
    from datetime import date

    done(old.parent, "init", "--adopt", old.name, "-o", "看看.yaml")
    assert safe_load((old.parent / "看看.yaml").read_text("utf-8"))["since"] == date.today().year
    assert not (old / "archive.yaml").exists()


NAMES = ['引"号', "反\\斜", "冒: 号", "# 井", "- 横", "全\u3000角", "{花}", "空 格 ", "换\u2028行"]


@pytest.mark.skipif("sys.platform == 'win32'", reason="names that Windows does not take")
def test_whatever_a_folder_is_called_archive_yaml_can_be_read(tmp_path: Path, own_home: Path) -> None:
    root = make_tree(
        tmp_path / '库"1"', {f"{name}/党课/讲稿.txt": "讲" for name in NAMES if "\\" not in name}
    )
    done(root, "init", "--adopt", "--yes")
    config = safe_load((root / "archive.yaml").read_text("utf-8"))
    assert set(config["map"]) == {f"{name}/党课" for name in NAMES if "\\" not in name}
    report = run(root, "check", "--format", "json").json
    assert report["summary"]["records"] == len(config["map"])


REFUSED = {
    "an archive": (["init", "--adopt", "库"], 2),
    "inside an archive": (["init", "--adopt", "库/收件箱"], 2),
    "nothing there": (["init", "--adopt", "没有"], 2),
    "a file": (["init", "--adopt", "示例小学/散.txt"], 2),
    "over a file": (["init", "--adopt", "示例小学", "-o", "有.yaml"], 2),
    "two places to write": (["init", "--adopt", "示例小学", "--yes", "-o", "新.yaml"], 2),
    "a year to add": (["init", "--adopt", "示例小学", "--year", "2025"], 2),
    "yes without adopt": (["init", "新", "--yes"], 2),
    "since without adopt": (["init", "新", "--since", "2025"], 2),
    "a scheme nobody knows": (["init", "--adopt", "示例小学", "--scheme", "maximal"], 2),
}


@pytest.mark.parametrize("wrong", REFUSED)
def test_it_refuses_in_one_line_and_changes_nothing(old: Path, wrong: str) -> None:
    done(old.parent, "init", "库", "--year", "2025")
    (old.parent / "有.yaml").write_text("别动", encoding="utf-8")
    before = bytes_below(old.parent, besides=())
    words, code = REFUSED[wrong]
    ran = run(old.parent, *words)
    assert (ran.code, is_one_line(ran.err)) == (code, True), ran.err
    assert bytes_below(old.parent, besides=()) == before


def test_an_empty_folder_has_nothing_to_propose(tmp_path: Path, own_home: Path) -> None:
    (tmp_path / "空").mkdir()
    assert "archive-tool init" in done(tmp_path, "init", "--adopt", "空").out
    assert json.loads(done(tmp_path, "init", "--adopt", "空", "--format", "json").out)["proposals"] == []


def test_another_scheme_has_other_words(tmp_path: Path, own_home: Path) -> None:
    make_tree(
        tmp_path / "club", {"old/Meetings/1.txt": "1", "old/budgets 2024/1.txt": "2", "old/杂/3.txt": "3"}
    )
    found = done(tmp_path, "init", "--adopt", "club", "--scheme", "minimal", "--format", "json").json
    assert {row["folder"]: row["leaf"] for row in found["proposals"]} == {
        "old/Meetings": "10.2",
        "old/budgets 2024": "30.1",
        "old/杂": None,
    }


def test_init_speaks_json_too(tmp_path: Path, own_home: Path) -> None:
    made = done(tmp_path, "init", "库", "--year", "2025", "--format", "json").json
    assert made["root"] == str(tmp_path / "库")
    assert "archive.yaml" in made["made"]


@pytest.mark.parametrize("folder", ["{unit}/主题党日", "2025年/主题党日/{unit}"])
def test_what_two_branches_did_counts_for_each(tmp_path: Path, own_home: Path, folder: str) -> None:
    files: Picture = {
        f"{folder.format(unit=unit)}/2025-0{month}-14 主题党日记录.txt": unit
        for month, unit in ((1, "第一党支部"), (2, "第二党支部"))
    }
    root = make_tree(tmp_path / "旧资料", files)
    done(tmp_path, "init", "--adopt", root, "--yes", "--since", "2025")
    done(root, "sync")
    rows = run(root, "audit", "--year", "2025", "--as-of", "2025-12-31", "--format", "json").json["coverage"]
    met = {(r["unit"], r["period"]) for r in rows if r["subject"] == "activity:theme-day" and r["found"]}
    assert met == {("branch-1", "2025-01"), ("branch-2", "2025-02")}
