"""Values as people type them after `field=`, by what the scheme says of the field."""

from __future__ import annotations

import pytest
from judged import school

from archive_tool.app.typed_values import spec_at, typed_value
from archive_tool.core.model import Value

TYPED = {
    "names": ("persons", "甲、乙", ["甲", "乙"]),
    "sentences keep their commas": ("event.topics", "学习文件，讨论计划", "学习文件，讨论计划"),
    "sentences are divided by semicolons": (
        "活动信息.议定事项",
        "同意甲，乙；下月再议",
        ["同意甲，乙", "下月再议"],
    ),
    "a minute book is written as YAML": ("events", "[{date: 2025-03-14}]", [{"date": "2025-03-14"}]),
    "text": ("title", "甲、乙", "甲、乙"),
    "nothing": ("persons", "", ""),
    "only a divider": ("persons", "、", "、"),
    "below a map": ("event.by_unit.branch-1.expected", "1,2", "1,2"),
    "what the scheme does not know": ("event.colour", "红、绿", "红、绿"),
}


@pytest.mark.parametrize("case", TYPED)
def test_a_value_is_what_its_field_takes(case: str) -> None:
    name, typed, value = TYPED[case]
    top, *below = name.split(".")
    spec = next(f for f in school().fields.values() if top in (f.id, *f.label.spellings()))
    read: Value = typed_value(typed, spec_at(spec, below))
    assert read == value
