"""All that is said of one record: where it lies, its name, its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from archive_tool.core.drafting.names import Name
from archive_tool.core.drafting.pages import Page
from archive_tool.core.drafting.plain_text import half_width
from archive_tool.core.scheme import Leaf
from archive_tool.core.tree import Holding


class Evidence(NamedTuple):
    """What derivations rest on."""

    holding: Holding
    leaf: Leaf | None
    name: Name
    page: Page
    titles: tuple[str, ...]  # the name's title, then the text's heading; in half width

    @classmethod
    def of(cls, holding: Holding, leaf: Leaf | None, name: Name, page: Page) -> Evidence:
        titles = filter(None, (half_width(name.title), page.heading, page.subtitle))
        return cls(holding, leaf, name, page, tuple(dict.fromkeys(titles)))

    @property
    def named(self) -> tuple[str, ...]:
        """The name's own title alone."""
        return self.titles[:1] if self.name.title else ()

    @property
    def year(self) -> int | None:
        """The folder's: that of days without one."""
        return self.holding.place.year

    def labelled(self, labels: Iterable[str]) -> Iterator[str]:
        """What stands behind these labels, in their order."""
        return (self.page.labels[label] for label in labels if label in self.page.labels)
