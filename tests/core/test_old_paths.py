"""Years that folders of an older tree name, alone or in a title."""

from __future__ import annotations

import pytest

from archive_tool.core.old_paths import school_year_told, year_told


@pytest.mark.parametrize(
    ("path", "year"),
    [
        ("2024年", 2024),
        ("二〇二四年度", 2024),
        ("2023年党建/主题党日", 2023),
        ("2023党建", 2023),
        ("党建资料（2023）", 2023),
        ("党建2023年", 2023),
        ("2025/2024年度组织生活会", 2025),  # what says nothing else decides
        ("2023年党建/2024年党建", 2024),
        ("党建资料(2019-2025)", None),
        ("2019-2025年党建", None),
        ("2023年至2024年", None),
        ("党建2019至2021年", None),
        ("2024年、2025年", None),
        ("2023年以来", None),
        ("2024年前", None),
        ("2020级", None),
        ("2024.3.15 会议", None),
        ("2024-03-15 会议", None),
        ("20240315", None),
        ("旧/2024年工作计划.docx", None),  # a file
        ("2021-2022学年", None),
    ],
)
def test_the_year_of_a_folder(path: str, year: int | None) -> None:
    assert year_told(path) == year


def test_a_school_year_is_over_in_its_second_year() -> None:
    assert school_year_told("2021-2022学年党建/会议") == 2022
    assert school_year_told("2021-2022年/会议") is None
