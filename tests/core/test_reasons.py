"""Why a document could not be read: kept as a cause with its numbers, told in the reader's language."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from judged import CATALOG

from archive_tool.adapters.readers import FORMATS
from archive_tool.core.catalog import Speaker
from archive_tool.core.model import ProblemKind
from archive_tool.core.reasons import CAUSES, Cause, Reason, because, reason_of, told

SPEAKERS = {language: Speaker(CATALOG, language) for language in ("zh", "en")}
HAN = re.compile("[\u4e00-\u9fff]")


def words(kind: str, said: str, language: str = "zh") -> str:
    return SPEAKERS[language].fill("{problem}", told(kind, said))


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (because("xml-size", 187, 100), Reason("xml-size", (187, 100), "")),
        (because("part", detail="p.2: KeyError: 'x'"), Reason("part", (), "p.2: KeyError: 'x'")),
        (because("seconds", 30.0), Reason("seconds", (30,), "")),
        ("PdfStreamError: Stream has ended", Reason("", (), "PdfStreamError: Stream has ended")),
        ("187 > 100 MB of XML", Reason("", (), "187 > 100 MB of XML")),  # as older versions said it
        ("part of it is missing", Reason("", (), "part of it is missing")),
        ("", Reason("", (), "")),
    ],
)
def test_a_reason_is_taken_apart_as_it_was_put_together(said: str, reason: Reason) -> None:
    assert reason_of(said) == reason


@pytest.mark.parametrize(
    ("kind", "said", "zh", "en"),
    [
        (
            "too-large",
            because("xml-size", 187, 100),
            "内容过大，未读取，解压后有 187 MB，超过 100 MB 的上限",
            "too large to be read; it unpacks to 187 MB; the limit is 100 MB",
        ),
        (
            "timeout",
            because("seconds", 30),
            "读取超时，已中止，超过 30 秒没有读完",
            "reading took too long and was stopped; it took more than 30 s",
        ),
        ("damaged", "PdfStreamError", "已损坏（PdfStreamError）", "damaged (PdfStreamError)"),
        (
            "damaged",
            because("part", detail="sheet 2: KeyError"),
            "已损坏，有一部分读不出来（sheet 2: KeyError）",
            "damaged; a part of it cannot be read (sheet 2: KeyError)",
        ),
        ("memory", "", "读取占用内存过多，已中止", "reading took too much memory and was stopped"),
    ],
)
def test_it_is_told_in_words_with_the_technical_detail_behind(kind: str, said: str, zh: str, en: str) -> None:
    assert (words(kind, said, "zh"), words(kind, said, "en")) == (zh, en)


@pytest.mark.parametrize("language", SPEAKERS)
@pytest.mark.parametrize("cause", get_args(Cause))
@pytest.mark.parametrize("kind", ["damaged", "too-large", "locked"])
def test_every_cause_has_words_in_both_languages(kind: str, cause: Cause, language: str) -> None:
    said = words(kind, because(cause, 187, 100), language)
    assert "reason." not in said and "problem." not in said and "  " not in said
    assert bool(HAN.search(said)) == (language == "zh")


@pytest.mark.parametrize("kind", [*get_args(ProblemKind), "special", "secret"])
def test_every_kind_has_words(kind: str) -> None:
    assert not re.search("[a-z]", words(kind, ""))


@pytest.mark.parametrize("form", sorted({*FORMATS, "zip", "ole", "xml", "xlsb", "unknown"}))
def test_every_format_has_words(form: str) -> None:
    assert f"format.{form}" in CATALOG.messages


def test_no_cause_is_a_word_that_a_parser_begins_with() -> None:
    """Parsers begin with the name of their error, in capitals, or with the part."""
    assert all(cause == cause.lower() and cause.replace("-", "").isalpha() for cause in CAUSES)
