"""Every text in both languages: none missing, none unused, no key shown raw, nothing half filled."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import PACKAGE, done, run
from plain_yaml import safe_load
from sources import source
from trees import Picture

from archive_tool.cli.main import COMMANDS

Small = Callable[[Picture], Path]
MESSAGES = safe_load((PACKAGE / "schemas/messages.yaml").read_text("utf-8"))
FINDINGS = safe_load((PACKAGE / "schemas/findings.yaml").read_text("utf-8"))
KEY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)+")
FAMILIES = {key.partition(".")[0] for key in MESSAGES}
# What looks like a key and is the name of a file, an editor's setting or a name inside one of ours.
NOT_KEYS = re.compile(r".*\.(?:yaml|json|db|bin|txt|md|html|damaged|schemas|toml)$")
HAN = re.compile(r"[\u4e00-\u9fff]")


def prefixes() -> set[str]:
    """What texts put together in code begin with, as f"problem.{kind}"."""
    return {text for text in source().beginnings if "." in text and text.partition(".")[0] in FAMILIES}


def test_every_key_in_code_has_a_text() -> None:
    asked = {
        (where, text)
        for where, text in source().constants
        if KEY.fullmatch(text) and text.partition(".")[0] in FAMILIES and not NOT_KEYS.fullmatch(text)
    }
    assert len(asked) > 150
    beginnings = prefixes() | {prefix.rstrip(".") for prefix in prefixes()}
    assert not {(where, key) for where, key in asked if key not in MESSAGES and key not in beginnings}


def test_every_key_that_an_error_is_raised_with_has_a_text() -> None:
    """Also of families that have no text at all yet."""
    raising = ("CannotRun", "QueryError", "YamlProblem", "told", "say", "error")
    raised = {text for name, text in source().called if name in raising and "." in text.value}
    assert len(raised) > 80
    assert not {(where, key) for where, key in raised if key not in MESSAGES}


def test_every_text_is_used() -> None:
    """Whole in code, or put together from a beginning and an end that both stand there."""
    used = {text for _, text in source().constants}
    built = {
        (prefix, key[len(prefix) :]) for prefix in prefixes() for key in MESSAGES if key.startswith(prefix)
    }
    together = {prefix + end for prefix, end in built if end in used}
    assert sorted(set(MESSAGES) - used - together) == []


SEPARATOR = re.compile(r"[、；，：]\s*")


def test_separators_stand_in_the_table_too() -> None:
    """A third language changes no code: what stands between words is not chosen there by the language."""
    # Names of several persons and standards of a table are joined in the core as values.
    joining = (text for text in source().joining if not text.where.startswith("archive_tool/core"))
    found = [text for text in (*source().by_language, *joining) if SEPARATOR.fullmatch(text.value)]
    assert found == []


@pytest.mark.parametrize("key", MESSAGES)
def test_a_text_stands_in_both_languages_and_asks_for_the_same(key: str) -> None:
    zh, en = MESSAGES[key]["zh"], MESSAGES[key]["en"]
    assert zh.strip() and en.strip()
    assert not HAN.search(en) or key in ("demo.query",) or key.startswith("init.archive-yaml")
    assert _placeholders(zh) == _placeholders(en)
    assert "TODO" not in zh + en


def _placeholders(text: str) -> set[str]:
    return {name.partition("|")[0] for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("code", FINDINGS)
def test_a_finding_asks_for_the_same_in_both_languages(code: str) -> None:
    for part in ("message", "remedy"):
        both = FINDINGS[code][part]
        assert _placeholders(both["zh"]) == _placeholders(both["en"])


WORDS: dict[str, list[str]] = {
    **{name: [name, "--help"] for name in COMMANDS},
    "help": ["--help"],
    "index rebuild help": ["index", "rebuild", "--help"],
    "index status help": ["index", "status", "--help"],
    "schema check help": ["schema", "check", "--help"],
    "schema export help": ["schema", "export", "--help"],
}
CLICKS = ("Usage:", "Options:", "Commands:", "Show this message", "Error:", "Try '")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", WORDS)
def test_help_is_there_in_both_languages(tmp_path: Path, own_home: Path, page: str, lang: str) -> None:
    out = done(tmp_path, *WORDS[page], lang=lang).out
    assert not raw_keys(out)
    if lang == "zh":
        assert HAN.search(out)
        assert not [word for word in CLICKS if word in out]
    else:
        assert not HAN.search(out)
    assert max(map(_width, out.splitlines())) <= 80


def _width(line: str) -> int:
    return sum(2 if HAN.match(character) else 1 for character in line)


def raw_keys(out: str) -> list[str]:
    """Message keys that came through as they are."""
    return [word for word in KEY.findall(out) if word in MESSAGES or word.partition(".")[0] in RAW_FAMILIES]


# Families that are not also the first word of something people see, such as a file's name.
RAW_FAMILIES = FAMILIES - {
    "name",
    "file",
    "archive",
    "date",
    "index",
    "status",
    "schema",
    "search",
    "scheme",
    "p",
}

SEEN: dict[str, list[str]] = {
    "sync": ["sync"],
    "check": ["check"],
    "audit": ["audit", "--year", "2025", "--as-of", "2025-12-31"],
    "audit in full": ["audit", "--year", "2025", "--as-of", "2025-12-31", "-v"],
    "audit running": ["audit", "--year", "2025", "--as-of", "2025-08-15"],
    "audit of a unit": ["audit", "--unit", "第一党小组"],
    "search": ["search", "党支部"],
    "search nothing": ["search", "没有这样的词"],
    "search mistake": ["search", '"党费'],
    "show": ["show", "2025"],
    "status": ["status"],
    "doctor": ["doctor"],
    "index status": ["index", "status"],
    "index rebuild": ["index", "rebuild"],
    "schema check": ["schema", "check"],
    "describe nothing": ["describe", "2025"],
    "describe refused": ["describe", "2025/06_学习教育", "--confirm"],
    "describe wrong": ["describe", "2025/06_学习教育", "--set", "pages=many"],
    "accept draft": ["accept", "2025/06_学习教育", "--reason", "x"],
    "nowhere": ["show", "没有"],
    "unknown unit": ["audit", "--unit", "第三支部"],
}  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_command_shows_a_key_or_an_empty_place(sample: Path, lang: str) -> None:
    (sample / "2025/06_学习教育/03_集中学习/2025-11-03 新.txt").write_text("新的学习笔记", encoding="utf-8")
    (sample / "2025/06_学习教育/坏\n名.txt").write_text("名字不好", encoding="utf-8")
    for name, words in SEEN.items():
        ran = run(sample, *words, lang=lang)
        assert ran.code in (0, 1, 2), (name, ran.all)
        assert not raw_keys(ran.all), name
        assert not re.search(r"\{[a-z_]+\}|“”|''", ran.all), (name, ran.all)
        assert "Traceback" not in ran.all


def test_english_says_nothing_in_chinese_but_names_and_contents(small: Small) -> None:
    archive = small(
        {"2025/30 Money/Budgets/2025 budget.txt": "income", "stray.txt": "x", "2025/oops/a.txt": "y"}
    )
    (archive / "archive.yaml").write_text(
        "scheme: minimal\nlanguage: en\nunits:\n- {id: club, name: Club, kind: club}\n", encoding="utf-8"
    )
    for words in (["sync"], ["check"], ["audit"], ["status"], ["show", "2025"], ["search", "income"]):
        assert not HAN.search(run(archive, *words, lang="en").all.replace(archive.name, "")), words


@pytest.mark.parametrize(
    ("env", "language"),
    [({}, "zh"), ({"LANG": "en_GB.UTF-8"}, "en"), ({"LANG": "C.UTF-8"}, "zh"), ({"LANG": "de_DE"}, "zh")],
)
def test_without_an_archive_the_system_decides_and_chinese_is_the_default(
    tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch, env: dict[str, str], language: str
) -> None:
    from archive_tool.cli.shell import Shell

    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert Shell.start(["-C", str(tmp_path), "status"]).speaker.language == language


@pytest.mark.parametrize(
    ("words", "language"),
    [
        (["--lang", "en", "status"], "en"),
        (["--lang=en", "status"], "en"),
        (["-C", ".", "--lang", "en", "status"], "en"),
        (["status", "--lang", "en"], "zh"),
        (["search", "--lang", "en"], "zh"),
    ],
)
def test_lang_stands_before_the_command(
    small: Small, monkeypatch: pytest.MonkeyPatch, words: list[str], language: str
) -> None:
    from archive_tool.cli.shell import Shell

    monkeypatch.chdir(small({}))
    assert Shell.start(words).speaker.language == language
