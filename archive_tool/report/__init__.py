"""Values to output formats, one file per format."""
