"""What falls due as an iCalendar file: one all-day event each, the same event when it is made again."""

from __future__ import annotations

from datetime import UTC, datetime, time

from icalendar import Calendar, Event

from archive_tool.core.due_item import Due
from archive_tool.report.due import Agenda, lacks, period, title, who
from archive_tool.report.printable import printable

PRODUCT = "-//archive-tool//due//"


def make(agenda: Agenda) -> bytes:
    """The file; the same bytes for the same list.

    Calendars know an event by its UID: imported again it takes the place of the one that is there,
    as its SEQUENCE, the number of the day it was made for, is no lower.
    """
    speaker = agenda.speaker
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"{PRODUCT}{speaker.language.upper()}")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _plain(speaker.say("due.calendar", name=agenda.name)))
    for item in agenda.found.items:
        calendar.add_component(_event(item, agenda))
    return bytes(calendar.to_ical())


def _event(item: Due, agenda: Agenda) -> Event:
    found, speaker = agenda.found, agenda.speaker
    event = Event()
    event.add("uid", agenda.uid(item))
    event.add("dtstamp", datetime.combine(found.as_of, time(), UTC))
    event.add("sequence", found.as_of.toordinal())
    # What should always have been there has no day of its own: it stands on the day it was asked for.
    event.add("dtstart", item.ends or found.as_of)
    event.add("summary", _plain(_summary(item, agenda)))
    event.add("description", _plain(_description(item, agenda)))
    event.add("categories", [speaker.say(f"due.status.{item.status}")])
    event.add("transp", "TRANSPARENT")
    return event


def _summary(item: Due, agenda: Agenda) -> str:
    """Who, what, of when: as much as a calendar shows in one line."""
    speaker = agenda.speaker
    mark = speaker.say("due.status.overdue") if item.status == "overdue" else ""
    words = (mark, who(item, speaker), title(item, speaker), period(item, speaker))
    return " ".join(word for word in words if word)


def _description(item: Due, agenda: Agenda) -> str:
    speaker = agenda.speaker
    lines = [lacks(item, speaker)]
    if item.due and item.due != item.ends:
        lines.append(speaker.say("due.grace-until", day=item.due.isoformat()))
    if item.rule:
        lines.append(speaker.say("due.basis", basis=speaker.label(f"rule:{item.rule}"), rule=item.rule))
    if item.path:
        lines.append(speaker.say("due.path", path=printable(item.path)))
    lines.append(speaker.say("due.made", as_of=agenda.found.as_of.isoformat()))
    return "\n".join(lines)


def _plain(text: str) -> str:
    """What no encoding holds is escaped."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
