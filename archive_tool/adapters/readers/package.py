"""A guarded door into Office packages: parts by their relations, unpacked when asked for, within limits."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from lxml import etree

from archive_tool.adapters.readers.refused import Refused, words_of
from archive_tool.core.model import Problem
from archive_tool.core.reasons import because

MAX_MEMBERS = 10_000
MAX_XML_BYTES = 100_000_000
# XML of real documents shrinks by 5 to 40; only what is small anyway may shrink more.
MAX_RATIO = 250
SMALL_XML_BYTES = 10_000_000
CHUNK = 1 << 20

_XML_ENDINGS = (".xml", ".rels")
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# "Strict" documents say the same in namespaces of their own.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/officeDocument/",
        b"http://schemas.openxmlformats.org/officeDocument/2006/",
    ),
    *(
        (
            f"http://purl.oclc.org/ooxml/{name}/".encode(),
            f"http://schemas.openxmlformats.org/{name}/2006/".encode(),
        )
        for name in ("wordprocessingml", "spreadsheetml", "presentationml", "drawingml")
    ),
)


class Relation(NamedTuple):
    """How a part refers to another part of the same package."""

    id: str
    kind: str  # the last word of its type: "header", "slide", …
    target: str


class Package:
    """An open zip of XML parts; made by `opened`."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._zip = package
        members = {_plain(info.filename): info for info in package.infolist()}
        self._xml = {name: info for name, info in members.items() if name.endswith(_XML_ENDINGS)}
        _check(self._xml, len(members))
        self.macro = any(name.endswith("/vbaproject.bin") for name in members)

    def has(self, name: str) -> bool:
        """Whether there is an XML part of this name; capitals do not matter."""
        return _plain(name) in self._xml

    def content(self, name: str) -> bytes:
        """The XML of a part, in the usual namespaces; KeyError where there is none."""
        # In pieces: asked for all at once, zipfile unpacks everything before it looks at the declared size.
        with self._zip.open(self._xml[_plain(name)]) as source:
            content = b"".join(iter(lambda: source.read(CHUNK), b""))
        for strict, usual in _STRICT if b"http://purl.oclc.org/" in content else ():
            content = content.replace(strict, usual)
        return content

    def root(self, name: str) -> etree._Element:
        """A part as a tree; what lies elsewhere is left alone. Raises lxml's errors, and Refused."""
        root = etree.fromstring(self.content(name), etree.XMLParser(resolve_entities=False, no_network=True))
        refuse_entities(root)
        return root

    def relations(self, name: str, *kinds: str) -> tuple[Relation, ...]:
        """Of these kinds (none named: all), those that lead to an XML part of the package; "" is the package."""
        folder, base = posixpath.split(name)
        listed = posixpath.join(folder, "_rels", f"{base}.rels")
        if not self.has(listed):
            return ()
        found = (_relation(element, folder) for element in self.root(listed).iter(_RELATION))
        return tuple(r for r in found if r and (not kinds or r.kind in kinds) and self.has(r.target))

    def related(self, name: str, *kinds: str) -> tuple[str, ...]:
        """The parts these relations lead to, each once."""
        return tuple(dict.fromkeys(relation.target for relation in self.relations(name, *kinds)))

    def main(self, usual: str) -> str:
        """The part that is the document; `usual` is what most programs call it."""
        return next(iter(self.related("", "officeDocument")), usual)


def refuse_entities(element: etree._Element) -> None:
    """Raises Refused where the head of a part gives names to pieces of text (entities).

    They are not put in, they may swell without end; left out, the text would lack them without a word.
    """
    head = element.getroottree().docinfo.internalDTD
    if head is not None and any(head.iterentities()):  # type: ignore[attr-defined]
        raise Refused(Problem("damaged", because("entities")))


@contextmanager
def opened(path: str, form: str) -> Iterator[Package]:
    """Raises Refused (damaged, encrypted, too large), with `form` as its format, for all that goes wrong inside."""
    try:
        with zipfile.ZipFile(path) as package:
            yield Package(package)
    except Refused as refused:
        raise Refused(refused.problem, {"format": form, **refused.properties}) from refused
    except (MemoryError, PermissionError, FileNotFoundError):
        raise
    # zlib.error, struct.error, BadZipFile, NotImplementedError, XMLSyntaxError, … share no other ancestor.
    except Exception as error:
        raise Refused(Problem("damaged", words_of(error)), {"format": form}) from error


def _check(xml: Mapping[str, zipfile.ZipInfo], members: int) -> None:
    """Judges by what the directory declares; a lie there ends as damage (see `Package.content`)."""
    if members > MAX_MEMBERS:
        raise Refused(Problem("too-large", because("members", members, MAX_MEMBERS)))
    if any(info.flag_bits & 1 for info in xml.values()):
        raise Refused(Problem("encrypted", because("password")))
    unpacked = sum(info.file_size for info in xml.values())
    packed = sum(info.compress_size for info in xml.values())
    if unpacked > MAX_XML_BYTES:
        limit = MAX_XML_BYTES // 1_000_000
        raise Refused(Problem("too-large", because("xml-size", unpacked // 1_000_000, limit)))
    if unpacked > SMALL_XML_BYTES and unpacked > MAX_RATIO * packed:
        raise Refused(Problem("too-large", because("ratio", unpacked // max(packed, 1), MAX_RATIO)))


def _relation(element: etree._Element, folder: str) -> Relation | None:
    if element.get("TargetMode") == "External":
        return None
    target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", "").replace("\\", "/")))
    return Relation(element.get("Id", ""), element.get("Type", "").rpartition("/")[2], target.lstrip("/"))


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()
