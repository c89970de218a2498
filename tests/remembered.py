"""Texts and schemes, which every command reads anew, are taken apart once for all commands of a test run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache

import pytest

from archive_tool.adapters import schemas
from archive_tool.app import opening, texts
from archive_tool.core.catalog import Catalog
from archive_tool.core.parsed import Parsed
from archive_tool.core.scheme import Scheme

LOAD_MESSAGES, PARSE_SCHEME = texts.load_messages, opening.parse_scheme


@contextmanager
def remembered() -> Iterator[None]:
    """By their content: who changes a file, or names another scheme, gets what it says."""
    schemes: dict[str, Scheme] = {}

    @lru_cache(2)
    def messages(content: bytes) -> Catalog:
        return LOAD_MESSAGES()

    def scheme(parsed: Mapping[str, Parsed], sha256: str) -> Scheme:
        if sha256 not in schemes:
            schemes[sha256] = PARSE_SCHEME(parsed, sha256)
        return schemes[sha256]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "load_messages", lambda: messages(schemas.read_text("messages.yaml")))
        patch.setattr(opening, "parse_yaml", lru_cache(500)(opening.parse_yaml))
        patch.setattr(opening, "parse_scheme", scheme)
        yield
