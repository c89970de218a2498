"""Plans: every change of the archive as values, shown before it is made."""

from __future__ import annotations

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
Reason = Literal["init", "draft", "refresh", "re-pair", "folders", "describe", "accept", "rectify", "demo"]


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
