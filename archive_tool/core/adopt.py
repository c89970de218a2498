"""An old tree, read by names alone: which of its folders are which leaves of the scheme, and how sure that is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from archive_tool.core.folder_names import NOTHING, FolderNames, Reading, is_backup
from archive_tool.core.model import Entry, Params
from archive_tool.core.name_dates import begins_with_day
from archive_tool.core.names import read_name
from archive_tool.core.old_paths import year_told
from archive_tool.core.parsed import Coded
from archive_tool.core.scheme import Scheme
from archive_tool.core.templates import Template
from archive_tool.core.walk import Walk, name_of

ENOUGH = 3  # files that must speak before their names decide anything
MOST = 0.6  # of all files, where the folder's own name says nothing
# One meeting rather than a year of them: 2024年第一季度支部党员大会, 2024年第3次支委会.
_ONE_OF_MANY = re.compile(r"第?[一二三四1-4]季度|第\s*[0-9一二三四五六七八九十]+\s*[次期讲课届]")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One old folder: the leaf it would be read as ("" for none), how sure, and why."""

    folder: str  # "" is the tree itself
    files: int  # in it, without those of folders that have a proposal of their own
    leaf: str
    sure: bool
    why: str  # message key
    params: Params = field(default_factory=dict)

    @property
    def year(self) -> int | None:
        """The year that its path names."""
        return year_told(self.folder)


def proposals(scheme: Scheme, entries: tuple[Entry, ...]) -> tuple[Proposal, ...]:
    """Every old folder that holds files, by path; folders of the standard itself are left out."""
    found = list(_Reader(scheme, entries).visit("", NOTHING))
    kept = {proposal.leaf for proposal in found if proposal.leaf and not _in_backup(proposal)}
    doubted = (_doubted(one) if one.leaf in kept and _in_backup(one) else one for one in found)
    return tuple(sorted(doubted, key=lambda proposal: proposal.folder))


def _in_backup(proposal: Proposal) -> bool:
    return any(map(is_backup, proposal.folder.split("/")))


def _doubted(proposal: Proposal) -> Proposal:
    """What lies in a backup, and in a folder of its own elsewhere: it may be there twice."""
    return replace(proposal, sure=False, why="adopt.why.backup") if proposal.sure else proposal


class _Reader:
    def __init__(self, scheme: Scheme, entries: tuple[Entry, ...]) -> None:
        self.names = FolderNames(scheme)
        self.walk = Walk(scheme, entries)
        self.layouts = [Template.parse(layout.record) for layout in scheme.layouts.values()]
        self.own_folders = frozenset(scheme.folders.values())
        self.categories = frozenset(category.folder for category in scheme.categories.values())

    def visit(self, folder: str, around: Reading) -> Iterator[Proposal]:
        """The proposals for a folder and all below it; `around`: what the folders above it speak of."""
        reading = self._read(name_of(folder), around)
        if reading.kind == "leaf":
            proposal, inner = self._named(folder, reading, around)
            if proposal.leaf:
                yield from (proposal, *inner) if proposal.files else inner
                return
        spoken = reading if reading.kind in ("leaf", "category", "several") else around
        found = [proposal for sub in self._subfolders(folder) for proposal in self.visit(sub, spoken)]
        loose = [e for e in self.walk.usable(folder) if e.kind == "file" or self._is_record(e.path)]
        if loose:
            found.insert(0, self._unnamed(folder, spoken, loose))
        # Where nothing below says anything, one line says so for all of it.
        if folder and len(found) > 1 and not any(proposal.leaf for proposal in found):
            total = sum(proposal.files for proposal in found)
            found = [Proposal(folder, total, "", False, *_silence(folder, spoken, Counter()))]
        yield from found

    def _read(self, name: str, around: Reading) -> Reading:
        """The folder's name by itself; in that of another category together with it: 党风廉政/责任书."""
        reading = self.names.read(name)
        if reading.kind == "leaf" and _is_elsewhere(reading, around):
            together = self.names.read(around.word + name)
            if together.kind == "leaf" and together.whole and not _is_elsewhere(together, around):
                return together
        return reading

    def _named(self, folder: str, reading: Reading, around: Reading) -> tuple[Proposal, list[Proposal]]:
        """A folder whose name says its leaf, unless its files say otherwise; and leaves within it."""
        inner = list(self._within(folder, reading))
        apart = {proposal.folder for proposal in inner}
        files, votes = self._files(folder, apart), self._votes(folder, apart)
        agree, others = votes[reading.code], votes.total() - votes[reading.code]
        params: Params = {"word": reading.word, "count": agree}
        if others >= ENOUGH and others > agree:
            return Proposal(folder, files, "", False, "adopt.why.contradiction", params), inner
        if _is_elsewhere(reading, around):
            params = {**params, "category": Coded(f"category:{around.code}")}
            return Proposal(folder, files, reading.code, False, "adopt.why.elsewhere", params), inner
        sure = reading.whole or agree > 0
        why = "adopt.why.name" if reading.whole else "adopt.why.name-files" if sure else "adopt.why.part"
        return Proposal(folder, files, reading.code, sure, why, params), inner

    def _within(self, folder: str, leaf: Reading) -> Iterator[Proposal]:
        """Leaves of the same category whose folders lie in that of another: 组织生活会/民主评议党员."""
        for sub in self._subfolders(folder):
            reading = self.names.read(name_of(sub))
            other = reading.kind == "leaf" and reading.whole and reading.code != leaf.code
            if other and reading.category == leaf.category:
                yield from self.visit(sub, NOTHING)
            else:
                yield from self._within(sub, leaf)

    def _unnamed(self, folder: str, reading: Reading, loose: Sequence[Entry]) -> Proposal:
        """A folder whose name says no leaf: its loose files may, if it holds nothing else."""
        files = sum(1 if entry.kind == "file" else self._files(entry.path, set()) for entry in loose)
        votes = Counter(filter(None, (self.names.leaf_of(name_of(entry.path)) for entry in loose)))
        leaf, count = votes.most_common(1)[0] if votes else ("", 0)
        only = len(votes) == 1 and count >= max(ENOUGH, MOST * len(loose))
        if only and folder and reading.kind != "leaf" and not any(self._subfolders(folder)):
            told: Params = {"count": count, "total": len(loose)}
            return Proposal(folder, files, leaf, False, "adopt.why.files", told)
        return Proposal(folder, files, "", False, *_silence(folder, reading, votes))

    def _subfolders(self, folder: str) -> Iterator[str]:
        """Folders that may hold records: no records themselves, none of the standard's own."""
        inside = (entry.path for entry in self.walk.usable(folder) if entry.kind == "folder")
        yield from (path for path in inside if not self._is_record(path) and not self._is_standard(path))

    def _is_record(self, path: str) -> bool:
        """Whether a folder's name is that of one meeting or paper; a year's or a month's is not."""
        name = name_of(path)
        date = read_name(name, folder=True).date
        if len(date) == len("2024-03-14") or begins_with_day(name):
            return True
        titled = self.names.leaf_of(name) != ""
        return titled and (len(date) == len("2024-03") or (date != "" and bool(_ONE_OF_MANY.search(name))))

    def _is_standard(self, path: str) -> bool:
        """What the tool reads without being told, or never judges."""
        slots = [found for layout in self.layouts if (found := layout.match_prefix(path))]
        return path in self.own_folders or any(found.get("category") in self.categories for found in slots)

    def _files(self, folder: str, apart: set[str]) -> int:
        """Files at any depth, without those of folders that stand apart."""
        inside = (entry for entry in self.walk.usable(folder) if entry.path not in apart)
        return sum(1 if entry.kind == "file" else self._files(entry.path, apart) for entry in inside)

    def _votes(self, folder: str, apart: set[str]) -> Counter[str]:
        """The leaves that names of files and records speak of, at any depth."""
        votes: Counter[str] = Counter()
        for entry in self.walk.usable(folder):
            if entry.kind == "file" or self._is_record(entry.path):
                votes[self.names.leaf_of(name_of(entry.path))] += 1
            elif entry.path not in apart:
                votes += self._votes(entry.path, apart)
        del votes[""]
        return votes


def _is_elsewhere(reading: Reading, around: Reading) -> bool:
    """Whether a leaf lies in a folder that is named after another category."""
    return around.kind == "category" and reading.category != around.code


def _silence(folder: str, reading: Reading, votes: Counter[str]) -> tuple[str, Params]:
    """Why a folder gets no leaf: the message and what it is about."""
    if not folder:
        return "adopt.why.root", {}
    if len(votes) > 1:
        return "adopt.why.mixed", {"leaves": [code for code, _ in votes.most_common(3)]}
    if reading.kind == "category":
        return "adopt.why.category", {"category": Coded(f"category:{reading.code}")}
    if reading.kind == "leaf":
        return "adopt.why.contradiction", {"word": reading.word}
    return ("adopt.why.several" if reading.kind == "several" else "adopt.why.unknown"), {}
