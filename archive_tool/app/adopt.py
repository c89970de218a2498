"""init --adopt: an old tree as it lies, proposed as leaves; nothing is moved."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from archive_tool.adapters import places
from archive_tool.adapters.scan import scan
from archive_tool.app.opening import CONFIG, load_scheme
from archive_tool.app.texts import parse_yaml
from archive_tool.app.writing import Tell, on_disk, writer, writing
from archive_tool.core.adopt import Proposal, proposals
from archive_tool.core.adopted_units import OldUnit, old_units
from archive_tool.core.catalog import Speaker
from archive_tool.core.config_parse import parse_config
from archive_tool.core.errors import CannotRun
from archive_tool.core.filing import FilingPlan, WriteNew
from archive_tool.core.ignoring import ignore_matcher
from archive_tool.core.results import AdoptResult
from archive_tool.core.scheme import Scheme


def adopt(folder: Path, scheme_id: str | None, since: int, speaker: Speaker) -> AdoptResult:
    """What the folder would be as an archive. Reads names only and writes nothing."""
    _may_become_one(folder)
    scheme = load_scheme(scheme_id, folder)
    speaker = replace(speaker, scheme=scheme)
    entries, _ = scan(Path(places.long_path(str(folder.absolute()))), ignore_matcher(()))
    found = proposals(scheme, entries)
    units = old_units(scheme, entries, found)
    text = _config(scheme, folder.absolute().name, since, found, units, speaker)
    # What is proposed must be an archive.yaml that opens.
    parse_config(parse_yaml(CONFIG, text.encode()), scheme, frozenset())
    return AdoptResult(str(folder), since, scheme, found, units, text)


def write_config(result: AdoptResult, target: Path | None, tell: Tell) -> AdoptResult:
    """Write archive.yaml into the folder, or its text to another file; never over one that is there."""
    folder = Path(result.root)
    if target is None:
        with writing(folder, tell):
            plan = FilingPlan("init", (WriteNew(CONFIG, result.config.encode()),))
            applied = writer(folder).apply(plan)
        if not applied.done:
            raise CannotRun("adopt.exists", file=str(folder / CONFIG))
        return replace(result, written=str(folder / CONFIG))
    try:
        with on_disk(target), open(target, "x", encoding="utf-8", newline="\n") as file:
            file.write(result.config)
    except CannotRun:
        if target.exists():
            raise CannotRun("adopt.exists", file=str(target)) from None
        raise
    return replace(result, written=str(target))


def _may_become_one(folder: Path) -> None:
    if not folder.is_dir():
        raise CannotRun("adopt.no-folder", folder=str(folder))
    root = places.find_root(folder)
    if root is not None:
        inside = root != folder.absolute()
        key = "init.inside" if inside else "adopt.exists"
        raise CannotRun(key, folder=str(folder), root=str(root), file=str(root / CONFIG))


def _config(
    scheme: Scheme,
    name: str,
    since: int,
    found: Sequence[Proposal],
    units: Sequence[OldUnit],
    speaker: Speaker,
) -> str:
    """A commented archive.yaml in the language of the caller."""
    return speaker.say(
        "adopt.archive-yaml",
        scheme=scheme.id,
        language=speaker.language,
        name=_quoted(name),
        units="\n".join(_units(scheme, name, units)),
        since=since,
        map="\n".join(_map(found, speaker)),
    )


def _units(scheme: Scheme, name: str, units: Sequence[OldUnit]) -> Iterator[str]:
    """A line for each unit; by itself one that bears the folder's name."""
    groups = scheme.group_kinds()
    kept = [unit for unit in units if unit.kind not in groups] or [OldUnit(name, scheme.default_unit_kind)]
    ids: dict[str, str] = {}
    for unit in (*kept, *(unit for unit in units if unit.kind in groups)):
        number = sum(1 for known in ids.values() if known.rpartition("-")[0] == unit.kind) + 1
        ids[unit.name] = f"{unit.kind}-{number}"
        above = unit.parent or (kept[0].name if len(kept) == 1 and unit.kind in groups else "")
        parent = f", parent: {ids[above]}" if above else ""
        # A group of nobody knows which branch counts for nobody: it waits for a person's word.
        waits = "# " if unit.kind in groups and not above else ""
        yield f"{waits}- {{id: {ids[unit.name]}, name: {_quoted(unit.name)}, kind: {unit.kind}{parent}}}"


def _map(found: Sequence[Proposal], speaker: Speaker) -> Iterator[str]:
    """A line for each folder: those that are certain as they are, the others as comments."""
    for proposal in found:
        if not proposal.folder:
            continue
        why = speaker.say(proposal.why, **proposal.params)
        place = speaker.label(f"leaf:{proposal.leaf}") if proposal.leaf else ""
        note = "  ".join(filter(None, (place, speaker.say("adopt.files", count=proposal.files), why)))
        line = f"{_quoted(proposal.folder)}: {_quoted(proposal.leaf)}   # {note}"
        yield f"  {'' if proposal.sure and _is_text(proposal.folder) else '# '}{line}"


def _quoted(text: str) -> str:
    """A YAML scalar in double quotes, whatever stands in it."""
    return json.dumps(text, ensure_ascii=not text.replace("\u3000", " ").isprintable())


def _is_text(name: str) -> bool:
    """Whether a name on the disk is text that a UTF-8 file can hold."""
    return not any("\ud800" <= character <= "\udfff" for character in name)
