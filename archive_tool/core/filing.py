"""Plans: every change of the archive as values, shown before it is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple


class MakeFolder(NamedTuple):
    """Create a folder (and its parents); already there is fine."""

    path: str


class WriteNew(NamedTuple):
    """Create a file; if something is there by now the action is dropped."""

    path: str
    content: bytes
    hidden: bool = False  # Windows: set the hidden attribute


class Rewrite(NamedTuple):
    """Replace a file whose bytes are still `before`; else the action is dropped."""

    path: str
    before: bytes
    after: bytes


class Move(NamedTuple):
    """Rename without overwriting; if the target is there or the source gone, dropped."""

    source: str
    target: str


Action = MakeFolder | WriteNew | Rewrite | Move
Reason = Literal["init", "draft", "refresh", "re-pair", "folders", "describe", "accept", "rectify"]


class FilingPlan(NamedTuple):
    """Actions that belong together: one journal entry, one barrier (keep to some 500)."""

    reason: Reason
    actions: tuple[Action, ...]


class Dropped(NamedTuple):
    """An action that was not carried out, and the message key saying why."""

    action: Action
    reason: str  # dropped.changed, dropped.exists, dropped.gone, dropped.not-editable, …


class Applied(NamedTuple):
    """What became of a plan."""

    done: tuple[Action, ...] = ()
    dropped: tuple[Dropped, ...] = ()


class Announced(NamedTuple):
    """An action as the journal tells it; of new content it keeps the digest alone."""

    do: Literal["make-folder", "write-new", "rewrite", "move", "purged"]  # purged: nothing else is known
    path: str = ""  # of a move, where it leads to
    source: str = ""  # of a move
    before: bytes = b""  # of a rewrite
    sha256: str = ""  # of the new content


class Unfinished(NamedTuple):
    """A plan that was begun and of which nobody said what became of it: its process ended in the middle."""

    id: str
    actions: tuple[Announced, ...]


class Settled(NamedTuple):
    """What an unfinished plan was found to have come to, after what was half done was put in order."""

    done: tuple[int, ...]  # numbers of its actions
    dropped: Mapping[int, str]  # of the others, with the message key saying why
    temps: int  # temp files removed
    kept: tuple[str, ...] = ()  # temp files left alone: they may hold what somebody has saved
