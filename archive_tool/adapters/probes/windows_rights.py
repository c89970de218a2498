"""Rights of Windows: the access control list as `icacls` writes it, read without the names of any language."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from archive_tool.core.health.rights import Openness

_SECONDS = 20.0
# What the description language calls groups that nearly everybody is in -> what this tool calls them.
EVERYBODY = {
    "WD": "everyone",
    "S-1-1-0": "everyone",
    "AU": "authenticated-users",
    "S-1-5-11": "authenticated-users",
    "BU": "users",
    "S-1-5-32-545": "users",
    "BG": "guests",
    "S-1-5-32-546": "guests",
    "AN": "anonymous",
    "S-1-5-7": "anonymous",
    "DU": "domain-users",
    "DG": "domain-guests",
    "IU": "interactive",
    "S-1-5-4": "interactive",
    "NU": "network",
    "S-1-5-2": "network",
}
_DOMAIN_GROUPS = {"513": "domain-users", "514": "domain-guests"}  # the last number of S-1-5-21-…
_ENTRY = re.compile(
    r"\((?P<kind>[A-Z]+);(?P<flags>[A-Z]*);(?P<rights>[^;]*);[^;]*;[^;]*;(?P<who>[^;)]+)[^)]*\)"
)
_READING = frozenset({"FA", "FR", "GA", "GR", "CC"})
_LIST_BITS = 0x80000000 | 0x10000000 | 0x00000001  # generic read, generic all, list


def openness(place: Path, path: str) -> Openness:
    """As `icacls /save` tells it; the reason where that fails. Rights of the share itself are not seen."""
    try:
        described = _saved(place)
    except (OSError, subprocess.SubprocessError, UnicodeError) as error:
        return Openness(path, reason=str(error) or type(error).__name__)
    if "D:" not in described:
        return Openness(path, reason="no access control list")
    return Openness(path, tuple(sorted(set(everybody(described)))))


def everybody(described: str) -> Iterator[str]:
    """Groups of nearly everybody that may list the folder, from its security descriptor (SDDL)."""
    listed = described.partition("D:")[2].partition("S:")[0]
    if listed.startswith("NO_ACCESS_CONTROL"):
        yield "everyone"
    denied: set[str] = set()
    for entry in _ENTRY.finditer(listed):
        group = _group(entry["who"])
        if not group or "IO" in _pairs(entry["flags"]) or not _lists(entry["rights"]):
            continue  # IO: only for what lies below
        if entry["kind"] == "D":
            denied.add(group)
        elif entry["kind"] == "A" and group not in denied:
            yield group


def _group(who: str) -> str:
    if who.startswith("S-1-5-21-"):
        return _DOMAIN_GROUPS.get(who.rpartition("-")[2], "")
    return EVERYBODY.get(who, "")


def _lists(rights: str) -> bool:
    if rights.lower().startswith("0x"):
        return bool(int(rights, 16) & _LIST_BITS)
    return not _READING.isdisjoint(_pairs(rights))


def _pairs(letters: str) -> set[str]:
    return {letters[start : start + 2] for start in range(0, len(letters), 2)}


def _saved(place: Path) -> str:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "rights.txt")
        command = ["icacls", str(place), "/save", str(file), "/q"]
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
        return file.read_bytes().decode("utf-16-le").lstrip("\ufeff")
