"""The use cases on an open archive; the only wiring."""
