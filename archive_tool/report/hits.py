"""Search results as text and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from archive_tool.core.catalog import Speaker
from archive_tool.core.locators import steps
from archive_tool.core.results import FoundRecord, SearchResult
from archive_tool.report.text import IDEOGRAPHIC_SPACE, printable

Json = Mapping[str, Any]


def search(result: SearchResult, speaker: Speaker, console: Console) -> None:
    """Hits with marked snippets, then the facets."""
    console.print(
        speaker.say("search.head", total=result.total, shown=len(result.hits), ms=f"{result.took_ms:.0f}"),
        style="bold",
    )
    for hit in result.hits:
        _hit(hit, speaker, console)
    if not result.hits:
        console.print(speaker.say("search.none"))
    for field, counts in result.facets.items():
        if len(counts) > 1:
            listed = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:8]
            words = "  ".join(f"{_facet_word(field, value, speaker)} {count}" for value, count in listed)
            console.print(
                Text(f"{speaker.say(f'search.field.{field}')}: {words}", style="dim"), soft_wrap=True
            )


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
    }


def _hit(hit: FoundRecord, speaker: Speaker, console: Console) -> None:
    head = Text(f"\n{printable(hit.title)}", style="bold")
    if hit.date:
        head.append(f"  {hit.date}", style="dim")
    console.print(head, soft_wrap=True)
    console.print(Text("  " + printable(hit.path), style="cyan"), soft_wrap=True)
    if hit.snippet is None:
        return
    shown = Text("  ")
    where = "  ".join(word for word in (hit.snippet.part, place(hit.snippet.locator, speaker)) if word)
    if where:
        shown.append(f"[{printable(where)}] ", style="dim")
    start = len(shown)
    shown.append(_visible(hit.snippet.text))
    for first, last in hit.snippet.marks:
        shown.stylize("bold yellow", start + first, start + last)
    console.print(shown, soft_wrap=True)


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


def _visible(text: str) -> str:
    """The same length, so that the marks fit, with nothing in it that a terminal obeys."""
    return "".join(c if c.isprintable() or c == IDEOGRAPHIC_SPACE else " " for c in text)


def _facet_word(field: str, value: str, speaker: Speaker) -> str:
    return speaker.label(f"{field}:{value}") if field in ("category", "form", "activity", "status") else value
