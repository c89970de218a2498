"""Queries to time: common words, and pieces cut from the archive's own plain texts."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

_COMMON = "会议 工作 学习 管理 规定 人员 单位 检查 教育 安全"
_HAN = re.compile(r"[\u4e00-\u9fff]{8,}")
_SEED = 1


def queries(archive: Path, each: int) -> dict[str, list[str]]:
    """So many queries of every kind, the same for the same archive."""
    random, common = Random(_SEED), _COMMON.split()
    runs = _runs(archive, random)

    def cut(least: int, most: int) -> str:
        run, size = random.choice(runs), random.randint(least, most)
        at = random.randrange(len(run) - size + 1)
        return run[at : at + size]

    years = sorted({path.name for path in archive.glob("*/*") if path.name.isdigit()})
    return {
        "common word": [common[n % len(common)] for n in range(each)],
        "any word": [cut(2, 3) for _ in range(each)],
        "two words": [f"{random.choice(common)} {cut(2, 3)}" for _ in range(each)],
        "phrase": [f'"{cut(4, 6)}"' for _ in range(each)],
        "one character": [cut(1, 1) for _ in range(each)],
        "word and filter": [f"{random.choice(common)} year:{random.choice(years)}" for _ in range(each)],
    }


def _runs(archive: Path, random: Random) -> list[str]:
    files = sorted(archive.rglob("*.txt"), key=lambda path: path.relative_to(archive).as_posix())
    chosen = random.sample(files, min(len(files), 50))
    return [run for path in chosen for run in _HAN.findall(path.read_text(encoding="utf-8"))]
