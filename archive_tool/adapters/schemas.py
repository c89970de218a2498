"""Finds the schemas and sample archive that ship with the tool, and reads scheme folders."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archive_tool.core.errors import CannotRun

PACKAGE = Path(__file__).resolve().parents[1]
SCHEME_FILE = "scheme.yaml"
PROFILES = "profiles/"


def shipped(name: str) -> Path:
    """`schemas` or `sample_archive`: inside the wheel, else beside the package in a checkout."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def scheme_ids() -> tuple[str, ...]:
    """Schemes that ship with the tool."""
    return tuple(sorted(path.parent.name for path in shipped("schemas").glob(f"*/{SCHEME_FILE}")))


def find_scheme(name: str, root: Path) -> Path:
    """The folder of a scheme: one that ships, or a folder given relative to the archive."""
    if name in scheme_ids():
        return shipped("schemas") / name
    folder = (root / name).resolve()
    if (folder / SCHEME_FILE).is_file():
        return folder
    raise CannotRun("scheme.unknown", scheme=name, known=list(scheme_ids()))


def read_scheme(folder: Path) -> tuple[dict[str, bytes], str]:
    """Relative name -> bytes of its YAML files, and the sha256 over all of them."""
    import hashlib  # not needed for texts, which every command reads

    found = {}
    digest = hashlib.sha256()
    for path in sorted(_yaml_files(folder), key=lambda p: p.relative_to(folder).as_posix()):
        name = path.relative_to(folder).as_posix()
        # Line ends differ between checkouts; the standard does not.
        content = path.read_bytes().replace(b"\r\n", b"\n")
        found[name] = content
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return found, digest.hexdigest()


def digest(content: bytes) -> str:
    """sha256 of an archive.yaml, byte for byte, as `sha256sum` tells it."""
    import hashlib

    return hashlib.sha256(content).hexdigest()


def profile_ids(folder: Path) -> tuple[str, ...]:
    """Profiles of the scheme in a folder, by the names of their files."""
    return tuple(sorted(path.stem for path in folder.glob(f"{PROFILES}*.yaml")))


def read_profile(folder: Path, name: str) -> tuple[str, bytes]:
    """The file of a profile, relative to the scheme's folder, and its content."""
    file = f"{PROFILES}{name}.yaml"
    return file, (folder / file).read_bytes()


def read_text(name: str) -> bytes:
    """messages.yaml, findings.yaml or default.yaml."""
    return (shipped("schemas") / name).read_bytes()


def _yaml_files(folder: Path) -> Iterator[Path]:
    yield from folder.glob("*.yaml")
    yield from folder.glob("categories/*.yaml")
    yield from folder.glob(f"{PROFILES}*.yaml")
