"""Texts of two units that are alike: whether one was copied, or both rightly have it."""

from __future__ import annotations

from archive_tool.core.checks.files import said_to_be_same
from archive_tool.core.compared_texts import Text
from archive_tool.core.records import Record, lookup, texts
from archive_tool.core.rule_details import Across


def is_copied(text: Text, other: Text, across: Across, personal: bool) -> bool:
    """Whether a text that is like one of another unit has no reason to be.

    What both units have part in is theirs together: one record of both, or what each has filed of a day
    they held in common. `personal`: both are somebody's own, whatever the day.
    """
    record, before = text.record, other.record
    if not record.units or not before.units or not set(record.units).isdisjoint(before.units):
        return False
    if said_to_be_same(record, before) or (across.by_author and _authors(record) & _authors(before)):
        return False
    if text.when.last < other.when.first or other.when.last < text.when.first:
        return True  # of what bears no day, by the time it is known to be of
    held = {*record.activities, *before.activities}
    return personal or (bool(held) and held.issubset(across.alone))


def _authors(record: Record) -> frozenset[str]:
    speaker = lookup(record.values, "event.speaker")
    said = speaker if isinstance(speaker, list) else [speaker]
    return frozenset(
        (*texts(record.values, "author"), *(one for one in said if isinstance(one, str) and one))
    )
