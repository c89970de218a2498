"""Web pages, and what office programs and web systems save as such under other names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive_tool.adapters.readers.encodings import decode
from archive_tool.adapters.readers.refused import MAX_CHARACTERS, Refused, one_line
from archive_tool.adapters.readers.running import Running
from archive_tool.core.model import Problem, Reading, Segment
from archive_tool.core.reasons import because

if TYPE_CHECKING:
    from lxml import etree

# Markup is several times as long as what it shows.
MAX_BYTES = 8 * MAX_CHARACTERS

_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})""", re.IGNORECASE)
_HEAD_BYTES = 4096
# Where a line of the source ends between Chinese characters, nothing is shown; elsewhere white space is a space.
_WRAPPED = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t]*\r?\n[ \t]*(?=[\u2e80-\u9fff\uff00-\uffef])")
_BESIDE_TAB = re.compile(" *\t *")
_SPACE = re.compile(r"[ \t\r\n\x0c]+")
# What is not shown, or not as text.
_LEFT_OUT = frozenset(
    ("head", "script", "style", "template", "noscript", "iframe", "object", "svg", "select")
)
_CELLS = frozenset(("td", "th"))
_BREAKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details"),
        *("dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "legend", "li", "main", "nav", "ol", "p", "pre", "section"),
        *("summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    )
)


def read(path: str) -> Reading:
    """One segment with what the page shows: blocks and table rows are lines, cells are divided by tabs."""
    with open(path, "rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Refused(Problem("too-large", because("megabytes", MAX_BYTES // 1_000_000)), {"format": "html"})
    return page(content)


def page(content: bytes, declared: str = "") -> Reading:
    """The same for the bytes of a page; `declared` is the encoding that came with it."""
    text = _decoded(content, declared)
    if text is None:
        raise Refused(Problem("damaged", because("encoding")), {"format": "html"})
    root, stopped = _parsed(text)
    properties = {"format": "html"}
    if root is None:
        return Reading((), properties)
    title = (root.findtext(".//title") or "").strip()
    shown = _shown(root)
    if title:
        properties["title"] = title
    # A browser shows the title above the page; most pages repeat it.
    text = shown if title in shown else f"{title}\n{shown}"
    return Reading((Segment("", text),), properties, Problem("too-large", stopped) if stopped else None)


def _decoded(content: bytes, declared: str) -> str | None:
    """What can be told from the bytes goes before what is declared: that is often left over from a template."""
    if found := decode(content):
        return found.text
    stated = _DECLARED.search(content[:_HEAD_BYTES])
    name = stated[1].decode("ascii") if stated else declared
    try:
        return content.decode("gb18030" if name.casefold() in ("gb2312", "gbk") else name, "replace")
    except (LookupError, ValueError):  # no such encoding, or none of texts
        return None


def _parsed(text: str) -> tuple[etree._Element | None, str]:
    """The page as a tree, and why the parser stopped before its end, if it did."""
    # lxml takes 30 ms to import: only who reads a page pays.
    from lxml import etree

    # A character that no XML knows would end the page for the parser.
    content = text.replace("\0", "").encode("utf-8", "replace")
    # Without huge_tree what is nested deeper than 256 elements would be left out.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, huge_tree=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:  # nothing in it at all
        return None, ""
    fatal = parser.error_log.filter_from_fatals()
    return root, one_line(fatal[0].message) if fatal else ""


def _shown(root: etree._Element) -> str:
    from lxml import etree

    page = _Shown()
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start" and (tag in _LEFT_OUT or not tag or element.get("hidden") is not None):
            walker.skip_subtree()
        elif event == "start":
            page.open(tag)
            page.say(element.text or "")
        else:
            page.close(tag)
            page.say(element.tail or "")
    return page.lines()


class _Shown(Running):
    """What a browser would show: white space is one space but for what stands as it is written."""

    def __init__(self) -> None:
        super().__init__()
        self._as_written = 0  # how deep in <pre>

    def lines(self) -> str:
        lines = (_BESIDE_TAB.sub("\t", line).strip(" ") for line in self.text().split("\n"))
        return "\n".join(line for line in lines if line)

    def say(self, text: str) -> None:
        shown = text if self._as_written else _SPACE.sub(" ", _WRAPPED.sub("", text))
        if shown != " " or not self.at_start:
            self.write(shown)

    def open(self, tag: str) -> None:
        self._as_written += tag == "pre"
        if tag in _CELLS:
            self.begin_cell()
        elif tag in _BREAKS:
            self.end_line()

    def close(self, tag: str) -> None:
        self._as_written -= tag == "pre"
        if tag in _CELLS:
            self.end_cell()
        elif tag == "tr":
            self.end_row()
        elif tag in _BREAKS:
            self.end_line()
