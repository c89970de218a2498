"""search: a query to hits with snippets, without touching the tree."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from archive_tool.adapters.writer_lock import held_by
from archive_tool.app.opening import Archive
from archive_tool.app.reindex import open_index
from archive_tool.core.documents import Hit, Passage
from archive_tool.core.errors import CannotRun
from archive_tool.core.model import Reading, Segment
from archive_tool.core.ports import SearchIndex
from archive_tool.core.query import Query, QueryError, parse
from archive_tool.core.results import FoundRecord, SearchResult
from archive_tool.core.snippets import Snippet, snippet

FIELDS = (
    "year", "category", "form", "activity", "unit", "author", "person", "title", "number", "retention", "status",
    "has", "date",
)  # fmt: skip
PAGE = 20  # hits whose texts are in memory at once
FACETS = ("year", "category", "form", "activity", "unit", "status")


def search(archive: Archive, text: str, limit: int) -> SearchResult:
    """Best hits first; `limit` 0: all. CannotRun for a query that makes no sense or no index."""
    started = time.perf_counter()
    query = _parsed(archive, text)
    _, index = open_index(archive)
    found = index.search(query, limit, FACETS)
    hits = tuple(_hits(archive, found.hits, query))
    took = (time.perf_counter() - started) * 1000
    return _standing(archive, index, SearchResult(text, found.total, round(took, 2), hits, found.facets))


def _standing(archive: Archive, index: SearchIndex, result: SearchResult) -> SearchResult:
    """How far the index is behind, as far as that is known without a look at the tree."""
    standing = archive.state.standing()
    behind = standing.waiting
    if standing.edition != archive.edition:
        behind = max(behind, len(index.fingerprints()))  # all are to be made anew
    synced = datetime.fromtimestamp(standing.synced_s, UTC).astimezone() if standing.synced_s else None
    return replace(result, behind=behind, synced=synced, writer=held_by(archive.root) if behind else {})


def _parsed(archive: Archive, text: str) -> Query:
    """The query; a mistake in it is told with the character as people count them, from 1."""
    try:
        return parse(text, field_names(archive))
    except QueryError as error:
        raise CannotRun.told(error.key, {**error.params, "position": error.position + 1}) from None


def field_names(archive: Archive) -> dict[str, str]:
    """Every spelling under which a query may name a field, in both languages."""
    messages = archive.speaker.catalog.messages
    names = {field: field for field in FIELDS}
    for field in FIELDS:
        label = messages.get(f"search.field.{field}")
        if label:
            names.update({label.zh: field, label.en.casefold(): field})
    return names


def _hits(archive: Archive, hits: Sequence[Hit], query: Query) -> Iterator[FoundRecord]:
    """Hits as they are shown; the texts of one page of them in memory at a time."""
    for start in range(0, len(hits), PAGE):
        page = hits[start : start + PAGE]
        shown = archive.state.indexed([hit.path for hit in page])
        # One call of the parser for all.
        read = dict(zip(shown, json.loads(f"[{','.join(shown.values())}]"), strict=True))
        wanted = {sha256 for each in read.values() for _, sha256 in each.get("parts", ())}
        readings = archive.state.unread(wanted)
        for hit in page:
            told = read.get(hit.path, {})
            yield _hit(hit, told, snippet(_passages(told, readings), query))


def _hit(hit: Hit, shown: Mapping[str, object], cut: Snippet | None) -> FoundRecord:
    def text(key: str) -> str | None:
        value = shown.get(key)
        return value if isinstance(value, str) else None

    year = shown.get("year")
    return FoundRecord(
        hit.path,
        text("title") or hit.path.rpartition("/")[2],
        text("category"),
        text("leaf"),
        year if isinstance(year, int) else None,
        text("date"),
        round(hit.score, 4),
        cut,
    )


def _passages(shown: Mapping[str, object], readings: Mapping[str, Reading]) -> Iterator[Passage]:
    """The record's own words, then the remembered text of its parts."""
    own, parts = shown.get("own"), shown.get("parts")
    for text in own if isinstance(own, list) else ():
        yield Passage("", Segment("", text))
    for part, sha256 in parts if isinstance(parts, list) else ():
        if sha256 in readings:
            for segment in readings[sha256].segments:
                yield Passage(part, segment)
