"""A word in both languages."""

from __future__ import annotations

from typing import NamedTuple


class Label(NamedTuple):
    """A word in both languages, with other spellings that are read but never written."""

    zh: str
    en: str
    aliases: tuple[str, ...] = ()

    def text(self, language: str) -> str:
        return self.en if language == "en" else self.zh

    def spellings(self) -> tuple[str, ...]:
        return (self.zh, self.en, *self.aliases)
