"""Text, Word and PDF documents as people make them, break them and disguise them."""

from __future__ import annotations

import hashlib
import io
import time
import zipfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from foreign import document, lying_zip, packed, pdf, pdf_with_stream, rezipped, swelling_pdf, with_part
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from trees import make_tree

from archive_tool.adapters.readers import clean, package, read, text
from archive_tool.adapters.readers.lines import paragraphs
from archive_tool.adapters.readers.refused import words_of
from archive_tool.adapters.workers import ReaderPool
from archive_tool.core.model import Problem, Reading, Segment

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504
CHINESE = "2025年第一季度支部党员大会\n应到18人，实到16人。\n"


@pytest.fixture
def reading(tmp_path: Path) -> Callable[[str, bytes], Reading]:
    return lambda name, content: read(str(make_tree(tmp_path, {name: content}) / name))


def kind(reading: Reading) -> str:
    return reading.problem.kind if reading.problem else ""


class TestText:
    @pytest.mark.parametrize(
        ("content", "encoding"),
        [
            (CHINESE.encode(), "utf-8"),
            (CHINESE.encode("utf-8-sig"), "utf-8-sig"),
            (CHINESE.encode("gb18030"), "gb18030"),
            (CHINESE.encode("utf-16"), "utf-16"),
            (b"\xfe\xff" + CHINESE.encode("utf-16-be"), "utf-16"),
            (CHINESE.encode("utf-16-le"), "utf-16"),
            (CHINESE.encode("utf-16-be"), "utf-16"),
            (CHINESE.encode("utf-32"), "utf-32"),
        ],
    )
    def test_encodings(self, reading: Callable[[str, bytes], Reading], content: bytes, encoding: str) -> None:
        assert reading("a.txt", content) == Reading(
            (Segment("", CHINESE.rstrip("\n")),), {"format": "txt", "encoding": encoding}
        )

    @pytest.mark.parametrize(
        ("text", "encoding"),
        [
            ("联通", "gb18030"),
            ("會議記錄：關於召開黨員大會的通知，請準時參加。", "gb18030"),
            ("plain words", "ascii"),
            ("Café à côté", "utf-8"),
            ("Протокол собрания", "utf-8"),
            ("ئۇيغۇرچە خاتىرە", "utf-8"),
            ("☀️ 🎉 活动", "utf-8"),
            ("Minutes of the meeting", "utf-16-le"),
        ],
    )
    def test_other_words_and_scripts(
        self, reading: Callable[[str, bytes], Reading], text: str, encoding: str
    ) -> None:
        assert reading("a.txt", text.encode(encoding)).segments == (Segment("", text),)

    @pytest.mark.parametrize(
        "content",
        [
            bytes(range(256)) * 20,
            b"PK\x03\x04" + b"\x14\0\0\0\x08\0" * 50,
            OLE,
            b"\0" * 1000,
            "これは日本語の文章です。会議の記録を作成した。".encode("shift_jis"),
            "Le café à côté, déjà vu".encode("latin-1"),
            "關於召開黨員大會的通知，請各黨支部準時參加。".encode("big5"),
            CHINESE.encode()[:-5] + b"\xff\xff",
        ],
    )
    def test_what_is_no_text_or_not_surely_told_is_said_to_be_damaged(
        self, reading: Callable[[str, bytes], Reading], content: bytes
    ) -> None:
        found = reading("a.txt", content)
        assert (kind(found), found.segments) == ("damaged", ())

    def test_markdown_is_text(self, reading: Callable[[str, bytes], Reading]) -> None:
        assert reading("说明.MD", "# 题\n- 一".encode()).segments == (Segment("", "# 题\n- 一"),)

    def test_unseen_characters_are_gone_and_line_ends_alike(
        self, reading: Callable[[str, bytes], Reading]
    ) -> None:
        content = "一\r\n二\r三\x0c四\u2028五\t六\u200b七\ufeff八\x07九\x00十".encode() + b"\n" + b"." * 200
        (segment,) = reading("a.txt", content).segments
        assert segment.text.startswith("一\n二\n三\n四\n五\t六七八九十\n")

    def test_white_space_alone_is_no_text_and_no_problem(
        self, reading: Callable[[str, bytes], Reading]
    ) -> None:
        found = reading("a.txt", b" \r\n\t\r\n")
        assert (found.segments, found.problem, found.properties["blank"]) == ((), None, "yes")

    def test_too_many_characters(
        self, reading: Callable[[str, bytes], Reading], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(clean, "MAX_CHARACTERS", 10)
        assert reading("a.txt", b"0123456789").problem is None
        found = reading("b.txt", b"0123456789a")
        assert (kind(found), found.segments) == ("too-large", ())
        monkeypatch.setattr(text, "MAX_BYTES", 10)
        assert reading("c.txt", b"0123456789a").problem == Problem("too-large", "megabytes 0")

    @given(
        st.text(
            alphabet="支部党员大会会议记录时间地点应到实到人年月日，。：、第一二三四五六七八九十2025 ab\n",
            min_size=12,
        ),
        st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"]),
    )
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_a_text_is_decoded_right_or_not_at_all(self, tmp_path: Path, words: str, encoding: str) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(words.encode(encoding))
        found = read(str(path))
        expected = words.strip("\n") if words.strip() else ""
        assert found.problem or "".join(segment.text for segment in found.segments) == expected


class TestWord:
    def read(self, tmp_path: Path, made: Document) -> Reading:
        made.save(str(tmp_path / "a.docx"))
        return read(str(tmp_path / "a.docx"))

    def test_paragraphs_and_tables_in_their_order(self, tmp_path: Path) -> None:
        made = docx.Document()
        made.add_paragraph("会议记录")
        table = made.add_table(2, 3)
        for cell, words in zip(table._cells, ["姓名", "职务", "签到", "甲", "", "已到"], strict=True):
            cell.text = words
        made.add_paragraph("以上。")
        assert self.read(tmp_path, made).segments == (
            Segment("", "会议记录\n姓名\t职务\t签到\n甲\t已到\n以上。"),
        )

    def test_merged_cells_come_once_and_tables_in_tables_too(self, tmp_path: Path) -> None:
        made = docx.Document()
        table = made.add_table(3, 2)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "签到表"
        table.cell(1, 0).merge(table.cell(2, 0)).text = "第一组"
        table.cell(1, 1).text = "外"
        table.cell(1, 1).add_table(1, 2).cell(0, 1).text = "内"
        table.cell(2, 1).text = "末"
        assert self.read(tmp_path, made).segments == (Segment("", "签到表\n第一组\t外\n内\n末"),)

    def test_headers_and_footers_of_all_sections_without_repeats(self, tmp_path: Path) -> None:
        made = docx.Document()
        made.add_paragraph("正文")
        made.sections[0].header.paragraphs[0].text = "示例小学党支部"
        made.sections[0].footer.paragraphs[0].text = "第 1 页"
        second = made.add_section(WD_SECTION.NEW_PAGE)
        second.header.is_linked_to_previous = False
        second.header.paragraphs[0].text = "示例小学党支部"
        second.first_page_header.is_linked_to_previous = False
        second.first_page_header.paragraphs[0].text = "附件"
        assert self.read(tmp_path, made).segments == (
            Segment("", "正文"),
            Segment("header", "示例小学党支部"),
            Segment("footer", "第 1 页"),
            Segment("header", "附件"),
        )

    def test_a_document_of_pictures_alone_is_not_blank(self, tmp_path: Path) -> None:
        scan, empty = docx.Document(), docx.Document()
        picture = io.BytesIO()
        Image.new("RGB", (8, 8)).save(picture, "PNG")
        scan.add_picture(picture)
        assert "blank" not in self.read(tmp_path, scan).properties
        assert self.read(tmp_path, empty).properties["blank"] == "yes"

    @pytest.mark.parametrize("used", ["&who;", "会议"])
    def test_text_behind_names_of_its_own_is_told_of(
        self, reading: Callable[[str, bytes], Reading], used: str
    ) -> None:
        """Entities are never resolved: what they stand for would be missing without a word."""
        content = (
            '<!DOCTYPE w:document [<!ENTITY who "正文在此">]>'
            f"<w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>{used}</w:t></w:r></w:p></w:body></w:document>"
        )
        found = reading("a.docx", rezipped(document(), add={"word/document.xml": content.encode()}))
        assert (found.segments, found.problem) == ((), Problem("damaged", "entities"))

    def test_reading_adds_no_header(self, tmp_path: Path) -> None:
        assert self.read(tmp_path, docx.Document()) == Reading(
            (), {**self.read(tmp_path, docx.Document()).properties}
        )

    @pytest.mark.parametrize(
        ("xml", "expected"),
        [
            ("<w:p><w:r><w:t>前</w:t></w:r><w:ins><w:r><w:t>新增</w:t></w:r></w:ins></w:p>", "前新增"),
            ("<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:r><w:t>留</w:t></w:r></w:p>", "留"),
            ("<w:p><w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom><w:r><w:t>留</w:t></w:r></w:p>", "留"),
            ("<w:p><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p>", "链接"),
            ("<w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>", "控件"),
            ("<w:p><w:fldSimple><w:r><w:t>域</w:t></w:r></w:fldSimple></w:p>", "域"),
            ("<w:p><w:r><w:t>支部</w:t></w:r><w:r><w:t>大会</w:t></w:r></w:p>", "支部大会"),
            ("<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r></w:p>", "一\n二\t三"),
            (
                "<w:p><w:pPr><w:tabs><w:tab w:val='left' w:pos='9'/></w:tabs></w:pPr><w:r><w:t>左</w:t></w:r></w:p>",
                "左",
            ),
            (
                (
                    "<w:p><w:r><w:ruby><w:rt><w:r><w:t>dǎng</w:t></w:r></w:rt>"
                    "<w:rubyBase><w:r><w:t>党</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>章</w:t></w:r></w:p>"
                ),
                "党章",
            ),
            (
                (
                    "<w:p><w:r><w:t>红头</w:t></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p>"
                    "</w:txbxContent></w:pict></w:r><w:r><w:t>文件</w:t></w:r></w:p>"
                ),
                "红头文件",
            ),
        ],
    )
    def test_what_stands_inside_other_markup(self, tmp_path: Path, xml: str, expected: str) -> None:
        made = docx.Document()
        wrapped = f"<w:body {nsdecls('w')}>{xml}</w:body>"
        for element in parse_xml(wrapped):
            made.element.body.insert(0, element)
        assert self.read(tmp_path, made).segments[0] == Segment("", expected)

    def test_a_text_box_does_not_cut_the_paragraph_it_stands_in(self, tmp_path: Path) -> None:
        box = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"
        run = f"<w:r><w:pict>{box.format('框内')}</w:pict></w:r><w:r><w:pict>{box.format('又一框')}</w:pict></w:r>"
        made = docx.Document()
        made.element.body.insert(
            0,
            parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>红头</w:t></w:r>{run}<w:r><w:t>文件</w:t></w:r></w:p>"),
        )
        assert self.read(tmp_path, made).segments == (
            Segment("", "红头文件"),
            Segment("text-box", "框内"),
            Segment("text-box", "又一框"),
        )

    def test_a_text_box_written_for_two_word_versions_comes_once(self, tmp_path: Path) -> None:
        box = "<w:txbxContent><w:p><w:r><w:t>签到</w:t></w:r></w:p></w:txbxContent>"
        space = "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
        twice = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
        made = docx.Document()
        made.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')} {space}><w:r>{twice}</w:r></w:p>"))
        assert self.read(tmp_path, made).segments == (Segment("text-box", "签到"),)

    def test_a_watermark_is_read(self, tmp_path: Path) -> None:
        made = docx.Document()
        made.add_paragraph("正文")
        path = "<v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textpath string='机密'/></v:shape>"
        mark = parse_xml(f"<w:p {nsdecls('w')}><w:r><w:pict>{path}</w:pict></w:r></w:p>")
        made.sections[0].header._element.append(mark)
        assert self.read(tmp_path, made).segments == (Segment("", "正文"), Segment("header", "机密"))

    def test_a_comment_says_that_it_is_one(self, tmp_path: Path) -> None:
        made = docx.Document()
        run = made.add_paragraph("方案").add_run("初稿")
        made.add_comment(run, text="请补充时间", author="甲")
        assert self.read(tmp_path, made).segments == (
            Segment("", "方案初稿"),
            Segment("comment", "请补充时间"),
        )

    @pytest.mark.parametrize(
        ("kind", "locator", "xml"),
        [
            ("footnotes", "footnote", "<w:footnotes {w}><w:footnote>{p}</w:footnote></w:footnotes>"),
            ("endnotes", "endnote", "<w:endnotes {w}><w:endnote>{p}</w:endnote></w:endnotes>"),
            (
                "diagramData",
                "diagram",
                "<d:dataModel xmlns:d='urn:d' {a}><d:pt><a:p><a:r><a:t>注</a:t></a:r></a:p></d:pt></d:dataModel>",
            ),
            (
                "chart",
                "chart",
                (
                    "<c:chartSpace {c}><c:strCache><c:pt><c:v>注</c:v></c:pt></c:strCache>"
                    "<c:numCache><c:pt><c:v>7</c:v></c:pt></c:numCache></c:chartSpace>"
                ),
            ),
        ],
    )
    def test_what_stands_beside_the_body_says_where(
        self, reading: Callable[[str, bytes], Reading], kind: str, locator: str, xml: str
    ) -> None:
        part = xml.format(
            w=nsdecls("w"), a=nsdecls("a"), c=nsdecls("c"), p="<w:p><w:r><w:t>注</w:t></w:r></w:p>"
        )
        found = reading("a.docx", with_part(document("正文"), "word/document.xml", kind, part))
        assert found.segments == (Segment("", "正文"), Segment(locator, "注"))

    def test_a_broken_part_beside_the_body_does_not_hide_it(
        self, reading: Callable[[str, bytes], Reading]
    ) -> None:
        found = reading("a.docx", with_part(document("正文"), "word/document.xml", "footnotes", "<w:foot"))
        assert (kind(found), found.segments) == ("damaged", (Segment("", "正文"),))
        assert found.problem and found.problem.reason.startswith("part: word/added.xml: XMLSyntaxError")

    def test_a_header_that_no_section_uses_is_not_shown_and_not_read(
        self, reading: Callable[[str, bytes], Reading]
    ) -> None:
        stale = f"<w:hdr {nsdecls('w')}><w:p><w:r><w:t>旧页眉</w:t></w:r></w:p></w:hdr>"
        content = with_part(document("正文"), "word/document.xml", "header", stale)
        assert reading("a.docx", content).segments == (Segment("", "正文"),)

    def test_properties_that_the_document_states(self, tmp_path: Path) -> None:
        made = docx.Document()
        made.core_properties.title = "题 目"
        made.core_properties.author = "甲"
        made.core_properties.created = datetime(2025, 3, 14, 8, 30, tzinfo=UTC)
        made.core_properties.modified = datetime(2025, 3, 15, 9, 0, tzinfo=UTC)
        found = self.read(tmp_path, made).properties
        assert found["title"] == "题 目"
        assert (found["author"], found["format"], "macro" in found) == ("甲", "docx", False)
        assert found["created"].startswith("2025-03-14T08:30:00")
        assert found["modified"].startswith("2025-03-15T09:00:00")

    def test_properties_are_not_made_up(self, reading: Callable[[str, bytes], Reading]) -> None:
        content = rezipped(document("正文"), drop=["docProps/core.xml"])
        assert reading("a.docx", content) == Reading((Segment("", "正文"),), {"format": "docx"})

    def test_macros_are_reported_and_the_text_is_read(self, reading: Callable[[str, bytes], Reading]) -> None:
        found = reading("a.docx", rezipped(document("正文"), add={"word/vbaProject.bin": b"\0"}))
        assert (found.properties["macro"], found.segments) == ("yes", (Segment("", "正文"),))

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (
                b"openxmlformats-officedocument.wordprocessingml.document.main",
                b"ms-word.document.macroEnabled.main",
            ),
            (
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            ),
            (
                b"http://schemas.openxmlformats.org/officeDocument/2006/",
                b"http://purl.oclc.org/ooxml/officeDocument/",
            ),
        ],
    )
    def test_variants_that_word_opens_too(
        self, reading: Callable[[str, bytes], Reading], before: bytes, after: bytes
    ) -> None:
        assert reading("a.docx", rezipped(document("正文"), swap=(before, after))).segments == (
            Segment("", "正文"),
        )

    def test_a_relation_that_leads_nowhere_does_no_harm(
        self, reading: Callable[[str, bytes], Reading]
    ) -> None:
        content = rezipped(document("正文"), swap=(b'Target="theme/theme1.xml"', b'Target="NULL"'))
        assert reading("a.docx", content).segments == (Segment("", "正文"),)


class TestBrokenPackages:
    def test_any_zip_renamed_docx(self, reading: Callable[[str, bytes], Reading]) -> None:
        found = reading("a.docx", packed({"a.txt": b"x"}))
        assert (kind(found), found.properties["format"]) == ("mismatch", "zip")

    def test_an_old_word_document_renamed_docx(self, reading: Callable[[str, bytes], Reading]) -> None:
        found = reading("a.docx", OLE)
        assert (kind(found), found.properties["format"]) == ("mismatch", "ole")

    def test_a_document_with_a_password(self, reading: Callable[[str, bytes], Reading]) -> None:
        found = reading("a.docx", OLE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 400)
        assert (kind(found), found.properties["format"]) == ("encrypted", "ole")

    def test_a_truncated_document(self, reading: Callable[[str, bytes], Reading]) -> None:
        assert kind(reading("a.docx", document("正文")[:-500])) == "damaged"

    def test_broken_xml(self, reading: Callable[[str, bytes], Reading]) -> None:
        found = reading("a.docx", rezipped(document("正文"), swap=(b"</w:body>", b"</w:bod>")))
        assert (kind(found), found.properties["format"]) == ("damaged", "docx")

    def test_200_mb_of_xml_from_200_kb_are_not_unpacked(self, tmp_path: Path) -> None:
        path = tmp_path / "a.docx"
        with (
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb,
            bomb.open("word/document.xml", "w") as xml,
        ):
            for _ in range(200):
                xml.write(b" " * 1_000_000)
        assert path.stat().st_size < 250_000
        began = time.monotonic()
        assert read(str(path)).problem == Problem("too-large", "xml-size 200 100")
        assert time.monotonic() - began < 1

    def test_a_packing_no_document_has(self, reading: Callable[[str, bytes], Reading]) -> None:
        content = packed({"word/document.xml": b" " * 20_000_000})
        assert (problem := reading("a.docx", content).problem) and problem.reason.startswith("ratio ")

    def test_a_bomb_that_lies_about_its_size(self, tmp_path: Path) -> None:
        path = tmp_path / "a.docx"
        path.write_bytes(lying_zip({"word/document.xml": b" " * 50_000_000}, declared=1000))
        assert kind(read(str(path))) == "damaged"

    def test_too_many_parts(
        self, reading: Callable[[str, bytes], Reading], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(package, "MAX_MEMBERS", 3)
        assert kind(reading("a.docx", document("正文"))) == "too-large"

    def test_entities_are_not_expanded(
        self, reading: Callable[[str, bytes], Reading], tmp_path: Path
    ) -> None:
        make_tree(tmp_path, {"secret.txt": "他处的字"})
        entity = f'<!DOCTYPE w [<!ENTITY e SYSTEM "file://{tmp_path}/secret.txt">]><w:document'.encode()
        content = rezipped(document("正文"), swap=(b"<w:document", entity))
        content = rezipped(content, swap=("正文".encode(), "正文&e;".encode()))
        assert "他处" not in str(reading("a.docx", content))


class TestPdf:
    def test_a_segment_for_every_page_with_text(self, reading: Callable[[str, bytes], Reading]) -> None:
        found = reading("a.pdf", pdf(["党课讲稿"], [], ["第二部分"], title="党课", author="甲"))
        assert found.segments == (Segment("page:1", "党课讲稿"), Segment("page:3", "第二部分"))
        assert found.problem is None
        assert dict(found.properties) | {"created": "", "modified": ""} == {
            "format": "pdf", "pages": "3", "title": "党课", "author": "甲", "created": "", "modified": "",
        }  # fmt: skip

    def test_endless_properties_are_cut(self, reading: Callable[[str, bytes], Reading]) -> None:
        found = reading("a.pdf", pdf(["正文"], title="题" * 600))
        assert found.properties["title"] == "题" * clean.MAX_PROPERTY

    def test_wrapped_lines_become_paragraphs(self, reading: Callable[[str, bytes], Reading]) -> None:
        page = [
            "会议记录",
            "为深入学习贯彻上级关于加强基层党组织建设的部署要",
            "求，支部召开党员大会。",
            "一、学习",
        ]
        assert reading("a.pdf", pdf(page)).segments == (
            Segment(
                "page:1",
                "会议记录\n为深入学习贯彻上级关于加强基层党组织建设的部署要求，支部召开党员大会。\n一、学习",
            ),
        )

    def test_a_password(self, reading: Callable[[str, bytes], Reading]) -> None:
        found = reading("a.pdf", pdf(["正文"], password="0000"))
        assert (kind(found), found.segments, found.properties["format"]) == ("encrypted", (), "pdf")

    def test_an_empty_password_is_no_obstacle(self, reading: Callable[[str, bytes], Reading]) -> None:
        assert reading("a.pdf", pdf(["正文"], password="")).segments == (Segment("page:1", "正文"),)

    @pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
    def test_truncated(self, reading: Callable[[str, bytes], Reading], share: float) -> None:
        content = pdf(["正文"], ["第二页"])
        assert kind(reading("a.pdf", content[: int(len(content) * share)])) == "damaged"

    def test_no_pdf_at_all(self, reading: Callable[[str, bytes], Reading]) -> None:
        found = reading("a.pdf", "只是文字".encode())
        assert (found.segments, found.properties["format"]) == ((Segment("", "只是文字"),), "txt")
        assert found.problem is None
        assert kind(reading("a.pdf", bytes(range(128, 256)) * 20)) == "damaged"

    def test_a_page_that_is_only_partly_there_is_said_to_be_damaged(
        self, reading: Callable[[str, bytes], Reading]
    ) -> None:
        words = " ".join(hashlib.sha256(bytes([number])).hexdigest() for number in range(50))
        whole = bytearray(zlib.compress(f"BT /F 9 Tf ({words}) Tj ET".encode()))
        assert kind(reading("a.pdf", pdf_with_stream(bytes(whole)))) == ""
        whole[1000:1040] = b"\xff" * 40
        assert kind(reading("b.pdf", pdf_with_stream(bytes(whole)))) == "damaged"

    def test_a_pdf_that_swells(self, tmp_path: Path) -> None:
        path = make_tree(tmp_path, {"a.pdf": swelling_pdf()}) / "a.pdf"
        with ReaderPool(1) as pool:
            (answer,) = pool.read_all([str(path)])
        assert answer.reading.problem == Problem("memory", "memory-size 1024")


class TestLines:
    FULL = "为深入学习贯彻上级关于加强基层党组织建设的部署要求"

    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            ([FULL, FULL, "完。"], FULL + FULL + "完。"),
            ([FULL, "2025年3月"], FULL + "2025年3月"),
            ([FULL[:-1] + "。", "下一段"], FULL[:-1] + "。\n下一段"),
            ([FULL[:-1] + "：", "一、"], FULL[:-1] + "：\n一、"),
            (["短标题", FULL, "完"], "短标题\n" + FULL + "完"),
            ([FULL, "　　另起一段"], FULL + "\n另起一段"),
            (["甲", "乙", "丙"], "甲\n乙\n丙"),
            (
                ["the quick brown fox jumps over the lazy", "dog"],
                "the quick brown fox jumps over the lazy dog",
            ),
            ([], ""),
        ],
    )
    def test_joining(self, lines: list[str], expected: str) -> None:
        assert paragraphs("\n".join(lines)) == expected

    @given(st.text(alphabet="党员大会，。 ab\n", max_size=200))
    def test_no_character_is_lost(self, page: str) -> None:
        assert "".join(paragraphs(page).split()) == "".join(page.split())


class TestOthers:
    def test_nothing_in_the_file(self, reading: Callable[[str, bytes], Reading]) -> None:
        for name in ("a.docx", "a.pdf", "a.txt", "a.jpg", "a"):
            assert reading(name, b"") == Reading(problem=Problem("empty", "0 bytes"))

    @pytest.mark.parametrize(
        ("name", "content", "form"),
        [
            ("a.jpg", b"\xff\xd8\xff\xe0\0\4JF\xff\xd9", "jpg"),
            ("a.jpeg", b"\x89PNG\r\n\x1a\n....IEND", "png"),
            ("a.gif", b"GIF89a.......;", "gif"),
            ("a.tif", b"II*\0\x08\0\0\0\0\0....", "tiff"),
            ("a.bmp", b"BM\x16\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0....", "bmp"),
            ("a.xlsx", packed({"xl/workbook.xml": b"<x/>"}), "xlsx"),
            ("a.pptx", packed({"ppt/presentation.xml": b"<x/>"}), "pptx"),
            ("a.zip", packed({"a": b""}), "zip"),
            ("a.xml", b"\xef\xbb\xbf<?xml version='1.0'?><a/>", "xml"),
            ("a.mp4", b"\0\0\0\x18ftypmp42", "unknown"),
        ],
    )
    def test_files_that_are_no_texts_have_a_format_and_no_problem(
        self, reading: Callable[[str, bytes], Reading], name: str, content: bytes, form: str
    ) -> None:
        assert reading(name, content) == Reading((), {"format": form})

    @pytest.mark.parametrize(
        ("name", "content", "form"),
        [
            ("a.doc", OLE, "ole"),
            ("a.wps", OLE, "ole"),
            ("a.xls", OLE, "ole"),
            ("a.ppt", OLE, "ole"),
            ("a.xlsb", packed({"xl/workbook.bin": b"x"}), "xlsb"),
            ("a.doc", b"<?xml version='1.0'?><w:wordDocument/>", "xml"),
        ],
    )
    def test_texts_nobody_reads_yet_say_so(
        self, reading: Callable[[str, bytes], Reading], name: str, content: bytes, form: str
    ) -> None:
        assert reading(name, content) == Reading((), {"format": form}, Problem("unsupported", form))

    def test_a_document_under_another_documents_extension_is_read_all_the_same(
        self, reading: Callable[[str, bytes], Reading]
    ) -> None:
        for name in ("a.pdf", "a.doc", "a.wps", "a.txt", "a"):
            found = reading(name, document("正文"))
            assert (found.segments, found.properties["format"]) == ((Segment("", "正文"),), "docx")
        assert reading("a.docx", pdf(["讲稿"])).segments == (Segment("page:1", "讲稿"),)
        assert reading("b.docx", b"{\\rtf1 x}").segments == (Segment("", "x"),)

    def test_a_reason_quotes_nothing_of_the_document(self) -> None:
        error = ValueError(
            "Invalid object\n starting with b'he\\x00' @19: b'a name and more' <x at 0x7f1234>"
        )
        assert words_of(error) == "ValueError: Invalid object starting with …"
        assert (
            words_of(FileNotFoundError(2, "No such file", "/home/a/b")) == "FileNotFoundError: No such file"
        )

    def test_a_file_that_is_gone(self, tmp_path: Path) -> None:
        assert kind(read(str(tmp_path / "a.txt"))) == "busy"

    @given(st.sampled_from(["txt", "docx", "pdf", "doc", "jpg", ""]), st.binary(max_size=300))
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_no_bytes_make_a_reader_raise(self, tmp_path: Path, extension: str, content: bytes) -> None:
        path = tmp_path / f"a.{extension}"
        path.write_bytes(content)
        assert isinstance(read(str(path)), Reading)

    @given(st.data())
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_no_damage_makes_a_reader_raise(self, tmp_path: Path, data: st.DataObject) -> None:
        name, whole = data.draw(st.sampled_from([("a.docx", document("正文")), ("a.pdf", pdf(["正文"]))]))
        content = bytearray(whole)
        for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=8)):
            content[place] = data.draw(st.integers(0, 255))
        path = tmp_path / name
        path.write_bytes(content)
        assert isinstance(read(str(path)), Reading)
