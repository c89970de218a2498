"""What is filled into the forms of a PDF page and what its notes say: beside the text of the page, and printed with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from archive_tool.core.locators import Kind

if TYPE_CHECKING:
    from pypdf import PageObject

MOST = 5000  # of one page; a form has some tens
_DEEP = 20  # a field within fields
_SILENT = frozenset(("/Link", "/Popup", "/PrinterMark", "/TrapNet"))  # show no text
_WRITTEN = frozenset(("/FreeText", "/Stamp"))  # stand on the page for everybody to see
_TAGS = re.compile("<[^>]*>")

Said = tuple[Kind, str]


def beside(page: PageObject, text: str, printed: Callable[[], str]) -> list[Said]:
    """Texts of fields and notes, by kind; none, at next to no cost, for pages that have neither.

    `text`: of the page alone. `printed`: gives it with all that stands on the page when it is printed;
    asked only where there are notes or fields, because what these draw may be another text than they state.
    """
    found: dict[Kind, list[str]] = {}
    shows = False
    for number, note in enumerate(islice(_notes(page), MOST), 1):
        kind = note.get("/Subtype")
        shows = shows or kind not in _SILENT or number == MOST  # nobody looked at what follows
        if said := _value(note) if kind == "/Widget" else _content(note):
            place: Kind = "field" if kind == "/Widget" else "text-box" if kind in _WRITTEN else "comment"
            found.setdefault(place, []).append(said)
    if shows and (drawn := _added(text, printed(), found)):
        found.setdefault("field", []).append(drawn)
    return [(kind, "\n".join(lines)) for kind, lines in found.items()]


def _notes(page: PageObject) -> Iterator[Any]:
    """pypdf's objects bear no types; what is no note is passed over."""
    listed: Any = page.get("/Annots")
    listed = listed.get_object() if listed is not None else None
    for one in listed if isinstance(listed, list) else ():
        note = one.get_object()
        if isinstance(note, dict):
            yield note


def _value(field: Any) -> str:
    """Stated by the field, or by one that it is a part of; names of ticks say nothing."""
    for _ in range(_DEEP):
        value = field.get("/V")
        if value is not None:
            return _text(value)
        parent = field.get("/Parent")
        field = parent.get_object() if parent is not None else None
        if not isinstance(field, dict):
            break
    return ""


def _content(note: Any) -> str:
    """Plain, or where that is missing with the tags of its other form taken out."""
    return _text(note.get("/Contents")) or _TAGS.sub(" ", _text(note.get("/RC"))).strip()


def _text(value: Any) -> str:
    value = value.get_object() if value is not None else None
    if isinstance(value, list):
        return "\n".join(filter(None, map(_text, value)))
    if hasattr(value, "get_data"):
        return bytes(value.get_data()).decode("utf-8", "replace").strip()
    is_name = isinstance(value, str) and value.startswith("/")
    return value.strip() if isinstance(value, str) and not is_name else ""


def _added(text: str, printed: str, found: dict[Kind, list[str]]) -> str:
    """Lines that are printed and stand neither on the page alone nor in what was found."""
    before = Counter(line.strip() for line in text.splitlines())
    more = Counter(line.strip() for line in printed.splitlines()) - before
    known = {word for said in found.values() for one in said for word in one.split()}
    return "\n".join(line for line in more if not known.issuperset(line.split()))
