"""Old Word documents, Rich Text, OpenDocument and OFD."""

from __future__ import annotations

from collections.abc import Callable
from email.encoders import encode_base64, encode_quopri
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from old_word import ole, word
from other_files import fixed, open_document, placed, rich_text
from trees import make_tree

from archive_tool.adapters.readers import read
from archive_tool.core.model import Problem, Reading, Segment

ReadFile = Callable[[str, bytes], Reading]


@pytest.fixture
def reading(tmp_path: Path) -> ReadFile:
    return lambda name, content: read(str(make_tree(tmp_path, {name: content}) / name))


class TestOldWord:
    @pytest.mark.parametrize("name", ["a.doc", "a.wps"])
    def test_every_part_says_where_it_stands(self, name: str, reading: ReadFile) -> None:
        content = word("会议记录", notes="据校史\r", header="示例小学", comments="请补充\r", box="机密★\r")
        assert reading(name, content) == Reading(
            (
                Segment("", "会议记录"),
                Segment("footnote", "据校史"),
                Segment("header", "示例小学"),
                Segment("comment", "请补充"),
                Segment("text-box", "机密★"),
            ),
            {"format": "doc"},
        )

    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ("姓名\x07签到\x07\x07甲\x07已到\x07\x07", "姓名\t签到\n甲\t已到"),
            ("见\x13 HYPERLINK x \x14附件\x15。", "见附件。"),
            ("第\x13PAGE\x15页\x13 A \x13B\x14内\x15\x14外\x15", "第页外"),
            ("一\x0b二\x0c三\x1e四\x01五", "一\n二\n三-四五"),
        ],
    )
    def test_marks_in_the_text(self, body: str, expected: str, reading: ReadFile) -> None:
        assert reading("a.doc", word(body)).segments == (Segment("", expected),)

    def test_a_password(self, reading: ReadFile) -> None:
        assert reading("a.doc", word("正文", flags=0x0100)).problem == Problem("encrypted", "password")
        locked = reading("a.docx", ole({"EncryptedPackage": b"x", "WordDocument": b"x"}))
        assert locked.problem == Problem("encrypted", "password")

    @pytest.mark.parametrize("length", [600, 1500, 3000, 5500])
    def test_cut_off(self, length: int, reading: ReadFile) -> None:
        found = reading("a.doc", word("正文" * 800)[:length])
        assert found.problem and found.problem.kind == "damaged"

    def test_still_older_documents_are_said_not_to_be_read(self, reading: ReadFile) -> None:
        content = bytearray(word("正文"))
        content[content.find(b"\xec\xa5\xc1\x00") + 2] = 0x68
        found = reading("a.doc", bytes(content))
        assert found.problem == Problem("unsupported", "old-version: Word before 97, 104")

    def test_macros(self, reading: ReadFile) -> None:
        content = ole({"WordDocument": word("正文")[512:], "Macros": b"x"})
        assert reading("a.doc", content).properties["format"] == "doc"


class TestRichText:
    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            (r"\'d6\'a7\'b2\'bf\'b5\'b3\'d4\'b1\'b4\'f3\'bb\'e1\par \u20826?\u-30086?", "支部党员大会\n党詺"),
            ("支部党员大会", "支部党员大会"),
            (r"\trowd\intbl 姓名\cell 签到\cell\row 甲|乙", "姓名\t签到\t\n甲|乙"),
            (r"\u-10179?\u-8704?", "😀"),
        ],
    )
    def test_text(self, body: str, expected: str, reading: ReadFile) -> None:
        found = reading("a.rtf", rich_text(body))
        assert (found.segments, found.problem) == ((Segment("", expected),), None)

    def test_under_the_name_of_a_word_document(self, reading: ReadFile) -> None:
        assert reading("a.doc", rich_text("正文")) == Reading((Segment("", "正文"),), {"format": "rtf"})

    def test_cut_off(self, reading: ReadFile) -> None:
        found = reading("a.rtf", rich_text("正文")[:-1])
        assert (found.segments, found.problem and found.problem.kind) == ((Segment("", "正文"),), "damaged")


class TestSavedPages:
    @pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
    def test_the_page_is_read_and_its_pictures_are_not(self, encoding: str, reading: ReadFile) -> None:
        saved = MIMEMultipart("related")
        page = MIMENonMultipart("text", "html", charset="gb2312")
        page.set_payload("<p>三月春风</p>".encode("gb2312"))
        (encode_quopri if encoding == "quoted-printable" else encode_base64)(page)
        saved.attach(page)
        saved.attach(MIMENonMultipart("image", "png"))
        found = reading("a.mht", saved.as_bytes())
        assert found == Reading((Segment("", "三月春风"),), {"format": "mht"})

    def test_a_letter_in_plain_text(self, reading: ReadFile) -> None:
        letter = MIMEMultipart()
        letter.attach(MIMEText("请准时参加", "plain", "utf-8"))
        assert reading("a.eml", letter.as_bytes()) == Reading((Segment("", "请准时参加"),), {"format": "mht"})

    def test_a_letter_without_a_page_is_damaged(self, reading: ReadFile) -> None:
        letter = MIMEMultipart("related")
        letter.attach(MIMENonMultipart("image", "png"))
        found = reading("a.mht", letter.as_bytes())
        assert found.problem == Problem("damaged", "incomplete: no page")


class TestOpenDocument:
    def test_a_text_and_what_stands_beside_it(self, reading: ReadFile) -> None:
        body = (
            "<office:text> <text:h>会议<text:span>记录</text:span></text:h>"
            "<text:p>甲<text:s text:c='2'/>乙<text:tab/>丙<text:line-break/>丁"
            "<office:annotation><text:p>请补充</text:p></office:annotation>"
            "<text:note text:note-class='endnote'><text:note-citation>1</text:note-citation>"
            "<text:note-body><text:p>据校史</text:p></text:note-body></text:note>"
            "<draw:frame><draw:text-box><text:p>机密★<office:annotation><text:p>框里的</text:p></office:annotation></text:p></draw:text-box></draw:frame>戊</text:p>"
            "<table:table><table:table-row><table:table-cell><text:p>姓名</text:p></table:table-cell>"
            "<table:table-cell/><table:table-cell><text:p>签到</text:p></table:table-cell>"
            "</table:table-row></table:table></office:text>"
        )
        content = open_document("text", body, styles="<style:header><text:p>示例小学</text:p></style:header>")
        assert reading("a.odt", content).segments == (
            Segment("", "会议记录\n甲  乙\t丙\n丁戊\n姓名\t签到"),
            Segment("comment", "请补充"),
            Segment("endnote", "据校史"),
            Segment("text-box", "机密★"),
            Segment("comment", "框里的"),
            Segment("header", "示例小学"),
        )

    def test_sheets_show_their_cells(self, reading: ReadFile) -> None:
        cells = "<table:table-cell><text:p>85%</text:p></table:table-cell><table:covered-table-cell><text:p>盖住</text:p></table:covered-table-cell>"
        body = f'<table:table table:name="收缴"><table:table-row>{cells}</table:table-row></table:table>'
        assert reading("a.ods", open_document("spreadsheet", body)).segments == (
            Segment("sheet:收缴", "85%\n收缴"),
        )

    def test_slides_and_their_notes(self, reading: ReadFile) -> None:
        body = (
            "<draw:page><draw:frame><draw:text-box><text:p>党课</text:p></draw:text-box></draw:frame>"
            "<presentation:notes><text:p>停一停</text:p></presentation:notes></draw:page>"
        )
        assert reading("a.odp", open_document("presentation", body)).segments == (
            Segment("slide:1", "党课"),
            Segment("slide:1/notes", "停一停"),
        )

    def test_a_password_and_a_cut(self, reading: ReadFile) -> None:
        content = open_document(
            "text", "<text:p>正文</text:p>", **{"META-INF/manifest": "<encryption-data/>"}
        )
        assert reading("a.odt", content).problem == Problem("encrypted", "password")
        cut = reading("b.odt", open_document("text", "<text:p>正文</text:p>")[:-60]).problem
        assert cut and cut.kind == "damaged"


class TestFixedLayout:
    def test_pages_with_their_template(self, reading: ReadFile) -> None:
        content = fixed(placed("正文", 30, 60), placed("附件", 30, 20), template=placed("机密★1年", 30, 10))
        assert reading("a.ofd", content) == Reading(
            (Segment("page:1", "机密★1年\n正文"), Segment("page:2", "机密★1年\n附件")),
            {"format": "ofd", "pages": "2", "title": "通知"},
        )

    def test_runs_on_a_line_are_joined_and_wrapped_lines_too(self, reading: ReadFile) -> None:
        full = "为深入学习贯彻上级关于加强基层党组织建设的部署要"
        page = (
            placed("支部", 40, 20) + placed("党员", 50, 20) + placed("大会", 80, 20)
            + placed(full, 40, 30) + placed("求。", 30, 40) + placed("又一段", 40, 50)
        )  # fmt: skip
        assert reading("a.ofd", fixed(page)).segments == (
            Segment("page:1", f"支部党员 大会\n{full}求。\n又一段"),
        )

    def test_a_missing_page_does_not_hide_the_others(self, reading: ReadFile) -> None:
        content = fixed(placed("一", 30, 20), "<broken")
        found = reading("a.ofd", content)
        assert found.segments == (Segment("page:1", "一"),)
        assert found.problem and found.problem.kind == "damaged"
