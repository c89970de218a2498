"""The reference for cases: which steps were taken, in which order, how soon and how late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from naive_archive import Picture, Record, applies, live_records, units_of
from naive_kinds import unit_of
from naive_rows import Finding, Matter, Row, Rule, Said, finding_of, matter, matters_row, years
from naive_time import ONE, Span, date_span, day

Case = dict[str, Any]
Paper = dict[str, Any]
Step = dict[str, Any]


def steps(picture: Picture, rule: Rule) -> Said:
    """A row for every case of the judged years; one finding for all that lacks, one for each that is odd."""
    rows: list[Row] = []
    findings: list[Finding] = []
    for case in _cases(picture):
        done, unread = _taken(rule, case)
        end = _last_day(case, picture)
        odd = [
            one for one in _out_of_order(rule, done) if _alive(one[0]["span"][1], end) & set(years(picture))
        ]
        lacking = _lacking(rule, done, unread, end)
        told = [
            (step, due)
            for step, due in lacking
            if due < picture["as_of"] and _alive(due + ONE, end) & set(years(picture))
        ]
        spans = [paper["span"] for paper in case["papers"] if paper["span"]]
        about = {span[1].year for span in spans} | {end.year}
        if not told and not about & set(years(picture)):
            continue
        first = min([span[0] for span in spans], default=end)
        last = max([span[1] for span in spans], default=end)
        unit = unit_of(picture, case["unit"])
        if unit is None or not applies(picture, rule, unit, first, last):
            continue
        shown = [one for one in lacking if one in told or case["open"]]
        rows.append(_case_row(picture, rule, case, done, unread, odd, shown))
        for paper, _ in odd:
            finding = finding_of("consistency/order", rule, record=paper["record"], picture=picture)
            finding.update(unit=case["unit"], units=[case["unit"]], whom=case["name"], period=paper["date"])
            findings.append(finding)
        if told:
            record = case["home"] or case["papers"][-1]["record"]
            finding = finding_of("complete/step", rule, record=record, picture=picture)
            finding.update(unit=case["unit"], units=[case["unit"]], whom=case["name"], period="once")
            findings.append(finding)
    return rows, findings


def _alive(since: date, end: date) -> set[int]:
    """The years from when a step lacks or is odd to when something was last done in the case."""
    return set(range(since.year, max(since.year, end.year) + 1))


def _last_day(case: Case, picture: Picture) -> date:
    """When something was last done in it: by its papers, its folder's date, or the year it was filed under."""
    if case["open"]:
        return picture["as_of"]
    records = [paper["record"] for paper in case["papers"]] + ([case["home"]] if case["home"] else [])
    days = [paper["span"][1] for paper in case["papers"] if paper["span"]]
    days += [span[1] for span in (date_span(r["values"].get("date", "")) for r in records) if span]
    for record in records:
        days += [date(int(s), 1, 1) for s in record["path"].split("/") if s.isdigit() and len(s) == 4]
    return min(picture["as_of"], max(days, default=picture["as_of"]))


def _cases(picture: Picture) -> list[Case]:
    """Folders whose parts tell steps, and records that bear the same case; with the papers of each."""
    found: dict[tuple[str, str], Case] = {}
    for record in live_records(picture):
        values = record["values"]
        parts = [part for part in values.get("parts", []) if "step" in part]
        name = values.get("case") or values["title"]
        if record["category"] != "20" or not (parts or "step" in values):
            continue
        unit = (units_of(record) or [""])[0]
        case = found.setdefault(
            (unit, name), {"unit": unit, "name": name, "home": None, "open": False, "papers": []}
        )
        if "step" in values:
            good = not record["files"] or "good" in record["files"].values()
            case["papers"].append(_paper(values["step"], values["date"], record, good))
            continue
        case["home"], case["open"] = record, record.get("open", False)
        for part in parts:
            good = record["files"].get(part["path"]) == "good"
            if part["path"] in record["files"]:
                case["papers"].append(_paper(part["step"], part.get("date", ""), record, good))
    for (unit, name), nobodys in list(found.items()):
        # Whose a case is, any of its papers may say.
        same = [case for case in found.values() if case["name"] == name and case["unit"]]
        if not unit and len(same) == 1 and not (same[0]["home"] and nobodys["home"]):
            same[0]["home"], same[0]["open"] = (
                same[0]["home"] or nobodys["home"],
                same[0]["open"] or nobodys["open"],
            )
            same[0]["papers"] += nobodys["papers"]
            del found[unit, name]
    for case in found.values():
        case["papers"] = [p for p in case["papers"] if not p["span"] or p["span"][0] <= picture["as_of"]]
    return [case for case in found.values() if case["papers"]]


def _paper(step: str, on: str, record: Record, good: bool) -> Paper:
    return {"step": step, "date": on, "span": date_span(on), "record": record, "good": good}


def _taken(rule: Rule, case: Case) -> tuple[dict[str, Paper], list[Paper]]:
    """Step -> the first paper that shows it; and papers that nobody could read of steps nothing else shows."""
    done: dict[str, Paper] = {}
    unread: list[Paper] = []
    for step in rule["steps"]:
        mine = [paper for paper in case["papers"] if paper["step"] == step["step"]]
        shown = [paper for paper in mine if paper["good"]]
        if shown:
            done[step["step"]] = min(shown, key=lambda paper: paper["span"][0] if paper["span"] else date.max)
        else:
            unread += mine[:1]
    return done, unread


def _waits(step: Step, before: str) -> list[dict[str, Any]]:
    """After which steps it comes; where the rule does not say, after the one that was before it."""
    after = step.get("after")
    if after is None:
        return [{"step": before}] if before else []
    after = after if isinstance(after, list) else [after]
    return [wait if isinstance(wait, dict) else {"step": wait} for wait in after]


def _holds(thing: dict[str, Any], on: date) -> bool:
    span = thing.get("effective", {})
    return day(span.get("from", date.min)) <= on <= day(span.get("to", date.max))


def _out_of_order(rule: Rule, done: dict[str, Paper]) -> list[tuple[Paper, str]]:
    """Every step that came before another one, too soon after it or too late; told once."""
    found = []
    before = ""
    for step in rule["steps"]:
        one = done.get(step["step"])
        if one is None or one["span"] is None:
            continue
        for wait in _waits(step, before):
            other = done.get(wait["step"])
            if other and other["span"] and _is_odd(wait, other["span"], one["span"]):
                found.append((one, wait["step"]))
                break
        before = step["step"]
    return found


def _is_odd(wait: dict[str, Any], other: Span, span: Span) -> bool:
    """An interval is judged by the rule that holds at its later end."""
    if not _holds(wait, max(other[1], span[1])):
        return False
    soon = "least" in wait and span[1] < _after(other[0], wait["least"])
    late = "most" in wait and span[0] > _after(other[1], wait["most"])
    return span[1] < other[0] or soon or late


def _after(on: date, interval: str) -> date:
    """The first day on which so many days, working days or months have passed."""
    number = int(interval.rstrip("dwmy"))
    if interval.endswith("wd"):
        while number:
            number -= on.weekday() < 5
            on += ONE
        return on
    if interval.endswith("d"):
        return on + timedelta(days=number)
    months = on.year * 12 + on.month - 1 + number * (12 if interval.endswith("y") else 1)
    for last in (on.day, 30, 29, 28):
        try:
            return date(months // 12, months % 12 + 1, min(last, on.day))
        except ValueError:
            continue
    raise AssertionError(interval)


def _lacking(rule: Rule, done: dict[str, Paper], unread: list[Paper], end: date) -> list[tuple[Step, date]]:
    """Steps that lack since a later one is there, or whose greatest interval ends; until when each has time."""
    found = []
    doubtful = [paper["step"] for paper in unread]
    for number, step in enumerate(rule["steps"]):
        if step.get("optional") or step["step"] in done or step["step"] in doubtful:
            continue
        later = [done[other["step"]] for other in rule["steps"][number + 1 :] if other["step"] in done]
        if later:
            spans = [paper["span"] for paper in later if paper["span"]]
            on = min([span[1] for span in spans], default=end)
            if _holds(step, on):
                found.append((step, on - ONE))
            continue
        terms = []
        for wait in _waits(step, "") if "after" in step else []:
            other = done.get(wait["step"])
            if "most" in wait and other and other["span"]:
                term = _after(other["span"][1], wait["most"])
                terms += [term] if _holds(wait, term) else []
        if terms and _holds(step, min(terms)):
            found.append((step, min(terms)))
    return found


def _case_row(
    picture: Picture,
    rule: Rule,
    case: Case,
    done: dict[str, Paper],
    unread: list[Paper],
    odd: list[tuple[Paper, str]],
    lacking: list[tuple[Step, date]],
) -> Row:
    strange = [paper["step"] for paper, _ in odd]
    yesterday = picture["as_of"] - ONE
    matters: list[Matter] = [
        matter("no" if paper["step"] in strange else "yes", yesterday, [paper["record"]])
        for paper in done.values()
    ]
    matters += [matter("unsure", yesterday, [paper["record"]]) for paper in unread]
    matters += [matter("no", due, []) for _, due in lacking]
    return matters_row(picture, rule, case["unit"], case["name"], "once", matters, picture["as_of"])
