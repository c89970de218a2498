"""The 300 names by which drafts are measured: whole, well-formed, unchanged."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from plain_yaml import safe_dump, safe_load

from archive_tool.app.opening import load_scheme
from archive_tool.app.texts import load_catalog, parse_yaml
from archive_tool.core.config import ArchiveConfig
from archive_tool.core.config_parse import parse_config
from archive_tool.core.periods import parse
from archive_tool.core.scheme import Scheme

HERE = Path(__file__).parent
CONTENT = (HERE / "names.yaml").read_bytes()
SET = safe_load(CONTENT)
NAMES: list[dict[str, Any]] = SET["names"]
KEYS = {
    "archive", "path", "opening", "properties", "parts", "openings", "roles", "expect", "either", "hard", "note",
}  # fmt: skip
FIELDS = {"title", "date", "period", "record_form", "activity", "unit", "author", "number", "pages", "role"}
TEXTS = FIELDS - {"pages"}


@cache
def scheme() -> Scheme:
    return load_scheme("school-party-building", HERE)


@cache
def archive(name: str) -> ArchiveConfig:
    text = safe_dump(SET["archives"][name], allow_unicode=True)
    codes = frozenset(load_catalog().findings)
    return parse_config(parse_yaml("archive.yaml", text.encode()), scheme(), codes)


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def answers(entry: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Field and each of its right values; those of a part stand under `role`."""
    either = {**entry.get("either", {})}
    parts = either.pop("roles", {})
    yield from entry["expect"].items()
    yield from ((field, value) for field, values in either.items() for value in values)
    yield from (("role", role) for role in entry.get("roles", {}).values())
    yield from (("role", role) for roles in parts.values() for role in roles)


def each(field: str) -> Iterator[tuple[str, str]]:
    """Archive and value of every answer of a field, one by one where it is a list."""
    for entry in NAMES:
        for name, value in answers(entry):
            if name == field and value is not None:
                yield from ((entry["archive"], one) for one in listed(value))


def test_the_set_is_the_one_that_was_frozen() -> None:
    digest, name = (HERE / "names.sha256").read_text("utf-8").split()
    assert (hashlib.sha256(CONTENT).hexdigest(), "names.yaml") == (digest, name)


def test_there_are_300_different_records_of_both_archives() -> None:
    assert set(SET) == {"archives", "names"}
    assert len(NAMES) == 300
    assert max(Counter((entry["archive"], entry["path"]) for entry in NAMES).values()) == 1
    assert set(SET["archives"]) == {entry["archive"] for entry in NAMES} == {"single", "several"}


@pytest.mark.parametrize("name", ["single", "several"])
def test_the_archives_are_valid(name: str) -> None:
    folders = {unit.folder for unit in archive(name).units.values()} - {""}
    assert (archive(name).layout == "by-unit") == bool(folders)


def test_records_lie_where_the_scheme_has_them_and_no_category_is_left_out() -> None:
    leaves = {(scheme().categories[leaf.category].folder, leaf.folder) for leaf in scheme().leaves.values()}
    seen = set()
    for entry in NAMES:
        config, place = archive(entry["archive"]), entry["path"].rstrip("/").split("/")
        if config.layout == "by-unit":
            assert config.by_folder(place.pop(0)), entry["path"]
        if place[0] == scheme().folders["open"]:
            assert len(place) == 3 and entry["path"].endswith("/"), entry["path"]
        else:
            year, category, leaf, _ = place
            assert year.isdecimal() and (category, leaf) in leaves, entry["path"]
            seen.add(category)
    assert seen == {category.folder for category in scheme().categories.values()}


def test_entries_have_known_keys_and_each_field_one_place() -> None:
    for entry in NAMES:
        either = entry.get("either", {})
        assert {"archive", "path", "expect"} <= set(entry) <= KEYS, entry["path"]
        assert set(entry["expect"]) <= FIELDS and set(either) <= {*FIELDS, "roles"}, entry["path"]
        assert not set(entry["expect"]) & set(either), entry["path"]
        assert "title" in {*entry["expect"], *either}, entry["path"]


def test_alternatives_are_several_and_different() -> None:
    for entry in NAMES:
        either = {**entry.get("either", {})}
        for values in [*either.pop("roles", {}).values(), *either.values()]:
            assert len(values) > 1 and all(values.count(value) == 1 for value in values), entry["path"]


def test_only_folder_records_have_parts_and_every_role_has_its_part() -> None:
    for entry in NAMES:
        assert entry["path"].endswith("/") == ("parts" in entry), entry["path"]
        assert not ("parts" in entry and {"role", "pages"} & {*entry["expect"], *entry.get("either", {})})
        certain, open_ = entry.get("roles", {}), entry.get("either", {}).get("roles", {})
        assert not set(certain) & set(open_), entry["path"]
        assert {*certain, *open_, *entry.get("openings", {})} <= set(entry.get("parts", ())), entry["path"]


def test_values_have_the_type_of_their_field() -> None:
    for entry in NAMES:
        for field, value in answers(entry):
            wanted = str if field in TEXTS else int
            assert all(item is None or isinstance(item, wanted) for item in listed(value)), entry["path"]
            assert not isinstance(value, list) or field in {"activity", "unit", "author"}, entry["path"]


def test_codes_are_words_of_the_scheme_and_units_those_of_the_archive() -> None:
    known = scheme().vocabularies
    assert {form for _, form in each("record_form")} <= set(scheme().forms)
    assert {activity for _, activity in each("activity")} <= set(known["activities"])
    assert {role for _, role in each("role")} <= set(known["roles"])
    for name, unit in each("unit"):
        assert unit in archive(name).units


def test_dates_and_periods_can_be_read() -> None:
    for _, day in each("date"):
        assert date.fromisoformat((day + "-01-01")[:10]).isoformat().startswith(day)
    for name, period in each("period"):
        found = parse(period, archive(name).calendar)
        assert found and found.label == period


def test_numbers_have_the_printed_brackets() -> None:
    assert all("〔20" in number and number.endswith("号") for _, number in each("number"))


def test_enough_of_the_set_is_hard_and_enough_is_certain() -> None:
    assert sum(entry.get("hard", False) for entry in NAMES) >= 60
    certain = Counter(field for entry in NAMES for field in entry["expect"])
    assert all(certain[field] >= 80 for field in ("title", "date", "record_form", "activity", "role"))
