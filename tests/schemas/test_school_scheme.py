"""The school party-building scheme: its fixed folders, words and cadences."""

from __future__ import annotations

import re
from typing import Any

import pytest
from scheme_files import leaves_of, load_scheme, rules_of
from system_cadences import SYSTEMS, SYSTEMS_OFF

PARTY_UNITS = {"committee", "general-branch", "branch"}

# The leaves are fixed: archives on disk bear these names.
LEAVES = {
    "01_综合管理与制度": "01_上级文件 02_制度汇编 03_归档与移交 04_大事记 05_综合事务",
    "02_组织机构与班子": "01_组织机构图 02_设立与隶属 03_委员与分工 04_换届选举 05_交叉任职 06_党小组",
    "03_党建责任与计划总结": "01_工作计划 02_工作总结 03_责任书 04_述职评议 05_党建工作会议 06_专题研究 07_工作例会"
    " 08_请示报告 09_统计年报",
    "04_议事决策": "01_议事规则 02_党组织会议 03_校长办公会议 04_三重一大",
    "05_组织生活": "01_支部党员大会 02_支委会 03_党小组会 04_党课 05_主题党日 06_组织生活会 07_民主评议党员"
    " 08_民主生活会 09_谈心谈话 10_双重组织生活",
    "06_学习教育": "01_学习计划 02_中心组学习 03_集中学习 04_学习考勤与通报 05_心得与理论文章 06_课题研究 07_教育培训"
    " 08_远程教育 09_主题教育",
    "07_发展党员": "01_发展计划与名册 02_发展档案",
    "08_党员管理与党费": "01_党员名册 02_党内统计 03_组织关系 04_党费 05_党员考核 06_评优表彰 07_处分与处置",
    "09_党风廉政与监督": "01_责任制 02_廉政承诺 03_廉政谈话 04_监督意见 05_审计与专项检查 06_信访",
    "10_检查整改": "01_检查通知与自查 02_反馈意见 03_整改方案与台账 04_回头看 05_长效机制 06_迎检目录",
    "11_党务校务公开": "01_公开目录 02_党务公开 03_校务公开 04_财务公开 05_招生五公开 06_教职工代表大会",
    "12_干部人才与双培养": "01_后备干部 02_交流轮岗 03_竞争上岗 04_工作汇报与考核 05_双培养 06_党员名师工作室"
    " 07_名师与骨干 08_干部培训",
    "13_品牌载体与典型案例": "01_特色活动 02_示范岗与示范组 03_党课授课小组 04_征文与评选 05_典型案例 06_荣誉表彰"
    " 07_宣传报道 08_阵地建设",
    "14_师德意识形态与群团": "01_意识形态 02_师德师风 03_德育 04_工会 05_共青团与少先队 06_统战与关工委"
    " 07_联系群众与帮扶",
}

ROLES = """minutes sign-in photo recording notice agenda plan material lecture supplement comment opinion vote
    result summary resolution approval certificate main attachment final-draft processing-sheet"""
ACTIVITIES = {
    "branch-assembly": "支部党员大会",
    "committee-meeting": "支委会",
    "group-meeting": "党小组会",
    "party-lesson": "党课",
    "theme-day": "主题党日",
    "organization-life-meeting": "组织生活会",
    "democratic-appraisal": "民主评议党员",
    "democratic-life-meeting": "民主生活会",
    "dual-organization-life": "双重组织生活",
    "heart-to-heart-talk": "谈心谈话",
    "study-session": "中心组学习",
    "collective-study": "集中学习",
    "training": "培训",
    "party-organization-meeting": "党组织会议",
    "principals-meeting": "校长办公会议",
    "regular-meeting": "党建工作例会",
    "annual-work-meeting": "年度党建工作会议",
    "staff-congress": "教职工代表大会",
    "administrative-meeting": "行政会议",
    "staff-meeting": "教职工会议",
}
FORMS = """annual-plan half-year-summary annual-summary duty-report responsibility-letter organization-chart roster
    statistics dues-ledger theory-article half-month-report monthly-review case-study feature-activity
    rectification-plan rectification-ledger disclosure-notice rule superior-document request reply minutes
    register photo-set material"""
FIELDS = """id status title date period author number record_form activity unit persons retention security rights
    personal_info pages keywords abstract event events case step covers items relations received parts
    original_location annotation waivers process"""
FIELD_LABELS = {
    "title": "题名",
    "date": "日期",
    "period": "所属期",
    "author": "责任者",
    "number": "文号",
    "record_form": "材料形式",
    "activity": "活动",
    "unit": "单位",
    "persons": "人员",
    "retention": "保管期限",
    "security": "密级",
    "rights": "权限",
    "personal_info": "个人信息",
    "pages": "页数",
    "keywords": "关键词",
    "abstract": "摘要",
    "event": "活动信息",
    "case": "事项编号",
    "step": "环节",
    "covers": "涵盖",
    "items": "条目",
    "relations": "关系",
    "received": "收文",
    "parts": "组成文件",
    "original_location": "原件存址",
    "annotation": "附注",
    "process": "管理过程",
}
CADENCES = {
    "02.next-election.count": ("election-term", "1"),
    "05.branch-assembly.count": ("quarter", "1"),
    "05.committee-meeting.count": ("month", "1"),
    "05.group-meeting.count": ("month", "1"),
    "05.party-lesson.count": ("year", "4"),
    "05.theme-day.count": ("month", "1"),
    "05.organization-life-meeting.count": ("year", "1"),
    "05.democratic-appraisal.count": ("year", "1"),
    "02.organization-chart.count": ("year", "1"),
    "03.annual-plan.count": ("year", "1"),
    "03.annual-summary.count": ("year", "1"),
    "08.dues-ledger.count": ("month", "1"),
    "13.feature-activity.count": ("year", "1"),
}
# Local custom: nobody is asked for these unless the archive turns them on.
OFF = {
    "01.catalogue.count": ("year", "1"),
    "01.chronicle.count": ("year", "1"),
    "03.half-year-summary.count": ("year", "1"),
    "03.responsibility-letter.count": ("year", "1"),
    "03.duty-report.count": ("year", "1"),
    "03.annual-work-meeting.count": ("year", "1"),
    "03.special-discussion.count": ("half", "1"),
    "03.regular-meeting.count": ("quarter", "1"),
    "04.rules-of-procedure.count": ("once", "1"),
    "06.study-plan.count": ("year", "1"),
    "06.study-session.count": ("quarter", "1"),
    "06.circular.count": ("half", "1"),
    "06.theory-article.count": ("year", "2"),
    "06.research-project.count": ("year", "1"),
    "08.dues-notice.count": ("year", "1"),
    "08.roster.count": ("year", "1"),
    "08.statistics.count": ("year", "1"),
    "08.assessment.count": ("year", "1"),
}


@pytest.fixture(scope="module")
def school() -> dict[str, Any]:
    return load_scheme("school-party-building")


def test_the_school_scheme_has_exactly_the_fixed_folders(school: dict[str, Any]) -> None:
    found = {c["folder"]: " ".join(leaf["folder"] for leaf in c["leaves"]) for c in school["categories"]}
    assert found == LEAVES
    for category, leaf in leaves_of(school):
        assert category["folder"].startswith(category["code"] + "_")
        assert f"{category['code']}.{leaf['folder'][:2]}" == leaf["code"]


def test_a_single_branch_keeps_all_categories(school: dict[str, Any]) -> None:
    for category, leaf in leaves_of(school):
        assert "branch" in leaf.get("unit_kinds", category["unit_kinds"]), leaf["code"]


def test_a_group_keeps_organisation_life_only(school: dict[str, Any]) -> None:
    kept = {
        leaf["code"] for c, leaf in leaves_of(school) if "group" in leaf.get("unit_kinds", c["unit_kinds"])
    }
    assert "05.03" in kept
    assert all(code.startswith("05.") for code in kept)


def test_roles_activities_forms_and_fields_are_the_agreed_ones(school: dict[str, Any]) -> None:
    assert set(school["vocabulary"]["roles"]) == set(ROLES.split())
    found = {code: term["label"]["zh"] for code, term in school["vocabulary"]["activities"].items()}
    assert found == ACTIVITIES
    assert set(FORMS.split()) <= set(school["forms"]["forms"])
    assert list(school["fields"])[: len(FIELDS.split())] == FIELDS.split()
    for name, label in FIELD_LABELS.items():
        assert school["fields"][name]["label"]["zh"] == label


def test_every_school_field_names_the_standard_it_comes_from(school: dict[str, Any]) -> None:
    assert [name for name, spec in school["fields"].items() if not spec.get("source")] == []


def test_an_entry_of_a_minute_book_has_every_key_of_an_event(school: dict[str, Any]) -> None:
    entry = school["fields"]["events"]["items"]["fields"]
    for name, spec in school["fields"]["event"]["fields"].items():
        assert entry[name] == spec, name
    assert {"date", "activity"} <= set(entry)


def test_required_of_every_filed_record(school: dict[str, Any]) -> None:
    required = {name for name, level in school["forms"]["base"].items() if level == "required"}
    assert required == {"title", "date", "record_form", "author", "security"}


def test_state_secret_grades_are_refused(school: dict[str, Any]) -> None:
    refused = {c for c, term in school["vocabulary"]["security"].items() if term.get("refused") == "true"}
    marks = {school["vocabulary"]["security"][code]["label"]["zh"] for code in refused}
    assert marks == set(school["scheme"]["secret"]["marks"]) == {"秘密", "机密", "绝密"}


def test_how_often_what_must_take_place(school: dict[str, Any]) -> None:
    counts = {r["id"]: (r["period"], r["at_least"]) for r in rules_of(school) if r["kind"] == "count"}
    assert counts == CADENCES | SYSTEMS | OFF | SYSTEMS_OFF


def test_what_is_only_custom_is_off(school: dict[str, Any]) -> None:
    off = {r["id"] for r in rules_of(school) if r.get("enabled") == "false"}
    assert {rule for rule in off if rule.endswith(".count")} == set(OFF | SYSTEMS_OFF)
    for rule in (r for r in rules_of(school) if r["id"] in off):
        assert rule["local"] == "true" and rule["severity"] == "warning", rule["id"]
        assert "可在设置中启用" in rule["basis"]["zh"] and "off, a setting" in rule["basis"]["en"], rule["id"]


def test_numbers_without_a_national_rule_are_marked_local(school: dict[str, Any]) -> None:
    for rule in rules_of(school):
        national = "effective" in rule
        assert national != (rule.get("local") == "true"), rule["id"]
        assert not national or re.search("第.+条", rule["basis"]["zh"]), rule["id"]


def test_every_counted_activity_says_what_it_leaves_behind(school: dict[str, Any]) -> None:
    counted = {r["activity"] for r in rules_of(school) if r["kind"] == "count" and "activity" in r}
    bundled = {r["activity"] for r in rules_of(school) if r["kind"] == "roles"}
    assert counted <= bundled


def test_must_finds_can_be_filed_in_their_category_only(school: dict[str, Any]) -> None:
    """Else a plan of the union, or one received from above, would stand in for the branch's own."""
    for rule in (r for r in rules_of(school) if "form" in r and r.get("in_leaf") != "true"):
        if rule["kind"] != "count":
            continue
        homes = {c["code"] for c, leaf in leaves_of(school) if rule["form"] in leaf.get("forms", c["forms"])}
        assert homes == {rule["leaf"][:2]}, rule["id"]
        assert set(rule["applies"]["unit_kinds"]) <= PARTY_UNITS


def test_what_is_looked_for_in_one_leaf_can_lie_there(school: dict[str, Any]) -> None:
    leaves = {leaf["code"]: leaf.get("forms", category["forms"]) for category, leaf in leaves_of(school)}
    for rule in (r for r in rules_of(school) if r.get("in_leaf") == "true" and "form" in r):
        assert rule["form"] in leaves[rule["leaf"]], rule["id"]


def test_a_word_for_old_folders_belongs_to_one_leaf_or_category(school: dict[str, Any]) -> None:
    for nodes in ([leaf for _, leaf in leaves_of(school)], school["categories"]):
        words = [word for node in nodes for word in {node["title"]["zh"], *node.get("words", [])}]
        assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize(
    ("word", "leaf"),
    [
        ("支部大会", "05.01"),
        ("民主评议", "05.07"),
        ("中心组", "06.02"),
        ("党费", "08.04"),
        ("教代会", "11.06"),
    ],
)
def test_what_old_folders_are_often_called_is_known(school: dict[str, Any], word: str, leaf: str) -> None:
    found = {one["code"]: {one["title"]["zh"], *one.get("words", [])} for _, one in leaves_of(school)}
    assert [code for code, words in found.items() if word in words] == [leaf]
