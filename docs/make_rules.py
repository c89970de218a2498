"""Writes docs/rules.md from schemas/school-party-building: `python docs/make_rules.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from archive_tool.app.opening import load_scheme
from archive_tool.core.checks.matters import details
from archive_tool.core.rule_details import Distinct, Entries, Pair, Quorum, Steps, Timing
from archive_tool.core.scheme import Category, Label, Rule, Scheme

HERE = Path(__file__).resolve().parent
TARGET = HERE / "rules.md"
NAME = "school-party-building"
HEAD = """# Rules of the school scheme 规则一览

Made from `schemas/school-party-building` by `python docs/make_rules.py`; do not edit.

What is asked for, how often, of whom, and on what basis. Rules that are *off* are custom in some places only; nobody is asked for them until `archive.yaml` says so. *Local* numbers are not fixed by a regulation and are meant to be adapted.

应有哪些材料、多久一次、对谁要求、依据是什么。“关”的规则只是一些地方的做法，在 `archive.yaml` 里打开之前不检查；“各地”表示没有统一规定，可以按本地要求改。

```yaml
# settings
settings:
  06.study-session.count: on               # 打开一条规则 turn a rule on
  06.theory-article.count: 1               # 改次数；原来关着的随之打开 another number; this turns it on too
  05.democratic-appraisal.roles: off       # 关掉一条规则 turn a rule off
  08.dues-ledger.count: {grace: 60d, severity: warning}
```
"""
PERIODS = {
    "year": ("每年", "a year"),
    "half": ("每半年", "a half year"),
    "quarter": ("每季度", "a quarter"),
    "month": ("每月", "a month"),
    "half-month": ("每半月", "a half month"),
    "school-year": ("每学年", "a school year"),
    "term": ("每学期", "a term"),
    "once": ("不限年度", "in all"),
    "election-term": ("每届", "a term of office"),
}
PER = {
    "member": ("每名党员", "each member"),
    "leader": ("每名班子成员", "each leader"),
    "group": ("每个党小组", "each group"),
    "committee": ("每名委员", "each committee member"),
    "staff": ("每名教职工", "each of the staff"),
}


def page(scheme: Scheme) -> str:
    """The whole page as Markdown."""
    lines = [HEAD]
    for category in scheme.categories.values():
        rules = [rule for rule in scheme.rules.values() if rule.category == category.code]
        if rules:
            lines.extend(_category(category, rules, scheme))
    return "\n".join(lines)


def _category(category: Category, rules: list[Rule], scheme: Scheme) -> Iterator[str]:
    yield f"## {category.folder} {category.title.en}\n"
    yield "| rule 规则 | asked for 应有 | of 对象 | basis 依据 |"
    yield "|---|---|---|---|"
    for rule in rules:
        state = "" if rule.enabled else "<br>**关 off**"
        local = "（各地 local）<br>" if rule.local else "<br>"
        yield (
            f"| `{rule.id}`{state} | {_asked(rule, scheme)} | {_of(rule, scheme)} "
            f"| {rule.basis.zh}{local}{rule.basis.en} |"
        )
    yield ""


def _asked(rule: Rule, scheme: Scheme) -> str:
    zh, en = ASKED[rule.kind](rule, scheme)
    return f"{zh}<br>{en}"


def _count(rule: Rule, scheme: Scheme) -> tuple[str, str]:
    subject, (zh, en) = _subject(rule.subject, scheme), PERIODS[rule.period]
    where = f"（{scheme.leaves[rule.leaf].folder}）" if rule.in_leaf else ""
    return f"{subject.zh}{where}：{zh} {rule.at_least}", f"{subject.en}: {rule.at_least} {en}"


def _roles(rule: Rule, scheme: Scheme) -> tuple[str, str]:
    named = _subject(rule.subject, scheme)
    roles = [(_label("roles", need.role, scheme), bool(need.when)) for need in rule.roles]
    zh = "、".join(role.zh + ("（如有）" if some else "") for role, some in roles)
    en = ", ".join(role.en.lower() + (" (if any)" if some else "") for role, some in roles)
    where = f"（{scheme.leaves[rule.leaf].folder}）" if rule.in_leaf else ""
    return f"{named.zh}{where}：{zh}", f"{named.en}: {en}"


def _pair(rule: Rule, scheme: Scheme) -> tuple[str, str]:
    pair = details(rule, Pair)
    each, has = _subject(pair.each.subject, scheme), _subject(pair.has.subject, scheme)
    further = [_label("forms", form, scheme) for form in pair.answers]
    zh = f"每件{each.zh} {pair.within_days} 天内有{has.zh}" + (
        f"，每件{has.zh}有{'或'.join((each.zh, *(one.zh for one in further)))}" if pair.both else ""
    )
    en = f"Each {each.en.lower()} has its {has.en.lower()} within {pair.within_days} days"
    own = " or ".join((each.en.lower(), *(one.en.lower() for one in further)))
    return zh, en + (f", and each of these its {own}" if pair.both else "")


def _steps(rule: Rule, scheme: Scheme) -> tuple[str, str]:
    steps = details(rule, Steps).steps
    since = {step.id: step.effective.first for step in steps if step.effective.first}
    zh = " → ".join(
        step.label.zh
        + (f"（{since[step.id]} 起）" if step.id in since else "")
        + ("（如有）" if step.optional else "")
        for step in steps
    )
    en = " → ".join(
        step.label.en
        + (f" (from {since[step.id]})" if step.id in since else "")
        + (" (if any)" if step.optional else "")
        for step in steps
    )
    return zh, en


def _deadline(rule: Rule, scheme: Scheme) -> tuple[str, str]:
    listed, how = _subject(rule.subject, scheme), details(rule, Entries)
    zh, en = {
        ("closed", "all"): ("的条目按期完成", "are closed when they are due"),
        ("evidence", "all"): ("的条目到期有佐证或未办原因", "have evidence when they are due, or a reason"),
        ("evidence", "closed"): ("已销号的条目有佐证", "have evidence once they are closed"),
    }[how.done, how.judged]
    where = f"（{scheme.leaves[rule.leaf].folder}）" if rule.in_leaf else ""
    return f"{listed.zh}{where}{zh}", f"Entries of a {listed.en.lower()} {en}"


def _quorum(rule: Rule, scheme: Scheme) -> tuple[str, str]:
    held, quorum = _subject(rule.subject, scheme), details(rule, Quorum)
    who = {
        "members": ("正式党员", "full members"),
        "committee": ("委员", "the committee"),
        "expected": ("应到人员", "those expected"),
    }
    zh, en = who[quorum.entitled]
    share = f"{quorum.part}/{quorum.whole}"
    where = f"（{scheme.leaves[rule.leaf].folder}）" if rule.in_leaf else ""
    return (
        f"{held.zh}{where}：到会{zh}{'超过' if quorum.more else '不少于'} {share}",
        f"{held.en}: {'more than' if quorum.more else 'no less than'} {share} of {en} attend",
    )


def _series(rule: Rule, scheme: Scheme) -> tuple[str, str]:
    kept = _subject(rule.subject, scheme)
    where = f"（{scheme.leaves[rule.leaf].folder}）" if rule.in_leaf else ""
    return f"{kept.zh}{where}：上年有的，本年也有", f"{kept.en}: there this year if there was last year"


def _timing(rule: Rule, scheme: Scheme) -> tuple[str, str]:
    timing = details(rule, Timing)
    zh, en = {
        "name": ("日期与名称中的日期一致", "The date is that of the name"),
        "text": ("日期与正文写明的日期一致", "The date is that which the text says"),
        "studied": ("所学文件已经发布", "Documents studied had come out"),
        "made": ("电子文件的建立不晚于所记日期后 {} 天", "Files were made at most {} days after their date"),
        "photos": ("照片拍摄不晚于活动后 {} 天", "Photos were taken at most {} days after the activity"),
    }[timing.compares]
    return zh.format(timing.within_days), en.format(timing.within_days)


def _distinct(rule: Rule, scheme: Scheme) -> tuple[str, str]:
    kind = details(rule, Distinct)
    part, whole = kind.share
    parts = [_label("roles", role, scheme) for role in kind.parts]
    zh, en = "、".join(one.zh for one in parts), ", ".join(one.en.lower() for one in parts)
    called = f"（名称含{'、'.join(rule.called)}）" if rule.called else ""
    said, words = ("本人写的文字", " in its owner's words") if kind.own else ("文字", "")
    also, too = ("，与其他单位的也比", ", nor one of another unit") if kind.across else ("", "")
    return (
        f"各份{zh}{called}的{said}互不雷同{also}（相同部分不到 {part}/{whole}）",
        f"No {en} repeats another{words}{too} (less than {part}/{whole} in common)",
    )


ASKED: Mapping[str, Callable[[Rule, Scheme], tuple[str, str]]] = {
    "count": _count,
    "roles": _roles,
    "pair": _pair,
    "steps": _steps,
    "deadline": _deadline,
    "quorum": _quorum,
    "series": _series,
    "timing": _timing,
    "distinct": _distinct,
}


def _subject(subject: str, scheme: Scheme) -> Label:
    kind, _, code = subject.partition(":")
    return _label({"activity": "activities", "form": "forms"}[kind], code, scheme)


def _label(vocabulary: str, code: str, scheme: Scheme) -> Label:
    return scheme.vocabularies[vocabulary][code].label


def _of(rule: Rule, scheme: Scheme) -> str:
    kinds = [scheme.vocabularies["unit_kinds"][kind].label for kind in rule.applies.unit_kinds]
    zh, en = "、".join(kind.zh for kind in kinds), ", ".join(kind.en.lower() for kind in kinds)
    stages = [scheme.vocabularies["stages"][stage].label for stage in rule.applies.stages]
    if stages:
        zh += "（" + "、".join(stage.zh for stage in stages) + "）"
        en += " (" + ", ".join(stage.en.lower() for stage in stages) + ")"
    if rule.per:
        zh, en = f"{zh}的{PER[rule.per][0]}", f"{PER[rule.per][1]} of: {en}"
    return f"{zh}<br>{en}" if kinds else ""


if __name__ == "__main__":
    TARGET.write_text(page(load_scheme(NAME, HERE)), encoding="utf-8", newline="\n")
