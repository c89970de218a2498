"""The disk that the archive lies on: what it lets the tool do, what it keeps of names and times, how much fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive_tool.core.health.check import Check
from archive_tool.core.parsed import Params

MIB = 1 << 20
OUT, SCARCE = 100 * MIB, 1024 * MIB  # bytes free: nothing can be done, soon nothing can be done
SKEW = 2.0  # seconds that the disk's clock may differ: files younger than that are looked at again anyway
FUTURE = 86_400  # seconds that a file may lie ahead: time zones, a clock that was just set
LONGEST = 259  # characters that a path may have for programs that know nothing of long ones
LONGEST_NAME = 83  # Chinese characters that fit a name of 255 bytes, with its ending
MOST_NAMED = 3
UNTRIED = "doctor.needs-writing"
RENAME = Check("rename", "problem", "doctor.rename.refused", {}, "doctor.do.rename.refused", "admin")
LOCK = Check("lock", "problem", "doctor.lock.refused", {}, "doctor.do.lock.refused", "admin")
FSYNC = Check("fsync", "warning", "doctor.fsync.refused", {}, "doctor.do.fsync.refused", "admin")
FAT = ("fat", "vfat", "msdos", "exfat", "fat32")


@dataclass(frozen=True, slots=True)
class Scratch:
    """What a folder of the tool's own showed. Reasons are the system's words, "" where it worked."""

    write: str = ""
    fsync: str = ""
    rename: str = ""
    lock: str = ""
    case_sensitive: bool = True
    name_kept: bool = True  # whether a name comes back as it was written
    longest_name: int = LONGEST_NAME  # Chinese characters
    skew: float = 0.0  # seconds by which the disk's clock is ahead of the computer's
    events: bool | None = None  # whether the system tells of a new file; None: nobody could listen
    deaf: str = ""  # why nobody could


@dataclass(frozen=True, slots=True)
class Disk:
    """What was found of the archive's disk."""

    kind: str  # the file system's name, "" where nobody can say
    network: bool
    cache: str
    cache_network: bool
    free: int  # bytes
    cache_free: int
    scratch: Scratch
    folders: int
    tried: int  # files that were opened for a moment
    unreadable: tuple[str, ...] = ()  # paths, with the system's words
    longest: str = ""  # the longest path below the root
    longest_length: int = 0  # of the whole path, in characters
    long_paths: bool | None = None  # whether Windows lets programs use longer ones; None: no such setting
    ahead: str = ""  # the file whose time lies furthest ahead
    ahead_seconds: float = 0.0
    watches: int | None = None  # folders that may be watched; None: no such limit


def checks(disk: Disk) -> Iterator[Check]:
    yield _place(disk)
    yield _read(disk)
    yield from _scratch(disk.scratch)
    yield _watch(disk.scratch, network=disk.network)
    if disk.watches is not None:
        yield _watches(disk.folders, disk.watches)
    yield _names(disk.scratch)
    yield _paths(disk)
    yield _clock(disk)
    yield _space("space", disk.free)
    yield _space("cache-space", disk.cache_free)


def _place(disk: Disk) -> Check:
    params: Params = {"kind": disk.kind or "?", "cache": disk.cache}
    if disk.cache_network:
        return Check("place", "warning", "doctor.place.cache", params, "doctor.do.place.cache", "keeper")
    if disk.network:
        return Check("place", "ok", "doctor.place.network", params)
    if disk.kind.lower() in FAT:
        return Check("place", "warning", "doctor.place.fat", params, "doctor.do.place.fat", "admin")
    return Check("place", "ok", "doctor.place.ok", params)


def _read(disk: Disk) -> Check:
    if disk.unreadable:
        named = list(disk.unreadable[:MOST_NAMED])
        params: Params = {"count": len(disk.unreadable), "paths": named}
        return Check("read", "problem", "doctor.read.refused", params, "doctor.do.read.refused", "admin")
    return Check("read", "ok", "doctor.read.ok", {"folders": disk.folders, "tried": disk.tried})


def _scratch(scratch: Scratch) -> Iterator[Check]:
    """Writing, and what only shows where that is possible."""
    if scratch.write:
        params: Params = {"reason": scratch.write}
        yield Check("write", "warning", "doctor.write.refused", params, "doctor.do.write.refused", "admin")
        yield from (Check(name, "unchecked", UNTRIED) for name in ("rename", "lock", "fsync"))
        return
    yield Check("write", "ok", "doctor.write.ok")
    yield _refused(RENAME, scratch.rename) if scratch.rename else Check("rename", "ok", "doctor.rename.ok")
    yield _refused(LOCK, scratch.lock) if scratch.lock else Check("lock", "ok", "doctor.lock.ok")
    yield _refused(FSYNC, scratch.fsync) if scratch.fsync else Check("fsync", "ok", "doctor.fsync.ok")


def _refused(check: Check, reason: str) -> Check:
    return check._replace(params={"reason": reason})


def _watch(scratch: Scratch, *, network: bool) -> Check:
    if network:
        return Check("watch", "warning", "doctor.watch.network", {}, "doctor.do.watch.poll", "you")
    if scratch.events is None:
        told = UNTRIED if scratch.write else "doctor.watch.deaf"
        return Check("watch", "unchecked", told, {"reason": scratch.deaf})
    if not scratch.events:
        return Check("watch", "warning", "doctor.watch.silent", {}, "doctor.do.watch.poll", "you")
    return Check("watch", "ok", "doctor.watch.ok")


def _watches(folders: int, most: int) -> Check:
    params: Params = {"folders": folders, "most": most}
    if folders > most * 0.9:
        return Check("watches", "warning", "doctor.watches.few", params, "doctor.do.watches.few", "admin")
    return Check("watches", "ok", "doctor.watches.ok", params)


def _names(scratch: Scratch) -> Check:
    if scratch.write:
        return Check("names", "unchecked", UNTRIED)
    if not scratch.name_kept:
        return Check("names", "warning", "doctor.names.changed", {}, "doctor.do.names.changed", "admin")
    if scratch.longest_name < LONGEST_NAME:
        params: Params = {"longest": scratch.longest_name}
        return Check("names", "warning", "doctor.names.short", params, "doctor.do.names.short", "keeper")
    return Check("names", "ok", "doctor.names.ok" if scratch.case_sensitive else "doctor.names.one-case")


def _paths(disk: Disk) -> Check:
    params: Params = {"length": disk.longest_length, "path": disk.longest, "most": LONGEST}
    if disk.longest_length <= LONGEST:
        return Check("paths", "ok", "doctor.paths.ok", params)
    if disk.long_paths is False:
        return Check("paths", "warning", "doctor.paths.long", params, "doctor.do.paths.enable", "admin")
    return Check("paths", "warning", "doctor.paths.long", params, "doctor.do.paths.long", "keeper")


def _clock(disk: Disk) -> Check:
    params: Params = {
        "seconds": f"{disk.scratch.skew:+.0f}",
        "path": disk.ahead,
        "days": f"{disk.ahead_seconds / 86_400:.0f}",
    }
    if abs(disk.scratch.skew) > SKEW:
        return Check("clock", "warning", "doctor.clock.skew", params, "doctor.do.clock.skew", "admin")
    if disk.ahead_seconds > FUTURE:
        return Check("clock", "warning", "doctor.clock.ahead", params, "doctor.do.clock.ahead", "keeper")
    return Check("clock", "ok", "doctor.clock.ok")


def _space(name: str, free: int) -> Check:
    params: Params = {"free": _size(free)}
    if free < OUT:
        return Check(name, "problem", "doctor.space.out", params, "doctor.do.space", "admin")
    if free < SCARCE:
        return Check(name, "warning", "doctor.space.scarce", params, "doctor.do.space", "admin")
    return Check(name, "ok", "doctor.space.ok", params)


def _size(amount: int) -> str:
    gib = amount / (1024 * MIB)
    return f"{gib:.1f} GiB" if gib >= 1 else f"{amount // MIB} MiB"
