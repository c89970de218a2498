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


def test_files_without_digests_are_not_counted_as_unread(small: Small) -> None:
    archive = small(STAY["a filed record without digests"])
    done(archive, "sync")
    assert run(archive, "status", "--format", "json").json["unread"] == 0
