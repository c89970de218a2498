"""Reads the shipped schemes as plain YAML, for tests that need no loader of the tool."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

SCHEMAS = Path(__file__).parents[2] / "schemas"
SCHEMES = ("school-party-building", "minimal")


LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Strict(LOADER):  # type: ignore[misc]  # which of the two is known when it runs
    """Scalars as text, as the tool loads them; a key written twice is an error."""


def _mapping(loader: Strict, node: yaml.MappingNode) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        name = loader.construct_object(key)
        assert name not in found, f"{name} twice, {key.start_mark}"
        found[name] = loader.construct_object(value, deep=True)
    return found


Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def load_yaml(path: Path) -> Any:
    return yaml.load(path.read_bytes(), Loader=Strict)


def load_scheme(name: str) -> dict[str, Any]:
    folder = SCHEMAS / name
    files = {path.stem: load_yaml(path) for path in folder.glob("*.yaml")}
    return {**files, "categories": [load_yaml(path) for path in sorted(folder.glob("categories/*.yaml"))]}


def leaves_of(scheme: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for category in scheme["categories"]:
        for leaf in category["leaves"]:
            yield category, leaf


def rules_of(scheme: dict[str, Any]) -> list[dict[str, Any]]:
    return [rule for category in scheme["categories"] for rule in category.get("rules", [])]


def walk(node: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    yield at, node
    below = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in below:
        yield from walk(value, f"{at}.{key}")


def field_groups(fields: dict[str, Any], at: str = "fields") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping of fields: the top, and each object inside, lists and maps included."""
    yield at, fields
    for name, spec in fields.items():
        while "items" in spec:
            spec = spec["items"]
        if "fields" in spec:
            yield from field_groups(spec["fields"], f"{at}.{name}")


def spellings(code: str, label: dict[str, Any]) -> set[str]:
    return {word.casefold() for word in (code, label["zh"], label["en"], *label.get("aliases", []))}


def ambiguous(labelled: dict[str, Any]) -> list[str]:
    seen: dict[str, str] = {}
    return [
        f"{word}: {code}, {seen[word]}"
        for code, spec in labelled.items()
        for word in spellings(code, spec["label"])
        if seen.setdefault(word, code) != code
    ]
