"""XML parts of office packages, taken apart and written again."""

from __future__ import annotations

from typing import Any
from zipfile import BadZipFile


def tree(content: bytes) -> Any:
    """Its root element; nothing is fetched for it. BadZipFile where it is no XML: its package is spoilt."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise BadZipFile(str(error)) from error


def written(root: Any) -> bytes:
    from lxml import etree

    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content


def local(element: Any) -> str:
    """Its name without that of its namespace."""
    return str(element.tag).rpartition("}")[2]
