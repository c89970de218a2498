"""What is said of several periods alike, said once: 2025年1月至2025年12月（12 期）各应有…，归档中没有找到."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from archive_tool.core.catalog import Speaker
from archive_tool.core.model import Finding
from archive_tool.core.periods import Calendar, parse

Item = TypeVar("Item")
RUN = 3  # periods one after the other that are told by the first and the last


def folded(items: Iterable[Finding], speaker: Speaker) -> list[Finding]:
    """Findings that differ in their period alone as one that names them all, where the first of them stood."""
    return [of_all(those, speaker) for those in alike(items, but_its_period)]


def alike(items: Iterable[Item], what: Callable[[Item], Hashable]) -> list[list[Item]]:
    """Those of which the same is told but for their periods, where the first of them stood."""
    found: dict[Hashable, list[Item]] = {}
    for item in items:
        found.setdefault(what(item), []).append(item)
    return list(found.values())


def each_of(labels: Sequence[str], speaker: Speaker) -> str:
    """One period in words; several with how many they are, so that what follows is said of each."""
    if len(labels) == 1:
        return speaker.period(labels[0])
    return speaker.say("audit.each-of", periods=spelt(labels, speaker), count=len(labels))


def but_its_period(item: Finding) -> tuple[object, ...]:
    """All that is told of it; of one that is not about a period, itself."""
    if item.period is None or item.params.get("period") != f"period:{item.period}":
        return (id(item),)
    told = sorted((key, str(value)) for key, value in item.params.items() if key != "period")
    return (item.code, item.path, item.rule, item.unit, item.whom, item.record, item.line, item.waived, *told)


def of_all(those: Sequence[Finding], speaker: Speaker) -> Finding:
    """One finding that names the periods of all of them; one by itself is left as it is."""
    if len(those) == 1:
        return those[0]
    each = each_of([item.period or "" for item in those], speaker)
    return replace(those[0], params={**those[0].params, "period": each})


def spelt(labels: Iterable[str], speaker: Speaker) -> str:
    """Periods in words: those that follow one another by the first and the last."""
    told = [words for run in _runs(labels) for words in _run(run, speaker)]
    return speaker.listed(told)


def _runs(labels: Iterable[str]) -> Iterator[list[str]]:
    """Periods of which each begins on the day after the one before."""
    run: list[str] = []
    for label in labels:
        if run and not _follows(run[-1], label):
            yield run
            run = []
        run.append(label)
    if run:
        yield run


def _follows(before: str, after: str) -> bool:
    first, then = parse(before, Calendar()), parse(after, Calendar())
    return bool(first and then and then.first - first.last == timedelta(days=1))


def _run(labels: Sequence[str], speaker: Speaker) -> Sequence[str]:
    told = [speaker.period(label) for label in labels]
    return told if len(told) < RUN else [speaker.say("audit.run-of", first=told[0], last=told[-1])]
