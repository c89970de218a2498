"""Whatever the tool does to a sidecar: every key, value and comment that a person wrote is still there."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pictures import build, opened, synced

from archive_tool.adapters.yaml_text.parse import parse
from archive_tool.app.accept import accept
from archive_tool.app.describe import describe
from archive_tool.core.model import Parsed

DAY = date(2025, 12, 31)
LEAF = "2025/20_材料/01_来文"
SOME = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
OLD = "0" * 64  # the digest in every sidecar here: of no file
FACTS = {"size", "sha256", "大小", "校验码"}


class Made(NamedTuple):
    """An archive to be: the files of one record and its sidecar."""

    language: str
    folder: bool
    files: tuple[str, ...]
    sidecar: str


# Keys of rows: known in both languages, near misses, and what no scheme has.
PART_KEYS = ["role", "作用", "date", "日期", "caption", "说明", "题注", "备查", "captoin", "'a b'", "x"]
STEP_KEYS = ["when", "时间", "who", "经办人", "action", "行为", "经手", "备查", "理由"]
WORDS = ["我写的", "大约一月", "去年夏天", "'# 不是注释'", '"甲: 乙"', "0012", "no", "photo", "照片", "2025-03-14", "2025年3月14日",
         "[甲,  乙]", "{k: v, m: [n]}", "丁", "", "~"]  # fmt: skip
TOP = ["题名: 我写的", "title: '我写的'", "题目: 我写的", "日期: 去年", "责任者: {姓名: 甲}", "author:   [甲,  乙]", "备查: [1, 二]",
       "材料形式: 台账", "record_form: 不知", "附注: |\n  第一行\n\n  第二行", "密级: 机密", "unit: 别的", "author:"]  # fmt: skip
COMMENTS = ["", "", "# 说明: 甲\n", "\n", "# 一\n\n  # 二\n"]


REMARKS = re.compile("# (?:说明: 甲|[一二]|旁注|{旁})$", re.MULTILINE)


@st.composite
def row(draw: st.DrawFn, name: str, keys: list[str]) -> str:
    """One mapping of a list, in braces or key by key below each other, with a comment beside it."""
    chosen = draw(st.lists(st.sampled_from(keys), unique=True, min_size=1, max_size=4))
    pairs = [(key, draw(st.sampled_from(WORDS))) for key in chosen]
    if name:
        pairs.insert(draw(st.integers(0, len(pairs))), (draw(st.sampled_from(["path", "路径"])), name))
    if keys is PART_KEYS and draw(st.booleans()):
        pairs += [(draw(st.sampled_from(["size", "大小"])), "999"), ("sha256", f'"{OLD}"')]
    beside = draw(st.sampled_from(["", " # 旁注", "   # {旁}"]))
    words = [f"{key}: {value}" for key, value in pairs]
    if draw(st.booleans()):
        return "- {" + draw(st.sampled_from([", ", " ,  "])).join(words) + " }" + beside + "\n"
    return "- " + f"{beside}\n  ".join(words) + beside + "\n"


@st.composite
def rows(draw: st.DrawFn, names: list[str], keys: list[str]) -> str:
    return "".join(draw(st.sampled_from(COMMENTS)) + draw(row(name, keys)) for name in names)


@st.composite
def records(draw: st.DrawFn, status: str) -> Made:
    folder = draw(st.booleans())
    files = ("一.txt", "二.txt") if folder else ("",)
    names = draw(st.permutations([*files, "丢了.txt"])) if folder else [""]
    ready = status == "ready"  # a step without day or action would not be filed
    if ready:
        status, top = (
            "draft",
            ["题名: 我写的", "date: 2025-03-14", "责任者:   [甲,  乙]", "材料形式: 台账", "密级: 内部"],
        )
    elif status == "draft":
        top = draw(st.lists(st.sampled_from(TOP), unique_by=lambda entry: entry[:2], max_size=4))
    else:
        top = ["id: abc123def456", "材料形式: 台账", draw(st.sampled_from(TOP[-4:]))]
    entries = [f"{entry}\n" for entry in (f"status: {status}", *top)]
    entries.append(draw(st.sampled_from(["parts:\n", "组成文件:  # 旁注\n"])) + draw(rows(names, PART_KEYS)))
    if not ready and draw(st.booleans()):
        steps = draw(rows(["", ""][: draw(st.integers(1, 2))], STEP_KEYS))
        entries.append(draw(st.sampled_from(["process:\n", "管理过程:\n"])) + steps)
    text = "".join(draw(st.sampled_from(COMMENTS)) + entry for entry in draw(st.permutations(entries)))
    return Made(draw(st.sampled_from(["zh", "en"])), folder, files, text)


def played(made: Made, act: Callable[[Path, str], object]) -> tuple[bytes, bytes]:
    """The sidecar before and after."""
    with tempfile.TemporaryDirectory() as place:
        record = f"{LEAF}/2025-03-14 来文{'' if made.folder else '.txt'}"
        sidecar = f"{record}/_item.yaml" if made.folder else f"{record}.meta.yaml"
        tree = {f"{record}/{name}" if name else record: f"正文{name}" for name in made.files}
        root = build(
            Path(place), {"archive": {"language": made.language}, "tree": {**tree, sidecar: made.sidecar}}
        )
        before = (root / sidecar).read_bytes()
        act(root, record)
        return before, (root / sidecar).read_bytes()


def is_kept(before: Any, after: Any, *, in_parts: bool = False) -> bool:
    """Every key and item of the one is in the other, but for sizes and digests of files, and what was empty."""
    if not before:
        return True
    if isinstance(before, dict):
        return isinstance(after, dict) and all(
            key in after
            and (
                (in_parts and key in FACTS and value in ("999", OLD))
                or is_kept(value, after[key], in_parts=in_parts or key in ("parts", "组成文件"))
            )
            for key, value in before.items()
        )
    if isinstance(before, list):
        return (
            isinstance(after, list)
            and len(after) >= len(before)
            and all(is_kept(one, other, in_parts=in_parts) for one, other in zip(before, after, strict=False))
        )
    return bool(before == after)


def is_inside(before: bytes, after: bytes) -> bool:
    """Whether only sizes, digests and ~ were taken away: what is left stands in the other, in order."""
    left = re.sub(rf'\b999\b|"{OLD}"|~', "", before.decode())
    found = iter(after.decode())
    return all(character in found for character in left)


def data(content: bytes) -> Any:
    parsed = parse(content)
    assert isinstance(parsed, Parsed), (parsed, content.decode())
    return parsed.data


@SOME
@given(records("draft"))
def test_sync_keeps_every_word_of_a_draft(made: Made) -> None:
    before, after = played(made, lambda root, record: synced(root, DAY))
    assert is_kept(data(before), data(after))
    assert is_inside(before, after)
    assert after != before


@SOME
@given(records("filed"))
def test_sync_keeps_every_word_of_a_living_record(made: Made) -> None:
    before, after = played(made, lambda root, record: synced(root, DAY))
    assert is_kept(data(before), data(after))
    assert is_inside(before, after)
    assert after != before


@SOME
@given(records("ready"))
def test_confirming_keeps_every_word(made: Made) -> None:
    def act(root: Path, record: str) -> None:
        with opened(root) as archive:
            assert describe(archive, [record], [], confirm=True, today=DAY).confirmed == (record,)

    before, after = played(made, act)
    filed = before.replace(b"status: draft", b"status: filed")
    assert is_kept(data(filed), data(after))
    assert is_inside(filed, after)


@SOME
@given(records("filed"))
def test_accepting_keeps_every_word(made: Made) -> None:
    def act(root: Path, record: str) -> None:
        with opened(root) as archive:
            accept(archive, record, "更正", DAY, datetime(2025, 12, 31))

    before, after = played(made, act)
    assert after != before
    assert Counter(REMARKS.findall(made.sidecar)) == Counter(REMARKS.findall(after.decode()))
    if not made.folder:
        assert is_kept(data(before), data(after))
        assert is_inside(before, after)
        return
    # The row of the lost file goes; what it said stands under process.
    rows = [row for key in ("parts", "组成文件") for row in data(before).get(key, [])]
    assert "丢了.txt" not in str([data(after).get(key) for key in ("parts", "组成文件")])
    assert {word for row in rows for word in words_of(row)} <= words_in(after, rows)


def words_of(value: Any) -> Iterator[str]:
    """The texts in a row, but for size and digest."""
    if isinstance(value, dict):
        yield from (word for key, item in value.items() if key not in FACTS for word in words_of(item))
    elif isinstance(value, list):
        yield from (word for item in value for word in words_of(item))
    elif value:
        yield value


def words_in(content: bytes, rows: Any) -> set[str]:
    """Those of the rows' words that stand anywhere in a sidecar's values."""
    texts = list(words_of(data(content)))
    return {word for row in rows for word in words_of(row) if any(word in text for text in texts)}
