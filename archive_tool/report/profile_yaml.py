"""A drafted profile as YAML to be completed, with what is left to a person in comments."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from archive_tool.core.catalog import Speaker
from archive_tool.core.profile import Clause
from archive_tool.core.score_table.draft import Draft, Drafted, Node
from archive_tool.report.printable import printable
from archive_tool.report.score_json import number
from archive_tool.report.score_words import points


def write(draft: Draft, name: str, speaker: Speaker) -> str:
    """The file of a profile with this id."""
    say = speaker.say
    title = draft.title or name
    head = [
        *(f"# {say(f'score-table.comment.{number}')}" for number in (1, 2)),
        f"id: {_text(name)}",
        f"title: {_label(title)}",
        f"basis: {_label(title)}",
        f"total: {_text(points(draft.total))}",
        "indicators:",
    ]
    body = (line for number, one in enumerate(draft.nodes, 1) for line in _node(one, str(number), speaker))
    return "\n".join([*head, *body]) + "\n"


def _node(one: Node | Drafted, number: str, speaker: Speaker) -> Iterator[str]:
    yield f"- id: {_text(number)}"
    if isinstance(one, Drafted):
        yield from _indented(_leaf(one, speaker))
        return
    yield f"  title: {_label(one.title)}"
    yield "  indicators:"
    for place, below in enumerate(one.below, 1):
        yield from _indented(_node(below, f"{number}.{place}", speaker))


def _leaf(one: Drafted, speaker: Speaker) -> Iterator[str]:
    yield f"title: {_label(one.title)}"
    yield f"points: {_text(points(one.points))}"
    if one.line.standard and one.line.standard != one.line.title:
        yield f"standard: {_label(one.line.standard)}"
    for remark in remarks(one, speaker):
        yield f"# {remark}"
    if one.why:
        yield "kind: manual"
        return
    yield f"rules: [{', '.join(one.match.rules)}]"
    yield "deductions:"
    yield from (f"- {_clause(clause)}" for clause in one.standard.clauses)
    if one.standard.most is not None:
        yield f"max_deduction: {_text(points(one.standard.most))}"
    if one.full:
        yield "not_applicable: full"


def remarks(one: Drafted, speaker: Speaker) -> Iterator[str]:
    """Where it stands in the table, why a person scores it, and what was not read."""
    say, row = speaker.say, one.line.row
    if one.why:
        yield printable(say(f"score-table.why.{one.why}", row=row, points=one.line.written))
    else:
        yield say("score-table.row", row=row)
    if rules := one.match.candidates or (one.match.rules if one.why else ()):
        yield say("score-table.may-be", rules=list(rules))
    if one.standard.left:
        yield printable(say("score-table.left", parts=list(one.standard.left)))


def summary(draft: Draft, speaker: Speaker) -> Iterator[str]:
    """How much was read, and row by row what was not."""
    say = speaker.say
    by_hand = [one for one in draft.lines if one.why]
    yield say("score-table.summary", lines=len(draft.lines), mapped=len(draft.lines) - len(by_hand))
    if draft.stated is not None and draft.stated != draft.total:
        yield say("score-table.stated", stated=points(draft.stated), total=points(draft.total))
    for one in draft.lines:
        if one.why or one.standard.left:
            yield f"{printable(one.title)}: {'; '.join(remarks(one, speaker))}"
    for row, text in draft.passed:
        yield printable(say("score-table.passed", row=row, text=text))


def told(draft: Draft, text: str, written: str | None) -> Mapping[str, Any]:
    """What was read of the table, for programs: `why` an indicator is scored by hand, null where it is not."""
    return {
        "title": draft.title,
        "total": number(draft.total),
        "stated": None if draft.stated is None else number(draft.stated),
        "indicators": [
            {
                "row": one.line.row,
                "title": one.title,
                "points": number(one.points),
                "why": one.why or None,
                "rules": list(one.match.rules),
                "candidates": list(one.match.candidates),
                "left": list(one.standard.left),
            }
            for one in draft.lines
        ],
        "passed": [{"row": row, "text": text_} for row, text_ in draft.passed],
        "written": written,
        "yaml": text,
    }


def _clause(clause: Clause) -> str:
    """In one line; `per` is plain, the rest quoted where YAML would make something else of it."""
    said = [f"per: {clause.per}", f"points: {_text(points(clause.points))}"]
    if clause.roles:
        said.append(f"roles: [{', '.join(clause.roles)}]")
    if clause.rules:
        said.append(f"rules: [{', '.join(clause.rules)}]")
    if clause.at_most is not None:
        said.append(f"at_most: {_text(points(clause.at_most))}")
    return f"{{{', '.join(said)}}}"


def _label(text: str) -> str:
    """The table has one language: both are the same until somebody translates it."""
    return f"{{zh: {_text(text)}, en: {_text(text)}}}"


def _text(text: str) -> str:
    """Quoted as JSON is, which YAML reads alike; nothing in it that would end a line."""
    return json.dumps(printable(text), ensure_ascii=False)


def _indented(lines: Iterator[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)
