"""The command line: arguments, one use case, a report, an exit code."""
