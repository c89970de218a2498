"""Pages of foreign documents, made fit to stand among others; only worker processes do any of this."""
