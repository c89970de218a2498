"""Text under construction: paragraphs and rows become lines, cells are divided by tabs."""

from __future__ import annotations


class Running:
    """Pieces in their order; empty lines, rows and cells leave nothing behind."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._cells: list[int] = []  # where the open cells begin

    def text(self) -> str:
        return "".join(self._pieces)

    @property
    def at_start(self) -> bool:
        """Whether the next piece begins a line or a cell."""
        return not self._pieces or self._pieces[-1] in ("\n", "\t")

    def write(self, text: str) -> None:
        if text:
            self._pieces.append(text)

    def end_line(self) -> None:
        self._drop(" ")
        if not self.at_start:
            self._pieces.append("\n")

    def begin_cell(self) -> None:
        self._cells.append(len(self._pieces))

    def end_cell(self) -> None:
        self._drop(" \n\t")
        if self._cells and len(self._pieces) > self._cells.pop():
            self._pieces.append("\t")

    def end_row(self) -> None:
        self._drop(" \t")
        if not self.at_start:
            self._pieces.append("\n")

    def _drop(self, characters: str) -> None:
        start = self._cells[-1] if self._cells else 0
        while len(self._pieces) > start and self._pieces[-1] in characters:
            self._pieces.pop()
