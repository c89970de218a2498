"""The samples by which doctor tries the readers are real documents of their formats."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_tool.adapters.readers import FORMATS, read
from archive_tool.adapters.readers.samples import SAMPLES, is_read
from archive_tool.adapters.readers.sniff import sniff


@pytest.mark.parametrize("form", SAMPLES)
def test_a_sample_is_read_without_complaint(form: str, tmp_path: Path) -> None:
    file = tmp_path / f"sample.{form}"
    file.write_bytes(SAMPLES[form]())
    found = read(str(file))
    assert found.problem is None
    assert is_read(found)
    assert sniff(str(file)) == ("txt" if form in ("md", "csv") else form)
    assert len(SAMPLES[form]()) < 10_000


@pytest.mark.parametrize("form", ["txt", "docx", "png"])
def test_what_is_cut_short_is_not_taken_for_read(form: str, tmp_path: Path) -> None:
    file = tmp_path / f"sample.{form}"
    file.write_bytes(SAMPLES[form]()[:9])
    assert not is_read(read(str(file)))


def test_samples_are_of_formats_that_are_read() -> None:
    assert SAMPLES.keys() <= FORMATS


def test_only_what_cannot_be_built_in_has_no_sample() -> None:
    assert FORMATS - SAMPLES.keys() == {"doc", "xls", "ppt", "heic"}
