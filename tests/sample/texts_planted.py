"""What is wrong on purpose, each kind once; texts_root.py says so in the sample's README."""

from __future__ import annotations

from sample_records import PLACES, Part, Record, filed

LOCKED = "2025-11-30 远程教育学时统计表.xlsx"
TWICE = "2025-10-15 北楼屋面维修经费使用公示.pdf"
OLD = "2024-11-08 消防演练简报.txt"
NOBODYS = "2025-10-31 党员示范课听课安排.docx"
LOST = "2025-06-12 廉洁家访专项检查"
GONE = "家长回访记录.docx"

NOTICE = """北楼屋面维修经费使用公示
北楼屋面维修已于2025年8月8日完工，8月12日验收。现将经费使用情况公示如下。
| 项目 | 金额（元） |
| 防水工程 | 158600 |
| 清运 | 9200 |
| 检测 | 4500 |
| 合计 | 172300 |
公示期为10月15日至10月21日。有意见请到总务处或直接找党委纪检委员。
示例小学　2025年10月15日"""

RECORDS: tuple[Record, ...] = (
    Record("06_学习教育/08_远程教育", LOCKED, (Part(LOCKED, "main", (PLACES / "locked.xlsx").read_bytes()),)),
    filed(
        "11_党务校务公开/03_校务公开",
        TWICE,
        Part(TWICE, "main", NOTICE),
        "zh",
        "disclosure-notice",
        "committee",
        author=["示例小学"],
        security="public",
    ),
    Record("11_党务校务公开/04_财务公开", TWICE, (Part(TWICE, "main", NOTICE),)),
    Record(
        "13_品牌载体与典型案例/07_宣传报道",
        OLD,
        (
            Part(
                OLD,
                "main",
                """消防演练简报
昨天下午两点，警铃响了一分四十秒，全校七百多名师生从六个楼口撤到操场。
北楼三层最后一个班用了三分零五秒，比上次快二十二秒。楼梯转角仍然拥挤，党员教师站在转角处把两列分成一列。
有孩子把水杯抱在怀里跑，演练后各班重新讲了一遍：什么都不拿。
（总务处　2024年11月8日）""",
            ),
        ),
    ),
    filed(
        "05_组织生活/04_党课",
        NOBODYS,
        Part(
            NOBODYS,
            "plan",
            """党员示范课听课安排
十一月由党员每人上一节示范课，配合本月党课“守住教室里的分寸”，课后十分钟当场议。
听课人自带凳子，坐在后门口，不打断；评课先说学生，再说教师。
语文、数学在上午第三节，体育、美术在下午第一节，具体班级另见课表。""",
        ),
        "zh",
        "plan",
        "",
        author=["示例小学"],
        activity="party-lesson",
    ),
    filed(
        "09_党风廉政与监督/05_审计与专项检查",
        LOST,
        (
            Part(
                "检查情况.docx",
                "main",
                """廉洁家访专项检查情况
六月上旬抽查家访记录四十份，电话回访家长二十人。
没有收礼、吃请的反映。有三份记录只写“已家访”，没有写谈了什么，退回补充说明。
回访逐人作了记录，装订在后。
党委纪检委员　2025年6月12日""",
            ),
            Part(
                GONE,
                "attachment",
                "家长回访记录\n二十名家长，问三句话：老师来过吗？谈了什么？收过什么、吃过什么没有？\n二十人都答来过；谈得最多的是阅读和睡觉；第三问二十人都答没有。",
            ),
        ),
        "zh",
        "report",
        "committee",
    ),
)
