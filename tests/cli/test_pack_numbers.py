"""No number of a person goes out with a pack, wherever in a document it stands and whatever stands beside it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import NamedTuple

import pytest
from commands import done
from foreign import pdf
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from reportlab.pdfgen.canvas import Canvas
from trees import make_tree

DAY = ("--year", "2025", "--as-of", "2025-12-31", "--no-office")
CONFIG = """\
scheme: school-party-building
language: zh
fonds: {code: X1, name: 示例小学党支部13812345678}
units: [{id: branch-1, name: 示例小学党支部, kind: branch, founded: 2025-01-01, members: {full: 12, probationary: 0}}]
"""
LEAF = "01_综合管理与制度/01_上级文件"
CARD, MOBILE = "110105199001011234", "13812345678"


def form() -> bytes:
    canvas = Canvas(result := io.BytesIO())
    canvas.drawString(72, 700, "form")
    canvas.acroForm.textfield(name="card", value=CARD, x=72, y=600, width=300)
    canvas.save()
    return result.getvalue()


def noted() -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(["通知"]))))
    writer.add_annotation(0, FreeText(text=f"call {MOBILE}", rect=(72, 500, 300, 520)))
    writer.write(result := io.BytesIO())
    return result.getvalue()


class Handed(NamedTuple):
    folder: Path
    pages: list[str]
    properties: str


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> Handed:
    folder = tmp_path_factory.mktemp("numbers")
    year = {
        f"{LEAF}/2025-03-01 登记表.pdf": form(),
        f"{LEAF}/2025-03-02 批注.pdf": noted(),
        f"{LEAF}/2025-03-03 表格.pdf": pdf([f"2025-03-28 {MOBILE}"]),
        f"{LEAF}/2025-03-04 名单.txt": f"序号 1 {CARD} 王五\n",
        # Where a long text is cut off.
        f"{LEAF}/2025-03-05 长文.txt": "长" * 59_990 + MOBILE + "文" * 100,
        f"{LEAF}/2025-03-06 通知.pdf": pdf(["二〇二五年三月六日 2025-03-06 应到18人 第3页 共12页 1380.00元"]),
    }
    root = make_tree(folder / "档案", {"archive.yaml": CONFIG, "2025": year})
    done(root, "sync")
    done(root, "inspection-pack", *DAY, "-o", str(folder / "pack.pdf"))
    done(root, "inspection-pack", *DAY, "-o", str(folder / "pack"))
    made = PdfReader(folder / "pack.pdf")
    return Handed(folder / "pack", [page.extract_text() for page in made.pages], str(made.metadata))


def test_none_stands_in_the_file(handed: Handed) -> None:
    said = "".join(handed.pages)
    assert CARD not in said and MOBILE[:10] not in said
    assert "110105******" in said and "138****" in said


def test_none_stands_in_the_properties_of_the_file(handed: Handed) -> None:
    assert "示例小学党支部138****5678" in handed.properties and MOBILE not in handed.properties


def test_none_stands_in_the_folder(handed: Handed) -> None:
    texts = [file.read_text("utf-8") for file in handed.folder.glob("**/*.html")]
    assert texts and not any(CARD in text or MOBILE[:10] in text for text in texts)
    assert sorted(file.suffix for file in handed.folder.glob("evidence/*")) == [".pdf"]


def test_a_document_with_days_and_counts_alone_is_shown_as_it_is(handed: Handed) -> None:
    (copy,) = handed.folder.glob("evidence/*")
    assert "通知" in copy.name
