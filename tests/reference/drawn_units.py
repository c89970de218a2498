"""Units of random archives: whose counts change, that begin and end, with groups or without."""

from __future__ import annotations

import random
from typing import Any

NAMES = ["甲", "乙", "丙", "丁"]


def draw_units(rng: random.Random) -> list[dict[str, Any]]:
    several = rng.choice(["one", "one", "folders", "shared"])
    units = [_unit(rng, "b", "branch")]
    if several != "one":
        units.append(_unit(rng, "c", rng.choice(["branch", "office"])))
    if several == "folders":
        for unit in units:
            unit["folder"] = f"{unit['name']}库"
    if rng.random() < 0.4:
        for number in range(rng.randrange(1, 4)):
            group = {"id": f"g{number}", "name": f"第{number}小组", "kind": "group", "parent": "b"}
            units.append({**group, **_life(rng, 0.2)})
    return units


def _unit(rng: random.Random, id_: str, kind: str) -> dict[str, Any]:
    unit = {"id": id_, "name": {"b": "甲支部", "c": "乙单位"}[id_], "kind": kind, **_life(rng, 0.4)}
    for key, chance in (("members", 0.9), ("leaders", 0.5), ("committee", 0.5), ("groups", 0.3)):
        if rng.random() < chance:
            unit[key] = _count(rng, key)
    if rng.random() < 0.6:
        unit["last_election"] = rng.choice(
            ["2021-06-20", "2022-03-01", "2023-01-01", "2024-06-20", "2022-12-31"]
        )
        unit["term_years"] = rng.choice([1, 3, 3, 5])
    return unit


def _life(rng: random.Random, chance: float) -> dict[str, str]:
    life = {}
    if rng.random() < chance:
        life["founded"] = rng.choice(["2020-01-01", "2024-07-01", "2025-01-01", "2025-02-15", "2025-04-01"])
    if rng.random() < chance / 2:
        life["dissolved"] = rng.choice(["2025-05-15", "2025-06-30", "2025-07-01", "2025-12-31", "2026-01-10"])
    return life


def _count(rng: random.Random, key: str) -> Any:
    value: list[Any] = [_value(rng, key), _value(rng, key)]
    if rng.random() < 0.45:
        starts = rng.choice(
            [("2023-01-01", "2025-03-31"), ("2023-01-01", "2025-04-01"), ("2024-10-01", "2025-07-15")]
        )
        return [{"from": first, "value": what} for first, what in zip(starts, value, strict=True)]
    return value[0]


def _value(rng: random.Random, key: str) -> Any:
    if key == "members" and rng.random() < 0.3:
        return {"full": rng.randrange(4), "probationary": rng.randrange(3)}
    if key in ("members", "leaders") and rng.random() < 0.4:
        return [_person(rng, name) for name in rng.sample(NAMES, rng.randrange(1, 4))]
    return rng.randrange(5)


def _person(rng: random.Random, name: str) -> Any:
    """Somebody who belongs to it, always or for a time."""
    if rng.random() < 0.75:
        return name
    return {"name": name, **rng.choice([{"from": "2025-03-01"}, {"to": "2025-06-30"}])}
