"""The text in the markup of Office documents, as a reader of the printed page would find it."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

_OFFICE = "http://schemas.openxmlformats.org"
_W = f"{{{_OFFICE}/wordprocessingml/2006/main}}"
_A = f"{{{_OFFICE}/drawingml/2006/main}}"
_C = f"{{{_OFFICE}/drawingml/2006/chart}}"
_P = f"{{{_OFFICE}/presentationml/2006/main}}"
_MATH = f"{{{_OFFICE}/officeDocument/2006/math}}"
_COMPATIBILITY = f"{{{_OFFICE}/markup-compatibility/2006}}"

_TEXT = frozenset({f"{_W}t", f"{_MATH}t", f"{_A}t", f"{_C}v", f"{_P}text"})
_CHARACTERS = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}br": "\n",
    f"{_A}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}
# Properties hold tab stops; deleted and moved-away text is no longer there; phonetic guides stand
# inside the words they explain; a fallback repeats the choice before it; a chart's numbers are drawn.
_LEFT_OUT = frozenset(
    {f"{_W}{name}" for name in ("pPr", "rPr", "sectPr", "tblPr", "del", "moveFrom", "rt")}
    | {f"{_COMPATIBILITY}Fallback", f"{_C}numCache", f"{_C}numLit"}
)
_PARAGRAPH = frozenset({f"{_W}p", f"{_A}p", f"{_C}pt", f"{_P}text"})
_ROW = frozenset({f"{_W}tr", f"{_A}tr"})
_CELL = frozenset({f"{_W}tc", f"{_A}tc"})
_BOX = f"{_W}txbxContent"
_FIELD = f"{_A}fld"
# Letters drawn as a picture: a watermark behind the page.
_DRAWN = "{urn:schemas-microsoft-com:vml}textpath"


class Text(NamedTuple):
    """What stands in the run of a text, and in the boxes anchored in it, in their order."""

    run: str
    boxes: tuple[str, ...]


def text_of(root: etree._Element) -> str:
    """All of it: the run, then the boxes."""
    found = split_text(root)
    return "\n".join((found.run, *found.boxes))


def split_text(root: etree._Element) -> Text:
    """Paragraphs and table rows in document order, one a line; cells are divided by tabs.

    Content controls, links and tracked insertions are simply passed through.
    """
    page = _Page()
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            page.close(element.tag)
        elif element.tag in _LEFT_OUT or (element.tag == _FIELD and element.get("type") == "slidenum"):
            walker.skip_subtree()
        else:
            page.open(element.tag)
            if element.tag in _TEXT:
                page.write(element.text or "")
            elif element.tag == _DRAWN:
                page.boxes.append(element.get("string", ""))
    return Text("".join(page.lines), tuple(page.boxes))


class _Page:
    """Lines under construction; text boxes are collected apart, so as not to cut their paragraph."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.boxes: list[str] = []
        self._outer: list[tuple[list[str], list[int]]] = []
        self._row_starts: list[int] = []

    def write(self, text: str) -> None:
        if text:
            self.lines.append(text)

    def open(self, tag: object) -> None:
        if tag in _ROW:
            self._row_starts.append(len(self.lines))
        elif tag == _BOX:
            self._outer.append((self.lines, self._row_starts))
            self.lines, self._row_starts = [], []
        elif tag in _CHARACTERS:
            self.lines.append(_CHARACTERS[str(tag)])

    def close(self, tag: object) -> None:
        if tag in _PARAGRAPH:
            self.lines.append("\n")
        elif tag in _CELL and self._row_starts:
            self._end("\t", self._row_starts[-1])
        elif tag in _ROW and self._row_starts:
            self._end("\n", self._row_starts.pop())
        elif tag == _BOX:
            self.boxes.append("".join(self.lines))
            self.lines, self._row_starts = self._outer.pop()

    def _end(self, mark: str, start: int) -> None:
        # Empty cells and rows leave nothing behind.
        while len(self.lines) > start and self.lines[-1] in ("\n", "\t"):
            self.lines.pop()
        if len(self.lines) > start:
            self.lines.append(mark)
