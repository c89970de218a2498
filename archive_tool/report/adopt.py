"""What an old tree would be read as, as a table and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal

from rich.text import Text

from archive_tool.core.adopt import Proposal
from archive_tool.core.adopted_units import unit_of
from archive_tool.core.catalog import Speaker
from archive_tool.core.results import AdoptResult
from archive_tool.report.columns import Column
from archive_tool.report.printable import printable
from archive_tool.report.screen import Screen

Json = Mapping[str, Any]
Certainty = Literal["certain", "likely", "unclear"]
STYLES: Mapping[Certainty, str] = {"certain": "green", "likely": "yellow", "unclear": "dim"}


def certainty(proposal: Proposal) -> Certainty:
    """In one word."""
    return "unclear" if not proposal.leaf else "certain" if proposal.sure else "likely"


def adopt(result: AdoptResult, speaker: Speaker, screen: Screen) -> None:
    """One row a folder, then how many there are of each kind and what to do next."""
    say = speaker.say
    if not result.proposals:
        screen.paragraph(say("adopt.nothing", folder=printable(result.root)))
        return
    columns = [
        Column(say("adopt.column.folder"), least=16, keep="end"),
        Column(say("adopt.column.files"), right=True),
        Column(say("adopt.column.leaf"), least=14),
        Column(say("adopt.column.sure")),
        Column(say("adopt.column.why"), least=14),
    ]
    screen.table(columns, [_row(proposal, result, speaker) for proposal in result.proposals])
    screen.line()
    if result.units:
        screen.paragraph(say("adopt.units", units=[printable(unit.name) for unit in result.units]))
    counts = Counter(map(certainty, result.proposals))
    told = say("adopt.counts", certain=counts["certain"], likely=counts["likely"], none=counts["unclear"])
    screen.paragraph(told, style="bold")
    if result.written:
        screen.paragraph(say("adopt.written", file=printable(result.written)))
    else:
        target = printable(f"{result.root}/archive.yaml")
        screen.paragraph(say("adopt.next", file=target, since=result.since), style="dim")


def _row(proposal: Proposal, result: AdoptResult, speaker: Speaker) -> list[Text]:
    style = STYLES[certainty(proposal)]
    return [
        Text(printable(proposal.folder or ".")),
        Text(str(proposal.files)),
        Text(_leaf(proposal, result, speaker), style=style),
        Text(speaker.say(f"adopt.{certainty(proposal)}"), style=style),
        Text(speaker.say(proposal.why, **proposal.params), style="dim"),
    ]


def adopt_json(result: AdoptResult, speaker: Speaker) -> Json:
    return {
        "root": result.root,
        "scheme": result.scheme.id,
        "since": result.since,
        "proposals": [
            {
                "folder": proposal.folder,
                "files": proposal.files,
                "leaf": proposal.leaf or None,
                "leaf_folder": _folders(proposal.leaf, result) or None,
                "certainty": certainty(proposal),
                "why": speaker.say(proposal.why, **proposal.params),
                "year": proposal.year,
                "unit": unit_of(proposal, result.units) or None,
            }
            for proposal in result.proposals
        ],
        "units": [
            {"name": unit.name, "kind": unit.kind, "parent": unit.parent or None} for unit in result.units
        ],
        "written": result.written or None,
    }


def _leaf(proposal: Proposal, result: AdoptResult, speaker: Speaker) -> str:
    """The leaf as code and title; "" for none."""
    leaf = result.scheme.leaves.get(proposal.leaf)
    return f"{leaf.code} {leaf.title.text(speaker.language)}" if leaf else ""


def _folders(leaf: str, result: AdoptResult) -> str:
    """The leaf by its folders, as archive.yaml takes it too."""
    found = result.scheme.leaves.get(leaf)
    return f"{result.scheme.categories[found.category].folder}/{found.folder}" if found else ""
