"""Lines of gitignore syntax as one question about paths, answered in time that grows with the length of both."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

Ignored: TypeAlias = Callable[[str, bool], bool]

_CLASSES = {
    "alnum": "0-9A-Za-z", "alpha": "A-Za-z", "blank": r" \t", "digit": "0-9", "lower": "a-z",
    "space": r"\s", "upper": "A-Z", "xdigit": "0-9A-Fa-f",
}  # fmt: skip
_BRACKET = re.compile(r"\[([!^]?)(\]?(?:\[:\w+:\]|\\.|[^\]\\])*)\]")
_IN_BRACKET = re.compile(r"\[:(\w+):\]|\\(.)|(.)")
_NAMES = "(?:[^/]+/)*?"


class Unfit(ValueError):
    """A pattern that says nothing: `key` is the message for it."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class _Line(NamedTuple):
    leaves_out: bool
    folders_only: bool
    fits: re.Pattern[str]


def ignore_matcher(patterns: Sequence[str]) -> Ignored:
    """A question about (path, is_folder), to be asked of a folder before what lies in it. Unfit for a bad pattern.

    The last line that fits decides, as git has it; of a path that lies in a folder that was left out
    nobody asks.
    """
    lines = [line for pattern in reversed(patterns) if (line := _line(pattern)) is not None]

    def ignored(path: str, folder: bool) -> bool:
        for line in lines:
            if (folder or not line.folders_only) and line.fits.match(path):
                return line.leaves_out
        return False

    return ignored


def check(pattern: str) -> None:
    """Unfit where git would take the line for one that fits nothing, or nobody could say what it means."""
    _line(pattern)


def _line(pattern: str) -> _Line | None:
    """None for a blank line and a comment."""
    text = _trimmed(pattern)
    if not text or text.startswith("#"):
        return None
    taken_back = text.startswith("!")
    text = text.removeprefix("!")
    if not text:
        raise Unfit("config.ignore-end")
    folders_only = text.endswith("/")
    names = [name for name in text.removesuffix("/").split("/") if name]
    if not names:
        return None
    if "/" not in text.removesuffix("/"):
        names = ["**", *names]
    return _Line(not taken_back, folders_only, _compiled(names))


def _trimmed(pattern: str) -> str:
    """Without blanks at the end, but for one that is quoted."""
    text = pattern.rstrip()
    quoting = len(text) - len(text.rstrip("\\"))
    return text + " " if quoting % 2 and len(text) < len(pattern) else text


def _compiled(names: Sequence[str]) -> re.Pattern[str]:
    """The names of a path; between stars the first place that fits is as good as any later one.

    So each piece but the last, once found, is never tried again (an atomic group): a pattern of
    many stars would else be tried in all the ways in which they can share out a name.
    """
    # "**", or more stars, cuts the names into runs; the first begins at the archive's folder.
    runs: list[list[str]] = [[]]
    for name in names:
        if len(name) > 1 and not name.strip("*"):
            runs.append([])
        else:
            runs[-1].append(_name(name))
    first, *others = runs
    if not others:
        return _regex("/".join(first))
    *between, last = others
    parts = [f"{name}/" for name in first]
    parts += [f"(?>{_NAMES}{''.join(f'{name}/' for name in run)})" for run in between if run]
    # "**" at the end is all that lies there.
    parts.append(_NAMES + "/".join(last) if last else ".+")
    return _regex("".join(parts))


def _regex(text: str) -> re.Pattern[str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "[[" may mean more in a Python to come
            return re.compile(rf"(?s:{text})\Z")
    except (re.error, OverflowError, RecursionError):
        raise Unfit("config.ignore-bracket") from None


def _name(name: str) -> str:
    """One name of a pattern as an expression."""
    first, *others = _pieces(name)
    if not others:
        return first
    *between, last = others
    return first + "".join(f"(?>[^/]*?{piece})" for piece in between if piece) + "[^/]*" + last


def _pieces(name: str) -> list[str]:
    """What stands between the stars."""
    pieces = [""]
    at = 0
    while at < len(name):
        sign = name[at]
        taken = 1
        if sign == "*":
            pieces.append("")
        elif sign == "?":
            pieces[-1] += "[^/]"
        elif sign == "[":
            found = _BRACKET.match(name, at)
            if found is None:
                raise Unfit("config.ignore-bracket")
            pieces[-1] += f"(?!/)[{'^' if found[1] else ''}{''.join(_members(found[2]))}]"
            taken = len(found[0])
        elif sign == "\\":
            if at + 1 == len(name):
                raise Unfit("config.ignore-end")
            pieces[-1] += re.escape(name[at + 1])
            taken = 2
        else:
            pieces[-1] += re.escape(sign)
        at += taken
    return pieces


def _members(inside: str) -> Iterator[str]:
    """What stands in brackets; a range that runs backwards is left to the compiler to refuse."""
    for whole in _IN_BRACKET.finditer(inside):
        named, quoted, plain = whole.groups()
        if named:
            if named not in _CLASSES:
                raise Unfit("config.ignore-bracket")
            yield _CLASSES[named]
        elif quoted:
            yield re.escape(quoted)
        else:
            yield plain if plain == "-" else re.escape(plain)
