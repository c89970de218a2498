"""Office packages with what is shown and nothing else: no properties, deleted text, files within or links outward."""

from __future__ import annotations

from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from archive_tool.adapters.pages import clean_picture, odf_parts, ooxml_parts
from archive_tool.adapters.pages.job import Unshowable
from archive_tool.core.pack import Copy
from archive_tool.core.reasons import because

MOST_BYTES = 200_000_000  # of one part
DAY = (1980, 1, 1, 0, 0, 0)
SIGNED = ("_xmlsignatures/", "META-INF/documentsignatures.xml")
PICTURES = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".gif", ".tif", ".tiff", ".webp")


def bare(source: IO[bytes], target: IO[bytes], *, signed: bool = False) -> Copy:
    """Part by part: those that are shown, each with its own bytes but for what is taken off.

    What is signed is left alone ("kept") unless `signed`: the signature would not hold. Raises Unshowable;
    of kind `unsupported` where something cannot be taken off without spoiling what is shown.
    """
    try:
        with ZipFile(source) as old:
            names = dict.fromkeys(old.namelist())
            if not signed and any(name.startswith(SIGNED) for name in names):
                return "kept"
            large = next((part.filename for part in old.infolist() if part.file_size > MOST_BYTES), None)
            if large is not None:
                raise Unshowable("too-large", large)
            kept = ooxml_parts.kept(old) if ooxml_parts.LIST in names else odf_parts.kept(old)
            with ZipFile(target, "w") as new:
                for name in names:
                    if name in kept:
                        part = old.getinfo(name)
                        fresh = ZipInfo(name, DAY)
                        fresh.compress_type, fresh.external_attr = part.compress_type, part.external_attr
                        content = kept[name]
                        new.writestr(fresh, _picture(name, old.read(name) if content is None else content))
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise Unshowable("damaged", because("content")) from error
    return "cleaned"


def _picture(name: str, content: bytes) -> bytes:
    if name.lower().endswith(PICTURES):
        try:
            return clean_picture.bare(content)
        except Unshowable:  # what no program can show tells nobody anything
            return content
    return content
