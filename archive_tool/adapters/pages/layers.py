"""Layers of a PDF file: whether it has some, and the file with those switched off that are not to be seen."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any


def has_layers(source: str) -> bool:
    """Whether anything may be switched off: taken over without the switches it would be seen.

    Which layers are off is said in many ways: a base state, groups of groups, events.
    """
    from pypdf import PdfReader

    try:
        root: Any = PdfReader(source).trailer["/Root"].get_object()
        return root.get("/OCProperties") is not None
    except MemoryError:
        raise
    # What pypdf cannot read and PDFium can may have some.
    except Exception:
        return True


def switched(source: str) -> bytes | None:
    """The file, its layers on and off as its opening says; None where that cannot be told.

    PDFium believes what a layer says of its usage before all else, be it asked to or not: that is taken off.
    """
    from pypdf import PdfWriter
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject

    try:
        writer = PdfWriter(clone_from=source)
        layers: Any = writer.root_object["/OCProperties"].get_object()
        said = layers.get("/D", DictionaryObject()).get_object()
        off = list(_off(layers, said))
        for group in _list(layers, "/OCGs"):
            group.get_object().pop("/Usage", None)
        layers[NameObject("/D")] = DictionaryObject({NameObject("/OFF"): ArrayObject(off)})
        written = BytesIO()
        writer.write(written)
    except MemoryError:
        raise
    except Exception:
        return None
    return written.getvalue()


def _off(layers: Any, said: Any) -> Iterator[Any]:
    """References to the layers that are off when the file is opened."""
    on, off = ([group.idnum for group in _list(said, key)] for key in ("/ON", "/OFF"))
    based = said.get("/BaseState") == "/OFF"
    viewed = {
        group.idnum
        for event in _list(said, "/AS")
        if event.get_object().get("/Event") == "/View"
        for group in _list(event.get_object(), "/OCGs")
    }
    for group in _list(layers, "/OCGs"):
        state = _view(group.get_object()) if group.idnum in viewed else None
        is_off = group.idnum in off or (based and group.idnum not in on)
        if state == "/OFF" or (is_off and state != "/ON"):
            yield group


def _view(group: Any) -> object:
    """What a layer says of itself for looking at it: /ON, /OFF or nothing."""
    for key in ("/Usage", "/View"):
        group = group.get(key)
        if group is None:
            return None
        group = group.get_object()
    return group.get("/ViewState")


def _list(section: Any, key: str) -> list[Any]:
    """The references in a list, be it there or not."""
    found = section.get(key)
    return list(found.get_object()) if found is not None else []
