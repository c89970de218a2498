"""Writes locked.xlsx, a workbook behind a password; run by hand (needs msoffcrypto-tool), since every run salts anew."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import msoffcrypto.format.ooxml
from sample_xlsx import xlsx_bytes

PASSWORD = "示例2025"
TEXT = """远程教育学时统计
# 学时
| 月份 | 参加人次 | 学时 |
| 9月 | 22 | 44 |
| 10月 | 24 | 48 |
| 11月 | 23 | 46 |"""


def main() -> None:
    """Encrypt the workbook as Excel does with “encrypt with password”."""
    plain = io.BytesIO(xlsx_bytes(TEXT, date(2025, 11, 30), "组织委员"))
    with Path(__file__).with_name("locked.xlsx").open("wb") as target:
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt(PASSWORD, target)


if __name__ == "__main__":
    main()
