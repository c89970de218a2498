"""Plans: every change of the archive as values, shown before it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class MakeFolder:
    """Create a folder (and its parents); already there is fine."""

    path: str


@dataclass(frozen=True, slots=True)
class WriteNew:
    """Create a file; if something is there by now the action is dropped."""

    path: str
    content: bytes
    hidden: bool = False  # Windows: set the hidden attribute


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Replace a file whose bytes are still `before`; else the action is dropped."""

    path: str
    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class Move:
    """Rename without overwriting; if the target is there or the source gone, dropped."""

    source: str
    target: str


Action = MakeFolder | WriteNew | Rewrite | Move
Reason = Literal["init", "draft", "refresh", "re-pair", "folders", "describe", "accept", "demo"]


@dataclass(frozen=True, slots=True)
class FilingPlan:
    """Actions that belong together: one journal entry, one barrier (keep to some 500)."""

    reason: Reason
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """An action that was not carried out, and the message key saying why."""

    action: Action
    reason: str  # dropped.changed, dropped.exists, dropped.gone, dropped.not-editable, …


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a plan."""

    done: tuple[Action, ...] = ()
    dropped: tuple[Dropped, ...] = ()
