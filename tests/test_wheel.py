"""What ships: the wheel holds the schemas and the sample archive that the checkout holds, no more, no less."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MOST_BYTES = 3 * 1024 * 1024

pytestmark = pytest.mark.slow


def tracked(folder: str) -> set[str]:
    """What git keeps below a folder; skips where this is no clone."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git clone")
    listed = subprocess.run(["git", "ls-files", "-z", folder], cwd=ROOT, capture_output=True, check=True)
    return {name for name in listed.stdout.decode("utf-8").split("\0") if name}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """A wheel built without network, in this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = folder.glob("*.whl")
    with zipfile.ZipFile(path) as opened:
        yield opened


def shipped(wheel: zipfile.ZipFile, folder: str) -> set[str]:
    """Names below a folder of the package, as they stand in the checkout."""
    inside = f"archive_tool/{folder}/"
    return {f"{folder}/{name.removeprefix(inside)}" for name in wheel.namelist() if name.startswith(inside)}


@pytest.mark.parametrize("folder", ["schemas", "sample_archive"])
def test_the_wheel_holds_what_the_checkout_holds(wheel: zipfile.ZipFile, folder: str) -> None:
    assert shipped(wheel, folder) == tracked(folder)


def test_what_reports_are_made_from_ships_too(wheel: zipfile.ZipFile) -> None:
    templates = shipped(wheel, "report/templates")
    assert {f"archive_tool/{name}" for name in templates} == tracked("archive_tool/report/templates")
    assert templates


def test_the_planted_litter_ships_too(wheel: zipfile.ZipFile) -> None:
    assert any(name.endswith("/Thumbs.db") for name in shipped(wheel, "sample_archive"))


@pytest.mark.parametrize("folder", ["schemas", "sample_archive"])
def test_every_file_ships_byte_for_byte(wheel: zipfile.ZipFile, folder: str) -> None:
    names = shipped(wheel, folder) & tracked(folder)
    changed = [name for name in names if wheel.read(f"archive_tool/{name}") != (ROOT / name).read_bytes()]
    assert changed == []


def test_the_sample_stays_small(wheel: zipfile.ZipFile) -> None:
    sizes = [info.file_size for info in wheel.infolist() if "/sample_archive/" in info.filename]
    assert 0 < sum(sizes) <= MOST_BYTES


def test_nothing_but_the_package_ships(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"archive_tool"}
    assert not [name for name in wheel.namelist() if "__pycache__" in name or "/.archive/" in name]
