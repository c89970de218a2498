"""Where in a document a text stands, and how that is said."""

from __future__ import annotations

from typing import get_args

import pytest

from archive_tool.app.texts import load_messages
from archive_tool.core.catalog import Speaker
from archive_tool.core.locators import Kind, at, innermost, steps
from archive_tool.report.hits import place

WORDS = {
    at("page", 3): ("第3页", "page 3"),
    at("sheet", "收缴"): ("工作表“收缴”", "sheet “收缴”"),
    at("comment", within=at("sheet", "收缴")): ("工作表“收缴” 批注", "sheet “收缴” comment"),
    at("notes", within=at("slide", 2)): ("第2张幻灯片 备注", "slide 2 notes"),
    at("text-box"): ("文本框", "text box"),
    at("footnote"): ("脚注", "footnote"),
    "": ("", ""),
}


@pytest.mark.parametrize("locator", WORDS)
def test_a_place_is_said_in_both_languages(locator: str) -> None:
    catalog = load_messages()
    assert tuple(place(locator, Speaker(catalog, language)) for language in ("zh", "en")) == WORDS[locator]


def test_every_kind_of_place_has_its_words() -> None:
    messages = load_messages().messages
    assert {key.partition(".")[2] for key in messages if key.startswith("locator.")} == set(get_args(Kind))


def test_a_name_is_kept_whatever_stands_in_it() -> None:
    assert steps(at("comment", within=at("sheet", "一/二:三"))) == (("sheet", "一／二:三"), ("comment", ""))
    assert innermost(at("comment", within=at("sheet", "一/comment"))) == "comment"
    assert (steps(""), innermost("")) == ((), "")
