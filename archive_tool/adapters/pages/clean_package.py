"""Office packages with their properties blank: who wrote, for whom, who saved last; what is shown stays as it is."""

from __future__ import annotations

from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from archive_tool.adapters.pages import clean_picture
from archive_tool.adapters.pages.job import Unshowable
from archive_tool.core.pack import Copy
from archive_tool.core.reasons import because

MOST_BYTES = 200_000_000  # of one part
DAY = (1980, 1, 1, 0, 0, 0)
SIGNED = ("_xmlsignatures/", "META-INF/documentsignatures.xml")
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".tif", ".tiff", ".webp")
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
# The end of a relation's type -> the part as it is where nothing is said.
BLANK = {
    "/metadata/core-properties": f'<cp:coreProperties xmlns:cp="{CORE}"/>',
    "/extended-properties": f'<Properties xmlns="{OFFICE}/extended-properties"/>',
    "/custom-properties": f'<Properties xmlns="{OFFICE}/custom-properties"/>',
}
META = (
    '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'office:version="1.2"><office:meta/></office:document-meta>'
)


def bare(source: IO[bytes], target: IO[bytes]) -> Copy:
    """Part by part, each with its own bytes but for properties, and for what photos in it say of themselves.

    What is signed is left alone ("kept"): the signature would not hold. Raises Unshowable.
    """
    try:
        with ZipFile(source) as old:
            names = old.namelist()
            if any(name.startswith(SIGNED) for name in names):
                return "kept"
            blank = _properties(old)
            with ZipFile(target, "w") as new:
                for part in old.infolist():
                    if part.file_size > MOST_BYTES:
                        raise Unshowable("too-large", part.filename)
                    fresh = ZipInfo(part.filename, DAY)
                    fresh.compress_type, fresh.external_attr = part.compress_type, part.external_attr
                    new.writestr(fresh, _part(part.filename, old, blank))
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise Unshowable("damaged", because("content")) from error
    return "cleaned"


def _properties(package: ZipFile) -> dict[str, str]:
    """Parts that hold properties, as the package's own list tells them, and what takes their place."""
    from lxml import etree

    found = {"meta.xml": META} if "meta.xml" in package.namelist() else {}
    if "_rels/.rels" not in package.namelist():
        return found
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        # Comments stand among them too.
        relations = list(etree.fromstring(package.read("_rels/.rels"), parser).iterchildren(etree.Element))
    except etree.XMLSyntaxError as error:
        raise BadZipFile(str(error)) from error
    for relation in relations:
        kind, part = relation.get("Type", ""), relation.get("Target", "").lstrip("/")
        blank = next((told for end, told in BLANK.items() if kind.endswith(end)), None)
        if blank is not None:
            found[part] = blank
    return found


def _part(name: str, package: ZipFile, blank: dict[str, str]) -> bytes:
    if name in blank:
        return (HEAD + blank[name]).encode()
    content = package.read(name)
    if name.lower().endswith(PICTURES):
        try:
            return clean_picture.bare(content)
        except Unshowable:  # what no program can show tells nobody anything
            return content
    return content
