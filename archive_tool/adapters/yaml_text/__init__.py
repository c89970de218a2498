"""YAML texts: read with the line of every key, changed only where asked, written afresh."""

from archive_tool.adapters.yaml_text.edit import dump, edit
from archive_tool.adapters.yaml_text.parse import parse

__all__ = ["dump", "edit", "parse"]
