"""archive_tool: the document archive that keeps itself in order."""

__version__ = "0.1.0"
