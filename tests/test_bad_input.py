"""What people write wrongly: archive.yaml, sidecars, queries. One line or one finding, and nothing lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import bytes_below, done, is_one_line, run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trees import Picture

Small = Callable[[Picture], Path]
BUDGET = "2025/30 Money/Budgets/2025 预算.txt"
SIDECAR = BUDGET + ".meta.yaml"
GOOD = "scheme: minimal\nunits:\n- {id: club, name: 园艺社, kind: club}\n"

# name: archive.yaml, what the message must hold
CONFIGS: dict[str, tuple[str | bytes, tuple[str, ...]]] = {
    "empty": ("", ("scheme",)),
    "only a comment": ("# 以后再写\n", ("scheme",)),
    "broken brackets": ("scheme: minimal\nunits: [{id: a\n", ("archive.yaml:2", "括号")),
    "a text": ("党建档案\n", ("archive.yaml:1",)),
    "a list": ("- scheme: minimal\n", ("archive.yaml",)),
    "an unknown key": (GOOD + "ignroe: [a]\n", ("archive.yaml:4", "ignroe", "“ignore”")),
    "an unknown key like none": (GOOD + "zzzz: 1\n", ("archive.yaml:4", "zzzz")),
    "an unknown key of a unit": ("scheme: minimal\nunits:\n- {id: a, knid: club}\n", (":3", "knid", "“kind”")),
    "an unknown kind": ("scheme: minimal\nunits:\n- {id: a, kind: clbu}\n", (":3", "clbu", "“club”")),
    "units as text": ("scheme: minimal\nunits: 支部\n", (":2", "units")),
    "units as mapping": ("scheme: minimal\nunits: {id: a, kind: club}\n", (":2", "units")),
    "ignore as mapping": (GOOD + "ignore: {a: b}\n", (":4", "ignore")),
    "a list as scheme": ("scheme: [minimal]\n", (":1", "scheme")),
    "members as words": ("scheme: minimal\nunits:\n- {id: a, kind: club, members: 十八}\n", (":3", "十八")),
    "since as words": (GOOD + "since: 去年\n", (":4", "去年")),
    "an engine of fantasy": (GOOD + "search: {engine: tantiwy}\n", (":4", "tantiwy", "“tantivy”")),
    "a language of fantasy": (GOOD + "language: fr\n", (":4", "fr")),
    "no such scheme": ("scheme: maximal\n", ("maximal", "minimal")),
    "a waiver without reason": (GOOD + "waivers:\n- {code: layout/litter, until: 2026-01-01}\n", (":5", "reason")),
    "a waiver of a place elsewhere": (GOOD + "waivers:\n- {code: layout/litter, until: 2026-01-01, reason: a, author: 甲, path: ../甲}\n", (":5", "../甲")),
    "a waiver of fantasy": (GOOD + "waivers:\n- {code: layout/liter, until: 2026-01-01}\n", (":5", "layout/litter")),
    "a unit twice": ("scheme: minimal\nunits:\n- {id: a, kind: club}\n- {id: a, kind: club}\n", (":4", "“a”")),
    "an old folder above": (GOOD + "map:\n  ../../etc: Meetings\n", (":5", "../../etc", "不在档案库里")),
    "an old folder elsewhere": (GOOD + "map: {/旧档: Meetings}\n", (":4", "“/旧档”")),
    "an old folder of another drive": (GOOD + "map:\n  C:\\旧档: Meetings\n", (":5", "“C:\\旧档”")),
    "an old folder of another machine": (GOOD + "map:\n  \\\\server\\旧档: Meetings\n", (":5", "“\\\\server\\旧档”")),
    "to ignore what lies elsewhere": (GOOD + "ignore:\n- '*.bak'\n- ../私人\n", (":6", "../私人")),
    "a unit's folder inside another": ("scheme: minimal\nunits:\n- {id: a, kind: club, folder: 学校/甲}\n", (":3", "学校/甲")),
    "a key twice": (GOOD + "scheme: minimal\n", (":4", "scheme", "第 1 行")),
    "a full-width colon": ("scheme：minimal\n", (":1", "全角冒号")),
    "a tab": ("scheme: minimal\nfonds:\n\tcode: 1\n", (":3", "Tab")),
    "another encoding": ((GOOD + "fonds: {name: 示例小学}\n").encode("gbk"), ("archive.yaml",)),
    "bytes of a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe", ("archive.yaml",)),
}  # fmt: skip
ACCEPTED = ("another encoding",)  # GB18030 is read; that is as good as clear


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", ["check", "sync"])
@pytest.mark.parametrize("name", [name for name in CONFIGS if name not in ACCEPTED])
def test_a_wrong_archive_yaml_is_one_line_and_2(small: Small, name: str, command: str, lang: str) -> None:
    content, _ = CONFIGS[name]
    archive = small({"archive.yaml": content, BUDGET: "收入"})
    before = bytes_below(archive)
    ran = run(archive, command, lang=lang)
    assert ran.code == 2
    assert is_one_line(ran.err)
    assert ran.out == ""
    assert bytes_below(archive, besides=()) == before


@pytest.mark.parametrize("name", [name for name in CONFIGS if name not in ACCEPTED])
def test_the_line_names_the_place_and_the_word_meant(small: Small, name: str) -> None:
    content, wanted = CONFIGS[name]
    err = run(small({"archive.yaml": content}), "check").err
    assert not [word for word in wanted if word not in err], err
    assert "“”" not in err


def test_an_archive_yaml_in_gb18030_is_read_and_left_alone(small: Small) -> None:
    content = (GOOD + "fonds: {name: 示例小学}\n").encode("gbk")
    archive = small({"archive.yaml": content, BUDGET: "收入"})
    done(archive, "sync")
    assert (archive / "archive.yaml").read_bytes() == content


def test_an_archive_yaml_with_a_byte_order_mark_is_read(small: Small) -> None:
    archive = small({"archive.yaml": b"\xef\xbb\xbf" + GOOD.encode(), BUDGET: "收入"})
    assert done(archive, "sync").code == 0


def test_without_archive_yaml_there_is_no_archive_and_nothing_is_written(small: Small) -> None:
    archive = small({BUDGET: "收入"})
    (archive / "archive.yaml").unlink()
    before = bytes_below(archive.parent, besides=())
    for command in ("sync", "check", "audit", "status"):
        assert run(archive, command).code == 2
    assert bytes_below(archive.parent, besides=()) == before


FIELDS = "id: 7k2m9x4q1b8c\nstatus: draft\ntitle: 预算\ndate: 2025\nauthor: [甲]\nrecord_form: budget\nsecurity: members\n"

# name: sidecar, code, line, what the message must hold
SIDECARS: dict[str, tuple[str | bytes, str, int | None, tuple[str, ...]]] = {
    "GBK": (FIELDS.replace("title", "题名").encode("gbk"), "sidecar/invalid", None, ("UTF-8", "GB18030")),
    "no encoding at all": (b"title: \xff\xfe\xfa\x81\x00\n", "sidecar/unreadable", None, ("UTF-8",)),
    "UTF-16": (FIELDS.encode("utf-16"), "sidecar/unreadable", None, ("UTF-8",)),
    "no YAML": ("title: [甲\ndate: 2025\n", "sidecar/unreadable", 1, ("括号",)),
    "no mapping": ("这是一份预算\n", "sidecar/unreadable", 1, ("名称: 值",)),
    "a list": ("- title: 预算\n", "sidecar/unreadable", 1, ("名称: 值",)),
    "a full-width colon": ("题名：预算\n日期：2025\n", "sidecar/unreadable", 1, ("题名", "全角冒号")),
    "a full-width colon below": (FIELDS + "附注：甲\n", "sidecar/unreadable", 8, ("附注", "全角冒号")),
    "tabs": ("title: 预算\nevent:\n\tplace: 院内\n", "sidecar/unreadable", 3, ("Tab",)),
    "a key twice": ("title: 甲\ndate: 2025\ntitle: 乙\n", "sidecar/unreadable", 3, ("title", "第 1 行")),
    "a field twice in two languages": (FIELDS + "题名: 乙\n", "sidecar/invalid", 8, ("题名", "title")),
    "a list where text belongs": (FIELDS.replace("title: 预算", "title: [甲, 乙]"), "sidecar/invalid", 3, ("title", "列表")),
    "keys where text belongs": (FIELDS.replace("title: 预算", "title: {a: b}"), "sidecar/invalid", 3, ("title",)),
    "a day that was never": (FIELDS.replace("2025", "2025-02-30"), "sidecar/invalid", 4, ("2025-02-30",)),
    "an unknown form": (FIELDS.replace("budget", "bugdet"), "sidecar/invalid", 6, ("bugdet", "budget")),
    "an unknown field": (FIELDS + "anotation: 甲\n", "sidecar/unknown-field", 8, ("anotation", "annotation")),
    "two documents": (FIELDS + "---\ntitle: 乙\n", "sidecar/unreadable", 8, ("---",)),
    "an anchor that explodes": ("a: &a [x, x]\nb: &b [*a, *a]\ntitle: *b\n", "sidecar/unreadable", 1, ()),
    "deep nesting": ("title: " + "[" * 5000 + "]" * 5000, "sidecar/unreadable", None, ()),
    "more than a mebibyte": ("title: " + "长" * 400_000, "sidecar/unreadable", None, ("1 MiB",)),
    "a tag": ("title: !secret x\n", "sidecar/unreadable", 1, ("!",)),
    "a NUL": (b"title: a\x00b\n", "sidecar/unreadable", None, ()),
}  # fmt: skip


def found(archive: Path, code: str, lang: str = "zh") -> list[dict[str, Any]]:
    findings = run(archive, "check", "--format", "json", lang=lang).json["findings"]
    return [finding for finding in findings if finding["code"] == code]


@pytest.mark.parametrize("name", SIDECARS)
def test_a_wrong_sidecar_is_one_finding_with_its_line(small: Small, name: str) -> None:
    content, code, line, wanted = SIDECARS[name]
    archive = small({BUDGET: "收入一百元", SIDECAR: content})
    (one,) = found(archive, code)
    assert one["path"] == SIDECAR
    assert line is None or one["line"] == line
    assert not [word for word in wanted if word not in one["message"]], one["message"]
    assert run(archive, "check").code == (1 if one["severity"] == "error" else 0)


@pytest.mark.parametrize("name", SIDECARS)
def test_a_wrong_sidecar_is_told_in_english_too(small: Small, name: str) -> None:
    content, code, _, _ = SIDECARS[name]
    (one,) = found(small({BUDGET: "收入一百元", SIDECAR: content}), code, "en")
    assert one["message"]
    assert "yaml." not in one["message"] and "sidecar." not in one["message"]


@pytest.mark.parametrize(
    "name", [n for n, (_, code, _, _) in SIDECARS.items() if code == "sidecar/unreadable"]
)
def test_sync_leaves_an_unreadable_sidecar_alone_and_finds_its_file(small: Small, name: str) -> None:
    archive = small({BUDGET: "收入一百元", SIDECAR: SIDECARS[name][0]})
    before = bytes_below(archive)
    done(archive, "sync")
    after = bytes_below(archive)
    assert {path: after[path] for path in before} == before
    assert done(archive, "search", "一百元", "--format", "json").json["total"] == 1


def test_a_draft_in_gb18030_is_read_reported_and_never_rewritten(small: Small) -> None:
    content = FIELDS.replace("title", "题名").encode("gbk")
    archive = small({BUDGET: "收入一百元", SIDECAR: content})
    done(archive, "sync")
    ran = run(archive, "describe", BUDGET, "--set", "题名=新的")
    assert ran.code == 2
    assert is_one_line(ran.err)
    assert "UTF-8" in ran.err
    assert (archive / SIDECAR).read_bytes() == content
    assert done(archive, "search", "title:预算", "--format", "json").json["total"] == 1


def test_one_wrong_sidecar_does_not_hide_the_others(small: Small) -> None:
    other = "2025/30 Money/Budgets/2024 预算.txt"
    archive = small({BUDGET: "收入", SIDECAR: "题名：预算\n", other: "支出"})
    synced = done(archive, "sync", "--format", "json").json
    assert synced["drafted"] == [other + ".meta.yaml"]


NONSENSE = (
    '"', '""', "(", ")", "()", "OR", "a OR", "OR a", "-a", "-", "--", "*", "**", "。", "，！", "year:", "yaer:2025", "date:2025-13",
    "date:..", "date:2025..2024", "((((((((((((((((((((((((((a", "“党费", "a" * 3000, "\x00", "\ud800", "has:", "-(a", "title:*", "a\nb",
    "!@#$%^&", "\U0001f600", " ", "\u3000", "NOT a", "a AND b", "[", "{}", "\\", "a~2", "^", ":", "a:b:c", "党:费",
)  # fmt: skip


@pytest.mark.parametrize("query", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_is_answered_and_never_a_traceback(small: Small, query: str) -> None:
    archive = small({BUDGET: "收入一百元，党费一元"})
    done(archive, "sync")
    ran = run(archive, "search", query)
    assert ran.code in (0, 2)
    if ran.code == 2:
        assert is_one_line(ran.err)
        assert ran.out == ""


@pytest.mark.parametrize(
    ("query", "position"),
    [('党费 "收入', 4), ("(党费", 1), ("yaer:2025", 1), ("党费 date:2025-13", 9), ("党费 *", 4)],
)
def test_a_mistake_is_told_with_its_place(small: Small, query: str, position: int) -> None:
    archive = small({BUDGET: "收入"})
    done(archive, "sync")
    assert f"第 {position} 个字符" in run(archive, "search", query).err
    assert f"character {position}:" in run(archive, "search", query, lang="en").err


def test_a_field_of_fantasy_names_the_nearest(small: Small) -> None:
    archive = small({BUDGET: "收入"})
    done(archive, "sync")
    assert "“year”" in run(archive, "search", "yaer:2025").err


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.sampled_from('ab党费 "“*()（）:：-OR.年2025\\\u3000'), max_size=25))
def test_no_query_whatever_ends_otherwise(synced_sample: Path, own_home: Path, query: str) -> None:
    ran = run(synced_sample, "search", "--", query)
    assert ran.code in (0, 2)
    assert ran.code == 0 or is_one_line(ran.err)


@pytest.mark.skipif(os.name == "nt", reason="bytes that are no text cannot be typed there")
def test_a_path_that_is_no_text_is_told_in_one_line(small: Small) -> None:
    ran = run(small({BUDGET: "收入"}), "show", os.fsdecode(b"\xff\xfe.txt"))
    assert ran.code == 2
    assert is_one_line(ran.err)
