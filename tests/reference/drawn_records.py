"""Records of random archives: folders, loose files, minute books, pointers, and what is wrong with them."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from drawn_rules import ACTIVITIES, LEAF_OF
from drawn_units import NAMES

Picture = dict[str, Any]
Record = dict[str, Any]
FOLDERS = {
    "10.1": "10_会议/01_例会",
    "10.2": "10_会议/02_小组会",
    "20.1": "20_材料/01_来文",
    "20.2": "20_材料/02_计划",
}
FILE_OF = {"minutes": "记录.txt", "sign-in": "签到.txt", "photo": "照片.jpg", "vote": "票决.txt", "notice": "通知.txt",
           "agenda": "议程.txt", "material": "学习材料.txt"}  # fmt: skip
SECOND_MINUTES = "补充记录.txt"


def draw_records(rng: random.Random, picture: Picture) -> list[Record]:
    subjects = [subject for rule in picture["rules"] if (subject := rule.get("activity") or rule.get("form"))]
    records: list[Record] = []
    for rule in picture["rules"]:
        if rule["kind"] == "pair":
            _letters(rng, picture, records)
        elif rule["kind"] == "steps":
            _cases(rng, picture, rule, records)
        elif rng.random() < 0.4:
            _steady(rng, picture, rule.get("activity") or rule.get("form"), records)
    for _ in range(rng.choice([0, 2, 6, 10])):
        subject = rng.choice([*subjects, *subjects, *subjects, "meeting", "plan"])
        day = rng.choice(records)["day"] if records and rng.random() < 0.25 else _day(rng, picture)
        records.append(_record(rng, picture, subject, day, len(records)))
    for record in records:
        _trouble(rng, record, records)
        _proved(rng, record, records)
    if records and rng.random() < 0.08:
        records.append(_copy(rng, records))
    return records


def _record(rng: random.Random, picture: Picture, subject: str, day: date, number: int) -> Record:
    draw_one = _activity if subject in ACTIVITIES else _paper
    return draw_one(rng, picture, subject, day, number)


def _letters(rng: random.Random, picture: Picture, records: list[Record]) -> None:
    """Requests, and replies that name them, are of their case, or say nothing of them."""
    for _ in range(rng.randrange(1, 6)):
        day = _day(rng, picture)
        asked = _record(rng, picture, "request", day, len(records))
        replied = _record(
            rng, picture, "reply", day + timedelta(days=rng.choice([0, 5, 20, 45, 90])), 500 + len(records)
        )
        replied["values"]["id"] = f"r{len(records):011}"
        records += rng.choice([[asked, replied], [asked, replied], [asked], [replied]])
        tie = rng.choice(["", "", "relation", "back", "case", "case"])
        if tie == "relation":
            replied["values"]["relations"] = [{"kind": "answers", "record": asked["values"]["id"]}]
        elif tie == "back":
            asked["values"]["relations"] = [{"kind": "answers", "record": replied["values"]["id"]}]
        for letter in (asked, replied) if tie == "case" else ():
            letter["values"]["case"] = rng.choice(["甲项", "乙项"])


def _cases(rng: random.Random, picture: Picture, rule: dict[str, Any], records: list[Record]) -> None:
    """Cases as a folder with a file for each step, or as records that bear the same case."""
    for number in range(rng.randrange(1, 4)):
        day, taken = _day(rng, picture), []
        for step in rule["steps"]:
            if rng.random() < 0.8:
                taken.append((step["step"], day))
            day += timedelta(days=rng.choice([-3, 2, 8, 20, 40, 100]))
        if rng.random() < 0.6:
            records.append(_case_folder(rng, picture, taken, len(records)))
            continue
        apart = [
            _record(rng, picture, "letter", on, len(records) + place) for place, (_, on) in enumerate(taken)
        ]
        for (step, _), record in zip(taken, apart, strict=True):
            record["values"].update(case=f"事{number}", step=step)
        records += apart


def _case_folder(rng: random.Random, picture: Picture, taken: list[tuple[str, date]], number: int) -> Record:
    first = min((on for _, on in taken), default=_day(rng, picture))
    values = {**_values(rng, first, number, f"案{number}"), "record_form": "letter"}
    files = {f"{step}.txt": _state(rng) for step, _ in taken}
    record: Record = {"values": values, "day": first, "folder": True, "files": files}
    values["parts"] = [{"path": f"{step}.txt", "step": step, "date": f"{on}"} for step, on in taken]
    if taken and rng.random() < 0.2:
        step, on = rng.choice(taken)  # taken once more
        files["又.txt"] = _state(rng)
        values["parts"].append(
            {"path": "又.txt", "step": step, "date": f"{on + timedelta(days=rng.choice([-5, 9]))}"}
        )
    _place(rng, picture, record, "20.1", f"{first} 案{number}")
    return record


def _steady(rng: random.Random, picture: Picture, subject: str, records: list[Record]) -> None:
    """One about every so many days, as a unit does that keeps to its rules; sometimes it forgets."""
    day = picture["as_of"] - timedelta(days=rng.randrange(330, 700))
    every = rng.choice([14, 28, 30, 60, 90, 180])
    last = picture["as_of"] - timedelta(days=rng.choice([0, 0, 200, 420]))
    while day <= last:
        if rng.random() < 0.9:
            records.append(_record(rng, picture, subject, day, len(records)))
        day += timedelta(days=every)


def _place(rng: random.Random, picture: Picture, record: Record, leaf: str, title: str) -> None:
    """Where it lies, and whose it is."""
    owners = [unit for unit in picture["units"] if unit["kind"] != "group"]
    owner = rng.choice(owners)
    groups = [unit for unit in picture["units"] if unit.get("parent") == owner["id"]]
    record["unit_of_path"] = owner["id"] if "folder" in owner or len(owners) == 1 else None
    told = [owner["id"]]
    if groups and rng.random() < (0.9 if leaf == "10.2" else 0.1):
        told = [rng.choice(groups)["id"]]
    elif rng.random() < 0.15:
        told = [unit["id"] for unit in picture["units"] if unit["kind"] != "group"]
        rng.shuffle(told)
    if told != [owner["id"]] or (record["unit_of_path"] is None and rng.random() < 0.93):
        record["values"]["unit"] = told  # else nobody says whose it is
    if rng.random() < 0.08 and not record["values"].get("events"):
        precise = str(record["day"])[: rng.choice([4, 7, 7])]
        record["values"]["date"], title = precise, f"{precise} {title.partition(' ')[2]}"
    above = f"{owner['folder']}/" if "folder" in owner else ""
    record["leaf"], record["category"] = leaf, leaf[:2]
    folder = f"{record['day'].year}/{FOLDERS[leaf]}"
    if record["folder"] and rng.random() < (0.05 if "案" not in title else 0.4):
        folder, record["leaf"], record["open"] = f"在办/{FOLDERS[leaf].partition('/')[0]}", "", True
    if rng.random() < 0.06:  # the name tells another day, or only the month
        other = record["day"] + timedelta(days=rng.choice([-1, 1, 30]))
        words = title.partition(" ")[2]
        title = (
            f"{other if rng.random() < 0.7 else str(other)[:7]} {words}"
            if other.year == record["day"].year
            else title
        )
    record["path"] = f"{above}{folder}/{title}"


def _values(rng: random.Random, day: date, number: int, title: str) -> dict[str, Any]:
    return {
        "id": f"{number:012}",
        "status": "draft" if rng.random() < 0.2 else "filed",
        "title": title,
        "date": str(day),
        "author": [rng.choice(NAMES)],
        "security": "internal",
    }


def _state(rng: random.Random) -> str:
    return "good" if rng.random() < 0.94 else rng.choice(["empty", "damaged", "unread"])


def _activity(rng: random.Random, picture: Picture, subject: str, day: date, number: int) -> Record:
    """A folder, a file by itself, a minute book, or a pointer to one of these on paper."""
    activities = [subject]
    if rng.random() < 0.25:
        activities.append(rng.choice(ACTIVITIES))  # or the same one twice
    shape = rng.choices(["folder", "loose", "book", "pointer"], [5, 4, 1, 0.7])[0]
    title = f"例会{number}"
    values = {**_values(rng, day, number, title), "record_form": "minutes", "activity": activities}
    record: Record = {"values": values, "day": day, "folder": shape != "loose", "files": {}}
    if shape == "loose":
        role = rng.choice(["minutes", "sign-in", "photo", "photo", "notice", "vote", "material"])
        record["role"], record["files"] = role, {"": _state(rng)}
        title += FILE_OF[role]
        values["parts"] = [{"role": role}]
    elif shape == "pointer":
        values["original_location"] = "甲柜"
    else:
        full = ["minutes", "sign-in", "photo", "material"]
        roles = rng.choice(
            [
                full,
                full,
                [*full, "vote"],
                ["minutes", "sign-in"],
                ["minutes"],
                ["photo"],
                ["notice", "agenda"],
            ]
        )
        record["files"] = {FILE_OF[role]: _state(rng) for role in roles}
        # Beside the row of draws, so that those after it stay what they were.
        if (aside := random.Random(f"{title} {values}")).random() < 0.2:
            record["files"][SECOND_MINUTES] = _state(aside)
    if rng.random() < 0.5:
        values["event"] = _event(rng)
    if shape == "folder" and FILE_OF["photo"] in record["files"] and rng.random() < 0.4:
        taken = day + timedelta(days=rng.choice([0, 8, 20, 40]))
        values["parts"] = [{"path": FILE_OF["photo"], "role": "photo", "date": f"{taken}"}]
    if _minutes_of(record) in record["files"] and rng.random() < 0.3:
        record["says"] = rng.choice(
            [[5, 4, 1], [5, 3, 1], [4, 5, 0], [5, 1, 4], [5, 4, None], [5, None, None]]
        )
    if shape == "book":
        _book(rng, picture, record, day)
    elif rng.random() < 0.08:
        values["period"] = rng.choice(["2025", "2025-Q1", "2025-03", "2025-H1", "2024-2025", "2024-2025-2"])
    _place(rng, picture, record, LEAF_OF[subject], f"{day} {title}")
    return record


def _minutes_of(record: Record) -> str:
    """How the file is called that may say how many were there; "" where it is the record."""
    return FILE_OF["minutes"] if record["folder"] or record["role"] != "minutes" else ""


def _event(rng: random.Random) -> dict[str, Any]:
    event: dict[str, Any] = {}
    if rng.random() < 0.5:
        event["votes"] = {"for": 3}
    if rng.random() < 0.5:
        event["speaker"] = rng.choice(NAMES)
        event["speaker"] += random.Random(f"{event}").choice(["", "", "、甲"])
    if rng.random() < 0.7:
        event["present"] = rng.choice([0, 1, 2, 3, 4, 6])
    if rng.random() < 0.4:
        event["expected"] = rng.randrange(1, 6)
    if rng.random() < 0.25:
        event["absentees"] = [{"name": name} for name in rng.sample(NAMES, rng.randrange(1, 3))]
    if rng.random() < 0.2:
        event["voters"] = rng.randrange(5)
    if rng.random() < 0.2:
        event["by_unit"] = {"b": {"present": rng.randrange(5), "expected": 4}}
    if rng.random() < 0.2:
        event["study_docs"] = [
            {"title": rng.choice(["《章程》", "报告"]), **rng.choice([{}, {"published": "2025-06-01"}])}
        ]
    return event


def _book(rng: random.Random, picture: Picture, record: Record, day: date) -> None:
    """Entries of a minute book; files dated to one of them."""
    days = sorted({day, *(day + timedelta(days=rng.randrange(-60, 60)) for _ in range(rng.randrange(3)))})
    events: list[dict[str, Any]] = []
    for one in days:
        event: dict[str, Any] = {"date": str(one), **(_event(rng) if rng.random() < 0.3 else {})}
        if rng.random() < 0.2:
            event["activity"] = [rng.choice(ACTIVITIES)]
        if rng.random() < 0.15:
            event["unit"] = [rng.choice(picture["units"])["id"]]
        events.append(event)
    record["values"]["events"] = events
    record["values"].pop("event", None)
    parts = []
    for name in record["files"]:
        role = next((role for role, file in FILE_OF.items() if file == name), "minutes")
        part = {"path": name, "role": role}
        if rng.random() < 0.4:
            part["date"] = str(rng.choice(days))
        parts.append(part)
    record["values"]["parts"] = parts


def _paper(rng: random.Random, picture: Picture, subject: str, day: date, number: int) -> Record:
    """A record of a form: a file, a folder, or a pointer."""
    shape = rng.choices(["folder", "loose", "pointer"], [3, 4, 0.5])[0]
    title = f"材料{number}"
    values = {**_values(rng, day, number, title), "record_form": subject}
    record: Record = {"values": values, "day": day, "folder": shape != "loose", "files": {}}
    if shape == "loose":
        record["role"], record["files"] = "main", {"": _state(rng)}
        title += ".txt"
        values["parts"] = [{"role": "main"}]
    elif shape == "pointer":
        values["original_location"] = "甲柜"
    else:
        record["files"] = {name: _state(rng) for name in rng.choice([["正文.txt"], ["正文.txt", "附页.txt"]])}
    if rng.random() < 0.4:
        values["persons"] = rng.sample(NAMES, rng.randrange(1, 3))
    if rng.random() < 0.3:
        values["items"] = [_entry(rng, day, picture["as_of"]) for _ in range(rng.randrange(1, 4))]
    if rng.random() < 0.25:
        values["covers"] = _covers(rng)
    elif rng.random() < 0.2:
        values["period"] = rng.choice(
            ["2024", "2025", "2025-Q1", "2025-03", "2025-H1", "2024-2025", "2025-06a"]
        )
    _place(rng, picture, record, LEAF_OF[subject], f"{day} {title}")
    return record


def _entry(rng: random.Random, day: date, today: date) -> dict[str, Any]:
    entry: dict[str, Any] = {"text": "整改"}
    if rng.random() < 0.85:
        entry["due"] = str(day + timedelta(days=rng.choice([0, 10, 90, 200, 400])))
    if rng.random() < 0.5:
        entry["closed"] = str(
            rng.choice(
                [today, today + timedelta(days=1), day + timedelta(days=rng.choice([-40, 5, 60, 300]))]
            )
        )
    if rng.random() < 0.3:
        entry["owner"] = rng.sample(NAMES, rng.randrange(1, 3))
    return entry


def _proved(rng: random.Random, record: Record, records: list[Record]) -> None:
    """What entries name as their evidence: another record, a file, or something that is not there."""
    for entry in record["values"].get("items", []):
        other = rng.choice(records)
        words = [other["path"], other["values"]["title"], "没有.docx", record["path"]]
        words += [f"{other['path']}/{name}" for name in other["files"] if name]
        if rng.random() < 0.5:
            entry["evidence"] = rng.sample(words, rng.choice([1, 1, 2]))
        elif rng.random() < 0.2:
            entry["reason"] = "停办"


def _covers(rng: random.Random) -> dict[str, Any]:
    choice = rng.choice(["periods", "persons", "count", "both"])
    covers: dict[str, Any] = {}
    if choice in ("periods", "both"):
        covers["periods"] = rng.choice(
            [["2025-01", "2025-02", "2025-03"], ["2025-Q1", "2025-Q2"], ["2024", "2025"], ["2025"]]
        )
    if choice in ("persons", "both"):
        covers["persons"] = rng.sample(NAMES, rng.randrange(1, 4))
    if choice == "count":
        covers["count"] = rng.randrange(2, 5)
    return covers


def _day(rng: random.Random, picture: Picture) -> date:
    """A day of the last two years, now and then one to come; more often than not at the edge of a month."""
    back = rng.randrange(-40, 0) if rng.random() < 0.04 else rng.randrange(600)
    day: date = picture["as_of"] - timedelta(days=back)
    if rng.random() < 0.5:
        return day.replace(day=1) + timedelta(days=rng.choice([0, -1, 1, 9, 14, 15]))
    return day


def _trouble(rng: random.Random, record: Record, records: list[Record]) -> None:
    if len(records) > 1 and rng.random() < 0.06:
        other = rng.choice([r for r in records if r is not record])
        if (
            other["values"]["id"] < record["values"]["id"] and "relations" not in record["values"]
        ):  # never in a circle
            record["values"]["relations"] = [{"kind": "replaces", "record": other["values"]["id"]}]
    if rng.random() < 0.05:
        waiver = {
            "code": "complete/role",
            "reason": "甲",
            "author": "乙",
            "until": rng.choice(["2024-06-30", "2027-01-01"]),
        }
        record["values"]["waivers"] = [waiver]


def _copy(rng: random.Random, records: list[Record]) -> Record:
    original = rng.choice(records)
    head, dot, ending = (
        original["path"].rpartition(".") if not original["folder"] else (original["path"], "", "")
    )
    return {**original, "path": f"{head}副本{dot}{ending}", "copy": True}
