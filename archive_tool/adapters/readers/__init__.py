"""Text readers, one file per format."""
