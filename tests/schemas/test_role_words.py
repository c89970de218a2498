"""What files of a record are called, and the role that means: names as schools write them."""

from __future__ import annotations

from datetime import date

import pytest
from judged import material, school

from archive_tool.core.drafts import Deriver
from archive_tool.core.model import Entry
from archive_tool.core.rule_details import Distinct

NAMES = {
    "sign-in": "签到照片.jpg 签到表扫描.jpg 签到表（扫描件）.jpg 签到图片.jpg 签到1.jpg 签名册.pdf 党员签字表.jpg 签到薄.jpg",
    "minutes": "会议记录扫描.jpg 会议记录图片.jpg 会议记录第1页.jpg 支部会议纪录.docx 会议记录表.docx",
    "plan": "活动策划.docx 活动方案（定稿）.docx",
    "agenda": "活动流程.docx 会议安排.docx",
    "notice": "会议通知截图.png 通知.docx",
    "lecture": "党课材料.docx 讲课稿.docx 微党课讲稿.docx",
    "material": "民主评议党员登记表（王明）.docx 党员评议登记表.docx 个人总结.docx 检视剖析材料.docx 个人自评表.docx 党员民主评议表（王明）.docx",
    "vote": "民主测评表.jpg 党员互评表.docx 测评票扫描件.jpg",
    "result": "民主评议结果公示.docx 测评汇总表.xlsx 评议情况汇总表.xlsx 测评结果统计表.xlsx 评议结果登记表.docx",
    "summary": "活动新闻稿.docx 活动报道.docx 活动小结.docx 工作总结.docx",
    "photo": "活动照片.jpg 现场.jpg 签到现场.jpg 书记点评照片.jpg 表决场景.jpg",
    "": "会议记录模板.docx 工作计划完成情况.docx 考勤统计表.xlsx",
}  # fmt: skip


@pytest.fixture(scope="module")
def deriver() -> Deriver:
    return material({}, date(2025, 12, 31), scheme=school()).deriver


@pytest.mark.parametrize(
    ("name", "role"), [(name, role) for role, names in NAMES.items() for name in names.split()]
)
def test_a_file_is_what_it_is_called(name: str, role: str, deriver: Deriver) -> None:
    entry = Entry(f"2025-03-14 主题党日/{name}", "file", 1, 0, (0, 0))
    read = deriver.role_named(entry) or ("photo" if name.endswith(".jpg") else "")
    assert read == role


def test_what_is_compared_by_its_name_has_no_role_that_is_not(deriver: Deriver) -> None:
    """A self-review that its name made a summary would be neither compared nor found among the papers."""
    rules = [rule for rule in school().rules.values() if isinstance(rule.details, Distinct) and rule.called]
    assert rules
    for rule in rules:
        assert isinstance(rule.details, Distinct)
        entries = {word: Entry(f"{word}.docx", "file", 1, 0, (0, 0)) for word in rule.called}
        roles = {word: deriver.role_named(entry) for word, entry in entries.items()}
        assert set(roles.values()) <= {"", *rule.details.parts}, (rule.id, roles)
