"""What the first lines of a document say: letterhead, number, heading, labels, signature."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from archive_tool.core.drafting.labels import LABEL, labelled
from archive_tool.core.drafting.numbers import number_in_line, with_numbers_whole
from archive_tool.core.drafting.plain_text import closed_up, half_width
from archive_tool.core.openings import Opening
from archive_tool.core.wording import Wording
from archive_tool.core.words import WordTable

_HEADING, _BYLINE, _BODY = 60, 16, 30  # characters, at the most
_SEEN = 80  # characters of a line: what labels and beginnings of sentences take
_SENTENCE = re.compile("[。!?;]|,.*,|,$")
_ITEM = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.]|第[一二三四五六七八九十]{1,3}[条章节]|\d{1,2}[、.](?!\d)|\([一二三四五六七八九十\d]{1,3}\)\s?\S"
)
# Above a heading, and no part of it: 附件1, 第1页 共6页, (2025年第3期).
_BESIDE = re.compile(
    r"附件\s?\d{0,2}\s?:?|第\s?\d+\s?页.*|共\s?\d+\s?页.*|-?\s?\d+\s?-?|\(?(?:\d{4}年)?(?:总?第\s?\d+\s?期)+\)?"
)
_PAGES = re.compile(r"共\s?(\d{1,4})\s?页")
_REMARK = re.compile(r"[(〔【].*[)〕】]")
_DAY = re.compile(r"[\d〇○零Oo一二三四五六七八九十年月日号./\-\s]{6,}")
_NO_NAME = re.compile(r"[^\u3400-\u9fff\s()、“”\"0-9]|的")


@dataclass
class Page:
    """What a document says of itself. Texts are in half width; empty where nothing is said."""

    letterhead: str = ""  # the organisation on top
    number: str = ""
    heading: str = ""
    title: str = ""  # the heading as it is written
    subtitle: str = ""
    byline: str = ""
    under_heading: str = ""  # a line that is a day
    labels: dict[str, str] = field(default_factory=dict)
    first_sentence: str = ""
    signer: str = ""
    signed: str = ""  # a line that is a day
    pages: int = 0


NO_PAGE = Page()


class PageReader:
    """Reads openings by the words of a scheme; `forms`: the words of papers, which headings end with."""

    def __init__(self, wording: Wording, forms: WordTable, layouts: Iterable[str]) -> None:
        self._wording = wording
        self._forms = forms
        self._labels = frozenset((*wording.labels, *layouts))

    def read(self, opening: Opening) -> Page:
        """The page of an opening."""
        page = Page(pages=opening.pages)
        written = with_numbers_whole([closed_up(line[:_SEEN]) for line in opening.lines])
        lines = [half_width(line) for line in written]
        text = self._head(page, lines, written)
        page.labels = labelled(lines, self._labels)
        page.first_sentence = next((line for line in lines[text:] if _SENTENCE.search(line)), "")
        self._foot(page, [half_width(closed_up(line)) for line in opening.foot])
        return page

    def _head(self, page: Page, lines: Sequence[str], written: Sequence[str]) -> int:
        """Reads down to where the text itself begins: the place of that line."""
        for at, line in enumerate(lines):
            if printed := _PAGES.search(line):
                page.pages = page.pages or int(printed[1])
            if _BESIDE.fullmatch(line):
                continue
            if number := number_in_line(line, self._wording.citing):
                page.number = page.number or number
            elif self._is_letterhead(page, line, lines[at + 1 : at + 2]):
                page.letterhead = page.letterhead or self._issuer(line)
            elif self._is_text(line):
                if not self._names_author(line):
                    return at
            elif not self._place(page, line, written[at]):
                return at
        return len(lines)

    def _place(self, page: Page, line: str, written: str) -> bool:
        """Puts a line above the text in its place; False where it belongs to none."""
        if not page.heading or self._goes_on(page, line):
            page.heading += line
            page.title += written
        elif day := _day(line):
            page.under_heading = page.under_heading or day
        elif line.startswith("--"):
            page.subtitle = page.subtitle or line.lstrip("-")
        elif _REMARK.fullmatch(line):
            return True
        elif not page.byline and len(line) <= _BYLINE:
            page.byline = line
        else:
            return False
        return True

    def _goes_on(self, page: Page, line: str) -> bool:
        """Whether a heading goes on in the next line: not yet a paper's name, and one with this line."""
        if page.subtitle or page.byline or page.under_heading or line.startswith("--"):
            return False
        if len(page.heading) + len(line) > _HEADING or _REMARK.fullmatch(line):
            return False
        if self._forms.is_word(line):
            return True
        return not self._forms.ending(page.heading) and bool(self._forms.ending(line))

    def _is_text(self, line: str) -> bool:
        if len(line) > _HEADING or "\t" in line or _ITEM.match(line) or _SENTENCE.search(line):
            return True
        label = LABEL.match(line)
        return line.endswith(":") or (label is not None and (label[1] in self._labels or len(label[1]) <= 4))

    def _names_author(self, line: str) -> bool:
        label = LABEL.match(line)
        return label is not None and label[1] in self._wording.made_by

    def _is_letterhead(self, page: Page, line: str, following: Sequence[str]) -> bool:
        """X文件, or an organisation above a number or a heading."""
        if page.heading:
            return False
        if line.endswith(self._wording.letterheads):
            return self._is_body(self._issuer(line))
        return self._is_body(line) and bool(following) and not self._is_text(following[0])

    def _issuer(self, line: str) -> str:
        for word in self._wording.letterheads:
            line = line.removesuffix(word).strip()
        return line

    def _is_body(self, line: str) -> bool:
        """Whether a line is an organisation's name and nothing else."""
        return len(line) <= _BODY and line.endswith(self._wording.bodies) and not _NO_NAME.search(line)

    def _foot(self, page: Page, foot: Sequence[str]) -> None:
        """Who signed and when: an organisation above a day, or a day at the very end."""
        for above, line, below in zip(foot, foot[1:], [*foot[2:], ""], strict=False):
            day = _day(line)
            if day and (self._is_body(above) or not below):
                page.signed = day
                page.signer = above if self._is_body(above) else ""


def _day(line: str) -> str:
    """A line that is a day, perhaps in brackets, and nothing else."""
    bare = line.strip("() ")
    return bare if _DAY.fullmatch(bare) else ""
