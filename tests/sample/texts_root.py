"""The archive's own files, and the things that lie where they should not."""

from __future__ import annotations

ARCHIVE = """\
# 示例小学党委和两个党支部的档案库。人、事、单位都是编的。
scheme: school-party-building
language: zh
layout: by-year
fonds: {code: "0142", name: 示例小学}
units:
- {id: committee, name: 示例小学党委, aliases: [党委], kind: committee, founded: 2012-09-01, last_election: 2024-06-18, term_years: 5}
- id: branch-1
  name: 示例小学第一党支部
  aliases: [第一党支部]
  parent: committee
  kind: branch
  founded: 2012-09-01
  members: {full: 18, probationary: 0}
  committee: 5
  last_election: 2024-06-20
  term_years: 3
- {id: group-1, name: 第一党小组, kind: group, parent: branch-1, members: 9}
- {id: group-2, name: 第二党小组, kind: group, parent: branch-1, members: 9}
- id: branch-2
  name: 示例小学第二党支部
  aliases: [第二党支部]
  parent: committee
  kind: branch
  founded: 2019-09-01
  members: 6
  last_election: 2024-06-21
  term_years: 3
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
    "责任者": ["示例小学第一党支部"],
    "材料形式": "宣传报道",
    "密级": "内部",
    "组成文件": [
        {"大小": 5120, "校验码": "3b1f0c2d4e5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"},
    ],
}

README = """\
# 示例档案库

这是一所虚构的“示例小学”2025年的党建工作档案：学校党委和两个党支部。第一党支部18名党员、5名支委、两个党小组；第二党支部6名党员，不设支委会，不分党小组。14个类目都有材料，共93件。人名、单位、事情都是为本项目写的，与任何真实的学校和个人无关。

- 打开文件夹就能看：`2025/05_组织生活/01_支部党员大会/…`。每件材料旁边的 `_item.yaml` 或 `….meta.yaml` 是它的元数据，中文、英文的写法都可以。
- 三个单位合用一棵目录树（`layout: by-year`）：一位档案员管全校的小学校这样最省事。哪个单位的，写在元数据的“单位”里；刚拖进来的，靠名称里的“第一党支部”认出来。各单位分开管的，可以改用 `by-unit`，每个单位一个文件夹。
- 有11件材料还没有元数据（直接拖进来的样子），运行 `archive-tool sync` 就会写出草稿。
- 两件是“指引件”：2024年的纸质支委会记录本和一块奖牌，只登记原件放在哪里。
- 五本会议记录本（支委会、两个党小组、第二党支部的大会和主题党日）各是一件，里面逐次登记。
- 六月的主题党日和党课是同一个下午，一件材料算两项活动。9月30日那一件更进一步：两个支部合办，一件材料算两项活动、两个支部。党费台账一件管十二个月。
- `在办/07_发展党员` 里有一卷没有办完的发展党员材料；办完的两个环节已经归在 `2025/07_发展党员`，用“事项编号”连在一起。
- `2025/10_检查整改/03_整改方案与台账/2025-10-20 下半年自查整改清单` 逐条登记：两条已销号，有佐证；第3条已经过期；第4条期限未到。
- 第一党支部的年度计划把任务登记成条目，每项写明佐证，没有做的写明原因：`archive-tool report chronicle` 据此列出计划与实绩。
- 空的类目文件夹这里没有列出，`archive-tool demo` 会补上。

## 故意留下的问题

除下面这些，2025年的材料都是齐的。

| 在哪里 | 什么问题 | 检查时的代码 |
|---|---|---|
| `2025/05_组织生活/01_支部党员大会` | 第一党支部第三季度没有召开支部党员大会 | `complete/missing` |
| `2025/05_组织生活/05_主题党日` | 第一党支部二月、八月没有主题党日（两条） | `complete/missing` |
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
| `2025/05_组织生活/04_党课/2025-12-11 党课 冬天里的安全课` | 没有照片 | `complete/role` |
| `2025/05_组织生活/04_党课/2025-10-31 党员示范课听课安排.docx.meta.yaml` | 没有写单位，看不出是哪个支部的 | `sidecar/invalid` |
| `2025/06_学习教育/08_远程教育/2025-11-30 远程教育学时统计表.xlsx` | 表格设了密码，读不了（密码是“示例2025”） | `file/encrypted` |
| `2025/09_党风廉政与监督/05_审计与专项检查/2025-06-12 廉洁家访专项检查/家长回访记录.docx` | 归档时有，现在不在了 | `fixity/missing` |
| `2025/10_检查整改/03_整改方案与台账/2025-10-20 下半年自查整改清单` | 第3条应在11月30日前完成，没有销号 | `complete/overdue` |
| `2025/03_党建责任与计划总结/01_工作计划/2025-03-17 2025年党支部工作计划` | 第4项“师德专题教育”应在5月30日前完成，没有佐证，也没有写明原因 | `complete/overdue` |
| `2025/11_党务校务公开/04_财务公开/2025-10-15 北楼屋面维修经费使用公示.pdf` | 同一份公示在校务公开里已有一份 | `file/duplicate` |
| `2025/13_品牌载体与典型案例/07_宣传报道/2024-11-08 消防演练简报.txt` | 2024年的材料放进了2025年 | `layout/wrong-year` |

用 `archive-tool audit --year 2025` 看全部结果。此外，没有元数据的11件在 `sync` 之前是 `sidecar/missing`，之后成为草稿，以 `sidecar/draft` 按类目提示。

---

# Sample archive

The 2025 party-building archive of an invented primary school: its party committee and two branches. The first branch has 18 members, a committee of five and two groups; the second has six members, neither committee nor groups. All 14 categories hold something, 93 records in all. Persons, bodies and events were made up for this project and stand for nobody.

- Open the folders and look: `2025/05_组织生活/01_支部党员大会/…`. Beside each record lies its sidecar, `_item.yaml` or `….meta.yaml`, written with Chinese or English keys.
- The three units share one tree (`layout: by-year`), the least work where one clerk keeps the papers of a small school. Whose a record is, its sidecar says under `unit`; of what was just dropped in, the name tells (第一党支部). Where every unit keeps its own, `by-unit` gives each a folder.
- Eleven records have no sidecar yet, as if just dropped in: `archive-tool sync` drafts them.
- Two are pointer records: the paper minute book of 2024 and a plaque; only the place of the original is known.
- Five minute books (the first branch's committee and both groups, the second branch's assemblies and theme days) are one record each, with an entry for every meeting.
- In June theme day and party lesson were one afternoon: one record, two activities. On 30 September both branches held them together: one record, two activities, two units. One dues ledger stands for twelve months.
- `在办/07_发展党员` holds the open case of one person's way into the party; two steps are filed under `2025/07_发展党员` and bear the same `case`.
- The rectification list `2025/10_检查整改/03_整改方案与台账/2025-10-20 下半年自查整改清单` lists its items: two closed with evidence, number 3 overdue, number 4 not yet due.
- The first branch's plan of the year lists its tasks as items, each with its evidence, or the reason why it was not done: `archive-tool report chronicle` holds plan against deeds by them.
- Empty category folders are not stored here; `archive-tool demo` makes them again.

## Planted defects

Everything else that 2025 asks for is there.

| where | what | finding |
|---|---|---|
| `2025/05_组织生活/01_支部党员大会` | the first branch held no assembly in the third quarter | `complete/missing` |
| `2025/05_组织生活/05_主题党日` | the first branch held no theme day in February and in August (two findings) | `complete/missing` |
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
| `2025/05_组织生活/04_党课/2025-12-11 党课 冬天里的安全课` | no photograph | `complete/role` |
| `2025/05_组织生活/04_党课/2025-10-31 党员示范课听课安排.docx.meta.yaml` | names no unit: nobody can tell which branch it belongs to | `sidecar/invalid` |
| `2025/06_学习教育/08_远程教育/2025-11-30 远程教育学时统计表.xlsx` | a workbook behind a password, which cannot be read (it is 示例2025) | `file/encrypted` |
| `2025/09_党风廉政与监督/05_审计与专项检查/2025-06-12 廉洁家访专项检查/家长回访记录.docx` | there when it was filed, and gone | `fixity/missing` |
| `2025/10_检查整改/03_整改方案与台账/2025-10-20 下半年自查整改清单` | number 3 was due on 30 November and is not closed | `complete/overdue` |
| `2025/03_党建责任与计划总结/01_工作计划/2025-03-17 2025年党支部工作计划` | task 4 was due on 30 May: no evidence, and no reason why it was not done | `complete/overdue` |
| `2025/11_党务校务公开/04_财务公开/2025-10-15 北楼屋面维修经费使用公示.pdf` | the same notice is filed under 03_校务公开 already | `file/duplicate` |
| `2025/13_品牌载体与典型案例/07_宣传报道/2024-11-08 消防演练简报.txt` | a paper of 2024 in the folder of 2025 | `layout/wrong-year` |

See it all with `archive-tool audit --year 2025`. Besides, the eleven records without sidecar are `sidecar/missing` before a `sync`; afterwards they are drafts, reported leaf by leaf as `sidecar/draft`.
"""
