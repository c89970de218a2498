"""One sidecar's text: read with the line of every key, written without moving another byte."""
