"""The pack as pages: cover, contents, chapter by chapter gaps and evidence, how it was made, signatures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO

from archive_tool.core.pack import Chapter, Item, Outcome
from archive_tool.core.pack_sheets import Sheet
from archive_tool.report import pack_gaps
from archive_tool.report.pack_draw import draw
from archive_tool.report.pack_face import Face
from archive_tool.report.pack_flow import HEIGHT, LEADING, Flow, Mark, Page
from archive_tool.report.pack_words import Words

MAKER = "archive-tool"
TITLE, HEAD, SUBHEAD, BODY, SMALL = 26.0, 17.0, 13.0, 11.0, 9.0
SIGNATURES = ("inspected", "inspector", "opinion", "date")
TOGETHER = 4  # lines: headings of the contents with the first line below them
LEAST = 90.0  # points that a record's heading wants below it
APART = 26.0  # points between chapters on one page


class Composer:
    """Lays a pack out, once."""

    def __init__(self, words: Words, face: Face) -> None:
        self.words = words
        self.face = face
        self._unmarked: Mark | None = None

    def pages(self) -> list[Page]:
        """In their order. Texts do not depend on numbers of pages: those are put in when all are there."""
        return [*self._front(), *self._body()]

    def _front(self) -> list[Page]:
        flow, words = Flow(self.face), self.words
        flow.page()
        flow.mark("cover", words.say("pack.title"), 0)
        flow.space(HEIGHT * 0.16)
        flow.text(words.safe(words.told.name), SUBHEAD + 5, centred=True)
        flow.space(16)
        flow.text(words.say("pack.title"), TITLE, centred=True)
        flow.space(28)
        for line in words.cover():
            flow.text(words.safe(line), SUBHEAD, centred=True)
        flow.space(60)
        for line in words.sums():
            flow.text(line, BODY, indent=20)
        flow.page(words.say("pack.contents"))
        flow.mark("contents", words.say("pack.contents"), 0)
        flow.text(words.say("pack.contents"), HEAD, centred=True)
        flow.space(12)
        above = ""
        for key, title, depth in self._contents():
            if not key and above:  # headings are not parted from each other and from what stands below them
                flow.go_on(words.say("pack.contents"), TOGETHER * BODY * LEADING)
            above = key
            flow.text(title, BODY, indent=14 * depth, hang=14, ref=key)
        return flow.pages

    def _contents(self) -> Iterator[tuple[str, str, int]]:
        """Chapters below their headings, and what stands at the end."""
        words, last = self.words, list[str]()
        for chapter in words.pack.chapters:
            above = words.above(chapter)
            for depth, title in enumerate(above):
                if last[: depth + 1] != above[: depth + 1]:
                    yield "", title, depth
            last = above
            yield f"chapter-{chapter.id}", self.words.headline(chapter), len(above)
        yield "colophon", words.speaker.say("paper.colophon"), 0
        yield "signatures", words.say("pack.signatures"), 0

    def _body(self) -> list[Page]:
        """Short chapters share a page; one that shows documents begins a page, and so does what follows it."""
        flow, words = Flow(self.face), self.words
        seen: set[int] = set()  # numbers of the records that stand somewhere already
        first, last = "", list[str]()
        for chapter in words.pack.chapters:
            fresh = [item for item in chapter.items if item.number not in seen]
            seen.update(item.number for item in fresh)
            shows = any(item.sheets for item in fresh)
            if not shows and flow.has_room(APART + self._height(chapter, fresh)):
                flow.space(APART)
                flow.foot(words.say("pack.foot.chapters", first=first, last=chapter.id))
            else:
                flow.page(words.chapter(chapter))
                first = chapter.id
            self._chapter(chapter, fresh, last, flow)
            if shows:
                flow.close()
            last = words.above(chapter)
        self._colophon(flow)
        self._signatures(flow)
        return flow.pages

    def _height(self, chapter: Chapter, fresh: Sequence[Item]) -> float:
        """Points that a chapter without documents takes, with what a record's heading wants below it."""
        trial = Flow(self.face)
        trial.page()
        self._chapter(chapter, fresh, [], trial)
        return trial.used + (LEAST if fresh else 0) if len(trial.pages) == 1 else HEIGHT

    def _chapter(self, chapter: Chapter, fresh: Sequence[Item], last: list[str], flow: Flow) -> None:
        """`fresh`: those of its records that stand nowhere yet; `last`: what the chapter before stands under."""
        words, titles = self.words, self.words.above(chapter)
        under = " / ".join(titles) if titles != last or not flow.used else ""
        for depth, name in enumerate(titles):
            if last[: depth + 1] != titles[: depth + 1]:
                flow.mark(f"above-{chapter.id}-{depth}", name, depth, closed=True)
        flow.mark(f"chapter-{chapter.id}", words.headline(chapter), len(titles), closed=True)
        if under:
            flow.text(under, SMALL, grey=True)
        flow.text(words.chapter(chapter), HEAD)
        flow.rule()
        if chapter.standard:
            standard = chapter.standard.text(words.speaker.language)
            flow.text(words.say("pack.standard", text=standard), SMALL, grey=True)
        for line in words.remarks(chapter):
            flow.text(line)
        self._gaps(chapter, flow)
        if chapter.items:
            flow.space(6)
            flow.text(words.say("pack.records", count=len(chapter.items)), SUBHEAD)
            for item in chapter.items:
                flow.text(words.item(item), BODY, indent=10, hang=14, ref=f"record-{item.number}")
        for item in fresh:
            self._item(item, len(titles) + 1, flow)

    def _gaps(self, chapter: Chapter, flow: Flow) -> None:
        kinds = (pack_gaps.lacking, pack_gaps.flawed, pack_gaps.apart)
        for head, rows in (block for kind in kinds for block in kind(chapter, self.words)):
            flow.space(6)
            flow.text(head, SUBHEAD)
            for number, row in enumerate(rows, 1):
                flow.text(f"{number}. {row}", BODY, indent=10, hang=14)

    def _item(self, item: Item, level: int, flow: Flow) -> None:
        """Its files in their order; what cannot be shown is named where it would stand."""
        words, title = self.words, self.words.item(item)
        self._unmarked = Mark(f"record-{item.number}", title, level)
        notices = [line for line in (words.why(item), words.pointer(item)) if line]
        if not item.sheets and not notices:
            notices = [words.say("pack.empty")]
        if notices:
            self._heading(title, title, flow)
        for line in notices:
            flow.text(line, BODY, indent=10)
        for sheet in item.sheets:
            outcome = words.outcomes.get(sheet.entry.path, Outcome())
            if words.note(sheet) or not outcome.document:
                self._notice(sheet, item, flow)
            if words.is_text(sheet):
                self._text(sheet, flow)
            self._evidence(outcome, words.foot(sheet, item), flow)

    def _mark(self, flow: Flow) -> None:
        """The record's bookmark leads to its first page, whatever that is."""
        if self._unmarked is not None:
            flow.mark(*self._unmarked[:3])
            self._unmarked = None

    def _heading(self, title: str, foot: str, flow: Flow) -> None:
        flow.go_on(foot, LEAST)
        self._mark(flow)
        flow.space(14)
        flow.text(title, SUBHEAD)

    def _notice(self, sheet: Sheet, item: Item, flow: Flow) -> None:
        """What the file is, and what is to be said of it."""
        words = self.words
        foot = words.foot(sheet, item)
        if words.is_text(sheet):
            flow.page(foot)  # a document begins on a page of its own
        self._heading(words.item(item), foot, flow)
        flow.text(words.file(sheet, item), BODY, indent=10, hang=14)
        if note := words.note(sheet):
            flow.text(note, SMALL, indent=10, grey=True)

    def _text(self, sheet: Sheet, flow: Flow) -> None:
        flow.rule()
        for paragraph in self.words.paragraphs(sheet):
            flow.text(paragraph, BODY)
        flow.close()

    def _evidence(self, outcome: Outcome, foot: str, flow: Flow) -> None:
        for number, broad in enumerate(outcome.broad):
            flow.evidence(outcome.document, number, broad=broad, foot=foot)
            self._mark(flow)

    def _colophon(self, flow: Flow) -> None:
        speaker = self.words.speaker
        title = speaker.say("paper.colophon")
        flow.page(title)
        flow.mark("colophon", title, 0)
        flow.text(title, HEAD)
        flow.rule()
        for row in self.words.colophon():
            flow.text(row.label, BODY)
            for line in row.lines:
                flow.text(self.words.safe(line), SMALL, indent=20, hang=10, grey=True)

    def _signatures(self, flow: Flow) -> None:
        words = self.words
        flow.page(words.say("pack.signatures"))
        flow.mark("signatures", words.say("pack.signatures"), 0)
        flow.text(words.say("pack.signatures"), HEAD, centred=True)
        flow.space(30)
        flow.text(words.say("pack.signatures.declared", name=words.safe(words.told.name)), SUBHEAD)
        for one in SIGNATURES:
            flow.space(64)
            flow.text(words.say(f"pack.signatures.{one}"), SUBHEAD)


def write(pages: Sequence[Page], words: Words, face: Face, file: IO[bytes]) -> None:
    """The frame, as PDF: all pages but the evidence on them."""
    title = f"{words.safe(words.told.name)} {words.say('pack.title')}"
    of_pages = words.say("pack.foot", page="{page}", pages="{pages}")
    draw(pages, face, file, title=title, of_pages=of_pages, maker=MAKER)
