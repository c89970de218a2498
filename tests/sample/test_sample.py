"""The sample archive is what its script writes, its documents can be read, its digests are right but for those planted."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from pathlib import Path
from typing import Any

import docx
import make_sample
import openpyxl
import pptx
import pypdf
import pytest
import texts_others
import texts_plans
import texts_planted
import yaml
from sample_text import blocks

ROOT = make_sample.TARGET
KEYS = {"路径": "path", "大小": "size", "校验码": "sha256"}


def contents(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def sidecars() -> dict[Path, dict[str, Any]]:
    paths = [*ROOT.rglob("_item.yaml"), *ROOT.rglob("*.meta.yaml")]
    return {path: yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader) for path in paths}


def parts(path: Path, values: dict[str, Any]) -> list[tuple[Path, int, str]]:
    """(file, size, digest) of every part that a sidecar lists."""
    rows = [
        {KEYS.get(key, key): value for key, value in row.items()}
        for row in values.get("parts") or values.get("组成文件") or []
    ]
    single = path.with_name(path.name.removesuffix(".meta.yaml"))
    return [
        (path.parent / row["path"] if "path" in row else single, int(row["size"]), row["sha256"])
        for row in rows
    ]


def documents(kind: str) -> list[tuple[Path, str]]:
    """(file, its text in the sample's notation) of every document of one kind."""
    return [
        (ROOT / record.place / ("" if record.single else part.path), part.content)
        for record in make_sample.RECORDS
        for part in record.parts
        if part.path.endswith(kind) and isinstance(part.content, str) and part.path != texts_planted.GONE
    ]


def squeezed(text: str) -> str:
    return "".join(text.split())


def expected(text: str) -> str:
    return squeezed("".join("".join(map("".join, block.rows)) or block.text for block in blocks(text)))


def test_the_script_writes_what_is_committed(tmp_path: Path) -> None:
    make_sample.write(tmp_path)
    written, committed = contents(tmp_path), contents(ROOT)
    assert sorted(written) == sorted(committed)
    assert [path for path in written if written[path] != committed[path]] == []


def test_it_is_small_enough_to_ship() -> None:
    assert sum(map(len, contents(ROOT).values())) <= 3 << 20


def test_names_fit_every_system() -> None:
    for path in contents(ROOT):
        assert not set(path) & set('\\:*?"<>|')
        assert all(len((name + ".meta.yaml").encode()) <= 255 for name in path.split("/"))


def test_about_ten_records_have_no_sidecar() -> None:
    without = [record.name for record in make_sample.RECORDS if record.keys == "none"]
    assert len(make_sample.RECORDS) == 93 and len(without) == 11


def test_every_category_holds_something_and_every_format_is_there() -> None:
    filed = [path.split("/") for path in contents(ROOT) if path.startswith("2025/")]
    assert {path[1][:2] for path in filed} == {f"{number:02}" for number in range(1, 15)}
    kinds = Counter(path[-1].rpartition(".")[2] for path in filed)
    assert all(kinds[kind] >= 7 for kind in ("docx", "pdf", "xlsx", "pptx", "jpg", "txt"))


def test_no_text_is_a_copy_of_another() -> None:
    texts = [squeezed(part.content) for record in make_sample.RECORDS for part in record.parts
             if isinstance(part.content, str)]  # fmt: skip
    assert [text[:20] for text, count in Counter(texts).items() if count > 1] == [
        squeezed(texts_planted.NOTICE)[:20]
    ]


def test_ids_differ() -> None:
    ids = [values.get("id") or values.get("标识") for values in sidecars().values()]
    assert all(ids) and len(ids) == len(set(ids))


def test_digests_are_right_but_for_the_planted_one_and_the_orphan() -> None:
    wrong = {
        file.name
        for path, values in sidecars().items()
        for file, size, digest in parts(path, values)
        if not file.is_file()
        or (len(data := file.read_bytes()), hashlib.sha256(data).hexdigest()) != (size, digest)
    }
    assert wrong == {texts_plans.SUMMARY, "2025-10-17 国庆主题班会简报.docx", texts_planted.GONE}


def test_every_folder_record_lists_every_file_in_it() -> None:
    for path, values in sidecars().items():
        if path.name == "_item.yaml":
            there = {file for file in path.parent.iterdir() if file.name not in ("_item.yaml", "Thumbs.db")}
            listed = {file for file, _, _ in parts(path, values)}
            assert {file for file in listed if file.name != texts_planted.GONE} == there, path


@pytest.mark.parametrize(("path", "text"), documents(".docx"), ids=lambda value: getattr(value, "name", ""))
def test_word_documents_open_and_say_what_was_written(path: Path, text: str) -> None:
    document = docx.Document(str(path))
    rows = [row for table in document.tables for row in table.rows]
    read = "".join(p.text for p in document.paragraphs) + "".join(
        cell.text for row in rows for cell in row.cells
    )
    assert sorted(squeezed(read)) == sorted(expected(text))
    assert document.core_properties.author == "组织委员"


@pytest.mark.parametrize(("path", "text"), documents(".pdf"), ids=lambda value: getattr(value, "name", ""))
def test_pdfs_give_their_text_in_order(path: Path, text: str) -> None:
    pages = pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages
    assert squeezed("".join(page.extract_text() for page in pages)) == expected(text)


@pytest.mark.parametrize(("path", "text"), documents(".xlsx"), ids=lambda value: getattr(value, "name", ""))
def test_workbooks_open_and_hold_every_cell(path: Path, text: str) -> None:
    book = openpyxl.load_workbook(path)
    cells = [str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None]
    named = "".join(sheet.title for sheet in book if sheet.title != "Sheet1")
    assert sorted(squeezed("".join(cells) + named)) == sorted(expected(text))
    assert book.properties.creator == "组织委员"


def test_numbers_in_workbooks_are_numbers() -> None:
    [ledger] = ROOT.rglob("2025-12-31 第二党支部2025年党费收缴台账.xlsx")
    paid = [row[2] for row in openpyxl.load_workbook(ledger)["收缴"].iter_rows(min_row=3, values_only=True)]
    assert paid == [6] * 12 + [72]


@pytest.mark.parametrize(("path", "text"), documents(".pptx"), ids=lambda value: getattr(value, "name", ""))
def test_presentations_open_slide_by_slide(path: Path, text: str) -> None:
    show = pptx.Presentation(str(path))
    read = [shape.text_frame.text for slide in show.slides for shape in slide.shapes]
    assert squeezed("".join(read)) == expected(text)
    assert len(show.slides) == 1 + text.count("\n# ")
    assert show.core_properties.author == "组织委员"


def test_photographs_are_jpeg() -> None:
    photos = [data for path, data in contents(ROOT).items() if path.endswith(".jpg")]
    assert len(photos) == len(set(photos)) > 10
    assert all(photo.startswith(b"\xff\xd8") and photo.endswith(b"\xff\xd9") for photo in photos)


def test_one_text_is_gb18030() -> None:
    [essay] = ROOT.rglob(texts_others.ESSAY)
    with pytest.raises(UnicodeDecodeError):
        essay.read_bytes().decode("utf-8")
    assert "调查研究" in essay.read_bytes().decode("gb18030")


def test_the_readme_names_every_planted_place() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    rows = [row.split("|")[1].strip().strip("`") for row in readme.splitlines() if row.startswith("| `2025/")]
    assert len(rows) == 40 and len(set(rows)) == 20
    gone = [Path(place).name for place in set(rows) if not (ROOT / place).exists()]
    assert gone == [texts_planted.GONE]
