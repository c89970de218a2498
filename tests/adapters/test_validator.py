"""Violations say which field, what kind and what was expected, once each, with either library."""

import sys

import pytest
from schemes import make_scheme

from archive_tool.adapters.validator import validator
from archive_tool.core.json_schema import canonical
from archive_tool.core.violations import Check, Violation

FILED = {
    "status": "filed",
    "title": "支部党员大会",
    "date": "2025-03-14",
    "record_form": "material",
    "author": ["甲"],
    "security": "internal",
}


@pytest.fixture(params=["jsonschema_rs", "jsonschema"])
def check(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Check:
    pytest.importorskip(request.param)
    if request.param == "jsonschema":
        monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    return validator(canonical(make_scheme()))


def test_a_complete_record_breaks_nothing(check: Check) -> None:
    assert check(FILED) == []
    assert check({"status": "draft"}) == []


def test_each_missing_field_is_named(check: Check) -> None:
    assert check({"status": "filed", "record_form": "minutes", "title": "题"}) == [
        Violation("author", "required"),
        Violation("date", "required"),
        Violation("security", "required"),
        Violation("activity", "required"),
    ]


def test_a_conditional_field_is_asked_for_where_its_condition_holds(check: Check) -> None:
    reply = {**FILED, "record_form": "reply", "number": "1"}
    assert check(reply) == [Violation("pages", "required")]
    assert check({**reply, "security": "public"}) == []


@pytest.mark.parametrize(
    ("field", "value", "violation"),
    [
        ("title", 3, Violation("title", "type", "string")),
        ("id", "X", Violation("id", "pattern", "^[0-9a-z]{12}$")),
        ("pages", 0, Violation("pages", "minimum", "1")),
        ("activity", ["party-leson"], Violation("activity.0", "enum", "party-lesson")),
        ("colour", "red", Violation("colour", "unknown")),
        ("event", {"absentees": [{"reason": "病假"}]}, Violation("event.absentees.0.name", "required")),
        (
            "event",
            {"by_unit": {"branch-1": {"present": "x"}}},
            Violation("event.by_unit.branch-1.present", "type", "integer"),
        ),
    ],
)
def test_a_wrong_value_is_one_violation(
    check: Check, field: str, value: object, violation: Violation
) -> None:
    assert check({**FILED, field: value}) == [violation]  # type: ignore[dict-item]
