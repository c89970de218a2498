"""`audit -o FILE`: in every format, outside the archive, never over what a person wrote."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from commands import PACKAGE, bytes_below, is_one_line, run
from docx import Document
from trees import make_tree
from web_pages import Read

from archive_tool.adapters.schemas import find_scheme, read_profile

DAY = ("audit", "--year", "2025", "--as-of", "2025-12-31")
FINDINGS = 1


def test_every_format_goes_to_a_file_and_says_the_same_as_on_the_screen(sample: Path, tmp_path: Path) -> None:
    before = bytes_below(sample)
    for format_ in ("text", "json"):
        target = tmp_path / f"报告.{format_}"
        ran = run(sample, *DAY, "--format", format_, "-o", target)
        assert (ran.code, ran.out) == (FINDINGS, "")
        assert str(target) in ran.err
        shown, kept = run(sample, *DAY, "--format", format_).out, target.read_text("utf-8")
        assert kept.startswith(shown) and (format_ == "text" or kept == shown)
    assert bytes_below(sample) == before
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["报告.json", "报告.text"]


@pytest.mark.parametrize("scored", [(), ("--profile", "self-check"), ("-v",)])
def test_a_text_that_is_kept_says_all_of_how_it_was_made_and_a_screen_in_a_line(
    sample: Path, tmp_path: Path, scored: tuple[str, ...]
) -> None:
    target = tmp_path / "报告.txt"
    run(sample, *DAY, *scored, "-o", target)
    kept, shown = target.read_text("utf-8"), run(sample, *DAY, *scored).out
    for label in ("分类方案", "检查方案", "archive.yaml", "改动的设置", "豁免", "没有做的检查"):
        assert re.search(rf"^{re.escape(label)} ", kept, re.MULTILINE), label
    assert len(re.findall("SHA-256 [0-9a-f]{64}", kept)) == (3 if "self-check" in scored else 2)
    assert "-v" in scored or shown.splitlines()[-1].startswith("依据：archive-tool ")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_word_report_has_the_sums_of_the_json(sample: Path, tmp_path: Path, lang: str) -> None:
    target = tmp_path / "a.docx"
    assert run(sample, *DAY, "--format", "docx", "-o", target, lang=lang).code == FINDINGS
    told = json.loads(run(sample, *DAY, "--format", "json").out)
    last = [cell.text for cell in Document(str(target)).tables[0].rows[-1].cells]
    assert int(last[1]) == sum(row["expected"] for row in told["coverage"] if row["kind"] == "count")
    assert [int(last[-2]), int(last[-1])] == [told["summary"]["errors"], told["summary"]["warnings"]]
    first = target.read_bytes()
    assert run(sample, *DAY, "--format", "docx", "-o", target, lang=lang).code == FINDINGS
    assert target.read_bytes() == first


# Of what is not for everyone a page leads to the folder around it.
NOT_OPEN = (
    "2025/09_党风廉政与监督/05_审计与专项检查/",
    "2025/13_品牌载体与典型案例/01_特色活动/2025-05-23 特色活动 小小讲解员",
)


def _open(path: str) -> str:
    inside = next((one for one in NOT_OPEN if path.startswith(one)), None)
    return inside.rpartition("/")[0] if inside else path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_web_page_has_the_sums_of_the_json_and_leads_to_every_place(
    sample: Path, tmp_path: Path, lang: str
) -> None:
    (tmp_path / "报告 1").mkdir()
    target = tmp_path / "报告 1" / "a.html"
    before = bytes_below(sample)
    assert run(sample, *DAY, "--format", "html", "-o", target, lang=lang).code == FINDINGS
    assert bytes_below(sample) == before
    told = json.loads(run(sample, *DAY, "--format", "json").out)
    page = Read(target.read_text("utf-8"))
    numbers = re.findall(r"[0-9]+", page.text[page.text.index("97%") :])[1:7]
    assert numbers == [
        str(told["summary"][key]) for key in ("records", "files", "errors", "warnings", "infos", "waived")
    ]
    links = {unquote(link["href"]) for link in page.named("a") if not link["href"].startswith("#")}
    assert all((target.parent / link).exists() for link in links)
    named = {_open(finding["path"]) for finding in told["findings"]}
    there = {path for path in named if (sample / path).exists()}
    assert {(target.parent / link).resolve() for link in links} == {
        (sample / path).resolve() for path in there
    }
    first = target.read_bytes()
    assert run(sample, *DAY, "--format", "html", "-o", target, lang=lang).code == FINDINGS
    assert target.read_bytes() == first


def test_a_web_page_that_somebody_wrote_in_is_kept(sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.html"
    assert run(sample, *DAY, "--format", "html", "-o", target).code == FINDINGS
    noted = target.read_bytes().replace(b"</main>", "<p>已整改</p></main>".encode())
    target.write_bytes(noted)
    ran = run(sample, *DAY, "--format", "html", "-o", target)
    assert (ran.code, is_one_line(ran.err)) == (2, True)
    assert target.read_bytes() == noted


@pytest.mark.parametrize("format_", ["docx", "html"])
def test_what_is_no_text_needs_a_file(sample: Path, format_: str) -> None:
    ran = run(sample, *DAY, "--format", format_)
    assert (ran.code, ran.out) == (2, "")
    assert is_one_line(ran.err)
    assert "-o" in ran.err


@pytest.mark.parametrize("place", ["a.docx", "2025/a.docx", "收件箱/a.docx", ".archive/a.docx"])
def test_nothing_is_written_inside_the_archive(sample: Path, place: str) -> None:
    ran = run(sample, *DAY, "--format", "docx", "-o", place)
    assert ran.code == 2
    assert is_one_line(ran.err)
    assert not (sample / place).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights")
def test_a_link_leads_nobody_into_the_archive(sample: Path, tmp_path: Path) -> None:
    os.symlink(sample / "2025", tmp_path / "外")
    assert run(sample, *DAY, "--format", "json", "-o", tmp_path / "外/a.json").code == 2
    assert not (sample / "2025/a.json").exists()


@pytest.mark.parametrize("format_", ["text", "json", "docx", "html"])
def test_what_a_person_wrote_is_kept(sample: Path, tmp_path: Path, format_: str) -> None:
    target = tmp_path / "述职报告.docx"
    document = Document()
    document.add_paragraph("一年来的工作")
    document.core_properties.last_modified_by = "张三"
    document.save(str(target))
    before = target.read_bytes()
    ran = run(sample, *DAY, "--format", format_, "-o", target)
    assert ran.code == 2
    assert is_one_line(ran.err)
    assert target.read_bytes() == before


def test_a_folder_that_is_not_there_is_named(sample: Path, tmp_path: Path) -> None:
    ran = run(sample, *DAY, "-o", tmp_path / "没有/a.txt")
    assert ran.code == 2
    assert is_one_line(ran.err)
    assert "没有" in ran.err


def test_other_formats_do_not_load_the_library() -> None:
    code = "import sys, archive_tool.cli.audit, archive_tool.cli.printing; print({'docx', 'jinja2', 'drawsvg'} & {*sys.modules})"
    env = {**os.environ, "PYTHONPATH": str(PACKAGE)}
    ran = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"


def test_where_a_profile_lies_on_this_computer_is_on_no_paper(tmp_path: Path, own_home: Path) -> None:
    config = "scheme: minimal\nunits:\n- {id: club, name: 园艺社, kind: club}\n"
    archive = make_tree(tmp_path / "库", {"archive.yaml": config})
    here = tmp_path / "某人的桌面"
    here.mkdir()
    shipped = read_profile(find_scheme("minimal", tmp_path), "yearly-look")[1].decode()
    (here / "ours.yaml").write_text(shipped.replace("yearly-look", "ours"), encoding="utf-8")
    words = (*DAY, "--profile", here / "ours.yaml", "--fail-on", "never")
    for format_ in ("html", "docx", "xlsx"):
        target = tmp_path / f"a.{format_}"
        ran = run(archive, *words, "--format", format_, "-o", target)
        assert ran.code == 0, ran.err
        told = target.read_bytes()
        if format_ != "html":
            with zipfile.ZipFile(target) as package:
                told = b"".join(map(package.read, package.namelist()))
        assert b"--profile ours.yaml" in told
        assert "某人的桌面".encode() not in told
