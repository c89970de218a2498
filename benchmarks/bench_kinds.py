"""Reads school.yaml: what schools file, how often, and of which papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_FILE = Path(__file__).with_name("school.yaml")


class Piece(NamedTuple):
    """One file of a record, before its format is chosen."""

    name: str  # "" in a record that is one file
    role: str
    paper: str
    always: bool = True  # else in every other record


class Kind(NamedTuple):
    """One kind of record, and where it lies."""

    folder: str  # category and leaf
    form: str
    title: str  # N: its number in the year
    activity: str
    times: int
    shape: str  # file, folder, loose, book, case, pointer, joint, shelf
    pieces: tuple[Piece, ...]
    by: str  # branch, committee, or "" for everybody


class Practice(NamedTuple):
    """Kinds, and the formats of every paper with their weights, by mix: mixed, text."""

    kinds: tuple[Kind, ...]
    formats: Mapping[str, Mapping[str, Mapping[str, int]]]


@cache
def practice() -> Practice:
    """As school.yaml says."""
    said = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    folders = {name: tuple(map(_piece, pieces)) for name, pieces in said["folders"].items()}
    return Practice(tuple(_kinds(said["kinds"], folders)), said["papers"])


def _kinds(
    said: Mapping[str, list[dict[str, Any]]], folders: Mapping[str, tuple[Piece, ...]]
) -> Iterator[Kind]:
    for folder, rows in said.items():
        for row in rows:
            alone = Piece("", "", row.get("paper", "text"))
            yield Kind(
                folder,
                row["form"],
                row["title"],
                row.get("activity", ""),
                row.get("times", 1),
                row.get("as", "folder" if "of" in row else "file"),
                folders[row["of"]] if "of" in row else (alone,),
                row.get("by", ""),
            )


def _piece(said: str) -> Piece:
    name, role, *rest = said.split()
    return Piece(name, role, rest[0] if rest else "text", "sometimes" not in rest)
