"""Is there a program in the macro project of an old Office document? Empty projects are common."""

from __future__ import annotations

from olefile import OleFileIO

# Where Excel, Word and others keep their projects.
_PROJECTS = frozenset({"_VBA_PROJECT_CUR", "Macros", "VBA"})
# How the source of every module begins when it is packed ([MS-OVBA] 2.4.1): 8 characters as they are.
_BEGINNING = b"\0Attribut"
_NO_CODE = (b"Attribute ", b"Option ", b"'")
_MOST_SOURCE = 1 << 20
_CHUNK = 4096


def has_macros(file: OleFileIO) -> bool:
    """Whether a module of a project has a line that does something."""
    return any(
        _has_code(file.openstream(path).read())
        for path in file.listdir()
        if len(path) > 1 and path[0] in _PROJECTS and "VBA" in (name.upper() for name in path[:-1])
    )


def _has_code(module: bytes) -> bool:
    start = module.find(_BEGINNING)
    if start < 2:
        return False
    lines = (line.strip() for line in _unpacked(module, start - 2).splitlines())
    return any(line and not line.startswith(_NO_CODE) for line in lines)


def _unpacked(packed: bytes, at: int) -> bytes:
    """The source from the header of its first chunk on, as far as it can be unpacked."""
    source = bytearray()
    while at + 2 <= len(packed) and len(source) < _MOST_SOURCE:
        header = int.from_bytes(packed[at : at + 2], "little")
        end = min(at + (header & 0x0FFF) + 3, len(packed))
        if header >> 12 & 7 != 3:
            break
        if header & 0x8000:
            _unpack(packed[at + 2 : end], source)
        else:
            source += packed[at + 2 : end]
        at = end
    return bytes(source)


def _unpack(chunk: bytes, source: bytearray) -> None:
    """Eight tokens behind each byte of flags: a character, or a copy of what came before in this chunk."""
    start, at = len(source), 0
    while at < len(chunk):
        flags, at = chunk[at], at + 1
        for bit in range(8):
            if at >= len(chunk):
                return
            if not flags >> bit & 1:
                source.append(chunk[at])
                at += 1
                continue
            token = int.from_bytes(chunk[at : at + 2], "little")
            width = max((len(source) - start - 1).bit_length(), 4)
            length, back = (token & (0xFFFF >> width)) + 3, (token >> (16 - width)) + 1
            at += 2
            if back > len(source) - start or length > _CHUNK:
                return
            for _ in range(length):
                source.append(source[-back])
