"""Search results as text and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.text import Text

from archive_tool.core.catalog import Speaker
from archive_tool.core.locators import steps
from archive_tool.core.results import FoundRecord, SearchResult
from archive_tool.report.columns import Row
from archive_tool.report.printable import blanked, printable
from archive_tool.report.screen import Screen

if TYPE_CHECKING:
    from archive_tool.core.snippets import Snippet

Json = Mapping[str, Any]
LABELLED = ("category", "form", "activity", "status", "unit")  # facets whose values are codes
MOST_VALUES = 8


def search(result: SearchResult, speaker: Speaker, screen: Screen) -> None:
    """Hits with marked snippets, then the facets."""
    head = speaker.say("search.head", total=result.total, shown=len(result.hits), ms=f"{result.took_ms:.0f}")
    screen.line(head, style="bold")
    for hit in result.hits:
        screen.line()
        _hit(hit, speaker, screen)
    if not result.hits:
        screen.paragraph(speaker.say("search.none"))
    facets = [row for field, counts in result.facets.items() if (row := _facet(field, counts, speaker))]
    if facets:
        screen.line()
        screen.listing(facets)


def search_json(result: SearchResult) -> Json:
    return {
        "query": result.query,
        "total": result.total,
        "took_ms": result.took_ms,
        "hits": [
            {
                "path": hit.path,
                "part": (hit.snippet.part or None) if hit.snippet else None,
                "title": hit.title,
                "category": hit.category,
                "leaf": hit.leaf,
                "year": hit.year,
                "date": hit.date,
                "score": hit.score,
                "snippet": _marked(hit),
            }
            for hit in result.hits
        ],
        "facets": {field: dict(counts) for field, counts in result.facets.items()},
        "behind": result.behind,
        "synced": result.synced.isoformat(timespec="seconds") if result.synced else None,
    }


def _hit(hit: FoundRecord, speaker: Speaker, screen: Screen) -> None:
    head = Text().append(printable(hit.title), style="bold")
    head.append(f"  {hit.date}" if hit.date else "", style="dim")
    screen.paragraph(head, hang=2)
    screen.paragraph(printable(hit.path), indent=2, hang=2)
    if hit.snippet is None:
        return
    where = "  ".join(word for word in (hit.snippet.part, place(hit.snippet.locator, speaker)) if word)
    shown = Text().append(f"[{printable(where)}] " if where else "", style="dim")
    colours = screen.console.color_system is not None
    shown.append_text(_coloured(hit.snippet) if colours else Text(blanked(_marked(hit))))
    screen.paragraph(shown, indent=2)


def _coloured(snippet: Snippet) -> Text:
    text = Text(blanked(snippet.text))
    for first, last in snippet.marks:
        text.stylize("bold magenta", first, last)
    return text


def place(locator: str, speaker: Speaker) -> str:
    """A locator in words, from the outermost place inwards: 第2张幻灯片 备注."""
    return " ".join(speaker.say(f"locator.{step.kind}", name=step.name) for step in steps(locator))


def _marked(hit: FoundRecord) -> str:
    """The snippet with its matches between ** and **."""
    if hit.snippet is None:
        return ""
    said, at = "", 0
    for first, last in hit.snippet.marks:
        said += hit.snippet.text[at:first] + "**" + hit.snippet.text[first:last] + "**"
        at = last
    return f"{said}{hit.snippet.text[at:]}"


def _facet(field: str, counts: Mapping[str, int], speaker: Speaker) -> Row | None:
    """The most frequent values of a field; nothing where all hits have the same."""
    if len(counts) < 2:
        return None
    listed = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_VALUES]
    words = "  ".join(f"{printable(_facet_word(field, value, speaker))} {count}" for value, count in listed)
    return [Text(speaker.say(f"search.field.{field}")), Text(words, style="dim")]


def _facet_word(field: str, value: str, speaker: Speaker) -> str:
    return speaker.label(f"{field}:{value}") if field in LABELLED else value
