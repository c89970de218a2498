"""What an inspection pack holds and what was left out of it: for the one who made it, not for those who get it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from archive_tool.core.pack import Chapter, Item, Outcome
from archive_tool.core.pack_sheets import Sheet
from archive_tool.report import colophon, pack_gaps
from archive_tool.report.pack_words import Words
from archive_tool.report.printable import printable
from archive_tool.report.screen import Screen

MOST_FILES = 20  # on the screen


def text(words: Words, pages: int, screen: Screen) -> None:
    """How much is in it, and by reason what is not."""
    for line in words.sums():
        screen.paragraph(line)
    if pages:
        screen.paragraph(words.say("pack.pages", pages=pages))
    reasons = Counter(why for item in words.pack.items if (why := words.why(item)))
    for why, count in reasons.items():
        screen.paragraph(words.say("pack.counted", why=why, count=count), indent=2)
    noted = [
        (sheet, note) for item in words.pack.items for sheet in item.sheets if (note := words.note(sheet))
    ]
    texts = words.say("pack.text-only")
    if count := sum(note == texts for _, note in noted):
        screen.paragraph(words.say("pack.counted-texts", count=count), indent=2)
    lost = [(sheet, note) for sheet, note in noted if note != texts]
    for sheet, note in lost[:MOST_FILES]:
        screen.paragraph(printable(sheet.entry.path), indent=2, hang=2)
        screen.paragraph(note, indent=4, style="dim")
    if len(lost) > MOST_FILES:
        screen.paragraph(words.speaker.say("audit.more-places", count=len(lost) - MOST_FILES), indent=2)


def json(words: Words, pages: int, file: str, about: Mapping[str, Any]) -> Mapping[str, Any]:
    """Everything; paths and titles of what is not shown too: the document stays with its maker."""
    told, report = words.told, words.report
    return {
        **about,
        "as_of": report.as_of.isoformat(),
        "years": list(report.years),
        "file": file,
        "pages": pages or None,
        "personal": told.personal,
        "rights": told.rights or None,
        "office": told.office,
        "summary": {
            "records": len(words.pack.items),
            "files": sum(len(item.sheets) for item in words.pack.items),
            "gaps": words.pack.gaps,
            "flaws": words.pack.flaws,
            "due": words.pack.due,
            "unsure": words.pack.unsure,
            "withheld": sum(item.withheld is not None for item in words.pack.items),
            "secrets": words.pack.secrets,
        },
        "chapters": [_chapter(chapter, words) for chapter in words.pack.chapters],
        "records": [_item(item, words) for item in words.pack.items],
        "colophon": colophon.json(report.colophon, words.speaker) if report.colophon else None,
    }


def _chapter(chapter: Chapter, words: Words) -> Mapping[str, Any]:
    return {
        "id": chapter.id,
        "title": chapter.title.text(words.speaker.language),
        "by_hand": chapter.by_hand,
        "gaps": list(pack_gaps.one_by_one(chapter, words)),
        "flaws": list(pack_gaps.flaws(chapter, words)),
        "remarks": list(words.remarks(chapter)),
        "apart": [
            {"title": title, "rows": list(rows)}
            for title, rows in pack_gaps.apart(chapter, words, pack_gaps.singly)
        ],
        "records": [item.number for item in chapter.items],
    }


def _item(item: Item, words: Words) -> Mapping[str, Any]:
    return {
        "number": item.number,
        "path": item.record.path,
        "id": item.record.id or None,
        "withheld": item.withheld,
        "files": list(_files(item, words)),
    }


def _files(item: Item, words: Words) -> Iterator[Mapping[str, Any]]:
    for sheet in item.sheets:
        outcome = words.outcomes.get(sheet.entry.path, Outcome())
        yield {
            "path": sheet.entry.path,
            "shown": _shown(sheet, outcome, words),
            "pages": len(outcome.broad) or None,
            "of": outcome.of or None,
            "copy": outcome.copy,
            "note": words.note(sheet) or None,
        }


def _shown(sheet: Sheet, outcome: Outcome, words: Words) -> str | None:
    if outcome.document:
        return "whole" if len(outcome.broad) >= outcome.of else "part"
    return "text" if words.is_text(sheet) else None
