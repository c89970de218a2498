"""What holds for every format: whole, blank, empty, cut off, locked, mislabelled and marked documents."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from foreign import document, packed, pdf
from office_files import old_workbook, page, slides, workbook
from old_slides import presentation
from old_word import word
from other_files import fixed, open_document, placed, rich_text
from trees import make_tree

from archive_tool.adapters.readers import read
from archive_tool.adapters.readers.sniff import sniff
from archive_tool.adapters.workers import ReaderPool
from archive_tool.core.checks.files import CONTENT, TEXT_FORMATS
from archive_tool.core.model import Problem, Reading
from archive_tool.core.secrecy import secret_mark

MARKS = ("绝密", "机密", "秘密")
# Extension -> a document of that kind with these lines in it.
MADE: Mapping[str, Callable[..., bytes]] = {
    "txt": lambda *lines: "\n".join(lines).encode(),
    "csv": lambda *lines: "\r\n".join(f"{line},甲" for line in lines).encode("gb18030"),
    "html": page,
    "docx": document,
    "xlsx": lambda *lines: workbook(*([line] for line in lines)),
    "xls": lambda *lines: old_workbook(*([line] for line in lines)),
    "pptx": lambda *lines: slides(*(["\n".join(lines)] if lines else [])),
    "pdf": lambda *lines: pdf(list(lines)),
    "doc": lambda *lines: word("\r".join(lines)),
    "ppt": lambda *lines: presentation([("", "\r".join(lines), "")]),
    "rtf": lambda *lines: rich_text(r"\par ".join(lines)),
    "odt": lambda *lines: open_document("text", "".join(f"<text:p>{line}</text:p>" for line in lines)),
    "ofd": lambda *lines: fixed("".join(placed(line, 30, 10 * n) for n, line in enumerate(lines))),
}
PACKED = ["docx", "xlsx", "pptx"]
OLD = ["doc", "xls", "ppt"]
TOLD = [*PACKED, *OLD, "pdf", "rtf", "odt", "ofd"]  # by their content, whatever they are called
LOCKED = bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le") + b"\0" * 400

ReadFile = Callable[[str, bytes], Reading]


@pytest.fixture
def reading(tmp_path: Path) -> ReadFile:
    return lambda name, content: read(str(make_tree(tmp_path, {name: content}) / name))


def kind(reading: Reading) -> str:
    return reading.problem.kind if reading.problem else ""


def said(reading: Reading) -> str:
    return "\n".join(segment.text for segment in reading.segments)


@pytest.mark.parametrize("extension", MADE)
def test_a_whole_document_is_read_and_known(extension: str, reading: ReadFile) -> None:
    found = reading(f"a.{extension}", MADE[extension]("支部党员大会", "应到18人"))
    assert "支部党员大会" in said(found)
    assert "应到18人" in said(found)
    assert (found.properties["format"], found.problem) == (extension, None)


@pytest.mark.parametrize("extension", [e for e in MADE if e not in ("txt", "csv")])
def test_a_blank_document_has_no_text_and_no_problem(extension: str, reading: ReadFile) -> None:
    found = reading(f"a.{extension}", MADE[extension]())
    assert (found.segments, found.problem) == ((), None)
    assert found.properties["format"] in TEXT_FORMATS


@pytest.mark.parametrize("extension", MADE)
def test_that_it_shows_nothing_is_said_only_where_it_is_certain(extension: str, reading: ReadFile) -> None:
    blank = MADE[extension]() or b" \r\n\t"
    certain = extension not in (*OLD, "pptx", "pdf", "ofd", "mht")
    assert reading(f"a.{extension}", blank).properties.get("blank") == ("yes" if certain else None)
    assert "blank" not in reading(f"b.{extension}", MADE[extension]("字")).properties


@pytest.mark.parametrize("name", ["a.jpg", "a.pages", "a"])
def test_what_is_no_document_by_its_name_is_not_called_blank(name: str, reading: ReadFile) -> None:
    assert reading(name, "支部党员大会".encode()) == Reading((), {"format": "txt"})


@pytest.mark.parametrize("extension", [*MADE, *CONTENT])
def test_nothing_in_the_file(extension: str, reading: ReadFile) -> None:
    assert reading(f"a.{extension}", b"") == Reading(problem=Problem("empty", "0 bytes"))


@pytest.mark.parametrize("share", [0.1, 0.4, 0.7, 0.95])
@pytest.mark.parametrize("extension", [*PACKED, *OLD])
def test_a_document_cut_off_is_damaged(extension: str, share: float, reading: ReadFile) -> None:
    content = MADE[extension](*["支部党员大会"] * 300)
    assert kind(reading(f"a.{extension}", content[: int(len(content) * share)])) == "damaged"


@pytest.mark.parametrize("extension", [*PACKED, *OLD])
def test_a_document_with_a_password_is_encrypted(extension: str, reading: ReadFile) -> None:
    assert kind(reading(f"a.{extension}", LOCKED)) == "encrypted"


@pytest.mark.parametrize("other", [*CONTENT, "dat"])
@pytest.mark.parametrize("extension", TOLD)
def test_a_document_under_another_name_is_read_and_found_out(
    extension: str, other: str, reading: ReadFile
) -> None:
    if extension == "rtf" and other in ("txt", "md", "csv"):
        return  # there it is its own source
    found = reading(f"a.{other}", MADE[extension]("支部党员大会"))
    assert (found.properties["format"], found.problem) == (extension, None)
    assert "支部党员大会" in said(found)
    assert other not in (*OLD, *PACKED) or other == extension or extension not in CONTENT[other]


@pytest.mark.parametrize(
    ("name", "content", "form", "expected"),
    [
        ("a.xls", page("支部党员大会"), "html", "支部党员大会"),
        ("a.doc", page("支部党员大会"), "html", "支部党员大会"),
        ("a.xls", "姓名\t金额\n甲\t12\n".encode("gb18030"), "csv", "姓名\t金额\n甲\t12"),
        ("a.doc", "支部党员大会".encode(), "txt", "支部党员大会"),
    ],
)
def test_what_systems_export_under_the_name_of_an_old_document(
    name: str, content: bytes, form: str, expected: str, reading: ReadFile
) -> None:
    found = reading(name, content)
    assert (said(found), found.properties["format"], found.problem) == (expected, form, None)
    assert form not in CONTENT[name[2:]]


def test_markup_in_a_plain_text_is_its_text(reading: ReadFile) -> None:
    assert said(reading("a.txt", b"<html><p>x</p>")) == "<html><p>x</p>"


@pytest.mark.parametrize("behind", ["<html><p>支部党员大会", "支部党员大会"])
def test_comments_before_a_page_are_passed_over_once(behind: str, tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text("<?xml version='1.0'?>\n" + "<!-- a -->\n" * 24 + behind, encoding="utf-8")
    started = time.process_time()
    assert sniff(str(file)) == ("html" if "<html>" in behind else "xml")
    assert time.process_time() - started < 0.2  # tried in all ways it would be seconds, of 30 minutes


@pytest.mark.parametrize("extension", MADE)
@pytest.mark.parametrize("mark", ["机密★1年", "秘 密 ★ 10 年"])
def test_a_mark_in_the_head_is_seen(extension: str, mark: str, reading: ReadFile) -> None:
    found = reading(f"a.{extension}", MADE[extension](mark, "示例县教育局文件", "正文"))
    assert secret_mark(found.segments, MARKS) == mark.replace(" ", "")


@pytest.mark.parametrize("extension", PACKED)
def test_a_package_that_bursts_is_left_packed(extension: str, reading: ReadFile) -> None:
    main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
    bomb = packed({main[extension]: b" " * 30_000_000})
    assert kind(reading(f"a.{extension}", bomb)) == "too-large"


LAUGHS = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))


@pytest.mark.parametrize("extension", PACKED)
def test_entities_neither_multiply_nor_fetch(extension: str, reading: ReadFile, tmp_path: Path) -> None:
    make_tree(tmp_path, {"other.txt": "他处的字"})
    head = f'<!DOCTYPE x [<!ENTITY e0 "ha">{LAUGHS}<!ENTITY f SYSTEM "file://{tmp_path}/other.txt">]>'
    office = "http://schemas.openxmlformats.org"
    relations = f"{office}/officeDocument/2006/relationships"
    main = {
        "docx": ("word/document.xml", f'<d xmlns="{office}/wordprocessingml/2006/main"><p><r><t>&e9;&f;</t></r></p></d>'),
        "xlsx": ("xl/workbook.xml", f'<w xmlns="{office}/spreadsheetml/2006/main" xmlns:r="{relations}"><sheet name="&f;" r:id="&e9;"/></w>'),
        "pptx": ("ppt/presentation.xml", f'<p xmlns="{office}/presentationml/2006/main" xmlns:r="{relations}"><sldId r:id="&e9;&f;"/></p>'),
    }  # fmt: skip
    name, xml = main[extension]
    found = reading(f"a.{extension}", packed({name: (head + xml).encode()}))
    assert len(said(found)) < 1000
    assert "他处" not in str(found)


def test_the_limits_of_a_worker_hold_for_every_reader(tmp_path: Path) -> None:
    """One hostile document of each kind, then a good one: the good one is read."""
    tree = {f"{extension}.{extension}": LOCKED[:200] + b"\xff" * 5000 for extension in MADE}
    make_tree(tmp_path, {**tree, "good.txt": "支部党员大会"})
    with ReaderPool(1, seconds=10) as pool:
        answers = {
            Path(answer.path).name: answer.reading for answer in pool.read_all(map(str, tmp_path.iterdir()))
        }
    assert said(answers.pop("good.txt")) == "支部党员大会"
    assert {name: kind(found) for name, found in answers.items() if not kind(found)} == {}
