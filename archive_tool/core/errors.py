"""The two ways in which the tool cannot go on. Findings about an archive are values, not errors."""

from __future__ import annotations

from archive_tool.core.parsed import Params


class CannotRun(Exception):
    """Usage, configuration or scheme is wrong: exit code 2.

    `key` names the text in messages.yaml; `file` and `line` say where, if anywhere.
    """

    def __init__(
        self, key: str, /, *, file: str = "", line: int | None = None, **params: str | int | list[str]
    ) -> None:
        super().__init__(key)
        self.key = key
        self.file = file
        self.line = line
        self.params: Params = params

    @classmethod
    def told(cls, key: str, params: Params, *, file: str = "", line: int | None = None) -> CannotRun:
        """The same from parameters that are at hand as a mapping."""
        error = cls(key, file=file, line=line)
        error.params = params
        return error

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: " if self.line else f"{self.file}: " if self.file else ""
        return f"{where}{self.key} {dict(self.params)}"
