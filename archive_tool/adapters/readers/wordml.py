"""The text of a piece of WordprocessingML, as a reader of the printed page would find it."""

from __future__ import annotations

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_TEXT = frozenset({f"{_W}t", f"{_MATH}t"})
_CHARACTERS = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}
# Properties hold tab stops; deleted and moved-away text is no longer there; phonetic guides stand
# inside the words they explain; a fallback repeats the choice before it.
_LEFT_OUT = frozenset(
    {f"{_W}{name}" for name in ("pPr", "rPr", "sectPr", "tblPr", "del", "moveFrom", "rt")}
    | {f"{_COMPATIBILITY}Fallback"}
)
_PARAGRAPH, _ROW, _CELL, _BOX = f"{_W}p", f"{_W}tr", f"{_W}tc", f"{_W}txbxContent"


def text_of(root: etree._Element) -> str:
    """Paragraphs and table rows in document order, one a line; cells are divided by tabs.

    Content controls, links and tracked insertions are simply passed through; a text box follows
    the paragraph it is anchored in.
    """
    page = _Page()
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            page.close(element.tag)
        elif element.tag in _LEFT_OUT:
            walker.skip_subtree()
        elif element.tag in _TEXT:
            page.write(element.text or "")
        else:
            page.open(element.tag)
    return "".join(page.lines)


class _Page:
    """Lines under construction; text boxes are collected apart, so as not to cut their paragraph."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._outer: list[tuple[list[str], list[int]]] = []
        self._row_starts: list[int] = []
        self._boxes: list[str] = []

    def write(self, text: str) -> None:
        if text:
            self.lines.append(text)

    def open(self, tag: object) -> None:
        if tag == _ROW:
            self._row_starts.append(len(self.lines))
        elif tag == _BOX:
            self._outer.append((self.lines, self._row_starts))
            self.lines, self._row_starts = [], []
        elif tag in _CHARACTERS:
            self.lines.append(_CHARACTERS[str(tag)])

    def close(self, tag: object) -> None:
        if tag == _PARAGRAPH:
            self.lines.append("\n")
            if not self._outer:
                self.lines += self._boxes
                self._boxes = []
        elif tag == _CELL and self._row_starts:
            self._end("\t", self._row_starts[-1])
        elif tag == _ROW and self._row_starts:
            self._end("\n", self._row_starts.pop())
        elif tag == _BOX:
            self._boxes.append("".join(self.lines))
            self.lines, self._row_starts = self._outer.pop()

    def _end(self, mark: str, start: int) -> None:
        # Empty cells and rows leave nothing behind.
        while len(self.lines) > start and self.lines[-1] in ("\n", "\t"):
            self.lines.pop()
        if len(self.lines) > start:
            self.lines.append(mark)
