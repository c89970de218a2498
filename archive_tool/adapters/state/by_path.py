"""Rows asked for by the paths they are about, without looking at the others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from archive_tool.adapters.state.database import Database

_ASKED = 500  # keys asked for at once
FEW = 30  # or so many, of rows that are large
_MANY = 5000  # more paths than this are answered by one pass over the table


def named(
    db: Database, table: str, columns: str, where: str, paths: Collection[str]
) -> Iterator[tuple[Any, ...]]:
    """The rows of these paths; where there are many, those of others too."""
    select = f"SELECT {columns} FROM {table} WHERE {where}"
    if len(paths) > _MANY:
        yield from db.rows(select)
        return
    waiting = map(key_of, paths)
    while keys := tuple(islice(waiting, _ASKED)):
        yield from db.rows(f"{select} AND path IN ({places(keys)})", keys)


def below(db: Database, table: str, columns: str, scope: Sequence[str] | None) -> Iterator[tuple[Any, ...]]:
    """The rows of a scope's folders and of what lies below them; None: all."""
    select = f"SELECT {columns} FROM {table}"
    if scope is None or "" in scope:
        yield from db.rows(select)
        return
    for folder in scope:
        key = key_of(folder.rstrip("/"))
        inside = (key, key + b"/", key + b"0")  # "0" is what follows "/"
        yield from db.rows(f"{select} WHERE path = ? OR path >= ? AND path < ?", inside)


def asked(
    db: Database, select: str, keys: Iterable[str | bytes], *before: object
) -> Iterator[tuple[Any, ...]]:
    """The rows of these keys, a few at a time: `select` … IN (keys), and what is filled in before them."""
    waiting = iter(keys)
    while some := tuple(islice(waiting, FEW)):
        yield from db.rows(f"{select} IN ({places(some)})", (*before, *some))


def places(values: Sequence[object]) -> str:
    """So many question marks."""
    return ", ".join("?" * len(values))


def key_of(path: str) -> bytes:
    """Names that are no Unicode cannot be stored as text."""
    return path.encode("utf-8", "surrogatepass")


def path_of(key: bytes) -> str:
    """The path of a `key_of`."""
    return key.decode("utf-8", "surrogatepass")
