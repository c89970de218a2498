"""Word documents, by python-docx."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from archive_tool.adapters.readers.package import xml_package
from archive_tool.adapters.readers.refused import Refused, words_of
from archive_tool.core.model import Problem, Reading, Segment

if TYPE_CHECKING:
    from io import BytesIO

    from docx.document import Document

# Parts beside the body that hold text of their own, by the end of their relationship type.
_NOTES = ("/footnotes", "/endnotes", "/comments")


def read(path: str) -> Reading:
    """Body and its notes (locator ""), then each distinct header and footer. Raises Refused."""
    package = xml_package(path)
    document = _opened(package.content)
    properties = {"format": "docx", **_properties(document)}
    if package.macro:
        properties["macro"] = "yes"
    return Reading((*_body(document), *_margins(document)), properties)


def _opened(content: BytesIO) -> Document:
    # python-docx takes 80 ms to import: only who reads a Word document pays.
    from docx import Document
    from lxml.etree import LxmlError

    try:
        return Document(content)
    except (KeyError, ValueError, TypeError, AttributeError, LxmlError) as error:
        raise Refused(Problem("damaged", words_of(error)), {"format": "docx"}) from error


def _body(document: Document) -> Iterator[Segment]:
    from docx.oxml.parser import parse_xml

    from archive_tool.adapters.readers.wordml import text_of

    yield Segment("", text_of(document.element.body))
    for relation in document.part.rels.values():
        if relation.reltype.endswith(_NOTES) and not relation.is_external:
            yield Segment("", text_of(parse_xml(relation.target_part.blob)))


def _margins(document: Document) -> Iterator[Segment]:
    """Headers and footers of all sections; those that several sections share come once."""
    from archive_tool.adapters.readers.wordml import text_of

    seen = set()
    for section in document.sections:
        headers = (section.header, section.first_page_header, section.even_page_header)
        footers = (section.footer, section.first_page_footer, section.even_page_footer)
        for locator, margins in (("header", headers), ("footer", footers)):
            for margin in margins:
                # Asked for a margin it does not have, python-docx would add one.
                if margin.is_linked_to_previous:
                    continue
                segment = Segment(locator, text_of(margin._element))
                if segment not in seen:
                    seen.add(segment)
                    yield segment


def _properties(document: Document) -> dict[str, str]:
    from docx.opc.constants import RELATIONSHIP_TYPE

    try:
        document.part.package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES)
    except (KeyError, ValueError):
        # None, or several: python-docx would make some up, with itself as the author, or give up.
        return {}
    core = document.core_properties
    found = {"title": core.title, "author": core.author}
    dates = {"created": core.created, "modified": core.modified}
    found |= {key: value.isoformat() for key, value in dates.items() if isinstance(value, datetime)}
    return {key: value for key, value in found.items() if value}
