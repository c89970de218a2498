"""The samples by which doctor tries the readers are real documents of their formats."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_tool.adapters.readers import FORMATS, read
from archive_tool.adapters.readers.samples import SAMPLES, WORD
from archive_tool.adapters.readers.sniff import sniff


@pytest.mark.parametrize("form", SAMPLES)
def test_a_sample_is_read_without_complaint(form: str, tmp_path: Path) -> None:
    file = tmp_path / f"sample.{form}"
    file.write_bytes(SAMPLES[form]())
    found = read(str(file))
    assert found.problem is None
    assert any(WORD in segment.text for segment in found.segments)
    assert sniff(str(file)) == ("txt" if form == "md" else form)
    assert len(SAMPLES[form]()) < 10_000


def test_samples_are_of_formats_that_are_read() -> None:
    assert SAMPLES.keys() <= FORMATS
