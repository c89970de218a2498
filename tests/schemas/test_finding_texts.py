"""The finding texts as data: every code, its severity, both languages, and a clerk's tone."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest
from scheme_files import SCHEMAS, load_yaml

from archive_tool.core.model import ProblemKind

FINDINGS = {
    "layout": "unknown-folder E, stray-file E, missing-folder W, wrong-year E, wrong-category W, litter I",
    "name": "pattern W, illegal E, collision E",
    "sidecar": "missing E, unreadable E, invalid E, unknown-field W, draft I, orphan E, copied E, relation W",
    "file": "empty E, damaged E, encrypted E, format W, extension-mismatch W, duplicate W, no-text I, macro W,"
    " offline W",
    "fixity": "changed E, missing E, untracked W, closed-year E",
    "complete": "missing E, insufficient E, role E, pair E, step E, overdue E, series W",
    "consistency": "date W, order E, quorum E, attendance E, conflict W, anachronism W, late W, near-duplicate W,"
    " attachment W, caption W, photo-reuse W, placeholder W, foreign-term W, burst W, calendar I",
    "guard": "secret E, unchecked I, personal-data W",
    "waiver": "expired E, unused I",
}
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def findings() -> dict[str, Any]:
    found: dict[str, Any] = load_yaml(SCHEMAS / "findings.yaml")
    return found


def test_every_finding_code_with_its_severity(findings: dict[str, Any]) -> None:
    letters = {"E": "error", "W": "warning", "I": "info"}
    expected = {
        f"{family}/{code.split()[0]}": letters[code.split()[1]]
        for family, codes in FINDINGS.items()
        for code in codes.split(", ")
    }
    assert {code: entry["severity"] for code, entry in findings.items()} == expected


def test_findings_speak_both_languages_with_the_same_parameters(findings: dict[str, Any]) -> None:
    for code, entry in findings.items():
        for text in (entry["message"], entry["remedy"], *entry.get("remedies", {}).values()):
            zh, en = text["zh"], text["en"]
            assert zh and en, code
            assert set(re.findall(r"\{(\w+)\}", zh)) == set(re.findall(r"\{(\w+)\}", en)), (code, zh)
            assert not HAN.search(en), code


# What may be wrong with an entry of a list, besides that it is open.
ENTRIES = {"not-done", "unproven"}


def test_remedies_of_their_own_are_for_kinds_of_problems(findings: dict[str, Any]) -> None:
    kinds = {
        *get_args(ProblemKind),
        "special",
        "blank",
        "folder",
        "link",
        "encoding",
        "roster",
        "closed",
        "text",
        "paper",
    } | ENTRIES
    named = {kind for entry in findings.values() for kind in entry.get("remedies", {})}
    assert named and named <= kinds
    others = findings["file/damaged"]["remedies"]
    assert set(others) == {"timeout", "memory", "too-large"}
    assert not any("备份" in text["zh"] or "backup" in text["en"] for text in others.values())


def test_findings_ask_and_never_accuse(findings: dict[str, Any]) -> None:
    harsh = re.compile("造假|伪造|弄虚作假|作弊|违规|违纪|抄袭|forged|fake|fraud|cheat|plagiar|falsif")
    for code, entry in findings.items():
        words = (text for part in ("title", "message", "remedy") for text in entry[part].values())
        assert not harsh.search(" ".join(words)), code


def test_titles_are_short_whole_and_tell_findings_apart(findings: dict[str, Any]) -> None:
    """They stand in a table of 80 columns, one row a cause, and nothing is filled into them."""
    for language, longest in (("zh", 9), ("en", 30)):
        titles = [entry["title"][language] for entry in findings.values()]
        assert len(set(titles)) == len(titles)
        assert not [
            title for title in titles if len(title) > longest or "{" in title or title != title.strip()
        ]
    assert not [entry for entry in findings.values() if HAN.search(entry["title"]["en"])]
