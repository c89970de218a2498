"""The pure core: values and functions; no disk, clock, network or locale."""
