"""Office documents as LibreOffice prints them, where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from archive_tool.adapters.pages import clean, clean_package, pdf
from archive_tool.adapters.pages.job import Job, Made, Unshowable
from archive_tool.core.reasons import because

NAMES = ("soffice", "libreoffice")
SECONDS = 90
MEGABYTES = 4096  # of address space; it reserves much more than it uses
# No macros, nothing fetched from elsewhere, no objects of other programs, links not followed.
SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableOLEAutomation", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Office.Calc/Content/Update", "Link", "2"),
)


def find() -> str:
    """Where LibreOffice is; "" where it is not. Never what lies in the folder one works in."""
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        for name in NAMES if os.path.isabs(folder) else ():
            for ending in (".com", ".exe") if sys.platform == "win32" else ("",):
                if os.path.isfile(found := os.path.join(folder, name + ending)):
                    return found
    return next((place for place in _usual() if os.path.isfile(place)), "")


def _usual() -> list[str]:
    if sys.platform == "win32":
        homes = [os.environ.get(name, "") for name in ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432")]
        return [os.path.join(home, "LibreOffice", "program", "soffice.com") for home in homes if home]
    if sys.platform == "darwin":
        return ["/Applications/LibreOffice.app/Contents/MacOS/soffice"]
    return [
        "/usr/lib/libreoffice/program/soffice",
        "/opt/libreoffice/program/soffice",
        "/snap/bin/libreoffice",
    ]


def lay_out(job: Job) -> Made:
    """What LibreOffice makes of a copy: beside the document itself it would leave its lock. Raises Unshowable."""
    work = Path(job.work, f"office-{os.getpid()}")
    profile, place = work / "profile", work / "document"
    _profile(profile)
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    copy = place / f"document.{job.form}"
    _as_shown(job, copy)
    _convert(job.office, profile, place, copy)
    made = copy.with_suffix(".pdf")
    if not made.is_file():
        raise Unshowable("unsupported", "LibreOffice")
    try:
        return pdf.lay_out(str(made), job.target)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _as_shown(job: Job, copy: Path) -> None:
    """Without what was deleted: it would be printed, struck through. Of old formats, the document as it is."""
    if job.form in clean.PACKAGES:
        try:
            with open(job.source, "rb") as source, open(copy, "xb") as target:
                clean_package.bare(source, target, signed=True)
            return
        except MemoryError:
            raise
        # Parsers of foreign formats raise whatever they like; LibreOffice prints more than they understand.
        except Exception:
            copy.unlink()
    shutil.copyfile(job.source, copy)


def _profile(folder: Path) -> None:
    """One that no other LibreOffice on this computer uses, with everything that acts switched off."""
    settings = folder / "user" / "registrymodifications.xcu"
    if settings.exists():
        return
    settings.parent.mkdir(parents=True, exist_ok=True)
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in SETTINGS
    )
    names = 'xmlns:oor="http://openoffice.org/2001/registry"'
    settings.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:items {names}>{items}</oor:items>\n', encoding="utf-8"
    )


def _convert(office: str, profile: Path, place: Path, copy: Path) -> None:
    words = [
        office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo",
        "--nodefault", "--nolockcheck", "--convert-to", "pdf", "--outdir", str(place), str(copy),
    ]  # fmt: skip
    quiet = subprocess.DEVNULL
    with _room():
        process = subprocess.Popen(words, stdin=quiet, stdout=quiet, stderr=quiet, cwd=place)
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Unshowable("timeout", because("seconds", SECONDS)) from error
    finally:
        end(process.pid)
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)


@contextmanager
def _room() -> Iterator[None]:
    """Lets what is started here take more memory than a worker may."""
    if sys.platform == "win32":
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = MEGABYTES << 20
    room = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def end(pid: int) -> None:
    """A process and all that it has started; of one that is over nothing."""
    with suppress(psutil.Error):
        first = psutil.Process(pid)
        for process in (*first.children(recursive=True), first):
            with suppress(psutil.Error):
                process.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
