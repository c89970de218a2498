"""JSON as text: what goes in comes out, and long lists are read line by line."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from archive_tool.report.json import ROWS_INDENTED, dump

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("ab会\n", max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(st.text("ab", max_size=2), VALUES, max_size=3),
    st.lists(VALUES, max_size=3),
    st.booleans(),
)
def test_it_reads_back_as_it_was(document, row, long):
    document = {**document, "rows": [row] * (ROWS_INDENTED + 1)} if long else document
    assert json.loads(dump(document)) == document


def test_of_a_long_list_every_row_is_a_line():
    lines = dump({"as_of": "2025-12-31", "findings": [{"code": "file/empty"}] * 50}).splitlines()
    assert lines[:3] == ["{", '  "as_of": "2025-12-31",', '  "findings": [']
    assert lines[3:53] == ['    {"code": "file/empty"},'] * 49 + ['    {"code": "file/empty"}']
    assert lines[53:] == ["  ]", "}"]


def test_a_short_one_is_indented():
    assert dump({"hits": ["甲"]}) == '{\n  "hits": [\n    "甲"\n  ]\n}'


def test_what_is_no_unicode_is_escaped():
    assert dump({"path": "坏\udcff"}) == '{\n  "path": "坏\\udcff"\n}'
