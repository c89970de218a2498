"""What names, paths and first lines say of a record: read for certain, or not at all."""
