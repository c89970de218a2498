"""Zip packages of Office, of which all but the text is compressed once and copied for every document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
VENDOR = "application/vnd.openxmlformats-officedocument"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # no clock stands in the file


def frame(main: str, parts: Mapping[str, str], texts: Mapping[str, str]) -> bytes:
    """A package without its documents' texts.

    `main`: the part that a program opens first; `parts`: name of every part -> its content type;
    `texts`: name -> XML of those that never change.
    """
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{VENDOR}.{kind}+xml"/>' for name, kind in parts.items()
    )
    fixed = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": relations({"officeDocument": main}),
        **texts,
    }
    return filled(b"", fixed)


def filled(frame: bytes, texts: Mapping[str, str]) -> bytes:
    """The package with these parts as well."""
    buffer = io.BytesIO(frame)
    with zipfile.ZipFile(buffer, "a") as package:
        for name, text in texts.items():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.create_system = 0
            package.writestr(member, (HEAD + text).encode(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def relations(targets: Mapping[str, str]) -> str:
    """Kind of relation (with a number behind it, where there are several) -> target, as rId1, rId2, …"""
    rows = (
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind.rstrip("0123456789")}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{RELATIONS}">{"".join(rows)}</Relationships>'
