"""YAML texts: read with the line of every key, changed only where asked, written afresh."""
