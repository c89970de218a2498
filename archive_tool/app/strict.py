"""An archive judged by somebody else's standard, and what its own ways would have made of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from archive_tool.app.gather import waivers_of
from archive_tool.app.judge import gathered, judged
from archive_tool.app.opening import CONFIG, Archive, read_config
from archive_tool.core.config_parse import parse_config
from archive_tool.core.errors import CannotRun
from archive_tool.core.ignoring import ignore_matcher
from archive_tool.core.material import Material
from archive_tool.core.model import Report
from archive_tool.core.set_aside import SetAside, has_own_ways, left_out, set_aside

if TYPE_CHECKING:
    from archive_tool.core.profile import Profile


def strictly(
    archive: Archive, as_of: date, year: int | None, unit: str | None, profile: Profile | None = None
) -> tuple[Report, Material]:
    """Without any waiver; `archive` was opened by a strict standard, without its settings and the like."""
    material = gathered(archive, archive.reader.snapshot(), as_of, year, profile)
    return judged(archive, material, (), unit), material


def own_ways(
    archive: Archive, report: Report, material: Material, year: int | None, unit: str | None
) -> SetAside | None:
    """The same tree judged again with all that was set aside; None where there is nothing of it.

    CannotRun where what archive.yaml says there cannot be taken with this scheme.
    """
    parsed, sha256 = read_config(archive.root)
    if sha256 != archive.archive_yaml:
        raise CannotRun("bureau.changing", file=CONFIG)
    if not has_own_ways(parsed) and not waivers_of(archive, material):
        return None
    codes = frozenset(archive.speaker.catalog.findings)
    config = parse_config(parsed, archive.scheme, codes)
    mine = replace(archive, config=config)
    snapshot = left_out(material.snapshot, ignore_matcher(config.ignore))
    seen = gathered(mine, snapshot, material.as_of, year, material.profile)
    waivers = waivers_of(mine, seen)
    own = judged(mine, seen, waivers, unit)
    return set_aside(report, own, config, archive.scheme, snapshot.ignored, len(waivers))
