"""What was studied at a meeting before it had come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive_tool.core.checks.context import RuleContext
from archive_tool.core.checks.matters import details
from archive_tool.core.model import Params
from archive_tool.core.parsed import Coded
from archive_tool.core.periods import Period, of_date
from archive_tool.core.records import Record, Values, mappings, text, texts, time_told
from archive_tool.core.rule_details import Timing, unmarked
from archive_tool.core.scheme import Rule


def compared(rule: Rule, record: Record, context: RuleContext) -> Iterator[tuple[Period, Params]]:
    """Documents studied at the occasion, or at each entry of a minute book, that came out later; else nothing.

    Also those of the scheme's table that topics, the title, or the texts of what was held name.
    """
    events: list[tuple[str, Values]] = [(event.date, event.values) for event in record.events]
    own = record.values.get("event")
    form = context.material.scheme.forms.get(record.form)
    held = form is not None and form.dated == "held" and not record.events
    if isinstance(own, dict) or held:
        events.append((record.date, own if isinstance(own, dict) else {}))
    told = None if record.date else time_told(record, context.material.config.calendar)
    beside = _read_in(record, rule, context) if held else []
    for written, values in events:
        day = of_date(written) if written else told
        studied = [(text(doc, "title"), _published(doc, rule)) for doc in mappings(values, "study_docs")]
        studied += [one for topic in texts(values, "topics") for one in _named_in(topic, rule)]
        known = _each_once([*studied, *beside], rule)
        if day is None or day.first > context.material.as_of or not known:
            continue
        early = [(title, published) for title, published in known if of_date(published).first > day.last]
        params: Params = {
            "date": day.label if written else Coded(f"period:{day.label}"),
            "document": [title for title, _ in early],
            "published": list(dict.fromkeys(published for _, published in early)),
        }
        yield day, params if early else {}


def _each_once(studied: Iterable[tuple[str, str]], rule: Rule) -> list[tuple[str, str]]:
    """Those of which the day is known; what is told in fewer words of the same day is the same document."""
    found: dict[str, tuple[str, str]] = {}
    for title, published in studied:
        if published:
            plain = unmarked(title)
            known = next((name for name, _ in details(rule, Timing).documents if name in plain), title)
            found.setdefault(known, (title, published))
    return list(found.values())


def _named_in(said: str, rule: Rule) -> list[tuple[str, str]]:
    """The documents of the scheme's table that a line names."""
    plain = unmarked(said)
    return [one for one in details(rule, Timing).documents if one[0] in plain]


def _read_in(record: Record, rule: Rule, context: RuleContext) -> list[tuple[str, str]]:
    """Those that the title or a text of the record names."""
    facts, traces = context.material.snapshot.facts, context.material.traces
    told = (traces.get(fact.sha256) for e in record.holding.files if (fact := facts.get(e.path)))
    read = (name for trace in told if trace for name in trace.studied)
    return [one for said in (record.title, *read) for one in _named_in(said, rule)]


def _published(document: Values, rule: Rule) -> str:
    """When it came out: as the record says, else as the scheme's table says."""
    title = unmarked(text(document, "title"))
    table = details(rule, Timing).documents
    return text(document, "published") or next((day for name, day in table if name in title), "")
