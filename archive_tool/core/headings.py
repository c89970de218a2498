"""What a title is about and what it is: the thing itself stands at its end."""

from __future__ import annotations

import re
import unicodedata

# Remarks and quoted titles: (讨论议程), 《…》.
ASIDE = re.compile(r"[（(《][^）)》]*[）)》]")
JOINT = re.compile(r"[暨和与及、\s]")
# What stands behind the thing without changing what it is: versions, copies, numbers, 表 in 签到表.
_TAIL = re.compile(
    r"(?:终稿|定稿|初稿|修改稿|最终版|正式版|打印版|电子版|扫描件|扫描版|复印件|副本|材料|[表稿]|v?\d+(?:\.\d+)*|[\s\-_—·.+])+$",
    re.IGNORECASE,
)
# What makes a paper about the thing instead of the thing: 会议记录模板 records no meeting.
_ABOUT = re.compile(
    r"模板|模版|范本|样本|样表|空白|格式|说明|要求|规范|制度|办法|须知|提纲|请假|补学|情况|安排|清单|目录|分解|预算"
)
_WHEN = re.compile(
    r"\d{4}\s*[年学]度?年?|[一二三四1-4]季度|第?[一二三四五六七八九十百\d]+(?:次|季度|期|届|场|讲|课|学期|月份?|日|号)"
    r"|[上下]半年|[上下]学期|年度|学年|本年|全年|当年|年终|年末|年初"
)
_PLAIN = re.compile(r"会议|活动|召开|全体|工作|党总支|党支部|支部|学校|[会的\W\d_]")
_YEAR_OF_WORK = re.compile(r"(?<![0-9])([0-9]{4})\s*年度")
_STRETCH = re.compile(r"[0-9]{4}\s*年?度?\s*[-–—~～至到、和及]\s*[0-9]{4}")


def itself(title: str) -> str:
    """The title without remarks and without what may follow the thing."""
    return _TAIL.sub("", ASIDE.sub(" ", title))


def is_about(name: str) -> bool:
    """Whether a name speaks about a thing (its template, its rules) rather than naming it."""
    return _ABOUT.search(ASIDE.sub(" ", name)) is not None


def residue(title: str, known: tuple[str, ...]) -> str:
    """What is left when known words, times and plain words are taken away: "" says nothing else."""
    # A remark may say what the paper is: 党员大会（签到表）.
    text = title
    for word in sorted(known, key=len, reverse=True):
        text = text.replace(word, " ")
    return _PLAIN.sub("", _WHEN.sub(" ", text))


def year_of_work(title: str) -> str:
    """2024 of 2024年度组织生活会; "" where no year or more than one is named so."""
    plain = unicodedata.normalize("NFKC", re.sub(r"《[^》]*》", " ", title))
    years = set(_YEAR_OF_WORK.findall(plain))
    return years.pop() if len(years) == 1 and not _STRETCH.search(plain) else ""
