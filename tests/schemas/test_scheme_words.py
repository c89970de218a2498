"""The words that decide form, role and activity: right where they stand, silent where they may be wrong."""

from __future__ import annotations

import re
from typing import Any

import pytest
from scheme_files import SCHEMAS, load_yaml

SCHEME = SCHEMAS / "school-party-building"
# Listed under two codes on purpose: they decide nothing and keep a shorter word from deciding.
SHIELDS = {
    "roles": {"通知精神"},
    "forms": {"通知精神", "重要讲话", "总书记讲话"},
    "activities": {"支委会委员", "支委会成员", "支委会班子", "支委会分工", "支委会换届", "支委会工作报告"}
    | {"党课教案", "党课授课小组", "党课征集", "党课评选"}
    | {"行政会议室", "行政会计", "教师会议室", "教师会课", "教师会演", "教师会员", "教师会诊"}
    | {"党员教师会", "党员教师会议", "党员教师大会", "党员教师例会", "党员教职工会议", "党员教职工大会"},
}


def _named(terms: dict[str, Any], text: str) -> list[str]:
    """Codes in the order in which their words stand; the longest word at its place; "" for a shield."""
    meanings: dict[str, set[str]] = {}
    for code, term in terms.items():
        for word in term.get("words", []):
            meanings.setdefault(word, set()).add(code)
    pattern = "|".join(re.escape(word) for word in sorted(meanings, key=len, reverse=True))
    found = [meanings[match.group()] for match in re.finditer(pattern, text)]
    return [next(iter(codes)) if len(codes) == 1 else "" for codes in found]


def _last(terms: dict[str, Any], text: str) -> str:
    found = _named(terms, text)
    return found[-1] if found else ""


@pytest.fixture(scope="module")
def vocabulary() -> Any:
    return load_yaml(SCHEME / "vocabulary.yaml")


@pytest.fixture(scope="module")
def forms() -> Any:
    return load_yaml(SCHEME / "forms.yaml")["forms"]


@pytest.mark.parametrize(
    ("title", "form"),
    [
        ("二季度支部党员大会记录", "minutes"),
        ("3月主题党日活动记录", "minutes"),
        ("关于召开支部党员大会的通知", "notice"),
        ("关于印发主题教育实施方案的通知", "notice"),
        ("2025年度工作计划", "annual-plan"),
        ("发展党员年度计划", "plan"),
        ("2025年度学习计划", "plan"),
        ("党支部工作计划", ""),  # of a year or of a term: the title does not say
        ("上半年工作总结", "half-year-summary"),
        ("2025年度工作总结", "annual-summary"),
        ("主题党日活动总结", "summary"),
        ("特色活动方案", "plan"),
        ("关于开展党建特色活动的通知", "notice"),
        ("“红烛先锋”党建特色活动", "feature-activity"),
        ("党组织机构图", "organization-chart"),
        ("会议记录制度", "rule"),
        ("校长办公会议事规则", "rule"),
        ("党费收缴管理制度", "rule"),
        ("党费收缴台账", "dues-ledger"),
        ("整改台账", "rectification-ledger"),
        ("关于支部换届的请示", "request"),
        ("关于支部换届的请示的批复", "reply"),
        ("关于五起典型案例的通报", "circular"),
        ("转正通知书", "notification"),
        ("党员签到表", "sign-in"),
        ("支部会议记录本", "minute-book"),
        ("谈心谈话记录", "talk-record"),
        ("个人对照检查材料", "self-examination"),
        ("党员征文获奖名单", "result"),
        ("下半年财务收支情况", "disclosure-notice"),
        ("学习上级通知精神", ""),
        ("学习二十大报告", ""),
        ("学习总书记重要讲话", ""),
        ("学习全会决议", ""),
        ("2025年报告", ""),
    ],
)
def test_a_title_gives_the_form_or_nothing(forms: Any, title: str, form: str) -> None:
    assert _last(forms, title) == form


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("会议记录", "minutes"),
        ("记录", "minutes"),
        ("党员大会会议记录（定稿）", "minutes"),
        ("签到表", "sign-in"),
        ("签到记录", "sign-in"),
        ("签到表照片", "sign-in"),
        ("会议记录照片", "minutes"),
        ("附件1 签到表", "sign-in"),
        ("现场照片1", "photo"),
        ("照片说明", "attachment"),
        ("会议通知", "notice"),
        ("通知书", "main"),
        ("活动方案", "plan"),
        ("会议议程", "agenda"),
        ("党课讲稿", "lecture"),
        ("党课教案", "lecture"),
        ("对照检查材料", "material"),
        ("评议材料", "material"),
        ("民主评议材料", "material"),
        ("民主测评表", "vote"),
        ("选票", "vote"),
        ("计票结果报告单", "vote"),
        ("测评表汇总", "result"),
        ("整改清单", "result"),
        ("整改方案", "result"),
        ("活动总结", "summary"),
        ("总结会议记录", "minutes"),
        ("批评意见记录", "opinion"),
        ("征求意见汇总", "opinion"),
        ("补充发言记录", "supplement"),
        ("书记点评", "comment"),
        ("缴费记录", "material"),
        ("支部大会决议", "resolution"),
        ("中共中央关于进一步全面深化改革的决定", ""),
        ("学习通知精神", ""),
    ],
)
def test_a_file_name_gives_the_role_or_nothing(vocabulary: Any, name: str, role: str) -> None:
    assert _last(vocabulary["roles"], name) == role


@pytest.mark.parametrize(
    ("title", "activities"),
    [
        ("第一季度支部党员大会", ["branch-assembly"]),
        ("3月支委会", ["committee-meeting"]),
        ("第一党小组会", ["group-meeting"]),
        ("主题党日暨专题党课", ["theme-day", "party-lesson"]),
        ("组织生活会和民主评议党员", ["organization-life-meeting", "democratic-appraisal"]),
        ("领导干部双重组织生活", ["dual-organization-life"]),
        ("组织生活会前谈心谈话", ["heart-to-heart-talk"]),
        ("理论学习中心组集中学习", ["study-session"]),
        ("校长办公会议", ["principals-meeting"]),
        ("校务会", ["principals-meeting"]),
        ("行政例会", ["administrative-meeting"]),
        ("全体教师会", ["staff-meeting"]),
        ("全体党员教师会", [""]),
        ("团支部大会", []),
        ("中共示例小学支部委员会", []),
        ("党员集中学习", []),
        ("民主评议政风行风", []),
        ("学习全市党建工作会议精神", []),
        ("支委会委员分工", [""]),
        ("党课教案征集评选", [""]),
    ],
)
def test_a_title_names_activities_or_none(vocabulary: Any, title: str, activities: list[str]) -> None:
    assert list(dict.fromkeys(_named(vocabulary["activities"], title))) == activities


@pytest.mark.parametrize("name", SHIELDS)
def test_a_word_stands_for_one_code_unless_it_is_a_shield(vocabulary: Any, forms: Any, name: str) -> None:
    terms = forms if name == "forms" else vocabulary[name]
    words = [word for term in terms.values() for word in term.get("words", [])]
    assert {word for word in words if words.count(word) > 1} == SHIELDS[name]
