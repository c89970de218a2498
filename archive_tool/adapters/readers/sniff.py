"""What a file really is, by its first bytes and not by its name."""

from __future__ import annotations

import mmap
import re
import zipfile

HEAD_BYTES = 4096

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# First bytes -> format; the first that fits wins.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (_OLE, "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
)
# A member that only this kind of package has -> format.
_MEMBERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"word/document\d*\.xml", re.IGNORECASE), "docx"),
    (re.compile(r"xl/workbook\.xml", re.IGNORECASE), "xlsx"),
    (re.compile(r"xl/workbook\.bin", re.IGNORECASE), "xlsb"),
    (re.compile(r"ppt/presentation\.xml", re.IGNORECASE), "pptx"),
    (re.compile(r"OFD\.xml", re.IGNORECASE), "ofd"),
)
_OPEN_DOCUMENTS = (
    (b"opendocument.text", "odt"),
    (b"opendocument.spreadsheet", "ods"),
    (b"opendocument.presentation", "odp"),
)
# A stream at the top of an OLE file -> format; old documents may hold a copy for still older programs,
# and a locked one may say who can open it in a document of its own.
_STREAMS = (
    ("EncryptedPackage", "ole"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
    ("Workbook", "xls"),
    ("Book", "xls"),
)
_HEIC_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))
# A comment ends where one first can, and nothing else is tried: each further one would double the ways.
_HTML = re.compile(
    rb"\s*+(<\?xml[^>]*\?>\s*+)?(<!--(?>.*?-->)\s*+)*+(<!doctype\s+html|<html)", re.IGNORECASE | re.DOTALL
)
_SAVED = tuple(
    re.compile(line, re.IGNORECASE | re.MULTILINE)
    for line in (rb"^MIME-Version:", rb"^Content-Type:\s*multipart/")
)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sniff(path: str) -> str:
    """What the content is, as the extension such a file usually has; unknown, or zip and ole, if no more is known."""
    with open(path, "rb") as file:
        head = file.read(HEAD_BYTES)
    found = next((form for magic, form in _MAGIC if head.startswith(magic)), "")
    if found == "zip":
        return _package(path)
    if found == "ole":
        return _ole(path)
    return found or _by_shape(head)


def is_encrypted_package(path: str) -> bool:
    """Whether an OLE file holds an Office document locked with a password."""
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find("EncryptedPackage".encode("utf-16-le")) >= 0


def is_zip(path: str) -> bool:
    """Whether a file that begins as a packed one does can be unpacked, as far as its directory says."""
    try:
        with zipfile.ZipFile(path):
            return True
    # A broken directory raises nearly anything.
    except Exception:
        return False


def is_broken_ole(path: str) -> bool:
    """Whether a file begins as an OLE file does, and what should follow cannot be read."""
    from olefile import OleFileIO

    with open(path, "rb") as file:
        head = file.read(512)
    if len(head) < 512 or head[28:30] != b"\xfe\xff":
        return False
    try:
        with OleFileIO(path):
            return False
    except Exception:
        return True


def _by_shape(head: bytes) -> str:
    if b"%PDF-" in head[:1024]:
        return "pdf"
    # Two letters are little evidence: a bitmap also has zero reserved bytes and a small header.
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0" and head[15:18] == b"\0\0\0":
        return "bmp"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return "heic"
    if all(line.search(head) for line in _SAVED):
        return "mht"
    if _HTML.match(head.removeprefix(_MARKS[0])):
        return "html"
    if head.removeprefix(_MARKS[0]).lstrip().startswith(b"<?xml"):
        return "xml"
    return "txt" if head.startswith(_MARKS) or not _CONTROL.search(head) else "unknown"


def _ole(path: str) -> str:
    # olefile takes 20 ms to import: only who meets an old document pays.
    from olefile import OleFileIO

    try:
        with OleFileIO(path) as file:
            return next((form for stream, form in _STREAMS if file.exists(stream)), "ole")
    # A broken directory raises nearly anything; that it is an OLE file is known all the same.
    except Exception:
        return "ole"


def _package(path: str) -> str:
    try:
        with zipfile.ZipFile(path) as package:
            names = [name.replace("\\", "/") for name in package.namelist()]
            for member, form in _MEMBERS:
                if any(member.fullmatch(name) for name in names):
                    return form
            if "mimetype" in names and package.getinfo("mimetype").file_size < 100:
                said = package.read("mimetype")
                return next((form for kind, form in _OPEN_DOCUMENTS if kind in said), "zip")
    # A broken directory raises nearly anything; that it is a zip is known all the same.
    except Exception:
        return "zip"
    return "zip"
