"""The day of a photo: right, or not told."""

from __future__ import annotations

import pytest

from archive_tool.core.model import FileFacts
from archive_tool.core.photo_days import photo_day


@pytest.mark.parametrize(
    ("name", "taken", "expected"),
    [
        ("现场照片1.jpg", "2025-03-14T09:30:00", "2025-03-14"),
        ("IMG_20250314_093000.jpg", "2025-03-14T09:30:00", "2025-03-14"),
        ("IMG_20250314_093000.jpg", "", "2025-03-14"),
        ("微信图片_20250320093000.jpg", "2025-03-14T09:30:00", ""),
        ("现场照片1.jpg", "", ""),
        ("现场照片1.jpg", "1999-12-31T23:59:00", ""),
        ("现场照片1.jpg", "2010-01-01T00:03:00", ""),
        ("IMG_20250314_093000.jpg", "2010-01-01T00:03:00", "2025-03-14"),
    ],
)
def test_the_day_of_a_photo(name: str, taken: str, expected: str) -> None:
    assert photo_day(f"会/{name}", FileFacts("a" * 64, "jpg", taken=taken)) == expected


def test_a_photo_nobody_opened_is_dated_by_its_name() -> None:
    assert photo_day("会/IMG_20250314_093000.jpg", None) == "2025-03-14"
