"""Every shipped scheme as data: named in both languages, nothing twice, nothing dangling."""

from __future__ import annotations

import re
from typing import Any

import pytest
from scheme_files import SCHEMES, ambiguous, field_groups, leaves_of, load_scheme, rules_of, walk

from archive_tool.core.checks import RULE_KINDS

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module", params=SCHEMES)
def scheme(request: pytest.FixtureRequest) -> dict[str, Any]:
    return load_scheme(request.param)


def test_a_scheme_has_all_its_files(scheme: dict[str, Any]) -> None:
    assert {"scheme", "fields", "forms", "vocabulary"} <= set(scheme)
    assert scheme["categories"]


def test_every_label_speaks_both_languages(scheme: dict[str, Any]) -> None:
    for at, node in walk(scheme):
        if isinstance(node, dict) and ("zh" in node or "en" in node):
            assert node.get("zh", "").strip() and node.get("en", "").strip(), at
            assert not HAN.search(node["en"]), f"Chinese in an English text: {at}"


def test_every_term_field_form_and_leaf_has_a_label(scheme: dict[str, Any]) -> None:
    named = [term for terms in scheme["vocabulary"].values() for term in terms.values()]
    named += scheme["forms"]["forms"].values()
    named += [spec for _, group in field_groups(scheme["fields"]) for spec in group.values()]
    assert all("label" in spec for spec in named)
    assert all("title" in node for pair in leaves_of(scheme) for node in pair)


def test_no_spelling_means_two_things(scheme: dict[str, Any]) -> None:
    for at, group in field_groups(scheme["fields"]):
        assert ambiguous(group) == [], at
    for name, terms in {**scheme["vocabulary"], "forms": scheme["forms"]["forms"]}.items():
        assert ambiguous(terms) == [], name


def test_codes_and_folders_are_given_once(scheme: dict[str, Any]) -> None:
    leaves = [leaf["code"] for _, leaf in leaves_of(scheme)]
    rules = [rule["id"] for rule in rules_of(scheme)]
    categories = [category["folder"] for category in scheme["categories"]]
    for listed in (leaves, rules, categories):
        assert len(listed) == len(set(listed))
    for category in scheme["categories"]:
        folders = [leaf["folder"].casefold() for leaf in category["leaves"]]
        assert len(folders) == len(set(folders))
        assert all(leaf["code"].startswith(category["code"] + ".") for leaf in category["leaves"])


def test_fields_name_known_vocabularies(scheme: dict[str, Any]) -> None:
    known = {*scheme["vocabulary"], "forms"}
    for at, node in walk(scheme["fields"]):
        if isinstance(node, dict) and node.get("type") == "code":
            assert node["vocabulary"] in known, at
        if isinstance(node, dict) and isinstance(node.get("required"), list):
            assert set(node["required"]) <= set(node["fields"]), at


def test_forms_name_known_fields_and_roles(scheme: dict[str, Any]) -> None:
    fields = {name for name, spec in scheme["fields"].items() if spec.get("derived") != "true"}
    roles = set(scheme["vocabulary"]["roles"])
    assert set(scheme["forms"]["base"]) <= fields
    for code, form in scheme["forms"]["forms"].items():
        assert set(form.get("fields", {})) <= fields, code
        assert form.get("role", "minutes") in roles, code
        for level in form.get("fields", {}).values():
            assert level in ("required", "conditional", "optional") or level["level"] == "conditional"


def test_leaves_name_known_words_and_accept_their_defaults(scheme: dict[str, Any]) -> None:
    vocabulary, forms = scheme["vocabulary"], set(scheme["forms"]["forms"])
    for category, leaf in leaves_of(scheme):
        merged = {**category, **leaf}
        assert merged["retention"] in vocabulary["retention"], leaf["code"]
        assert set(merged["unit_kinds"]) <= set(category["unit_kinds"]) <= set(vocabulary["unit_kinds"])
        assert set(merged["forms"]) <= forms, leaf["code"]
        assert set(merged["activities"]) <= set(vocabulary["activities"]), leaf["code"]
        assert leaf.get("form", merged["forms"][0]) in merged["forms"], leaf["code"]
        assert "activity" not in leaf or leaf["activity"] in merged["activities"], leaf["code"]


def test_rules_name_known_things_and_their_basis(scheme: dict[str, Any]) -> None:
    leaves = {leaf["code"] for _, leaf in leaves_of(scheme)}
    vocabulary, fields = scheme["vocabulary"], scheme["fields"]
    for rule in rules_of(scheme):
        assert rule["kind"] in RULE_KINDS, rule["id"]
        assert rule["id"].rpartition(".")[2] == rule["kind"]
        assert rule["leaf"] in leaves, rule["id"]
        if rule["kind"] in ("count", "roles"):
            assert ("activity" in rule) != ("form" in rule), rule["id"]
        assert rule.get("activity", "") in {"", *vocabulary["activities"]}, rule["id"]
        assert rule.get("form", "") in {"", *scheme["forms"]["forms"]}, rule["id"]
        assert set(rule.get("evidence", [])) <= set(vocabulary["roles"]), rule["id"]
        assert set(rule.get("applies", {}).get("unit_kinds", [])) <= set(vocabulary["unit_kinds"])
        assert rule["basis"]["zh"] and rule["basis"]["en"], rule["id"]
        for need in rule.get("roles", []):
            need = need if isinstance(need, dict) else {"role": need}
            assert {need["role"], *need.get("any_of", [])} <= set(vocabulary["roles"]), rule["id"]
            if "when" in need:
                top, below = need["when"].split(".")
                assert below in fields[top]["fields"], rule["id"]


def test_one_count_rule_per_subject_unit_kind_and_period(scheme: dict[str, Any]) -> None:
    seen = [
        (
            rule.get("activity") or rule["form"],
            rule["leaf"] if rule.get("in_leaf") == "true" else "",
            rule.get("per", ""),
            kind,
            rule["period"],
        )
        for rule in rules_of(scheme)
        if rule["kind"] == "count"
        for kind in rule["applies"]["unit_kinds"]
    ]
    assert len(seen) == len(set(seen))
