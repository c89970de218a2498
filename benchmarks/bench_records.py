"""The records of a generated archive: which leaf, day, title, parts and sidecar each one has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

LAST_YEAR = 2025
LEAST_YEARS, FULL_LEAF = 3, 100  # records of one leaf and year before another year is begun


class Leaf(NamedTuple):
    """One kind of record, and where it lies."""

    folder: str
    form: str
    title: str  # {n}: its number in the year
    activity: str = ""
    meeting: bool = False  # a folder with minutes and sign-in sheet


class Part(NamedTuple):
    """One file of a record."""

    name: str  # "" in a record that is one file
    ending: str
    role: str


class Record(NamedTuple):
    """One record to be written."""

    leaf: Leaf
    day: date
    title: str
    parts: tuple[Part, ...]
    sidecar: str  # "zh", "en", or "" for none: sync is to draft it
    id: str

    @property
    def path(self) -> str:
        """Relative to the archive; of a one-file record the file, of others the folder."""
        ending = f".{self.parts[0].ending}" if self.is_file else ""
        return f"{self.day.year}/{self.leaf.folder}/{self.day.isoformat()} {self.title}{ending}"

    @property
    def is_file(self) -> bool:
        return not self.parts[0].name


LEAVES = (
    Leaf("01_综合管理与制度/01_上级文件", "notice", "关于做好第{n}项工作的通知"),
    Leaf("01_综合管理与制度/02_制度汇编", "rule", "第{n}号管理办法"),
    Leaf("03_党建责任与计划总结/02_工作总结", "summary", "第{n}阶段工作小结"),
    Leaf("03_党建责任与计划总结/07_工作例会", "minutes", "第{n}次党建工作例会会议记录", "regular-meeting"),
    Leaf("03_党建责任与计划总结/08_请示报告", "request", "关于第{n}项工作的请示"),
    Leaf("04_议事决策/02_党组织会议", "minutes", "第{n}次党组织会议会议记录", "party-organization-meeting"),
    Leaf("04_议事决策/03_校长办公会议", "minutes", "第{n}次校长办公会议会议记录", "principals-meeting"),
    Leaf("05_组织生活/01_支部党员大会", "minutes", "第{n}次支部党员大会", "branch-assembly", meeting=True),
    Leaf("05_组织生活/02_支委会", "minutes", "第{n}次支委会", "committee-meeting", meeting=True),
    Leaf("05_组织生活/03_党小组会", "minutes", "第{n}次党小组会", "group-meeting", meeting=True),
    Leaf("05_组织生活/09_谈心谈话", "talk-record", "第{n}次谈心谈话记录", "heart-to-heart-talk"),
    Leaf("06_学习教育/02_中心组学习", "minutes", "第{n}次中心组学习记录", "study-session"),
    Leaf("06_学习教育/03_集中学习", "minutes", "第{n}次集中学习记录", "collective-study"),
    Leaf("06_学习教育/05_心得与理论文章", "study-notes", "第{n}篇学习心得"),
    Leaf("06_学习教育/07_教育培训", "material", "第{n}期培训学习材料", "training"),
    Leaf("09_党风廉政与监督/04_监督意见", "opinion", "第{n}次监督意见汇总"),
    Leaf("10_检查整改/01_检查通知与自查", "report", "第{n}次自查报告"),
    Leaf("10_检查整改/02_反馈意见", "feedback", "第{n}次检查反馈意见"),
    Leaf("11_党务校务公开/02_党务公开", "disclosure-notice", "第{n}期党务公示"),
    Leaf("11_党务校务公开/03_校务公开", "disclosure-notice", "第{n}期校务公示"),
    Leaf("12_干部人才与双培养/04_工作汇报与考核", "half-month-report", "第{n}期半月汇报"),
    Leaf("13_品牌载体与典型案例/05_典型案例", "case-study", "第{n}号党建案例"),
    Leaf("13_品牌载体与典型案例/07_宣传报道", "publicity", "第{n}期简报"),
    Leaf("14_师德意识形态与群团/02_师德师风", "report", "第{n}次师德专题报告"),
)
_MEETING = (
    Part("会议记录", "docx", "minutes"),
    Part("签到表", "txt", "sign-in"),
    Part("学习材料", "docx", "material"),
)
_FOLDER = (
    Part("正文", "docx", "main"),
    Part("附件1", "docx", "attachment"),
    Part("附件2", "pdf", "attachment"),
)
_ROLES = {
    "minutes": "minutes",
    "talk-record": "minutes",
    "notice": "notice",
    "summary": "summary",
    "opinion": "opinion",
}
_ID = "0123456789abcdefghjkmnpqrstvwxyz"


def years_for(records: int) -> int:
    """How many years, so that no leaf of a year grows beyond what a school files."""
    return max(LEAST_YEARS, -(-records // (len(LEAVES) * FULL_LEAF)))


def first_year(records: int) -> int:
    return LAST_YEAR - years_for(records) + 1


def plan(records: int, random: Random) -> Iterator[Record]:
    """So many records, spread over leaves, years and days."""
    years, first = years_for(records), first_year(records)
    most = -(-records // (len(LEAVES) * years))  # of one leaf in one year
    for number in range(records):
        turn, place = divmod(number, len(LEAVES))
        nth, year = divmod(turn, years)
        leaf = LEAVES[place]
        offset = (nth * 365 + random.randrange(365)) // most
        yield Record(
            leaf,
            date(first + year, 1, 1) + timedelta(days=min(offset, 364)),
            leaf.title.format(n=nth + 1),
            _parts(leaf, random),
            random.choices(("zh", "en", ""), (4, 4, 2))[0],
            "".join(random.choices(_ID, k=12)),
        )


def _parts(leaf: Leaf, random: Random) -> tuple[Part, ...]:
    if leaf.meeting:
        return _MEETING[: random.choice((2, 3))]
    if random.random() < 0.25:
        main, *others = _FOLDER[: random.choice((2, 3))]
        return (main._replace(role=_ROLES.get(leaf.form, "main")), *others)
    ending = random.choices(("docx", "txt", "pdf"), (70, 22, 8))[0]
    return (Part("", ending, _ROLES.get(leaf.form, "main")),)
