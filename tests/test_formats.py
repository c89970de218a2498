"""Documents of every kind dropped into a record: found where they say it, told of where they are odd."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import done, run
from docx.oxml.ns import nsdecls
from foreign import document, packed, rezipped, with_part
from office_files import old_workbook, page, slides, workbook
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook
from PIL import Image
from plain_yaml import safe_load
from trees import Picture, make_tree

from archive_tool.app import opening

RECORD = "2025/05_组织生活/05_主题党日/2025-03-14 主题党日 学雷锋"
ARCHIVE = """scheme: school-party-building
language: en
fonds: {code: "1", name: 示例小学}
units: [{id: b, name: 示例小学党支部, kind: branch, founded: 2012-09-01}]
"""
LOCKED = bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le") + b"\0" * 400
FOOTNOTE = f"<w:footnotes {nsdecls('w')}><w:footnote><w:p><w:r><w:t>据校史记载</w:t></w:r></w:p></w:footnote></w:footnotes>"
BOX = "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p><w:sectPr"


def boxed(content: bytes, words: str) -> bytes:
    """A Word document with a text box."""
    return rezipped(content, swap=(b"<w:sectPr", BOX.format(words).encode()))


def _remarked(book: Workbook) -> None:
    book.worksheets[0]["B2"].number_format = "0%"
    book.worksheets[0]["A1"].comment = Comment("请核对金额", "乙")
    book.create_sheet("底稿")["A1"] = "藏在里面的数"
    book.worksheets[1].sheet_state = "hidden"


@pytest.fixture
def synced(tmp_path: Path, own_home: Path) -> Path:
    document_with_notes = with_part(document("学雷锋活动总结"), "word/document.xml", "footnotes", FOOTNOTE)
    parts: Picture = {
        "总结.docx": boxed(document_with_notes, "红旗飘飘"),
        "签到表.xlsx": workbook(["姓名", "到会率"], ["甲", 0.85], name="收缴", change=_remarked),
        "老名册.xls": old_workbook(["姓名"], ["老党员乙"], name="名册"),
        "讲稿.pptx": slides("封面", "雷锋日记摘抄"),
        "报名.csv": "姓名,小组\n丙,第一小组\n".encode("gb18030"),
        "报道.html": page("校园网报道", "三月春风"),
        "现场照片1.jpg": photo(tmp_path / "photo.jpg"),
    }
    root = make_tree(tmp_path / "库", {"archive.yaml": ARCHIVE, RECORD: parts})
    done(root, "sync")
    return root


def photo(path: Path) -> bytes:
    about = Image.Exif()
    about.get_ifd(0x8769)[0x9003] = "2025:03:14 15:20:00"
    about.get_ifd(0x8825).update({1: "N", 2: (29.0, 33.0, 46.0)})
    Image.new("RGB", (64, 48)).save(path, exif=about)
    return path.read_bytes()


FOUND = [
    ("红旗飘飘", "[总结.docx  文本框]", "[总结.docx  text box]"),
    ("据校史记载", "[总结.docx  脚注]", "[总结.docx  footnote]"),
    ("85%", "[签到表.xlsx  工作表“收缴”]", "[签到表.xlsx  sheet “收缴”]"),
    ("请核对金额", "[签到表.xlsx  工作表“收缴” 批注]", "[签到表.xlsx  sheet “收缴” comment]"),
    ("藏在里面的数", "[签到表.xlsx  隐藏的工作表“底稿”]", "[签到表.xlsx  hidden sheet “底稿”]"),
    ("老党员乙", "[老名册.xls  工作表“名册”]", "[老名册.xls  sheet “名册”]"),
    ("雷锋日记摘抄", "[讲稿.pptx  第2张幻灯片]", "[讲稿.pptx  slide 2]"),
    ("第一小组", "[报名.csv]", "[报名.csv]"),
    ("三月春风", "[报道.html]", "[报道.html]"),
]


def test_every_kind_of_document_is_found_where_it_says_it(synced: Path) -> None:
    for words, zh, en in FOUND:
        for lang, place in (("zh", zh), ("en", en)):
            assert place in done(synced, "search", f'"{words}"', lang=lang).out, words


def test_no_phrase_runs_from_cell_to_cell_or_from_row_to_row(synced: Path) -> None:
    for words in ("姓名到会率", "到会率甲", "丙第一小组", "小组丙", "封面雷锋日记"):
        assert done(synced, "search", f'"{words}"', "--format", "json").json["total"] == 0, words


def test_a_photo_is_dated_by_its_camera_and_its_place_is_nowhere(synced: Path) -> None:
    sidecar = (synced / RECORD / "_item.yaml").read_text("utf-8")
    (part,) = (p for p in safe_load(sidecar)["parts"] if p["path"] == "现场照片1.jpg")
    assert (part["role"], str(part["date"])) == ("photo", "2025-03-14")
    assert "29" not in part.values()
    for file in (synced / ".archive").rglob("*"):
        assert not file.is_file() or b"GPS" not in file.read_bytes()


def test_good_documents_give_no_finding_about_files(synced: Path) -> None:
    findings = run(synced, "check", RECORD, "--format", "json").json["findings"]
    assert [f for f in findings if f["code"].startswith(("file/", "guard/"))] == []


def test_when_the_readers_learn_more_everything_is_read_and_indexed_again(
    synced: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert done(synced, "sync", "--format", "json").json["indexed"] == 0
    monkeypatch.setattr(opening, "EXTRACTOR", "another")
    assert done(synced, "index", "status", "--format", "json").json["behind"] == 1
    again = done(synced, "sync", "--format", "json").json
    assert (again["read"], again["indexed"]) == (7, 1)
    assert done(synced, "sync", "--format", "json").json["indexed"] == 0


ODD = {
    "空.xlsx": (b"", "file/empty"),
    "空表.xlsx": (workbook(), "file/empty"),
    "空白.pptx": (slides(), "file/no-text"),
    "断.xlsx": (workbook(["甲"])[:-900], "file/damaged"),
    "断.xls": (old_workbook(["甲"])[:2500], "file/damaged"),
    "断.pptx": (slides("党课")[:-900], "file/damaged"),
    "锁.xlsx": (LOCKED, "file/encrypted"),
    "锁.pptx": (LOCKED + b"2", "file/encrypted"),
    "宏.xlsm": (workbook(["乙"]), "file/macro"),
    "宏.xlsx": (rezipped(workbook(["甲"]), add={"xl/vbaProject.bin": b"\0"}), "file/macro"),
    "宏.pptm": (slides("党课"), "file/macro"),
    "表.docx": (workbook(["丙"]), "file/extension-mismatch"),
    "文.xlsx": (document("正文"), "file/extension-mismatch"),
    "文.csv": (document("又一篇"), "file/extension-mismatch"),
    "网页.xls": (page("甲"), "file/extension-mismatch"),
    "炸.xlsx": (packed({"xl/workbook.xml": b" " * 30_000_000}), "file/damaged"),
}


def test_odd_documents_are_told_of_once_each(tmp_path: Path, own_home: Path) -> None:
    tree = {f"2025/05_组织生活/05_主题党日/2025-03-{n:02} 主题党日/{name}": made for n, (name, (made, _)) in enumerate(ODD.items(), 1)}  # fmt: skip
    root = make_tree(tmp_path / "库", {"archive.yaml": ARCHIVE, **tree})
    done(root, "sync")
    findings = run(root, "check", "--format", "json").json["findings"]
    said = {(f["path"].rpartition("/")[2], f["code"]) for f in findings if f["code"].startswith("file/")}
    assert said == {(name, code) for name, (_, code) in ODD.items()}


MARKED = {
    "红头.docx": boxed(document("示例县教育局文件"), "机密★1年"),
    "名册.xlsx": workbook(["机密★1年"], ["甲"]),
    "名册.xls": old_workbook(["机密★1年"], ["甲"]),
    "讲稿.pptx": slides("党课\n机密★1年"),
    "名册.csv": "机密★1年\n甲\n".encode("gb18030"),
    "网页.html": page("机密★1年", "正文"),
}


def test_a_secret_leaves_no_trace_whatever_it_is_written_in(tmp_path: Path, own_home: Path) -> None:
    folder = "2025/05_组织生活/05_主题党日"
    tree = {f"{folder}/2025-03-14 {name}": made for name, made in MARKED.items()}
    root = make_tree(tmp_path / "库", {"archive.yaml": ARCHIVE, **tree})
    done(root, "sync")
    findings = run(root, "check", "--format", "json").json["findings"]
    assert {f["path"] for f in findings if f["code"] == "guard/secret"} == set(tree)
    assert {entry.name for entry in (root / folder).iterdir()} == {path.rpartition("/")[2] for path in tree}
    assert done(root, "search", "甲 OR 正文 OR 党课 OR 教育局", "--format", "json").json["total"] == 0
