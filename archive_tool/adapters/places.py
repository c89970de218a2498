"""Where things lie on this computer: the archive's root, its cache, the user's state and log."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from archive_tool.core.names import is_undecodable

_APP = "archive-tool"
_CONFIGURATION = "archive.yaml"
_KEY_BYTES = 8
# File systems that come over a network, or from the host of a virtual machine: the locks of SQLite
# do not hold there.
_REMOTE = ("nfs", "cifs", "smb", "afp", "webdav", "davfs", "ceph", "gluster", "lustre", "9p", "ncp", "afs")
_NETWORK = (*_REMOTE, "vboxsf", "vmhgfs", "prl_fs")
_NETWORK_FUSE = ("sshfs", "rclone", "s3fs", "davfs", "gvfsd", "smb", "gluster", "ceph", "vmhgfs")
_DRIVE_REMOTE = 4


def find_root(start: Path) -> Path | None:
    """The nearest folder from `start` upward that holds an archive.yaml; None if there is none."""
    here = Path(os.path.abspath(start))
    for folder in (here, *here.parents):
        if os.path.isfile(folder / _CONFIGURATION):
            return folder
    return None


def cache_folder(
    root: Path,
    configured: str = "",
    *,
    to_write: bool = False,
    user_cache: Path | None = None,
    is_network: Callable[[Path], bool] | None = None,
) -> Path:
    """The cache of an archive: `.archive/cache`, unless it is configured or cannot be there.

    A configured folder (relative to the root, `~` understood) and the user's cache directory hold
    one folder per archive, named by a hash of its place. The user's is taken where the archive lies
    on a network share, its path is no text (search engines take no other), or its cache cannot be
    written; on a disk that cannot be written at all, a
    cache that is there is read, unless the user's is newer or it is taken `to_write`. Nothing is made here.
    """
    if configured:
        return root / os.path.expanduser(configured) / _APP / _key(root)
    own = root / ".archive" / "cache"
    if (is_network or is_on_network)(root) or is_undecodable(str(root)):
        return _of_user(root, user_cache)
    if _is_writable(own):
        return own
    # On a disk that takes nothing at all no sync can run: what the last one left is the best there is.
    user = _of_user(root, user_cache)
    frozen = own.is_dir() and not _is_writable(own.parent)
    return own if frozen and not to_write and _written_ns(own) >= _written_ns(user) else user


def guest_cache(root: Path, user_cache: Path | None = None) -> Path:
    """Where somebody who judges another's archive by a standard of their own keeps what they read of it."""
    return (user_cache or _user_cache()) / f"{_key(root)}-guest"


def is_on_network(path: Path) -> bool:
    """Whether a path lies on a network share; where that cannot be found out: no."""
    place = os.path.realpath(path)
    if os.name == "nt":
        return _is_remote_on_windows(place)
    best, kind = "", ""
    for mount, file_system in _mounts():
        if len(mount) >= len(best) and _is_below(place, mount):
            best, kind = mount, file_system
    return _is_remote(kind)


def silent_folders(root: Path) -> tuple[str, ...]:
    """Folders of an archive whose file system does not tell what others do there: relative paths, "" is all.

    Links and junctions are not followed, so that on Windows the root stands for all below it.
    """
    if is_on_network(root):
        return ("",)
    if os.name == "nt":
        return ()
    place = os.path.join(os.path.realpath(root), "")
    inside = {mount: kind for mount, kind in _mounts() if mount.startswith(place)}
    return tuple(mount[len(place) :] for mount, kind in inside.items() if _is_remote(kind))


def file_system(path: Path) -> str:
    """What the file system of a path is called (ext4, NTFS, cifs); "" where that cannot be found out."""
    place = os.path.normcase(os.path.realpath(path))
    best, kind = "", ""
    for mount, found in _mounts():
        mount = os.path.normcase(mount)
        if len(mount) >= len(best) and _is_below(place, mount):
            best, kind = mount, found
    return kind


def user_state() -> Path:
    """Where the user's run state lies, such as which archives are watched."""
    from platformdirs import user_state_path

    return user_state_path(_APP, appauthor=False)


def user_log() -> Path:
    """Where details of unexpected failures are written."""
    from platformdirs import user_log_path

    return user_log_path(_APP, appauthor=False)


def long_path(path: str, *, windows: bool = os.name == "nt") -> str:
    r"""An absolute path that Windows takes beyond 260 characters (`\\?\`); elsewhere as it is."""
    if not windows or path.startswith("\\\\?\\"):
        return path
    plain = path.replace("/", "\\")
    return f"\\\\?\\UNC\\{plain[2:]}" if plain.startswith("\\\\") else f"\\\\?\\{plain}"


def _of_user(root: Path, user_cache: Path | None) -> Path:
    return (user_cache or _user_cache()) / _key(root)


def _written_ns(cache: Path) -> int:
    """When something was last put into a cache, by its folder; of none that is there, never."""
    try:
        return max(os.stat(place).st_mtime_ns for place in (cache, cache / "state.db", cache / "index"))
    except OSError:
        return 0


def _user_cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path(_APP, appauthor=False)


def _key(root: Path) -> str:
    from hashlib import blake2b  # a help page needs no key

    place = os.path.normcase(os.path.realpath(root))
    return blake2b(place.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).hexdigest()


def _is_writable(folder: Path, *, windows: bool = os.name == "nt") -> bool:
    """Whether the folder, or the nearest one above it that is there, takes new names."""
    here = next(above for above in (folder, *folder.parents) if os.path.lexists(above))
    if not os.path.isdir(here) or not os.access(here, os.W_OK | os.X_OK):
        return False
    # Windows says yes of every folder, whatever its rights and its medium are.
    return not windows or _takes_a_file(here)


def _takes_a_file(folder: Path) -> bool:
    """Tried with one that is gone at once. Not by `tempfile`, which tries ten thousand names where none is taken."""
    place = long_path(str(folder / f".archive-tool-{os.urandom(8).hex()}.tmp"))
    try:
        os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_TEMPORARY", 0)))
    except OSError:
        return False
    with suppress(OSError):  # there it is deleted as it is closed
        os.unlink(place)
    return True


def _mounts() -> Iterator[tuple[str, str]]:
    """(mount point, file system) of every mount, later ones above earlier ones."""
    if sys.platform.startswith("linux"):
        try:
            # What psutil would read, without its 50 ms of import.
            with open("/proc/self/mounts", "rb") as mounts:
                for line in mounts:
                    _, mount, kind, *_ = line.split(b" ")
                    yield (
                        os.fsdecode(mount.decode("unicode_escape").encode("latin-1")),
                        kind.decode("ascii", "replace"),
                    )
            return
        except (OSError, ValueError):
            pass
    import psutil

    for partition in psutil.disk_partitions(all=True):
        yield partition.mountpoint, partition.fstype


def _is_remote(file_system: str) -> bool:
    kind = file_system.lower()
    return kind.startswith(_NETWORK) or kind.partition("fuse.")[2].startswith(_NETWORK_FUSE)


def _is_below(place: str, mount: str) -> bool:
    return place == mount or place.startswith(mount.rstrip(os.sep) + os.sep)


def _is_remote_on_windows(place: str) -> bool:
    plain = place.removeprefix("\\\\?\\")
    if plain.startswith(("\\\\", "UNC\\")):
        return True
    if sys.platform == "win32":
        import ctypes

        drive = os.path.splitdrive(plain)[0] + "\\"
        return bool(ctypes.windll.kernel32.GetDriveTypeW(drive) == _DRIVE_REMOTE)
    return False
