"""What is filled into the forms of a PDF and what its notes say is read, and costs those nothing that have none."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from foreign import pdf
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Link, Text
from pypdf.generic import DictionaryObject, NameObject, NullObject, TextStringObject
from reportlab.pdfgen.canvas import Canvas

from archive_tool.adapters.readers import read
from archive_tool.adapters.readers.pdf_notes import beside
from archive_tool.core.model import Reading
from archive_tool.core.secrecy import secret_mark


@pytest.fixture
def reading(tmp_path: Path) -> Callable[[bytes], Reading]:
    def write_and_read(content: bytes) -> Reading:
        (tmp_path / "a.pdf").write_bytes(content)
        return read(str(tmp_path / "a.pdf"))

    return write_and_read


def form(**values: str) -> bytes:
    """A field for each value below the words "form"."""
    canvas = Canvas(result := io.BytesIO())
    canvas.drawString(72, 700, "form")
    for number, (name, value) in enumerate(values.items()):
        canvas.acroForm.textfield(name=name, value=value, x=72, y=600 - 40 * number, width=300)
    canvas.acroForm.checkbox(name="ticked", x=72, y=100, checked=True)
    canvas.save()
    return result.getvalue()


def with_notes(*notes: DictionaryObject) -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(["正文"], ["第二页"]))))
    for note in notes:
        writer.add_annotation(1, note)
    writer.write(result := io.BytesIO())
    return result.getvalue()


def found(reading: Reading) -> dict[str, str]:
    return {segment.locator: segment.text for segment in reading.segments}


def test_fields(reading: Callable[[bytes], Reading]) -> None:
    assert found(reading(form(card="110105199001011234", name="Zhang San"))) == {
        "page:1": "form",
        "page:1/field": "110105199001011234\nZhang San",
    }


def test_what_a_field_prints_and_does_not_state(reading: Callable[[bytes], Reading]) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(form(card="13812345678"))))
    for note in writer.pages[0]["/Annots"]:
        del note.get_object()["/V"]
    writer.write(changed := io.BytesIO())
    assert found(reading(changed.getvalue()))["page:1/field"] == "13812345678"


def test_a_value_that_the_field_above_states(reading: Callable[[bytes], Reading]) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(form(card=""))))
    field = writer.pages[0]["/Annots"][0].get_object()
    del field["/V"]
    above = DictionaryObject({NameObject("/V"): TextStringObject("张三")})
    field[NameObject("/Parent")] = writer._add_object(above)
    writer.write(changed := io.BytesIO())
    assert found(reading(changed.getvalue()))["page:1/field"] == "张三"


def test_notes(reading: Callable[[bytes], Reading]) -> None:
    read_of = reading(
        with_notes(
            FreeText(text="电话13812345678", rect=(72, 500, 300, 520)),
            Text(text="请核对", rect=(72, 400, 90, 420)),
            Link(rect=(72, 300, 90, 320), url="https://example.org"),
        )
    )
    assert found(read_of) == {
        "page:1": "正文",
        "page:2": "第二页",
        "page:2/text-box": "电话13812345678",
        "page:2/comment": "请核对",
    }
    assert read_of.problem is None


@pytest.mark.parametrize("mark", ["秘密★10年", "机密"])
def test_a_mark_that_stands_in_a_note_or_a_field_is_one(
    mark: str, reading: Callable[[bytes], Reading]
) -> None:
    noted = reading(with_notes(FreeText(text=mark, rect=(72, 700, 300, 720))))
    assert secret_mark(noted.segments, ("秘密", "机密", "绝密")).startswith(mark[:2])
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(form(grade="x"))))
    writer.pages[0]["/Annots"][0].get_object()[NameObject("/V")] = TextStringObject(mark)
    writer.write(changed := io.BytesIO())
    assert secret_mark(reading(changed.getvalue()).segments, ("秘密", "机密", "绝密")).startswith(mark[:2])


def test_notes_that_are_none_are_passed_over(reading: Callable[[bytes], Reading]) -> None:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(["正文"]))))
    writer.add_annotation(0, Text(text="一", rect=(72, 400, 90, 420)))
    writer.pages[0]["/Annots"].insert(0, NullObject())
    writer.write(changed := io.BytesIO())
    read_of = reading(changed.getvalue())
    assert (found(read_of)["page:1/comment"], read_of.problem) == ("一", None)


def test_pages_with_links_alone_are_not_printed_for_it() -> None:
    linked = io.BytesIO(with_notes(Link(rect=(72, 300, 90, 320), url="https://example.org")))

    def never() -> str:
        raise AssertionError("it was printed")

    for page in PdfReader(linked).pages:
        assert beside(page, "", never) == []
