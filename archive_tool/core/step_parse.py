"""The steps of a case as a scheme states them: words, order, intervals, and from when each holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from archive_tool.core.intervals import Interval, parse_interval
from archive_tool.core.label import Label
from archive_tool.core.parsed import Node
from archive_tool.core.rule_details import CaseStep, Effective, Steps, Wait
from archive_tool.core.scheme import Term
from archive_tool.core.strict import Section

Reader = Callable[[Section], Effective]


def parse_steps(rule: Section, effective: Reader, forms: Mapping[str, Term]) -> Steps:
    """At least two steps; each may come after earlier ones only. `forms`: whose words `about` may name."""
    steps: list[CaseStep] = []
    spelt: dict[str, str] = {}
    for section in rule.sections("steps"):
        step = _step(section, [known.id for known in steps], effective)
        for word in dict.fromkeys((step.id, *step.label.spellings())):
            if spelt.setdefault(word.casefold(), step.id) != step.id or step.id in (s.id for s in steps):
                raise section.error("scheme.step-twice", "step", step=word)
        steps.append(step)
    if len(steps) < 2:
        raise rule.error("scheme.steps-few", "steps")
    about = [forms[form] for form in rule.texts("about", forms)]
    words = (word for form in about for word in (*form.words, *form.label.spellings()))
    return Steps(tuple(steps), tuple(dict.fromkeys(words)))


def _step(section: Section, earlier: Sequence[str], effective: Reader) -> CaseStep:
    section.only("step", "label", "words", "after", "optional", "effective")
    label = section.section("label").only("zh", "en", "aliases")
    after = section.data.get("after")
    return CaseStep(
        section.text("step"),
        Label(label.text("zh"), label.text("en"), label.texts("aliases")),
        section.texts("words"),
        None if after is None else tuple(_waits(after, section, earlier, effective)),
        bool(section.boolean("optional", False)),
        effective(section),
    )


def _waits(after: Node, step: Section, earlier: Sequence[str], effective: Reader) -> Iterator[Wait]:
    """A word, `{step, least, most, effective}`, or a list of these."""
    listed = isinstance(after, list)
    for number, node in enumerate(after if isinstance(after, list) else [after]):
        at = f"after.{number}" if listed else "after"
        written: Node = {"step": node} if isinstance(node, str) else node
        wait = Section.of(written, step.lines, step.file, step.path(at))
        wait.only("step", "least", "most", "effective")
        least, most = _interval(wait, "least"), _interval(wait, "most")
        if least and most and least.surpasses(most):
            raise wait.error("scheme.interval-contradiction", "least")
        yield Wait(wait.one_of("step", earlier), least, most, effective(wait))


def _interval(section: Section, key: str) -> Interval | None:
    if not section.has(key):
        return None
    found = parse_interval(section.text(key))
    if found is None:
        raise section.error("scheme.interval", key, value=section.text(key))
    return found
