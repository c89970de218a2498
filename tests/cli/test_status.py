"""`status` advises a sync where a sync has something to do, and only there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from commands import done, run
from pictures import FOLDER
from trees import Picture, make_tree

Small = Callable[[Picture], Path]
LEAF = "2025/30 Money/Budgets"
BUDGET = f"{LEAF}/2025 预算.txt"
ADVICE = {"zh": "请运行 archive-tool sync", "en": "run archive-tool sync"}
# What no sync can help: each stays as it is until a person does something.
STAY: dict[str, Picture] = {
    "a name without room for a sidecar": {f"{LEAF}/2025 {'长' * 80}.txt": "收入"},
    "a filed record without digests": {
        BUDGET: "收入",
        f"{BUDGET}.meta.yaml": "status: filed\ntitle: 预算\ndate: '2025'\nrecord_form: budget\nauthor: [甲]\n",
    },
    "an unreadable sidecar": {BUDGET: "收入", f"{BUDGET}.meta.yaml": "title: [\n"},
}


def advises(archive: Path, lang: str = "zh") -> bool:
    return ADVICE[lang] in run(archive, "status", "--fail-on", "never", lang=lang).out.replace("\n", "")


@pytest.mark.parametrize("lang", ADVICE)
@pytest.mark.parametrize("what", STAY)
def test_where_a_sync_cannot_help_none_is_advised(small: Small, what: str, lang: str) -> None:
    archive = small(STAY[what])
    assert advises(archive, lang)
    done(archive, "sync")
    assert not advises(archive, lang)
    (archive / "2025/来文.txt").write_text("新到", encoding="utf-8")
    assert advises(archive, lang)


def test_a_state_secret_stays_without_a_sidecar(tmp_path: Path, own_home: Path) -> None:
    make_tree(tmp_path, {"库/2025/10_会议/01_例会/2025-03-14 例会.txt": "秘密★10年\n关于例会的通知"})
    scheme = {
        "库/archive.yaml": f"scheme: {FOLDER / 'tiny'}\nunits:\n- {{id: b, name: 支部, kind: branch}}\n"
    }
    archive = make_tree(tmp_path, scheme) / "库"
    assert advises(archive)
    done(archive, "sync")
    told = run(archive, "status", "--format", "json").json
    assert (told["undescribed"], told["unread"]) == (1, 0)
    assert not advises(archive)


def test_what_nobody_has_looked_into_is_counted_wherever_it_lies(small: Small) -> None:
    scanned, old = b"%PDF-1.7\nbroken off", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    archive = small(
        {
            BUDGET: "收入",
            f"{LEAF}/2025 附件.pdf": scanned,
            "Inbox/来文.pdf": scanned,
            "Inbox/旧文.wps": old,
            "Inbox/读得出.txt": "来文",
            "2025/游离.docx": scanned,
            "2025/空的.docx": b"",
        }
    )
    before = run(archive, "status", "--format", "json").json
    assert before["unread"] == 6  # nothing was opened yet; of an empty file there is nothing to read
    assert before["summary"]["not_run"] == 6
    done(archive, "sync")
    after = run(archive, "status", "--format", "json").json
    assert after["unread"] == 4
    assert after["summary"]["not_run"] == 0
    codes = [f["code"] for f in run(archive, "check", "--format", "json").json["findings"]]
    assert (codes.count("guard/unchecked"), codes.count("file/damaged")) == (3, 1)  # each of them is named
    for lang, label in (("zh", "未读文件"), ("en", "Files not read")):
        shown = run(archive, "status", "--fail-on", "never", lang=lang).out
        assert [line.split()[-1] for line in shown.splitlines() if label in line] == ["4"]


def test_files_without_digests_are_not_counted_as_unread(small: Small) -> None:
    archive = small(STAY["a filed record without digests"])
    done(archive, "sync")
    assert run(archive, "status", "--format", "json").json["unread"] == 0
