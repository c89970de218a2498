"""What the watcher says, line by line: every event once, in the reader's language."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from results import NOTHING, report

from archive_tool.app.opening import load_scheme
from archive_tool.app.texts import load_catalog
from archive_tool.core import reasons
from archive_tool.core.catalog import Speaker
from archive_tool.core.filing import Dropped, WriteNew
from archive_tool.core.model import Finding
from archive_tool.core.results import IndexChanges, SyncResult
from archive_tool.report.events import MANY, Teller

LEAF = "2025/05_组织生活/01_支部党员大会"
A, B = f"{LEAF}/2025-03-14 大会.docx", f"{LEAF}/2025-03-15 大会"
SIDECAR_A, SIDECAR_B = f"{A}.meta.yaml", f"{B}/_item.yaml"
SCHEME = load_scheme("school-party-building", Path())


def teller(language: str = "zh") -> Teller:
    """One that has seen the whole archive."""
    told = Teller(Speaker(load_catalog(), language, SCHEME))
    list(told.lines(NOTHING))
    return told


def result(**what: Any) -> SyncResult:
    """Of one leaf."""
    return replace(NOTHING, **{"scope": (LEAF,), **what})


def damaged(path: str, severity: str = "error") -> Finding:
    params = reasons.told("damaged", "BadZipFile")
    return Finding("file/damaged", severity, path, params)  # type: ignore[arg-type]


def test_the_first_look_is_summed_up() -> None:
    told = Teller(Speaker(load_catalog(), "en", SCHEME))
    first = replace(NOTHING, report=report(damaged(A)), index=IndexChanges(tuple(map(str, range(MANY + 1)))))
    assert list(told.lines(first)) == [
        "looked at the whole archive: 1 record, 1 file; errors 1, warnings 0: archive-tool check names them"
    ]


def test_nothing_happened_nothing_is_said() -> None:
    assert list(teller().lines(result())) == []


@pytest.mark.parametrize(
    ("what", "lines"),
    [
        (
            {"drafted": (SIDECAR_A, SIDECAR_B), "index": IndexChanges((A, B))},
            [f"新件 {A}，已建草稿", f"新件 {B}，已建草稿"],
        ),
        (
            {"refreshed": (SIDECAR_A,), "index": IndexChanges((), (A,))},
            [f"有改动 {A}，已重新编入索引"],
        ),
        (
            {
                "paired": ((SIDECAR_A, f"{B}.docx.meta.yaml"),),
                "index": IndexChanges((f"{B}.docx",), (), (A,)),
            },
            [f"改名或移动 {A} → {B}.docx，元数据已跟随"],
        ),
        (
            {"followed": ((A, B),), "index": IndexChanges((B,), (), (A,)), "refreshed": (SIDECAR_B,)},
            [f"改名或移动 {A} → {B}，元数据已跟随"],
        ),
        ({"index": IndexChanges((), (), (A,))}, [f"已移走或删除 {A}，索引中已去掉"]),
        ({"index": IndexChanges(("收件箱/通知.pdf",))}, ["新文件 收件箱/通知.pdf，已可搜索"]),
        ({"folders": (LEAF,)}, [f"补建文件夹 {LEAF}"]),
        ({"waiting": (A,)}, [f"等待 {A}：还在写入，或正被打开编辑，完成后再处理"]),
        ({"closed": ((A, "拒绝访问"),)}, [f"打不开 {A}（拒绝访问），内容没有读取；请检查权限"]),
    ],
)
def test_a_line_for_every_event(what: dict[str, Any], lines: list[str]) -> None:
    assert list(teller().lines(result(**what))) == lines


def test_a_record_whose_copy_is_deleted_has_not_moved() -> None:
    copy = "收件箱/2025-03-14 大会.docx"
    gone = result(followed=((copy, A),), index=IndexChanges((), (), (copy,)))
    assert list(teller("en").lines(gone)) == [f"moved away or deleted: {copy}; dropped from the index"]


def test_what_could_not_be_done_says_why() -> None:
    dropped = (Dropped(WriteNew(SIDECAR_A, b""), "dropped.locked"),)
    (line,) = teller("en").lines(result(dropped=dropped))
    assert line.startswith(f"{SIDECAR_A}: Another program has the file open")


def test_many_of_one_kind_are_counted_by_folder() -> None:
    other = "2025/05_组织生活/02_支委会"
    drafted = tuple(f"{folder}/{n}.docx.meta.yaml" for folder in (LEAF, other) for n in range(MANY))
    index = IndexChanges(tuple(path.removesuffix(".meta.yaml") for path in drafted))
    assert list(teller("en").lines(result(drafted=drafted, index=index))) == [
        f"{MANY} new records in {LEAF}; drafts written",
        f"{MANY} new records in {other}; drafts written",
    ]


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("waiting", "等待 {count} 个文件，在 {folder}：还在写入，或正被打开编辑，完成后再处理"),
        ("closed", "打不开 {count} 个文件，在 {folder}，内容没有读取；请检查权限"),
        ("findings", "错误 {folder}：文件读不出 {count} 处，逐条见 archive-tool check"),
        ("gone", "已移走或删除 {count} 份，原在 {folder}，索引中已去掉"),
    ],
)
def test_many_of_any_kind_are_counted_by_folder(what: str, line: str) -> None:
    def happened(paths: list[str]) -> SyncResult:
        of_kind: dict[str, dict[str, Any]] = {
            "waiting": {"waiting": tuple(paths)},
            "closed": {"closed": tuple((path, "拒绝访问") for path in paths)},
            "findings": {"report": report(*map(damaged, paths))},
            "gone": {"index": IndexChanges((), (), tuple(paths))},
        }
        return result(**of_kind[what])

    two = [f"{LEAF}/2025-03-14 大会", f"{LEAF}/2025-03-15 大会"]
    in_two = [f"{folder}/{n}.docx" for folder in two for n in range(6)]
    assert list(teller().lines(happened(in_two))) == [line.format(count=6, folder=folder) for folder in two]
    # Eleven folders are many too: one line for the folder around them.
    in_many = [f"{LEAF}/{day}/{n}.docx" for day in range(MANY + 1) for n in range(3)]
    assert list(teller().lines(happened(in_many))) == [line.format(count=len(in_many), folder=LEAF)]


def test_kinds_of_findings_are_counted_apart() -> None:
    many = [damaged(f"{LEAF}/{n}.docx") for n in range(MANY + 1)]
    one = damaged(A, "warning")
    first, *others = teller("en").lines(result(report=report(one, *many)))
    assert first.startswith(f"Warning {A}: ")
    assert others == [
        f"Error {LEAF}: Unreadable file, {MANY + 1}; archive-tool check names them",
    ]


def test_a_folder_renamed_and_renamed_back_has_moved_and_lost_nothing() -> None:
    # Out of its category each file was by itself in the index.
    files = tuple(f"2025/改过的名/2025-03-14 大会/{n}.docx" for n in range(3))
    back = result(
        scope=("2025/改过的名", LEAF),
        followed=(("2025/改过的名/2025-03-14 大会", B),),
        index=IndexChanges((B,), (), files),
    )
    assert list(teller().lines(back)) == [f"改名或移动 2025/改过的名/2025-03-14 大会 → {B}，元数据已跟随"]


def test_two_equal_files_are_said_once_though_one_is_looked_at_by_itself() -> None:
    elsewhere = "2025/05_组织生活/02_支委会/2025-03-05 记录.docx"
    same = Finding("file/duplicate", "warning", A, {"other": elsewhere})
    told, whole = teller(), replace(NOTHING, report=report(same))
    assert [len(list(told.lines(each))) for each in (whole, result(), whole)] == [1, 0, 0]
    mended = replace(NOTHING, report=report())
    assert [len(list(told.lines(each))) for each in (mended, whole)] == [0, 1]


def test_a_finding_is_said_when_it_begins_and_again_when_it_comes_back() -> None:
    told = teller("en")
    bad, good = result(report=report(damaged(A))), result(report=report())
    said = [len(list(told.lines(each))) for each in (bad, bad, good, bad)]
    assert said == [1, 0, 0, 1]
    elsewhere = result(scope=("2025/04_议事决策",), report=report())
    assert [len(list(told.lines(each))) for each in (elsewhere, bad)] == [0, 0]


def test_the_line_of_a_finding_names_its_severity_the_file_and_what_is_wrong() -> None:
    (line,) = teller("zh").lines(result(report=report(damaged(A))))
    assert line.startswith(f"错误 {A}：") and "BadZipFile" in line


def test_a_secret_mark_is_said_at_once_what_is_only_odd_is_not() -> None:
    mark = Finding("guard/secret", "error", A, {"mark": "机密", "rule": "scheme:secret-rule"})
    odd = Finding("name/pattern", "warning", A, {})
    info = damaged(B, "info")
    waived = replace(damaged(f"{A}x"), waived="known")
    (line,) = teller("zh").lines(result(report=report(mark, odd, info, waived)))
    assert A in line and "机密" in line


def test_waiting_is_said_once_and_again_the_next_time() -> None:
    told = teller("en")
    waiting, done = result(waiting=(A,)), result()
    assert [len(list(told.lines(each))) for each in (waiting, waiting, done, waiting)] == [1, 0, 0, 1]


def test_a_file_that_may_yet_be_filled_is_no_finding() -> None:
    empty = Finding("file/empty", "error", A)
    told = teller("en")
    (line,) = told.lines(result(waiting=(A,), report=report(empty)))
    assert line.startswith("waiting for")
    assert len(list(told.lines(result(report=report(empty))))) == 1
