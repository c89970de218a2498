"""All texts of the tool in both languages, and how parameters become words in them."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, cast

from archive_tool.core.field_paths import keys, steps
from archive_tool.core.key_paths import key_steps
from archive_tool.core.label import Label
from archive_tool.core.parsed import Coded, Params, Parsed
from archive_tool.core.rule_details import Distinct, Pair, Steps, Timing
from archive_tool.core.strict import Section

if TYPE_CHECKING:
    from archive_tool.core.model import Severity
    from archive_tool.core.scheme import Scheme

SEVERITIES = ("error", "warning", "info")
# How period labels (core/periods) look, for putting them into words.
PERIOD_SHAPES = {
    "year": r"(?P<year>\d{4})",
    "half-1": r"(?P<year>\d{4})-H1",
    "half-2": r"(?P<year>\d{4})-H2",
    "quarter-1": r"(?P<year>\d{4})-Q1",
    "quarter-2": r"(?P<year>\d{4})-Q2",
    "quarter-3": r"(?P<year>\d{4})-Q3",
    "quarter-4": r"(?P<year>\d{4})-Q4",
    "month": r"(?P<year>\d{4})-0?(?P<month>\d{1,2})",
    "half-month-a": r"(?P<year>\d{4})-0?(?P<month>\d{1,2})a",
    "half-month-b": r"(?P<year>\d{4})-0?(?P<month>\d{1,2})b",
    "school-year": r"(?P<first>\d{4})-(?P<last>\d{4})",
    "term": r"(?P<first>\d{4})-(?P<last>\d{4})-(?P<number>\d)",
    "once": r"once",
    "election": r"term:(?P<day>[\d-]{10})",
}


# Parameters that are lists of codes, and of which kind.
_OF_LISTS = {"roles": "role", "leaves": "leaf-title", "steps": "step", "forms": "form", "kinds": "number"}


class FindingText(NamedTuple):
    """One finding code: default severity, the cause in a few words, what happened, what to do."""

    severity: Severity
    title: Label
    message: Label
    remedy: Label
    remedies: Mapping[str, Label] = {}  # where another one helps: value of the parameter `kind` -> remedy


@dataclass(frozen=True, slots=True)
class Catalog:
    """messages.yaml and findings.yaml."""

    messages: Mapping[str, Label]
    findings: Mapping[str, FindingText]

    @property
    def severities(self) -> dict[str, Severity]:
        return {code: text.severity for code, text in self.findings.items()}


def parse_messages(messages: Parsed) -> dict[str, Label]:
    """Strictly: a text without one of the languages is an error."""
    said = Section.of(messages.data, messages.lines, "messages.yaml")
    return {key: _both(section) for key, section in said.items()}


def parse_findings(findings: Parsed) -> dict[str, FindingText]:
    """Likewise, with severities."""
    found = Section.of(findings.data, findings.lines, "findings.yaml")
    return {code: _finding(section) for code, section in found.items()}


def _both(section: Section) -> Label:
    section.only("zh", "en")
    return Label(section.text("zh"), section.text("en"))


def _finding(section: Section) -> FindingText:
    section.only("severity", "title", "message", "remedy", "remedies")
    severity = cast("Severity", section.one_of("severity", SEVERITIES))
    title, message, remedy = (_both(section.section(key)) for key in ("title", "message", "remedy"))
    remedies = {kind: _both(one) for kind, one in section.section("remedies").items()}
    return FindingText(severity, title, message, remedy, remedies)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Texts in one language, with the labels of one scheme (None before an archive is open)."""

    catalog: Catalog
    language: str
    scheme: Scheme | None = None
    units: Mapping[str, str] = field(default_factory=dict)  # id -> name

    def say(self, key: str, /, **params: str | int | list[str]) -> str:
        """A message; an unknown key is shown as it is, so that nothing is lost."""
        text = self.catalog.messages.get(key)
        return self.fill(text.text(self.language), params) if text else _unknown(key, params)

    def listed(self, words: Iterable[str], separator: str = "list.words") -> str:
        """In a row: 甲、乙. `separator`: the message that stands between, `list.clauses` where they hold commas."""
        return self.say(separator).join(words)

    def label(self, prefixed: str) -> str:
        """`activity:party-lesson`, `leaf:05.04`, `field:parts.0.role`, `unit:branch-1`, … in words.

        `written:items.0.due`: with the keys as they stand in the file, where they are in other words;
        `key:parts.0.role`: the last one alone. `yaml:units.0.kind`: where something stands in archive.yaml
        or a scheme.
        """
        kind, _, code = prefixed.partition(":")
        if kind == "unit":
            return self.units.get(code, code)
        if kind == "period":
            return self.period(code)
        if kind == "subject" and self.scheme and (told := self._looked_into(self.scheme, code)):
            return told
        if kind == "written" or (kind == "field" and "." in code):
            path = self._path(steps(self.scheme, code))
            written = keys(self.scheme, code, self.language) if kind == "written" else ""
            return self.say("field.written", field=path, keys=written) if written else path
        if kind == "finding" and code in self.catalog.findings:
            return self.catalog.findings[code].title.text(self.language)
        if kind == "number":
            return self.say(f"personal.{code}")
        if kind == "yaml":
            return self._keys(code)
        if kind == "key":
            return self._path([*steps(self.scheme, code)][-1:])
        find = _LABELS.get(kind)
        found = find(self.scheme, code) if find and self.scheme and code else None
        return found.text(self.language) if found else prefixed

    def told(self, text: str) -> str:
        """A code by its label, any other text as it is."""
        return self.label(text) if isinstance(text, Coded) else text

    def _looked_into(self, scheme: Scheme, code: str) -> str:
        """What a rule is about by its title, or, of no one form or activity, in a few words; "" for other rules."""
        rule = scheme.rules.get(code)
        if rule and rule.title:
            return rule.title.text(self.language)
        # The form of a rule of steps is that of all cases: its leaf says which ones these are.
        if rule is None or not (rule.subject.startswith("rule:") or rule.kind == "steps"):
            return ""
        leaf = scheme.leaves[rule.leaf].title.text(self.language)
        match rule.details:
            case Pair(each=each, has=has):
                return self.say("subject.pair", leaf=leaf, each=each.subject, has=has.subject)
            case Distinct(parts=parts):
                return self.say("subject.distinct", roles=list(parts))
            case Timing(compares=compares):
                return self.say(f"subject.timing.{compares}")
        return self.say(f"subject.{rule.kind}", leaf=leaf)

    def _path(self, path: Iterable[Label | str | int]) -> str:
        """Where something stands in a sidecar: 组成文件第 2 项的说明."""
        told = ""
        for step in path:
            if isinstance(step, int):
                told = self.say("field.entry", field=told, number=step)
                continue
            key = step.text(self.language) if isinstance(step, Label) else step
            told = self.say("field.below", field=told, key=key) if told else key
        return told

    def _keys(self, dotted: str) -> str:
        """Keys as they stand in the file, with what they are about: units（单位），第 1 项，kind（类别）."""
        told = ""
        for step in key_steps(dotted):
            if isinstance(step, int):
                told = self.say("yaml.entry", field=told, number=step)
                continue
            key = self.say(f"yaml.key.{step}") if f"yaml.key.{step}" in self.catalog.messages else step
            told = self.say("yaml.below", field=told, key=key) if told else key
        return told

    def period(self, label: str) -> str:
        """2025-Q3 as 2025年第三季度; what is not of the grammar stays as it is."""
        for shape, pattern in PERIOD_SHAPES.items():
            found = re.fullmatch(pattern, label)
            if found:
                return self.say(f"period.{shape}", **found.groupdict())
        return label

    def fill(self, text: str, params: Params) -> str:
        """Placeholders by name; what is missing stays empty; values ending in `_key` are messages."""
        return string.Formatter().vformat(text, (), _Words(self, params))

    def word(self, name: str, params: Params) -> str:
        """What stands for one placeholder; a message goes before a plain value of the same name."""
        found = next((key for key in (f"{name}_key", name) if key in params), None)
        return self._word(found, params[found], params) if found else ""

    def _word(self, name: str, value: str | int | list[str], params: Params) -> str:
        if name.endswith("_key"):
            others = {key: other for key, other in params.items() if key != name}
            return self.say(str(value), **others)
        if isinstance(value, list):
            prefix = _OF_LISTS.get(name)
            return self.listed(self.label(f"{prefix}:{item}") if prefix else item for item in value)
        return self.told(value) if isinstance(value, str) else str(value)


class _Words(dict[str, str]):
    """Made when they are asked for: a message may have messages in it, and most have none."""

    def __init__(self, speaker: Speaker, params: Params) -> None:
        super().__init__()
        self._speaker = speaker
        self._params = params

    def __missing__(self, name: str) -> str:
        if "|" not in name:
            return self._speaker.word(name, self._params)
        number, one, several = name.split("|")  # {count|file is|files are}: languages that have a plural
        return one if self._speaker.word(number, self._params) == "1" else several


def _unknown(key: str, params: Params) -> str:
    return f"{key} {dict(params)}" if params else key


def _term(vocabulary: str) -> Callable[[Scheme, str], Label | None]:
    def find(scheme: Scheme, code: str) -> Label | None:
        term = scheme.vocabularies.get(vocabulary, {}).get(code)
        return term.label if term else None

    return find


def _leaf(scheme: Scheme, code: str) -> Label | None:
    leaf = scheme.leaves.get(code)
    if leaf is None:
        return None
    category = scheme.categories[leaf.category]
    return Label(f"{category.folder}/{leaf.folder}", f"{category.folder}/{leaf.folder} ({leaf.title.en})")


def _field(scheme: Scheme, name: str) -> Label | None:
    spec = scheme.fields.get(name)
    return spec.label if spec else None


def _subject(scheme: Scheme, code: str) -> Label | None:
    """What a rule counts; where it looks into one leaf only, the leaf's title stands before it, if it says more."""
    rule = scheme.rules.get(code)
    if rule is None:
        return None
    kind, _, word = rule.subject.partition(":")
    found = _LABELS[kind](scheme, word)
    if found is None or not rule.in_leaf:
        return found
    leaf = scheme.leaves[rule.leaf].title
    if leaf.zh == found.zh:
        return found
    return Label(f"{leaf.zh} · {found.zh}", f"{leaf.en} · {found.en}")


def _rule(scheme: Scheme, code: str) -> Label | None:
    rule = scheme.rules.get(code)
    return rule.basis if rule else None


def _step(scheme: Scheme, code: str) -> Label | None:
    """A step of a rule's cases, named by rule/step."""
    rule, _, step = code.rpartition("/")
    found = scheme.rules.get(rule)
    steps = found.details.steps if found and isinstance(found.details, Steps) else ()
    return next((one.label for one in steps if one.id == step), None)


_LABELS: Mapping[str, Callable[[Scheme, str], Label | None]] = {
    "activity": _term("activities"),
    "form": _term("forms"),
    "role": _term("roles"),
    "unit_kind": _term("unit_kinds"),
    "security": _term("security"),
    "status": _term("statuses"),
    "retention": _term("retention"),
    "leaf": _leaf,
    "leaf-title": lambda scheme, code: scheme.leaves[code].title if code in scheme.leaves else None,
    "category": lambda scheme, code: scheme.categories[code].title if code in scheme.categories else None,
    "field": _field,
    "rule": _rule,
    "subject": _subject,
    "step": _step,
    "scheme": lambda scheme, code: scheme.secret_rule if code == "secret-rule" else None,
}
