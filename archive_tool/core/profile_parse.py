"""A profile's YAML to a Profile, checked against its scheme; anything unclear stops with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import NamedTuple, cast

from archive_tool.core.label import Label
from archive_tool.core.names import illegal
from archive_tool.core.parsed import Parsed
from archive_tool.core.profile import NOTHING, Clause, Indicator, Kind, NotApplicable, Per, Profile
from archive_tool.core.scheme import Scheme
from archive_tool.core.strict import Section, nearest
from archive_tool.core.vocabulary_parse import label

NODE_KEYS = ("id", "title", "points", "indicators")
LEAF_KEYS = (
    "id", "title", "points", "kind", "standard", "rules", "categories", "deductions", "max_deduction",
    "bonus", "veto", "not_applicable",
)  # fmt: skip
BY_HAND_KEYS = ("id", "title", "points", "kind", "standard")
TAKEN: tuple[Per, ...] = (
    "missing-record", "missing", "insufficient", "missing-role", "missing-step", "blank-field", "finding",
)  # fmt: skip
GIVEN: tuple[Per, ...] = ("record", "extra-record")
# What a clause looks at -> the kind of rule without which it could never come to anything.
NEEDS: dict[Per, str] = {
    "missing-record": "count",
    "missing": "count",
    "insufficient": "count",
    "missing-role": "roles",
    "missing-step": "steps",
}
# At most two digits after the point: there are no smaller points, and sums stay exact.
_POINTS = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,2})?")


class _Words(NamedTuple):
    """What a profile may name."""

    scheme: Scheme
    codes: frozenset[str]  # of findings


def parse_profile(parsed: Parsed, file: str, scheme: Scheme, codes: frozenset[str], sha256: str) -> Profile:
    """Check a profile against its scheme; `codes` are the known finding codes. CannotRun names the mistake."""
    top = Section.of(parsed.data, parsed.lines, file).only("id", "title", "basis", "total", "indicators")
    name = top.text("id")
    if illegal(name, ".yaml"):
        raise top.error("profile.id", "id", value=name)
    seen: set[str] = set()
    words = _Words(scheme, codes)
    indicators = tuple(_indicator(part, words, seen) for part in top.sections("indicators"))
    if not indicators:
        raise top.error("strict.required", "indicators")
    total = points(top, "total")
    _adds_up(top, "total", total, indicators)
    return Profile(name, label(top, "title"), label(top, "basis"), total, indicators, sha256)


def points(section: Section, key: str, default: Decimal | None = None) -> Decimal:
    """A number of points, `0.5` or `12`; required unless a default is given."""
    text = section.text(key, None if default is None else str(default))
    if not _POINTS.fullmatch(text):
        raise section.error("profile.points", key, value=text)
    return Decimal(text)


def _indicator(section: Section, words: _Words, seen: set[str]) -> Indicator:
    name = section.text("id")
    if name in seen:
        raise section.error("profile.indicator-twice", "id", indicator=name)
    seen.add(name)
    if not section.has("indicators"):
        return _leaf(section, words)
    section.only(*NODE_KEYS)
    below = tuple(_indicator(part, words, seen) for part in section.sections("indicators"))
    together = sum((one.points for one in below), NOTHING)
    if section.has("points"):
        _adds_up(section, "points", points(section, "points"), below)
    return Indicator(name, label(section, "title"), together, below)


def _adds_up(section: Section, key: str, stated: Decimal, below: Iterable[Indicator]) -> None:
    together = sum((one.points for one in below), NOTHING)
    if stated != together:
        raise section.error("profile.sum", key, stated=str(stated), sum=str(together))


def _leaf(section: Section, words: _Words) -> Indicator:
    kind = cast(Kind, section.one_of("kind", ("rules", "manual"), "rules"))
    section.only(*(BY_HAND_KEYS if kind == "manual" else LEAF_KEYS))
    worth = points(section, "points")
    found = Indicator(section.text("id"), label(section, "title"), worth, kind=kind, standard=_said(section))
    if kind == "manual":
        return found
    rules = tuple(_rules(section, "rules", words.scheme))
    categories = tuple(_matching(section, "categories", ("", *words.scheme.categories)))
    if not rules and not categories:
        raise section.error("profile.names-nothing", "rules")
    most = points(section, "max_deduction") if section.has("max_deduction") else None
    if most is not None and most > worth:
        raise section.error("profile.max-deduction", "max_deduction", value=str(most), points=str(worth))
    leaf = found._replace(
        rules=rules,
        categories=categories,
        max_deduction=most,
        deductions=tuple(_clause(part, TAKEN, rules, words) for part in section.sections("deductions")),
        bonus=tuple(_clause(part, GIVEN, rules, words) for part in section.sections("bonus")),
        veto=tuple(_clause(part, TAKEN, rules, words, costs=False) for part in section.sections("veto")),
        not_applicable=cast(
            NotApplicable, section.one_of("not_applicable", ("drop", "scale", "full"), "drop")
        ),
    )
    _may_change(leaf, section)
    return leaf


def _may_change(leaf: Indicator, section: Section) -> None:
    """An indicator that can lose nothing would look like one that was met; nor can more be lost than there is."""
    if leaf.points and not leaf.deductions:
        raise section.error("strict.required", "deductions")
    if not leaf.points and leaf.deductions:
        raise section.error("profile.nothing-to-lose", "points")
    if not (leaf.deductions or leaf.bonus or leaf.veto):
        raise section.error("strict.required", "deductions")


def _said(section: Section) -> Label | None:
    return label(section, "standard") if section.has("standard") else None


def _clause(
    section: Section, kinds: tuple[Per, ...], rules: tuple[str, ...], words: _Words, *, costs: bool = True
) -> Clause:
    given = kinds == GIVEN
    per = cast(Per, section.one_of("per", kinds))
    section.only(
        "per",
        *(("points", "at_most") if costs else ()),
        *(("codes",) if per == "finding" else ()),
        *(("roles",) if per == "missing-role" else ()),
        "rules",
    )
    if given and not section.has("at_most"):
        raise section.error("strict.required", "at_most")
    if per == "finding" and not section.has("codes"):
        raise section.error("strict.required", "codes")
    worth = points(section, "points") if costs else NOTHING
    if costs and not worth:
        raise section.error("profile.no-points", "points")
    own = tuple(_rules(section, "rules", words.scheme))
    if strange := [rule for rule in own if rule not in rules]:
        near = nearest(strange[0], rules)
        raise section.error("profile.other-rule", "rules", value=strange[0], nearest=near)
    kind = NEEDS.get(per)
    if kind and not any(words.scheme.rules[rule].kind == kind for rule in own or rules):
        raise section.error("profile.no-such-kind", "per", value=per, kind=kind)
    return Clause(
        per,
        worth,
        points(section, "at_most") if section.has("at_most") else None,
        codes=tuple(_matching(section, "codes", sorted(words.codes))),
        roles=section.texts("roles", words.scheme.vocabularies.get("roles", {})),
        rules=own,
    )


def _rules(section: Section, key: str, scheme: Scheme) -> Iterator[str]:
    """Rules by id, on or off; by a pattern (`05.*`) those that are on in the scheme."""
    on = [rule.id for rule in scheme.rules.values() if rule.enabled]
    return _matching(section, key, tuple(scheme.rules), on)


def _matching(
    section: Section, key: str, known: Iterable[str], by_pattern: Iterable[str] | None = None
) -> Iterator[str]:
    """Every word of a list, a pattern as all the words that it fits; each word once."""
    known = tuple(known)
    among = known if by_pattern is None else tuple(by_pattern)
    found: dict[str, None] = {}
    for number, text in enumerate(section.texts(key)):
        fitting = [word for word in among if fnmatchcase(word, text)] if "*" in text else []
        if not fitting and text not in known:
            near = nearest(text, known)
            raise section.error_in(key, number, "strict.unknown-word", value=text, nearest=near)
        found.update(dict.fromkeys(fitting or [text]))
    return iter(found)
