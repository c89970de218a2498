"""YAML of tests read and written by the C library where there is one: many times as fast."""

from __future__ import annotations

from typing import Any

import yaml

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def safe_load(text: str | bytes) -> Any:
    """As `yaml.safe_load`."""
    return yaml.load(text, Loader=LOADER)


def safe_dump(data: object, **how: Any) -> str:
    """As `yaml.safe_dump`, to text."""
    written: str = yaml.dump(data, Dumper=DUMPER, **how)
    return written
