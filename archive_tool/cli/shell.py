"""What every command gets: the language, the starting folder, consoles, the open archive."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_tool.app import texts
from archive_tool.core.catalog import Speaker

if TYPE_CHECKING:
    from archive_tool.app.opening import Archive
    from archive_tool.core.results import Notice
    from archive_tool.report.screen import Screen

LANGUAGES = ("zh", "en")
LEAST_LINES, MOST_LINES = 24, 40  # of a first screen, whatever the terminal says


@dataclass(slots=True)
class Shell:
    """The user's side of one call."""

    start_folder: Path
    speaker: Speaker

    @classmethod
    def start(cls, words: Sequence[str]) -> Shell:
        """Language and folder are read ahead of the parser: the help depends on them."""
        folder = Path(_option(words, "-C") or ".").absolute()
        language = _option(words, "--lang")
        if language not in LANGUAGES:
            language = texts.language_of(folder) or _of_environment()
        return cls(folder, Speaker(texts.load_messages(), language))

    def say(self, key: str, /, **params: str | int | list[str]) -> str:
        return self.speaker.say(key, **params)

    def tell(self, notice: Notice) -> None:
        """What is no result of the command, in one line on stderr."""
        from archive_tool.report.printable import printable

        click.echo(printable(self.say(notice.key, **notice.params)), err=True)

    @contextmanager
    def open(self, *, to_index: bool = False, scheme: str | None = None) -> Iterator[Archive]:
        """The archive that the starting folder lies in; what is odd about its cache goes to stderr.

        `scheme`: by id or folder, in place of the one that the archive names.
        """
        from archive_tool.app.opening import Standard, load_scheme, open_archive

        start = self.start_folder
        standard = Standard(load_scheme(scheme, start)) if scheme else None
        with open_archive(start, self.speaker, to_index=to_index, standard=standard) as archive:
            try:
                yield archive
            finally:
                for notice in archive.notices:
                    self.tell(notice)
                for note in archive.state.notes:
                    click.echo(self.say(note), err=True)

    def screen(self) -> Screen:
        """Standard output as a page: as wide as the terminal, or as the text where it is none."""
        from rich.console import Console

        from archive_tool.report.screen import Screen
        from archive_tool.report.symbols import symbols

        class Quiet(Console):
            def on_broken_pipe(self) -> None:
                raise BrokenPipeError  # by itself it ends the process with 1, which means findings

        terminal = sys.stdout.isatty()
        console = Quiet(
            file=sys.stdout,
            color_system=None if os.environ.get("NO_COLOR") else "auto",
            markup=False,
            highlight=False,
            emoji=False,
        )
        signs = symbols(console.encoding, old_console=terminal and _is_old_console())
        if not terminal:
            return Screen(console, symbols=signs)
        return Screen(console, console.width, min(max(console.height, LEAST_LINES), MOST_LINES), signs)

    def write_log(self, details: str) -> Path:
        """Keep the details of a crash where the user can find them; OSError if nowhere."""
        import tempfile  # only after a crash

        from archive_tool.app.opening import log_folder

        text = f"{sys.version}\n{sys.argv}\n{details}"
        name = f"crash-{datetime.now():%Y%m%d-%H%M%S}.log"
        try:
            return _write(log_folder() / name, text)
        except OSError:
            return _write(Path(tempfile.gettempdir(), f"archive-tool-{name}"), text)


def _is_old_console() -> bool:
    """A Windows console other than the Terminal, set to a Chinese, Japanese or Korean code page.

    Its fonts draw bars and arrows two columns wide, or not at all.
    """
    if sys.platform != "win32" or os.environ.get("WT_SESSION"):
        return False
    import ctypes

    return ctypes.windll.kernel32.GetConsoleOutputCP() in (932, 936, 949, 950)


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", errors="backslashreplace")
    return path


def _option(words: Sequence[str], name: str) -> str | None:
    """The value of a global option among the words before the command."""
    for number, word in enumerate(words):
        if word == name and number + 1 < len(words):
            return words[number + 1]
        if word.startswith(name + "=") and name.startswith("--"):
            return word[len(name) + 1 :]
        if name == "-C" and word.startswith("-C") and len(word) > 2:
            return word[2:]
        if not word.startswith("-") and (number == 0 or words[number - 1] not in ("-C", "--lang")):
            break
    return None


def _of_environment() -> str:
    """Chinese unless the system clearly speaks English."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if spoken.lower().startswith("en") else "zh"
