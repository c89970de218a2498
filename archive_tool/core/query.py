"""The query language: text in, a tree of conditions out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query."""
