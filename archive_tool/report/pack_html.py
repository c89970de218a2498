"""The pack as a folder: a page that any browser opens from a stick, and pages with the texts of documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from archive_tool.core.pack import Chapter, Item, Outcome
from archive_tool.core.pack_sheets import Sheet
from archive_tool.report import html_page, pack_gaps
from archive_tool.report.pack_words import Words

BETWEEN = " / "  # headings
TextPage = Callable[[Sheet], str]  # the relative path of the page with its text


class File(NamedTuple):
    """One file of a record: where it leads to, else its name alone, and what is to be said of it."""

    name: str
    links: Sequence[tuple[str, str]]  # address, words
    note: str


class Told(NamedTuple):
    """One record; where it stands in a chapter above, a link there."""

    id: str
    title: str
    shown_above: bool
    notices: Sequence[str]
    files: Sequence[File]


class Part(NamedTuple):
    """One chapter; `blocks`: class, heading and lines of what is not there."""

    id: str
    title: str
    above: str
    notes: Sequence[str]
    blocks: Sequence[tuple[str, str, Sequence[str]]]
    items_head: str
    items: Sequence[Told]


class Entry(NamedTuple):
    """One line of the contents, with the headings above it where they are others than those before."""

    id: str
    title: str
    above: str


def index(words: Words, text_page: TextPage) -> bytes:
    """The page that leads everywhere."""
    say, seen = words.say, set[int]()
    return html_page.render(
        "pack_index.html",
        lang=_language(words),
        name=words.safe(words.told.name),
        t={
            "title": say("pack.title"),
            "contents": say("pack.contents"),
            "colophon": say("paper.colophon"),
            "signatures": say("pack.signatures"),
        },
        cover=[words.safe(line) for line in words.cover()],
        sums=list(words.sums()),
        contents=list(_contents(words)),
        chapters=[
            _chapter(number, chapter, words, seen, text_page)
            for number, chapter in enumerate(words.pack.chapters)
        ],
        colophon=[row._replace(lines=[words.safe(line) for line in row.lines]) for row in words.colophon()],
        signatures=list(_signatures(words)),
    )


def text(sheet: Sheet, item: Item, words: Words, back: str) -> bytes:
    """The page with the text of one document."""
    return html_page.render(
        "pack_text.html",
        lang=_language(words),
        name=words.item(item),
        t={"title": "", "back": words.say("pack.back")},
        back=back,
        file=words.file(sheet, item),
        note=words.note(sheet) or words.say("pack.text-only"),
        paragraphs=[_visible(paragraph) for paragraph in words.paragraphs(sheet)],
    )


def _language(words: Words) -> str:
    return "zh-CN" if words.speaker.language == "zh" else "en"


def _visible(text: str) -> str:
    return "".join(c for c in text if c.isprintable() or c in "\n\t\u3000")


def _contents(words: Words) -> Iterator[Entry]:
    last: list[str] = []
    for number, chapter in enumerate(words.pack.chapters):
        above = words.above(chapter)
        told = BETWEEN.join(above) if above != last else ""
        last = above
        yield Entry(f"c-{number}", words.headline(chapter), told)


def _chapter(number: int, chapter: Chapter, words: Words, seen: set[int], text_page: TextPage) -> Part:
    """`seen`: numbers of the records that stand somewhere already."""
    notes = []
    if chapter.standard:
        notes.append(words.say("pack.standard", text=chapter.standard.text(words.speaker.language)))
    notes.extend(words.remarks(chapter))
    return Part(
        f"c-{number}",
        words.chapter(chapter),
        BETWEEN.join(words.above(chapter)),
        notes,
        list(_blocks(chapter, words)),
        words.say("pack.records", count=len(chapter.items)),
        [_item(item, words, seen, text_page) for item in chapter.items],
    )


def _blocks(chapter: Chapter, words: Words) -> Iterator[tuple[str, str, Sequence[str]]]:
    for kind, found in (
        ("gaps", pack_gaps.lacking(chapter, words)),
        ("gaps", pack_gaps.flawed(chapter, words)),
        ("apart", pack_gaps.apart(chapter, words)),
    ):
        for title, rows in found:
            yield kind, title, rows


def _item(item: Item, words: Words, seen: set[int], text_page: TextPage) -> Told:
    id_, title = f"r-{item.number}", words.item(item)
    if item.number in seen:
        return Told(id_, title, True, (), ())
    seen.add(item.number)
    notices = [line for line in (words.why(item), words.pointer(item)) if line]
    if not item.sheets and not notices:
        notices = [words.say("pack.empty")]
    return Told(id_, title, False, notices, [_file(sheet, item, words, text_page) for sheet in item.sheets])


def _file(sheet: Sheet, item: Item, words: Words, text_page: TextPage) -> File:
    name = words.file(sheet, item)
    outcome = words.outcomes.get(sheet.entry.path, Outcome())
    links = [(outcome.document, name)] if outcome.document else []
    if sheet.how in ("text", "office") and outcome.problem is None:
        links.append((text_page(sheet), words.say("pack.as-text") if links else name))
    return File(name, links, words.note(sheet) or words.copy(sheet))


def _signatures(words: Words) -> Iterator[str]:
    yield words.say("pack.signatures.declared", name=words.safe(words.told.name))
    for one in ("inspected", "inspector", "opinion", "date"):
        yield words.say(f"pack.signatures.{one}")
