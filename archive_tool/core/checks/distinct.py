"""Rule kind `distinct`: texts of one kind that repeat each other, across years."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from archive_tool.core.checks.context import Judged, RuleContext
from archive_tool.core.checks.elsewhere import is_copied
from archive_tool.core.checks.files import said_to_be_same
from archive_tool.core.checks.matters import Matter, asked_of, details, yearly
from archive_tool.core.checks.writing import role_of
from archive_tool.core.compared_texts import Text
from archive_tool.core.drafting.names import NameReader
from archive_tool.core.likeness import TOO_SHORT
from archive_tool.core.material import Resembling
from archive_tool.core.model import Entry, Finding, NotRun
from archive_tool.core.names import stem
from archive_tool.core.parsed import Coded
from archive_tool.core.rule_details import Distinct
from archive_tool.core.scheme import Rule

_SAYS_SOMETHING = 40  # characters


def judge(rule: Rule, context: RuleContext) -> Judged:
    """A row for every unit and year: how many texts were compared; a finding for each that repeats another.

    Texts are compared within one unit, with those of all years before; where the rule says so also with those
    of other units.
    """
    by_unit: dict[str, list[Text]] = {}
    compared = context.texts.get(rule.id, ())
    copied = _copied(rule, compared, context)
    for text in compared:
        for unit in text.record.units:
            by_unit.setdefault(unit, []).append(text)
    matters: list[tuple[str, int, Matter]] = []
    repeated: dict[str, tuple[str, Text, Text]] = {}
    not_run: list[NotRun] = []
    for unit, texts in by_unit.items():
        like = _likeness(rule, f" {unit}", texts, context)
        not_run = not_run or list(_too_short(rule, texts, like, context))
        for text, own in _compared(texts, like, context, lambda one, it: _is_odd(rule, one, it, context)):
            other, when = own or copied.get(text.entry.path), text.when
            matters.append((unit, when.last.year, Matter(other is None, when.first, (text.record,))))
            if other is not None:
                repeated.setdefault(text.record.path, (unit, text, other))
    rows = yearly(rule, matters, context)
    findings = (
        _finding(rule, unit, text, other, context)
        for unit, text, other in repeated.values()
        if asked_of((unit,), text.when.last.year, rows)
    )
    return Judged(rows, tuple(findings), tuple(not_run))


def _copied(rule: Rule, texts: Sequence[Text], context: RuleContext) -> Mapping[str, Text]:
    """By path of a file of a judged year, one of another unit before it that it was copied from."""
    across = details(rule, Distinct).across
    if across is None or len({unit for text in texts for unit in text.record.units}) < 2:
        return {}
    like = _likeness(rule, "", texts, context)
    short = frozenset(like.get(TOO_SHORT, ()))

    def is_odd(text: Text, other: Text) -> bool:
        return text.sha256 not in short and is_copied(text, other, across, _are_own(rule, text, other))

    found = _compared(texts, like, context, is_odd)
    return {text.entry.path: other for text, other in found if other is not None}


def _likeness(rule: Rule, scope: str, texts: Sequence[Text], context: RuleContext) -> Resembling:
    """By digest, the texts before each that it is like; nothing where there are no two.

    `scope`: a unit's id behind a blank, "" for all of them.
    """
    compare, kind = context.material.compare, details(rule, Distinct)
    part, whole = context.setting(rule).share or kind.share
    digests = tuple(dict.fromkeys(text.sha256 for text in texts))
    # One alone is like none, but two units may have it, and then it has to be long enough.
    several = len(digests) > 1 or not scope
    return compare(f"{rule.id}{scope}", digests, part / whole, kind.own) if compare and several else {}


def _too_short(rule: Rule, texts: Sequence[Text], like: Resembling, context: RuleContext) -> Iterator[NotRun]:
    """Said once a rule: texts of a unit that say something and are too short to tell whether they are alike."""
    facts, years = context.material.snapshot.facts, context.material.years
    none = frozenset(like.get(TOO_SHORT, ()))
    short = [t for t in texts if t.sha256 in none and facts[t.entry.path].characters >= _SAYS_SOMETHING]
    own = [one for one in short if one.when.last.year in years]
    if own and len(short) > 1:
        yield NotRun(rule.id, own[-1].record.path, "not-run.too-short")


def _compared(
    texts: Sequence[Text], like: Resembling, context: RuleContext, is_odd: Callable[[Text, Text], bool]
) -> Iterator[tuple[Text, Text | None]]:
    """Each text of a judged year with one before it that it repeats, if there is one."""
    first: dict[str, Text] = {}
    for text in texts:
        first.setdefault(text.sha256, text)
    for text in texts:
        if text.when.last.year in context.material.years:
            same = first[text.sha256]
            others = [] if same is text else [same]
            others += (first[sha256] for sha256 in like.get(text.sha256, ()))
            yield text, next((other for other in others if is_odd(text, other)), None)


def _is_odd(rule: Rule, text: Text, other: Text, context: RuleContext) -> bool:
    """Whether two texts that are alike have no reason to be.

    Equal bytes are `file/duplicate`, but for what is handed round. In one record two texts are versions of
    one, unless each is somebody's own and they are called differently.
    """
    if text.record.path == other.record.path:
        return _are_own(rule, text, other) and not _is_version(text.entry, other.entry, context)
    if said_to_be_same(text.record, other.record):
        return False
    if text.sha256 == other.sha256:
        return context.material.deriver.scheme.is_shareable(role_of(text.entry, text.record, context))
    return not _is_copy(text.entry, other.entry)


def _are_own(rule: Rule, text: Text, other: Text) -> bool:
    """Whether each of two texts of one record is somebody's own, by the rule or by what both are called."""
    kind = details(rule, Distinct)
    names = [f"{one.record.title} {one.entry.path.rpartition('/')[2]}" for one in (text, other)]
    return kind.personal or all(any(word in name for word in kind.personal_called) for name in names)


def _is_copy(entry: Entry, other: Entry) -> bool:
    """Whether two files are one paper in two formats: 记录.docx, 记录.pdf."""
    return entry.path != other.path and stem(entry.path) == stem(other.path)


def _is_version(one: Entry, other: Entry, context: RuleContext) -> bool:
    """Whether two files are called the same but for the marks of versions: 对照检查（初稿）, 对照检查（定稿）."""
    reader = NameReader(context.material.scheme.wording)
    names = (reader.read(entry.path.rpartition("/")[2], False, None).title for entry in (one, other))
    return len(set(names)) == 1


def _finding(rule: Rule, unit: str, text: Text, other: Text, context: RuleContext) -> Finding:
    return context.finding(
        rule,
        "consistency/near-duplicate",
        text.record.path,
        {
            "other": other.entry.path,
            "part": text.entry.path.rpartition("/")[2],
            "basis": Coded(f"rule:{rule.id}"),
        },
        unit=unit,
        period=text.record.date or text.when.label,
        record=text.record,
    )
