"""Which texts the rules of the kind distinct compare, found in one pass over the records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from archive_tool.core.model import Entry
from archive_tool.core.proof import PartsSeen, as_paper
from archive_tool.core.records import Record
from archive_tool.core.rule_details import Distinct
from archive_tool.core.scheme import Rule


class Text(NamedTuple):
    """A file with text, and the record whose it is."""

    record: Record
    entry: Entry
    sha256: str

    def time(self) -> tuple[str, str]:
        return (self.record.date, self.entry.path)


def compared_texts(
    rules: Iterable[Rule],
    records: Iterable[Record],
    parts: PartsSeen,
    today: str,
) -> Mapping[str, Sequence[Text]]:
    """By rule id, the texts of records dated until today (YYYY-MM-DD) that it compares, in order of time."""
    asking: dict[str, list[Rule]] = {}  # by role
    for rule in rules:
        for role in dict.fromkeys(rule.details.parts) if isinstance(rule.details, Distinct) else ():
            asking.setdefault(role, []).append(rule)
    found: dict[str, list[Text]] = {}
    forms, facts = parts.deriver.scheme.forms, parts.facts
    for record in records if asking else ():
        if not record.date or record.date > today:
            continue
        form = forms.get(record.form)
        for entry, role in zip(record.holding.files, parts.roles(record), strict=True):
            for rule in asking.get(as_paper(role, form), ()):
                fact = facts.get(entry.path)
                if fact and fact.sha256 and fact.characters and _is_about(rule, record, entry):
                    found.setdefault(rule.id, []).append(Text(record, entry, fact.sha256))
    return {rule: sorted(texts, key=Text.time) for rule, texts in found.items()}


def _is_about(rule: Rule, record: Record, entry: Entry) -> bool:
    if rule.form not in ("", record.form) or (rule.activity and rule.activity not in record.activities):
        return False
    if not rule.called:
        return True
    name = f"{record.title} {record.holding.name} {entry.path.rpartition('/')[2]}"
    return any(word in name for word in rule.called)
