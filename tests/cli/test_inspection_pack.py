"""`inspection-pack`: what is handed in, what is named and not shown, and what is never told."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import psutil
import pytest
from commands import bytes_below, done, is_one_line, run, start
from foreign import document, pdf
from PIL import Image
from pypdf import PdfReader
from trees import make_tree

DAY = ("--year", "2025", "--as-of", "2025-12-31", "--no-office")
CONFIG = """\
scheme: school-party-building
language: zh
fonds: {code: X1, name: 示例小学党支部}
units: [{id: branch-1, name: 示例小学党支部, kind: branch, founded: 2025-01-01, members: {full: 12, probationary: 0}}]
"""
MEETING = "05_组织生活/01_支部党员大会/2025-03-14 一季度支部党员大会"
NOTICE = "01_综合管理与制度/01_上级文件/2025-02-20 关于联系人的通知.pdf"
DOSSIER = "07_发展党员/02_发展档案/2025-04-08 李四入党申请书.docx"
PLAN = "03_党建责任与计划总结/01_工作计划/2025-02-24 涉密人员管理工作计划.docx"
SECRET = "01_综合管理与制度/05_综合事务/2025-05-06 绝不可见的方案.docx"
CASE = "13_品牌载体与典型案例/05_典型案例/2025-09-01 图书角案例.docx"
BROKEN = "06_学习教育/02_中心组学习/2025-06-01 学习记录.pdf"


def photo(folder: Path) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Telephone Ltd"
    Image.new("RGB", (400, 300), "red").save(folder / "photo.jpg", exif=exif)
    return (folder / "photo.jpg").read_bytes()


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pack")
    year = {
        f"{MEETING}/会议记录.docx": document(
            "一季度支部党员大会记录", "时间：2025年3月14日", "联系电话13800138000"
        ),
        f"{MEETING}/签到表.jpg": photo(folder),
        NOTICE: pdf(["关于联系人的通知", "联系人电话：13900139000"]),
        DOSSIER: document("入党申请书", "李四"),
        PLAN: document("工作计划", "内部安排"),
        SECRET: document("秘密★10年", "方案"),
        CASE: document("图书角案例", "每天多开一小时", "家长王五，证号11010119900307851X"),
        BROKEN: pdf(["学习记录"])[:300],
    }
    root = make_tree(folder / "档案", {"archive.yaml": CONFIG, "2025": year})
    done(root, "sync")
    done(root, "describe", f"2025/{PLAN}", "--set", "security=work-secret")
    return root


def texts(file: Path) -> str:
    """Of all pages, without the breaks of lines and the spaces that programs put between characters."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(file).pages))


def made(root: Path, target: Path, *words: str, lang: str = "zh") -> dict[str, Any]:
    ran = done(root, "inspection-pack", *DAY, *words, "-o", target, "--format", "json", lang=lang)
    told: dict[str, Any] = json.loads(ran.out)
    return told


class Handed(NamedTuple):
    """What was written with nothing asked for, and what was told of it."""

    file: Path
    told: dict[str, Any]
    folder: Path


@pytest.fixture(scope="module")
def handed(school: Path, tmp_path_factory: pytest.TempPathFactory) -> Handed:
    place = tmp_path_factory.mktemp("handed")
    before = bytes_below(school)
    told = made(school, place / "a.pdf")
    made(school, place / "dir")
    assert bytes_below(school) == before
    return Handed(place / "a.pdf", told, place / "dir")


def test_what_is_not_due_yet_is_told_apart_and_is_no_gap(handed: Handed) -> None:
    (meetings,) = (one for one in handed.told["chapters"] if one["id"] == "05.01")
    assert [one["title"] for one in meetings["apart"]] == ["尚未到期（1）"]
    assert "尚未到期" in meetings["apart"][0]["rows"][0] and not any(
        "尚未" in gap for gap in meetings["gaps"]
    )
    summary = handed.told["summary"]
    assert summary["gaps"] == len({gap for one in handed.told["chapters"] for gap in one["gaps"]})
    assert summary["due"] > 0
    page = (handed.folder / "index.html").read_text(encoding="utf-8")
    for said in (texts(handed.file), re.sub(r"\s", "", page)):
        assert f"另有{summary['due']}处尚未到期，不算缺。" in said
        assert "尚未到期（1）" in said


def test_what_lacks_alike_in_several_periods_is_one_line_and_each_by_itself_for_programs(
    handed: Handed,
) -> None:
    (meetings,) = (one for one in handed.told["chapters"] if one["id"] == "05.01")
    assert [re.sub(r"\s", "", gap) for gap in meetings["gaps"]] == [
        "支部党员大会（示例小学党支部）：2025年第二季度应有1，没有，期限2025-07-15，已过",
        "支部党员大会（示例小学党支部）：2025年第三季度应有1，没有，期限2025-10-15，已过",
    ]
    page = re.sub(r"<[^>]+>", "", (handed.folder / "index.html").read_text(encoding="utf-8"))
    for said in (texts(handed.file), re.sub(r"\s", "", page)):
        assert "缺项（2）" in said
        assert (
            "：2025年第二季度、2025年第三季度（2期）各应有1，没有，期限依次为2025-07-15至2025-10-15，均已过"
            in said
        )
        assert "第二季度应有" not in said


def by_name(told: dict[str, Any]) -> dict[str, Any]:
    return {record["path"].rpartition("/")[2]: record for record in told["records"]}


def test_one_file_with_everything_in_its_place(handed: Handed) -> None:
    reader = PdfReader(handed.file, strict=True)
    assert handed.told["pages"] == len(reader.pages)
    titles = _titles(reader.outline)
    assert titles[:2] == ["迎检材料汇编", "目录"] and titles[-2:] == ["制作说明", "签字页"]
    said = texts(handed.file)
    assert f"第{len(reader.pages)}页共{len(reader.pages)}页" in said
    assert "2025/05_组织生活/01_支部党员大会/2025-03-14一季度支部党员大会/签到表.jpg" in said


def _titles(outline: Any) -> list[str]:
    return [
        title for one in outline for title in (_titles(one) if isinstance(one, list) else [one["/Title"]])
    ]


def test_every_bookmark_and_page_number_leads_to_its_page(handed: Handed) -> None:
    reader = PdfReader(handed.file)

    def leads(outline: Any) -> list[tuple[str, int]]:
        found = []
        for one in outline:
            found += (
                leads(one)
                if isinstance(one, list)
                else [(one["/Title"], reader.get_destination_page_number(one))]
            )
        return found

    places = dict(leads(reader.outline))
    contents = re.sub(r"\s", "", reader.pages[places["目录"]].extract_text())
    assert f"05.01支部党员大会（缺2）{places['05.01 支部党员大会（缺 2）'] + 1}" in contents
    meeting = places["第 3 件　一季度支部党员大会（2025-03-14）"]
    assert "一季度支部党员大会" in reader.pages[meeting].extract_text()


def test_what_is_personal_is_masked_or_shown_on_the_spot(handed: Handed) -> None:
    said = texts(handed.file)
    assert "138****8000" in said and "139****9000" in said and "110101************" in said
    for hidden in ("13800138000", "13900139000", "11010119900307851X", "李四", "涉密人员管理"):
        assert hidden not in said
    records = by_name(handed.told)
    assert records["2025-04-08 李四入党申请书.docx"]["withheld"] == "rights"
    assert records["2025-02-24 涉密人员管理工作计划.docx"]["withheld"] == "work-secret"
    (notice,) = records["2025-02-20 关于联系人的通知.pdf"]["files"]
    assert notice["shown"] == "text" and "遮盖" in notice["note"]


def test_who_is_entitled_gets_what_is_personal_and_never_more(school: Path, tmp_path: Path) -> None:
    with_rights = made(school, tmp_path / "b.pdf", "--rights", "committee")
    assert by_name(with_rights)["2025-04-08 李四入党申请书.docx"]["withheld"] == "personal"
    both = made(school, tmp_path / "c.pdf", "--rights", "committee", "--with-personal")
    assert by_name(both)["2025-04-08 李四入党申请书.docx"]["withheld"] is None
    assert by_name(both)["2025-02-24 涉密人员管理工作计划.docx"]["withheld"] == "work-secret"
    said = texts(tmp_path / "c.pdf")
    assert "李四" in said and "13800138000" in said


def test_of_state_secrets_nothing_is_told(school: Path, tmp_path: Path) -> None:
    words = ("--rights", "restricted", "--with-personal")
    told = made(school, tmp_path / "a.pdf", *words)
    made(school, tmp_path / "dir", *words)
    assert told["summary"]["secrets"] == 1
    assert "绝不可见" not in json.dumps(told, ensure_ascii=False)
    assert "绝不可见" not in texts(tmp_path / "a.pdf")
    for path, content in bytes_below(tmp_path / "dir").items():
        assert "绝不可见" not in path and "绝不可见".encode() not in content


def test_one_bad_document_is_named_and_the_others_are_there(handed: Handed) -> None:
    (file,) = by_name(handed.told)["2025-06-01 学习记录.pdf"]["files"]
    assert file["shown"] is None and "已损坏" in file["note"]
    assert "不能显示：已损坏" in texts(handed.file)


def test_a_document_that_has_changed_since_is_not_shown(tmp_path: Path) -> None:
    root = make_tree(tmp_path / "档案", {"archive.yaml": CONFIG, "2025": {NOTICE: pdf(["通知"])}})
    done(root, "sync")
    (root / "2025" / NOTICE).write_bytes(pdf(["另一个通知"]))
    (file,) = made(root, tmp_path / "a.pdf")["records"][0]["files"]
    assert file["shown"] is None and "sync" in file["note"]
    assert "另一个通知" not in texts(tmp_path / "a.pdf")


def test_the_same_archive_gives_the_same_bytes_and_takes_the_place_of_its_own(
    school: Path, handed: Handed, tmp_path: Path
) -> None:
    first = handed.file.read_bytes()
    made(school, handed.file)
    assert handed.file.read_bytes() == first
    made(school, tmp_path / "again")
    assert bytes_below(tmp_path / "again") == bytes_below(handed.folder)


@pytest.mark.parametrize("name", ["a.pdf", "dir"])
def test_what_others_wrote_is_kept(school: Path, tmp_path: Path, name: str) -> None:
    place = tmp_path / name
    file = place if name.endswith(".pdf") else place / "notes.txt"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(pdf(["mine"]))
    before = file.read_bytes()
    ran = run(school, "inspection-pack", *DAY, "-o", place)
    assert (ran.code, ran.out) == (2, "") and is_one_line(ran.err)
    assert file.read_bytes() == before
    assert sorted(bytes_below(tmp_path)) == [file.relative_to(tmp_path).as_posix()]


@pytest.mark.parametrize("place", ["a.pdf", "dir", "2025/a.pdf", "收件箱"])
def test_nothing_is_written_inside_the_archive(school: Path, place: str) -> None:
    before = bytes_below(school)
    ran = run(school, "inspection-pack", *DAY, "-o", place)
    assert ran.code == 2 and is_one_line(ran.err)
    assert bytes_below(school) == before


def test_it_has_to_be_said_where(school: Path) -> None:
    ran = run(school, "inspection-pack", *DAY)
    assert (ran.code, ran.out) == (2, "") and is_one_line(ran.err) and "-o" in ran.err


def test_an_unknown_right_names_the_nearest(school: Path, tmp_path: Path) -> None:
    ran = run(school, "inspection-pack", *DAY, "--rights", "comittee", "-o", tmp_path / "a.pdf")
    assert ran.code == 2 and "committee" in ran.err


class Links(HTMLParser):
    """Everything that a page fetches or leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: set[str] = set()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for key, value in attrs:
            if key in ("href", "src") and value:
                self.found.append(value)
            if key == "id" and value:
                self.ids.add(value)


def test_the_folder_opens_in_any_browser_and_leads_nowhere_else(school: Path, handed: Handed) -> None:
    for page in handed.folder.rglob("*.html"):
        links = Links()
        links.feed(page.read_text("utf-8"))
        assert "script" not in links.tags
        assert not re.search(r"\b(?:pack|paper|colophon)\.[a-z]", page.read_text("utf-8"))
        assert links.found
        for link in links.found:
            path, _, place = link.partition("#")
            target = page if not path else (page.parent / unquote(path)).resolve()
            assert target.is_file() and target.is_relative_to(handed.folder)
            if target == page:
                assert place in links.ids


def test_what_a_record_says_of_itself_is_text_and_no_markup(tmp_path: Path) -> None:
    notes = "2025/06_学习教育/03_集中学习/2025-06-06 学习记录.txt"
    text = "第一行\n<script>alert(1)</script>\t& 完"
    root = make_tree(tmp_path / "档案", {"archive.yaml": CONFIG, notes: text})
    done(root, "sync")
    done(root, "describe", notes, "--set", 'title=<img src=x onerror="alert(1)">')
    made(root, tmp_path / "dir")
    index, page = (
        path.read_text("utf-8")
        for path in (tmp_path / "dir/index.html", next((tmp_path / "dir/texts").iterdir()))
    )
    assert "<img" not in index + page and "&lt;img src=x" in index and "&lt;img src=x" in page
    shown = "".join(re.findall("<pre>(.*?)</pre>", page, re.DOTALL))
    assert "第一行\n&lt;script&gt;" in shown and "<script" not in page


def photo_in(folder: Path) -> bytes:
    return next((folder / "evidence").glob("*签到表.jpg")).read_bytes()


def test_copies_say_nothing_of_who_made_them_unless_originals_are_asked_for(
    school: Path, handed: Handed, tmp_path: Path
) -> None:
    original = (school / "2025" / MEETING / "签到表.jpg").read_bytes()
    assert b"Telephone Ltd" in original and b"Telephone Ltd" not in photo_in(handed.folder)
    assert "去掉了文件属性" in (handed.folder / "index.html").read_text("utf-8")
    told = made(school, tmp_path / "whole", "--originals")
    assert photo_in(tmp_path / "whole") == original
    assert "逐字节复制原件" in (tmp_path / "whole" / "index.html").read_text("utf-8")
    files = [file for record in told["records"] for file in record["files"]]
    assert {file["copy"] for file in files} == {"same", None}


def test_what_could_not_be_cleaned_says_so_at_the_file_and_on_the_cover(tmp_path: Path) -> None:
    plan = "2025/03_党建责任与计划总结/01_工作计划/2025-02-24 计划.rtf"
    root = make_tree(
        tmp_path / "档案", {"archive.yaml": CONFIG, plan: rb"{\rtf1\ansi\pard plan of work\par}"}
    )
    done(root, "sync")
    told = made(root, tmp_path / "dir")
    assert [file["copy"] for record in told["records"] for file in record["files"]] == ["kept"]
    page = (tmp_path / "dir" / "index.html").read_text("utf-8")
    assert "1 个文件逐字节复制" in page and "逐字节复制，文件属性（作者、单位等）没有去除。" in page


def test_originals_with_numbers_of_persons_are_not_copied(handed: Handed) -> None:
    names = "".join(path.name for path in handed.folder.rglob("*"))
    assert "签到表" in names and "联系人" not in names and "案例" not in names and "会议记录" not in names
    everything = b"".join(bytes_below(handed.folder).values())
    assert b"13800138000" not in everything and b"138****8000" in everything


def lowest(indicators: list[dict[str, Any]]) -> Iterator[str]:
    for one in indicators:
        below = one.get("indicators")
        yield from lowest(below) if below else (one["id"],)


def test_what_costs_points_is_named_and_what_does_not_apply_says_so(school: Path, tmp_path: Path) -> None:
    told = made(school, tmp_path / "a.pdf", "--profile", "self-check")
    made(school, tmp_path / "dir", "--profile", "self-check")
    chapters = {one["id"]: one for one in told["chapters"]}
    assert chapters["3.2.2"]["remarks"] == ["不适用：本期没有这方面的要求。"]
    (broken,) = chapters["5.1.1"]["flaws"]
    assert broken.startswith(f"2025/{BROKEN}：") and "已损坏" in broken
    assert chapters["5.1.3"]["remarks"] == ["没有查出问题；这一项看有关类目的全部材料，不单列。"]
    flaws = [flaw for one in told["chapters"] for flaw in one["flaws"]]
    assert told["summary"]["flaws"] == len(flaws)
    page = (tmp_path / "dir" / "index.html").read_text(encoding="utf-8")
    for said in (texts(tmp_path / "a.pdf"), re.sub(r"\s", "", page)):
        assert f"另查出问题{len(flaws)}处" in said and "5.1.1文件打得开（查出1）" in said
        assert re.sub(r"\s", "", broken) in said and "不适用：本期没有这方面的要求" in said
    for untold in ("绝不可见", "李四", "涉密人员管理"):
        assert untold not in texts(tmp_path / "a.pdf") + page
        assert untold not in "".join(flaws)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_by_a_profile_every_indicator_is_a_chapter(school: Path, tmp_path: Path, lang: str) -> None:
    told = made(school, tmp_path / "a.pdf", "--profile", "self-check", lang=lang)
    assert told["colophon"]["profile"]["id"] == "self-check"
    table = json.loads(done(school, "profile", "show", "self-check", "--format", "json", lang=lang).out)
    assert [chapter["id"] for chapter in told["chapters"]] == list(lowest(table["indicators"]))
    said = texts(tmp_path / "a.pdf")
    assert ("缺项" if lang == "zh" else "Gaps") in said
    assert "pack." not in said


def test_only_one_unit(school: Path, tmp_path: Path) -> None:
    ran = run(school, "inspection-pack", *DAY, "--unit", "nobody", "-o", tmp_path / "a.pdf")
    assert ran.code == 2 and not (tmp_path / "a.pdf").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ended_from_outside_it_leaves_neither_copies_nor_processes(school: Path, tmp_path: Path) -> None:
    process = start(school, "inspection-pack", *DAY, "-o", str(tmp_path / "pack"))
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".archive-tool-*.tmp/evidence/*")) and time.monotonic() < deadline:
        time.sleep(0.005)
    started = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, out + err
    assert "Traceback" not in err and list(tmp_path.iterdir()) == []
    assert psutil.wait_procs(started, timeout=20)[1] == []


def test_what_a_killed_run_left_there_goes_a_day_later(school: Path, tmp_path: Path) -> None:
    left = make_tree(tmp_path / ".archive-tool-4242.tmp", {"evidence": {"0001-01_甲.jpg": "x"}})
    for path in (left / "evidence" / "0001-01_甲.jpg", left / "evidence", left):
        os.utime(path, (0, 0))
    young = make_tree(tmp_path / ".archive-tool-4243.tmp", {"evidence": {}})
    made(school, tmp_path / "pack")
    assert not left.exists() and young.exists()
