"""What a parameter means: a code is told by its label, a text as it stands, whatever is in it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from commands import done
from judged import school
from pictures import SPEAKER
from trees import make_tree

from archive_tool.core.parsed import Coded

ZH = replace(SPEAKER, language="zh", scheme=school(), units={"甲校": "示例小学"})


@pytest.mark.parametrize(
    "text", ["unit:甲校", "period:2025-Q1", "field:title", "yaml:a.²", "rule:10.meeting.count"]
)
def test_a_text_stays_what_it_is(text: str) -> None:
    assert text in ZH.say("describe.changed", path=text)
    assert text in ZH.say("audit.head", as_of="2025-08-01", years=[text])


@pytest.mark.parametrize(
    ("code", "told"),
    [("unit:甲校", "示例小学"), ("period:2025-Q1", "2025年第一季度"), ("activity:theme-day", "主题党日"), ("field:title", "题名")],
)  # fmt: skip
def test_a_code_is_told_by_its_label(code: str, told: str) -> None:
    assert told in ZH.say("describe.changed", path=Coded(code))
    assert json.dumps(Coded(code)) == json.dumps(code)


@pytest.mark.slow
@pytest.mark.skipif("sys.platform == 'win32'", reason="no such names there")
def test_a_file_that_is_called_like_a_code(tmp_path: Path) -> None:
    picture = {
        "archive.yaml": "scheme: minimal\nunits: [{id: club, name: 园艺社, kind: club}]\n",
        "unit:club.txt": "散",
    }
    root = make_tree(tmp_path / "库", {**picture, "unit:club": {"散.txt": "散"}})
    done(root, "sync")
    assert "unit:club" in done(root, "check", "--all", "--fail-on", "never").out
