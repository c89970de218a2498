"""Writes docs/systems.md from docs/systems.yaml: `python docs/make_systems.py`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from archive_tool.app.opening import load_scheme
from archive_tool.core.scheme import Scheme

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "systems.yaml"
TARGET = HERE / "systems.md"
NAME = "school-party-building"
HEAD = """# Systems of schools and bureaus 制度对照

Made from `docs/systems.yaml` by `python docs/make_systems.py`; do not edit.

Which systems (制度) schools and education bureaus say they have, where the papers of each lie, which rules look at them, and what files cannot tell. [rules.md](rules.md) says what each rule asks for and on what basis. Rules in *italics* are off until `archive.yaml` turns them on.

学校和教育局的材料里提到的各项制度：材料归在哪里，由哪些规则检查，哪些从文件里看不出来。每条规则的要求和依据见 [rules.md](rules.md)。*斜体*的规则在 `archive.yaml` 里打开之前不检查。
"""


def read() -> dict[str, Any]:
    """`sources`: id -> label, and `systems`: what each is called, its leaves, rules, and what cannot be told."""
    found: dict[str, Any] = yaml.load(SOURCE.read_text("utf-8"), yaml.BaseLoader)
    return found


def page(data: Mapping[str, Any], scheme: Scheme) -> str:
    """The whole page as Markdown."""
    lines = [HEAD]
    for source, title in data["sources"].items():
        lines += [f"## {source} {title['zh']}\n", f"{title['en']}\n"]
        lines += [
            "| system 制度 | leaf 类目 | rules 规则 | checked by 怎么查 · not in files 查不出 |",
            "|---|---|---|---|",
        ]
        lines += [_row(system, scheme) for system in data["systems"] if system["source"] == source]
        lines.append("")
    return "\n".join(lines)


def _row(system: Mapping[str, Any], scheme: Scheme) -> str:
    leaves = (scheme.leaves[leaf] for leaf in system["leaves"])
    places = [f"{leaf.code} {leaf.title.zh}" for leaf in leaves]
    rules = [f"`{rule}`" if scheme.rules[rule].enabled else f"*`{rule}`*" for rule in system["rules"]]
    told = "<br>".join(_told(system, scheme))
    name = f"{system['name']['zh']}<br>{system['name']['en']}"
    return f"| {name} | {'<br>'.join(places)} | {'<br>'.join(rules) or '–'} | {told} |"


def _told(system: Mapping[str, Any], scheme: Scheme) -> Iterator[str]:
    """How it is checked, by kinds of rules, and what can't be."""
    kinds = dict.fromkeys(scheme.rules[rule].kind for rule in system["rules"])
    if kinds:
        yield "、".join(HOW[kind][0] for kind in kinds)
        yield "; ".join(HOW[kind][1] for kind in kinds)
    if cannot := system.get("cannot"):
        yield f"查不出：{cannot['zh']}"
        yield f"Not in files: {cannot['en']}"


HOW: Mapping[str, tuple[str, str]] = {
    "count": ("按期、按人数件数", "counted by period and person"),
    "roles": ("每次活动材料齐不齐", "papers of each occasion"),
    "pair": ("有来有回", "each paper and its counterpart"),
    "steps": ("逐个环节核对", "step by step"),
    "deadline": ("逐条看期限和佐证", "each entry, its day and evidence"),
    "quorum": ("到会人数", "those present"),
    "series": ("与上年比", "compared with the year before"),
    "timing": ("日期互相印证", "dates that agree"),
    "distinct": ("文字是否雷同", "texts that repeat each other"),
}


if __name__ == "__main__":
    TARGET.write_text(page(read(), load_scheme(NAME, HERE)), encoding="utf-8", newline="\n")
