"""What sync promises whatever the tree: a hand is faster, drafts keep what was written, twice is once."""

from __future__ import annotations

import itertools
import shutil
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pictures import audited, build, opened, synced
from plain_yaml import safe_dump
from trees import make_tree, read_tree

from archive_tool.app import writing
from archive_tool.app.find import search
from archive_tool.core.filing import Applied, FilingPlan
from archive_tool.core.model import Interpreted

DAY = date(2025, 12, 31)
LEAF = "2025/20_材料/01_来文"
LETTER = f"{LEAF}/2025-03-14 关于防汛的来文.txt"
SIDECAR = f"{LETTER}.meta.yaml"
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return build(tmp_path, {"tree": {LETTER: "请做好防汛工作。"}})


def values(root: Path, path: str = SIDECAR) -> Mapping[str, Any]:
    with opened(root) as archive:
        read = archive.interpret((root / path).read_bytes())
    assert isinstance(read, Interpreted), read
    return read.values


class Faster:
    """A writer before whom somebody else changes a file."""

    def __init__(self, root: Path, path: str, content: str) -> None:
        self.real = WRITER(root)
        self.target, self.content = root / path, content

    def apply(self, plan: FilingPlan) -> Applied:
        if plan.actions and not (self.target.exists() and self.content in self.target.read_text("utf-8")):
            self.target.write_text(self.content, "utf-8")
        return self.real.apply(plan)


WRITER = writing.writer


def test_who_writes_the_sidecar_while_sync_runs_wins(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "writer", lambda root: Faster(root, SIDECAR, "题名: 我写的\n"))
    result = synced(root, DAY)
    assert [dropped.reason for dropped in result.dropped] == ["dropped.exists"]
    assert (root / SIDECAR).read_text("utf-8").startswith("题名: 我写的\n")


def test_who_edits_the_sidecar_while_sync_runs_wins(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced(root, DAY)
    edited = (root / SIDECAR).read_text("utf-8").replace("关于防汛的来文", "我改的题名")
    (root / LETTER).write_text("请立即做好防汛工作。", "utf-8")
    monkeypatch.setattr(writing, "writer", lambda root: Faster(root, SIDECAR, edited))
    assert [dropped.reason for dropped in synced(root, DAY).dropped] == ["dropped.changed"]
    assert (root / SIDECAR).read_text("utf-8") == edited
    monkeypatch.undo()
    synced(root, DAY)
    assert values(root)["title"] == "我改的题名"
    assert values(root)["parts"][0]["size"] == len("请立即做好防汛工作。".encode())


def test_a_renamed_file_is_known_by_its_digest_when_the_cache_is_gone(root: Path) -> None:
    synced(root, DAY)
    before = values(root)["id"]
    for path in sorted((root / ".archive" / "cache").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (root / LETTER).rename(root / LEAF / "2025-03-20 防汛.txt")
    result = synced(root, DAY)
    assert result.paired == ((SIDECAR, f"{LEAF}/2025-03-20 防汛.txt.meta.yaml"),)
    assert values(root, f"{LEAF}/2025-03-20 防汛.txt.meta.yaml")["id"] == before
    assert values(root, f"{LEAF}/2025-03-20 防汛.txt.meta.yaml")["date"] == "2025-03-20"


def test_hits_are_shown_again_when_the_cache_is_gone_and_the_index_is_not(root: Path) -> None:
    """Any file below the cache may be deleted at any moment, and not only all at once."""
    synced(root, DAY)

    def shown() -> list[tuple[str, str]]:
        with opened(root) as archive:
            hits = search(archive, "防汛", 5).hits
        return [(hit.title, hit.snippet.text if hit.snippet else "") for hit in hits]

    before = shown()
    assert before == [("关于防汛的来文", "请做好防汛工作。")]
    for file in (root / ".archive/cache").glob("state.db*"):
        file.unlink()
    assert shown() != before  # found, but by name alone
    synced(root, DAY)
    assert shown() == before


def test_a_name_with_no_room_for_a_sidecar_is_found_by_search(root: Path) -> None:
    long = "2025-03-14 " + "长" * 77 + ".txt"
    make_tree(root, {f"{LEAF}/{long}": "独一无二的内容"})
    synced(root, DAY)
    with opened(root) as archive:
        assert [hit.path for hit in search(archive, "独一无二", 9).hits] == [f"{LEAF}/{long}"]


@pytest.mark.parametrize("known", [False, True], ids=["dropped", "grown into"])
def test_of_a_secret_no_trace_is_kept(root: Path, known: bool) -> None:
    name, words = "2025-05-06 甲乙丙丁戊", "不可外传的那句话"
    if known:
        make_tree(root, {f"{LEAF}/{name}.txt": words})
    synced(root, DAY)
    make_tree(root, {f"{LEAF}/{name}.txt": f"机密★\n{words}"})
    synced(root, DAY)
    report = audited(root, DAY)
    assert [f.path for f in report.findings if f.code == "guard/secret"] == [f"{LEAF}/{name}.txt"]
    assert (root / f"{LEAF}/{name}.txt.meta.yaml").exists() == known
    assert_no_trace(root, "甲乙丙丁戊", words, "外传")
    with opened(root) as archive:
        assert not search(archive, "外传", 9).hits
        assert not search(archive, "甲乙丙", 9).hits


def test_of_a_secret_no_trace_is_kept_by_an_engine_used_before(root: Path) -> None:
    name, words = "2025-05-06 甲乙丙丁戊", "不可外传的那句话"
    config = (root / "archive.yaml").read_text("utf-8")
    make_tree(root, {f"{LEAF}/{name}.txt": words, "archive.yaml": config + "search: {engine: tantivy}\n"})
    synced(root, DAY)
    make_tree(
        root, {f"{LEAF}/{name}.txt": f"机密★\n{words}", "archive.yaml": config + "search: {engine: whoosh}\n"}
    )
    synced(root, DAY)
    assert_no_trace(root, words, "外传")


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
@pytest.mark.parametrize(
    "how", ["name", "head and name", "folder", "folder and file", "moved away", "new file"]
)
def test_of_a_secret_under_a_new_name_no_trace_is_kept(root: Path, how: str, engine: str) -> None:
    words, loose, filed = (
        "不可外传的那句话",
        f"{LEAF}/2025-05-06 戊己庚.txt",
        f"{LEAF}/2025-05-06 子丑寅/辛壬.txt",
    )
    config = (root / "archive.yaml").read_text("utf-8")
    make_tree(
        root, {"archive.yaml": f"{config}search: {{engine: {engine}}}\n", loose: words, filed: words * 2}
    )
    synced(root, DAY)
    synced(root, DAY)
    with opened(root) as archive:
        assert search(archive, "外传", 9).total == 2
    for path in (loose, filed):
        (root / f"{path}.meta.yaml").unlink(missing_ok=True)
    secret(root, how, loose, filed)
    synced(root, DAY)
    assert [f for f in audited(root, DAY).findings if f.code == "guard/secret"]
    # What the file was called nobody knows that finds its words in another one.
    names = () if how == "new file" else ("戊己庚", "辛壬")
    assert_no_trace(root, "外传", *names, *(["子丑寅"] if "folder" in how else []))
    with opened(root) as archive:
        assert not search(archive, "外传", 9).hits
        assert search(archive, "防汛", 9).total == 1


def secret(root: Path, how: str, loose: str, filed: str) -> None:
    """Both files turn out to be secret and are called otherwise now."""
    folder, old = root / LEAF / "2025-05-07 机密★", root / LEAF / "2025-05-06 子丑寅"
    if how == "head and name":
        for path in (loose, filed):
            (root / path).write_text(f"机密★\n{(root / path).read_text('utf-8')}", "utf-8")
    target = "2025-05-07.txt" if how == "head and name" else "机密★.txt"
    (root / loose).rename(root / LEAF / target)
    if how == "moved away":
        make_tree(root, {"收件箱/（机密）.txt": ""})
        (root / filed).replace(root / "收件箱/（机密）.txt")
        shutil.rmtree(old)
    elif how == "new file":
        make_tree(root, {"收件箱/（机密）.txt": (root / filed).read_text("utf-8")})
        shutil.rmtree(old)
    else:
        old.rename(folder if "folder" in how else root / LEAF / "2025-05-07")
        inside = folder if "folder" in how else root / LEAF / "2025-05-07"
        if how != "folder":
            (inside / "辛壬.txt").rename(inside / target)


@pytest.mark.parametrize(
    "inside",
    [
        {"来文.txt": "不可外传的那句话", "附件": {"一.txt": "不可外传"}},
        {"_item.yaml": "title: 不可外传\nstatus: draft\noriginal_location: 一号柜\n"},
    ],
    ids=["files", "pointer"],
)
def test_a_folder_whose_name_bears_a_mark_is_closed(root: Path, inside: dict[str, Any]) -> None:
    folder = f"{LEAF}/2025-05-06 甲乙丙丁戊（绝密）"
    make_tree(root, {folder: inside, "收件箱/机密★戊己庚": {"一.txt": "不可外传"}})
    before = read_tree(root / folder)
    for _ in range(2):
        synced(root, DAY)
        report = audited(root, DAY)
        assert [f.path for f in report.findings if f.code == "guard/secret"] == [folder, "收件箱/机密★戊己庚"]
        assert read_tree(root / folder) == before
        assert_no_trace(root, "甲乙丙丁戊", "戊己庚", "外传")
        with opened(root) as archive:
            assert not search(archive, "外传", 9).hits
            assert not search(archive, "甲乙丙", 9).hits


def assert_no_trace(root: Path, *traces: str) -> None:
    """Nothing the tool keeps holds any of these words, packed or not."""
    for path in (root / ".archive").rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        for trace in traces:
            for encoding in ("utf-8", "utf-16-le"):
                assert trace.encode(encoding) not in data, path
                assert all(trace.encode(encoding) not in part for part in inflated(data)), path


def inflated(data: bytes) -> Iterator[bytes]:
    """Whatever in these bytes zlib can unpack."""
    at = -1
    while (at := data.find(b"\x78", at + 1)) >= 0:
        if data[at + 1 : at + 2] in (b"\x01", b"\x5e", b"\x9c", b"\xda"):
            try:
                yield zlib.decompressobj().decompress(data[at:])
            except zlib.error:
                continue


NAMES = st.sampled_from(
    ["2025-03-14 例会记录.txt", "2025-03-14 例会签到.txt", "2025年4月1日 计划.txt", "来文.txt", "20250501来文.txt",
     "IMG_20250314_101112.jpg", "2025-03-14 例会/记录.txt", "2025-03-14 例会/照片1.jpg", "一季度/2025-01-02 来文/来文.txt",
     "杂物/散页.txt", "~$来文.docx", "2025-06-07 台账.txt", "2025-06-07 空/空.txt"],
)  # fmt: skip
PLACES = st.sampled_from(
    [
        "2025/10_会议/01_例会",
        "2025/10_会议/02_小组会",
        "2025/20_材料/01_来文",
        "2024/20_材料/02_计划",
        "在办/20_材料",
        "收件箱",
        "2025",
    ]
)
TEXTS = st.sampled_from(["", "会议记录", "党课讲稿\n正文", "题名\n正文" * 3, "秘密★\n正文"])
TREES = st.dictionaries(st.tuples(PLACES, NAMES), TEXTS, max_size=6)


@FEW
@given(TREES)
def test_sync_twice_is_sync_once(tree: Mapping[tuple[str, str], str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        units = [{"id": "b", "name": "支部", "kind": "branch", "founded": "2024-06-01"}]
        root = build(Path(folder), {"archive": {"units": units}, "tree": {}})
        make_tree(root, {f"{place}/{name}": text for (place, name), text in tree.items()})
        documents = read_tree(root)
        synced(root, DAY)
        once = read_tree(root)
        again = synced(root, DAY)
        assert (again.drafted, again.refreshed, again.paired, again.folders) == ((), (), (), ())
        assert (again.index, again.dropped) == (((), (), ()), ())
        assert read_tree(root) == once
        assert kept(documents, once)


def kept(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether everything that was there is there unchanged."""
    return all(
        kept(content, after[name]) if isinstance(content, dict) else after[name] == content
        for name, content in before.items()
    )


WORDS = st.text("甲乙丙 ab:#-'\"", min_size=1, max_size=8).map(str.strip).filter(bool)
FILLED = st.fixed_dictionaries(
    {},
    optional={
        "title": WORDS,
        "date": st.sampled_from(["2025", "2025-03", "2024-02-29"]),
        "author": st.lists(WORDS, min_size=1, max_size=2),
        "record_form": st.sampled_from(["letter", "plan"]),
        "period": st.just("2025-Q1"),
        "unit": st.just(["office"]),
        "annotation": WORDS,
        "pages": st.integers(1, 9),
        "parts": st.just([{"role": "attachment", "caption": "封面"}]),
    },
)


@FEW
@given(FILLED)
def test_a_draft_never_changes_what_a_person_wrote(filled: Mapping[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        written = safe_dump({"status": "draft", **filled}, allow_unicode=True, sort_keys=False)
        root = build(Path(folder), {"tree": {LETTER: "请做好防汛工作。", SIDECAR: written}})
        before = values(root)
        synced(root, DAY)
        after = values(root)
        for key, value in before.items():
            if key == "parts":
                assert {**after["parts"][0], **value[0]} == after["parts"][0]
            else:
                assert after[key] == value
        assert after["title"] and after["date"] and after["record_form"]  # what was empty is filled


def test_ids_are_given_once_each(tmp_path: Path) -> None:
    letters = {f"{LEAF}/2025-03-{day:02} 来文.txt": str(day) for day in range(1, 20)}
    root = build(tmp_path, {"tree": letters})
    synced(root, DAY, map(str, itertools.count(100000000000)))
    ids = {values(root, f"{path}.meta.yaml")["id"] for path in letters}
    assert len(ids) == len(letters)
