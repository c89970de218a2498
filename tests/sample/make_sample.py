"""Writes sample_archive/: `python tests/sample/make_sample.py [FOLDER]`; every run gives the same bytes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import texts_books
import texts_categories
import texts_committee
import texts_joint
import texts_lessons
import texts_meetings
import texts_others
import texts_plans
import texts_planted
import texts_recruitment
import texts_second_branch
import texts_theme_days
import texts_year_end
from sample_docx import docx_bytes
from sample_pdf import pdf_bytes
from sample_pptx import pptx_bytes
from sample_records import BRANCH, Part, Record
from sample_sidecars import dump, sidecar
from sample_text import plain
from sample_xlsx import xlsx_bytes
from texts_root import ARCHIVE, ORPHAN, README, STRAY, THUMBS, UNKNOWN

TARGET = Path(__file__).parents[2] / "sample_archive"
RECORDS: tuple[Record, ...] = (
    *texts_meetings.RECORDS,
    *texts_books.RECORDS,
    *texts_lessons.RECORDS,
    *texts_theme_days.RECORDS,
    *texts_year_end.RECORDS,
    *texts_plans.RECORDS,
    *texts_others.RECORDS,
    *texts_second_branch.RECORDS,
    *texts_joint.RECORDS,
    *texts_committee.RECORDS,
    *texts_categories.RECORDS,
    *texts_recruitment.RECORDS,
    *texts_planted.RECORDS,
)
# Copying was cut short: the first half of a Word document.
WHOLE = docx_bytes(
    "四月二十五日集中学习笔记，复制到一半时拔了优盘。\n", date(2025, 4, 25), "组织委员", BRANCH
)
HALF = WHOLE[: len(WHOLE) // 2]


def files() -> Iterator[tuple[str, bytes]]:
    """Every file of the sample archive: path below its root, bytes."""
    yield "archive.yaml", ARCHIVE.encode("utf-8")
    yield "README.md", README.encode("utf-8")
    for record in RECORDS:
        yield from _record_files(record)
    yield from _planted()


def write(target: Path) -> None:
    """Write the archive into a folder, which keeps whatever else is in it."""
    for path, content in files():
        file = target / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _record_files(record: Record) -> Iterator[tuple[str, bytes]]:
    place = record.place
    contents = {part.path: _content(record, part) for part in record.parts}
    for path, content in contents.items():
        if path != texts_planted.GONE:
            yield (place if record.single else f"{place}/{path}"), content
    if record.keys != "none":
        name = f"{place}.meta.yaml" if record.single else f"{place}/_item.yaml"
        yield name, sidecar(record, {**contents, **_as_filed(record)})


def _content(record: Record, part: Part) -> bytes:
    if record.name == texts_others.DAMAGED:
        return HALF
    if isinstance(part.content, bytes):
        return part.content
    return _rendered(record, part.path, part.content)


def _rendered(record: Record, path: str, text: str) -> bytes:
    match path.rpartition(".")[2]:
        case "docx":
            return docx_bytes(text, record.day, "组织委员", record.maker)
        case "pdf":
            return pdf_bytes(text, record.day, "组织委员")
        case "xlsx":
            return xlsx_bytes(text, record.day, "组织委员")
        case "pptx":
            return pptx_bytes(text, record.day, "组织委员")
        case _:
            return plain(text).encode("utf-8")


def _as_filed(record: Record) -> dict[str, bytes]:
    """Parts that changed after filing, as they were on that day."""
    if record.name != texts_plans.SUMMARY:
        return {}
    return {record.name: _rendered(record, record.name, texts_plans.SUMMARY_TEXT)}


def _planted() -> Iterator[tuple[str, bytes]]:
    """Defects that belong to no record."""
    yield "2025/06_学习教育/学习资料汇总.txt", plain(STRAY).encode("utf-8")
    yield "2025/05_组织生活/09_谈心谈话/新建文件夹/谈话提纲.txt", plain(UNKNOWN).encode("utf-8")
    yield "2025/13_品牌载体与典型案例/01_特色活动/2025-05-23 特色活动 小小讲解员/Thumbs.db", THUMBS
    yield "2025/13_品牌载体与典型案例/07_宣传报道/2025-10-17 国庆主题班会简报.docx.meta.yaml", dump(ORPHAN)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
