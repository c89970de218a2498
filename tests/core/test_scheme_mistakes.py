"""Mistakes of a scheme are told with the file and the line on which they stand."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest
from judged import CATALOG, tiny

from archive_tool.app.opening import load_scheme
from archive_tool.app.texts import parse_yaml
from archive_tool.core.errors import CannotRun
from archive_tool.core.rule_parse import parse_rules
from archive_tool.core.scheme import Rule
from archive_tool.core.strict import Section

FILE = "categories/20.yaml"
BASIS = "  basis: {zh: 章程, en: Bylaws}\n"
# Lines: code 1, rules 2, id 3, kind 4, leaf 5, then what is asked; basis last.
HEAD = 'code: "20"\nrules:\n'
PLAN = '- id: 20.plan.count\n  kind: count\n  leaf: "20.2"\n  form: plan\n  period: year\n' + BASIS
SECOND = PLAN.replace("20.plan.count", "20.other.count")
QUORUM = (
    '- id: 10.meeting.quorum\n  kind: quorum\n  leaf: "10.1"\n  activity: meeting\n  entitled: members\n'
    "  no_less_than: 1/2\n" + BASIS
)
ROLES = (
    '- id: 10.meeting.roles\n  kind: roles\n  leaf: "10.1"\n  activity: meeting\n  roles: [minutes, sign-in]\n'
    + BASIS
)
PAIR = (
    '- id: 20.request.pair\n  kind: pair\n  leaf: "20.1"\n  each: {form: request}\n  has: {form: reply}\n'
    "  within: 30d\n" + BASIS
)
STEPS = (
    '- id: 20.case.steps\n  kind: steps\n  leaf: "20.1"\n  steps:\n'
    "  - {step: ask, label: {zh: 申请, en: Ask}}\n"
    "  - step: vote\n    label: {zh: 表决, en: Vote}\n    after: {step: ask, least: 12m}\n" + BASIS
)
LEDGER = '- id: 20.ledger.deadline\n  kind: deadline\n  leaf: "20.2"\n  form: ledger\n' + BASIS
SERIES = '- id: 20.plan.series\n  kind: series\n  leaf: "20.2"\n  form: plan\n' + BASIS
TIMING = '- id: 10.name.timing\n  kind: timing\n  leaf: "10.1"\n  compares: name\n' + BASIS
STUDIED = (
    '- id: 10.studied.timing\n  kind: timing\n  leaf: "10.1"\n  compares: studied\n'
    '  documents:\n  - {title: 章程, published: "2025-03-15"}\n' + BASIS
)


def parsed(rules: str) -> dict[str, Rule]:
    found = parse_yaml(FILE, (HEAD + rules).encode())
    return parse_rules([Section.of(found.data, found.lines, FILE)], tiny().leaves, tiny().vocabularies)


def renamed(rule: str, **changed: str) -> str:
    """The same rule under another id, with lines put in before its basis."""
    more = "".join(f"  {key}: {value}\n" for key, value in changed.items())
    head, _, rest = rule.partition(".")
    return f"{head}.another-{rest}".replace(BASIS, more + BASIS)


@pytest.mark.parametrize("rules", [PLAN, QUORUM, ROLES, PAIR, STEPS, LEDGER, SERIES, TIMING, STUDIED])
def test_each_rule_of_this_page_is_right_by_itself(rules: str) -> None:
    assert len(parsed(rules)) == 1


@pytest.mark.parametrize(
    ("rules", "line", "key"),
    [
        # Two count rules for one subject and period; the second is told.
        (PLAN + SECOND, 9, "scheme.rule-contradiction"),
        (PLAN + renamed(PLAN, at_least="2"), 9, "scheme.rule-contradiction"),
        (PLAN + PLAN, 9, "scheme.rule-twice"),
        # Two rules that ask the same and answer differently, or say everything twice.
        (QUORUM + renamed(QUORUM).replace("1/2", "2/3"), 10, "scheme.rule-same"),
        (PAIR + renamed(PAIR).replace("30d", "60d"), 10, "scheme.rule-same"),
        (SERIES + renamed(SERIES), 8, "scheme.rule-same"),
        (TIMING + renamed(TIMING), 8, "scheme.rule-same"),
        # A rule that contradicts itself, or the leaf that it points to.
        (PLAN.replace(BASIS, "  applies: {unit_kinds: [office]}\n" + BASIS), 5, "scheme.rule-leaf-units"),
        (PLAN.replace("plan\n", "minutes\n").replace(BASIS, "  in_leaf: true\n" + BASIS), 6, "scheme.rule-leaf-form"),
        (PLAN.replace(BASIS, "  per: group\n  applies: {has_groups: false}\n" + BASIS), 8, "scheme.rule-per"),
        (PLAN.replace(BASIS, "  per: committee\n  applies: {has_committee: false}\n" + BASIS), 8, "scheme.rule-per"),
        (PAIR.replace("form: reply", "form: request"), 7, "scheme.pair-same"),
        (PAIR.replace(BASIS, "  answers: [plan]\n" + BASIS), 9, "scheme.pair-answers"),
        (PAIR.replace(BASIS, "  both: true\n  answers: [reply]\n" + BASIS), 10, "scheme.pair-answers"),
        (PAIR.replace(BASIS, "  from_above: true\n" + BASIS), 9, "scheme.pair-above"),
        (PAIR.replace(BASIS, "  both: true\n  answers: []\n" + BASIS), 10, "strict.empty-list"),
        # Terms of entries that no part of the rule would look at.
        (LEDGER.replace(BASIS, "  done: evidence\n  terms: {immediate: 30d}\n" + BASIS), 8, "scheme.entries-terms"),
        (LEDGER.replace(BASIS, "  done: evidence\n  dated: [deadline]\n" + BASIS), 8, "scheme.entries-terms"),
        (LEDGER.replace(BASIS, "  within: 30d\n" + BASIS), 7, "strict.unknown-key"),
        (STEPS.replace("least: 12m", "least: 12m, most: 1m"), 10, "scheme.interval-contradiction"),
        (STEPS.replace("after: {step: ask", "after: {step: vote"), 10, "strict.unknown-word"),
        (STEPS.replace("ask, label: {zh: 申请", "ask, label: {zh: 表决"), 8, "scheme.step-twice"),
        (PLAN.replace(BASIS, '  effective: {from: "2025-03-01", to: "2025-02-28"}\n' + BASIS), 8, "scheme.effective"),
        (PLAN.replace(BASIS, "  tolerance: 366d\n" + BASIS), 8, "scheme.tolerance"),
        (PLAN.replace(BASIS, "  applies: {unit_kinds: []}\n" + BASIS), 8, "strict.empty-list"),
        (ROLES.replace("[minutes, sign-in]", "[minutes, sign-in, minutes]"), 7, "scheme.role-twice"),
        (ROLES + renamed(ROLES).replace("minutes, ", ""), 9, "scheme.rule-same"),
        (ROLES.replace('"10.1"', '"20.2"'), 6, "scheme.rule-leaf-form"),
        # Unknown unit kinds and other words.
        (PLAN.replace(BASIS, "  applies: {unit_kinds: [branch, brunch]}\n" + BASIS), 8, "strict.unknown-word"),
        (PLAN.replace(BASIS, "  applies:\n    unit_kinds:\n    - branch\n    - brunch\n" + BASIS), 11, "strict.unknown-word"),
        (PLAN.replace("period: year", "period: yaer"), 7, "strict.unknown-word"),
        (STEPS.replace("  steps:\n", "  about: [requst]\n  steps:\n"), 6, "strict.unknown-word"),
        # Quotas of zero and below, numbers that are none.
        (PLAN.replace(BASIS, "  at_least: 0\n" + BASIS), 8, "strict.minimum"),
        (PLAN.replace(BASIS, "  at_least: -3\n" + BASIS), 8, "strict.minimum"),
        (PLAN.replace(BASIS, "  at_least: 两次\n" + BASIS), 8, "strict.integer"),
        (PLAN.replace(BASIS, "  grace: -1d\n" + BASIS), 8, "strict.days"),
        (PLAN.replace(BASIS, "  tolerance: -1d\n" + BASIS), 8, "strict.days"),
        (PLAN.replace(BASIS, "  applies: {minimum_members: -1}\n" + BASIS), 8, "strict.minimum"),
        (PAIR.replace("30d", "0d"), 8, "strict.minimum"),
        (QUORUM.replace("1/2", "0/2"), 8, "scheme.share"),
        (QUORUM.replace("1/2", "-1/2"), 8, "scheme.share"),
        (QUORUM.replace("1/2", "3/2"), 8, "scheme.share"),
        (STEPS.replace("12m", "0m"), 10, "scheme.interval"),
        # Impossible dates.
        (PLAN.replace(BASIS, '  effective: {from: "2025-02-29"}\n' + BASIS), 8, "strict.date"),
        (PLAN.replace(BASIS, '  effective:\n    to: "2025-13-01"\n' + BASIS), 9, "strict.date"),
        (STEPS.replace("least: 12m", 'least: 12m, effective: {from: "2025-04-31"}'), 10, "strict.date"),
        (STUDIED.replace("2025-03-15", "2025-00-15"), 8, "strict.date"),
        # What is missing altogether is told where the rule begins.
        (PLAN + SECOND.replace(BASIS, ""), 9, "strict.required"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_where_it_stands(rules: str, line: int, key: str) -> None:
    with pytest.raises(CannotRun) as refused:
        parsed(rules)
    error = refused.value
    assert (error.key, error.file, error.line) == (key, FILE, line)
    assert CATALOG.messages[key].zh and CATALOG.messages[key].en


@pytest.mark.parametrize(
    "parting",
    [
        {"effective": '{from: "2026-01-01"}'},
        {"applies": "{has_groups: false}"},
        {"applies": "{has_committee: false}"},
    ],
)
def test_rules_that_never_meet_may_answer_differently(parting: dict[str, str]) -> None:
    first = QUORUM.replace(
        BASIS,
        '  effective: {to: "2025-12-31"}\n  applies: {has_groups: true, has_committee: true}\n' + BASIS,
    )
    assert len(parsed(first + renamed(QUORUM, **parting))) == 2


def test_rules_of_one_leaf_and_of_all_others_may_differ() -> None:
    assert len(parsed(QUORUM + renamed(QUORUM, in_leaf="true"))) == 2
    assert len(parsed(PAIR + renamed(PAIR).replace("has: {form: reply}", "has: {form: letter}"))) == 2


def test_a_leaf_takes_further_forms_where_forms_are_limited(tmp_path: Path) -> None:
    own = copytree(Path(__file__).parents[1] / "archives" / "tiny", tmp_path / "own")
    file = own / "categories" / "10-meetings.yaml"
    text = file.read_text("utf-8")
    further = text.replace('code: "10.1",', 'code: "10.1", further_forms: [plan],', 1)
    file.write_text(further, "utf-8")
    assert load_scheme("own", tmp_path).leaves["10.1"].forms == (*tiny().leaves["10.1"].forms, "plan")
    for wrong, key in (
        (further.replace("[plan]", "[paln]"), "strict.unknown-word"),
        (further.replace("[plan]", "[]"), "strict.empty-list"),
        (further.replace("forms: [minutes, letter]\n", ""), "scheme.further-forms"),
        (further.replace("folder: 02_小组会", "folder: 01_例会"), "scheme.category-twice"),
        (further.replace('code: "10.2"', 'code: "10.1"'), "scheme.category-twice"),
        (further.replace('code: "10"', 'code: "20"'), "scheme.category-twice"),
        (further.replace("folder: 10_会议", "folder: 20_材料"), "scheme.category-twice"),
    ):
        file.write_text(wrong, "utf-8")
        with pytest.raises(CannotRun) as refused:
            load_scheme("own", tmp_path)
        assert refused.value.key == key and refused.value.line
