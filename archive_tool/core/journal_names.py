"""Which actions of the journal tell of a file or folder: by their own places, or by what they replaced."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from typing import Any

from archive_tool.core.names import normal
from archive_tool.core.tree_path import lineage

_PLACES = ("path", "source", "target")
# What a sidecar may be written in that is not UTF-8.
_ENCODINGS = ("gb18030", "utf-16")
# How YAML writes signs between double quotes; of the letters only those that stand in names.
_ESCAPED = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([_ \"/\\]))")
_QUOTES, _SPACE = re.compile("'+"), re.compile(r"\s+")


def teller(paths: Collection[str], sidecar: str) -> Callable[[Mapping[str, Any]], bool]:
    """A question to an action as it stands in the journal: does it name one of `paths`, or tell of one?

    An action tells of what lies at its place, below it in a folder, and of what a sidecar (its name ends in
    `sidecar`, or it lies in a folder around) said before it was rewritten.
    """
    secret = frozenset(map(normal, paths))
    below: dict[str, set[str]] = {}  # folder -> names of secrets in it, at any depth
    for path in secret:
        for folder in lineage(path)[:-1]:
            below.setdefault(folder, set()).add(path.rpartition("/")[2])

    @cache
    def names(folder: str) -> re.Pattern[str] | None:
        """A longer name that begins so is another one's: a.doc is not a.docx."""
        said = "|".join(re.escape(_plain(name)) for name in below.get(folder, ()))
        return re.compile(f"(?:{said})(?![A-Za-z0-9])") if said else None

    def tells(action: Mapping[str, Any]) -> bool:
        places = [normal(str(action[key])) for key in _PLACES if key in action]
        if any(not secret.isdisjoint(lineage(place.removesuffix(sidecar))) for place in places):
            return True
        asked = (names(place.rpartition("/")[0]) for place in places)
        patterns = [pattern for pattern in asked if pattern]
        said = list(_texts(action.get("before"))) if patterns else []
        return any(pattern.search(text) for pattern in patterns for text in said)

    return tells


def _texts(before: object) -> Iterator[str]:
    """What a file said, as it may be read, in plain signs."""
    if isinstance(before, str):
        yield _plain(before)
    elif isinstance(before, Mapping):
        try:
            content = base64.b64decode(str(before.get("base64", "")))
        except binascii.Error:
            return
        yield from (_plain(content.decode(encoding, "ignore")) for encoding in _ENCODINGS)


def _plain(text: str) -> str:
    """Without what YAML does to a name: escapes, doubled quotes, and lines that are folded at a space."""
    return _SPACE.sub("", _QUOTES.sub("'", normal(_ESCAPED.sub(_sign, text))))


def _sign(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2] or escape[3]
    if code:
        return chr(int(code, 16)) if int(code, 16) < 0x110000 else escape[0]
    return "\u00a0" if escape[4] == "_" else escape[4]
