"""What all Office packages share: a zip without clock or compression, relations, core properties.

Sidecars hold digests of these files, so the bytes must not depend on a library's version: the parts are
written out here and stored uncompressed (zlib and zlib-ng compress differently).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from xml.sax.saxutils import escape

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"


def package(
    main: str, types: Mapping[str, str], parts: Mapping[str, str], made: date, author: str, title: str = ""
) -> bytes:
    """An Office file: `main` is its first part, `types` the content type of every part that has its own."""
    return stored_zip(
        {
            "[Content_Types].xml": _content_types({**types, "docProps/core.xml": CORE_TYPE}),
            "_rels/.rels": relations(
                {
                    "rId1": (f"{OFFICE}/officeDocument", main),
                    "rId2": (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                }
            ),
            **parts,
            "docProps/core.xml": _properties(made, author, title),
        }
    )


def relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """A relations part: id -> (type, target)."""
    rows = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def stored_zip(members: Mapping[str, str]) -> bytes:
    """A zip of the texts, without compression, clock or operating system in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, text in members.items():
            member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            member.create_system = 0
            archive.writestr(member, text.encode("utf-8"))
    return buffer.getvalue()


def _content_types(types: Mapping[str, str]) -> str:
    rows = "".join(
        f'<Override PartName="/{part}" ContentType="{content_type}"/>' for part, content_type in types.items()
    )
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def _properties(made: date, author: str, title: str) -> str:
    when = f"{made.isoformat()}T10:00:00Z"
    named = f"<dc:title>{escape(title)}</dc:title>" if title else ""
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{named}<dc:creator>{escape(author)}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{when}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{when}</dcterms:modified></cp:coreProperties>'
    )
