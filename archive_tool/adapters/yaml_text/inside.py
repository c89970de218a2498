"""The smallest pieces of a YAML text to change so that one of its values becomes another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from archive_tool.adapters.yaml_text.render import (
    as_node,
    flow,
    item_lines,
    mapping_lines,
    plain_text,
    scalar,
)
from archive_tool.adapters.yaml_text.spots import Spot, line_end, line_start
from archive_tool.core.parsed import Node, Value


class Piece(NamedTuple):
    """What to put in the place of some characters."""

    start: int
    end: int
    new: str


class Unlike(Exception):
    """The new value cannot be had by changing some words and adding others: too little is alike."""


def pieces(text: str, spot: Spot, held: Node, value: Value, newline: str) -> list[Piece]:
    """Scalars are exchanged, keys and items added at the end; all else stays.

    What is less alike is written anew inside braces and brackets; elsewhere this raises Unlike.
    """
    return _Text(text, newline).changed(spot, held, value, in_flow=False)


class _Text(NamedTuple):
    """What every step needs to know."""

    text: str
    newline: str

    def changed(self, spot: Spot, held: Node, value: Value, *, in_flow: bool) -> list[Piece]:
        if as_node(value) == held:
            return []
        try:
            return self._inside(spot, held, value, in_flow=in_flow or spot.flow)
        except Unlike:
            if not in_flow or self._has_comment(spot):
                raise
            return [Piece(spot.start, spot.end, flow(value))]

    def _inside(self, spot: Spot, held: Node, value: Value, *, in_flow: bool) -> list[Piece]:
        if spot.kind == "mapping" and isinstance(held, dict) and isinstance(value, dict):
            return self._mapping(spot, held, value, in_flow=in_flow)
        if spot.kind == "list" and isinstance(held, list) and isinstance(value, list):
            return self._list(spot, held, value, in_flow=in_flow)
        if spot.kind == "scalar" and not isinstance(value, (dict, list)):
            return [self._scalar(spot, plain_text(value), in_flow=in_flow)]
        raise Unlike

    def _mapping(
        self, spot: Spot, held: Mapping[str, Node], value: Mapping[str, Value], *, in_flow: bool
    ) -> list[Piece]:
        if not held.keys() <= value.keys():
            raise Unlike
        found = []
        for key, inner in spot.entries:
            name = key.text if key else ""
            found += self.changed(inner, held[name], value[name], in_flow=in_flow)
        added = {key: item for key, item in value.items() if key not in held}
        if added and spot.flow:
            found.append(self._into_brackets(spot, flow(added)[1:-1]))
        elif added:
            found.append(self._below(spot, mapping_lines(added, self._indent(spot))))
        return found

    def _list(
        self, spot: Spot, held: Sequence[Node], value: Sequence[Value], *, in_flow: bool
    ) -> list[Piece]:
        if len(value) < len(held):
            raise Unlike
        found = []
        for number, (_, inner) in enumerate(spot.entries):
            found += self.changed(inner, held[number], value[number], in_flow=in_flow)
        added = list(value[len(held) :])
        if added and spot.flow:
            found.append(self._into_brackets(spot, flow(added)[1:-1]))
        elif added:
            indent = self._indent(spot)
            found.append(self._below(spot, [line for item in added for line in item_lines(item, indent)]))
        return found

    def _scalar(self, spot: Spot, new: str, *, in_flow: bool) -> Piece:
        if spot.block_scalar:
            raise Unlike
        if not new and not in_flow:  # nothing behind the colon or dash
            return Piece(len(self.text[: spot.start].rstrip(" ")), spot.end, "")
        written = scalar(new, in_brackets=in_flow)
        if spot.start < spot.end:
            return Piece(spot.start, spot.end, written)
        at = len(self.text[: spot.start].rstrip())
        before = self.text[at - 1 : at]
        alone = in_flow and before != ":"  # a key in braces with nothing behind it
        return Piece(at, at, f": {written}" if alone else f" {written}")

    def _into_brackets(self, spot: Spot, new: str) -> Piece:
        if not spot.entries:
            return Piece(spot.start + 1, spot.start + 1, new)
        last = spot.entries[-1][1]
        if last.start == last.end:  # a comma would become part of the key before it
            return Piece(spot.start + 1, spot.start + 1, f"{new}, ")
        return Piece(last.end, last.end, f", {new}")

    def _below(self, spot: Spot, lines: Sequence[str]) -> Piece:
        new = self.newline.join(lines)
        if not spot.block_scalar:
            at = line_end(self.text, spot.end)
            return Piece(at, at, self.newline + new)
        if not self.text[: spot.end].endswith(("\n", "\r")):  # it would gain a line end
            raise Unlike
        return Piece(spot.end, spot.end, new + self.newline)

    def _has_comment(self, spot: Spot) -> bool:
        at = spot.start
        for inner in spot.scalars():
            if "#" in self.text[at : inner.comments_from]:
                return True
            at = inner.end
        return "#" in self.text[at : spot.end]

    def _indent(self, spot: Spot) -> str:
        return " " * (spot.start - line_start(self.text, spot.start))
