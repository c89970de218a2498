"""Random small archives with their rules, as plain values: units, counts, records, and what is wrong with them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from drawn_records import draw_records
from drawn_rules import draw_rules, draw_settings
from drawn_units import draw_units

Picture = dict[str, Any]
TERMS = [
    {"id": "2023-2024-2", "from": "2024-02-20", "to": "2024-07-05"},
    {"id": "2024-2025-1", "from": "2024-09-01", "to": "2025-01-20"},
    {"id": "2024-2025-2", "from": "2025-02-17", "to": "2025-07-04"},
    {"id": "2025-2026-1", "from": "2025-09-01", "to": "2026-01-23"},
]


def draw(seed: int) -> Picture:
    """The archive of a seed, always the same."""
    rng = random.Random(seed)
    picture: Picture = {
        "seed": seed,
        "as_of": _today(rng),
        "year": rng.choice([None, None, None, 2024, 2025, 2026]),
        "calendar": {"terms": TERMS},
    }
    if rng.random() < 0.2:
        picture["since"] = 2025
    if rng.random() < 0.3:
        picture["calendar"]["exempt_months"] = rng.choice([[8], [7, 8], [1, 2], [2], [7, 8, 9]])
    if rng.random() < 0.3:
        picture["calendar"]["school_year_start"] = rng.choice(["08-20", "09-02"])
    picture["units"] = draw_units(rng)
    picture["rules"] = draw_rules(rng)
    picture["settings"] = draw_settings(rng, picture["rules"])
    picture["records"] = draw_records(rng, picture)
    picture["waivers"] = list(_waivers(rng, picture))
    return picture


def _today(rng: random.Random) -> date:
    """Often the last or the first day of a month, or of the days of grace after one."""
    day = date(2024, 12, 20) + timedelta(days=rng.randrange(440))
    if rng.random() < 0.4:
        return day.replace(day=1) + timedelta(days=rng.choice([-1, 0, 4, 14, 15, 29, 30, 59, 60]))
    return day


def _waivers(rng: random.Random, picture: Picture) -> Iterator[dict[str, Any]]:
    for _ in range(rng.choice([0, 0, 1, 3])):
        rule = rng.choice(picture["rules"]) if picture["rules"] else None
        if rule is None:
            return
        codes = {
            "roles": ["complete/role"],
            "count": ["complete/missing", "complete/insufficient"],
            "quorum": ["consistency/quorum"],
            "deadline": ["complete/overdue"],
            "series": ["complete/series"],
            "pair": ["complete/pair"],
            "steps": ["complete/step", "consistency/order"],
            "timing": ["consistency/date", "consistency/anachronism"],
        }
        of_no_rule = rng.random() < 0.15
        code = "consistency/attendance" if of_no_rule else rng.choice(codes[rule["kind"]])
        waiver = {
            "code": code,
            "reason": "甲",
            "author": "乙",
            "until": rng.choice(["2024-06-30", "2027-01-01", f"{picture['as_of']}"]),
        }
        if rng.random() < 0.7 and not of_no_rule:
            waiver["rule"] = rule["id"]
        if rng.random() < 0.2:
            waiver["unit"] = rng.choice(picture["units"])["id"]
        if rng.random() < 0.2:
            waiver["period"] = rng.choice(["2025", "2025-Q1", "2025-03", "2025-H1", "2024"])
        if rng.random() < 0.2 and picture["records"]:
            waiver["path"] = rng.choice([r["path"] for r in picture["records"]]).rpartition("/")[0]
        yield waiver
