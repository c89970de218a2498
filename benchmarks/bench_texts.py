"""Texts for generated documents: cut from a zip of texts, or made up sentence by sentence."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

LEAST, MOST = 1000, 3000  # characters of one text
Cut = Callable[[Random], list[str]]  # paragraphs of one text

_MARKDOWN = re.compile(r"^[#>*\s-]+|<!--.*?-->|[*_`]+")

_WHEN = "年初 三月中旬 第一季度 上半年 暑期 开学后 国庆节前 第三季度 学期末 年底前"
_WHO = "党支部 支委会 第一党小组 第二党小组 全体党员 教务处 德育处 总务处 工会小组 年级组 教研组 青年教师"
_HOW = "认真 及时 按计划 分两批 结合实际 对照清单 逐项 主动 多次 按月 通过座谈 以集中学习的方式"
_DOES = "学习 讨论 落实 梳理 修订 检查 宣讲 公示 整理 汇总 推进 总结"
_WHAT = (
    "支部工作条例 年度工作计划 校园安全制度 师德承诺 课后服务方案 党费收缴情况 整改事项 家访记录 "
    "图书室开放安排 青年教师培养方案 主题教育材料 办公经费公开表 食堂管理办法 校园绿化方案 "
    "结对帮扶名单 阅读活动方案 实验器材清单 校史资料 志愿服务登记 会议制度"
)
_AND = (
    "并形成书面记录 由专人负责跟踪 有关情况在公开栏张贴 与会人员一致同意 未完成的事项列入下月安排 "
    "要求责任人按期反馈 意见建议逐条登记 相关材料已归档 请各小组对照执行 结果向全体党员通报"
)
_SENTENCE = tuple(words.split() for words in (_WHEN, _WHO, _HOW, _DOES, _WHAT, _AND))
_NUMBERED = (
    "本次共收集意见{n}条",
    "参加人员{n}人",
    "参照校发〔20{y}〕{n}号文件",
    "项目编号为XM-20{y}-{n:03d}",
    "历时{n}天",
)


def cutter(texts: Path | None) -> Cut:
    """From the .md and .txt files of the zip; without one, from the made-up sentences."""
    if texts is None:
        return _composed
    paragraphs = list(_paragraphs(texts))
    if sum(map(len, paragraphs)) < MOST:
        raise SystemExit(f"{texts}: no texts of {MOST} characters in it")
    return lambda random: _contiguous(paragraphs, random)


def _paragraphs(texts: Path) -> Iterator[str]:
    with zipfile.ZipFile(texts) as archive:
        for name in sorted(archive.namelist()):
            if not name.endswith((".md", ".txt")):
                continue
            for line in archive.read(name).decode("utf-8", "replace").splitlines():
                paragraph = _MARKDOWN.sub("", line).strip()
                if paragraph:
                    yield paragraph


def _contiguous(paragraphs: list[str], random: Random) -> list[str]:
    wanted, at = random.randint(LEAST, MOST), random.randrange(len(paragraphs))
    taken: list[str] = []
    while wanted > 0:
        paragraph = paragraphs[at % len(paragraphs)][:wanted]
        taken.append(paragraph)
        wanted -= len(paragraph)
        at += 1
    return taken


def _composed(random: Random) -> list[str]:
    wanted, taken = random.randint(LEAST, MOST), []
    while wanted > 0:
        paragraph = "".join(_sentence(random) for _ in range(random.randint(2, 5)))[:wanted]
        taken.append(paragraph)
        wanted -= len(paragraph)
    return taken


def _sentence(random: Random) -> str:
    if random.random() < 0.2:
        return random.choice(_NUMBERED).format(n=random.randint(1, 300), y=random.randint(15, 25)) + "。"
    when, who, how, does, what, then = map(random.choice, _SENTENCE)
    return f"{when}，{who}{how}{does}{what}，{then}。"
