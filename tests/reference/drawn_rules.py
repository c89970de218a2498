"""Rules of random archives, of all kinds that the reference knows."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from naive_time import LENGTHS

LEAF_OF = {
    "meeting": "10.1", "lesson": "10.1", "group-meeting": "10.2", "plan": "20.2", "ledger": "20.2", "promise": "20.2",
    "letter": "20.1", "request": "20.1", "reply": "20.1",
}  # fmt: skip
ACTIVITIES = ("meeting", "lesson", "group-meeting")
FORMS = ("plan", "ledger", "promise", "letter")
STEPS = ("a", "b", "c", "d")
PERIODS = (*LENGTHS, "quarter")


def draw_rules(rng: random.Random) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = []
    subjects = rng.sample([*ACTIVITIES, *FORMS], rng.randrange(1, 4))
    for subject in subjects:
        if subject in ACTIVITIES and rng.random() < 0.7:
            rules.append(_roles(rng, subject))
        counts = _count_rules(rng, subject) if rng.random() < 0.75 else []
        rules += counts
        if rng.random() < (0.4 if counts else 0.8):
            rules += _looking(rng, subject)
    if rng.random() < 0.25:
        rules.append(_pair(rng))
    if rng.random() < 0.35:
        rules.append(_steps(rng))
    return rules


def _steps(rng: random.Random) -> dict[str, Any]:
    """Three or four steps, some with intervals, some that came with a later version of the rule."""
    rule = _rule(rng, "request", "steps")
    del rule["form"]
    rule["steps"] = []
    for number, id_ in enumerate(STEPS[: rng.randrange(3, 5)]):
        step: dict[str, Any] = {"step": id_, "label": {"zh": f"第{id_}步", "en": f"Step {id_}"}}
        if rng.random() < 0.2:
            step["optional"] = True
        if rng.random() < 0.2:
            step["effective"] = rng.choice([{"from": "2025-04-01"}, {"to": "2025-06-30"}])
        if number and rng.random() < 0.8:
            waits = [_wait(rng, STEPS[rng.randrange(number)]) for _ in range(rng.choice([1, 1, 2]))]
            step["after"] = waits if len(waits) > 1 else waits[0]
        rule["steps"].append(step)
    return rule


def _wait(rng: random.Random, step: str) -> dict[str, Any]:
    wait: dict[str, Any] = {"step": step, **rng.choice([{}, {"least": "5wd"}, {"least": "1m"}, {"most": "1m"}, {"most": "60d"},
                                                        {"least": "10d", "most": "3m"}, {"most": "1y"}])}  # fmt: skip
    if rng.random() < 0.4:
        wait["effective"] = {"from": rng.choice(["2024-10-01", "2025-01-15", "2025-03-01", "2025-06-01"])}
    return wait


def _pair(rng: random.Random) -> dict[str, Any]:
    rule = _rule(rng, "request", "pair")
    del rule["form"]
    rule["each"], rule["has"] = {"form": "request"}, {"form": "reply"}
    if rng.random() < 0.3:
        rule["each"]["leaf"] = "20.1"
    rule["within"] = rng.choice(["10d", "30d", "60d"])
    if rng.random() < 0.6:
        rule["both"] = True
    return rule


def _looking(rng: random.Random, subject: str) -> list[dict[str, Any]]:
    """Rules of the kinds that look into what is there."""
    kinds = [
        "series",
        "timing",
        *(["quorum", "quorum"] if subject in ACTIVITIES else ["deadline", "deadline"]),
    ]
    rules = []
    for kind in sorted(set(rng.choices(kinds, k=2))):
        rule = _rule(rng, subject, kind)
        if kind == "timing":
            rule["compares"] = rng.choice(["name", "studied", *(["photos"] * (subject in ACTIVITIES))])
            if rule["compares"] == "photos":
                rule["within"] = rng.choice(["10d", "30d"])
            if rule["compares"] == "studied":
                rule["documents"] = [{"title": "章程", "published": "2025-03-15"}]
        if kind == "quorum":
            rule["entitled"] = rng.choice(["members", "committee", "expected"])
            rule[rng.choice(["no_less_than", "more_than"])] = rng.choice(["1/2", "2/3", "4/5"])
        if kind == "deadline" and rng.random() < 0.4:
            rule["done"] = "evidence"
        if kind == "series" and rng.random() < 0.4:
            rule["grace"] = rng.choice(["0d", "40d"])
        rules.append(rule)
    return sorted(rules, key=lambda rule: rule["id"])


def _rule(rng: random.Random, subject: str, kind: str) -> dict[str, Any]:
    leaf = LEAF_OF[subject]
    rule: dict[str, Any] = {"id": f"{leaf[:2]}.{subject}.{kind}", "kind": kind, "leaf": leaf}
    rule["activity" if subject in ACTIVITIES else "form"] = subject
    if rng.random() < 0.15:
        rule["effective"] = {"from": rng.choice(["2024-03-01", "2025-01-01", "2025-02-15", "2025-06-30"])}
    applies: dict[str, Any] = {}
    if rng.random() < 0.7:
        applies["unit_kinds"] = rng.choice([["branch"], ["branch"], ["branch", "office"]])
    if rng.random() < 0.15:
        applies["minimum_members"] = rng.randrange(1, 4)
    if rng.random() < 0.1:
        applies["has_committee"] = rng.choice([True, True, False])
        if rng.random() < 0.3:
            applies["committee_from"] = 2
    if rng.random() < 0.1:
        applies["has_groups"] = rng.choice([True, True, False])
    if applies:
        rule["applies"] = applies
    return rule


def _count_rules(rng: random.Random, subject: str) -> list[dict[str, Any]]:
    rule = _rule(rng, subject, "count")
    rule["period"] = rng.choice(PERIODS)
    if rng.random() < 0.3:
        rule["at_least"] = rng.choice([2, 3])
    if subject == "group-meeting" and rng.random() < 0.7:
        rule["per"] = "group"
    elif rng.random() < 0.35:
        rule["per"] = rng.choice(["member", "member", "leader", "committee"])
        if rng.random() < 0.5:
            rule["named_by"] = rng.choice(["author", "speaker"]) if subject in ACTIVITIES else "author"
    if rng.random() < 0.4:
        rule["grace"] = rng.choice(["0d", "5d", "30d", "60d"])
    if rng.random() < 0.35:
        rule["tolerance"] = rng.choice(["1d", "10d", "15d", "20d"])
    if rng.random() < 0.15:
        rule["in_leaf"] = True
    if subject in ACTIVITIES and rng.random() < 0.8:
        rule["evidence"] = rng.choice([["minutes"], ["minutes", "sign-in", "photo"], ["minutes", "photo"]])
    if subject in FORMS and rng.random() < 0.25:
        rule["spread"] = True
    for key, value in list(rule.get("applies", {}).items()):
        if (key, value) in (("has_groups", False), ("has_committee", False)) and rule.get("per") in (
            "group",
            "committee",
        ):
            del rule["applies"][key]
    if rng.random() < 0.15:
        change = date.fromisoformat(rng.choice(["2025-01-01", "2025-02-15", "2025-04-01", "2025-07-01"]))
        later = {**rule, "id": rule["id"].replace(".count", "-new.count"), "at_least": rng.choice([1, 2])}
        rule["effective"] = {"to": str(change - timedelta(days=1))}
        later["effective"] = {"from": str(change)}
        return [rule, later]
    return [rule]


def _roles(rng: random.Random, subject: str) -> dict[str, Any]:
    rule = _rule(rng, subject, "roles")
    needs: list[Any] = rng.sample(["minutes", "sign-in", "photo"], rng.choice([1, 1, 2, 3]))
    if rng.random() < 0.4:
        needs.append({"role": "vote", "when": "event.votes"})
    if rng.random() < 0.3:
        needs.append({"role": "material", "any_of": ["agenda"]})
    if random.Random(f"{rule} {needs}").random() < 0.3:
        needs.append({"role": "agenda", "called": ["补充"]})
    rule["roles"] = needs
    if rng.random() < 0.3:
        rule["severity"] = "warning"
    if rng.random() < 0.3:
        rule["evidence"] = ["minutes", "photo"]
    if rng.random() < 0.15:
        rule["in_leaf"] = True
    return rule


def draw_settings(rng: random.Random, rules: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    settings = {}
    for rule in rules:
        if rule["kind"] == "count" and rng.random() < 0.15:
            settings[rule["id"]] = rng.choice([{"at_least": 2}, {"grace": "10d"}, {"tolerance": "12d"}])
        elif rule["kind"] == "quorum" and rng.random() < 0.25:
            settings[rule["id"]] = {"share": rng.choice(["1/3", "3/4"])}
        elif rule["kind"] in ("pair", "timing") and rng.random() < 0.2 and "within" in rule:
            settings[rule["id"]] = {"within": rng.choice(["5d", "25d"])}
        elif rng.random() < 0.1:
            settings[rule["id"]] = {"severity": "info"}
    return settings
