"""No copy for others tells a number of a person, wherever in the file it stands; what shows none is copied."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import docx
import pptx
import pytest
from foreign import document, packed, parts_of, pdf, rezipped, with_part
from office_files import slides, workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.presentation import Presentation
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from archive_tool.adapters.pages import work
from archive_tool.adapters.pages.job import Job, Made, Way

NUMBER = "13800138000"
AS_TEXT = Made(instead="personal-text")


def copied(folder: Path, content: bytes, form: str, way: Way = "clean") -> tuple[Made, bytes]:
    """As the worker process does it for those who may not see numbers."""
    source, target = folder / f"a.{form}", folder / f"b.{form}"
    source.write_bytes(content)
    target.unlink(missing_ok=True)
    digest = hashlib.sha256(content).hexdigest()
    job = Job(way, str(source), str(target), digest, form, masked=True)
    return Made.unpacked(next(iter(work.make(job.packed())))), target.read_bytes()


def tells(content: bytes) -> bool:
    return any(NUMBER.encode() in part for part in parts_of(content).values())


def written(xml: str) -> bytes:
    """A Word document with this XML before the end of its body."""
    content = document("正文")
    body = parts_of(content)["word/document.xml"].replace(b"<w:sectPr", xml.encode() + b"<w:sectPr", 1)
    return rezipped(content, add={"word/document.xml": body})


def run(text: str, tag: str = "t") -> str:
    return f"<w:r><w:{tag}>{text}</w:{tag}></w:r>"


def row(text: str, marked: str = "") -> str:
    return f"<w:tr>{marked}<w:tc><w:p>{run(text)}</w:p></w:tc></w:tr>"


ROW_GONE = '<w:trPr><w:del w:id="1" w:author="甲"/></w:trPr>'


@pytest.mark.parametrize(
    ("xml", "stays"),
    [
        (f'<w:p><w:del w:id="1" w:author="甲">{run(NUMBER, "delText")}</w:del>{run("留下")}</w:p>', "留下"),
        (f'<w:p><w:moveFrom w:id="1" w:author="甲">{run(NUMBER)}</w:moveFrom>{run("留下")}</w:p>', "留下"),
        (f"<w:tbl>{row(NUMBER, ROW_GONE)}{row('留下')}</w:tbl>", "留下"),
        (f'<w:p><w:ins w:id="1" w:author="甲">{run("添上")}</w:ins></w:p>', "添上"),
    ],
)
def test_what_was_deleted_is_in_no_copy_and_what_was_added_is(tmp_path: Path, xml: str, stays: str) -> None:
    made, copy = copied(tmp_path, written(xml), "docx")
    body = parts_of(copy)["word/document.xml"].decode()
    assert made == Made(copy="cleaned") and not tells(copy)
    assert stays in body and "甲" not in body
    assert any(stays in text for text in shown_in(copy))


def shown_in(content: bytes) -> list[str]:
    opened = docx.Document(BytesIO(content))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return [*(one.text for one in opened.paragraphs), *cells]


def embedded(content: bytes, owner: str, kind: str) -> bytes:
    return with_part(content, owner, kind, f"<x>{NUMBER}</x>")


BESIDE = {
    "custom XML": embedded(document("正文"), "word/document.xml", "customXml"),
    "building blocks": embedded(document("正文"), "word/document.xml", "glossaryDocument"),
    "a program": embedded(document("正文"), "word/document.xml", "vbaProject"),
    "a file within": rezipped(document("正文"), add={"word/embeddings/a.txt": NUMBER.encode()}),
    "properties of one's own": embedded(document("正文"), "", "custom-properties"),
    "a pivot's cache": embedded(workbook(["表"]), "xl/workbook.xml", "pivotCacheDefinition"),
    "a log of changes": embedded(workbook(["表"]), "xl/workbook.xml", "revisionHeaders"),
    "another workbook": embedded(workbook(["表"]), "xl/workbook.xml", "externalLink"),
    "tags": embedded(slides("片"), "ppt/presentation.xml", "tags"),
}


@pytest.mark.parametrize("where", BESIDE)
def test_what_is_not_shown_is_left_behind(tmp_path: Path, where: str) -> None:
    content = BESIDE[where]
    form = next(form for name, form in FORMS.items() if name in parts_of(content))
    made, copy = copied(tmp_path, content, form)
    assert tells(content) and made == Made(copy="cleaned") and not tells(copy)
    left = parts_of(copy)
    listed = left["[Content_Types].xml"].decode() + "".join(
        part.decode() for name, part in left.items() if name.endswith(".rels")
    )
    assert "added.xml" not in listed


FORMS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}


def sheet(**ways: str) -> bytes:
    def change(book: object) -> None:
        (first,) = book.worksheets  # type: ignore[attr-defined]
        if "choices" in ways:
            first.add_data_validation(DataValidation(type="list", formula1=f'"{ways["choices"]}"'))
            first.data_validations.dataValidation[0].add("B1")
        if "name" in ways:
            book.defined_names["电话"] = DefinedName("电话", attr_text=ways["name"])  # type: ignore[attr-defined]
        if "link" in ways:
            first["A1"].hyperlink = ways["link"]

    return workbook(["表"], change=change)


def with_attribute(text: str) -> bytes:
    return written(
        f'<w:p><w:r><w:drawing><wp:docPr xmlns:wp="urn:x" id="1" descr="{text}"/></w:drawing></w:r></w:p>'
    )


INSIDE = {
    "choices of a cell": ("xlsx", sheet(choices=f"甲,{NUMBER}")),
    "a name": ("xlsx", sheet(name=f'"{NUMBER}"')),
    "a whole number that is shown short": ("xlsx", rezipped(
        workbook(["表"]), add={"xl/worksheets/sheet1.xml": parts_of(workbook([12345678901]))[
            "xl/worksheets/sheet1.xml"].replace(b"12345678901", b"1.3800138E10")})),
    "a field": ("docx", written(f'<w:p>{run(f"HYPERLINK &quot;tel:{NUMBER}&quot;", "instrText")}</w:p>')),
    "a field in pieces": ("docx", written(f'<w:p>{run("tel:1380", "instrText")}{run("0138000", "instrText")}</w:p>')),
    "words for a picture": ("docx", with_attribute(f"照片 {NUMBER}")),
    "a chart": ("docx", embedded(document("正文"), "word/document.xml", "chart")),
    "an old format": ("doc", b"\xd0\xcf\x11\xe0" + b"\0" * 33 + NUMBER.encode("utf-16-le")),
    "rich text": ("rtf", b"{\\rtf1 {\\deleted 138\\b0 00138000}}"),
    "a table of OpenDocument": ("ods", packed({
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f'<a xmlns:x="urn:x"><x:v x:condition="is-in(&quot;{NUMBER}&quot;)"/></a>'.encode()})),
}  # fmt: skip


@pytest.mark.parametrize("where", INSIDE)
def test_what_shows_a_number_where_nobody_reads_is_told_as_text(tmp_path: Path, where: str) -> None:
    form, content = INSIDE[where]
    assert copied(tmp_path, content, form)[0] == AS_TEXT


def test_a_link_is_taken_off_and_its_words_stay(tmp_path: Path) -> None:
    made, copy = copied(tmp_path, sheet(link=f"tel:{NUMBER}"), "xlsx")
    assert made == Made(copy="cleaned") and not tells(copy)
    assert "表" in "".join(part.decode("utf-8", "replace") for part in parts_of(copy).values())
    assert b"hyperlink" not in parts_of(copy)["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize("part", ["Thumbnails/a.txt", "Configurations2/a.xml", "settings.xml", "Object 1"])
def test_of_opendocument_too_only_what_is_shown(tmp_path: Path, part: str) -> None:
    office, text = ("urn:oasis:names:tc:opendocument:xmlns:" + name + ":1.0" for name in ("office", "text"))
    body = (
        f'<o:document-content xmlns:o="{office}" xmlns:t="{text}"><o:body><t:tracked-changes><t:p>{NUMBER}</t:p>'
        '</t:tracked-changes><t:p>甲<t:change t:change-id="1"/>乙</t:p></o:body></o:document-content>'
    )
    listed = f'<m xmlns:x="urn:x"><x:file-entry x:full-path="{part}"/><x:file-entry x:full-path="content.xml"/></m>'
    content = packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": body.encode(),
                      "META-INF/manifest.xml": listed.encode(), part: NUMBER.encode()})  # fmt: skip
    made, copy = copied(tmp_path, content, "odt")
    assert made == Made(copy="cleaned") and not tells(copy) and part not in parts_of(copy)
    assert "甲乙" in parts_of(copy)["content.xml"].decode()
    assert part.encode() not in parts_of(copy)["META-INF/manifest.xml"]


def test_files_bookmarks_and_links_of_a_pdf_file_are_left_behind(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=BytesIO(pdf(["记录"])))
    writer.add_outline_item(title=NUMBER, page_number=0)
    writer.add_attachment("a.txt", NUMBER.encode())
    writer.add_annotation(0, Link(rect=(0, 0, 50, 50), url=f"tel:{NUMBER}"))
    field = DictionaryObject(
        {NameObject("/T"): TextStringObject("a"), NameObject("/TU"): TextStringObject(NUMBER)}
    )
    form = DictionaryObject({NameObject("/Fields"): ArrayObject([writer._add_object(field)])})
    writer.root_object[NameObject("/AcroForm")] = form
    writer.write(content := BytesIO())
    assert copied(tmp_path, content.getvalue(), "pdf", "copy")[0] == AS_TEXT
    made, copy = copied(tmp_path, content.getvalue(), "pdf")
    reader = PdfReader(BytesIO(copy), strict=True)
    assert made == Made(copy="cleaned") and NUMBER.encode() not in copy
    assert "记录" in reader.pages[0].extract_text() and not (reader.outline or reader.attachments)
    assert not reader.pages[0].get("/Annots")


def test_an_original_is_handed_out_only_if_nothing_in_it_tells_a_number(tmp_path: Path) -> None:
    plain = document("正文")
    assert copied(tmp_path, plain, "docx", "copy") == (Made(copy="same"), plain)
    for where in ("custom XML", "a file within"):
        assert copied(tmp_path, BESIDE[where], "docx", "copy")[0] == AS_TEXT


def test_what_cannot_be_taken_off_is_told_as_text(tmp_path: Path) -> None:
    inner = '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="added"/>'
    content = with_part(written(inner), "word/document.xml", "aFChunk", "<x/>")
    assert copied(tmp_path, content, "docx")[0] == Made(instead="parts")


def test_amounts_places_and_marks_of_programs_are_no_numbers_of_persons(tmp_path: Path) -> None:
    numbers = workbook(*([138.00138 + 1 / n, 1e15 / n, n / 3, "2025-03-14"] for n in range(1, 400)))
    assert copied(tmp_path, numbers, "xlsx")[0] == Made(copy="cleaned")
    for content, form in ((document("甲" * 500), "docx"), (slides("片", "片"), "pptx")):
        assert copied(tmp_path, content, form)[0] == Made(copy="cleaned")


def test_parts_whose_names_differ_in_capitals_alone_are_copied(tmp_path: Path) -> None:
    content = rezipped(workbook(["表"]), swap=(b"sharedStrings.xml", b"SharedStrings.xml"))
    made, copy = copied(tmp_path, content, "xlsx")
    assert made == Made(copy="cleaned") and set(parts_of(copy)) == set(parts_of(content))


def test_of_an_object_on_a_slide_its_picture_stays(tmp_path: Path) -> None:
    def change(made: Presentation) -> None:
        drawing = BytesIO()
        Image.new("RGB", (9, 9), "red").save(drawing, "PNG")
        shapes = made.slides[0].shapes
        shapes.add_ole_object(BytesIO(b"x"), "Excel.Sheet.12", 0, 0, icon_file=drawing)

    content = slides("片", change=change)
    slide = parts_of(content)["ppt/slides/slide1.xml"].decode()
    # As PowerPoint writes it: once for old programs, without the picture.
    for_new = slide[slide.index("<p:oleObj") : slide.index("</p:oleObj>") + len("</p:oleObj>")]
    for_old = for_new[: for_new.index("<p:pic>")] + for_new[for_new.index("</p:pic>") + len("</p:pic>") :]
    slide = slide.replace(for_new, for_old + for_new)
    content = rezipped(content, add={"ppt/slides/slide1.xml": slide.encode()})
    made, copy = copied(tmp_path, content, "pptx")
    assert made == Made(copy="cleaned")
    assert not any("embeddings" in name for name in parts_of(copy))
    (slide,) = pptx.Presentation(BytesIO(copy)).slides
    assert [shape.shape_type for shape in slide.shapes][1:] == [MSO_SHAPE_TYPE.PICTURE]


def test_who_commented_has_a_name_and_no_account(tmp_path: Path) -> None:
    people = '<personList xmlns="urn:x"><person displayName="甲" id="{1}" userId="S::a@b::1" providerId="AD"/></personList>'
    content = with_part(workbook(["表"]), "xl/workbook.xml", "person", people)
    _, copy = copied(tmp_path, content, "xlsx")
    assert "甲" in (told := parts_of(copy)["xl/added.xml"].decode()) and "a@b" not in told
