"""The generated archive is what the benchmarks say it is."""

from __future__ import annotations

import hashlib
import io
import sys
import zipfile
from collections import Counter
from pathlib import Path
from random import Random

import docx
import pypdf
import pytest
import yaml

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

from bench_documents import MAKERS  # noqa: E402
from bench_records import plan, years_for  # noqa: E402
from bench_texts import LEAST, MOST, cutter  # noqa: E402
from make_archive import Made, make_archive  # noqa: E402

RECORDS = 60
SIDECAR, FOLDER_SIDECAR = ".meta.yaml", "_item.yaml"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Made]:
    folder = tmp_path_factory.mktemp("generated") / "档案"
    return folder, make_archive(folder, RECORDS, seed=7)


def test_counts_what_it_wrote(archive: tuple[Path, Made]) -> None:
    folder, made = archive
    files = [path for path in folder.rglob("*") if path.is_file()]
    sidecars = [path for path in files if path.name.endswith((SIDECAR, FOLDER_SIDECAR))]

    assert made.records == RECORDS
    assert len(sidecars) == made.sidecars < RECORDS  # some are left for sync to draft
    assert len(files) == made.documents + made.sidecars + 1


def test_same_seed_same_bytes(archive: tuple[Path, Made], tmp_path: Path) -> None:
    make_archive(tmp_path / "档案", RECORDS, seed=7)
    make_archive(tmp_path / "other", RECORDS, seed=8)

    assert _digests(tmp_path / "档案") == _digests(archive[0])
    assert _digests(tmp_path / "other") != _digests(archive[0])


def test_sidecars_tell_the_truth_about_their_parts(archive: tuple[Path, Made]) -> None:
    languages = Counter[str]()
    for path in sorted(archive[0].rglob("*.yaml")):
        if path.name == "archive.yaml":
            continue
        told = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        language = "en" if "parts" in told else "zh"
        languages[language] += 1
        parts, name, size, digest = (
            ("parts", "path", "size", "sha256")
            if language == "en"
            else ("组成文件", "路径", "大小", "校验码")
        )
        for part in told[parts]:
            one_file = path.with_name(path.name.removesuffix(SIDECAR))
            content = (path.with_name(part[name]) if name in part else one_file).read_bytes()
            assert (len(content), hashlib.sha256(content).hexdigest()) == (int(part[size]), part[digest]), (
                path
            )
    assert set(languages) == {"en", "zh"}


@pytest.mark.parametrize("ending", sorted(MAKERS))
def test_documents_open_and_hold_their_text(ending: str) -> None:
    title, paragraphs = "第1次会议记录", cutter(None)(Random(1))
    content = MAKERS[ending](title, paragraphs)
    read = {
        "docx": lambda: [p.text for p in docx.Document(io.BytesIO(content)).paragraphs],
        "pdf": lambda: [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages],
        "txt": lambda: content.decode().splitlines(),
    }[ending]()

    assert "".join("".join(read).split()) == title + "".join(paragraphs)


def test_ten_thousand_records_make_no_overfull_leaf() -> None:
    leaves = Counter((record.leaf.folder, record.day.year) for record in plan(10_000, Random(1)))

    assert len({year for _, year in leaves}) == years_for(10_000)
    assert max(leaves.values()) <= 150


def test_texts_are_cut_from_a_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "texts.zip", "w") as texts:
        texts.writestr(
            "one.md", "# 第一章\n\n" + "\n\n".join(f"第{n}条 应当按月公开。" * 9 for n in range(99))
        )
        texts.writestr("two.csv", "not,a,text")
    cut = cutter(tmp_path / "texts.zip")(Random(1))

    assert LEAST <= sum(map(len, cut)) <= MOST
    assert all("应当按月公开" in paragraph or "第一章" in paragraph for paragraph in cut[:-1])


def test_made_up_texts_are_of_the_same_length() -> None:
    random = Random(1)
    lengths = [sum(map(len, cutter(None)(random))) for _ in range(20)]

    assert LEAST <= min(lengths) <= max(lengths) <= MOST


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
