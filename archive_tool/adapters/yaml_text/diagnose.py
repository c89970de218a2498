"""Why a YAML text does not parse, in words for people who never heard of YAML."""

from __future__ import annotations

import re

import yaml

from archive_tool.core.parsed import YamlProblem

_TAB = re.compile(r"^ *-? *\t")
_FULL_WIDTH = re.compile(r"^\s*(?:- +)?([^\s:：#\"'\[\]{}][^:：]{0,40})：")
_NO_SPACE = re.compile(r"^\s*(?:- +)?([^\s:：#\"'\[\]{}]{1,40}):[^\s:/\\]")
_MISPLACED = "mapping values are not allowed"

# The beginning of the parser's words (those of libyaml, then of the pure parser) -> message key.
_WORDS = {
    "found unexpected end of stream": "yaml.unclosed-quote",
    "found unexpected document indicator": "yaml.unclosed-quote",
    "did not find expected ',' or": "yaml.unclosed-bracket",
    "expected ',' or": "yaml.unclosed-bracket",
    _MISPLACED: "yaml.colon-in-value",
    "did not find expected key": "yaml.indentation",
    "did not find expected '-' indicator": "yaml.indentation",
    "expected <block end>": "yaml.indentation",
    "found character that cannot start any token": "yaml.reserved-character",
    "found character '": "yaml.reserved-character",
    "found undefined alias": "yaml.anchor",
    "did not find expected alphabetic or numeric character": "yaml.anchor",
    "expected alphabetic or numeric character": "yaml.anchor",
    "exceeded maximum nesting depth": "yaml.too-nested",
}


def syntax_problem(text: str, error: yaml.YAMLError) -> YamlProblem:
    """The parser's error as a problem; tabs and full-width colons are looked for at the spot."""
    start, end, words = _place(error)
    lines = text.splitlines()
    # A line without a real colon is only noticed on the next one.
    while start > 1 and words.startswith(_MISPLACED) and _FULL_WIDTH.match(lines[start - 2]):
        start -= 1
    for number in range(start, min(end, len(lines)) + 1):
        if problem := _line_problem(lines[number - 1], number):
            return problem
    line = min(max(end, 1), max(len(lines), 1))
    for beginning, key in _WORDS.items():
        if words.startswith(beginning):
            # An open quote or bracket is best shown where it was opened.
            return YamlProblem(key, start if "unclosed" in key else line)
    return YamlProblem("yaml.syntax", line, {"reason": words})


def collapsed_problem(text: str, line: int) -> YamlProblem:
    """The problem of a document that is one scalar: usually a colon that is none."""
    for number, content in enumerate(text.splitlines(), start=1):
        if number >= line and (problem := _line_problem(content, number)):
            return problem
    return YamlProblem("yaml.not-a-mapping", line)


def _place(error: yaml.YAMLError) -> tuple[int, int, str]:
    if not isinstance(error, yaml.MarkedYAMLError):
        return 1, 0, str(error)
    spot = error.problem_mark or error.context_mark
    begun = error.context_mark or spot
    if spot is None or begun is None:
        return 1, 0, error.problem or ""
    return begun.line + 1, spot.line + 1, error.problem or ""


def _line_problem(line: str, number: int) -> YamlProblem | None:
    if _TAB.match(line):
        return YamlProblem("yaml.tab", number)
    if found := _FULL_WIDTH.match(line):
        return YamlProblem("yaml.full-width-colon", number, {"field": found[1].strip()})
    if found := _NO_SPACE.match(line):
        return YamlProblem("yaml.colon-without-space", number, {"field": found[1]})
    return None
