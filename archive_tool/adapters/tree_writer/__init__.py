"""The archive as changed: one plan at a time, announced, made durable, nothing overwritten unseen."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from archive_tool.adapters.tree_writer.batch import Batch
from archive_tool.core.errors import CannotRun
from archive_tool.core.filing import Action, Applied, FilingPlan, Move
from archive_tool.core.ports import PlanJournal
from archive_tool.core.tree_path import is_inside


class TreeWriter:
    """Changes the tree below `root`; the caller holds the writer lock."""

    def __init__(
        self, root: Path, journal: PlanJournal, *, pause: Callable[[float], None] = time.sleep
    ) -> None:
        """`pause` waits some seconds, between tries at a file another program holds (Windows)."""
        self._root = root
        self._journal = journal
        self._pause = pause

    def apply(self, plan: FilingPlan) -> Applied:
        """Carry out the plan: folders first, then the other actions in their order.

        Journal → temp files on the disk → renames → folders on the disk → journal. An action a
        person was faster at is dropped with a reason: dropped.exists, dropped.changed, dropped.gone,
        dropped.name (the disk does not take the name), dropped.locked (open elsewhere; Windows).
        Raises CannotRun `path.outside` before anything is done, `write.failed` when the disk fails:
        then what was done stays done and is in the journal, and no temp file is left. `write.aside` where
        what a person saved at the last moment lies in a temp file (`temp`) and could not be put back: it
        stays, and the journal does not call the plan done.
        """
        for path in (path for action in plan.actions for path in _paths(action)):
            if not is_inside(path, windows=os.name == "nt"):
                raise CannotRun("path.outside", file=path)
        if not plan.actions:
            return Applied()
        plan_id = self._journal.begin(plan)
        batch = Batch(self._root, plan_id, self._pause)
        try:
            batch.carry_out(plan.actions)
        except BaseException as error:
            batch.discard()
            with suppress(CannotRun):
                if not batch.is_open:
                    self._journal.done(plan_id, batch.applied())
            if isinstance(error, OSError):
                reason = error.strerror or type(error).__name__
                raise CannotRun("write.failed", file=batch.at, reason=reason) from error
            raise
        batch.discard()
        self._journal.done(plan_id, batch.applied())
        return batch.applied()


def _paths(action: Action) -> tuple[str, ...]:
    return (action.source, action.target) if isinstance(action, Move) else (action.path,)
