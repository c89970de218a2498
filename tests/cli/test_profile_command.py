"""`audit --profile`, `profile list` and `profile show`: scores that add up, and refusals that name the line."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from commands import bytes_below, done, is_one_line, run
from docx import Document
from scored import written
from trees import make_tree

from archive_tool.adapters.schemas import shipped

DAY = ("audit", "--year", "2025", "--as-of", "2026-03-31")
PROFILE = "annual-assessment"
FINDINGS = 1


def after_period(message: str) -> str:
    """Without the time before it and the points behind it."""
    told = re.sub(r"（(按标准|[0-9.]+ 分 ×).*| \([0-9.]+ (by|×).*", "", message)
    return re.split("应有|: ", told, maxsplit=1)[-1]


def leaves(indicators: list[Any]) -> Iterator[Any]:
    for one in indicators:
        if "indicators" in one:
            yield from leaves(one["indicators"])
        else:
            yield one


def exact(number: float | int) -> Decimal:
    return Decimal(str(number))


@pytest.mark.parametrize("profile", [PROFILE, "branch-standardisation", "self-check"])
def test_the_json_adds_up_to_its_score(sample: Path, profile: str) -> None:
    made = run(sample, *DAY, "--profile", profile, "--format", "json").json
    told = made["profile"]
    lowest = list(leaves(told["indicators"]))
    for one in lowest:
        lost = sum(exact(reason["points"]) for reason in one["deductions"])
        assert exact(one["points"]) == exact(one["judged"]) - lost
    assert exact(told["judged"]) == sum(exact(one["judged"]) for one in lowest)
    base = sum(exact(one["points"]) for one in lowest)
    assert exact(told["points"]) == base + exact(told["bonus"])
    assert made["summary"]["score"] == told["points"]
    assert (told["id"], told["total"], len(told["sha256"])) == (profile, 100, 64)


def test_every_deduction_names_a_finding_or_row_of_the_same_document(sample: Path) -> None:
    made = run(sample, *DAY, "--profile", PROFILE, "--format", "json").json
    findings = {(one["code"], one["path"]) for one in made["findings"]}
    rows = {(row["rule"], row["unit"], row["period"]) for row in made["coverage"]}
    reasons = [reason for one in leaves(made["profile"]["indicators"]) for reason in one["deductions"]]
    assert len(reasons) > 10
    for one in reasons:
        known = one["finding"] and (one["finding"]["code"], one["finding"]["path"]) in findings
        assert known or (one["rule"], one["unit"], one["period"]) in rows
        assert one["message"] and "{" not in one["message"]


def test_without_a_profile_there_is_no_score_and_no_rule_more(sample: Path) -> None:
    without = run(sample, *DAY, "--format", "json").json
    with_one = run(sample, *DAY, "--profile", PROFILE, "--format", "json").json
    assert (without["summary"]["score"], "profile" in without) == (None, False)
    rules = {row["rule"] for row in without["coverage"]}
    assert rules < {row["rule"] for row in with_one["coverage"]}
    assert "03.half-year-summary.count" not in rules


def test_a_score_writes_nothing(sample: Path) -> None:
    before = bytes_below(sample)
    assert run(sample, *DAY, "--profile", PROFILE).code == FINDINGS
    assert bytes_below(sample) == before


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "zh",
            [
                "检查方案：年度党建工作考核（annual-assessment）",
                "已评",
                "人工评分",
                "-2 【示例小学第一党支部】",
            ],
        ),
        ("en", ["Profile: Annual assessment of party building", "points judged", "by hand"]),
    ],
)
def test_the_text_has_the_sums_the_table_and_every_deduction(
    sample: Path, lang: str, said: list[str]
) -> None:
    ran = run(sample, *DAY, "--profile", PROFILE, lang=lang)
    assert ran.code == FINDINGS
    assert [one for one in said if one not in ran.out] == []
    told = run(sample, *DAY, "--profile", PROFILE, "--format", "json", lang=lang).json
    everything = run(sample, *DAY, "--profile", PROFILE, "-v", lang=lang).out
    for one in leaves(told["profile"]["indicators"]):
        # Periods that cost alike stand in one line with the points of all of them.
        costly = [after_period(reason["message"]) for reason in one["deductions"] if reason["points"]]
        assert [message for message in costly if message not in ran.out] == []
        assert [one for one in one["deductions"] if after_period(one["message"]) not in everything] == []
        _, _, below = ran.out.partition(f"\n{one['id']} ")
        lost = re.findall(r"^  -(\S+) ", below.split("\n\n")[0], re.MULTILINE)
        assert sum(map(float, lost)) == sum(reason["points"] for reason in one["deductions"])
    assert "score." not in ran.out and "profile." not in ran.out


def test_what_the_last_audit_said_is_remembered_by_profile(sample: Path) -> None:
    day = ("audit", "--year", "2025", "--as-of", "2026-04-01")
    run(sample, *day)
    # The first by this profile: there is none before it, or all that its rules say would be new.
    assert "新增" not in run(sample, *day, "--profile", PROFILE, "-v").out


def test_a_comparison_says_that_the_profiles_differ(sample: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.json"
    run(sample, *DAY, "--format", "json", "-o", old)
    same = run(sample, *DAY, "--against", old, "--format", "json").json["against"]
    other = run(sample, *DAY, "--against", old, "--profile", PROFILE, "--format", "json").json["against"]
    assert same["differs"] == []
    assert other["differs"] == ["两次检查的检查方案不同，检查的规则可能不一样"]


def test_the_word_report_has_a_table_with_room_for_the_hand_score(sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    run(sample, *DAY, "--profile", PROFILE, "--format", "docx", "-o", target)
    told = run(sample, *DAY, "--profile", PROFILE, "--format", "json").json["profile"]
    tables = Document(io.BytesIO(target.read_bytes())).tables
    (score,) = [
        one for one in tables if [c.text for c in one.rows[0].cells] == ["指标", "说明", "分值", "得分"]
    ]
    rows = {row.cells[0].text.split("\t")[0]: [c.text for c in row.cells] for row in score.rows}
    for one in leaves(told["indicators"]):
        by_hand = one["state"] in ("manual", "not-judged") or (one["judged"] == 0 and not one["bonus"])
        if one["state"] == "manual":
            assert rows[one["id"]][3] == ""
        elif not by_hand:
            assert exact(rows[one["id"]][3]) == exact(one["points"]) + exact(one["bonus"])
    first = target.read_bytes()
    run(sample, *DAY, "--profile", PROFILE, "--format", "docx", "-o", target)
    assert target.read_bytes() == first


# A profile of one's own.

OWN = written(
    "points: 10\nrules: [02.organization-chart.count]\ndeductions: [{per: missing-record, points: 5}]"
)


def test_a_profile_may_be_a_file(sample: Path, tmp_path: Path) -> None:
    file = make_tree(tmp_path, {"我的.yaml": OWN}) / "我的.yaml"
    told = run(sample, *DAY, "--profile", file, "--format", "json").json["profile"]
    assert (told["id"], told["total"], told["judged"]) == ("p", 10, 10)


@pytest.mark.parametrize(
    ("wrong", "line", "near"),
    [
        (OWN.replace("organization-chart", "organisation-chart"), 12, "02.organization-chart.count"),
        (OWN.replace("deductions", "deduction"), 13, "deductions"),
        (OWN.replace('total: "10"', 'total: "12"'), 4, "12"),
        (OWN + "\n  x: [", None, ""),
    ],
)
def test_a_mistake_in_it_ends_with_2_and_names_file_line_and_the_nearest_word(
    sample: Path, tmp_path: Path, wrong: str, line: int | None, near: str
) -> None:
    make_tree(tmp_path, {"我的.yaml": wrong})
    ran = run(sample, *DAY, "--profile", tmp_path / "我的.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert is_one_line(ran.err)
    assert f"我的.yaml:{line}: " in ran.err or line is None
    assert near in ran.err


@pytest.mark.parametrize("name", ["annual-assesment", "", "不存在.yaml"])
def test_a_profile_that_is_not_there_names_those_that_are(sample: Path, name: str) -> None:
    ran = run(sample, *DAY, "--profile", name)
    assert (ran.code, ran.out) == (2, "")
    assert is_one_line(ran.err)
    assert "annual-assessment" in ran.err


def test_a_blank_field_of_a_filed_record_costs(sample: Path, tmp_path: Path) -> None:
    blank = "points: 10\nrules: [02.organization-chart.count]\ndeductions: [{per: blank-field, points: 1}]"
    file = make_tree(tmp_path, {"p.yaml": written(blank)}) / "p.yaml"
    assert run(sample, *DAY, "--profile", file, "--format", "json").json["summary"]["score"] == 10
    sidecar = next((sample / "2025/02_组织机构与班子/01_组织机构图").glob("*.docx.meta.yaml"))
    lines = sidecar.read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(("author:", "责任者:"))]
    assert len(kept) < len(lines)
    sidecar.write_text("\n".join(kept) + "\n", "utf-8")
    told = run(sample, *DAY, "--profile", file, "--format", "json").json
    assert told["summary"]["score"] == 9
    ((reason,),) = (one["deductions"] for one in leaves(told["profile"]["indicators"]))
    assert reason["finding"]["code"] == "sidecar/invalid"


# What there is.


def test_list_names_the_profiles_of_the_archives_scheme_else_all(sample: Path, tmp_path: Path) -> None:
    here = {one["id"] for one in done(sample, "profile", "list", "--format", "json").json}
    everywhere = {one["id"]: one for one in done(tmp_path, "profile", "list", "--format", "json").json}
    assert here == {PROFILE, "branch-standardisation", "self-check"}
    assert set(everywhere) == {*here, "yearly-look"}
    assert everywhere["yearly-look"] == {
        "scheme": "minimal", "id": "yearly-look", "title": "年末自查", "total": 10, "by_hand": 2,
        "indicators": 3, "rules": 2,
    }  # fmt: skip
    assert "年度党建工作考核" in done(sample, "profile", "list").out


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", [PROFILE, "branch-standardisation", "self-check", "yearly-look"])
def test_show_tells_every_indicator_and_rule(tmp_path: Path, name: str, lang: str) -> None:
    ran = done(tmp_path, "profile", "show", name, lang=lang)
    told = done(tmp_path, "profile", "show", name, "--format", "json", lang=lang).json
    for one in leaves(told["indicators"]):
        assert f"{one['id']} {one['title']}" in ran.out
        assert [rule for rule in one["rules"] if rule not in ran.out] == []
    assert "{" not in ran.out and "profile." not in ran.out and "score." not in ran.out


def test_a_scheme_with_a_broken_profile_is_told_by_schema_check(tmp_path: Path) -> None:
    own = copytree(shipped("schemas") / "minimal", tmp_path / "own")
    file = own / "profiles/yearly-look.yaml"
    file.write_text(
        file.read_text("utf-8").replace("10.members-meeting.count", "10.member-meeting.count"), "utf-8"
    )
    ran = run(tmp_path, "schema", "check", "own")
    assert ran.code == 2
    assert is_one_line(ran.err)
    assert "profiles/yearly-look.yaml:17: " in ran.err
    assert "10.members-meeting.count" in ran.err


def test_a_profile_is_called_after_its_file(tmp_path: Path) -> None:
    own = copytree(shipped("schemas") / "minimal", tmp_path / "own")
    (own / "profiles/yearly-look.yaml").rename(own / "profiles/another.yaml")
    ran = run(tmp_path, "profile", "list", "--scheme", "own")
    assert (ran.code, "yearly-look.yaml" in ran.err) == (2, True)
