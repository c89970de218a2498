"""A file name for every role that the school scheme asks for: a word in it means the role."""

from __future__ import annotations

NAMES = {
    "minutes": "会议记录.txt",
    "sign-in": "签到表.txt",
    "photo": "现场照片.txt",
    "notice": "通知.txt",
    "agenda": "议程.txt",
    "plan": "方案.txt",
    "material": "学习材料.txt",
    "lecture": "讲稿.txt",
    "vote": "选票.txt",
    "result": "评定结果.txt",
    "summary": "活动总结.txt",
    "resolution": "会议决议.txt",
    "certificate": "结业证.txt",
    "supplement": "补充发言记录.txt",
    "comment": "书记点评.txt",
}
