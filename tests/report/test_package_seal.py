"""The seal of a package: whatever a person or a program changed breaks it, and nothing of a stranger's is unpacked."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Mapping
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from archive_tool.report.package import MOST_PARTS, PROPERTIES, is_untouched, sealed

EMPTY = b'<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>t</dc:title></cp:coreProperties>'
PARTS = {"[Content_Types].xml": b"<Types/>", PROPERTIES: EMPTY, "word/document.xml": b"<w:t>1</w:t>"}
BIG = 300 << 20  # bytes


def packed(parts: Mapping[str, bytes], compression: int = ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", compression) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_what_was_sealed_is_known_again_and_has_all_its_parts() -> None:
    made = sealed(packed(PARTS))
    assert is_untouched(io.BytesIO(made))
    assert made == sealed(packed(PARTS))
    kept = parts_of(made)
    assert kept.keys() == PARTS.keys()
    assert kept["word/document.xml"] == PARTS["word/document.xml"]
    assert b"<dc:title>t</dc:title><dc:identifier>archive-tool sha256 " in kept[PROPERTIES]


CHANGES: Mapping[str, dict[str, bytes]] = {
    "a word": {"word/document.xml": b"<w:t>2</w:t>"},
    "a part more": {"word/comments.xml": b"<w:comment/>"},
    "no seal": {PROPERTIES: EMPTY},
    "no properties": {PROPERTIES: b""},
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_somebody_changed_is_not(change: str) -> None:
    assert not is_untouched(io.BytesIO(packed({**parts_of(sealed(packed(PARTS))), **CHANGES[change]})))


def test_a_title_that_somebody_changed_and_a_part_taken_away_are_changes() -> None:
    kept = parts_of(sealed(packed(PARTS)))
    titled = {**kept, PROPERTIES: kept[PROPERTIES].replace(b"<dc:title>t", b"<dc:title>u")}
    assert not is_untouched(io.BytesIO(packed(titled)))
    del kept["word/document.xml"]
    assert not is_untouched(io.BytesIO(packed(kept)))


@pytest.mark.parametrize("compression", [ZIP_DEFLATED, ZIP_BZIP2, ZIP_STORED])
def test_properties_that_unpack_to_very_much_are_not_unpacked(compression: int) -> None:
    bomb = packed({**PARTS, PROPERTIES: bytes(BIG if compression != ZIP_STORED else 1 << 20)}, compression)
    tracemalloc.start()
    assert not is_untouched(io.BytesIO(bomb))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16 << 20


def test_a_list_of_very_many_parts_is_not_read() -> None:
    many = {f"{number}.xml": b"" for number in range(MOST_PARTS)}
    assert not is_untouched(io.BytesIO(sealed(packed({**PARTS, **many}))))


@pytest.mark.parametrize("cut", [0, 1, 21, 22, 41, 42, 100])
def test_what_is_no_package_is_not(cut: int) -> None:
    made = sealed(packed(PARTS))
    assert not is_untouched(io.BytesIO(made[-cut:] if cut else b""))
    assert not is_untouched(io.BytesIO(made[:-1]))
    assert not is_untouched(io.BytesIO(made + b"\0"))
