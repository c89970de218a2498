"""Does a document carry the mark of a state secret? Told from its head, where the mark has to stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from archive_tool.core.locators import innermost
from archive_tool.core.model import Segment
from archive_tool.core.tree_path import lineage

HEAD_LINES = 12
HEAD_CHARACTERS = 400
# A slide is seen at one glance, and what was added last stands last, wherever it is shown.
SLIDE_LINES = 60
SLIDE_CHARACTERS = 2000
# What is longer is prose: there a mark can only be the beginning.
SHORT_LINE = 40

# Places whose first one is the document's head, and places that print above every page.
_BODY = frozenset({"", "page", "sheet", "hidden-sheet", "slide"})
_BOXES = frozenset({"text-box", "field"})
_ABOVE = frozenset({"header", "master"})
# Before a grade they name secrets of another kind, which may be filed.
_OTHER_KINDS = ("工作", "商业", "企业", "公司", "单位", "技术", "个人", "内部")
_TERM = r"(?:[0-9一二三四五六七八九十]+(?:年|个?月|天|日)|长期)"
_URGENT = "(?:特提|特急|加急|急件|平急|平件)"
# What may stand before the mark on its line: the copy number, the urgency.
_BEFORE = re.compile(rf"(?:(?:份号|编号|no\.?):?)?(?:[0-9]{{3,8}})?{_URGENT}?", re.IGNORECASE)
_LABEL = r"(?:文件|保密|秘密|涉密)?(?:密级|等级|级别)(?:[和与及]保密期限)?"
_HAN = re.compile("[\u3400-\u9fff]")
_QUOTE = re.compile("[“\"'‘「『《〈]$")
# After a star: the text speaks about the mark. After a label: a list of the grades, or unticked boxes.
_ABOUT = re.compile("[”\"'’」』》〉]|标[志识记注]|字样|符号|样式|[的和与或及等是为应、,]")
_CHOICE = re.compile(r"级?[、/|,和或及等以]|[□○☐]|\(\)|\[\]")
# Where the signs stand that NFKC makes another of.
_OTHER_FORMS = [
    code
    for block in ((0xA0, 0x3400), (0xA600, 0xAC00), (0xF900, 0x10000), (0x1D100, 0x1F300), (0x2F800, 0x2FA20))
    for code in range(*block)
]
_DECORATION = "#*_>~-—–=·.。|:"


class _Patterns(NamedTuple):
    """For one set of grades."""

    star: re.Pattern[str]
    label: re.Pattern[str]
    bracket: re.Pattern[str]
    alone: re.Pattern[str]
    grade: re.Pattern[str]
    hint: re.Pattern[str]  # what every text with one of them has in it, before its signs are made plain


class _Line(NamedTuple):
    """A line in plain forms and without spaces, as a mark may be spaced out; `gaps` tells where some were."""

    text: str
    gaps: frozenset[int]


def secret_mark(segments: Iterable[Segment], marks: tuple[str, ...]) -> str:
    """The mark as it stands, without spaces ("秘密★10年", "密级:机密"); "" where there is none.

    `marks` are the grades (秘密, 机密, 绝密). Looked at are the first lines of the body, all of a first slide,
    the headers, and the first lines in text boxes and fields, in which a red head is often set.
    """
    if not marks:
        return ""
    patterns = _patterns(marks)
    head = list(_head(segments))
    if not any(patterns.hint.search(text) for text, _ in head):  # nearly all documents
        return ""
    lines = [line for text, slide in head for line in _first_lines(text, slide=slide)]
    found = (
        _starred(line, patterns) or _labelled(line, patterns) or _bracketed(line, patterns) for line in lines
    )
    return next(filter(None, found), "") or _alone(lines, patterns)


def secret_mark_in_name(name: str, marks: tuple[str, ...]) -> str:
    """The mark in a file or folder name, where it has a star or stands in brackets; else ""."""
    if not marks or _patterns(marks).hint.search(name) is None:  # nearly all names
        return ""
    patterns, line = _patterns(marks), _line(name)
    bracketed = patterns.bracket.search(line.text)
    return _starred(line, patterns) or (bracketed[0] if bracketed else "")


def marks_in_paths(paths: Iterable[str], marks: tuple[str, ...]) -> Mapping[str, str]:
    """Path -> the mark that the name of an outermost folder on the way bears, or the last name itself.

    Paths without one are left out. A folder's name is looked at once, however much lies in it.
    """
    if not marks:
        return {}
    hint, found, asked = _patterns(marks).hint, {}, dict[str, str]()
    for path in paths:
        if hint.search(path) is None:  # nearly all
            continue
        folder, _, name = path.rpartition("/")
        for step in lineage(folder) if folder and folder not in asked else ():
            above, _, last = step.rpartition("/")
            if step not in asked:
                asked[step] = asked.get(above) or secret_mark_in_name(last, marks)
        if mark := asked.get(folder) or secret_mark_in_name(name, marks):
            found[path] = mark
    return found


@lru_cache(maxsize=8)
def _patterns(marks: tuple[str, ...]) -> _Patterns:
    grade = f"(?:{'|'.join(map(re.escape, marks))})"
    return _Patterns(
        star=re.compile(rf"{grade}(?P<star>[★☆✩✪✭✮✯✰⭐⋆✶*])(?P<term>{_TERM})?"),
        label=re.compile(rf"(?P<label>{_LABEL}[】\])]?)(?P<colon>[:=])?[(\[【]?[☑☒√■✔]?{grade}"),
        bracket=re.compile(rf"[【\[〔(]{grade}(?:级|件|文件)?{_TERM}?[】\]〕)]"),
        alone=re.compile(rf"{_BEFORE.pattern}(?P<mark>{grade}(?:级|件)?{_TERM}?){_URGENT}?", re.IGNORECASE),
        grade=re.compile(grade),
        hint=re.compile("|".join({_written(mark[-1]) for mark in marks})),
    )


def _written(character: str) -> str:
    """A class of all characters whose plain form has this one in it: 密 alone, A and its full-width form."""
    same = (chr(code) for code in _OTHER_FORMS if character in unicodedata.normalize("NFKC", chr(code)))
    return f"[{re.escape(character)}{''.join(map(re.escape, same))}]"


def _head(segments: Iterable[Segment]) -> Iterator[tuple[str, bool]]:
    """Texts whose first lines are looked at, and whether they are a slide's."""
    body = False
    boxes = []
    for segment in segments:
        kind = innermost(segment.locator)
        if kind in _ABOVE or (kind in _BODY and not body):
            body = body or kind in _BODY
            yield segment.text, kind == "slide"
        elif kind in _BOXES:
            boxes.append(segment.text)
    yield "\n".join(boxes), False


def _first_lines(text: str, *, slide: bool = False) -> Iterator[_Line]:
    most_lines = SLIDE_LINES if slide else HEAD_LINES
    most_characters = SLIDE_CHARACTERS if slide else HEAD_CHARACTERS
    lines, characters = 0, 0
    for raw in text.split("\n"):
        line = _line(raw[:HEAD_CHARACTERS])
        if not line.text:
            continue
        yield line
        lines, characters = lines + 1, characters + len(line.text)
        if lines >= most_lines or characters >= most_characters:
            return


def _line(raw: str) -> _Line:
    plain = unicodedata.normalize("NFKC", raw)
    words = plain.split()
    if len(words) == 1 and words[0] == plain and plain.isprintable():  # nearly always
        return _Line(plain, frozenset())
    seen = [_visible(word) for word in words]
    ends = list(accumulate(map(len, seen), initial=0))
    gaps = {*ends[1:-1], *ends[: plain[:1].isspace()], *ends[-1:] * plain[-1:].isspace()}
    return _Line("".join(seen), frozenset(gaps))


def _visible(word: str) -> str:
    """Without characters that only say how others are shown."""
    if word.isprintable():
        return word
    return "".join(character for character in word if unicodedata.category(character) != "Cf")


def _starred(line: _Line, patterns: _Patterns) -> str:
    for found in patterns.star.finditer(line.text):
        before, after = line.text[: found.start()], line.text[found.end() :]
        if before.endswith(_OTHER_KINDS) or _QUOTE.search(before) or _ABOUT.match(after):
            continue
        # An asterisk is also how Markdown writes bold and lists.
        if found["star"] == "*" and after and not found["term"]:
            continue
        if _may_stand(line, found.start(), before) or (
            found["term"] and not after and len(line.text) <= SHORT_LINE
        ):
            return found[0]
    return ""


def _may_stand(line: _Line, start: int, before: str) -> bool:
    """Whether a mark can begin here: first on the line, or in a short line apart from the words before."""
    if _BEFORE.fullmatch(before):
        return True
    apart = start in line.gaps or not _HAN.match(before[-1]) or before.endswith(("国家", "密级"))
    return apart and len(line.text) <= SHORT_LINE


def _labelled(line: _Line, patterns: _Patterns) -> str:
    for found in patterns.label.finditer(line.text):
        before, after = line.text[: found.start()], line.text[found.end() :]
        if before and found.start() not in line.gaps and _HAN.match(before[-1]):
            continue
        if _CHOICE.match(after) or patterns.grade.match(after):
            continue
        rest = after.removeprefix("级")
        ended = not rest or line.gaps.intersection((found.end(), found.end() + 1)) or not _HAN.match(rest)
        if ended or found["colon"]:
            return found[0]
    return ""


def _bracketed(line: _Line, patterns: _Patterns) -> str:
    for found in patterns.bracket.finditer(line.text):
        last = found.end() == len(line.text) and len(line.text) <= SHORT_LINE
        if last or _BEFORE.fullmatch(line.text[: found.start()]):
            return found[0]
    return ""


def _alone(lines: Iterable[_Line], patterns: _Patterns) -> str:
    """A grade with a line to itself; several different ones are a list of grades, no mark."""
    texts = (line.text.strip(_DECORATION) for line in lines)
    marks = {found["mark"] for text in texts if (found := patterns.alone.fullmatch(text))}
    return marks.pop() if len(marks) == 1 else ""
