"""The generated archive is what the benchmarks say it is."""

from __future__ import annotations

import hashlib
import sys
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import pytest
import yaml
from pictures import audited, synced

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

from bench_records import leaves, plan  # noqa: E402
from bench_texts import LEAST, MOST, cutter  # noqa: E402
from bench_units import units_for, years_for  # noqa: E402
from make_archive import MIXES, Made, make_archive  # noqa: E402

RECORDS = 120
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


def test_no_two_documents_are_the_same(archive: tuple[Path, Made]) -> None:
    digests = [sha256 for path, sha256 in _digests(archive[0]).items() if not path.endswith(".yaml")]

    assert len(digests) == len(set(digests)) == archive[1].documents


def test_sidecars_tell_the_truth_about_their_parts(archive: tuple[Path, Made]) -> None:
    languages = Counter[str]()
    for path in sorted(archive[0].rglob("*.yaml")):
        if path.name == "archive.yaml":
            continue
        told = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        language = "en" if "status" in told else "zh"
        languages[language] += 1
        parts, name, size, digest = (
            ("parts", "path", "size", "sha256")
            if language == "en"
            else ("组成文件", "路径", "大小", "校验码")
        )
        for part in told.get(parts, []):
            one_file = path.with_name(path.name.removesuffix(SIDECAR))
            content = (path.parent / part[name] if name in part else one_file).read_bytes()
            assert (len(content), hashlib.sha256(content).hexdigest()) == (int(part[size]), part[digest]), (
                path
            )
    assert set(languages) == {"en", "zh"}


@pytest.mark.parametrize("mix", MIXES)
def test_the_tool_has_nothing_against_it(tmp_path: Path, mix: str) -> None:
    made = make_archive(tmp_path / "档案", RECORDS, mix=mix)
    result = synced(tmp_path / "档案", date(2025, 12, 31))
    report = audited(tmp_path / "档案", date(2025, 12, 31))

    assert len(result.drafted) == RECORDS - made.sidecars
    assert result.folders == ()
    assert (report.records, report.files) == (RECORDS, made.documents)
    codes = {finding.code for finding in report.findings if not finding.code.startswith("complete/")}
    assert codes == {"sidecar/draft", "name/pattern"}  # the folders for half a year bear no date


def test_a_few_records_are_of_all_categories() -> None:
    records = list(plan(60, Random(1), "mixed"))

    assert {record.kind.folder[:2] for record in records} == {f"{number:02d}" for number in range(1, 15)}
    assert {record.unit.kind for record in records} == {"committee", "branch"}


def test_a_school_has_every_shape_of_record_and_every_format() -> None:
    records = list(plan(1000, Random(1), "mixed"))

    shapes = {"file", "folder", "loose", "book", "case", "pointer", "joint", "shelf"}
    assert {record.kind.shape for record in records} == shapes
    endings = Counter(part.ending for record in records for part in record.parts)
    assert {ending for ending, _ in endings.most_common(4)} == {"docx", "jpg", "pdf", "xlsx"}
    assert set(endings) == {"docx", "jpg", "pdf", "xlsx", "txt", "html", "pptx", "csv"}
    assert 0.2 < sum(not record.is_file for record in records) / 1000 < 0.45
    (joint, *_) = (record for record in records if record.kind.shape == "joint")
    assert {unit.kind for unit in joint.partners} == {"branch"} and len(set(joint.partners)) == 2
    assert all(not record.sidecar for record in records if record.kind.shape == "loose")


def test_text_alone_is_text_alone() -> None:
    endings = {part.ending for record in plan(1000, Random(1), "text") for part in record.parts}

    assert endings == {"docx", "txt", "pdf"}


@pytest.mark.parametrize("records", [1000, 10_000, 50_000])
def test_large_archives_make_no_overfull_leaf(records: int) -> None:
    planned = list(plan(records, Random(1), "mixed"))
    filed = Counter(record.path.rpartition("/")[0] for record in planned if record.kind.shape != "case")

    assert len(planned) == len({record.path for record in planned}) == records
    assert {record.unit for record in planned} == set(units_for(records))
    assert {record.day.year for record in planned} == set(years_for(records))
    assert max(filed.values()) <= 100
    assert set(filed) - set(leaves(records)) == {f for f in filed if f.endswith("半年")}


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
