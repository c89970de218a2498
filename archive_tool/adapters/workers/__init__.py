"""Foreign documents are read in processes of their own, which may hang, swell or die."""

from archive_tool.adapters.workers.pool import ReaderPool

__all__ = ["ReaderPool"]
