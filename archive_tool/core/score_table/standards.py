"""What a standard in words surely takes: 每少一次扣1分, 最多扣4分, 未制定的不得分. What is not sure is left."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from archive_tool.core.profile import Clause
from archive_tool.core.profile_parse import NEEDS
from archive_tool.core.scheme import Rule, Scheme

_NUMBER = r"([0-9]{1,3}(?:\.[0-9]{1,2})?)"
_ONE = r"(?:一|1)?(?:次|份|篇|个|项|件|期|场|人次|人|样|种|类|张|本|套)?"
# Papers, whichever: the word of a role too, but not meant as one.
_ANY_PAPER = re.compile(r"(?:佐证|支撑|相关|有关|应有|规定|必备)?的?(?:材料|资料)")
_MISSING = re.compile(rf"每?(?:缺少|少开|少|缺){_ONE}([^,;。0-9]{{0,8}}?)的?,?(?:各?扣){_NUMBER}分(?!-|~|至)")
# 未开展的，每次扣1分: so much for each time that it was not.
_EACH = re.compile(
    rf"(?:未(?:召开|开展|组织|举办|进行)|没有)[^,;。0-9]{{0,16}}?的?,?每(?:少|缺)?{_ONE}扣{_NUMBER}分(?!-|~|至)"
)
# Of what was never done, not of what was not done well.
_NEVER = r"(?:未(?:召开|开展|制定|制订|建立|组织|撰写|编制|签订|举办|进行|报送|提交|(?:按期|按时|如期)?换届)|没有|无)[^,;。0-9]{0,16}?的?,?(?:此项|该项|本项)?"
_NONE = re.compile(rf"{_NEVER}(?:不得分|扣{_NUMBER}分)")
_MOST = re.compile(rf"(?:最多扣|最高扣|累计不超过|扣分不超过){_NUMBER}分")
_UNTIL_NOTHING = re.compile(r"(?:直至)?扣完(?:本项)?(?:分值|分)?为止")
_TAKES = re.compile(r"扣|不得分|否决|分")
_CLAUSES = re.compile(r"[;。\n]")
# Of a rule that asks so seldom the row without anything is the year, or the term, without.
SELDOM = ("year", "school-year", "once", "election-term")


class Standard(NamedTuple):
    """Clauses that were surely read, the limit of all together, and what was not read."""

    clauses: tuple[Clause, ...] = ()
    most: Decimal | None = None
    left: tuple[str, ...] = ()


def read(
    text: str,
    points: Decimal,
    rules: Collection[Rule],
    roles: Mapping[str, str],
    named: Callable[[str], Collection[str]] = lambda part: (),
) -> Standard:
    """What the text takes from so many points, by what these rules can tell.

    `roles`: see `roles_by_word`. `named`: the rules that a part of the text names itself: it is about them alone.
    """
    clauses: list[Clause] = []
    left: list[str] = []
    most: Decimal | None = None
    for part in filter(None, _CLAUSES.split(_flat(text))):
        read_, limit, rest = _part(part, points, rules, roles)
        found = list(_shared_out(read_, part, rules, named))
        if limit is not None and len(found) == 1:
            found = [found[0]._replace(at_most=limit)]
        elif limit is not None:
            most = min(limit, points)
        clauses += [clause for clause in found if clause not in clauses]
        if _TAKES.search(rest):
            left.append(part)
    return Standard(tuple(clauses), most, tuple(left))


def _shared_out(
    read_: Sequence[tuple[Clause, str]],
    part: str,
    rules: Collection[Rule],
    named: Callable[[str], Collection[str]],
) -> Iterator[Clause]:
    """Each clause about what its own words name, one of several that names nothing about what is left.

    未召开组织生活会扣3分，未开展民主评议扣2分: two clauses in one sentence, each about one of two rules.
    """
    own = [named(told) for _, told in read_]
    taken = {rule for mine in own for rule in mine}
    for (clause, _), mine in zip(read_, own, strict=True):
        rest = [rule for rule in named(part) if rule not in taken]
        yield _narrowed(clause, mine or rest or named(part), rules)


def _narrowed(clause: Clause, named: Collection[str], rules: Collection[Rule]) -> Clause:
    """About those rules of its kind that its own sentence names, where it names some of them only."""
    able = [rule.id for rule in rules if rule.kind == NEEDS[clause.per]]
    mine = tuple(rule for rule in able if rule in named)
    return clause._replace(rules=mine) if mine and len(mine) < len(able) else clause


def roles_by_word(scheme: Scheme) -> Mapping[str, str]:
    """Every word for a role -> its code; a word of two roles names neither."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for code, term in scheme.vocabularies.get("roles", {}).items():
        for word in {term.label.zh, *term.label.aliases, *term.words}:
            if found.setdefault(word, code) != code:
                twice.add(word)
    return {word: code for word, code in found.items() if word not in twice and len(word) > 1}


def _flat(text: str) -> str:
    """One width, no spaces; full stops and semicolons divide, enumeration commas and colons are commas."""
    flat = re.sub(r"[ \t]+", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"[:、]", ",", flat)


def _part(
    part: str, points: Decimal, rules: Collection[Rule], roles: Mapping[str, str]
) -> tuple[list[tuple[Clause, str]], Decimal | None, str]:
    """The clauses of one sentence with the words that say them, its limit, and what is left of it."""
    found: list[tuple[Clause, str]] = []
    limit = _MOST.search(part)
    rest = _UNTIL_NOTHING.sub("", _MOST.sub("", part))
    for told in [*_MISSING.finditer(rest), *_EACH.finditer(rest), *_NONE.finditer(rest)]:
        if told.re is _NONE:
            clause = _never(Decimal(told[1]) if told[1] else points, rules)
        else:
            what = told[1] if told.re is _MISSING else ""
            clause = _missing(what, Decimal(told[told.re.groups]), rules, roles)
        if clause is not None and clause.points and told[0] in rest:
            found.append((clause, told[0]))
            rest = rest.replace(told[0], "", 1)
    return found, Decimal(limit[1]) if limit else None, rest


def _missing(what: str, points: Decimal, rules: Collection[Rule], roles: Mapping[str, str]) -> Clause | None:
    """Of papers where it names any, else of records; None where no rule could tell."""
    kinds = {rule.kind for rule in rules}
    named = () if (any_paper := _ANY_PAPER.fullmatch(what)) else tuple(dict.fromkeys(_named(what, roles)))
    if named or any_paper:
        return Clause("missing-role", points, roles=named) if "roles" in kinds else None
    return Clause("missing-record", points) if "count" in kinds else None


def _never(points: Decimal, rules: Collection[Rule]) -> Clause | None:
    """Nothing at all: else one quarter, or one of several persons, without would pass for all of them."""
    counts = [rule for rule in rules if rule.kind == "count"]
    whole = all(rule.period in SELDOM and not rule.per for rule in counts)
    return Clause("missing", points) if counts and whole else None


def _named(what: str, roles: Mapping[str, str]) -> Iterator[str]:
    """The roles that a text names, the longest words first."""
    for word in sorted(roles, key=len, reverse=True):
        if word in what:
            what = what.replace(word, "")
            yield roles[word]
