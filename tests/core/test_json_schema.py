"""The derived schemas are valid themselves and agree with what a sidecar is read as."""

from typing import Any

import jsonschema_rs
import pytest
from schemes import REQUIRED, field, make_scheme

from archive_tool.adapters.validator import validator
from archive_tool.adapters.yaml_text.parse import parse
from archive_tool.core import sidecar
from archive_tool.core.json_schema import canonical, written
from archive_tool.core.model import Parsed
from archive_tool.core.requirements import needs
from archive_tool.core.scheme import Requirement

SCHEME = make_scheme()
EDITOR = jsonschema_rs.Draft202012Validator(written(SCHEME))
CHECK = validator(canonical(SCHEME))


@pytest.mark.parametrize("schema", [canonical(SCHEME), written(SCHEME)])
def test_the_schemas_are_valid_2020_12(schema: dict[str, Any]) -> None:
    jsonschema_rs.Draft202012Validator(schema)
    assert jsonschema_rs.meta.is_valid(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_derived_fields_and_refused_grades_stand_in_neither() -> None:
    for schema in (canonical(SCHEME), written(SCHEME)):
        assert "archival_code" not in schema["properties"]
        assert "secret" not in str(schema)


def test_every_spelling_is_a_key_with_its_labels_as_description() -> None:
    schema = written(SCHEME)
    assert all(EDITOR.is_valid({key: "甲"}) for key in ("title", "Title", "题名", "标题"))
    assert schema["properties"]["题名"] == {"$ref": "#/$defs/title"}
    assert schema["$defs"]["title"]["description"] == "题名 / Title"
    assert schema["$defs"]["event.absentees.each"]["additionalProperties"] is False


@pytest.mark.parametrize(("language", "label", "other"), [("zh", "题名", "Title"), ("en", "Title", "题名")])
def test_editors_propose_ids_and_labels_of_one_language(language: str, label: str, other: str) -> None:
    schema = written(SCHEME, language)
    assert {"title", label} <= schema["properties"].keys()
    assert not {other, "标题"} & schema["properties"].keys()
    (proposed, _) = schema["$defs"]["security"]["anyOf"]
    assert (
        proposed["enum"]
        == {
            "zh": ["public", "公开", "internal", "内部", None],
            "en": ["public", "Public", "internal", "Internal", None],
        }[language]
    )
    editor = jsonschema_rs.Draft202012Validator(schema)
    assert all(editor.is_valid({"security": word}) for word in ("public", "Public", "公开"))


def test_a_spelling_with_signs_is_that_spelling_and_nothing_else() -> None:
    scheme = make_scheme(fields={"a": field("a", "甲", "text", "A. (b)/c", "x+y")}, base={}, forms={})
    editor = jsonschema_rs.Draft202012Validator(written(scheme))
    assert all(editor.is_valid({key: "1"}) for key in ("a", "甲", "A. (b)/c", "x+y"))
    assert not any(editor.is_valid({key: "1"}) for key in ("Ax (b)/c", "xxy", "A. (b)/c ", "xA. (b)/c"))


FILED = {
    "status": "filed",
    "title": "甲",
    "date": 2025,
    "author": "乙",
    "record_form": "material",
    "security": "public",
}
CHINESE = {
    "状态": "已归档",
    "标题": "甲",
    "日期": "2025年3月",
    "责任者": ["乙"],
    "材料形式": "记录",
    "密级": "公开",
    "活动": "党课",
}


@pytest.mark.parametrize(
    "data",
    [
        {},
        None,
        {"status": "draft", "title": None, "author": None, "event": None, "pages": None},
        {
            "状态": "草稿",
            "材料形式": "",
            "日期": " ",
            "密级": "",
            "copy": "",
            "责任者": "",
            "活动": "",
            "页数": "",
        },
        FILED,
        CHINESE,
        {**FILED, "title": 12, "number": 1.5, "pages": "１２", "copy": "是", "date": "2025-03-14"},
        {**FILED, "event": {"应到": 18, "absentees": [{"姓名": "甲"}], "by_unit": {"branch-1": {"实到": 3}}}},
        {**FILED, "record_form": "批复", "文号": "1", "密级": "内部", "security": None, "页数": 3},
    ],
)
def test_editors_accept_what_people_may_write(data: dict[str, Any] | None) -> None:
    assert [error.message for error in EDITOR.iter_errors(data)] == []


def without(data: dict[str, Any], key: str) -> dict[str, Any]:
    return {other: value for other, value in data.items() if other != key}


@pytest.mark.parametrize(
    "data",
    [
        {"tilte": "甲"},
        {"title": ["甲"]},
        {"security": "秘密"},
        {"activity": "党员会"},
        {"event": {"absentees": [{"reason": "病假"}]}},
        {"event": {"颜色": 1}},
        {"pages": 0},
        without(FILED, "title"),
        {**FILED, "title": ""},
        {**FILED, "security": ""},
        {**FILED, "date": ""},
        {**FILED, "record_form": None},
        without(CHINESE, "标题"),
        without(CHINESE, "活动"),
        {**FILED, "record_form": "reply"},
        {**FILED, "record_form": "reply", "number": 1, "security": "internal"},
    ],
)
def test_editors_mark_what_the_check_complains_of(data: dict[str, Any]) -> None:
    assert not EDITOR.is_valid(data)


@pytest.mark.parametrize("missing", ["title", "date", "author", "record_form", "security"])
def test_both_schemas_ask_for_the_same(missing: str) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in FILED.items() if key != missing)
    parsed = parse(text.encode())
    assert isinstance(parsed, Parsed)
    assert [v.field for v in CHECK(sidecar.interpret(SCHEME, parsed).values)] == [missing]
    assert not EDITOR.is_valid(without(FILED, missing))


def test_a_form_may_ask_for_less_than_the_base_and_a_category_for_more() -> None:
    material = SCHEME.forms["material"]
    scheme = make_scheme(
        forms={
            **SCHEME.forms,
            "material": type(material)("material", material.label, (), {"author": Requirement("optional")}),
        }
    )
    values = {
        "status": "filed",
        "title": "甲",
        "date": "2025",
        "record_form": "material",
        "security": "public",
    }
    assert validator(canonical(scheme))(values) == []
    raised = {"pages": REQUIRED, "title": Requirement("optional")}
    assert [v.field for v in validator(canonical(scheme, raised))(values)] == ["pages"]
    assert needs(scheme, "material", raised)["title"] == REQUIRED


def test_a_condition_on_a_list_or_a_number_is_understood() -> None:
    base = {
        "number": Requirement("conditional", {"activity": "party-lesson"}),
        "period": Requirement("conditional", {"pages": "3"}),
        "id": Requirement("conditional", {"copy": "true"}),
    }
    scheme = make_scheme(base=base, forms={})
    check = validator(canonical(scheme))
    assert check({"status": "filed"}) == []
    values = {"status": "filed", "activity": ["branch-assembly", "party-lesson"], "pages": 3, "copy": True}
    assert sorted(v.field for v in check(values)) == ["id", "number", "period"]
    editor = jsonschema_rs.Draft202012Validator(written(scheme))
    assert editor.is_valid({"status": "filed"})
    for condition in ({"活动": "党课"}, {"activity": ["支部党员大会", "党课"]}, {"页数": 3}, {"copy": "是"}):
        assert not editor.is_valid({"status": "filed", **condition})


def test_a_field_of_every_type_has_a_schema() -> None:
    types = ("text", "integer", "boolean", "date", "date-time", "period", "code", "object", "list", "map")
    fields = {kind: field(kind, kind, kind, vocabulary="roles") for kind in types}
    scheme = make_scheme(fields=fields, base={}, forms={})
    for schema in (canonical(scheme), written(scheme)):
        assert set(schema["properties"]) >= set(types)
        assert jsonschema_rs.meta.is_valid(schema)
