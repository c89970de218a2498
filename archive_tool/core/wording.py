"""The words by which drafts are derived, as a scheme gives them: none of them stands in the program."""

from __future__ import annotations

from dataclasses import dataclass, fields

from archive_tool.core.strict import Section


@dataclass(frozen=True)
class Wording:
    """Lists of words; where a scheme gives none, less is derived."""

    versions: tuple[str, ...] = ()  # marks of copies and versions behind a name: 终稿, 副本
    marks: tuple[str, ...] = ()  # the same, only behind a sign or in brackets: -改, _final
    nameless: tuple[str, ...] = ()  # names that say nothing are made of these: 新建, 文档
    about: tuple[str, ...] = ()  # what makes of a thing a paper about it: 模板, 清单
    tails: tuple[str, ...] = ()  # what follows a thing without changing what it is: 表 in 签到表
    plain: tuple[str, ...] = ()  # words that say no more than the folder does: 会议, 活动
    granting: tuple[str, ...] = ()  # what a title says of a subject without being it: 同意, 申请, 事宜
    bodies: tuple[str, ...] = ()  # what names of organisations end with: 委员会, 办公室
    posts: tuple[str, ...] = ()  # what stands before a person's name: 书记
    superiors: tuple[str, ...] = ()  # whose papers are kept and studied, never made here: 中共中央
    letterheads: tuple[str, ...] = ()  # what follows an organisation in a letterhead: 文件
    citing: tuple[str, ...] = ()  # what stands before the number of another paper: 转发, 学习
    meetings: tuple[str, ...] = ()  # what meetings are called at their end: 大会, 会议
    deals: tuple[
        str, ...
    ] = ()  # what stands before that in the name of a meeting of the party's own: 选举大会
    held: tuple[str, ...] = ()  # what is done with a meeting: 召开, 举行
    day_held: tuple[str, ...] = ()  # labels of the day something took place: 时间, 会议时间
    day_made: tuple[str, ...] = ()  # labels of the day a paper was made: 填表日期
    made_by: tuple[str, ...] = ()  # labels of who made it: 填报单位
    speakers: tuple[str, ...] = ()  # those of them whose person gave the lesson: 主讲人
    chairs: tuple[str, ...] = ()  # labels of who led a meeting: 主持人
    recorders: tuple[str, ...] = ()  # labels of who wrote its minutes: 记录人
    places: tuple[str, ...] = ()  # labels of where it was held: 会议地点
    units: tuple[str, ...] = ()  # labels of the unit whose record it is: 党小组名称
    occasion: tuple[str, ...] = ()  # labels of what took place: 会议名称

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels."""
        of_days, of_papers = (*self.day_held, *self.day_made), (*self.made_by, *self.units, *self.occasion)
        return (*of_days, *of_papers, *self.speakers, *self.chairs, *self.recorders, *self.places)


NO_WORDING = Wording()


def parse_wording(section: Section) -> Wording:
    """A scheme's drafting.yaml; CannotRun names the first mistake."""
    names = [field.name for field in fields(Wording)]
    section.only(*names)
    return Wording(**{name: section.texts(name) for name in names})
