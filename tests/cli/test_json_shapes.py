"""The JSON of audit, check, search and the rest: keys, types, places, counts that agree."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import click
import pytest
from commands import done, run

from archive_tool.cli.main import COMMANDS, build
from archive_tool.cli.shell import Shell

TEXT, NUMBER, LIST = str, int, list
NOTHING = type(None)

REPORT = {
    "tool": TEXT,
    "scheme": dict,
    "archive": TEXT,
    "as_of": TEXT,
    "years": LIST,
    "summary": dict,
    "coverage": LIST,
    "findings": LIST,
    "not_run": LIST,
}
SCHEME = {"id": TEXT, "version": TEXT, "sha256": TEXT}
SUMMARY = {
    **dict.fromkeys(
        ("records", "files", "errors", "warnings", "infos", "waived", "pointers", "not_run"), NUMBER
    ),
    "score": NOTHING,
}
COVERAGE = {
    "rule": TEXT,
    "kind": TEXT,
    "subject": TEXT,
    "unit": TEXT,
    "whom": (TEXT, NOTHING),
    "period": TEXT,
    "expected": NUMBER,
    "found": NUMBER,
    "drafts": NUMBER,
    "uncertain": NUMBER,
    "status": TEXT,
    "due": TEXT,
    "records": LIST,
}
FINDING = {
    "code": TEXT,
    "severity": TEXT,
    "rule": (TEXT, NOTHING),
    "unit": (TEXT, NOTHING),
    "whom": (TEXT, NOTHING),
    "period": (TEXT, NOTHING),
    "path": TEXT,
    "record": (TEXT, NOTHING),
    "line": (NUMBER, NOTHING),
    "message": TEXT,
    "remedy": TEXT,
    "waived": (TEXT, NOTHING),
}
SEARCH = {
    "query": TEXT,
    "total": NUMBER,
    "took_ms": (NUMBER, float),
    "hits": LIST,
    "facets": dict,
    "behind": NUMBER,
    "synced": (TEXT, NOTHING),
}
HIT = {
    "path": TEXT,
    "part": (TEXT, NOTHING),
    "title": TEXT,
    "category": (TEXT, NOTHING),
    "leaf": (TEXT, NOTHING),
    "year": (NUMBER, NOTHING),
    "date": (TEXT, NOTHING),
    "score": (NUMBER, float),
    "snippet": TEXT,
}
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def has_shape(found: dict[str, Any], shape: dict[str, Any]) -> bool:
    """Exactly these keys in this order, each of its type; true and false are no numbers."""
    assert list(found) == list(shape)
    wrong = {
        key: found[key]
        for key, kind in shape.items()
        if not isinstance(found[key], kind) or isinstance(found[key], bool)
    }
    assert not wrong
    return True


def is_relative(path: str) -> bool:
    return "\\" not in path and not PurePosixPath(path).is_absolute() and ".." not in path.split("/")


@pytest.fixture
def audit(sample: Path) -> Any:
    return run(sample, "audit", "--year", "2025", "--as-of", "2025-12-31", "--format", "json").json


def test_the_audit_has_exactly_these_keys(audit: Any) -> None:
    assert has_shape(audit, REPORT)
    assert has_shape(audit["scheme"], SCHEME)
    assert has_shape(audit["summary"], SUMMARY)
    assert audit["coverage"]
    assert audit["findings"]
    assert all(has_shape(row, COVERAGE) for row in audit["coverage"])
    assert all(has_shape(finding, FINDING) for finding in audit["findings"])


def test_the_audit_says_what_it_judged(audit: Any, sample: Path) -> None:
    assert audit["archive"] == str(sample)
    assert (audit["as_of"], audit["years"]) == ("2025-12-31", [2025])
    assert audit["scheme"]["id"] == "school-party-building"
    assert re.fullmatch("[0-9a-f]{64}", audit["scheme"]["sha256"])


def test_counts_of_the_summary_are_those_of_the_findings(audit: Any) -> None:
    counts = Counter(f["severity"] for f in audit["findings"] if f["waived"] is None)
    summary = audit["summary"]
    assert summary["errors"] == counts["error"]
    assert summary["warnings"] == counts["warning"]
    assert summary["infos"] == counts["info"]
    assert summary["waived"] == sum(f["waived"] is not None for f in audit["findings"])
    assert summary["not_run"] == len(audit["not_run"])


def test_files_of_the_summary_are_files_without_sidecars(audit: Any, sample: Path) -> None:
    files = [
        path
        for path in sample.rglob("*")
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(sample).parts)
        and path.name not in ("_item.yaml", "README.md", "archive.yaml")
        and not path.name.endswith(".meta.yaml")
    ]
    assert audit["summary"]["files"] == len(files)


def test_every_path_is_relative_and_every_record_is_there(audit: Any, sample: Path) -> None:
    for finding in audit["findings"]:
        assert is_relative(finding["path"])
        assert (sample / finding["path"]).exists() or finding["code"] == "fixity/missing"
    for row in audit["coverage"]:
        assert all((sample / record).exists() for record in row["records"])
        assert row["found"] == 0 or row["records"]


def test_rows_are_numbered_dated_and_named_as_the_scheme_names_them(audit: Any) -> None:
    for row in audit["coverage"]:
        assert DAY.fullmatch(row["due"])
        assert row["status"] in ("met", "insufficient", "missing", "due", "waived", "not-applicable")
        assert row["subject"].startswith(("activity:", "form:", "rule:"))
        assert 0 <= row["drafts"] <= max(row["found"], row["drafts"])


def test_texts_of_findings_are_whole(audit: Any) -> None:
    for finding in audit["findings"]:
        for text in (finding["message"], finding["remedy"]):
            assert text == text.strip()
            assert text
            assert "{" not in text


def test_check_has_the_keys_of_the_audit_and_no_coverage(sample: Path) -> None:
    check = run(sample, "check", "--format", "json").json
    assert has_shape(check, REPORT)
    assert has_shape(check["summary"], SUMMARY)
    assert check["coverage"] == []
    assert all(has_shape(finding, FINDING) for finding in check["findings"])
    assert not any(f["code"].startswith(("complete/", "consistency/")) for f in check["findings"])


def test_what_was_not_run_has_check_path_and_reason(sample: Path) -> None:
    (sample / "2025/06_学习教育/03_集中学习/2025-11-03 新笔记.txt").write_text("新写的笔记", "utf-8")
    check = run(sample, "check", "--format", "json").json
    (one,) = check["not_run"]
    assert has_shape(one, {"check": TEXT, "path": TEXT, "reason": TEXT})
    assert one["path"] == "2025/06_学习教育/03_集中学习/2025-11-03 新笔记.txt"
    assert "archive-tool sync" in one["reason"]


def test_search_has_exactly_these_keys(sample: Path) -> None:
    found = done(sample, "search", "党费", "--format", "json").json
    assert has_shape(found, SEARCH)
    assert found["total"] == len(found["hits"]) == 11
    assert all(has_shape(hit, HIT) for hit in found["hits"])
    assert all(isinstance(n, int) for counts in found["facets"].values() for n in counts.values())


def test_a_hit_names_category_and_leaf_by_id(sample: Path) -> None:
    found = done(sample, "search", "党费收缴台账", "--format", "json").json
    (hit,) = [h for h in found["hits"] if h["path"].endswith("/2025-12-31 2025年党费收缴台账")]
    assert hit["path"] == "2025/08_党员管理与党费/04_党费/2025-12-31 2025年党费收缴台账"
    assert (hit["category"], hit["leaf"]) == ("08", "08.04")
    assert (hit["year"], hit["date"]) == (2025, "2025-12-31")
    assert hit["part"] == "党费收缴台账.docx"
    assert "**党费收缴台账**" in hit["snippet"]


def test_a_stray_file_is_a_hit_without_category(sample: Path) -> None:
    found = done(sample, "search", "title:学习资料汇总", "--format", "json").json
    (hit,) = [h for h in found["hits"] if h["path"].endswith("学习资料汇总.txt")]
    assert (hit["category"], hit["leaf"], hit["date"]) == (None, None, None)


def test_limit_cuts_hits_and_not_the_total(sample: Path) -> None:
    few = done(sample, "search", "党支部", "--limit", "2", "--format", "json").json
    everything = done(sample, "search", "党支部", "--limit", "0", "--format", "json").json
    assert len(few["hits"]) == 2
    assert few["total"] == everything["total"] == len(everything["hits"]) > 20


def test_sync_status_show_and_index_speak_json_too(sample: Path) -> None:
    synced = done(sample, "sync", "--format", "json").json
    assert synced["drafted"] == [] and isinstance(synced["summary"]["errors"], int)
    status = run(sample, "status", "--format", "json").json
    assert (status["records"], status["drafts"], status["behind"]) == (93, 11, 0)
    assert has_shape(status["summary"], SUMMARY)
    (shown,) = done(sample, "show", "2025/08_党员管理与党费/01_党员名册", "--format", "json").json
    assert (shown["category"], shown["leaf"], shown["status"]) == ("08", "08.01", "filed")
    assert done(sample, "index", "status", "--format", "json").json["behind"] == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_texts_in_json_follow_the_language_and_codes_do_not(sample: Path, lang: str) -> None:
    found = run(sample, "check", "--format", "json", lang=lang).json["findings"]
    (one,) = [f for f in found if f["code"] == "file/empty"]
    assert one["message"].startswith({"zh": "文件是空的", "en": "The file is empty"}[lang])


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command and every one below a group, by the words that call it."""
    shell = Shell.start([])
    context = click.Context(build(shell), obj=shell)
    for name in COMMANDS:
        command = context.command.get_command(context, name)  # type: ignore[attr-defined]
        if isinstance(command, click.Group):
            yield from ((f"{name} {below}", one) for below, one in command.commands.items())
        else:
            yield name, command


def test_every_command_speaks_json_and_the_page_tells_its_keys() -> None:
    page = (Path(__file__).parents[2] / "docs/json.md").read_text("utf-8")
    for name, command in commands():
        if name != "schema export":  # whose result is JSON
            assert any("--format" in param.opts for param in command.params), name
            assert f"`{name}`" in page


def shaped(ran: Any, row: str) -> bool:
    """Whether a document has the keys that its row on the page tells, in that order."""
    page = (Path(__file__).parents[2] / "docs/json.md").read_text("utf-8")
    (cell,) = [line.split(" | ")[1] for line in page.splitlines() if line.startswith(f"| `{row}`")]
    plain = re.sub(r"\(.*?\)|;.*", "", re.sub(r"\[.*?\]|\{.*?\}", "", cell))
    return list(ran) == re.findall(r"`([a-z_0-9]+) *`", plain)


def test_the_keys_on_the_page_are_those_of_the_documents(
    sample: Path, tmp_path: Path, own_home: Path
) -> None:
    demo = done(tmp_path, "demo", tmp_path / "示例", "--format", "json").json
    assert shaped(demo, "demo") and demo["root"] == str(tmp_path / "示例")
    assert (
        shaped(demo["sync"], "sync") and shaped(demo["audit"], "check") and shaped(demo["search"], "search")
    )
    assert shaped(done(tmp_path, "init", tmp_path / "新", "--format", "json").json, "init")
    assert shaped(done(sample, "index", "rebuild", "--format", "json").json, "index rebuild")
    assert shaped(done(sample, "index", "status", "--format", "json").json, "index status")
    assert shaped(run(sample, "status", "--format", "json").json, "status")
    (scheme,) = done(sample, "schema", "check", "minimal", "--format", "json").json
    assert shaped(scheme, "schema check") and scheme["categories"] == 3
    sent = tmp_path / "台账.xlsx"
    assert shaped(done(sample, "rectify", "export", "-o", sent, "--format", "json").json, "rectify export")
    assert shaped(done(sample, "rectify", "import", sent, "--format", "json").json, "rectify import")
    assert shaped(done(sample, "rectify", "status", "--format", "json").json, "rectify status")
    (line,) = done(sample, "watch", "--once", "--format", "json").out.splitlines()
    event = json.loads(line)
    assert list(event)[:2] == ["when", "event"] and event["event"] == "synced"
    assert shaped(list(event)[2:], "sync")


def test_what_describe_and_accept_did_and_left(sample: Path, own_home: Path) -> None:
    leaf = "2025/05_组织生活"
    said = run(sample, "describe", leaf, "--set", "附注=甲", "--confirm", "--format", "json").json
    assert shaped(said, "describe")
    assert said["changed"]
    assert set(said["confirmed"]) < {
        path.removesuffix(".meta.yaml").removesuffix("/_item.yaml") for path in said["changed"]
    }
    assert all(list(one) == ["path", "reason", "missing"] for one in said["refused"])
    taken = run(sample, "accept", leaf, "--reason", "更正", "--format", "json").json
    assert list(taken) == list(said)
    assert all(list(one) == ["path", "reason"] for one in taken["skipped"])
