"""What `audit` was asked for, of one archive or of many."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from archive_tool.cli.options import quoted
from archive_tool.core.tree_path import last_name


class Asked(NamedTuple):
    """What was asked for on the command line: the names are those of its options."""

    roots: tuple[Path, ...]
    scheme: str | None
    strict: bool
    each: bool
    rank: bool
    as_of: date
    year: int | None
    unit: str | None
    profile: str | None
    everything: bool
    format: str
    against: Path | None
    output: Path | None
    fail_on: str

    def words(self, *, day: bool = False) -> str:
        """The command as it was asked for; `day`: with the day it was judged by, also where that is today."""
        as_of = self.as_of if day or self.as_of != date.today() else None
        asked = {
            "--scheme": self.scheme, "--year": self.year, "--as-of": as_of, "--unit": self.unit, "--profile": self.profile,
        }  # fmt: skip
        said = (f"{option} {quoted(str(value))}" for option, value in asked.items() if value)
        return " ".join(["audit", *said])

    def anywhere(self) -> Asked:
        """As paper says it: where a scheme or profile lies on this computer is nothing for others."""
        scheme, profile = (last_name(word) if word else word for word in (self.scheme, self.profile))
        return self._replace(scheme=scheme, profile=profile)
