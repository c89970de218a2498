"""Papers that are handed in tell nothing of what is not for everyone; the archive's own clerk is told all of it."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pytest
from commands import done
from openpyxl import load_workbook
from trees import Picture, make_tree

FOLDER = "2025/10_检查整改/03_整改方案与台账"
DOSSIERS = "2025/07_发展党员/02_发展档案"
LETTERS = "2025/09_党风廉政与监督/06_信访"
DISCIPLINE = "2025/08_党员管理与党费/07_处分与处置"
TALKS = "2025/05_组织生活/02_支委会"
MEETING = "2025/05_组织生活/05_主题党日/2025-03-14 张三13812345678来访"
PLANS = "2025/03_党建责任与计划总结/01_工作计划"
PLAN = f"{PLANS}/2025-02-24 年度工作计划"
SECRET_LEDGER, LEDGER = f"{FOLDER}/2025-04-10 专项整改台账", f"{FOLDER}/2025-09-10 检查整改台账"
CONFIG = f"""\
scheme: school-party-building
language: zh
fonds: {{code: X1, name: 示例小学党支部}}
units: [{{id: b, name: 第一支部, kind: branch, founded: 2024-01-01, members: {{full: 12, probationary: 0}}}}]
map: {{关于周九: "08.07", 周九旧案: "08.07"}}
ignore: ["{DOSSIERS}/草稿赵六/"]
waivers:
- {{code: layout/unknown-folder, path: {LETTERS}/无名卷宗, reason: 王五之事已结, author: 书记13812345678, until: 2027-12-31}}
- {{code: complete/missing, rule: 02.organization-chart.count, reason: 电话13812345678, author: 组织委员13812345678, until: 2027-12-31}}
"""
ITEMS = """\
id: {id}
status: filed
title: {title}
date: {date}
author: [第一支部]
record_form: rectification-ledger
unit: b
security: {security}
items:
- {{no: 1, text: {one}, due: 2025-05-31}}
- {{no: 2, text: 没有总结, due: 2025-06-30}}
"""
DOSSIER = """\
id: dossier00001
status: filed
title: 李四入党申请书
date: 2025-04-08
author: [李四]
record_form: material
persons: [李四]
security: internal
"""
PUNISHED = (
    DOSSIER.replace("李四入党申请书", "孙八警告处分决定")
    .replace("李四", "孙八")
    .replace("dossier00001", "punished0001")
)
TOLD = """\
id: meeting00001
status: filed
title: 张三13812345678 110105199001011234 来访
date: 2025-03-14
author: [第一支部]
record_form: minutes
activity: theme-day
unit: b
security: internal
event: {expected: 12, present: 11, chair: 主持人甲13812345678, recorder: "记录人乙 110105199001011234"}
"""
# A plan for everyone, of which one item speaks of somebody.
YEAR_PLAN = """\
id: plan00000002
status: filed
title: 支部年度计划
date: 2025-01-10
period: "2025"
author: [第一支部]
record_form: annual-plan
unit: b
security: internal
items:
- {no: 1, text: 走访13812345678, owner: 责任人丙13812345678, reason: 电话110105199001011234 打不通, due: 2025-05-31}
- {no: 2, text: 培养李四, owner: 责任人丙, reason: 李四请假, due: 2025-05-31}
- {no: 3, text: 例会, evidence: [丁13812345678.docx], due: 2025-05-31}
"""
# What stands in papers nowhere: names of records and files, of persons, words of ledgers and waivers.
UNTOLD = (
    "李四",
    "王五",
    "赵六",
    "钱七",
    "孙八",
    "周九",
    "警告处分",
    "入党申请书",
    "信访件",
    "无名卷宗",
    "涉密往来",
)
NUMBERS = ("13812345678", "110105199001011234")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    picture: Picture = {
        "archive.yaml": CONFIG,
        f"{DOSSIERS}/2025-04-08 李四入党申请书": {"_item.yaml": DOSSIER, "申请书.txt": ""},
        # One case alone of which a step lacks: its cause has a title of its own.
        f"{DOSSIERS}/2025-06-04 钱七发展党员档案": {
            "2025-06-04 入党申请书.txt": "申请",
            "2025-08-20 思想汇报.txt": "汇报",
        },
        f"{DOSSIERS}/草稿赵六": {"a.txt": "一"},
        # Of a leaf that is restricted in a category that is not; and what speaks of it elsewhere.
        f"{DISCIPLINE}/2025-05-20 孙八警告处分决定": {"_item.yaml": PUNISHED, "决定.txt": ""},
        f"{TALKS}/2025-05-18 研究孙八违纪": {"会议记录.txt": "研究给予孙八警告处分", "签到孙八.jpg": ""},
        "关于周九": {"2025-05-21 周九谈话.txt": ""},
        "在办/08_党员管理与党费/孙八审查": {"谈话笔录.txt": ""},
        f"{TALKS}/2025-06-18 讨论李四转正": {"会议记录.txt": "讨论李四转正"},
        f"{LETTERS}/2025-05-01 王五信访件.txt": "",
        f"{LETTERS}/无名卷宗/信.txt": "一",
        MEETING: {"_item.yaml": TOLD, "会议记录.txt": "主题党日", "签到13812345678.txt": ""},
        # Neither of these two records may be named, though they lie among others.
        f"{PLAN}": {
            "_item.yaml": DOSSIER.replace("李四入党申请书", "涉密往来计划")
            .replace("dossier00001", "plan00000001")
            .replace("persons: [李四]\n", "")
            .replace("author: [李四]", "author: [第一支部]")
            .replace("internal", "work-secret"),
            "涉密往来.txt": "",
        },
        f"{PLANS}/2025-01-10 支部年度计划13812345678": {"_item.yaml": YEAR_PLAN, "计划.txt": "年度计划"},
        SECRET_LEDGER: {
            "_item.yaml": ITEMS.format(
                id="ledger000001",
                title="专项",
                date="2025-04-10",
                security="work-secret",
                one="涉密往来未登记",
            ),
            "台账.txt": "台账",
        },
        LEDGER: {
            "_item.yaml": ITEMS.format(
                id="ledger000002", title="检查", date="2025-09-10", security="internal", one="补齐李四的材料"
            ),
            "台账.txt": "台账",
        },
    }
    root = make_tree(tmp_path_factory.mktemp("discreet") / "档案", picture)
    done(root, "sync")
    return root


def told(file: Path) -> str:
    if file.suffix == ".html":
        return html.unescape(file.read_text("utf-8"))
    parts = ZipFile(file)
    return "".join(
        html.unescape(parts.read(one).decode()) for one in parts.namelist() if one.endswith((".xml", ".rels"))
    )


class Made(NamedTuple):
    papers: dict[str, str]
    clerk: str  # the same audit as JSON


@pytest.fixture(scope="module")
def made(archive: Path) -> Made:
    asked = ("audit", "--year", "2025", "--as-of", "2026-03-01", "--fail-on", "never")
    folder = archive.parent
    papers = {}
    (folder / "earlier.json").write_text(done(archive, *asked, "--format", "json").out, "utf-8")
    for kind in ("html", "docx", "xlsx"):
        against = ("--against", str(folder / "earlier.json")) if kind == "docx" else ()
        by = ("--profile", "annual-assessment") if kind != "docx" else ()
        done(archive, *asked, *against, *by, "--format", kind, "-o", str(folder / f"audit.{kind}"))
        papers[f"audit.{kind}"] = told(folder / f"audit.{kind}")
    for kind in ("html", "docx"):
        file = folder / f"year.{kind}"
        done(archive, "report", "chronicle", "--year", "2025", "--format", kind, "-o", str(file))
        papers[file.name] = told(file)
    for kind in ("text", "json"):
        papers[f"year.{kind}"] = done(archive, "report", "chronicle", "--year", "2025", "--format", kind).out
    done(archive.parent, "audit", str(archive), *asked[1:], "--format", "docx", "-o", str(folder / "schools"))
    papers |= {file.name: told(file) for file in (folder / "schools").iterdir()}
    for kind in ("html", "xlsx"):
        file = folder / f"schools.{kind}"
        done(
            archive.parent,
            "audit",
            str(archive),
            *asked[1:],
            "--strict",
            "--scheme",
            "school-party-building",
            "-o",
            str(file),
        )
        papers[file.name] = told(file)
    done(archive, "inspection-pack", *asked[1:5], "--no-office", "-o", str(folder / "pack"))
    pack = [file for file in (folder / "pack").rglob("*") if file.is_file()]
    papers["pack"] = "".join(f"{file.name} {file.read_text('utf-8', 'replace')}" for file in pack)
    return Made(papers, done(archive, *asked, "--format", "json").out)


def test_no_paper_names_what_is_not_for_everyone(made: Made) -> None:
    assert len(made.papers) >= 7
    assert not {(name, word) for name, paper in made.papers.items() for word in UNTOLD if word in paper}


def test_no_paper_tells_numbers_of_persons_in_titles_and_paths(made: Made) -> None:
    assert not {(name, word) for name, paper in made.papers.items() for word in NUMBERS if word in paper}
    assert "张三138****5678 110105************ 来访" in made.papers["audit.xlsx"]
    # Who led it may be read, and is no number.
    assert "记录人乙 110105************" in made.papers["audit.xlsx"]
    for name in ("audit.xlsx", "audit.docx"):
        assert "主持人甲138****5678" in made.papers[name]
        assert "组织委员138****5678" in made.papers[name]
    for name in ("year.html", "year.docx", "year.text", "year.json"):
        assert "责任人丙138****5678" in made.papers[name] and "走访138****5678" in made.papers[name]


def test_papers_say_that_something_is_there_and_where(made: Made) -> None:
    for name in ("audit.html", "audit.docx", "audit.xlsx"):
        assert "限定查阅范围，名称和内容不列" in made.papers[name]
        assert DOSSIERS in made.papers[name] and LETTERS in made.papers[name]
        # Of the one ledger both entries, of the other the one that names somebody.
        assert "整改台账中另有 3 条限定查阅范围" in made.papers[name]
    assert "没有总结" in made.papers["audit.xlsx"]


def test_the_archives_own_clerk_is_told_everything(made: Made) -> None:
    found = json.loads(made.clerk)
    paths = {one["path"] for one in found["findings"]}
    assert f"{LETTERS}/无名卷宗" in paths
    assert any("2025-05-01 王五信访件.txt" in path for path in paths)
    assert any("李四入党申请书" in path for path in paths)
    (step,) = (one for one in found["findings"] if one["code"] == "complete/step")
    assert "钱七" in step["message"]
    assert any("13812345678" in path for path in paths)
    assert found["colophon"]["waivers"][0]["reason"] == "王五之事已结"


def test_numbers_are_those_that_the_clerk_has(made: Made) -> None:
    summary = json.loads(made.clerk)["summary"]
    assert f"错误 {summary['errors']}" in made.papers["audit.docx"]


def exported(archive: Path, *paths: str) -> tuple[list[str], str, int]:
    file = archive.parent / "台账.xlsx"
    file.unlink(missing_ok=True)
    ran = done(archive, "rectify", "export", *paths, "--format", "json", "-o", str(file))
    rows = list(load_workbook(file).worksheets[0].iter_rows(min_row=2, values_only=True))
    return [str(row[1]) for row in rows], ran.err, json.loads(ran.out)["withheld"]


def test_a_ledger_that_is_not_for_everyone_is_sent_out_only_when_it_is_named(archive: Path) -> None:
    texts, said, withheld = exported(archive)
    assert (texts, withheld) == (["没有总结"], 3)
    assert "另有 3 条" in said
    # A folder around it does not name it.
    assert exported(archive, FOLDER)[0] == ["没有总结"]
    texts, said, withheld = exported(archive, SECRET_LEDGER)
    assert (texts, withheld) == (["涉密往来未登记", "没有总结"], 0)
    assert "另有" not in said


def test_a_file_in_which_they_were_left_out_changes_nothing_when_it_comes_back(archive: Path) -> None:
    exported(archive)
    ran = done(archive, "rectify", "import", str(archive.parent / "台账.xlsx"), "--format", "json")
    assert [one["changes"] for one in json.loads(ran.out)["ledgers"]] == [[]]
