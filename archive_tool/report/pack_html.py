"""The pack as a folder: a page that any browser opens from a stick, and pages with the texts of documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape

from archive_tool.core.pack import Chapter, Item, Outcome
from archive_tool.core.pack_sheets import Sheet
from archive_tool.report.pack_words import Words

STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.7 "Songti SC","SimSun","Noto Serif CJK SC",serif;max-width:56rem;margin:2rem auto;padding:0 1rem}
h1,h2,h3{font-family:"Heiti SC","SimHei","Noto Sans CJK SC",sans-serif;line-height:1.35}
h1{text-align:center}h2{margin-top:3rem;border-bottom:1px solid;padding-bottom:.3rem}
nav ul{list-style:none;padding-left:1rem}ul.records{padding-left:1.2rem}
.gaps,.apart{border-left:4px solid #c33;padding:.2rem 1rem;margin:1rem 0}
.apart{border-color:#999}
.note{opacity:.75;font-size:.9em}.above{opacity:.7;font-size:.9em;margin:3rem 0 -2.4rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}
dt{font-weight:bold}dd{margin:0 0 .4rem 1.5rem;overflow-wrap:anywhere}li{overflow-wrap:anywhere}
.sign p{margin:3.5rem 0}
@media print{body{max-width:none;margin:0}h2{break-before:page}}
"""
TextPage = Callable[[Sheet], str]  # the relative path of the page with its text


def index(words: Words, text_page: TextPage) -> Iterator[str]:
    """The page, in pieces."""
    title = f"{words.safe(words.told.name)} {words.say('pack.title')}"
    yield _head(title, words)
    yield f"<h1>{escape(title)}</h1>\n"
    yield "".join(f'<p style="text-align:center">{escape(words.safe(line))}</p>\n' for line in words.cover())
    yield "".join(f"<p>{escape(line)}</p>\n" for line in words.sums())
    yield from _contents(words)
    seen: set[int] = set()
    for number, chapter in enumerate(words.pack.chapters):
        yield from _chapter(number, chapter, words, seen, text_page)
    yield from _end(words)
    yield "</body>\n</html>\n"


def text(sheet: Sheet, item: Item, words: Words, back: str) -> Iterator[str]:
    """The page with the text of one document."""
    title = words.item(item)
    yield _head(title, words)
    yield f'<p><a href="{escape(back)}">{escape(words.say("pack.back"))}</a></p>\n'
    yield f"<h1>{escape(title)}</h1>\n<p>{escape(words.file(sheet, item))}</p>\n"
    if note := words.note(sheet) or words.say("pack.text-only"):
        yield f'<p class="note">{escape(note)}</p>\n'
    yield "<hr>\n"
    for paragraph in words.paragraphs(sheet):
        yield f"<pre>{escape(_visible(paragraph))}</pre>\n"
    yield "</body>\n</html>\n"


def _visible(text: str) -> str:
    return "".join(c for c in text if c.isprintable() or c in "\n\t\u3000")


def _head(title: str, words: Words) -> str:
    language = "zh-CN" if words.speaker.language == "zh" else "en"
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
    )


def _contents(words: Words) -> Iterator[str]:
    yield f"<nav>\n<h2>{escape(words.say('pack.contents'))}</h2>\n<ul>\n"
    last: list[str] = []
    for number, chapter in enumerate(words.pack.chapters):
        above = words.above(chapter)
        if above != last and above:
            yield f"<li><strong>{escape(' / '.join(above))}</strong></li>\n"
        last = above
        title = words.headline(chapter)
        yield f'<li>　<a href="#c-{number}">{escape(title)}</a></li>\n'
    yield "</ul>\n</nav>\n"


def _chapter(
    number: int, chapter: Chapter, words: Words, seen: set[int], text_page: TextPage
) -> Iterator[str]:
    if chapter.above:
        yield f'<p class="above">{escape(" / ".join(words.above(chapter)))}</p>\n'
    yield f'<h2 id="c-{number}">{escape(words.chapter(chapter))}</h2>\n'
    if chapter.standard:
        standard = words.say("pack.standard", text=chapter.standard.text(words.speaker.language))
        yield f'<p class="note">{escape(standard)}</p>\n'
    if chapter.by_hand:
        yield f"<p>{escape(words.say('pack.by-hand'))}</p>\n"
    if gaps := list(words.gaps(chapter)):
        yield _named("gaps", words.say("pack.gaps", count=len(gaps)), gaps)
    for head, rows in words.apart(chapter):
        yield _named("apart", head, rows)
    if chapter.items:
        yield f'<h3>{escape(words.say("pack.records", count=len(chapter.items)))}</h3>\n<ul class="records">\n'
        for item in chapter.items:
            if item.number in seen:
                yield f'<li><a href="#r-{item.number}">{escape(words.item(item))}</a></li>\n'
            else:
                seen.add(item.number)
                yield from _item(item, words, text_page)
        yield "</ul>\n"


def _named(kind: str, head: str, lines: Sequence[str]) -> str:
    rows = "".join(f"<li>{escape(line)}</li>\n" for line in lines)
    return f'<div class="{kind}">\n<h3>{escape(head)}</h3>\n<ol>\n{rows}</ol>\n</div>\n'


def _item(item: Item, words: Words, text_page: TextPage) -> Iterator[str]:
    yield f'<li id="r-{item.number}">{escape(words.item(item))}\n'
    notices = [line for line in (words.why(item), words.pointer(item)) if line]
    if not item.sheets and not notices:
        notices = [words.say("pack.empty")]
    yield "".join(f'<div class="note">{escape(line)}</div>\n' for line in notices)
    if item.sheets:
        files = "".join(f"<li>{_file(sheet, item, words, text_page)}</li>\n" for sheet in item.sheets)
        yield f"<ul>\n{files}</ul>\n"
    yield "</li>\n"


def _file(sheet: Sheet, item: Item, words: Words, text_page: TextPage) -> str:
    name = escape(words.file(sheet, item))
    outcome = words.outcomes.get(sheet.entry.path, Outcome())
    links = []
    if outcome.document:
        links.append(f'<a href="{escape(outcome.document)}">{name}</a>')
    if sheet.how in ("text", "office") and outcome.problem is None:
        label = escape(words.say("pack.as-text")) if outcome.document else name
        links.append(f'<a href="{escape(text_page(sheet))}">{label}</a>')
    note = words.note(sheet)
    told = f' <span class="note">{escape(note)}</span>' if note else ""
    return (" · ".join(links) or name) + told


def _end(words: Words) -> Iterator[str]:
    speaker = words.speaker
    yield f"<h2>{escape(speaker.say('paper.colophon'))}</h2>\n<dl>\n"
    for row in words.colophon():
        lines = "".join(f"<dd>{escape(words.safe(line))}</dd>\n" for line in row.lines)
        yield f"<dt>{escape(row.label)}</dt>\n{lines}"
    yield f'</dl>\n<div class="sign">\n<h2>{escape(words.say("pack.signatures"))}</h2>\n'
    yield f"<p>{escape(words.say('pack.signatures.declared', name=words.safe(words.told.name)))}</p>\n"
    for one in ("inspected", "inspector", "opinion", "date"):
        yield f"<p>{escape(words.say(f'pack.signatures.{one}'))}</p>\n"
    yield "</div>\n"
