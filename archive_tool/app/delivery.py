"""An earlier delivery of many archives, to compare with: read, matched with those of now, named in papers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from archive_tool.app.against import UNOPENED, earlier_of, text_of, unreadable
from archive_tool.app.opening import read_config
from archive_tool.core.errors import CannotRun
from archive_tool.core.profile import Profile
from archive_tool.core.scheme import Scheme
from archive_tool.core.tree_path import last_name
from archive_tool.report.bureau import Earlier

Document = Mapping[str, Any]


class Delivery:
    """An earlier result of many archives, to compare with."""

    def __init__(
        self, file: Path, scheme: Scheme | None, profile: Profile | None, *, strict: bool, scored: bool
    ) -> None:
        """CannotRun where it cannot be read, is none, or was judged by another scheme or profile.

        `profile`: None too where each archive has that of its own scheme; `scored`: whether it has one.
        """
        try:
            whole = json.loads(text_of(file.read_bytes()))
            by, was_strict = whole["scheme"], bool(whole["strict"])
            judged = [one for one in whole["archives"] if one["ok"]]
            found = {str(one["root"]): _trimmed(one["audit"]) for one in judged}
            names = {str(one["root"]): str(one["name"]) for one in judged}
            for one in found.values():
                earlier_of(one)
            by_profile = {_edition(one["audit"].get("profile")) for one in judged} or {NO_EDITION}
            as_of = date.fromisoformat(whole["as_of"])
        except OSError as error:
            raise unreadable(file, error) from None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise CannotRun("bureau.against-broken", file=str(file)) from None
        known = (str(by["id"]) if by else None, was_strict)
        if known != (scheme.id if scheme else None, strict):
            raise CannotRun("bureau.against-other", file=str(file))
        was = min(by_profile)
        # Another profile looks at other rules: what only they find would all be new.
        if bool(was.id) != scored:
            key = "bureau.against-unscored" if scored else "bureau.against-scored"
            raise CannotRun(key, file=str(file), other=was.id)
        if profile and was.id != profile.id:
            raise CannotRun("bureau.against-profile", file=str(file), other=was.id, profile=profile.id)
        self._found, self._names = found, names
        years = tuple(sorted({year for one in found.values() for year in one["years"]}))
        differs = []
        if scheme and _edition(by).sha256 != scheme.sha256:
            differs.append("bureau.against-scheme-changed")
        if profile and was.sha256 != profile.sha256:
            differs.append("bureau.against-profile-changed")
        self.told = Earlier(file.name, as_of, years, tuple(differs))

    def match(self, roots: Sequence[Path]) -> tuple[list[Document | None], list[str]]:
        """For each root its earlier document, by place, else by a name that no other has; and who is gone.

        The name is that of its folder, else, where the folder was renamed, that of its fonds.
        """
        here = [str(root) for root in roots]
        places = {root: root for root in here if root in self._found}
        for name_of, name_of_old in (
            (last_name, last_name),
            (_fonds_name, lambda root: self._names[root]),
        ):
            left = [root for root in self._found if root not in places.values()]
            old, new = (
                _by_name(left, name_of_old),
                _by_name([root for root in here if root not in places], name_of),
            )
            places |= {root: old[name] for name, root in new.items() if name and name in old}
        known = [places.get(root) for root in here]
        gone = [root for root in self._found if root not in places.values()]
        return [self._found[place] if place else None for place in known], gone


class _Edition(NamedTuple):
    """A scheme or profile of then; "" where there was none."""

    id: str
    sha256: str


NO_EDITION = _Edition("", "")


def _edition(told: Document | None) -> _Edition:
    return _Edition(str(told["id"]), str(told["sha256"])) if told else NO_EDITION


def _fonds_name(root: str) -> str:
    """What archive.yaml calls the fonds; "" where it cannot be read or says nothing."""
    try:
        data = read_config(Path(root))[0].data
    except CannotRun:
        return ""
    fonds = data.get("fonds") if isinstance(data, dict) else None
    return str(fonds.get("name") or "") if isinstance(fonds, dict) else ""


def _by_name(roots: Sequence[str], name_of: Callable[[str], str]) -> Mapping[str, str]:
    """Name -> root, of names that only one has; roots may come from another system."""
    names = {root: name_of(root) for root in roots}
    counts = Counter(names.values())
    return {name: root for root, name in names.items() if counts[name] == 1}


def _trimmed(audit: Document) -> Document:
    """No more of it than is compared: there may be many."""
    keys = ("code", "severity", "rule", "unit", "whom", "period", "path", "record", "waived")
    return {
        "as_of": audit["as_of"],
        "years": audit["years"],
        "findings": [{key: one[key] for key in keys} for one in audit["findings"] if one["waived"] is None],
        "coverage": [
            {"unit": unit, "kind": "count"}
            for unit in sorted({row["unit"] for row in audit["coverage"] if row["kind"] == "count"})
        ],
        "not_run": [one for one in audit["not_run"] if one["check"] == UNOPENED],
    }
