"""Marks of state secrets: what is one, what only speaks of secrets."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tool.core.model import Segment
from archive_tool.core.secrecy import HEAD_LINES, _line, marks_in_paths, secret_mark, secret_mark_in_name

MARKS = ("绝密", "机密", "秘密")

MARKED = {
    "秘密★10年": "秘密★10年",
    "机密★1年": "机密★1年",
    "绝密★长期": "绝密★长期",
    "秘密★": "秘密★",
    "秘 密 ★ 10 年": "秘密★10年",
    "秘　密★１０年": "秘密★10年",
    "机  密　★　5　年": "机密★5年",
    "机密☆6个月": "机密☆6个月",
    "机密*10年": "机密*10年",
    "机密＊十年": "机密*十年",
    "秘密*": "秘密*",
    "000012　机密★1年　特急": "机密★1年",
    "份号：000012 机密★1年": "机密★1年",
    "特急 秘密★3年": "秘密★3年",
    "示例县教育局文件　　　　机密★1年": "机密★1年",
    "示例县教育局文件机密★1年": "机密★1年",
    "密级：机密★5年": "机密★5年",
    "国家秘密★10年": "秘密★10年",
    "秘密★示例县教育局文件": "秘密★",
    "【机密★5年】": "机密★5年",
    "秘\u200b密★5年": "秘密★5年",
    "密级：机密": "密级:机密",
    "密　级：秘　密": "密级:秘密",
    "密级: 绝密  缓急: 特急": "密级:绝密",
    "密级：秘密级": "密级:秘密",
    "密级\t机密\t保管期限\t10年": "密级机密",
    "密级和保密期限：秘密 10年": "密级和保密期限:秘密",
    "【密级】机密": "密级】机密",
    "密级：☑机密": "密级:☑机密",
    "文件密级：机密保密期限：10年": "文件密级:机密",
    "【机密】": "【机密】",
    "【秘密】关于做好试卷保管工作的通知": "【秘密】",
    "关于做好试卷保管工作的通知（机密）": "(机密)",
    "[绝密]": "[绝密]",
    "〔秘密〕": "〔秘密〕",
    "（秘密级）关于印发名单的通知": "(秘密级)",
    "机密": "机密",
    "绝 密": "绝密",
    "　　秘　　密　　": "秘密",
    "机密级": "机密级",
    "机密　特急": "机密",
    "特急\t机密": "机密",
    "秘密 10年": "秘密10年",
    "000123 绝密": "绝密",
    "**机密**": "机密",
    "# 秘密": "秘密",
}

UNMARKED = [
    "保守国家秘密",
    "中华人民共和国保守国家秘密法",
    "机密文件管理制度",
    "示例小学机密文件管理制度",
    "保密承诺书",
    "保守国家秘密承诺书",
    "国家秘密",
    "工作秘密",
    "商业秘密",
    "商业秘密★3年",
    "工 作 秘 密 ★ 3 年",
    "《保密法》学习记录",
    "学习《中华人民共和国保守国家秘密法》",
    "密级：内部",
    "密级：公开",
    "密级：工作秘密",
    "密级：",
    "密级：□绝密 □机密 □秘密",
    "密级：绝密□ 机密□ 秘密□",
    "密级：绝密（ ）机密（ ）秘密（ ）",
    "密级：绝密、机密、秘密",
    "密级：绝密/机密/秘密",
    "密级 绝密 机密 秘密",
    "国家秘密的密级分为绝密、机密、秘密三级",
    "秘密级国家秘密的保密期限不超过十年",
    "机密级计算机不得接入互联网",
    "文件首页标注“秘密★”字样",
    "“秘密★10年”的含义",
    "秘密★标志的使用",
    "关于规范机密★标识的通知",
    "凡标有秘密★的文件应当登记",
    "他发现了一个秘密",
    "花园的秘密",
    "《秘密花园》读书报告",
    "（工作秘密）",
    "【商业秘密】",
    "按照密级（秘密）管理文件",
    "1. 秘密",
    "严守党的秘密，对党忠诚",
    "我志愿加入中国共产党，严守党的纪律，保守党的秘密",
    "是否涉及国家秘密：否",
    "秘密投票",
    "无记名秘密投票结果",
    "**秘密投票**",
    "保密工作领导小组会议记录",
    "密级管理规定",
    "涉密人员管理",
]


@pytest.mark.parametrize(("line", "mark"), MARKED.items())
def test_marks(line: str, mark: str) -> None:
    assert secret_mark([Segment("", line)], MARKS) == mark
    assert secret_mark([Segment("", f"示例县教育局文件\n\n{line}\n示教发〔2025〕3号")], MARKS) == mark


@pytest.mark.parametrize("line", UNMARKED)
def test_words_about_secrets(line: str) -> None:
    assert secret_mark([Segment("", line)], MARKS) == ""
    assert secret_mark([Segment("", f"会议记录\n{line}\n时间：2025年3月14日")], MARKS) == ""


def test_only_the_head_is_looked_at() -> None:
    lines = "\n\n".join(["会议记录"] * HEAD_LINES)
    assert secret_mark([Segment("", f"{lines}\n机密★1年")], MARKS) == ""
    assert secret_mark([Segment("", "长" * 400 + "\n机密★1年")], MARKS) == ""
    assert secret_mark([Segment("page:1", "封面"), Segment("page:2", "机密★1年")], MARKS) == ""


def test_a_text_box_is_where_a_red_head_is_often_set() -> None:
    box = Segment("text-box", "机密★1年")
    assert secret_mark([Segment("", "长" * 400), box], MARKS) == "机密★1年"
    assert secret_mark([Segment("sheet:名册/text-box", "机密★1年")], MARKS) == "机密★1年"
    assert secret_mark([*[Segment("text-box", "示例")] * HEAD_LINES, box], MARKS) == ""


def test_all_of_the_first_slide_is_looked_at_and_what_stands_on_every_slide() -> None:
    many = "\n".join(["党课"] * 2 * HEAD_LINES)
    assert secret_mark([Segment("slide:1", f"{many}\n机密★1年")], MARKS) == "机密★1年"
    assert secret_mark([Segment("slide:1", "党课"), Segment("slide:2", "机密★1年")], MARKS) == ""
    assert secret_mark([Segment("slide:1", "党课"), Segment("master", "机密★1年")], MARKS) == "机密★1年"


@pytest.mark.parametrize("place", ["comment", "footnote", "slide:1/notes", "sheet:名册/comment", "chart"])
def test_what_is_said_beside_the_text_is_no_head(place: str) -> None:
    assert secret_mark([Segment(place, "机密★1年"), Segment("", "通知")], MARKS) == ""
    assert secret_mark([Segment(place, "通知"), Segment("", "机密★1年")], MARKS) == "机密★1年"


def test_headers_are_looked_at_wherever_they_come() -> None:
    segments = [Segment("", "通知\n正文"), Segment("header", "机密★1年"), Segment("footer", "绝密★1年")]
    assert secret_mark(segments, MARKS) == "机密★1年"


def test_a_mark_at_the_beginning_of_a_long_line_counts_inside_it_does_not() -> None:
    prose = "各党支部要认真组织学习保密法律法规，严格文件登记、传阅、清退、销毁各个环节的管理要求，"
    assert secret_mark([Segment("", f"秘密★1年 {prose}")], MARKS) == "秘密★1年"
    assert secret_mark([Segment("", f"{prose} 秘密★1年 一类的文件不得拍照。")], MARKS) == ""


def test_a_list_of_all_grades_is_no_mark() -> None:
    assert secret_mark([Segment("", "密级\n绝密\n机密\n秘密")], MARKS) == ""


def test_the_grades_are_the_schemes() -> None:
    assert secret_mark([Segment("", "RESTRICTED★10年")], ("RESTRICTED",)) == "RESTRICTED★10年"
    assert secret_mark([Segment("", "机密★10年")], ()) == ""


@pytest.mark.parametrize("written", ["TOP★", "ＴＯＰ★", "T O P★", "T\u200bO\u200bP★", "𝐓𝐎𝐏★", "Ⓣⓞⓟ★", "ⓉⓄⓅ★"])
def test_grades_in_other_forms_of_the_same_letters(written: str) -> None:
    plain = "".join(unicodedata.normalize("NFKC", written).replace("\u200b", "").split())
    found = secret_mark([Segment("", f"文字\n{written}")], ("TOP",))
    assert found == (plain if plain == "TOP★" else "")


@pytest.mark.parametrize(
    ("name", "mark"),
    {
        "2025-03-14 机密★1年 关于试卷的通知.docx": "机密★1年",
        "关于试卷的通知【机密】.pdf": "【机密】",
        "（秘密）名单.docx": "(秘密)",
        "名单(绝密级).docx": "(绝密级)",
        "秘密☆5年.txt": "秘密☆5年",
        "机密文件管理制度.docx": "",
        "保密承诺书（工作秘密）.docx": "",
        "商业秘密★3年.docx": "",
        "2025-03-14 保守国家秘密教育.docx": "",
        "机密.docx": "",
        "“秘密★”标志说明.docx": "",
    }.items(),
)
def test_marks_in_names(name: str, mark: str) -> None:
    assert secret_mark_in_name(name, MARKS) == mark


@given(st.text(alphabet="秘密机绝★☆* :（）【】级年10\n\t保工作国家的", max_size=60))
def test_any_text_gives_an_answer(text: str) -> None:
    mark = secret_mark([Segment("", text)], MARKS)
    assert mark == "" or any(grade in mark for grade in MARKS)


@given(st.text(alphabet=" \u3000\u2003", max_size=3), st.sampled_from(MARKS), st.integers(1, 30))
def test_spaces_hide_no_mark(space: str, grade: str, years: int) -> None:
    line = space.join(f"{grade}★{years}年")
    assert secret_mark([Segment("page:1", f"示例县教育局文件\n{line}")], MARKS) == f"{grade}★{years}年"


@given(st.text(st.one_of(st.sampled_from(" \t\u3000\u200b\xad秘密★10年Ａ."), st.characters()), max_size=40))
def test_a_line_is_its_visible_characters_and_where_gaps_were(raw):
    text: list[str] = []
    gaps = set()
    for character in unicodedata.normalize("NFKC", raw):
        if character.isspace():
            gaps.add(len(text))
        elif unicodedata.category(character) != "Cf":
            text.append(character)
    assert _line(raw) == ("".join(text), gaps)


def test_a_mark_in_the_name_of_a_folder_holds_for_all_that_lies_in_it() -> None:
    tree = [
        "2025",
        "2025/机密★某事",
        "2025/机密★某事/附件",
        "2025/机密★某事/附件/秘密★一.txt",
        "2025/秘密★二.txt",
        "2025/机密.txt",
    ]
    assert marks_in_paths(tree, MARKS) == {
        "2025/机密★某事": "机密★",
        "2025/机密★某事/附件": "机密★",
        "2025/机密★某事/附件/秘密★一.txt": "机密★",
        "2025/秘密★二.txt": "秘密★",
    }
    assert marks_in_paths(tree, ()) == {}
    assert marks_in_paths(["机密★/" + "a/" * 2000 + "a"], MARKS)  # however deep
