"""What the watcher says: one line per event of interest, in words, each thing once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from archive_tool.core.catalog import Speaker
from archive_tool.core.filing import Move
from archive_tool.core.model import Finding, Severity
from archive_tool.core.results import SyncResult
from archive_tool.core.scope import within
from archive_tool.report import json
from archive_tool.report.printable import printable

# Findings that somebody who has just dropped a file should see at once; the rest is for `audit`.
AT_ONCE = ("file/", "guard/", "fixity/", "sidecar/unreadable", "sidecar/invalid", "sidecar/orphan", "sidecar/copied",
           "layout/unknown-folder", "layout/stray-file", "layout/wrong-category", "name/illegal")  # fmt: skip
COMPARING = ("file/duplicate", "sidecar/copied")  # with another file or record, which they name
MANY = 10  # of one kind: from there on one line per folder


class Teller:
    """Remembers what it has said, so that only what is new is said."""

    def __init__(self, speaker: Speaker) -> None:
        self.speaker = speaker
        self._begun = False
        self._findings: dict[
            tuple[str | None, ...], tuple[str, ...]
        ] = {}  # identity -> the paths it is about
        self._barred: dict[str, str] = {}  # file that could not be read -> waiting or closed

    def lines(self, result: SyncResult) -> Iterator[str]:
        """What happened, what could not be done, then the findings that were not there before."""
        yield from self._events(result)
        yield from self._barred_files(result)
        fresh = self._fresh(result)
        if self._begun:
            yield from self._fresh_findings(fresh)
        else:
            yield self._say("watch.begun", **_counts(result))
        self._begun = True

    def _events(self, result: SyncResult) -> Iterator[str]:
        drafted = [self._record(path) for path in result.drafted]
        moved = [(self._record(old), self._record(new)) for old, new in result.paired]
        index = result.index
        # One that was there before has lost a copy of itself: nothing came from it.
        moved += [pair for pair in result.followed if pair[1] in index.added]
        left, arrived = {old for old, _ in moved}, {new for _, new in moved}
        refreshed = map(self._record, result.refreshed)
        changed = dict.fromkeys((*index.replaced, *refreshed))
        yield from self._each("folder", result.folders, ())
        yield from self._each("drafted", drafted, ())
        if self._begun or len(index.added) <= MANY:  # else the index was made
            yield from self._each("added", index.added, {*drafted, *arrived})
        yield from self._each("changed", changed, {*drafted, *arrived})
        if len(moved) > MANY:
            yield from self._each("moved", arrived, ())
        else:
            yield from (
                self._say("watch.moved", old=printable(old), path=printable(new)) for old, new in moved
            )
        # Where no category was, a record's files were each by itself.
        yield from self._each("gone", index.removed, {*left, *within(index.removed, tuple(left))})
        for one in result.dropped:
            where = one.action.target if isinstance(one.action, Move) else one.action.path
            yield self._say("sync.deferred", path=printable(where), reason=self._say(one.reason))

    def _each(self, kind: str, paths: Iterable[str], but: Collection[str]) -> Iterator[str]:
        """A line for every path, or one for every folder where there are many."""
        told = [path for path in paths if path not in but]
        if len(told) <= MANY:
            yield from (self._say(f"watch.one.{kind}", path=printable(path)) for path in told)
        else:
            yield from self._many(f"watch.many.{kind}", told)

    def _many(self, key: str, paths: Iterable[str], **params: str) -> Iterator[str]:
        for folder, count in _folders(paths).items():
            yield self._say(key, folder=printable(folder) or ".", count=count, **params)

    def _barred_files(self, result: SyncResult) -> Iterator[str]:
        """Files that somebody is busy with, or that are closed to us: when that begins."""
        reasons = dict(result.closed)
        barred = dict.fromkeys(result.waiting, "waiting") | dict.fromkeys(reasons, "closed")
        news = [path for path, kind in barred.items() if self._barred.get(path) != kind]
        yield from self._each("waiting", [path for path in news if barred[path] == "waiting"], ())
        closed = [path for path in news if barred[path] == "closed"]
        if len(closed) > MANY:
            yield from self._each("closed", closed, ())
        else:
            for path in closed:
                yield self._say("watch.closed", path=printable(path), reason=reasons[path])
        for path in list(within(self._barred, result.scope)):
            del self._barred[path]
        self._barred.update(barred)

    def _fresh(self, result: SyncResult) -> list[Finding]:
        """Findings to be seen at once that were not there at the last look."""
        found = [
            each
            for each in result.report.findings
            if each.code.startswith(AT_ONCE)
            and each.severity != "info"
            and each.waived is None
            # An empty file that may still be filled, say.
            and each.path not in result.waiting
        ]
        fresh = [each for each in found if each.identity not in self._findings]
        about = {path for paths in self._findings.values() for path in paths}
        seen = frozenset(within(about, result.scope))
        # Where one of two equal files was not looked at, nobody can say that they are equal no more.
        others = {one: paths for one, paths in self._findings.items() if not seen.issuperset(paths)}
        self._findings = others | {each.identity: _about(each) for each in found}
        return fresh

    def _fresh_findings(self, fresh: Iterable[Finding]) -> Iterator[str]:
        """A line for each, or one for every folder where there are many of a kind."""
        kinds: dict[tuple[str, Severity], list[Finding]] = {}
        for each in fresh:
            kinds.setdefault((each.code, each.severity), []).append(each)
        for (code, severity), findings in kinds.items():
            if len(findings) <= MANY:
                yield from map(self._finding, findings)
                continue
            title = self.speaker.catalog.findings[code].title.text(self.speaker.language)
            words = {"severity": self._say(f"severity.{severity}"), "title": title}
            yield from self._many("watch.many.findings", [each.path for each in findings], **words)

    def _finding(self, finding: Finding) -> str:
        severity = self._say(f"severity.{finding.severity}")
        message = json.message(finding, self.speaker)
        return self._say("watch.finding", severity=severity, path=printable(finding.path), message=message)

    def _record(self, sidecar: str) -> str:
        """What a sidecar describes."""
        scheme = self.speaker.scheme
        assert scheme is not None
        return sidecar.removesuffix(scheme.file_sidecar).removesuffix(f"/{scheme.folder_sidecar}")

    def _say(self, key: str, **params: str | int | list[str]) -> str:
        return self.speaker.say(key, **params)


def _about(finding: Finding) -> tuple[str, ...]:
    """Its place, and the file or record that it compares with."""
    return (finding.path, str(finding.params["other"])) if finding.code in COMPARING else (finding.path,)


def _folders(paths: Iterable[str]) -> Mapping[str, int]:
    """How many lie in each folder; where these are many too, in the folders above the deepest."""
    counts = Counter(path.rpartition("/")[0] for path in paths)
    while len(counts) > MANY:
        deepest = max(map(_depth, counts))
        higher: Counter[str] = Counter()
        for folder, count in counts.items():
            higher[folder.rpartition("/")[0] if _depth(folder) == deepest else folder] += count
        counts = higher
    return counts


def _depth(folder: str) -> int:
    return len(folder.split("/")) if folder else 0


def _counts(result: SyncResult) -> dict[str, int]:
    numbers = json.summary(result.report)
    return {key: numbers[key] for key in ("records", "files", "errors", "warnings")}
