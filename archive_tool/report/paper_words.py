"""Words for papers: codes and commands say nothing to who reads them at a desk; an annex has them for who runs the tool."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from archive_tool.core.catalog import Speaker
from archive_tool.report import json
from archive_tool.report.causes import Cause
from archive_tool.report.colophon import Row

# As remedies and reasons name them, the longer ones first -> what each is called under `paper.command.`.
COMMANDS = {
    "describe --confirm": "describe-confirm",
    "describe --new-id": "describe-new-id",
    "index rebuild": "index-rebuild",
    "describe": "describe",
    "accept": "accept",
    "sync": "sync",
}
_COMMAND = re.compile(
    rf" ?archive-tool ({'|'.join(COMMANDS)})(?: --set [^\s,;，。；）)]+)?(?: (?=\W|[\u4e00-\u9fff]))?"
)
_COMMAND_LATIN = re.compile(rf"archive-tool ({'|'.join(COMMANDS)})(?: --set [^\s,;)]+)?")


def in_words(text: str, speaker: Speaker) -> str:
    """Commands as what they do: 运行“登记变动”; Chinese has no blanks around them."""
    pattern = _COMMAND if speaker.language == "zh" else _COMMAND_LATIN
    return pattern.sub(lambda found: speaker.say("paper.doing", what=_doing(found[1], speaker)), text)


def rows(causes: Iterable[Cause], reasons: Iterable[str], speaker: Speaker) -> Iterator[Row]:
    """Of the causes that a paper tells their codes; of what it says is to be done, and why not, the commands."""
    told = list(causes)
    codes = dict.fromkeys(cause.code for cause in told)
    if codes:
        titles = speaker.catalog.findings
        lines = [f"{titles[code].title.text(speaker.language)}  {code}" for code in codes]
        yield Row(speaker.say("paper.codes"), lines)
    texts = [json.remedy(item, speaker) for cause in told for item in cause.findings]
    texts += [speaker.say(reason) for reason in dict.fromkeys(reasons)]
    yield from commands(texts, speaker)


def said(found: Iterable[Row], speaker: Speaker) -> list[Row]:
    """The commands in them as what they do."""
    return [Row(row.label, [in_words(line, speaker) for line in row.lines]) for row in found]


def said_once(found: Sequence[Row], speaker: Speaker) -> list[Row]:
    """How something was made, for a paper: in words, and last the commands that these stand for."""
    return [*said(found, speaker), *commands((line for row in found for line in row.lines), speaker)]


def commands(texts: Iterable[str], speaker: Speaker) -> Iterator[Row]:
    """A row of the commands that stand in these texts, each once; none where there is none."""
    used = dict.fromkeys(found[1] for text in texts for found in _COMMAND.finditer(text))
    if used:
        yield Row(
            speaker.say("paper.commands"), [f"{_doing(one, speaker)}  archive-tool {one}" for one in used]
        )


def _doing(command: str, speaker: Speaker) -> str:
    return speaker.say(f"paper.command.{COMMANDS[command]}")
