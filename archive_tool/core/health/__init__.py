"""What `doctor` makes of what the probes have measured: pure, so that every system can be tried anywhere."""
