"""A guarded door into Word packages: only XML comes through, and only so much of it."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from typing import NamedTuple

from archive_tool.adapters.readers.refused import Refused, words_of
from archive_tool.core.model import Problem

MAX_MEMBERS = 10_000
MAX_XML_BYTES = 100_000_000
# XML of real documents shrinks by 5 to 40; only what is small anyway may shrink more.
MAX_RATIO = 250
SMALL_XML_BYTES = 10_000_000
CHUNK = 1 << 20

_XML_ENDINGS = (".xml", ".rels")
_TEXT_RELATIONS = tuple(
    f"/{kind}"
    for kind in ("officeDocument", "core-properties", "header", "footer", "footnotes", "endnotes", "comments")
)
_WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml"
# What python-docx refuses although the text is as in any document: "strict" namespaces, and the
# types of templates and of documents with macros.
_TRANSLATED = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/",
        b"http://schemas.openxmlformats.org/officeDocument/2006/",
    ),
    (_WORD + b".template.main+xml", _WORD + b".document.main+xml"),
    (b"application/vnd.ms-word.document.macroEnabled.main+xml", _WORD + b".document.main+xml"),
    (b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml", _WORD + b".document.main+xml"),
)


class XmlPackage(NamedTuple):
    """A package without pictures and fonts, and without the way to styles and links: no text is there."""

    content: io.BytesIO
    macro: bool


def xml_package(path: str) -> XmlPackage:
    """Raises Refused (damaged, encrypted, too large) before much has been unpacked."""
    try:
        with zipfile.ZipFile(path) as package:
            members = {info.filename.replace("\\", "/"): info for info in package.infolist()}
            macro = any(name.casefold().endswith("/vbaproject.bin") for name in members)
            xml = {name: info for name, info in members.items() if _is_xml(name)}
            _check(xml, len(members))
            return XmlPackage(_copy(package, xml), macro)
    except (Refused, MemoryError, PermissionError):
        raise
    # zlib.error, struct.error, BadZipFile, NotImplementedError, … share no other ancestor.
    except Exception as error:
        raise Refused(Problem("damaged", words_of(error))) from error


def _check(xml: Mapping[str, zipfile.ZipInfo], members: int) -> None:
    """Judges by what the directory declares; a lie there ends as damage (see _unpacked)."""
    if members > MAX_MEMBERS:
        raise Refused(Problem("too-large", f"{members} > {MAX_MEMBERS} parts"))
    if any(info.flag_bits & 1 for info in xml.values()):
        raise Refused(Problem("encrypted", "zip encryption"))
    unpacked = sum(info.file_size for info in xml.values())
    packed = sum(info.compress_size for info in xml.values())
    if unpacked > MAX_XML_BYTES:
        limit = MAX_XML_BYTES // 1_000_000
        raise Refused(Problem("too-large", f"{unpacked // 1_000_000} > {limit} MB of XML"))
    if unpacked > SMALL_XML_BYTES and unpacked > MAX_RATIO * packed:
        raise Refused(Problem("too-large", f"{unpacked // max(packed, 1)} > {MAX_RATIO} : 1 packed"))


def _copy(package: zipfile.ZipFile, xml: Mapping[str, zipfile.ZipInfo]) -> io.BytesIO:
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as copy:
        for name, info in xml.items():
            content = _unpacked(package, info)
            copy.writestr(name, _kept_relations(name, content, xml) if name.endswith(".rels") else content)
    result.seek(0)
    return result


def _unpacked(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    # In pieces: asked for all at once, zipfile unpacks everything before it looks at the declared size.
    with package.open(info) as source:
        content = b"".join(iter(lambda: source.read(CHUNK), b""))
    for foreign, known in _TRANSLATED:
        content = content.replace(foreign, known)
    return content


def _kept_relations(name: str, content: bytes, xml: Mapping[str, zipfile.ZipInfo]) -> bytes:
    """Only relations to parts with text: python-docx would parse the others too, and trip over dangling ones."""
    from lxml import etree

    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    base = posixpath.dirname(posixpath.dirname(name))
    for relation in list(root):
        target = posixpath.normpath(posixpath.join("/", base, relation.get("Target", "")))
        wanted = (
            relation.get("Type", "").endswith(_TEXT_RELATIONS) and relation.get("TargetMode") != "External"
        )
        if not wanted or target.lstrip("/") not in xml:
            root.remove(relation)
    return etree.tostring(root)


def _is_xml(name: str) -> bool:
    return name.casefold().endswith(_XML_ENDINGS)
