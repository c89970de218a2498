"""The archive's own files, and the things that lie where they should not."""

from __future__ import annotations

ARCHIVE = """\
# 示例小学党支部的档案库。人、事、单位都是编的。
scheme: school-party-building
language: zh
layout: by-year
fonds: {code: "0142", name: 示例小学}
units:
- id: branch-1
  name: 示例小学党支部
  aliases: [党支部]
  kind: branch
  founded: 2012-09-01
  members: {full: 18, probationary: 0}
  committee: 5
  last_election: 2024-06-20
  term_years: 3
- {id: group-1, name: 第一党小组, kind: group, parent: branch-1, members: 9}
- {id: group-2, name: 第二党小组, kind: group, parent: branch-1, members: 9}
calendar:
  school_year_start: 09-01
  terms:
  - {id: "2024-2025-2", from: 2025-02-17, to: 2025-07-04}
  - {id: "2025-2026-1", from: 2025-09-01, to: 2026-01-23}
# 2025年起用本库；更早的材料能查能核，不参加完整性检查。
since: 2025
ignore: [README.md]
"""

STRAY = """学习资料汇总
这份清单是随手放在这里的，本来应当归到“01_学习计划”或者“03_集中学习”。
一、支部工作条例单行本，十八册，活动室书架第二层。
二、校史资料汇编，两册，校史角。
三、共读的教育随笔，十八册，已还图书室。
四、师德案例四则，隐去姓名，存共享文件夹。"""

UNKNOWN = """谈话提纲
一、最近工作上最费力的是哪一件事？
二、对支委会有什么要求？
三、对党小组里哪位同志想说一句心里话？
四、家里有没有需要组织帮忙的地方？
（还没有谈，先放在这里。）"""

# What Windows leaves in a folder of pictures: the head of its container format, nothing else.
THUMBS = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)

ORPHAN = {
    "标识": "5d0c9a7be214",
    "状态": "草稿",
    "题名": "国庆主题班会简报",
    "日期": "2025-10-17",
    "责任者": ["示例小学党支部"],
    "材料形式": "宣传报道",
    "密级": "内部",
    "组成文件": [
        {"大小": 5120, "校验码": "3b1f0c2d4e5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"},
    ],
}

README = """\
# 示例档案库

这是一所虚构的“示例小学”党支部2025年的党建工作档案：18名党员、5名支委、两个党小组。人名、单位、事情都是为本项目写的，与任何真实的学校和个人无关。

- 打开文件夹就能看：`2025/05_组织生活/01_支部党员大会/…`。每件材料旁边的 `_item.yaml` 或 `….meta.yaml` 是它的元数据，中文、英文的写法都可以。
- 有8件材料还没有元数据（直接拖进来的样子），运行 `archive-tool sync` 就会写出草稿。
- 两件是“指引件”：2024年的纸质支委会记录本和一块奖牌，只登记原件放在哪里。
- 三本会议记录本（支委会、两个党小组）各是一件，里面逐次登记。
- 六月的主题党日和党课是同一个下午，一件材料算两项活动。党费台账一件管十二个月。
- 空的类目文件夹这里没有列出，`archive-tool demo` 会补上。

## 故意留下的问题

除下面这些，2025年的材料都是齐的。

| 在哪里 | 什么问题 | 检查时的代码 |
|---|---|---|
| `2025/05_组织生活/01_支部党员大会` | 第三季度没有召开支部党员大会 | `complete/missing` |
| `2025/05_组织生活/05_主题党日` | 二月、八月没有主题党日（两条） | `complete/missing` |
| `2025/05_组织生活/04_党课/2025-11-21 党课 守住教室里的分寸` | 没有签到表 | `complete/role` |
| `2025/03_党建责任与计划总结/02_工作总结/2025-12-30 2025年度党支部工作总结.docx` | 归档以后又加了一段，与校验码不符 | `fixity/changed` |
| `2025/13_品牌载体与典型案例/05_典型案例/2025-10-30 图书室多开一小时/照片说明.txt` | 空文件 | `file/empty` |
| `2025/06_学习教育/03_集中学习/2025-04-25 集中学习笔记.docx` | 复制时中断，只有前一半，打不开 | `file/damaged` |
| `2025/06_学习教育/学习资料汇总.txt` | 文件放在了类目文件夹里，没有进下一级 | `layout/stray-file` |
| `2025/05_组织生活/09_谈心谈话/新建文件夹` | 没有日期的文件夹，不知道是哪一件 | `layout/unknown-folder` |
| `2025/01_综合管理与制度/01_上级文件/2025-02-20 关于做好党建工作档案整理的通知.pdf.meta.yaml` | 键名 `anotation` 写错，应为 `annotation` | `sidecar/unknown-field` |
| `2025/11_党务校务公开/02_党务公开/2025-07-10 上半年党费收缴公示.pdf.meta.yaml` | 保管期限写成“15年”，没有这一档 | `sidecar/invalid` |
| `2025/13_品牌载体与典型案例/01_特色活动/2025-05-23 特色活动 小小讲解员/Thumbs.db` | 系统留下的缩略图文件 | `layout/litter` |
| `2025/13_品牌载体与典型案例/07_宣传报道/2025-10-17 国庆主题班会简报.docx.meta.yaml` | 元数据还在，文件没有了 | `sidecar/orphan` |

用 `archive-tool audit --year 2025` 看全部结果。此外，没有元数据的8件在 `sync` 之前是 `sidecar/missing`，之后成为草稿，以 `sidecar/draft` 按类目提示；打不开的文件会以 `guard/unchecked` 提示没有看过内容。

---

# Sample archive

The 2025 party-building archive of an invented primary school's branch: 18 members, a committee of five, two groups. Persons, bodies and events were made up for this project and stand for nobody.

- Open the folders and look: `2025/05_组织生活/01_支部党员大会/…`. Beside each record lies its sidecar, `_item.yaml` or `….meta.yaml`, written with Chinese or English keys.
- Eight records have no sidecar yet, as if just dropped in: `archive-tool sync` drafts them.
- Two are pointer records: the paper minute book of 2024 and a plaque; only the place of the original is known.
- Three minute books (committee and both groups) are one record each, with an entry for every meeting.
- In June theme day and party lesson were one afternoon: one record, two activities. One dues ledger stands for twelve months.
- Empty category folders are not stored here; `archive-tool demo` makes them again.

## Planted defects

Everything else that 2025 asks for is there.

| where | what | finding |
|---|---|---|
| `2025/05_组织生活/01_支部党员大会` | no branch assembly in the third quarter | `complete/missing` |
| `2025/05_组织生活/05_主题党日` | no theme day in February and in August (two findings) | `complete/missing` |
| `2025/05_组织生活/04_党课/2025-11-21 党课 守住教室里的分寸` | no sign-in sheet | `complete/role` |
| `2025/03_党建责任与计划总结/02_工作总结/2025-12-30 2025年度党支部工作总结.docx` | a paragraph was added after filing; the digest differs | `fixity/changed` |
| `2025/13_品牌载体与典型案例/05_典型案例/2025-10-30 图书室多开一小时/照片说明.txt` | an empty file | `file/empty` |
| `2025/06_学习教育/03_集中学习/2025-04-25 集中学习笔记.docx` | copying was cut short; only the first half is there | `file/damaged` |
| `2025/06_学习教育/学习资料汇总.txt` | a file in a category folder, above the leaves | `layout/stray-file` |
| `2025/05_组织生活/09_谈心谈话/新建文件夹` | an undated folder: which record is it? | `layout/unknown-folder` |
| `2025/01_综合管理与制度/01_上级文件/2025-02-20 关于做好党建工作档案整理的通知.pdf.meta.yaml` | the key `anotation`, meant as `annotation` | `sidecar/unknown-field` |
| `2025/11_党务校务公开/02_党务公开/2025-07-10 上半年党费收缴公示.pdf.meta.yaml` | a retention of 15 years, which does not exist | `sidecar/invalid` |
| `2025/13_品牌载体与典型案例/01_特色活动/2025-05-23 特色活动 小小讲解员/Thumbs.db` | a thumbnail file left by the system | `layout/litter` |
| `2025/13_品牌载体与典型案例/07_宣传报道/2025-10-17 国庆主题班会简报.docx.meta.yaml` | a sidecar whose file is gone | `sidecar/orphan` |

See it all with `archive-tool audit --year 2025`. Besides, the eight records without sidecar are `sidecar/missing` before a `sync`; afterwards they are drafts, reported leaf by leaf as `sidecar/draft`. Files that could not be opened are `guard/unchecked`.
"""
