"""The rectification ledger: which records are ledgers, and how each entry stands on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from judged import BRANCH, Facts, material, paper, school

from archive_tool.core.audit import audit
from archive_tool.core.evidence import Evidence
from archive_tool.core.ledger import entries, ledgers
from archive_tool.core.material import Material
from archive_tool.core.model import Entry, FileFacts

FOLDER = "2025/10_检查整改/03_整改方案与台账/2025-04-10 整改台账"
NO_RECORDS = ("archive.yaml", "收件箱/通知.txt", "回收站/旧记录.txt")
PROOF = "2025/05_组织生活/02_支委会/2025-05-06 支委会"


def made(
    *items: dict[str, Any],
    seen: Facts | None = None,
    proof: dict[str, Any] | None = None,
    as_of: date = date(2025, 6, 1),
) -> Material:
    """A ledger and minutes; beside them what lies in no record."""
    ledger = paper("rectification-ledger", "2025-04-10", id="ledger000001", items=list(items))
    minutes = paper("minutes", "2025-05-06", id="proof0000001", **(proof or {}))
    loose = [Entry(path, "file", 6, 0, (0, 0)) for path in NO_RECORDS]
    found = material({FOLDER: ledger, PROOF: minutes}, as_of, facts=seen, scheme=school(), units=[BRANCH])
    snapshot = replace(found.snapshot, entries=(*found.snapshot.entries, *loose))
    return replace(found, snapshot=snapshot)


def standings(*items: dict[str, Any]) -> list[str]:
    found = made(*({"text": "问题", **item} for item in items))
    return [one.standing for one in entries(ledgers(found), found)]


def test_each_entry_stands_as_its_days_say() -> None:
    proven = {"closed": "2025-05-06", "evidence": ["proof0000001"]}
    assert standings(
        {"due": "2025-05-31"},
        {"due": "2025-06-01"},
        {"due": "2025-06"},
        {},
        {"due": "2025-05-31", **proven},
        {"closed": "2025-05-06"},
        {**proven, "closed": "2025-06-02"},
    ) == ["overdue", "open", "open", "open", "closed", "unproven", "open"]


@pytest.mark.parametrize(
    ("settings", "due"),
    [
        ({}, date(2025, 5, 10)),
        ({"10.rectification.deadline": {"within": "60d"}}, date(2025, 6, 9)),
        ({"10.rectification.deadline": "off"}, None),
    ],
)
def test_what_is_to_be_done_at_once_stands_as_the_audit_judges_it(
    settings: dict[str, Any], due: date | None
) -> None:
    items = [{"text": "问题", "type": "immediate"}, {"text": "问题", "type": "stepwise"}]
    ledger = paper("rectification-ledger", "2025-04-10", id="ledger000001", items=items)
    for day in (date(2025, 5, 10), date(2025, 5, 11), date(2025, 6, 9), date(2025, 6, 10)):
        found = material({FOLDER: ledger}, day, scheme=school(), units=[BRANCH], settings=settings)
        told = audit(found, ()).findings
        over = [one for one in told if one.code == "complete/overdue"]
        now = entries(ledgers(found), found)
        assert [one.due for one in now] == [due, None]
        assert [one.standing for one in now] == ["overdue" if over else "open", "open"]
        assert bool(over) is (due is not None and day > due)


@pytest.mark.parametrize(
    ("evidence", "standing"),
    [
        ("proof0000001", "closed"),
        (PROOF, "closed"),
        (f"{PROOF}/记录.txt", "closed"),
        (PROOF.replace("/", "\\"), "closed"),
        ("签到.txt", "closed"),  # beside the ledger
        ("会议记录第三页", "unproven"),
        ("2025", "unproven"),  # a folder that is no record
        ("../外面.txt", "unproven"),
        ("ledger000001", "unproven"),  # the ledger itself
        (FOLDER, "unproven"),
        ("archive.yaml", "unproven"),
        (f"{PROOF}/_item.yaml", "unproven"),
        ("_item.yaml", "unproven"),
        ("收件箱/通知.txt", "unproven"),
        ("回收站/旧记录.txt", "unproven"),
    ],
)
def test_evidence_is_what_is_in_the_archive(evidence: str, standing: str) -> None:
    found = made({"text": "问题", "closed": "2025-05-06", "evidence": [evidence]})
    (one,) = entries(ledgers(found), found)
    assert one.standing == standing
    assert one.absent == (() if standing == "closed" else (evidence,))


@pytest.mark.parametrize(
    ("files", "parts", "named", "standing"),
    [
        (["台账.xlsx", "照片.jpg"], [{"path": "台账.xlsx", "role": "main"}], "台账.xlsx", "unproven"),
        (["2025年整改台账（签字）.xlsx", "说明.docx"], [], "2025年整改台账（签字）.xlsx", "unproven"),
        (["整改清单.xlsx", "说明.docx"], [], f"{FOLDER}/整改清单.xlsx", "unproven"),
        (["1.xlsx"], [], "1.xlsx", "unproven"),
        (["整改台账.xlsx", "整改台账第三项说明.docx"], [], "整改台账第三项说明.docx", "closed"),
        (["整改台账.xlsx", "整改台账.jpg"], [], "整改台账.jpg", "unproven"),  # its scan
        (["整改台账.xlsx", "整改后照片.jpg"], [], "整改后照片.jpg", "closed"),
        (["1.xlsx", "2.xlsx"], [], "2.xlsx", "closed"),
    ],
)
def test_the_ledgers_own_paper_is_no_evidence_and_what_lies_beside_it_is(
    files: list[str], parts: list[dict[str, str]], named: str, standing: str
) -> None:
    items = [{"text": "问题", "closed": "2025-05-06", "evidence": [named]}]
    ledger = paper("rectification-ledger", "2025-04-10", items=items, files=files, parts=parts)
    found = material({FOLDER: ledger}, date(2025, 6, 1), scheme=school(), units=[BRANCH])
    (one,) = entries(ledgers(found), found)
    assert one.standing == standing


def test_a_ledger_that_is_one_file_is_no_evidence_of_its_own() -> None:
    path = f"{FOLDER}.xlsx"
    for named in (path, path.rpartition("/")[2], "rectification-ledger"):
        items = [{"text": "问题", "closed": "2025-05-06", "evidence": [named]}]
        ledger = paper("rectification-ledger", "2025-04-10", items=items, loose=True)
        found = material({path: ledger}, date(2025, 6, 1), scheme=school(), units=[BRANCH])
        assert [one.standing for one in entries(ledgers(found), found)] == ["unproven"]


@pytest.mark.parametrize("named", ["proof0000001", f"{PROOF}/记录.txt"])
def test_evidence_that_nobody_looked_at_yet_is_not_said_to_be_blank(named: str) -> None:
    """As after the archive was copied: what was read is known by size and time."""
    unseen = {f"{PROOF}/记录.txt": None, f"{PROOF}/签到.txt": None}
    found = made({"text": "问题", "closed": "2025-05-06", "evidence": [named, "没有.docx"]}, seen=unseen)
    (one,) = entries(ledgers(found), found)
    assert (one.standing, one.absent, one.unseen) == ("unproven", ("没有.docx",), (named,))


@pytest.mark.parametrize(
    "facts",
    [
        FileFacts("0" * 64, "txt", "empty"),
        FileFacts("0" * 64, "pdf", "damaged"),
        FileFacts("0" * 64, "pdf", "encrypted"),
    ],
    ids=["empty", "damaged", "locked"],
)
def test_what_nobody_could_read_is_no_evidence(facts: FileFacts) -> None:
    one, both = {f"{PROOF}/记录.txt": facts}, {f"{PROOF}/{name}": facts for name in ("记录.txt", "签到.txt")}
    record_and_files = ["proof0000001", f"{PROOF}/记录.txt", f"{PROOF}/签到.txt"]

    def absent(seen: Facts) -> tuple[str, ...]:
        found = made({"text": "问题", "evidence": record_and_files}, seen=seen)
        (entry,) = entries(ledgers(found), found)
        return entry.absent

    assert absent(one) == (f"{PROOF}/记录.txt",)
    assert absent(both) == tuple(record_and_files)


def test_evidence_of_a_later_day_is_none_yet_and_is_not_said_to_be_absent() -> None:
    of_part = {"parts": [{"path": "签到.txt", "date": "2025-05-08"}]}
    entry = {"text": "问题", "closed": "2025-05-01"}
    for evidence, first in (("proof0000001", 6), (f"{PROOF}/记录.txt", 6), (f"{PROOF}/签到.txt", 8)):
        for day, standing in ((first - 1, "unproven"), (first, "closed")):
            found = made({**entry, "evidence": [evidence]}, proof=of_part, as_of=date(2025, 5, day))
            (one,) = entries(ledgers(found), found)
            assert (one.standing, one.absent) == (standing, ())


def test_a_ledger_of_a_later_day_is_none_yet() -> None:
    assert not ledgers(made({"text": "问题"}, as_of=date(2025, 4, 9)))
    assert ledgers(made({"text": "问题"}, as_of=date(2025, 4, 10)))


def test_a_record_on_paper_is_evidence_and_an_empty_folder_is_none() -> None:
    entry = {"text": "问题", "closed": "2025-05-06", "evidence": ["proof0000001"]}
    for more, standing in (({"original_location": "柜 3"}, "closed"), ({}, "unproven")):
        found = made(entry, proof={"files": [], **more})
        assert [one.standing for one in entries(ledgers(found), found)] == [standing]


def test_lists_of_other_kinds_are_no_ledgers() -> None:
    plan = paper("annual-plan", "2025-01-05", items=[{"text": "任务", "due": "2025-02-01"}])
    path = "2025/03_党建责任与计划总结/01_工作计划/2025-01-05 计划"
    found = material({path: plan}, date(2025, 6, 1), scheme=school(), units=[BRANCH])
    assert ledgers(found) == ()


def test_a_ledger_that_another_replaces_is_none_any_more() -> None:
    old = paper("rectification-ledger", "2025-04-10", id="old000000001", items=[{"text": "问题"}])
    relations = [{"kind": "replaces", "record": "old000000001"}]
    new = paper("rectification-ledger", "2025-05-10", id="new000000001", relations=relations)
    other = FOLDER.replace("04-10", "05-10")
    found = material({FOLDER: old, other: new}, date(2025, 6, 1), scheme=school(), units=[BRANCH])
    assert [record.path for record in ledgers(found)] == [other]


def test_an_unknown_word_is_no_evidence_even_where_it_is_empty() -> None:
    found = made({"text": "问题"})
    (record,) = ledgers(found)
    assert not Evidence(found).has(" ", record)
    assert not Evidence(found).has("/", record)
