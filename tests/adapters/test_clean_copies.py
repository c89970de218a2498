"""Copies for others: nothing of who made them, with what and where; everything that is seen."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from foreign import document, packed, pdf, rezipped, with_part
from office_files import slides, workbook
from PIL import Image, ImageChops, ImageDraw, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, NumberObject

from archive_tool.adapters.pages import clean, work
from archive_tool.adapters.pages.job import Job, Made

GPS, MAKE, ARTIST, TURNED = 0x8825, 0x010F, 0x013B, 0x0112
# What python-docx and python-pptx have in their templates and nobody sees.
BESIDE = re.compile("customXml/|thumbnail|printerSettings")
SECRETS = (b"Telephone Ltd", b"Zhang San", b"at the school gate")


def cleaned(folder: Path, content: bytes, form: str) -> tuple[Made, bytes]:
    """As the worker process does it."""
    source, target = folder / f"a.{form}", folder / f"b.{form}"
    source.write_bytes(content)
    target.unlink(missing_ok=True)
    job = Job("clean", str(source), str(target), hashlib.sha256(content).hexdigest(), form)
    return Made.unpacked(next(iter(work.make(job.packed())))), target.read_bytes() if target.exists() else b""


def drawing(mode: str = "RGB") -> Image.Image:
    picture = Image.new(mode, (60, 40), "white")
    ImageDraw.Draw(picture).ellipse((5, 5, 40, 30), fill="red" if mode != "1" else 0)
    return picture


def told(turned: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[MAKE], exif[ARTIST], exif[TURNED] = "Telephone Ltd", "Zhang San", turned
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (30.0, 15.0, 1.0)
    return exif


def saved(picture: Image.Image, form: str, **ways: object) -> bytes:
    written = BytesIO()
    picture.save(written, form, **ways)
    return written.getvalue()


def same_dots(one: bytes, other: bytes) -> bool:
    a, b = (Image.open(BytesIO(content)).convert("RGBA") for content in (one, other))
    return a.size == b.size and ImageChops.difference(a, b).getbbox(alpha_only=False) is None


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_photo_says_no_more_where_and_by_whom_and_keeps_every_dot(
    tmp_path: Path, mode: str, progressive: bool
) -> None:
    ways = {"exif": told(), "comment": b"at the school gate", "progressive": progressive}
    content = saved(drawing(mode if mode != "CMYK" else "RGB").convert(mode), "JPEG", **ways)
    made, copy = cleaned(tmp_path, content, "jpg")
    assert made == Made(copy="cleaned")
    assert not any(secret in copy for secret in SECRETS)
    assert not dict(Image.open(BytesIO(copy)).getexif())
    assert same_dots(content, copy)


def test_a_photo_that_lay_on_its_side_is_still_turned_up(tmp_path: Path) -> None:
    _, copy = cleaned(tmp_path, saved(drawing(), "JPEG", exif=told(turned=6)), "jpg")
    assert dict(Image.open(BytesIO(copy)).getexif()) == {TURNED: 6}


def test_what_lies_behind_a_photo_stays_away(tmp_path: Path) -> None:
    content = saved(drawing(), "JPEG")
    made, copy = cleaned(tmp_path, content + b"ftypmp42 at the school gate", "jpg")
    assert (made.copy, copy) == ("cleaned", content)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "TIFF", "WEBP"])
def test_a_picture_with_nothing_beside_it_is_byte_for_byte(tmp_path: Path, form: str) -> None:
    content = saved(drawing(), form)
    made, copy = cleaned(tmp_path, content, {"JPEG": "jpg"}.get(form, form.lower()))
    assert (made.copy, copy) == ("same", content)


def test_texts_in_a_png_go(tmp_path: Path) -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_itxt("Author", "Zhang San")
    content = saved(drawing("RGBA"), "PNG", pnginfo=notes, exif=told(turned=3), dpi=(200, 200))
    made, copy = cleaned(tmp_path, content, "png")
    assert made.copy == "cleaned" and not any(secret in copy for secret in SECRETS)
    assert same_dots(content, copy)
    assert dict(Image.open(BytesIO(copy)).getexif()) == {TURNED: 3}
    assert Image.open(BytesIO(copy)).info["dpi"] == pytest.approx((200, 200), abs=0.1)


def test_every_page_of_a_scan_stays_and_the_scanner_goes(tmp_path: Path) -> None:
    pages = [drawing("1"), drawing("1").rotate(180)]
    told_ = {MAKE: "Telephone Ltd", ARTIST: "Zhang San"}
    content = saved(
        pages[0], "TIFF", save_all=True, append_images=pages[1:], compression="group4", tiffinfo=told_
    )
    made, copy = cleaned(tmp_path, content, "tiff")
    scan = Image.open(BytesIO(copy))
    assert made.copy == "cleaned" and not any(secret in copy for secret in SECRETS)
    assert scan.n_frames == 2 and scan.info["compression"] == "group4"  # type: ignore[attr-defined]
    for number, page in enumerate(pages):
        scan.seek(number)
        assert scan.tobytes() == page.tobytes()


@pytest.mark.parametrize("form", ["GIF", "WEBP"])
def test_a_picture_that_moves_goes_on_moving(tmp_path: Path, form: str) -> None:
    ways = {"comment": b"at the school gate"} if form == "GIF" else {"exif": told(), "lossless": True}
    content = saved(
        drawing(), form, save_all=True, append_images=[drawing().rotate(90)], duration=[100, 300], **ways
    )
    made, copy = cleaned(tmp_path, content, form.lower())
    assert made.copy == "cleaned" and not any(secret in copy for secret in SECRETS)
    assert Image.open(BytesIO(copy)).n_frames == 2  # type: ignore[attr-defined]
    assert same_dots(content, copy)


@pytest.mark.parametrize(
    ("form", "content"),
    [
        ("jpg", b"\xff\xd8\xff\xe0" + b"x" * 50),
        ("gif", b"GIF89a"),
        ("docx", b"PK\x03\x04 broken"),
        ("pdf", b"%PDF-1.4\nbroken"),
    ],
)
def test_what_cannot_be_taken_apart_is_kept_and_said_so(tmp_path: Path, form: str, content: bytes) -> None:
    assert cleaned(tmp_path, content, form) == (Made(copy="kept"), content)


def test_a_package_with_a_spoilt_part_is_kept_and_said_so(tmp_path: Path) -> None:
    content = packed({"word/document.xml": b"<a/>" * 500})
    at = content.index(b"word/document.xml") + len("word/document.xml")
    spoilt = content[:at] + b"\xff" * 8 + content[at + 8 :]
    assert cleaned(tmp_path, spoilt, "docx") == (Made(copy="kept"), spoilt)


def test_a_comment_among_the_relations_of_a_package_is_none(tmp_path: Path) -> None:
    content = office("docx")
    with ZipFile(BytesIO(content)) as package:
        relations = package.read("_rels/.rels").replace(
            b"<Relationship ", b"<!-- x --><?y z?><Relationship ", 1
        )
    made, copy = cleaned(tmp_path, rezipped(content, add={"_rels/.rels": relations}), "docx")
    with ZipFile(BytesIO(copy)) as new:
        assert made.copy == "cleaned"
        assert all(secret not in new.read(name) for name in new.namelist() for secret in SECRETS)


def test_what_is_too_large_for_it_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clean, "MOST_BYTES", 100)
    content = saved(drawing(), "JPEG", exif=told())
    assert cleaned(tmp_path, content, "jpg") == (Made(copy="kept"), content)


def office(form: str) -> bytes:
    """A document that says who made it, for whom, and in which photo it was."""
    content = {"docx": document("记录"), "xlsx": workbook(["记录"]), "pptx": slides("记录")}[form]
    core = (
        b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        b' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Zhang San</dc:creator>'
        b"<cp:lastModifiedBy>Zhang San</cp:lastModifiedBy></cp:coreProperties>"
    )
    app = (
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        b"<Company>Telephone Ltd</Company></Properties>"
    )
    owner = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}[form]
    content = with_part(content, owner, "image", "", name="image1.jpeg")
    photo = saved(drawing(), "JPEG", exif=told())
    media = owner.partition("/")[0] + "/image1.jpeg"
    return rezipped(content, add={"docProps/core.xml": core, "docProps/app.xml": app, media: photo})


@pytest.mark.parametrize("form", ["docx", "xlsx", "pptx"])
def test_an_office_document_has_no_author_and_else_the_same_parts(tmp_path: Path, form: str) -> None:
    content = office(form)
    made, copy = cleaned(tmp_path, content, form)
    assert made.copy == "cleaned"
    with ZipFile(BytesIO(content)) as old, ZipFile(BytesIO(copy)) as new:
        gone = [name for name in old.namelist() if name not in new.namelist()]
        assert new.testzip() is None and all(BESIDE.search(name) for name in gone)
        changed = {name for name in new.namelist() if old.read(name) != new.read(name)}
        assert all(secret not in new.read(name) for name in new.namelist() for secret in SECRETS)
    lists = {name for name in changed if name.endswith(".rels") or name == "[Content_Types].xml"}
    assert {"docProps/core.xml", "docProps/app.xml"} < changed - lists
    assert len(changed - lists) == 3 and not (lists and not gone)


def test_word_opens_it_and_nobody_is_named(tmp_path: Path) -> None:
    _, copy = cleaned(tmp_path, document("记录", created=datetime(2025, 3, 14)), "docx")
    opened = docx.Document(BytesIO(copy))
    assert opened.paragraphs[0].text == "记录"
    assert (opened.core_properties.author, opened.core_properties.last_modified_by) == ("", "")
    assert cleaned(tmp_path, document("记录"), "docx")[1] == cleaned(tmp_path, document("记录"), "docx")[1]


def test_opendocument_too(tmp_path: Path) -> None:
    parts = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}
    made, copy = cleaned(tmp_path, packed({**parts, "meta.xml": b"<m>Zhang San</m>"}), "odt")
    with ZipFile(BytesIO(copy)) as new:
        assert made.copy == "cleaned" and b"Zhang" not in new.read("meta.xml")
        assert {name: new.read(name) for name in parts} == parts


@pytest.mark.parametrize(
    ("form", "content"),
    [
        ("docx", rezipped(document("记录"), add={"_xmlsignatures/sig1.xml": b"<s/>"})),
        ("doc", b"\xd0\xcf\x11\xe0 Zhang San"),
        ("rtf", b"{\\rtf1 {\\info{\\author Zhang San}}}"),
    ],
)
def test_what_nobody_can_clean_is_kept_and_said_so(tmp_path: Path, form: str, content: bytes) -> None:
    assert cleaned(tmp_path, content, form) == (Made(copy="kept"), content)


def authored(signed: bool = False) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(pdf(["记录"])))
    writer.add_metadata({"/Author": "Zhang San", "/Creator": "Telephone Ltd"})
    writer.xmp_metadata = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Zhang San</x:xmpmeta>"
    if signed:
        form = DictionaryObject({NameObject("/SigFlags"): NumberObject(3)})
        writer.root_object[NameObject("/AcroForm")] = form
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def test_a_pdf_file_has_no_author_and_the_same_pages(tmp_path: Path) -> None:
    made, copy = cleaned(tmp_path, authored(), "pdf")
    assert made.copy == "cleaned" and not any(secret in copy for secret in SECRETS)
    reader = PdfReader(BytesIO(copy), strict=True)
    assert not reader.metadata and "记录" in reader.pages[0].extract_text()


def test_a_scan_in_a_pdf_file_does_not_say_where_it_was_made(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    (tmp_path / "photo.jpg").write_bytes(saved(drawing(), "JPEG", exif=told()))
    canvas = Canvas(str(tmp_path / "scan.pdf"))
    canvas.drawImage(str(tmp_path / "photo.jpg"), 0, 0)
    canvas.save()
    content = (tmp_path / "scan.pdf").read_bytes()
    _, copy = cleaned(tmp_path, content, "pdf")
    shown = PdfReader(BytesIO(copy)).pages[0].images[0]
    assert b"Telephone Ltd" not in shown.data and shown.image is not None and shown.image.size == (60, 40)


def test_a_signed_pdf_file_stays_signed(tmp_path: Path) -> None:
    content = authored(signed=True)
    assert cleaned(tmp_path, content, "pdf") == (Made(copy="kept"), content)
