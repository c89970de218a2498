"""Measures what a disk and a computer let the tool do; leaves nothing behind and judges nothing."""
