"""The texts of the tool, before any archive is open."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from archive_tool.adapters import schemas
from archive_tool.adapters.places import find_root
from archive_tool.adapters.yaml_text.parse import parse
from archive_tool.core.catalog import Catalog, parse_findings, parse_messages
from archive_tool.core.errors import CannotRun
from archive_tool.core.parsed import Parsed

LANGUAGE = re.compile(rb"^language:\s*(zh|en)\b", re.MULTILINE)


def load_messages() -> Catalog:
    """Only messages.yaml: all that a help page or an error needs."""
    return Catalog(parse_messages(parse_yaml("messages.yaml", schemas.read_text("messages.yaml"))), {})


def with_findings(catalog: Catalog) -> Catalog:
    """The same with findings.yaml."""
    if catalog.findings:
        return catalog
    findings = parse_findings(parse_yaml("findings.yaml", schemas.read_text("findings.yaml")))
    return replace(catalog, findings=findings)


def load_catalog() -> Catalog:
    """Both."""
    return with_findings(load_messages())


def parse_yaml(name: str, content: bytes) -> Parsed:
    """One of our own YAML files, or CannotRun with the line."""
    parsed = parse(content)
    if not isinstance(parsed, Parsed):
        raise CannotRun.told(parsed.key, parsed.params, file=name, line=parsed.line)
    return parsed


def language_of(start: Path) -> str | None:
    """The language that the archive around this folder has chosen; a look, not a reading."""
    root = find_root(start)
    try:
        found = LANGUAGE.search((root / "archive.yaml").read_bytes()) if root else None
    except OSError:
        return None
    return found.group(1).decode() if found else None
