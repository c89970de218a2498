"""Writes docs/findings.md from schemas/findings.yaml: `python docs/make_findings.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent / "schemas" / "findings.yaml"
TARGET = HERE / "findings.md"

FAMILIES = {
    "layout": ("存放", "Where things lie"),
    "name": ("名称", "Names"),
    "sidecar": ("元数据", "Sidecars"),
    "file": ("文件", "Files"),
    "fixity": ("固化", "Fixity: is a filed document still what it was?"),
    "complete": ("齐全", "Completeness"),
    "consistency": ("一致", "Consistency"),
    "guard": ("保护", "What may not lie here, and what nobody could look into"),
    "waiver": ("豁免", "Waivers"),
}
# Texts of checks that are still to come; a check that gives one of these takes it off the list.
NOT_YET = frozenset({
    "fixity/closed-year",  # nothing in an archive says yet on which day a year was closed
})  # fmt: skip
SEVERITIES = {"error": "错误 error", "warning": "警告 warning", "info": "提示 info"}
HEAD = """# Findings 问题代码

Made from `schemas/findings.yaml` by `python docs/make_findings.py`; do not edit.

Every finding has a code, a title, a severity, a message and a remedy. Words in braces stand for what the finding is about; where something else helps in one case, that remedy bears the case's name. A rule may set another severity than the one here; a waiver in `archive.yaml` accepts a finding with reason, author and end date, except `fixity/*`, `guard/*`, `file/damaged` and `file/encrypted`. “Not yet” marks texts of checks that are still to come.

每条问题都有代码、名目、级别、说明和处理办法。花括号里的词在报告里换成具体内容；个别情形另有处理办法的，前面标出情形的代号。规则可以另定级别；可以在 `archive.yaml` 里写明理由、批准人和有效期来豁免，但 `fixity/*`、`guard/*`、`file/damaged`、`file/encrypted` 不能豁免。标有“暂无”的，相应的检查还没有做好。
"""


def page(findings: Mapping[str, Mapping[str, Any]]) -> str:
    """The whole page as Markdown; KeyError for a code of an unknown family."""
    families: dict[str, list[str]] = {name: [] for name in FAMILIES}
    for code in findings:
        families[code.partition("/")[0]].append(code)
    lines = [HEAD]
    for name, codes in families.items():
        if codes:
            zh, en = FAMILIES[name]
            lines.append(f"## {name}: {en} {zh}\n")
            for code in codes:
                lines.extend(_entry(code, findings[code]))
    return "\n".join(lines)


def _entry(code: str, finding: Mapping[str, Any]) -> Iterator[str]:
    yield f"### `{code}`\n"
    title, severity = finding["title"], SEVERITIES[finding["severity"]]
    yield f"{title['zh']} {title['en']} · {severity}" + (" · 暂无 not yet" if code in NOT_YET else "") + "\n"
    for language in ("zh", "en"):
        message, remedy = (_line(finding[key][language]) for key in ("message", "remedy"))
        others = finding.get("remedies", {}).items()
        more = "".join(f"<br>→ {kind}: {_line(said[language])}" for kind, said in others)
        yield f"- {message}<br>→ {remedy}{more}"
    yield ""


def _line(text: str) -> str:
    """One line, with nothing that Markdown would read as its own."""
    return re.sub(r"([*_<>|`])", r"\\\1", " ".join(text.split()))


def read() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    TARGET.write_text(page(read()), encoding="utf-8", newline="\n")
