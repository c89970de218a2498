"""Change single values of a YAML text and no byte besides; write a new one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import cast

from archive_tool.adapters.yaml_text import entries, inside
from archive_tool.adapters.yaml_text.decode import BOM, decode
from archive_tool.adapters.yaml_text.parse import parse
from archive_tool.adapters.yaml_text.render import as_node, mapping_lines
from archive_tool.adapters.yaml_text.spots import Spot, spots
from archive_tool.core.parsed import Node, Parsed, Value, YamlProblem


def edit(content: bytes, changes: Mapping[str, Value]) -> bytes | YamlProblem:
    """The text with top-level keys set (spelled as in the file); new keys come last.

    Where the new value holds all that the old one held, only the words that differ are exchanged and
    the new ones added; otherwise the lines of the key are written anew, with its comments. Every
    other byte, line ends and byte-order mark included, stays. A text that does not parse, is in
    GB18030, or whose shape does not allow this gives a problem, never damage.
    """
    before, decoded = parse(content), decode(content)
    if isinstance(before, YamlProblem) or isinstance(decoded, YamlProblem):
        return before if isinstance(before, YamlProblem) else YamlProblem("yaml.bytes", None)
    if before.encoding == "gb18030":
        return YamlProblem("yaml.not-rewritten-encoding", None, {"encoding": "GB18030"})
    held = before.data if isinstance(before.data, dict) else {}
    different = {key: value for key, value in changes.items() if held.get(key) != as_node(value)}
    if not different:
        return content
    wanted = held | {key: as_node(value) for key, value in different.items()}
    for text in _attempts(decoded.text, held, different):
        try:
            after = (BOM if decoded.encoding == "utf-8-sig" else b"") + text.encode()
        except UnicodeEncodeError:
            return YamlProblem("yaml.not-writable", None)
        # The last guard: what will be on disk says exactly what was meant, or nothing is written.
        if isinstance(parsed := parse(after), Parsed) and parsed.data == wanted:
            return after
    return YamlProblem("yaml.not-editable", None)


def dump(values: Mapping[str, Value]) -> bytes:
    """A new UTF-8 text, keys in the given order; ValueError for lone surrogates (undecodable names)."""
    return "".join(f"{line}\n" for line in mapping_lines(values)).encode()


def _attempts(text: str, held: dict[str, Node], changes: Mapping[str, Value]) -> Iterator[str]:
    """The text as changed with a fine brush, then with a broad one."""
    root = spots(text)
    if root is not None and root.flow:
        wanted = cast(dict[str, Value], held) | dict(changes)
        with suppress(inside.Unlike):
            yield _with(text, inside.pieces(text, root, held, wanted, ""))
        return
    yield _with(text, _pieces(text, root, held, changes, fine=True))
    if root is None or entries.stand_alone(text, root):
        yield _with(text, _pieces(text, root, held, changes, fine=False))


def _pieces(
    text: str, root: Spot | None, held: Mapping[str, Node], changes: Mapping[str, Value], *, fine: bool
) -> Iterator[inside.Piece]:
    newline = entries.newline_of(text)
    for key, spot in root.entries if root else ():
        if key is None or key.text not in changes:
            continue
        value = changes[key.text]
        try:
            if not fine:
                raise inside.Unlike
            yield from inside.pieces(text, spot, held[key.text], value, newline)
        except inside.Unlike:
            yield entries.replaced(text, key, spot, value)
    added = {key: value for key, value in changes.items() if key not in held}
    if added:
        yield entries.added(text, root, added)


def _with(text: str, changed: Iterable[inside.Piece]) -> str:
    """The text with these pieces in their places; of those at one place, the first comes first."""
    new, at = "", 0
    for piece in sorted(changed, key=lambda piece: piece[:2]):
        new += text[at : piece.start] + piece.new
        at = piece.end
    return new + text[at:]
