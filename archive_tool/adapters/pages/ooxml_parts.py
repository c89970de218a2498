"""Which parts of a docx, xlsx or pptx package are shown, and these without what leads to the others."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from zipfile import ZipFile

from archive_tool.adapters.pages.job import Unshowable
from archive_tool.adapters.pages.xml_parts import local, tree, written
from archive_tool.core.reasons import because

LIST = "[Content_Types].xml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
# The end of a relation's type -> the part as it is where nothing is said.
BLANK = {
    "core-properties": f'<cp:coreProperties xmlns:cp="{CORE}"/>',
    "extended-properties": f'<Properties xmlns="{OFFICE}/extended-properties"/>',
}
# Ends of the types of relations to what is shown, or says how it looks. All others are left behind with
# what only they lead to: files within, custom XML, caches of pivots, logs, scripts, building blocks, printers.
SHOWN = frozenset(
    (
        "officeDocument", *BLANK,
        "styles", "stylesWithEffects", "settings", "webSettings", "fontTable", "font", "theme", "themeOverride",
        "numbering", "header", "footer", "footnotes", "endnotes", "comments", "commentAuthors",
        "image", "hdphoto", "chart", "chartEx", "chartStyle", "chartColorStyle", "chartUserShapes", "drawing",
        "vmlDrawing", "diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors", "diagramDrawing",
        "threadedComment", "person", "worksheet", "chartsheet", "sharedStrings", "table", "sheetMetadata",
        "slide", "slideLayout", "slideMaster", "notesSlide", "notesMaster", "handoutMaster", "presProps",
        "viewProps", "tableStyles",
    )
)  # fmt: skip
PICTURES = frozenset(
    ("jpg", "jpeg", "jpe", "jfif", "png", "gif", "tif", "tiff", "webp", "bmp", "dib", "ico", "emf", "wmf", "svg",
     "wdp", "jxr", "pct", "pict", "pcx", "eps")
)  # fmt: skip
# An element that leads to what is left behind: without its relation it is an ordinary one,
LOOSENED = frozenset(("pageSetup", "blip", "imagedata", "fill", "svgBlip"))
# or it goes, and what holds nothing else with it.
REMOVED = frozenset(
    ("hyperlink", "hlinkClick", "hlinkHover", "hlinkMouseOver", "externalData", "attachedTemplate", "OLEObject",
     "pivotCache", "externalReference", "customPr", "tags", "videoFile", "audioFile", "wavAudioFile",
     "quickTimeFile", "snd", "embeddedFont", "custData", "control")
)  # fmt: skip
HOLDERS = frozenset(
    ("hyperlinks", "pivotCaches", "externalReferences", "customProperties", "custDataLst", "extLst", "sndAc")
)
WHOLE = frozenset(("oleObjects", "controls", "ext"))  # they go as a whole
# Of Word: what was deleted, or has moved elsewhere; how it looked before; what programs keep with it.
DELETED = frozenset(
    ("del", "moveFrom", "delText", "delInstrText", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart",
     "moveToRangeEnd", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange",
     "tblGridChange", "tblPrExChange", "numberingChange", "docVars", "mailMerge")
)  # fmt: skip
ADDED = frozenset(("ins", "moveTo"))
_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
# Parts in which Word tracks changes.
_WRITTEN = ("officeDocument", "header", "footer", "footnotes", "endnotes", "comments", "settings")


class _Relation(NamedTuple):
    """One that leads to something: where from, what it is for, and to which part; "" where there is none."""

    id: str
    kind: str
    target: str


def kept(package: ZipFile) -> Mapping[str, bytes | None]:
    """Name -> content of what is shown; None: as it is. Raises Unshowable, BadZipFile."""
    # Names of parts that differ in capitals alone are one.
    names = {name.lower(): name for name in package.namelist()}
    found: dict[str, bytes | None] = {}
    waiting = [("", "")]
    while waiting:
        name, kind = waiting.pop()
        if name in found:
            continue
        gone: set[str] = set()
        leading = list(_relations(name, package, names))
        for one in leading:
            if _is_shown(one):
                waiting.append((one.target, one.kind))
            else:
                gone.add(one.id)
        if name:
            found[name] = (HEAD + BLANK[kind]).encode() if kind in BLANK else _part(name, kind, gone, package)
        if leading:
            listed = names[_list_of(name).lower()]
            found[listed] = _without_relations(package.read(listed), gone) if gone else None
    found[LIST] = _types(package.read(LIST), found)
    return found


def _list_of(name: str) -> str:
    folder, _, base = name.rpartition("/")
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _relations(name: str, package: ZipFile, names: Mapping[str, str]) -> Iterator[_Relation]:
    listed = names.get(_list_of(name).lower())
    if listed is None:
        return
    for one in tree(package.read(listed)).iterchildren("{*}Relationship"):
        kind, target = one.get("Type", "").rpartition("/")[2], one.get("Target", "")
        outside = one.get("TargetMode") == "External"
        folder = "/" if not name else "/" + name.rpartition("/")[0]
        path = "" if outside else posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
        yield _Relation(one.get("Id", ""), kind, names.get(path.lower(), ""))


def _is_shown(one: _Relation) -> bool:
    if one.kind not in SHOWN or not one.target:
        return False
    return one.kind not in ("image", "hdphoto") or one.target.rpartition(".")[2].lower() in PICTURES


def _without_relations(content: bytes, gone: set[str]) -> bytes:
    root = tree(content)
    for one in [*root.iterchildren("{*}Relationship")]:
        if one.get("Id", "") in gone:
            root.remove(one)
    return written(root)


def _types(content: bytes, found: Mapping[str, object]) -> bytes:
    """The list of what every part is, of those that are there."""
    root = tree(content)
    there = {name.lower() for name in found}
    listed = root.iterchildren("{*}Override")
    over = [one for one in listed if one.get("PartName", "").lstrip("/").lower() not in there]
    for one in over:
        root.remove(one)
    return written(root) if over else content


def _part(name: str, kind: str, gone: set[str], package: ZipFile) -> bytes | None:
    """Without what leads to parts that are gone, and without what was deleted; None: nothing to take off."""
    formulas = kind == "worksheet" and any("/externalLinks/" in part for part in package.namelist())
    is_text = kind in _WRITTEN
    if not (gone or formulas or is_text or kind == "person"):
        return None
    root = tree(package.read(name))
    changed = _loosen(root, gone)
    if kind == "person":
        changed = _names_alone(root) or changed
    if is_text:
        changed = _accept(root) or changed
    if formulas or kind == "officeDocument":
        changed = _values_alone(root) or changed
    return written(root) if changed else None


def _loosen(root: Any, gone: set[str]) -> bool:
    """Takes off what leads to parts that are gone."""
    leading = [
        (element, key)
        for element in root.iter("{*}*")
        for key, value in element.items()
        if value in gone and "/relationships}" in key
    ]
    for element, key in leading:
        whole = next((one for one in element.iterancestors() if local(one) in WHOLE), None)
        name = local(element)
        if whole is not None:
            _remove(whole)
        elif name in LOOSENED or (name == "hyperlink" and _is_word(element)):
            del element.attrib[key]
        elif name in REMOVED:
            _remove(element)
        elif name != "oleObj" or not _becomes_picture(element):
            raise Unshowable("unsupported", because("content"))
    return bool(leading)


def _becomes_picture(element: Any) -> bool:
    """Whether the picture of an object of another program now stands for it on its slide; there need be none."""
    frame = next(element.iterancestors("{*}graphicFrame"), None)
    if frame is None:
        return False
    parent = frame.getparent()
    if parent is None:  # by its other form, for older programs
        return True
    picture = next(frame.iter("{*}pic"), None)
    if picture is None:
        return False
    told, number = next(picture.iter("{*}cNvPr"), None), next(frame.iter("{*}cNvPr"), None)
    if told is not None and number is not None:  # as the slide knows it
        told.set("id", number.get("id", "0"))
    parent.replace(frame, picture)
    return True


def _accept(root: Any) -> bool:
    """As it is after all changes: what was deleted is gone, what was added is ordinary."""
    rows = [mark.getparent().getparent() for mark in root.iter("{*}del") if local(mark.getparent()) == "trPr"]
    deleted = [one for one in root.iter("{*}*") if _is_word(one) and local(one) in DELETED]
    added = [one for one in root.iter("{*}*") if _is_word(one) and local(one) in ADDED]
    for one in (*rows, *deleted):
        _remove(one)
    for one in added:
        parent = one.getparent()
        if parent is not None:
            at = parent.index(one)
            parent[at : at + 1] = list(one)
    return bool(deleted or added)


def _names_alone(root: Any) -> bool:
    """Who writes comments, without addresses and accounts."""
    people = list(root.iter("{*}person"))
    for one in people:
        one.set("userId", one.get("displayName", ""))
        one.set("providerId", "None")
    return bool(people)


def _values_alone(root: Any) -> bool:
    """What is worked out from other files stays as it was worked out."""
    away = [
        one for name in ("f", "definedName") for one in root.iter(f"{{*}}{name}") if "[" in (one.text or "")
    ]
    for one in away:
        _remove(one)
    return bool(away)


def _remove(element: Any) -> None:
    """With what held nothing else."""
    parent = element.getparent()
    if parent is None:
        return
    parent.remove(element)
    if not len(parent) and local(parent) in HOLDERS:
        _remove(parent)


def _is_word(element: Any) -> bool:
    return str(element.tag).startswith(tuple(f"{{{name}}}" for name in _WORD))
