"""What an inspection is handed: chapter by chapter the evidence, and what is lacking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from archive_tool.core.label import Label
from archive_tool.core.material import Material
from archive_tool.core.model import CoverageRow, Finding, Problem, Report
from archive_tool.core.occasions import by_now, counted
from archive_tool.core.pack_sheets import Sheet, Terms, Withheld, sheets, withheld
from archive_tool.core.records import Record, told_units
from archive_tool.core.scheme import Rule
from archive_tool.core.standing import asks, state

# A copy beside its original: byte for byte with nothing in it but the document; without its properties;
# byte for byte with them, because nobody can take them off.
Copy = Literal["same", "cleaned", "kept"]
# Why the text of a file is shown, which was to be shown as it is: found out where it was made.
Instead = Literal["personal-text", "parts"]
LACKING = ("missing", "insufficient")
# What rows of coverage say already.
OF_ROWS = frozenset({"complete/missing", "complete/insufficient"})


class Item(NamedTuple):
    """One record of the pack; `number` is its own throughout, however many chapters it stands in."""

    number: int
    record: Record
    withheld: Withheld | None  # why nothing of it but its number is shown
    sheets: tuple[Sheet, ...]


class Judged(NamedTuple):
    """What became of an indicator that rules or findings score: it has a chapter whatever was found."""

    applies: bool = True
    off: tuple[str, ...] = ()  # rules that archive.yaml switches off
    not_run: tuple[tuple[str, str], ...] = ()  # rule, and why it was not judged: a key of messages.yaml
    waived: int = 0  # findings


class Chapter(NamedTuple):
    """One indicator, or one leaf: what is asked, what is lacking, what shows the rest."""

    id: str
    title: Label
    above: tuple[Label, ...]  # headings it stands under, from the top
    gaps: tuple[CoverageRow, ...]
    faults: tuple[Finding, ...]  # of completeness: parts, answers, steps that are lacking
    items: tuple[Item, ...]
    by_hand: bool = False  # looked at on the spot: talks, rooms, walls
    standard: Label | None = None  # how points are given
    due: tuple[CoverageRow, ...] = ()  # not there yet, and not lacking yet
    unsure: tuple[CoverageRow, ...] = ()  # nobody can tell: what is there may be what is asked for
    flaws: tuple[Finding, ...] = ()  # what else was found that costs points: damaged, changed, stray files
    judged: Judged | None = None  # of an indicator

    @property
    def lacking(self) -> int:
        """How many gaps are named in it."""
        return len(self.gaps) + len(self.faults)

    @property
    def says_something(self) -> bool:
        """Whether it is told at all: of leaves those with something in them, of indicators every one."""
        return bool(self.items or self.found or self.by_hand or self.judged)

    @property
    def found(self) -> int:
        """How much is named that is not as it should be, or cannot be judged yet."""
        return self.lacking + len(self.flaws) + len(self.due) + len(self.unsure)


class Outcome(NamedTuple):
    """What became of one file: pages laid out in a document of their own, a copy, or why there is neither."""

    document: str = ""  # path of what was made; "" where its text stands for it
    broad: tuple[bool, ...] = ()  # of each page whether it is broader than high
    of: int = 0  # pages that the original has
    problem: Problem | None = None
    copy: Copy | None = None  # of a file that was copied: how
    instead: Instead | None = None  # why its text is shown in its place


class Outline(NamedTuple):
    """A chapter before its records have been looked at."""

    id: str
    title: Label
    above: tuple[Label, ...]
    rows: Sequence[CoverageRow]
    findings: Sequence[Finding]
    paths: Sequence[str]  # of records, in their order
    by_hand: bool = False
    standard: Label | None = None
    flaws: Sequence[Finding] = ()  # those beside completeness that cost points
    judged: Judged | None = None


class Pack(NamedTuple):
    """All chapters; `secrets` counts records that bear a state-secret mark, of which nothing is told."""

    chapters: tuple[Chapter, ...]
    items: tuple[Item, ...]
    secrets: int
    closed: frozenset[str]  # rules about what may not be shown: who they are about is not told
    hidden: frozenset[str]  # paths of records that may not be shown, also of those that only a fault is about

    @property
    def gaps(self) -> int:
        """What lacks: how many are named, each once."""
        rows = _number(row for one in self.chapters for row in one.gaps)
        return rows + len({fault.identity for one in self.chapters for fault in one.faults})

    @property
    def flaws(self) -> int:
        """What else was found, each once."""
        return len({flaw.identity for one in self.chapters for flaw in one.flaws})

    @property
    def due(self) -> int:
        """What is not due yet, each once."""
        return _number(row for one in self.chapters for row in one.due)

    @property
    def unsure(self) -> int:
        """What nobody can tell, each once."""
        return _number(row for one in self.chapters for row in one.unsure)

    def with_texts(self, outcomes: Mapping[str, Outcome]) -> Pack:
        """Where something was found in a file when it was made, its text stands for it."""

        def changed(item: Item) -> Item:
            return item._replace(sheets=tuple(_as_text(one, outcomes) for one in item.sheets))

        chapters = (one._replace(items=tuple(map(changed, one.items))) for one in self.chapters)
        return self._replace(chapters=tuple(chapters), items=tuple(map(changed, self.items)))


def _as_text(sheet: Sheet, outcomes: Mapping[str, Outcome]) -> Sheet:
    outcome = outcomes.get(sheet.entry.path)
    return sheet._replace(how="text", why=outcome.instead) if outcome and outcome.instead else sheet


def pack(outlines: Iterable[Outline], material: Material, terms: Terms) -> Pack:
    """The chapters of which something is to be said, each record numbered where it first stands."""
    records = {record.path: record for record in material.records}
    items: dict[str, Item] = {}
    secrets: set[str] = set()
    chapters = []
    for outline in outlines:
        mine = []
        for path in outline.paths:
            record = records.get(path)
            if record is None:
                continue
            if record.holding.bears_mark(material.snapshot.facts):
                secrets.add(path)
                continue
            if path not in items:
                items[path] = _item(len(items) + 1, record, material, terms)
            mine.append(items[path])
        chapters.append(_chapter(outline, mine))
    told = tuple(one for one in chapters if one.says_something)
    about = {fault.record or fault.path for one in told for fault in (*one.faults, *one.flaws)}
    hidden = frozenset(path for path in about if path in records and _hidden(records[path], material, terms))
    return Pack(told, tuple(items.values()), len(secrets), _closed(material, terms), hidden)


def _hidden(record: Record, material: Material, terms: Terms) -> bool:
    marked = record.holding.bears_mark(material.snapshot.facts)
    return marked or withheld(record, material.scheme, terms) is not None


def _closed(material: Material, terms: Terms) -> frozenset[str]:
    scheme = material.scheme

    def rights(rule: Rule) -> set[str]:
        leaf, category = scheme.leaves.get(rule.leaf), scheme.categories.get(rule.category)
        return {leaf.rights if leaf else "", category.rights if category else ""}

    return frozenset(rule.id for rule in scheme.rules.values() if not terms.rights.issuperset(rights(rule)))


def _item(number: int, record: Record, material: Material, terms: Terms) -> Item:
    why = withheld(record, material.scheme, terms)
    return Item(number, record, why, () if why else sheets(record, material, terms))


def _number(rows: Iterable[CoverageRow]) -> int:
    return len({(row.rule, row.unit, row.whom, row.period) for row in rows})


def _chapter(outline: Outline, items: Sequence[Item]) -> Chapter:
    asked = [row for row in outline.rows if asks(row)]
    lacks = [row for row in asked if row.status in LACKING]
    unsure_ = tuple(row for row in lacks if state(row) == "uncertain")
    return Chapter(
        outline.id,
        outline.title,
        outline.above,
        tuple(row for row in lacks if row not in unsure_),
        tuple(f for f in outline.findings if is_gap(f)),
        tuple(items),
        outline.by_hand,
        outline.standard,
        tuple(row for row in asked if row.status == "due"),
        unsure_,
        tuple(outline.flaws),
        outline.judged,
    )


def is_gap(finding: Finding) -> bool:
    """Whether it names something that is lacking and that no row of coverage says already."""
    of_completeness = finding.code.startswith("complete/") and finding.code not in OF_ROWS
    return of_completeness and finding.waived is None


def by_leaf(report: Report, material: Material, units: frozenset[str] | None) -> Iterator[Outline]:
    """Where no profile is asked for: every leaf, below its category."""
    rows: defaultdict[str, list[CoverageRow]] = defaultdict(list)
    findings: defaultdict[str, list[Finding]] = defaultdict(list)
    paths: defaultdict[str, list[str]] = defaultdict(list)
    rules = material.scheme.rules
    for row in report.coverage:
        rows[_leaf_of(row.rule, material)].append(row)
    for finding in report.findings:
        if finding.rule in rules:
            findings[_leaf_of(finding.rule, material)].append(finding)
    for record in sorted(_of_years(report, material, units), key=lambda r: (r.date, r.path)):
        place = record.holding.place
        paths[place.leaf or place.category].append(record.path)
    for category in material.scheme.categories.values():
        whole = (category.code, category.title, (category.title,))
        places: list[tuple[str, Label, tuple[Label, ...]]] = [
            (leaf.code, leaf.title, (category.title,)) for leaf in category.leaves
        ]
        for code, title, above in (whole, *places):
            yield Outline(code, title, above, rows[code], findings[code], paths[code])


def _leaf_of(rule: str | None, material: Material) -> str:
    found = material.scheme.rules[rule or ""]
    return found.leaf or found.category


def _of_years(report: Report, material: Material, units: frozenset[str] | None) -> Iterator[Record]:
    """Records of the judged years, and open cases; those that another replaces count for nothing."""
    for record in counted(by_now(material.records, report.as_of), material.copies, report.as_of):
        place = record.holding.place
        year = str(place.year or record.period[:4] or record.date[:4])
        of_time = place.open_case or year in map(str, report.years)
        if of_time and (units is None or not units.isdisjoint(told_units(record))):
            yield record
