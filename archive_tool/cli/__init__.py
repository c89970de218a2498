"""The command line: arguments, one use case, a report, an exit code."""

from archive_tool.cli.main import main

__all__ = ["main"]
