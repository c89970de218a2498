"""Web pages: what a browser would show of them."""

from __future__ import annotations

import pytest

from archive_tool.adapters.readers.clean import cleaned
from archive_tool.adapters.readers.html import page
from archive_tool.core.model import Problem


def shown(markup: str) -> str:
    (segment,) = cleaned(page(f"<html><body>{markup}".encode())).segments
    return segment.text


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<h1>党课</h1><p>讲<b>稿</b></p>尾", "党课\n讲稿\n尾"),
        ("<p>支部\n  党员大会</p>", "支部党员大会"),
        ("<p>two\n  words</p>", "two words"),
        ("<p>第一行<br>第二行</p>", "第一行\n第二行"),
        ("<table><tr><td>姓名</td> <th>签到</th></tr>\n<tr><td><p>甲</p></td><td></td><td> <p>已到</p></td></tr></table>", "姓名\t签到\n甲\t已到"),
        ("<table><tr><td>外<table><tr><td>内</td><td>二</td></tr></table></td><td>右</td></tr></table>", "外\n内\t二\t右"),
        ("<ul><li>一</li><li>二</li></ul>", "一\n二"),
        ("<pre>甲\n  乙</pre>", "甲\n乙"),
        ("前<script>1</script><style>p{}</style><!-- 注 -->后", "前后"),
        ("<p hidden>看不见</p><p>看得见", "看得见"),
        ("党&nbsp;课&amp;讲稿 &#x4e00;", "党\xa0课&讲稿 一"),
        ("<o:p>甲</o:p><st1:place w:st=on>乙</st1:place>", "甲乙"),
    ],
)  # fmt: skip
def test_what_a_page_shows(markup: str, expected: str) -> None:
    assert shown(markup) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<meta charset=gb2312><p>會議記錄 党员大会</p>".encode("gb18030"), "會議記錄 党员大会"),
        ("<meta charset=gb2312><p>左边写错了编码</p>".encode(), "左边写错了编码"),
        ("<meta charset='big5'><p>關於召開黨員大會的通知</p>".encode("big5"), "關於召開黨員大會的通知"),
        (b"<meta charset=iso-8859-1><p>d\xe9j\xe0</p>", "déjà"),
    ],
)
def test_encodings(content: bytes, expected: str) -> None:
    assert page(content).segments[0].text == expected


@pytest.mark.parametrize("name", [b"no-such", b"zip", b"hex", b""])
def test_an_encoding_that_is_none_is_damage(name: bytes) -> None:
    with pytest.raises(Exception, match="encoding"):
        page(b"<meta charset=%s><p>d\xe9j\xe0</p>" % name)


def test_a_title_is_found_once() -> None:
    found = page("<html><title> 三月春风 </title><h1>三月春风</h1>校园网".encode())
    assert (found.properties["title"], found.segments[0].text) == ("三月春风", "三月春风\n校园网")
    assert page("<html><title>三月春风</title>校园网".encode()).segments[0].text == "三月春风\n校园网"


def test_a_page_nested_too_deep_is_read_as_far_as_it_goes_and_says_so() -> None:
    found = page(("<b>字" * 5000).encode())
    assert found.segments[0].text.startswith("字字字")
    assert isinstance(found.problem, Problem)
    assert found.problem.kind == "too-large"


def test_nothing_but_markup_is_no_text() -> None:
    assert cleaned(page(b"<html></html>")).segments == cleaned(page(b"<!-- -->")).segments == ()
