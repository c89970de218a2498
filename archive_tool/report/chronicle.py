"""The year on one page in words: the main line first, what was planned against what was done, then the months."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from archive_tool.core.catalog import Speaker
from archive_tool.core.chronicle import UNDATED, Chronicle, Month
from archive_tool.core.chronicle_events import Event
from archive_tool.core.colophon import Colophon
from archive_tool.core.parsed import Coded
from archive_tool.core.personal_data import masked
from archive_tool.core.plans import STANDINGS, Planned
from archive_tool.core.scheme import Scheme

MOST_STANDING_OUT = 8
MOST_BARE = 3  # plans without items that are named
MOST_NEVER = 12  # items named in the main line; the table has all


@dataclass(frozen=True, slots=True)
class YearPage:
    """A chronicle with what its formats say of the archive."""

    found: Chronicle
    speaker: Speaker
    scheme: Scheme
    tool: str  # version
    root: str
    name: str  # whose archive it is, or of which unit it tells
    repeat: str  # the command that says the same of the unchanged archive
    base: str | None = None  # from the folder that the page will lie in to the archive; None: no links
    made: Colophon | None = None  # how it was made

    @property
    def title(self) -> str:
        return self.speaker.say("chronicle.title", year=str(self.found.year))

    def joined(self, words: list[str]) -> str:
        return self.speaker.listed(words)

    def units(self, event: Event) -> str:
        return self.joined([self.speaker.label(f"unit:{unit}") for unit in event.units])


def line(event: Event, page: YearPage) -> str:
    """One event: what it was, its title, and what stands in the way of taking it for certain."""
    speaker, title = page.speaker, event.title
    kinds = page.joined([speaker.told(subject) for subject in event.subjects])
    if event.kind == "step":
        told = speaker.say("chronicle.step", title=title, steps=kinds) if title else kinds
    elif not event.title:
        told = kinds
    elif event.kind == "record" or all(_names(event.title, subject, page) for subject in event.subjects):
        told = title
    else:
        told = speaker.say("chronicle.event", kind=kinds, title=title)
    note = "sheet.on-paper" if event.pointer else "sheet.draft" if event.draft else ""
    return speaker.say("chronicle.noted", text=told, note=speaker.say(note)) if note else told


def _names(title: str, subject: str, page: YearPage) -> bool:
    """Whether a title says by itself which activity it is about."""
    term = page.scheme.vocabularies.get("activities", {}).get(subject.partition(":")[2])
    return term is not None and any(word in title for word in (*term.words, *term.label.spellings()))


def day(event: Event) -> str:
    """Month and day; less where less is known."""
    return event.date[5:]


def month(one: Month, page: YearPage) -> str:
    if one.number == UNDATED:
        return page.speaker.say("chronicle.undated")
    return page.speaker.label(f"period:{page.found.year}-{one.number:02}")


def besides(one: Month, page: YearPage) -> Iterator[str]:
    """What of a month is only counted."""
    if one.routine:
        yield page.speaker.say("chronicle.routine", what=_times(one.routine, page))
    if one.withheld:
        yield page.speaker.say("chronicle.withheld", what=_matters(one.withheld, page))


def main_line(page: YearPage) -> Iterator[str]:
    """What was planned and what of it was done; what the year consisted of; what stands out."""
    yield from plan_sentences(page)
    if page.found.plans and not page.found.planned:
        yield page.speaker.say("chronicle.write-items")
    yield from never(page, lambda items: _first(items, MOST_NEVER, page))
    yield from _deeds(page)


def plan_sentences(page: YearPage) -> Iterator[str]:
    """What the year's plans list, and how their items stand."""
    say, found = page.speaker.say, page.found
    if not found.plans:
        yield say("chronicle.no-plan", year=str(found.year))
    elif found.planned:
        counts = standings(page)
        yield say(
            "chronicle.planned",
            total=len(found.planned),
            plans=len(found.plans),
            late=say("chronicle.of-them-late", count=late) if (late := _late(page)) else "",
            **{key.replace("-", "_"): count for key, count in counts.items()},
        )
    listed = {item.record.path for item in found.planned}
    bare = [masked(plan.title or plan.path) for plan in found.plans if plan.path not in listed]
    if bare:
        yield say("chronicle.no-items", plans=_first(bare, MOST_BARE, page))
    if found.withheld_plans:
        yield say("chronicle.withheld-plans", count=found.withheld_plans)


def never(page: YearPage, shown: Callable[[list[str]], str]) -> Iterator[str]:
    """What was planned and not done, or cannot be shown; `shown` makes one text of many."""
    for standing in ("not-done", "unproven"):
        items = [item.text for item in page.found.planned if item.standing == standing]
        if items:
            yield page.speaker.say(f"chronicle.never.{standing}", items=shown(items))


def _deeds(page: YearPage) -> Iterator[str]:
    say, found = page.speaker.say, page.found
    events = found.events
    yield from held(page, page.joined)
    if not events:
        return
    activities = sum(one.kind == "activity" for one in events)
    yield say("chronicle.in-all", count=len(events), activities=activities, others=len(events) - activities)
    if found.planned:
        unplanned = sum(not found.is_planned(one) for one in events)
        yield say("chronicle.unplanned", planned=len(events) - unplanned, unplanned=unplanned)
    out = [line(one, page) for one in events if one.stands_out]
    if out:
        yield say("chronicle.stands-out", events=_first(out, MOST_STANDING_OUT, page))


def held(page: YearPage, shown: Callable[[list[str]], str]) -> Iterator[str]:
    """How many times each activity took place, all of them, the most frequent first; `shown` makes one text of many."""
    say, found = page.speaker.say, page.found
    if found.often:
        told: Mapping[str, int] = {Coded(f"activity:{what}"): count for what, count in found.often.items()}
        yield say("chronicle.held", what=shown(_counted(told, page)))
    elif not found.events:
        yield say("chronicle.nothing")


def standings(page: YearPage) -> Mapping[str, int]:
    """How many items of plans stand how."""
    counted = Counter(item.standing for item in page.found.planned)
    return {standing: counted[standing] for standing in STANDINGS}


def _late(page: YearPage) -> int:
    return sum(bool(item.late) for item in page.found.planned)


def standing(item: Planned, page: YearPage) -> str:
    """How it stands; of what was done late also when, and by when it was planned."""
    say, told = page.speaker.say, page.speaker.say(f"chronicle.standing.{item.standing}")
    return say("chronicle.done-late", done=item.late, due=item.due) if item.late else told


def deeds(item: Planned, page: YearPage) -> Iterator[tuple[str, str]]:
    """What came of it: words, and the path of the record; "" where there is none to go to."""
    say = page.speaker.say
    for deed in item.deeds:
        if deed.withheld:
            yield say("chronicle.deed-withheld"), ""
        else:
            yield " ".join(filter(None, (deed.date, deed.title))), deed.path
    if item.absent:
        yield say("chronicle.absent", evidence=list(item.absent)), ""
    if item.unseen:
        yield say("chronicle.unseen", evidence=list(item.unseen)), ""
    if item.reason:
        yield say("chronicle.reason", reason=item.reason), ""


def categories(page: YearPage) -> Iterator[tuple[str, int, int]]:
    """By category how much is told, and how much of that a plan names; the fullest first."""
    found = page.found
    told = Counter(event.category for event in found.events)
    planned = Counter(event.category for event in found.events if found.is_planned(event))
    for code, count in sorted(told.items(), key=lambda one: (-one[1], one[0])):
        yield f"{code} {page.speaker.label(f'category:{code}')}", count, planned[code]


def closing(page: YearPage) -> Iterator[str]:
    """On a screen: the same as on paper, and what to do next."""
    yield from provenance(page)
    if page.found.unread:
        yield page.speaker.say("chronicle.sync-first")
    yield page.speaker.say("paper.repeat", command=f"archive-tool {page.repeat}")


def provenance(page: YearPage) -> Iterator[str]:
    """What it does not know, of which day it is, and what is only counted."""
    say, found = page.speaker.say, page.found
    if sums := _matters(_sum(found, "withheld"), page):
        yield say("chronicle.withheld", what=sums)
    if found.unread:
        yield say("chronicle.unread", count=found.unread)
    scheme = f"{page.scheme.id} {page.scheme.version}"
    yield say("chronicle.made", day=found.as_of.isoformat(), tool=page.tool, scheme=scheme)


def _sum(found: Chronicle, key: str) -> Mapping[str, int]:
    sums: Counter[str] = Counter()
    for one in found.months:
        sums.update(getattr(one, key))
    return sums


def _times(counts: Mapping[str, int], page: YearPage) -> str:
    return page.joined(_counted(counts, page))


def _counted(counts: Mapping[str, int], page: YearPage) -> list[str]:
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return [page.speaker.say("paper.times", activity=what, count=count) for what, count in ordered]


def _matters(counts: Mapping[str, int], page: YearPage) -> str:
    return page.joined(
        [
            page.speaker.say(
                "chronicle.matters", category=page.speaker.label(f"category:{code}"), count=count
            )
            for code, count in counts.items()
        ]
    )


def _first(items: list[str], most: int, page: YearPage) -> str:
    more = len(items) - most
    told = page.speaker.listed(items[:most], "list.clauses")
    return told + page.speaker.say("chronicle.and-more", count=more) if more > 0 else told
