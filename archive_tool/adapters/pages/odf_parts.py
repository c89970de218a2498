"""Which parts of an OpenDocument package are shown, and these without what was deleted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from zipfile import BadZipFile, ZipFile

from archive_tool.adapters.pages.xml_parts import local, tree, written

MANIFEST = "META-INF/manifest.xml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
META = (
    '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'office:version="1.2"><office:meta/></office:document-meta>'
)
# Texts, styles, pictures, charts and formulas; not settings, scripts, previews, or files of other programs.
SHOWN = re.compile(
    r"mimetype|META-INF/manifest\.xml|meta\.xml|(?:Object [0-9]+/)?(?:content|styles)\.xml"
    r"|(?:Object [0-9]+/)?Pictures/[^/]+|ObjectReplacements/Object [0-9]+|Fonts/[^/]+"
)
# What was deleted, and where; scripts and what runs them; where data come from.
GONE = frozenset(
    ("tracked-changes", "change", "change-start", "change-end", "scripts", "event-listeners",
     "dde-source", "dde-connection-decls", "dde-links")
)  # fmt: skip


def kept(package: ZipFile) -> Mapping[str, bytes | None]:
    """Name -> content of what is shown; None: as it is. Raises BadZipFile."""
    if "content.xml" not in package.namelist():
        raise BadZipFile("content.xml")
    found: dict[str, bytes | None] = {
        name: None for name in package.namelist() if SHOWN.fullmatch(name) is not None
    }
    for name in found:
        if name == "meta.xml":
            found[name] = (HEAD + META).encode()
        elif name == MANIFEST:
            found[name] = _listed(package.read(name), found)
        elif name.endswith(("content.xml", "styles.xml")):
            found[name] = _shown(package.read(name))
    return found


def _shown(content: bytes) -> bytes | None:
    root = tree(content)
    gone = [one for one in root.iter("{*}*") if local(one) in GONE]
    for one in gone:
        _take_out(one)
    return written(root) if gone else None


def _take_out(element: Any) -> None:
    """The element alone: the text behind it stays."""
    parent, tail = element.getparent(), element.tail or ""
    if parent is None:
        return
    before = element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    element.tail = None
    parent.remove(element)


def _listed(content: bytes, found: Mapping[str, object]) -> bytes | None:
    """The list of what every part is, of those that are there."""
    root = tree(content)
    gone = [
        one
        for one in root.iterchildren("{*}file-entry")
        for path in [next((v for k, v in one.items() if str(k).endswith("full-path")), "")]
        if not path.endswith("/") and path not in found
    ]
    for one in gone:
        root.remove(one)
    return written(root) if gone else None
