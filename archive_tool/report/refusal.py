"""Why the tool could not go on, in one line."""

from __future__ import annotations

from archive_tool.core.catalog import Speaker
from archive_tool.core.errors import CannotRun
from archive_tool.report.printable import printable


def told(error: CannotRun, speaker: Speaker) -> str:
    """Where, if anywhere, what is wrong, and the nearest known word."""
    return printable(speaker.say("error.line", message=reason(error, speaker)))


def reason(error: CannotRun, speaker: Speaker) -> str:
    """The same without the word that begins an error message."""
    where = f"{error.file}:{error.line}" if error.line else error.file
    nearest = error.params.get("nearest")
    near = speaker.say("error.nearest", nearest=nearest) if nearest else ""
    text = speaker.say(error.key, **{"file": error.file, **error.params, "near": near})
    return printable(f"{where}: {text}" if where else text)
