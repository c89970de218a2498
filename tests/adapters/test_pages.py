"""Pages of documents that nobody can be sure of: laid out, or refused with a reason, and never more than drawn."""

from __future__ import annotations

import hashlib
import os
import sys
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import psutil
import pytest
from foreign import document, parts_of, rezipped
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    RectangleObject,
    TextStringObject,
)
from pypdfium2 import PdfDocument
from reportlab.pdfgen.canvas import Canvas

from archive_tool.adapters import crew
from archive_tool.adapters.pages import bind, office, work
from archive_tool.adapters.pages.job import A4, FOOT, Job, Made, Way, box


def pdf(*texts: str, size: tuple[float, float] = A4) -> PdfWriter:
    """A page for every text."""
    written = BytesIO()
    canvas = Canvas(written, pagesize=size, invariant=1)
    for text in texts:
        canvas.drawString(72, size[1] - 72, text)
        canvas.showPage()
    canvas.save()
    return PdfWriter(clone_from=BytesIO(written.getvalue()))


def saved(writer: PdfWriter, file: Path) -> Path:
    with open(file, "wb") as out:
        writer.write(out)
    return file


def made(way: Way, source: Path, target: Path, form: str = "", sha256: str = "") -> Made:
    """As the worker process does it."""
    digest = sha256 or hashlib.sha256(source.read_bytes()).hexdigest()
    job = Job(way, str(source), str(target), digest, form or source.suffix[1:])
    return Made.unpacked(next(iter(work.make(job.packed()))))


def everything(file: Path) -> bytes:
    """All objects of a PDF file as they are written, unpacked."""
    reader, written = PdfReader(file), BytesIO()
    for number in range(1, int(reader.trailer["/Size"])):  # type: ignore[call-overload]
        found = reader.get_object(number)
        if found is not None:
            found.write_to_stream(written)
    return written.getvalue()


def test_evidence_stands_above_the_footer_and_is_never_enlarged() -> None:
    whole, small = box(*A4), box(100, 100)
    assert whole.y >= FOOT and whole.scale < 1
    assert small.scale == 1 and small.x == pytest.approx((A4[0] - 100) / 2)
    assert box(800, 400)[:2] == A4[::-1]  # broad evidence on a broad sheet


def test_pages_are_seen_as_they_were_turned_and_cut(tmp_path: Path) -> None:
    writer = pdf("turned", "cut", size=(400, 300))
    writer.pages[0].rotate(90)
    writer.pages[1].cropbox = RectangleObject((50, 200, 250, 300))
    answer = made("pages", saved(writer, tmp_path / "a.pdf"), tmp_path / "b.pdf")
    assert answer == Made((False, True), 2)
    pages = PdfReader(tmp_path / "b.pdf").pages
    assert [page.extract_text().strip() for page in pages] == ["turned", "cut"]
    assert [tuple(map(float, page.mediabox[2:])) for page in pages] == [
        pytest.approx(A4, abs=0.1),
        pytest.approx(A4[::-1], abs=0.1),
    ]


def test_what_acts_is_left_behind_and_what_is_seen_stays(tmp_path: Path) -> None:
    writer = pdf("text")
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    )
    launch = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("calc.exe")}
    )
    writer._root_object[NameObject("/OpenAction")] = script
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): launch})
    writer.add_attachment("inside.txt", b"attached")
    writer.add_annotation(0, Link(rect=(10, 10, 90, 90), url="http://example.invalid/"))
    _stamp(writer, "SEAL")
    made("pages", saved(writer, tmp_path / "a.pdf"), tmp_path / "b.pdf")
    frame = _frame(tmp_path / "frame.pdf", "foot")
    bind.bound(bind.Binding(str(frame), [bind.Sheet(0, str(tmp_path / "b.pdf"), 0)], str(tmp_path / "c.pdf")))
    left = everything(tmp_path / "c.pdf")
    for word in (
        b"JavaScript",
        b"app.alert",
        b"Launch",
        b"calc.exe",
        b"attached",
        b"example.invalid",
        b"/Annots",
    ):
        assert word not in left
    assert "SEAL" in PdfReader(tmp_path / "c.pdf").pages[0].extract_text()


def _stamp(writer: PdfWriter, text: str) -> None:
    """A seal as programs set it: a note with a look of its own."""
    look = DecodedStreamObject()
    look.set_data(f"BT /F 12 Tf 5 5 Td ({text}) Tj ET".encode())
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F"): font})
    look.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(map(FloatObject, (0, 0, 100, 40))),
            NameObject("/Resources"): DictionaryObject({NameObject("/Font"): fonts}),
        }
    )
    note = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Stamp"),
            NameObject("/Rect"): ArrayObject(map(FloatObject, (300, 300, 400, 340))),
            NameObject("/F"): NumberObject(4),  # it is printed
            NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(look)}),
        }
    )
    writer.pages[0].setdefault(NameObject("/Annots"), ArrayObject()).append(writer._add_object(note))


def _off(layer: object, writer: PdfWriter) -> tuple[object, object]:
    return layer, {"/OFF": [layer]}


def _base_state(layer: object, writer: PdfWriter) -> tuple[object, object]:
    return layer, {"/BaseState": NameObject("/OFF")}


def _member(layer: object, writer: PdfWriter) -> tuple[object, object]:
    """Seen where none of its layers is on, and one is."""
    member = {"/Type": NameObject("/OCMD"), "/OCGs": [layer], "/P": NameObject("/AllOff")}
    return writer._add_object(_pdf_value(member)), {}


def _event(layer: object, writer: PdfWriter) -> tuple[object, object]:
    view = {"/Event": NameObject("/View"), "/Category": [NameObject("/View")], "/OCGs": [layer]}
    return layer, {"/AS": [view]}


def _pdf_value(value: object) -> Any:
    if isinstance(value, dict):
        return DictionaryObject({NameObject(key): _pdf_value(inner) for key, inner in value.items()})
    return ArrayObject(map(_pdf_value, value)) if isinstance(value, list) else value


def _on(layer: object, writer: PdfWriter) -> tuple[object, object]:
    return layer, {"/BaseState": NameObject("/OFF"), "/ON": [layer]}


@pytest.mark.parametrize(
    ("hide", "darkest"), [(_off, 255), (_base_state, 255), (_member, 255), (_event, 255), (_on, 0)]
)
def test_layers_are_seen_as_they_are_when_the_file_is_opened(
    tmp_path: Path, hide: Callable[..., Any], darkest: int
) -> None:
    writer = pdf("")
    usage = {"/View": {"/ViewState": NameObject("/OFF" if hide is _event else "/ON")}}
    group = {"/Type": NameObject("/OCG"), "/Name": TextStringObject("draft"), "/Usage": usage}
    layer = writer._add_object(_pdf_value(group))
    named, way = hide(layer, writer)
    page = writer.pages[0]
    page["/Resources"][NameObject("/Properties")] = _pdf_value({"/L": named})  # type: ignore[index]
    hidden = DecodedStreamObject()
    hidden.set_data(b"/OC /L BDC 0 0 0 rg 50 50 200 200 re f BT /F1 20 Tf 72 300 Td (hidden) Tj ET EMC")
    page[NameObject("/Contents")] = writer._add_object(hidden)
    writer._root_object[NameObject("/OCProperties")] = _pdf_value({"/OCGs": [layer], "/D": way})
    answer = made("pages", saved(writer, tmp_path / "a.pdf"), tmp_path / "b.pdf")
    assert answer == Made((False,), 1)
    assert b"hidden" not in everything(tmp_path / "b.pdf")
    with PdfDocument(tmp_path / "b.pdf") as shown:
        assert min(shown[0].render().to_pil().convert("L").tobytes()) == darkest


def test_of_very_many_pages_the_first_are_shown(tmp_path: Path) -> None:
    answer = made("pages", saved(pdf(*["x"] * 2000), tmp_path / "a.pdf"), tmp_path / "b.pdf")
    assert (len(answer.broad), answer.of) == (200, 2000)


def test_what_needs_a_password_says_so(tmp_path: Path) -> None:
    writer = pdf("locked")
    writer.encrypt("password", algorithm="AES-256")
    answer = made("pages", saved(writer, tmp_path / "a.pdf"), tmp_path / "b.pdf")
    assert (answer.kind, answer.reason) == ("encrypted", "password")


def test_restrictions_without_a_password_do_not_keep_pages_out(tmp_path: Path) -> None:
    writer = pdf("open")
    writer.encrypt("", owner_password="owner", algorithm="AES-256")
    assert made("pages", saved(writer, tmp_path / "a.pdf"), tmp_path / "b.pdf").kind is None


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n%%EOF", b"no pdf at all", b"%PDF-1.4\n" + b"\0" * 5000])
def test_what_is_no_pdf_is_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(content)
    assert made("pages", tmp_path / "a.pdf", tmp_path / "b.pdf").kind == "damaged"


def test_a_file_that_has_changed_since_it_was_judged_is_another(tmp_path: Path) -> None:
    source = saved(pdf("now"), tmp_path / "a.pdf")
    assert made("pages", source, tmp_path / "b.pdf", sha256="0" * 64).kind == "busy"
    assert not (tmp_path / "b.pdf").exists()


def test_a_picture_is_upright_and_says_nothing_but_what_is_seen(tmp_path: Path) -> None:
    photo = Image.new("RGB", (1600, 900), "red")
    exif = Image.Exif()
    exif[0x0112] = 6  # turned
    exif[0x010E] = "where it was taken"
    photo.save(tmp_path / "a.jpg", exif=exif)
    assert made("picture", tmp_path / "a.jpg", tmp_path / "b.pdf") == Made((False,), 1)
    assert b"where it was taken" not in (tmp_path / "b.pdf").read_bytes()


def test_every_page_of_a_scan_is_shown(tmp_path: Path) -> None:
    first, second = Image.new("L", (100, 200), 255), Image.new("L", (300, 200), 0)
    first.save(tmp_path / "a.tif", save_all=True, append_images=[second])
    assert made("picture", tmp_path / "a.tif", tmp_path / "b.pdf").broad == (False, True)


def test_a_picture_made_to_burst_is_too_large(tmp_path: Path) -> None:
    """A PNG that says it has 50,000 by 50,000 dots."""
    head = b"IHDR" + (50_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    chunks = [head, b"IDAT" + zlib.compress(b"\0" * 100), b"IEND"]
    (tmp_path / "a.png").write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join((len(c) - 4).to_bytes(4, "big") + c + zlib.crc32(c).to_bytes(4, "big") for c in chunks)
    )
    assert made("picture", tmp_path / "a.png", tmp_path / "b.pdf").kind == "too-large"


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\xff\xd8\xff\xe0" + b"x" * 50])
def test_a_broken_picture_is_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.jpg").write_bytes(content)
    assert made("picture", tmp_path / "a.jpg", tmp_path / "b.pdf").kind == "damaged"


def test_evidence_is_bound_into_the_frame_and_the_same_is_the_same_file(tmp_path: Path) -> None:
    made("pages", saved(pdf("first", "second"), tmp_path / "a.pdf"), tmp_path / "made.pdf")
    frame = _frame(tmp_path / "frame.pdf", "cover", "foot one", "foot two")
    sheets = [bind.Sheet(1, str(tmp_path / "made.pdf"), 0), bind.Sheet(2, str(tmp_path / "made.pdf"), 1)]
    for name in ("x.pdf", "y.pdf"):
        assert bind.bound(bind.Binding(str(frame), sheets, str(tmp_path / name))) == 3
    assert (tmp_path / "x.pdf").read_bytes() == (tmp_path / "y.pdf").read_bytes()
    reader = PdfReader(tmp_path / "x.pdf", strict=True)
    texts = [page.extract_text() for page in reader.pages]
    assert "cover" in texts[0]
    assert "foot one" in texts[1] and "first" in texts[1]
    assert "foot two" in texts[2] and "second" in texts[2]
    assert [mark["/Title"] for mark in reader.outline] == ["cover", "foot one", "foot two"]  # type: ignore[call-overload]


def _frame(file: Path, *texts: str) -> Path:
    canvas = Canvas(str(file), pagesize=A4, invariant=1, pageCompression=1)
    for text in texts:
        canvas.drawString(50, 20, text)
        canvas.bookmarkPage(text)
        canvas.addOutlineEntry(text, text)
        canvas.showPage()
    canvas.save()
    return file


def test_a_bound_file_is_known_again_until_somebody_changes_it(tmp_path: Path) -> None:
    frame = _frame(tmp_path / "frame.pdf", "cover")
    bind.bound(bind.Binding(str(frame), [], str(tmp_path / "x.pdf")))
    assert bind.is_ours(BytesIO((tmp_path / "x.pdf").read_bytes()))
    assert not bind.is_ours(BytesIO(frame.read_bytes()))
    content = (tmp_path / "x.pdf").read_bytes()
    for changed in (content + b"\n", content.replace(b"/Title", b"/Titel", 1), b"", b"trailer\n<<"):
        assert not bind.is_ours(BytesIO(changed))


def test_a_disk_that_refuses_is_told_in_words(tmp_path: Path) -> None:
    frame = _frame(tmp_path / "frame.pdf", "cover")
    nowhere = bind.Binding(str(frame), [], str(tmp_path / "nowhere" / "x.pdf"))
    assert next(iter(bind.work(nowhere.packed()))).startswith(b"0 ")


def hungry(job: bytes) -> list[bytes]:
    """Takes memory until it is stopped."""
    kept = []
    while True:
        kept.append(os.urandom(1 << 20) * 16)


def test_what_takes_too_much_memory_is_given_up(tmp_path: Path) -> None:
    done = list(crew.run(hungry, [b""], 1, 60, megabytes=200))
    assert [one.answer for one in done] == [None]


def test_libreoffice_is_never_looked_for_where_one_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = tmp_path / "soffice"
    planted.write_text("#!/bin/sh\n")
    planted.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f".{os.pathsep}")
    assert office.find() != str(planted) and not office.find().startswith(".")


def test_office_settings_leave_nothing_that_acts(tmp_path: Path) -> None:
    office._profile(tmp_path)
    written = (tmp_path / "user" / "registrymodifications.xcu").read_text(encoding="utf-8")
    assert written.count("<item ") == len(office.SETTINGS)
    assert 'name="DisableMacrosExecution" oor:op="fuse"><value>true<' in written


def printer(folder: Path, script: str) -> str:
    """A program that stands for LibreOffice: the last word it is given is the document."""
    program = folder / "soffice"
    program.write_text(f'#!/bin/sh\nfor last in "$@"; do :; done\n{script}\n')
    program.chmod(0o755)
    return str(program)


def printed(tmp_path: Path, script: str, content: bytes = b"a document", *, masked: bool = False) -> Made:
    source, target, place = (str(tmp_path / name) for name in ("记录.docx", "b.pdf", "w"))
    Path(source).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    job = Job("office", source, target, digest, "docx", place, printer(tmp_path, script), masked)
    return Made.unpacked(next(iter(work.make(job.packed()))))


needs_sh = pytest.mark.skipif(sys.platform == "win32", reason="the program is a shell script")


@needs_sh
def test_what_libreoffice_prints_is_laid_out_and_nothing_is_left_beside_the_document(tmp_path: Path) -> None:
    ready = saved(pdf("printed"), tmp_path / "ready.pdf")
    answer = printed(tmp_path, f'cp "{ready}" "${{last%.docx}}.pdf"; touch "$(dirname "$last")/.~lock"')
    assert answer == Made((False,), 1)
    assert "printed" in PdfReader(tmp_path / "b.pdf").pages[0].extract_text()
    assert not [path for path in tmp_path.iterdir() if "lock" in path.name]


@needs_sh
@pytest.mark.parametrize("masked", [True, False])
def test_a_number_that_only_the_printed_pages_show_is_told_as_text(tmp_path: Path, masked: bool) -> None:
    ready = saved(pdf("13800138000"), tmp_path / "ready.pdf")
    answer = printed(tmp_path, f'cp "{ready}" "${{last%.docx}}.pdf"', masked=masked)
    assert answer == (Made(instead="personal-text") if masked else Made((False,), 1))


@needs_sh
def test_what_was_deleted_is_not_printed(tmp_path: Path) -> None:
    ready, seen = saved(pdf("printed"), tmp_path / "ready.pdf"), tmp_path / "seen.docx"
    body = parts_of(document("正文"))["word/document.xml"]
    deleted = (
        '<w:p><w:del w:id="1" w:author="甲"><w:r><w:delText>划掉的话</w:delText></w:r></w:del></w:p><w:sectPr'
    )
    content = rezipped(
        document("正文"), add={"word/document.xml": body.replace(b"<w:sectPr", deleted.encode(), 1)}
    )
    answer = printed(tmp_path, f'cp "$last" "{seen}"; cp "{ready}" "${{last%.docx}}.pdf"', content)
    given = parts_of(seen.read_bytes())["word/document.xml"].decode()
    assert answer == Made((False,), 1) and "正文" in given and "划掉的话" not in given


@needs_sh
def test_what_it_cannot_print_is_no_end(tmp_path: Path) -> None:
    assert printed(tmp_path, "exit 1").kind == "unsupported"


@needs_sh
def test_one_that_hangs_is_ended_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "SECONDS", 1)
    pids = tmp_path / "pids"
    answer = printed(tmp_path, f'sleep 600 & echo $! > "{pids}"; wait')
    assert answer.kind == "timeout"
    child = int(pids.read_text())
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE
