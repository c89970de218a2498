"""The reference for counterparts: each request has its reply in time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from naive_archive import Picture, Record, Unit, is_by_now
from naive_kinds import is_asked_on
from naive_rows import Finding, Matter, Row, Rule, Said, days, finding_of, matter, matter_row, setting, years
from naive_things import Thing, all_things
from naive_time import Span, date_span, day


def pair(picture: Picture, rule: Rule) -> Said:
    """A row for every unit and year; a finding for each paper whose time is over without the other."""
    asking, giving = (_papers(picture, rule[side]) for side in ("each", "has"))
    within = days(setting(picture, rule, "within", "0d"))
    ties = {unit["id"]: _ties(unit, asking, giving, within) for unit in picture["units"]}
    taken = [path for _, used in ties.values() for path in used]
    rows: list[Row] = []
    findings: list[Finding] = []
    told: set[str] = set()
    for unit in picture["units"]:
        judged = list(_asked(picture, rule, unit, asking, giving, ties[unit["id"]][0], within))
        if rule.get("both"):
            left = [paper for paper in giving if _path(paper) not in taken]
            judged += list(_unasked(picture, rule, unit, asking, left, within))
        for year in years(picture):
            mine = [one for paper, one in judged if _year(paper) == year]
            row = matter_row(picture, rule, unit, year, mine, every_group=True)
            if row is None:
                continue
            if all(one["answer"] != "no" for one in mine) and mine:
                row["due"] = max(one["due"] for one in mine)
            rows.append(row)
            for paper, one in judged:
                over = one["answer"] == "no" and picture["as_of"] > one["due"]
                if _year(paper) == year and over and _path(paper) not in told:
                    told.add(_path(paper))
                    finding = finding_of("complete/pair", rule, record=paper["records"][0], picture=picture)
                    finding.update(
                        unit=unit["id"], units=paper["units"] if len(paper["units"]) > 1 else [unit["id"]]
                    )
                    findings.append({**finding, "period": str(year)})
    return rows, findings


def _papers(picture: Picture, side: dict[str, str]) -> list[Thing]:
    """Everything of one side that there is by now, in order of time."""
    looked_for = {"form": side["form"], **({"leaf": side["leaf"], "in_leaf": True} if "leaf" in side else {})}
    found = [thing for thing in all_things(picture, looked_for) if thing["sure"] != "no"]
    found = [thing for thing in found if is_by_now(picture, thing["records"][0])]
    return sorted(found, key=lambda thing: (_span(thing)[0], _path(thing)))


def _path(paper: Thing) -> str:
    return str(paper["records"][0]["path"])


def _span(paper: Thing) -> Span:
    span = date_span(str(paper["records"][0]["values"]["date"]))
    assert span
    return span


def _year(paper: Thing) -> int:
    """Of the period it is about, else of its day."""
    return int(paper["spans"][0][1].year)


def _in_time(paper: Thing, other: Thing, within: timedelta) -> bool:
    return _span(other)[1] >= _span(paper)[0] and _span(other)[0] <= _span(paper)[1] + within


def _ties(
    unit: Unit, asking: list[Thing], giving: list[Thing], within: timedelta
) -> tuple[dict[str, Thing], set[str]]:
    """Path of a paper -> its counterpart in time; and all counterparts that belong to some paper."""
    mine = [paper for paper in asking if unit["id"] in paper["units"] and paper["sure"] == "yes"]
    other_side = [paper for paper in giving if paper["sure"] == "yes"]
    partners: dict[str, Thing] = {}
    used: set[str] = set()
    # First what they say of each other.
    named: dict[str, list[Thing]] = {}
    for paper in mine:
        named[_path(paper)] = [o for o in other_side if _speaks(paper, o) or _speaks(o, paper)]
        in_time = [other for other in named[_path(paper)] if _in_time(paper, other, within)]
        if in_time:
            partners[_path(paper)] = in_time[0]
            used.add(_path(in_time[0]))
    of_somebody = {_path(other) for others in named.values() for other in others}
    free = [o for o in other_side if unit["id"] in o["units"] and _path(o) not in of_somebody]
    # Then what is of one case; then what is of none or of the same, one to one and in order of time.
    for is_tied in (_same_case, _no_other_case):
        for paper in mine:
            if _path(paper) in partners or named[_path(paper)]:
                continue
            for other in free:
                if _path(other) not in used and is_tied(paper, other) and _in_time(paper, other, within):
                    partners[_path(paper)] = other
                    used.add(_path(other))
                    break
    # What belongs to a paper and is out of time answers it too late, and answers no other one.
    for paper in mine:
        if _path(paper) not in partners:
            late = [*named[_path(paper)], *(o for o in free if _path(o) not in used and _same_case(paper, o))]
            used.update(_path(other) for other in late[:1])
    return partners, used


def _speaks(one: Thing, other: Thing) -> bool:
    return any(
        relation["kind"] not in ("replaces", "same-as")
        and relation["record"] == other["records"][0]["values"]["id"]
        for relation in one["records"][0]["values"].get("relations", [])
    )


def _case(paper: Thing) -> Any:
    return paper["records"][0]["values"].get("case")


def _same_case(one: Thing, other: Thing) -> bool:
    return bool(_case(one)) and _case(one) == _case(other)


def _no_other_case(one: Thing, other: Thing) -> bool:
    return not _case(one) or not _case(other) or _same_case(one, other)


def _asked(
    picture: Picture,
    rule: Rule,
    unit: Unit,
    asking: list[Thing],
    giving: list[Thing],
    partners: dict[str, Thing],
    within: timedelta,
) -> list[tuple[Thing, Matter]]:
    found = []
    doubtful = any(paper["sure"] == "unsure" and unit["id"] in paper["units"] for paper in giving)
    for paper in asking:
        if unit["id"] not in paper["units"] or not is_asked_on(picture, rule, [unit["id"]], _span(paper)):
            continue
        other = partners.get(_path(paper))
        unsure = paper["sure"] == "unsure" or (other is None and doubtful)
        records: list[Record] = [*paper["records"], *(other["records"] if other else [])]
        answer = "unsure" if unsure else "yes" if other else "no"
        found.append((paper, matter(answer, _span(paper)[1] + within, records)))
    return found


def _unasked(
    picture: Picture, rule: Rule, unit: Unit, asking: list[Thing], left: list[Thing], within: timedelta
) -> list[tuple[Thing, Matter]]:
    """What answers nothing that is there; the question may be older than unit and archive."""
    found = []
    begin = max(day(unit.get("founded", date.min)), date(picture.get("since", 1), 1, 1))
    doubtful = any(paper["sure"] == "unsure" and unit["id"] in paper["units"] for paper in asking)
    for paper in left:
        if unit["id"] not in paper["units"] or not is_asked_on(picture, rule, [unit["id"]], _span(paper)):
            continue
        unsure = paper["sure"] == "unsure" or doubtful or begin + within > _span(paper)[0]
        found.append((paper, matter("unsure" if unsure else "no", _span(paper)[1], paper["records"])))
    return found
