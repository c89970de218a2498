"""The category that a path lies in, by the archive's layout and its map."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from archive_tool.core.config import ArchiveConfig
from archive_tool.core.names import normal
from archive_tool.core.scheme import Scheme
from archive_tool.core.templates import Template


def locator(scheme: Scheme, config: ArchiveConfig) -> Callable[[str], str]:
    """A function from a relative path to the code of its category; "" for none."""
    layout = scheme.layouts[config.layout]
    templates = [Template.parse(layout.record), Template.parse(layout.case)]
    depths = [
        (template, [piece.slot for piece in template.pieces].index("category") + 1)
        for template in templates
        if "category" in template.slots
    ]
    codes = {category.folder: category.code for category in scheme.categories.values()}
    mapped = {normal(folder): scheme.leaves[leaf].category for folder, leaf in config.map.items()}

    def lies_in(path: str) -> str:
        segments = path.split("/")
        for depth in range(len(segments), 0, -1):
            if mapped and (code := mapped.get(normal("/".join(segments[:depth])))):
                return code
        for template, depth in depths:
            slots = template.match_prefix("/".join(segments[:depth])) or {}
            code = codes.get(slots.get("category", ""))
            if code and slots.get("open", scheme.folders["open"]) == scheme.folders["open"]:
                return code
        return ""

    return lies_in


def categories_of(files: Iterable[str], scheme: Scheme, config: ArchiveConfig) -> frozenset[str]:
    """The codes of the categories in which these files lie; "" for none."""
    lies_in = locator(scheme, config)
    return frozenset(map(lies_in, {path.rpartition("/")[0] for path in files}))
