"""Prints how well drafts are derived: `python tests/drafting/score.py [--misses] [SET.yaml …]`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from scoring import HERE, SETS, NameSet, misses, table, tallies


def main(arguments: list[str]) -> None:
    files = [Path(name) for name in arguments if not name.startswith("-")] or [HERE / name for name in SETS]
    for file in files:
        tallied = tallies(NameSet(file).judged())
        print(f"{file.name}\n{table(tallied)}\n")
        if "--misses" in arguments:
            print(misses(tallied), "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
