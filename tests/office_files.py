"""Office documents as bytes, of every kind the tool reads."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pptx
import xlwt
from openpyxl.workbook import Workbook
from pptx.presentation import Presentation
from pptx.util import Inches

Row = Sequence[Any]


def workbook(*rows: Row, name: str = "名册", change: Callable[[Workbook], None] | None = None) -> bytes:
    """An Excel workbook with one sheet; `change` may do more to it."""
    made = openpyxl.Workbook()
    made.worksheets[0].title = name
    for row in rows:
        made.worksheets[0].append(list(row))
    made.properties.creator = "甲"
    made.properties.title = "收缴"
    made.properties.created = datetime(2025, 3, 14, 8, 30, tzinfo=UTC).replace(tzinfo=None)
    if change:
        change(made)
    made.save(result := io.BytesIO())
    return result.getvalue()


def old_workbook(
    *rows: Row, name: str = "名册", formats: Row = (), change: Callable[[xlwt.Workbook], None] | None = None
) -> bytes:
    """An Excel workbook of 2003 with one sheet; `formats` are those of the columns."""
    made = xlwt.Workbook(encoding="utf-8")
    sheet = made.add_sheet(name)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            code = formats[column] if column < len(formats) else "General"
            sheet.write(number, column, value, xlwt.easyxf(num_format_str=code))
    if change:
        change(made)
    made.save(result := io.BytesIO())
    return result.getvalue()


def slides(*texts: str, change: Callable[[Presentation], None] | None = None) -> bytes:
    """A presentation with one text box on each slide."""
    made = pptx.Presentation()
    for text in texts:
        slide = made.slides.add_slide(made.slide_layouts[6])
        slide.shapes.add_textbox(Inches(1), Inches(1), Inches(5), Inches(1)).text_frame.text = text
    if change:
        change(made)
    made.save(result := io.BytesIO())
    return result.getvalue()


def page(*paragraphs: str, encoding: str = "utf-8") -> bytes:
    """A web page."""
    shown = "".join(f"<p>{words}</p>" for words in paragraphs)
    return f"<!DOCTYPE html><html><head><meta charset={encoding}></head><body>{shown}".encode(encoding)
