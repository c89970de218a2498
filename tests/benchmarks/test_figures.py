"""The figures of the benchmarks: medians over turns, promises in both directions, what is only extrapolated."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

import bench_peer  # noqa: E402
from bench_figures import merged, quantiles  # noqa: E402
from bench_promises import verdicts  # noqa: E402
from bench_report import show  # noqa: E402
from make_archive import make_archive  # noqa: E402
from run import Plan, plan  # noqa: E402


def result(records: int, engine: str = "tantivy", recoll: bool = False, **changes: Any) -> dict[str, Any]:
    """Figures that keep every promise."""
    who = {"tool": 2.0, "index": 0.1, "bare": 1.0} | ({"recoll": 9.0} if recoll else {})
    memory = {"main": 350.0 if records > 10_000 else 100.0, "tree": 500.0}
    return {
        "records": records,
        "documents": 2 * records,
        "formats": "text",
        "engine": engine,
        "walk_s": 0.5,
        "cold": {"s": 60.0, "cpu_s": 90.0, "documents_per_s": 300.0},
        "warm_s": 6.0,
        "audit_s": 0.9,
        "start_s": 0.1,
        "folder_ms": {"unchanged": 10.0, "dropped": 149.0},
        "search": {"all": {name: {"p50": p95 / 2, "p95": p95} for name, p95 in who.items()}},
        "memory_mib": {"cold sync": memory},
        "writer_heap_mib": None,
        "recoll": {"cold": {"s": 180.0, "cpu_s": 180.0, "documents_per_s": 100.0}, "lacks": ""}
        if recoll
        else None,
        **changes,
    }


def missed(figures: dict[str, Any]) -> set[str]:
    return {verdict.name for verdict in verdicts(figures) if not verdict.met}


def test_of_every_query_the_median_of_its_turns_counts() -> None:
    turns = [{"word": {"tool": [1.0, 5.0]}}, {"word": {"tool": [9.0, 6.0]}}, {"word": {"tool": [2.0, 40.0]}}]

    assert merged(turns) == {"word": {"tool": [2.0, 6.0]}}


def test_quantiles_by_kind_and_over_all() -> None:
    times = {"word": {"tool": [float(ms) for ms in range(101)]}, "phrase": {"tool": [1000.0, 1000.0]}}
    figures = quantiles(times)

    assert figures["word"]["tool"] == {"p50": 50.0, "p95": 95.0}
    assert figures["all"]["tool"]["p95"] > 95.0


@pytest.mark.parametrize("records", [1000, 10_000, 50_000])
def test_promises_that_are_kept(records: int) -> None:
    assert missed(result(records)) == missed(result(records, recoll=True)) == set()


@pytest.mark.parametrize(
    ("records", "changes", "name"),
    [
        (10_000, {"warm_s": 6.31}, "warm sync"),
        (50_000, {"warm_s": 6.01}, "warm sync"),  # no time for starting there
        (50_000, {"folder_ms": {"unchanged": 10, "dropped": 151}}, "sync of a folder, a document dropped"),
        (10_000, {"memory_mib": {"audit": {"main": 301, "tree": 301}}}, "private memory, audit"),
        (50_000, {"memory_mib": {"audit": {"main": 401, "tree": 401}}}, "private memory, audit"),
        (
            1000,
            {"cold": {"s": 1, "cpu_s": 1, "documents_per_s": 299.0}},
            "first sync, documents/s / Recoll's",
        ),
    ],
)
def test_promises_that_are_missed(records: int, changes: dict[str, Any], name: str) -> None:
    assert missed(result(records, recoll=True, **changes)) == {name}


def test_slower_than_recoll_is_a_missed_promise_where_it_was_promised() -> None:
    slow = {
        "all": {name: {"p50": 1.0, "p95": p95} for name, p95 in (("tool", 3), ("bare", 2), ("recoll", 2.5))}
    }

    assert missed(result(50_000, recoll=True, search=slow)) == {"query p95 / Recoll's"}
    assert missed(result(1000, recoll=True, search=slow)) == set()


def test_whoosh_is_measured_small_once_and_extrapolated(capsys: pytest.CaptureFixture[str]) -> None:
    plans = plan([10_000, 50_000], ["text"], ["tantivy", "whoosh"], whoosh_big=False)
    assert plans == [
        Plan(10_000, "text", "tantivy"),
        Plan(2000, "text", "whoosh"),
        Plan(50_000, "text", "tantivy"),
    ]
    assert Plan(50_000, "text", "whoosh") in plan([50_000], ["text"], ["whoosh"], whoosh_big=True)

    show([result(2000, "whoosh")], [10_000, 50_000])
    printed = capsys.readouterr().out
    table = printed[printed.index("EXTRAPOLATED, not measured") :]
    assert "10,000" in table and "~ 5 min" in table and "~ 5 / 10" in table
    assert "50,000" in table and "~ 25 min" in table and "~ 25 / 50" in table

    show([result(2000, "whoosh")], [1000, 2000])
    assert "EXTRAPOLATED" not in capsys.readouterr().out


def test_recoll_gets_the_documents_and_nothing_of_ours(tmp_path: Path) -> None:
    made = make_archive(tmp_path / "档案", 60)
    (tmp_path / "档案" / ".archive" / "cache").mkdir(parents=True)
    (tmp_path / "档案" / ".archive" / "cache" / "state.db").write_bytes(b"x")
    documents = list(bench_peer.documents(tmp_path / "档案"))

    assert len(documents) == len(set(documents)) == made.documents
    assert not [path for path in documents if path.endswith(".yaml")]


def test_a_year_is_asked_of_recoll_in_its_words() -> None:
    assert bench_peer._in_its_words("会议 year:2024") == "会议 date:2024-01-01/2024-12-31"
    assert bench_peer._in_its_words('"会议 工作"') == '"会议 工作"'


def test_recoll_is_not_there_where_its_indexer_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    assert bench_peer.recoll() is None


def test_what_runs_under_another_python_knows_none_of_our_packages() -> None:
    tree = ast.parse((BENCHMARKS / "bench_recoll.py").read_text(encoding="utf-8"))
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}

    assert imported <= sys.stdlib_module_names
