"""An audit of the sample tells what its README says was planted, and nothing else."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from commands import run

LIFE = "2025/05_组织生活"
LESSONS, THEME_DAYS = f"{LIFE}/04_党课", f"{LIFE}/05_主题党日"
FEATURES = "2025/13_品牌载体与典型案例"

# (code, unit, period, path); drafts stand below.
PLANTED = [
    ("complete/missing", "branch-1", "2025-Q3", f"{LIFE}/01_支部党员大会"),
    ("complete/missing", "branch-1", "2025-02", THEME_DAYS),
    ("complete/missing", "branch-1", "2025-08", THEME_DAYS),
    ("complete/overdue", "committee", "2025-11-30", "2025/10_检查整改/03_整改方案与台账/2025-10-20 下半年自查整改清单"),
    ("complete/overdue", "branch-1", "2025-05-30", "2025/03_党建责任与计划总结/01_工作计划/2025-03-17 2025年党支部工作计划"),
    ("complete/role", "branch-1", "2025-11-21", f"{LESSONS}/2025-11-21 党课 守住教室里的分寸"),
    ("complete/role", "branch-2", "2025-12-11", f"{LESSONS}/2025-12-11 党课 冬天里的安全课"),
    ("file/damaged", None, None, "2025/06_学习教育/03_集中学习/2025-04-25 集中学习笔记.docx"),
    ("file/duplicate", None, None, "2025/11_党务校务公开/04_财务公开/2025-10-15 北楼屋面维修经费使用公示.pdf"),
    ("file/empty", "branch-1", None, f"{FEATURES}/05_典型案例/2025-10-30 图书室多开一小时/照片说明.txt"),
    ("file/encrypted", None, None, "2025/06_学习教育/08_远程教育/2025-11-30 远程教育学时统计表.xlsx"),
    ("fixity/changed", "branch-1", None, "2025/03_党建责任与计划总结/02_工作总结/2025-12-30 2025年度党支部工作总结.docx"),
    ("fixity/missing", "committee", None, "2025/09_党风廉政与监督/05_审计与专项检查/2025-06-12 廉洁家访专项检查/家长回访记录.docx"),
    ("layout/litter", None, None, f"{FEATURES}/01_特色活动/2025-05-23 特色活动 小小讲解员/Thumbs.db"),
    ("layout/stray-file", None, None, "2025/06_学习教育/学习资料汇总.txt"),
    ("layout/unknown-folder", None, None, f"{LIFE}/09_谈心谈话/新建文件夹"),
    ("layout/wrong-year", None, None, f"{FEATURES}/07_宣传报道/2024-11-08 消防演练简报.txt"),
    ("sidecar/invalid", None, None, f"{LESSONS}/2025-10-31 党员示范课听课安排.docx.meta.yaml"),
    ("sidecar/invalid", "branch-1", None, "2025/11_党务校务公开/02_党务公开/2025-07-10 上半年党费收缴公示.pdf.meta.yaml"),
    ("sidecar/orphan", None, None, f"{FEATURES}/07_宣传报道/2025-10-17 国庆主题班会简报.docx.meta.yaml"),
    ("sidecar/unknown-field", "branch-1", None, "2025/01_综合管理与制度/01_上级文件/2025-02-20 关于做好党建工作档案整理的通知.pdf.meta.yaml"),
]  # fmt: skip
DRAFTS = {
    "2025/03_党建责任与计划总结/02_工作总结": 1,
    f"{LIFE}/01_支部党员大会": 2,
    f"{LIFE}/02_支委会": 1,
    THEME_DAYS: 1,
    "2025/06_学习教育/03_集中学习": 1,
    "2025/06_学习教育/05_心得与理论文章": 1,
    "2025/06_学习教育/08_远程教育": 1,
    "2025/11_党务校务公开/04_财务公开": 1,
    f"{FEATURES}/07_宣传报道": 2,
}


@pytest.fixture(scope="module")
def audited(synced_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    # An audit is remembered, and the next one says what is new since: not in the folder others copy.
    own = shutil.copytree(synced_sample, tmp_path_factory.mktemp("audited") / "样例", symlinks=True)
    report = run(own, "audit", "--year", "2025", "--as-of", "2025-12-31", "--format", "json").json
    assert isinstance(report, dict)
    return report


def told(finding: dict[str, Any]) -> tuple[str, str | None, str | None, str]:
    return finding["code"], finding["unit"], finding["period"], finding["path"]


def test_exactly_what_was_planted_is_found(audited: dict[str, Any]) -> None:
    found = [f for f in audited["findings"] if f["code"] != "sidecar/draft"]
    assert sorted(map(told, found), key=str) == sorted(PLANTED, key=str)


def test_what_has_no_sidecar_is_a_draft(audited: dict[str, Any]) -> None:
    drafts = {f["path"] for f in audited["findings"] if f["code"] == "sidecar/draft"}
    assert drafts == set(DRAFTS)
    assert sum(DRAFTS.values()) == 11


def test_everything_was_counted_for_somebody(audited: dict[str, Any]) -> None:
    assert [one for one in audited["not_run"] if one["check"] == "count"] == []
    counted = {row["unit"] for row in audited["coverage"] if row["kind"] == "count"}
    assert counted == {"committee", "branch-1", "branch-2"}
    groups = {(row["unit"], row["rule"]) for row in audited["coverage"] if row["unit"] not in counted}
    judged = ("05.group-meeting.roles", "05.minutes.distinct")
    assert groups == {(group, rule) for group in ("group-1", "group-2") for rule in judged}


def test_the_joint_afternoon_serves_both_branches_in_both_activities(audited: dict[str, Any]) -> None:
    joint = f"{THEME_DAYS}/2025-09-30 两支部联合主题党日暨党课 把名字念对"
    rows = [row for row in audited["coverage"] if row["kind"] == "count" and joint in row["records"]]
    assert sorted((row["unit"], row["subject"], row["period"]) for row in rows) == [
        ("branch-1", "activity:party-lesson", "2025"),
        ("branch-1", "activity:theme-day", "2025-09"),
        ("branch-2", "activity:party-lesson", "2025"),
        ("branch-2", "activity:theme-day", "2025-09"),
    ]


def test_the_readme_tells_the_same_in_both_languages(synced_sample: Path) -> None:
    rows = [
        [cell.strip().strip("`") for cell in row.split("|")[1:-1]]
        for row in (synced_sample / "README.md").read_text("utf-8").splitlines()
        if row.startswith("| `2025/")
    ]
    # Two theme days stand in one row of each language.
    planted = Counter((code, path) for code, _, _, path in set(PLANTED))
    planted["complete/missing", THEME_DAYS] -= 1
    assert Counter((code, path) for path, _, code in rows) == Counter(
        {place: 2 * count for place, count in planted.items()}
    )


def test_the_readme_names_no_code_that_the_sample_does_not_give(synced_sample: Path) -> None:
    named = set(re.findall(r"`([a-z]+/[a-z-]+)`", (synced_sample / "README.md").read_text("utf-8")))
    # Before its first sync records have no sidecar.
    assert named == {code for code, _, _, _ in PLANTED} | {"sidecar/draft", "sidecar/missing"}
