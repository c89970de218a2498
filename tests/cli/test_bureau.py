"""`audit ROOT…`: many archives by one standard, whatever is wrong with one of them."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import takewhile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from commands import Ran, done, is_one_line, looks_below, run
from docx import Document
from openpyxl import load_workbook
from trees import Picture, make_tree

from archive_tool.adapters import crew
from archive_tool.adapters.schemas import find_scheme, read_profile
from archive_tool.core.copy_names import MOST_BYTES, name_part

UNITS = "units:\n- {id: club, name: 园艺社, kind: club}\n"
MINUTES = "2025/10 Running the club/Meetings/2025-03-14 社员大会"
PICTURE: Picture = {
    f"{MINUTES}/会议记录.txt": "大会通过了章程",
    f"{MINUTES}/到会名单.txt": "甲、乙",
    "散落.txt": "何处",
}
DAY = ("--as-of", "2026-03-01", "--year", "2025")
LENIENT = """
ignore: [散落.txt]
waivers:
- {code: complete/missing, reason: 停办, author: 甲, until: 2026-12-31}
"""


@pytest.fixture
def school(tmp_path: Path, own_home: Path) -> Callable[..., Path]:
    """Makes one school's archive, synced as the school would."""

    def make(name: str, more: str = "", *, synced: bool = True, picture: Picture = PICTURE) -> Path:
        config = f"scheme: minimal\nfonds: {{code: '1', name: {name}}}\n{UNITS}{more}"
        root = make_tree(tmp_path / name, {"archive.yaml": config, **picture})
        if synced:
            done(root, "sync")
        return root

    return make


CREW = crew.run


@pytest.fixture(autouse=True)
def judged_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process: one of its own takes longer to start, and says the same."""

    def run(work: crew.Work, jobs: Sequence[bytes], *_: object) -> Iterator[crew.Done]:
        return (crew.Done(number, list(work(job))) for number, job in enumerate(jobs))

    monkeypatch.setattr(crew, "run", run)


@pytest.fixture
def apart(judged_here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each archive is judged in a process of its own, as in the life of a bureau."""
    monkeypatch.setattr(crew, "run", CREW)


def audit(folder: Path, *words: str | Path, lang: str = "zh") -> Ran:
    return run(folder, "audit", *words, *DAY, lang=lang)


def strict(folder: Path, *words: str | Path) -> Any:
    return audit(folder, *words, "--strict", "--scheme", "minimal", "--format", "json").json


def rows(ran: Ran, first: str = "学校") -> list[list[str]]:
    """The table without its heading, which begins with `first`."""
    cells = [line.split() for line in ran.out.splitlines()]
    start = next(n for n, row in enumerate(cells) if row[:1] == [first])
    return list(takewhile(lambda row: row and row[0].isdigit(), cells[start + 1 :]))


@pytest.mark.usefixtures("apart")
def test_a_table_in_the_order_given(school: Callable[..., Path], tmp_path: Path) -> None:
    school("乙校")
    school("甲校")
    ran = audit(tmp_path, "乙校", "甲校", "--strict", "--scheme", "minimal")
    assert [row[1] for row in rows(ran)] == ["乙校", "甲校"]
    assert [row[-1] for row in rows(ran)] == ["已检查", "已检查"]
    assert "minimal" in ran.out.splitlines()[0] and "2026-03-01" in ran.out.splitlines()[0]


@pytest.mark.usefixtures("apart")
def test_what_is_told_of_each_is_what_its_own_audit_says(school: Callable[..., Path], tmp_path: Path) -> None:
    root = school("甲校")
    alone = audit(root, "--format", "json").json
    (one,) = strict(tmp_path, "甲校")["archives"]
    assert (one["ok"], one["error"], one["root"], one["name"]) == (True, None, str(root), "甲校")
    assert one["set_aside"] is None
    assert {**one["audit"], "colophon": None} == {**alone, "colophon": None}


@pytest.mark.usefixtures("apart")
def test_a_school_s_own_ways_count_for_nothing_and_their_effect_is_told(
    school: Callable[..., Path], tmp_path: Path
) -> None:
    school("严校")
    school("宽校", LENIENT)
    plain, lenient = strict(tmp_path, "严校", "宽校")["archives"]
    assert summary(plain) == summary(lenient)
    assert lenient["audit"]["summary"]["waived"] == 0
    aside = lenient["set_aside"]
    assert {one["why"] for one in aside["findings"]} >= {"waived", "ignored"}
    assert {one["by"] for one in aside["findings"] if one["why"] == "waived"} == {"停办"}
    assert [one["path"] for one in aside["findings"] if one["why"] == "ignored"] == ["散落.txt"]
    assert aside["waivers"] == 1 and aside["ignore"] == ["散落.txt"]
    assert any(row["own"]["status"] == "waived" for row in aside["rows"] if row["own"])
    shown = audit(tmp_path, "宽校", "--strict", "--scheme", "minimal", "-v").out
    assert "停办" in shown and "散落.txt" in shown


def summary(one: Any) -> Any:
    return {key: value for key, value in one["audit"]["summary"].items() if key != "not_run"}


def test_a_waiver_in_a_sidecar_is_set_aside_too(school: Callable[..., Path], tmp_path: Path) -> None:
    root = school("甲校")
    sidecar = root / MINUTES / "_item.yaml"
    sidecar.write_text(
        sidecar.read_text("utf-8").replace("status: draft", "status: filed")
        + "waivers:\n- {code: sidecar/invalid, reason: 补录, author: 甲, until: 2026-12-31}\n",
        "utf-8",
    )
    (one,) = strict(tmp_path, "甲校")["archives"]
    assert one["audit"]["summary"]["waived"] == 0
    assert one["set_aside"]["waivers"] == 1


def test_without_strict_each_is_judged_by_its_own(school: Callable[..., Path], tmp_path: Path) -> None:
    root = school("宽校", LENIENT)
    whole = audit(tmp_path, "宽校", "--format", "json").json
    assert (whole["scheme"], whole["strict"]) == (None, False)
    (one,) = whole["archives"]
    assert one["audit"] == audit(root, "--format", "json").json
    assert one["audit"]["summary"]["waived"] > 0
    assert one["set_aside"] is None


BROKEN = {
    "缺": {"说明.txt": "没有"},
    "坏": {"archive.yaml": "scheme: [minimal\n"},
    "错": {"archive.yaml": "scheme: minimal\nunits:\n- {id: club, kind: 什么}\n"},
}


@pytest.mark.usefixtures("apart")
def test_one_broken_archive_does_not_stop_the_others(school: Callable[..., Path], tmp_path: Path) -> None:
    school("甲校")
    for name, picture in BROKEN.items():
        make_tree(tmp_path / name, picture)
    (tmp_path / "文件").write_text("x", "utf-8")
    given = ["缺", "坏", "甲校", "错", "文件", "没有"]
    whole = audit(tmp_path, *given, "--strict", "--scheme", "minimal", "--format", "json")
    told = whole.json["archives"]
    assert [Path(one["root"]).name for one in told] == given
    assert [one["ok"] for one in told] == [False, False, True, False, False, False]
    assert all(
        one["error"] and "{" not in one["error"] and one["audit"] is None for one in told if not one["ok"]
    )
    assert "archive.yaml:1" in told[1]["error"]
    assert "archive.yaml:3" in told[3]["error"]
    assert whole.code == 1
    shown = audit(tmp_path, *given, "--strict", "--scheme", "minimal").out
    assert [row[-1] for row in rows(Ran(0, shown, ""))].count("没有检查成") == 5
    assert all(one["error"] in shown for one in told if not one["ok"])


def test_what_the_tool_cannot_cope_with_is_one_row(
    school: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from archive_tool.app import school as work

    school("甲校")

    def breaks(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(work, "strictly", breaks)
    job = work.Job(
        str(tmp_path / "甲校"), None, None, True, "2025-12-31", None, None, None, "", "zh", True, False
    )
    (said,) = work.judge(job.packed())
    assert "ZeroDivisionError: division by zero" in json.loads(said)["school"]["error"]


def test_a_process_that_dies_or_hangs_is_a_row_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run_(*_: object) -> list[crew.Done]:
        return [crew.Done(1, None, "timeout"), crew.Done(0, None, "-9")]

    monkeypatch.setattr(crew, "run", run_)
    for name in ("甲校", "乙校"):
        (tmp_path / name).mkdir()
    first, second = audit(tmp_path, "甲校", "乙校", "--format", "json").json["archives"]
    assert "-9" in first["error"] and "半小时" in second["error"]


@pytest.mark.usefixtures("apart")
def test_where_the_caller_has_no_room_for_a_cache_the_result_is_the_same(
    school: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    school("甲校", LENIENT)
    known = strict(tmp_path, "甲校")
    (tmp_path / "不是文件夹").write_text("x", "utf-8")
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "不是文件夹"))
    ran = audit(tmp_path, "甲校", "--strict", "--scheme", "minimal", "--format", "json")
    assert ran.json == known
    assert ran.err.count("\n") == 1


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everywhere")
def test_an_unreadable_folder_is_one_row(school: Callable[..., Path], tmp_path: Path) -> None:
    school("甲校").chmod(0)
    try:
        (one,) = strict(tmp_path, "甲校")["archives"]
    finally:
        (tmp_path / "甲校").chmod(0o755)
    assert not one["ok"] and "Permission" in one["error"]


@pytest.mark.usefixtures("apart")
def test_the_code_tells_findings_and_2_only_where_nothing_was_judged(
    school: Callable[..., Path], tmp_path: Path
) -> None:
    school("甲校")
    assert audit(tmp_path, "甲校", "没有").code == 1
    assert audit(tmp_path, "甲校", "没有", "--fail-on", "never").code == 0
    nowhere = audit(tmp_path, "没有", "也没有")
    assert nowhere.code == 2
    assert is_one_line(nowhere.err) and nowhere.out == ""
    (tmp_path / "空的").mkdir()
    lost = audit(tmp_path, "空的", "没有")
    assert lost.code == 2
    assert "没有这个文件夹" in lost.out
    assert is_one_line(lost.err)


def test_each_judges_all_that_lies_in_a_folder_and_passes_over_nothing(
    school: Callable[..., Path], tmp_path: Path
) -> None:
    school("甲校")
    school("乙校")
    make_tree(tmp_path, {"空的": {}, "说明.txt": "x", ".隐": {}})
    whole = audit(tmp_path, ".", "--each", "--format", "json").json
    assert {Path(one["root"]).name: one["ok"] for one in whole["archives"]} == {
        "乙校": True,
        "甲校": True,
        "空的": False,
    }
    bare = audit(tmp_path, ".")
    assert bare.code == 2 and "--each" in bare.out
    assert audit(tmp_path, "甲校", "--each").code == 2


def test_the_same_archive_is_judged_once(school: Callable[..., Path], tmp_path: Path) -> None:
    school("甲校")
    assert len(strict(tmp_path, "甲校", tmp_path / "甲校", "./甲校/")["archives"]) == 1


def test_rank_puts_the_most_complete_first(school: Callable[..., Path], tmp_path: Path) -> None:
    school("空校", picture={})
    school("甲校")
    given = ("没有", "空校", "甲校", "--strict", "--scheme", "minimal")
    assert [row[1] for row in rows(audit(tmp_path, *given))] == ["没有", "空校", "甲校"]
    assert [row[1] for row in rows(audit(tmp_path, *given, "--rank"))] == ["甲校", "空校", "没有"]


def test_a_profile_scores_each_as_its_own_audit_would(school: Callable[..., Path], tmp_path: Path) -> None:
    first, second = school("甲校"), school("乙校", picture={"散落.txt": "何处"})
    words = ("--strict", "--scheme", "minimal", "--profile", "yearly-look")
    told = audit(tmp_path, first, second, *words, "--format", "json").json["archives"]
    alone = [run(one, "audit", *words[3:], *DAY, "--format", "json").json for one in (first, second)]
    assert [one["audit"]["profile"] for one in told] == [one["profile"] for one in alone]
    assert [one["audit"]["summary"]["score"] for one in told] == [5, 0]
    ranked = audit(tmp_path, second, first, *words, "--rank")
    assert [(row[1], row[-3]) for row in rows(ranked)] == [("甲校", "5/8"), ("乙校", "0/6")]


def test_a_profile_that_is_a_file_lies_where_the_caller_works(
    school: Callable[..., Path], tmp_path: Path
) -> None:
    school("甲校")
    shipped = read_profile(find_scheme("minimal", tmp_path), "yearly-look")[1].decode()
    (tmp_path / "ours.yaml").write_text(shipped.replace("yearly-look", "ours"), encoding="utf-8")
    (one,) = audit(
        tmp_path, "甲校", "--strict", "--scheme", "minimal", "--profile", "ours.yaml", "--format", "json"
    ).json["archives"]
    assert (one["audit"]["profile"]["id"], one["audit"]["colophon"]["profile"]["id"]) == ("ours", "ours")


def test_a_profile_that_is_nowhere_stops_the_run(school: Callable[..., Path], tmp_path: Path) -> None:
    school("甲校")
    ran = audit(tmp_path, "甲校", "--strict", "--scheme", "minimal", "--profile", "yearly-lok")
    assert ran.code == 2
    assert is_one_line(ran.err) and "yearly-look" in ran.err


@pytest.mark.usefixtures("apart")
def test_nothing_is_written_into_a_school_s_archive(school: Callable[..., Path], tmp_path: Path) -> None:
    roots = [school("甲校", LENIENT), school("乙校", synced=False)]
    before = [looks_below(root, besides=()) for root in roots]
    strict(tmp_path, "甲校", "乙校")
    strict(tmp_path, "甲校", "乙校")
    assert [looks_below(root, besides=()) for root in roots] == before


def test_what_no_cache_knows_is_not_run(school: Callable[..., Path], tmp_path: Path) -> None:
    school("甲校")
    school("乙校", synced=False)
    shutil.copytree(tmp_path / "甲校", tmp_path / "丙校")
    shutil.rmtree(tmp_path / "丙校/.archive")
    known, unsynced, lost = (one["audit"] for one in strict(tmp_path, "甲校", "乙校", "丙校")["archives"])
    assert known["summary"]["not_run"] == 0
    assert unsynced["summary"]["not_run"] == lost["summary"]["not_run"] == 3
    assert {one["path"] for one in lost["not_run"]} == {
        f"{MINUTES}/会议记录.txt",
        f"{MINUTES}/到会名单.txt",
        "散落.txt",
    }


def test_what_a_cache_told_once_is_not_known_without_it(school: Callable[..., Path], tmp_path: Path) -> None:
    root = school("甲校")
    (before,) = strict(tmp_path, "甲校")["archives"]
    shutil.rmtree(root / ".archive")
    (after,) = strict(tmp_path, "甲校")["archives"]
    assert [one["audit"]["summary"]["not_run"] for one in (before, after)] == [0, 3]
    assert [one["audit"]["colophon"]["facts"] for one in (before, after)] == ["archive", "none"]
    done(root, "sync")
    (again,) = strict(tmp_path, "甲校")["archives"]
    assert again == before


def test_what_was_read_on_this_computer_alone_is_told_on_paper(
    school: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from archive_tool.adapters import places

    root = school("甲校", synced=False)
    with monkeypatch.context() as on_a_share:
        on_a_share.setattr(places, "is_on_network", lambda _: True)
        done(root, "sync")
        assert not (root / ".archive/cache/state.db").exists()
        (one,) = school_judged(root)
    assert one["audit"]["summary"]["not_run"] == 0
    assert one["audit"]["colophon"]["facts"] == "computer"


def school_judged(root: Path) -> list[Any]:
    """In this process, for which the share is made believe."""
    from archive_tool.app import school as use

    scheme = use.load_scheme("minimal", root)
    folder = str(find_scheme("minimal", root))
    asked = use.Job(
        str(root), folder, scheme.sha256, True, "2026-03-01", 2025, None, None, str(root), "zh", True, False
    )  # fmt: skip
    return [json.loads(use.judge(asked.packed())[1])]


def test_what_the_school_read_later_is_known_the_next_time(
    school: Callable[..., Path], tmp_path: Path
) -> None:
    root = school("甲校", synced=False)
    assert strict(tmp_path, "甲校")["archives"][0]["audit"]["summary"]["not_run"] == 3
    done(root, "sync")
    assert strict(tmp_path, "甲校")["archives"][0]["audit"]["summary"]["not_run"] == 0


def test_sidecars_are_read_from_the_tree_and_not_believed_from_the_cache(
    school: Callable[..., Path], tmp_path: Path
) -> None:
    import sqlite3

    root = school("甲校")
    with sqlite3.connect(root / ".archive/cache/state.db") as db:
        # As if it had been looked at long after the sidecar was written.
        db.execute(
            'UPDATE sidecars SET scanned_ns = mtime_ns + 9000000000, body = \'[{"title": "伪造"}, [], "utf-8"]\''
        )
    forged = audit(root, "--format", "json").json
    (one,) = strict(tmp_path, "甲校")["archives"]
    assert {path for row in one["audit"]["coverage"] for path in row["records"]} == {MINUTES}
    assert one["audit"]["findings"] != forged["findings"]


@pytest.mark.parametrize("broken", ["not a database", "another kind of table"])
def test_a_cache_that_was_tampered_with_is_no_cache(
    school: Callable[..., Path], tmp_path: Path, broken: str
) -> None:
    import sqlite3

    root = school("甲校")
    cache = root / ".archive/cache/state.db"
    if broken == "not a database":
        cache.write_bytes(b"x" * 5000)
    else:
        with sqlite3.connect(cache) as db:
            db.execute("ALTER TABLE files RENAME TO old")
            db.execute("CREATE VIEW files AS SELECT * FROM old")
    (one,) = strict(tmp_path, "甲校")["archives"]
    assert one["ok"] and one["audit"]["summary"]["not_run"] == 3


def test_what_archive_yaml_names_elsewhere_is_not_followed(
    school: Callable[..., Path], tmp_path: Path
) -> None:
    root = school("甲校", synced=False)
    (root / "archive.yaml").write_text(
        f"scheme: ../../秘密\ncache_dir: {tmp_path / '别处'}\n{UNITS}", "utf-8"
    )
    (one,) = strict(tmp_path, "甲校")["archives"]
    assert one["ok"] and one["audit"]["scheme"]["id"] == "minimal"
    assert not (tmp_path / "别处").exists()
    assert not strict_ok_when_linked(root, tmp_path)


def strict_ok_when_linked(root: Path, tmp_path: Path) -> bool:
    """Whether an archive.yaml that is a link out of the archive is read."""
    (root / "archive.yaml").rename(tmp_path / "else.yaml")
    try:
        (root / "archive.yaml").symlink_to(tmp_path / "else.yaml")
    except OSError:  # Windows without the right to make links
        return False
    return bool(strict(tmp_path, root.name)["archives"][0]["ok"])


def test_settings_that_this_scheme_does_not_know_are_set_aside_all_the_same(
    school: Callable[..., Path], tmp_path: Path
) -> None:
    school("甲校", "settings: {99.nothing.count: 3}\n", synced=False)
    (one,) = strict(tmp_path, "甲校")["archives"]
    assert one["ok"] and one["set_aside"] is None
    assert "99.nothing.count" in one["untried"]
    shown = audit(tmp_path, "甲校", "--strict", "--scheme", "minimal")
    assert rows(shown)[0][-2:] == ["?", "已检查"]


@pytest.mark.usefixtures("apart")
def test_papers_for_each_school_and_a_table(school: Callable[..., Path], tmp_path: Path) -> None:
    school("甲校", LENIENT)
    school("乙校")
    audit(
        tmp_path, "甲校", "乙校", "没有", "--strict", "--scheme", "minimal", "--format", "docx", "-o", "结果"
    )
    assert sorted(path.name for path in (tmp_path / "结果").iterdir()) == [
        "00_档案检查汇总表.docx",
        "01_甲校_档案检查情况表.docx",
        "01_甲校_退回清单.docx",
        "02_乙校_档案检查情况表.docx",
        "02_乙校_退回清单.docx",
    ]
    table = opened(tmp_path / "结果/00_档案检查汇总表.docx").tables[0]
    assert [row.cells[1].text for row in table.rows] == ["学校", "甲校", "乙校", "没有"]
    whole = strict(tmp_path, "甲校")["archives"][0]["audit"]
    mending = [one for one in whole["findings"] if one["severity"] in ("error", "warning")]
    back = opened(tmp_path / "结果/01_甲校_退回清单.docx")
    *lists, made = back.tables
    numbered = [row.cells[0].text for one in lists for row in one.rows[1:]]
    assert {"工具", "分类方案", "archive.yaml", "截至", "改动的设置"} <= {
        row.cells[0].text for row in made.rows
    }
    assert numbered == [str(n) for n in range(1, len(numbered) + 1)]
    said = "\n".join(p.text for p in back.paragraphs)
    assert f"以下 {len(numbered)} 条（{len(mending)} 处问题）" in said
    assert all(one["remedy"] in said for one in mending)
    sheet = opened(tmp_path / "结果/01_甲校_档案检查情况表.docx")
    assert any("停办" in p.text for p in sheet.paragraphs)


def test_the_ranked_table_leads_to_the_papers_of_each_school(
    school: Callable[..., Path], tmp_path: Path
) -> None:
    school("空校", picture={})
    school("甲校")
    given = ("没有", "空校", "甲校", "--strict", "--scheme", "minimal", "--rank", "-o", "结果")
    ran = audit(tmp_path, *given, "--format", "docx")
    assert [row[:3] for row in rows(ran, "文件号")] == [
        ["1", "03", "甲校"],
        ["2", "02", "空校"],
        ["3", "01", "没有"],
    ]
    document = opened(tmp_path / "结果/00_档案检查汇总表.docx")
    table = document.tables[0]
    assert [cell.text for cell in table.rows[0].cells][:3] == ["名次", "文件号", "学校"]
    links = [
        unquote(link.address) for row in table.rows for p in row.cells[2].paragraphs for link in p.hyperlinks
    ]
    assert links == ["./03_甲校_档案检查情况表.docx", "./02_空校_档案检查情况表.docx"]
    assert all((tmp_path / "结果" / name).is_file() for name in links)


def test_one_workbook_with_all_schools_and_their_problems(
    school: Callable[..., Path], tmp_path: Path
) -> None:
    school("宽校", LENIENT)
    school("+校")
    by = ("--strict", "--scheme", "minimal")
    ran = audit(tmp_path, "宽校", "+校", "没有", *by, "-o", "汇总.xlsx")
    assert ran.err.strip().endswith("汇总.xlsx") and "宽校" in ran.out
    book = load_workbook(tmp_path / "汇总.xlsx")
    assert book.sheetnames == ["档案检查汇总表", "问题", "未采用", "说明"]
    table = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert [row[1] for row in table] == ["学校", "宽校", "'+校", "没有"]
    status = table[0].index("状态")
    assert [row[status] for row in table[1:]] == ["已检查", "已检查", "没有检查成"]
    assert "没有这个文件夹" in str(table[3][table[0].index("没有检查成的原因")])
    (whole,) = strict(tmp_path, "宽校")["archives"]
    errors = table[0].index("错误")
    assert table[1][errors] == whole["audit"]["summary"]["errors"] > 0
    problems = list(book.worksheets[1].iter_rows(min_row=2, values_only=True))
    counted = sum(row[3] for row in problems if row[0] == "宽校" and row[1] == "错误")
    assert counted == whole["audit"]["summary"]["errors"]
    assert any("停办" in str(row[1]) for row in book.worksheets[2].iter_rows(values_only=True))
    again = (tmp_path / "汇总.xlsx").read_bytes()
    audit(tmp_path, "宽校", "+校", "没有", *by, "-o", "汇总.xlsx")
    assert (tmp_path / "汇总.xlsx").read_bytes() == again


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_page_with_all_schools(school: Callable[..., Path], tmp_path: Path, lang: str) -> None:
    school("甲&校")
    root = school("乙校", LENIENT)
    by = ("--strict", "--scheme", "minimal", "--rank")
    audit(tmp_path, "甲&校", "乙校", "没有", *by, "-o", "a.html", lang=lang)
    page = (tmp_path / "a.html").read_text("utf-8")
    assert "甲&校" not in page and "甲&amp;校" in page
    assert "停办" in page and root.name in page and str(tmp_path) not in page
    assert not re.search(r"\b(?:bureau|paper|set-aside)\.[a-z]", page)
    for address in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{address}"' in page


def test_one_file_lies_in_none_of_the_archives(school: Callable[..., Path], tmp_path: Path) -> None:
    root = school("甲校")
    ran = audit(tmp_path, "甲校", "-o", "甲校/a.xlsx")
    assert ran.code == 2 and is_one_line(ran.err)
    assert not (root / "a.xlsx").exists()
    assert audit(tmp_path, "甲校", "--format", "html").code == 2


def test_the_table_says_how_it_was_made_for_all_once_and_what_is_a_school_s_own(
    school: Callable[..., Path], tmp_path: Path
) -> None:
    first, second = school("甲校"), school("乙校", "calendar: {exempt_months: [8]}\n")
    words = ("--scheme", "minimal", "--profile", "yearly-look", "--format", "docx", "-o", "结果")
    audit(tmp_path, first, second, *words)
    common, own = opened(tmp_path / "结果/00_档案检查汇总表.docx").tables[-2:]
    told = {row.cells[0].text: row.cells[1].text for row in common.rows}
    assert told["工具"].startswith("archive-tool ") and "minimal" in told["分类方案"]
    assert "yearly-look" in told["检查方案"] and told["检查方案"].count("SHA-256") == 1
    assert {"截至", "评查年度", "改动的设置", "不看的路径", "豁免", "指引件（件）"} <= told.keys()
    each = {row.cells[0].text: row.cells[1].text for row in own.rows[1:]}
    digests = [sha256((root / "archive.yaml").read_bytes()).hexdigest() for root in (first, second)]
    assert list(each) == ["甲校", "乙校"]
    assert all(digest in said for digest, said in zip(digests, each.values(), strict=True))


@pytest.mark.parametrize("how", [("--strict",), ()])
def test_papers_of_many_tell_settings_in_words_and_lines_as_lines(
    school: Callable[..., Path], tmp_path: Path, how: tuple[str, ...]
) -> None:
    school("甲校", "settings: {10.members-meeting.count: 9, consistency/conflict: {severity: info}}\n")
    school("乙校")
    by = ("甲校", "乙校", *how, "--scheme", "minimal")
    audit(tmp_path, *by, "-o", "表.html")
    audit(tmp_path, *by, "-o", "表.xlsx")
    audit(tmp_path, *by, "--format", "docx", "-o", "结果")
    page = (tmp_path / "表.html").read_text("utf-8")
    book = load_workbook(tmp_path / "表.xlsx")
    cells = "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    paper = zipfile.ZipFile(tmp_path / "结果/00_档案检查汇总表.docx").read("word/document.xml").decode()
    told = [page, cells, paper, audit(tmp_path, *by, "-v").out] if how else [page, cells, paper]
    for text in told:
        flat = text.replace("\n", "").replace(" ", "")
        assert "subject:" not in text and "finding:" not in text and "\\n" not in text
        assert (
            "社员大会（10.members-meeting.count）次数" in flat
            and "同时出现在两处（consistency/conflict）" in flat
        )


@pytest.mark.parametrize(("lang", "doing"), [("zh", "“同步”"), ("en", "“sync”")])
def test_what_was_not_checked_is_told_in_words_and_its_command_once(
    school: Callable[..., Path], tmp_path: Path, lang: str, doing: str
) -> None:
    school("甲校", synced=False)
    school("乙校", synced=False)
    by = ("--strict", "--scheme", "minimal")
    audit(tmp_path, "甲校", "乙校", *by, "--format", "docx", "-o", "结果", lang=lang)
    lists = ("退回清单", "Return list")
    made = [file for file in (tmp_path / "结果").iterdir() if not file.stem.endswith(lists)]
    assert len(made) == 3
    for paper in map(opened, made):
        cells = [cell.text for one in paper.tables for row in one.rows for cell in row.cells]
        (commands,) = [text for text in cells if "archive-tool sync" in text]
        assert "\n" not in commands
        assert any(doing in text for text in cells if text != commands)
    audit(tmp_path, "甲校", "乙校", *by, "-o", "表.html", lang=lang)
    assert (tmp_path / "表.html").read_text("utf-8").count("archive-tool sync") == 1


def test_a_score_stands_in_one_line_of_its_column(school: Callable[..., Path], tmp_path: Path) -> None:
    school("甲校")
    words = ("--scheme", "minimal", "--profile", "yearly-look", "--format", "docx", "-o", "结果")
    audit(tmp_path, "甲校", *words)
    table = opened(tmp_path / "结果/00_档案检查汇总表.docx").tables[0]
    place = [cell.text for cell in table.rows[0].cells].index("得分/已评")
    told = table.rows[1].cells[place].text
    assert re.fullmatch(r"[0-9.]+/[0-9.]+", told)
    assert table.columns[place].width.mm >= 2.1 * len(told)


def test_what_the_workbook_tells_can_be_sorted_as_numbers(
    school: Callable[..., Path], tmp_path: Path
) -> None:
    school("甲校")
    school("乙校", synced=False)
    by = ("甲校", "乙校", "没有", "--strict", "--scheme", "minimal", "--profile", "yearly-look")
    audit(tmp_path, *by, "-o", "汇总.xlsx")
    table = load_workbook(tmp_path / "汇总.xlsx").worksheets[0]
    heads = [cell.value for cell in table[1]]
    told = {head: [row[at] for row in table.iter_rows(min_row=2)] for at, head in enumerate(heads)}
    for head in ("得分", "已评分值", "齐全率（至少）", "齐全率（至多）", "错误", "件数"):
        first, second, lost = told[head]
        assert (first.data_type, lost.value) == ("n", None)
        assert second.data_type == "n"
    assert {cell.number_format for cell in told["齐全率（至少）"]} == {"0%"}
    documents = run(tmp_path, "audit", *by, "--format", "json", *DAY).json["archives"][0]["audit"]
    scored = (documents["profile"]["points"], documents["profile"]["judged"])
    assert (told["得分"][0].value, told["已评分值"][0].value) == scored
    assert 0 <= told["齐全率（至少）"][1].value < told["齐全率（至多）"][1].value <= 1


def opened(file: Path) -> Any:
    return Document(io.BytesIO(file.read_bytes()))


def test_results_lie_in_none_of_the_archives_and_replace_nothing_of_a_person(
    school: Callable[..., Path], tmp_path: Path
) -> None:
    root = school("甲校")
    inside = audit(tmp_path, "甲校", "--format", "docx", "-o", "甲校/结果")
    assert inside.code == 2 and not (root / "结果").exists()
    before = looks_below(root)
    assert audit(tmp_path, "甲校", "--format", "json", "-o", "甲校").code == 2
    assert looks_below(root) == before
    make_tree(tmp_path / "结果", {"00_档案检查汇总表.docx": "我的"})
    kept = audit(tmp_path, "甲校", "--format", "docx", "-o", "结果")
    assert kept.code == 2
    assert (tmp_path / "结果/00_档案检查汇总表.docx").read_text("utf-8") == "我的"
    assert audit(tmp_path, "甲校", "--format", "docx").code == 2


def test_json_in_a_folder_and_an_earlier_delivery(school: Callable[..., Path], tmp_path: Path) -> None:
    root = school("甲校")
    school("乙校")
    by = ("--strict", "--scheme", "minimal")
    audit(tmp_path, "甲校", "乙校", *by, "--format", "json", "-o", "旧")
    assert sorted(path.name for path in (tmp_path / "旧").iterdir()) == [
        "01_甲校.json",
        "02_乙校.json",
        "bureau.json",
    ]
    (root / "散落.txt").unlink()
    (root / "新的.txt").write_text("x", "utf-8")
    shutil.move(root, tmp_path / "搬" / "甲校")
    school("丙校")
    ran = audit(tmp_path, "搬/甲校", "丙校", *by, "--against", "旧/bureau.json")
    table = {row[1]: row for row in rows(ran)}
    assert "新增" in ran.out and "已解决" in ran.out
    assert table["甲校"][-3:-1] == ["1", "1"]
    assert len(table["丙校"]) == len(table["甲校"]) - 2
    assert f"上一次有、这一次没有的：{tmp_path / '乙校'}" in ran.out
    assert audit(tmp_path, "丙校", "--against", "旧/bureau.json").code == 2
    assert audit(tmp_path, "丙校", *by, "--against", "旧/01_甲校.json").code == 2


def test_a_veto_stands_in_every_table_and_behind_the_others(
    school: Callable[..., Path], tmp_path: Path
) -> None:
    """甲校 lacks a second assembly; of 丙校 nobody knows what its minutes hold."""
    second = MINUTES.replace("2025-03-14", "2025-09-14")
    school("甲校")
    both = {**PICTURE, f"{second}/会议记录.txt": "大会"}
    school("乙校", picture=both)
    school("丙校", synced=False, picture=both)
    _, shipped = read_profile(find_scheme("minimal", tmp_path), "yearly-look")
    veto = "      veto: [{per: missing}]\n      deductions:\n      - {per: missing-record, points: 3}\n"
    text = shipped.decode().replace("      deductions:\n      - {per: missing-record, points: 3}\n", veto)
    (tmp_path / "p.yaml").write_text(text, "utf-8")
    by = ("甲校", "丙校", "乙校", "--strict", "--scheme", "minimal", "--profile", "p.yaml", "--rank")
    ran = audit(tmp_path, *by)
    assert [row[1] for row in rows(ran)] == ["乙校", "丙校", "甲校"]
    assert "一票否决" in ran.out and "待核否决" in ran.out
    audit(tmp_path, *by, "-o", "表.xlsx")
    sheet = load_workbook(tmp_path / "表.xlsx").worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    told = {
        row[1]: dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)
    }
    assert [told[name]["一票否决"] for name in ("甲校", "乙校", "丙校")] == [1, 0, 0]
    assert [told[name]["待核否决"] for name in ("甲校", "乙校", "丙校")] == [0, 0, 1]
    audit(tmp_path, *by, "-o", "表.html")
    assert "一票否决" in (tmp_path / "表.html").read_text("utf-8")
    audit(tmp_path, *by, "--format", "docx", "-o", "结果")
    heads = [cell.text for cell in opened(tmp_path / "结果/00_档案检查汇总表.docx").tables[0].rows[0].cells]
    assert "一票否决" in heads


def test_papers_name_the_earlier_delivery_and_who_is_gone(
    school: Callable[..., Path], tmp_path: Path
) -> None:
    school("甲校")
    school("乙校")
    by = ("--strict", "--scheme", "minimal")
    audit(tmp_path, "甲校", "乙校", *by, "--format", "json", "-o", "旧")
    now = ("甲校", *by, "--against", "旧/bureau.json")
    shown = audit(tmp_path, *now, "-o", "表.html").out
    audit(tmp_path, *now, "-o", "表.xlsx")
    audit(tmp_path, *now, "--format", "docx", "-o", "结果")
    page = (tmp_path / "表.html").read_text("utf-8")
    cells = [str(c.value) for s in load_workbook(tmp_path / "表.xlsx") for row in s.iter_rows() for c in row]
    paper = "\n".join(one.text for one in opened(tmp_path / "结果/00_档案检查汇总表.docx").paragraphs)
    for text in (page, "\n".join(cells), paper, shown.replace("\n", "")):
        assert "bureau.json（截至 2026-03-01，评查年度 2025）" in text
        assert "上一次有、这一次没有的" in text and "乙校" in text


def test_what_was_judged_by_another_profile_is_not_compared(
    school: Callable[..., Path], tmp_path: Path
) -> None:
    school("甲校")
    by = ("甲校", "--strict", "--scheme", "minimal")
    audit(tmp_path, *by, "--format", "json", "-o", "无")
    audit(tmp_path, *by, "--profile", "yearly-look", "--format", "json", "-o", "有")
    scored = (*by, "--profile", "yearly-look")
    refused = [
        audit(tmp_path, *by, "--against", "有/bureau.json"),
        audit(tmp_path, *scored, "--against", "无/bureau.json"),
    ]
    _, text = read_profile(find_scheme("minimal", tmp_path), "yearly-look")
    (tmp_path / "改.yaml").write_bytes(text + b"# more\n")
    (tmp_path / "另.yaml").write_bytes(text.replace(b"id: yearly-look", b"id: another"))
    refused.append(audit(tmp_path, *by, "--profile", "另.yaml", "--against", "有/bureau.json"))
    for ran in refused:
        assert ran.code == 2 and is_one_line(ran.err) and "不能比较" in ran.err
        assert ran.err.count("bureau.json") == 1
    same = audit(tmp_path, *scored, "--against", "有/bureau.json")
    assert "有改动" not in same.out and "bureau.json" in same.out
    changed = audit(tmp_path, *by, "--profile", "改.yaml", "--against", "有/bureau.json")
    assert changed.code < 2 and "检查方案后来有改动" in changed.out


def test_a_school_whose_folder_was_renamed_is_known_by_its_fonds(
    school: Callable[..., Path], tmp_path: Path
) -> None:
    first, second = school("甲校"), school("乙校")
    by = ("--strict", "--scheme", "minimal")
    audit(tmp_path, "甲校", "乙校", *by, "--format", "json", "-o", "旧")
    first.rename(tmp_path / "2025年甲校档案")
    second.rename(tmp_path / "2025年乙校档案")
    ran = audit(tmp_path, "2025年甲校档案", "2025年乙校档案", *by, "--against", "旧/bureau.json")
    assert "上一次有" not in ran.out
    assert [row[-4:-1] for row in rows(ran)] == [["0", "0", "0"]] * 2  # set aside, new, solved
    # Two that are called alike may be either.
    config = (tmp_path / "2025年乙校档案/archive.yaml").read_text("utf-8").replace("乙校", "甲校")
    (tmp_path / "2025年乙校档案/archive.yaml").write_text(config, "utf-8")
    ran = audit(tmp_path, "2025年甲校档案", "2025年乙校档案", *by, "--against", "旧/bureau.json")
    assert "上一次有" in ran.out


def test_one_archive_can_be_judged_by_another_scheme(school: Callable[..., Path]) -> None:
    root = school("甲校")
    before = looks_below(root, besides=())
    whole = audit(root, "--scheme", "minimal", "--format", "json")
    assert whole.json["scheme"]["id"] == "minimal"
    assert looks_below(root, besides=()) == before
    assert "--scheme" in audit(root, "--scheme", "minimal").out
    assert audit(root, "--scheme", "没有").code == 2
    (one,) = audit(root, "--strict", "--scheme", "minimal", "--format", "json").json["archives"]
    assert one["root"] == str(root)


@pytest.mark.parametrize(
    ("name", "fit"),
    [
        ("../../x", "_.._x"),
        ("a/b:c*", "a_b_c_"),
        ("甲" * 99, "甲" * 60),
        (" . ", "_"),
        ("CON", "CON"),
        ("甲\u202e校\n\u2067", "甲_校__"),
        ("校\udcff", "校_"),
    ],
)
def test_a_name_that_a_school_gives_itself_is_no_path(name: str, fit: str) -> None:
    assert name_part(name) == fit


def test_a_name_of_any_characters_fits_into_a_file_name() -> None:
    assert len(name_part("\U00020000" * 80).encode()) <= MOST_BYTES


def on_paper(folder: Path, *schools: str) -> Ran:
    return audit(folder, *schools, "--strict", "--scheme", "minimal", "--format", "docx", "-o", "材料")


def test_a_school_with_a_name_too_long_for_a_disk_has_its_papers_and_the_others_theirs(
    school: Callable[..., Path], tmp_path: Path
) -> None:
    for name in ("甲校", "乙校", "丙校"):
        school(name)
    config = tmp_path / "乙校" / "archive.yaml"
    config.write_text(config.read_text("utf-8").replace("乙校", "\U00020000" * 80), "utf-8")
    assert on_paper(tmp_path, "甲校", "乙校", "丙校").code == 1
    names = sorted(file.name for file in (tmp_path / "材料").iterdir())
    assert [name[:2] for name in names] == ["00", "01", "01", "02", "02", "03", "03"]
    assert max(len(name.encode()) for name in names) <= 255


def test_a_paper_that_was_filled_in_is_kept_and_all_others_are_written(
    school: Callable[..., Path], tmp_path: Path
) -> None:
    for name in ("甲校", "乙校", "丙校"):
        school(name)
    assert on_paper(tmp_path, "甲校", "乙校", "丙校").code == 1
    made = {file.name: file for file in (tmp_path / "材料").iterdir()}
    filled = made.pop("02_乙校_退回清单.docx")
    filled.write_bytes(b"filled in")
    for file in made.values():
        os.utime(file, (0, 0))
    ran = on_paper(tmp_path, "甲校", "乙校", "丙校")
    assert ran.code == 2 and filled.read_bytes() == b"filled in"
    assert [row[-1] for row in rows(ran)] == ["已检查", "已检查，材料没有写成", "已检查"]
    assert "有 1 份没有写成" in ran.err and ran.err.count("02_乙校_退回清单.docx") == 1
    assert all(file.stat().st_mtime > 0 for file in made.values())
    table = Document(str(made["00_档案检查汇总表.docx"])).tables[0]
    assert [row.cells[-1].text for row in table.rows[1:]] == ["已检查", "已检查，材料没有写成", "已检查"]


def test_a_table_that_cannot_be_written_is_still_shown(school: Callable[..., Path], tmp_path: Path) -> None:
    school("甲校")
    (tmp_path / "材料").mkdir()
    (tmp_path / "材料" / "00_档案检查汇总表.docx").write_bytes(b"mine")
    ran = on_paper(tmp_path, "甲校")
    assert ran.code == 2 and rows(ran) and "00_档案检查汇总表.docx" in ran.err
    assert (tmp_path / "材料" / "01_甲校_退回清单.docx").exists()


@pytest.mark.parametrize("form", ["docx", "xlsx", "html"])
def test_where_archives_lie_on_this_computer_is_on_no_paper(
    school: Callable[..., Path], tmp_path: Path, form: str
) -> None:
    school("甲校")
    school("乙校")
    assert audit(tmp_path, "甲校", "乙校", "--format", "json", "-o", "上次").code == 1
    target = "材料" if form == "docx" else f"表.{form}"
    words = ("--against", "上次/bureau.json", "--format", form, "-o", target)
    assert audit(tmp_path, "甲校", "没有", *words).code == 1
    for file in (tmp_path / target).iterdir() if form == "docx" else [tmp_path / target]:
        content = file.read_bytes()
        if form != "html":
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                content = b"".join(map(package.read, package.namelist()))
        assert "没有".encode() in content or "00_" not in file.name
        assert str(tmp_path).encode() not in content


def test_papers_of_an_earlier_run_are_named_and_kept(school: Callable[..., Path], tmp_path: Path) -> None:
    school("甲校")
    school("乙校")
    assert "不是这一次写的" not in on_paper(tmp_path, "甲校", "乙校").err
    (tmp_path / "材料" / "说明.docx").write_bytes(b"mine")
    before = {file.name for file in (tmp_path / "材料").iterdir()}
    ran = on_paper(tmp_path, "甲校")
    assert "还有 2 份不是这一次写的" in ran.err
    assert "02_乙校_退回清单.docx" in ran.err and "说明.docx" not in ran.err and "01_" not in ran.err
    assert {file.name for file in (tmp_path / "材料").iterdir()} == before


def test_both_languages_are_spoken(school: Callable[..., Path], tmp_path: Path) -> None:
    school("甲校", LENIENT)
    told = audit(tmp_path, "甲校", "没有", "--strict", "--scheme", "minimal", "-v", lang="en")
    assert "Set aside" in told.out and "there is no such folder" in told.out
    assert "{" not in told.out
