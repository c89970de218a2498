"""What tests of whole commands share: a home of their own, archives small and large."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from remembered import remembered
from shared_readers import shared
from trees import Picture, make_tree

from archive_tool.app import opening
from archive_tool.app.reading import Readers

# A machine with other work to do is no reason to fail.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

# In the background of a shell, or under nohup, one is deaf to stops, and so would be all that tests start and stop.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

USUAL = gc.get_threshold()


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """A command seldom looks for cycles, because it ends soon; the process of the tests would grow to gigabytes."""
    yield
    gc.set_threshold(*USUAL)


def pytest_configure(config: pytest.Config) -> None:
    """Hundreds of processes are started here: modules are compiled for all of them once, if not beside the sources."""
    if sys.dont_write_bytecode and (cache := getattr(config, "cache", None)) is not None:
        sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"] = str(cache.mkdir("bytecode"))
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        sys.dont_write_bytecode = False


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--archives", type=int, default=400, help="how many random archives are compared")


@pytest.fixture(scope="session", autouse=True)
def _shared() -> Iterator[None]:
    """What every command would start or load anew, and none changes."""
    with shared(), remembered():
        yield


@pytest.fixture
def own_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every archive starts and ends its own processes, as in the life of a user."""
    monkeypatch.setattr(opening, "Readers", Readers)


@pytest.fixture
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Logs and caches of the user go to a folder of the test."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(home / name))
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture(scope="session")
def synced_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample archive after `demo`; not to be changed."""
    from commands import done

    folder = tmp_path_factory.mktemp("sample") / "样例"
    done(folder.parent, "demo", str(folder))
    return folder


@pytest.fixture
def sample(synced_sample: Path, tmp_path: Path, own_home: Path) -> Path:
    """A copy of it to work in."""
    return Path(shutil.copytree(synced_sample, tmp_path / "样例", symlinks=True))


MINIMAL = "scheme: minimal\nunits:\n- {id: club, name: 园艺社, aliases: [园艺], kind: club}\n"


@pytest.fixture
def small(tmp_path: Path, own_home: Path) -> Iterator[Callable[[Picture], Path]]:
    """Makes a small archive from a picture; archive.yaml is there unless the picture has its own."""

    def make(picture: Picture, name: str = "库") -> Path:
        return make_tree(tmp_path / name, {"archive.yaml": MINIMAL, **picture})

    yield make
