"""The school scheme's rules that look into what is there: what each asks, an archive that meets it, one that does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from judged import judged, school

from archive_tool.core.checks.matters import details
from archive_tool.core.model import Finding
from archive_tool.core.rule_details import Pair

RULES = school().rules
BRANCH = {"id": "b", "name": "支部", "kind": "branch", "founded": "2020-01-01"}
Records = dict[str, dict[str, Any]]


def filed(leaf: str, day: str, title: str, **more: Any) -> Records:
    """One filed record in its leaf."""
    found = school().leaves[leaf]
    folder = f"{day[:4]}/{school().categories[found.category].folder}/{found.folder}/{day} {title}"
    values = {"status": "filed", "title": title, "date": day, "author": ["支部"], "security": "internal"}
    return {folder: {**values, "files": ["正文.txt"], **more}}


def said(
    records: Mapping[str, Any], rule: str, as_of: str = "2025-12-31", unit: Mapping[str, Any] = BRANCH
) -> list[Finding]:
    """What the one rule says; everything else is off."""
    settings = {**dict.fromkeys(RULES, "off"), rule: "on"}
    report = judged(records, as_of, scheme=school(), units=[dict(unit)], settings=settings)
    return [finding for finding in report.findings if finding.rule == rule]


@pytest.mark.parametrize("rule", [r for r in RULES.values() if r.kind == "pair"], ids=lambda rule: rule.id)
def test_a_paper_without_its_counterpart(rule: Any) -> None:
    pair = details(rule, Pair)
    leaf = next(
        leaf.code
        for leaf in school().leaves.values()
        if pair.each.form in leaf.forms and leaf.category == rule.category
    )
    alone = filed(leaf, "2025-03-03", "来件", record_form=pair.each.form)
    answer = filed(rule.leaf, "2025-03-20", "复件", record_form=pair.has.form)
    (finding,) = said(alone, rule.id)
    assert (finding.code, finding.severity) == ("complete/pair", rule.severity)
    assert said(alone | answer, rule.id) == []
    assert said(alone, rule.id, as_of="2025-03-20") == []
    assert [f.params["reason_key"] for f in said(answer, rule.id)] == (["pair.without"] if pair.both else [])


def test_a_ledger_of_the_year_answers_all_feedback_of_that_year() -> None:
    ledger = filed("10.03", "2025-01-10", "整改台账", record_form="rectification-ledger")
    first = filed("10.02", "2025-03-03", "反馈", record_form="feedback")
    second = filed("10.02", "2025-09-03", "反馈", record_form="feedback")
    before = filed("10.02", "2024-09-03", "反馈", record_form="feedback")
    assert said(ledger | first | second, "10.feedback.pair") == []
    assert [f.period for f in said(ledger | before, "10.feedback.pair")] == ["2024"]
