"""An archive in memory: the reader and the writer of the tree without a disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from archive_tool.core.errors import CannotRun
from archive_tool.core.filing import Action, Applied, Dropped, FilingPlan, MakeFolder, Move, Rewrite, WriteNew
from archive_tool.core.model import Entry, EntryKind, FileFacts, Interpreted, Snapshot, YamlProblem
from archive_tool.core.tree_path import is_inside, is_writable_name, lineage

LARGEST_SIDECAR = 1 << 20
SECOND = 10**9


@dataclass
class _Node:
    content: bytes | None  # None: a folder
    mtime_ns: int
    inode: int


@dataclass
class MemoryTree:
    """Paths and what is there. Every change takes a second of a clock of its own."""

    nodes: dict[str, _Node] = field(default_factory=dict)
    facts: dict[str, FileFacts] = field(default_factory=dict)  # what the cache is to know, by path
    now_ns: int = 1_700_000_000 * SECOND

    def put(self, path: str, content: bytes | str | None = None) -> None:
        """A file with its folders; None makes a folder. What was there is replaced."""
        data = content.encode() if isinstance(content, str) else content
        for folder in lineage(path)[:-1]:
            if folder not in self.nodes:
                self.nodes[folder] = self._node(None)
        if data is not None or path not in self.nodes:
            self.nodes[path] = self._node(data)

    def remove(self, path: str) -> None:
        for gone in [at for at in self.nodes if at == path or at.startswith(f"{path}/")]:
            del self.nodes[gone]

    def move(self, source: str, target: str) -> None:
        """As in a file manager: identity and times stay."""
        for at in [at for at in self.nodes if at == source or at.startswith(f"{source}/")]:
            self.nodes[target + at[len(source) :]] = self.nodes.pop(at)

    def is_folder(self, path: str) -> bool:
        return path == "" or (path in self.nodes and self.nodes[path].content is None)

    def _node(self, content: bytes | None) -> _Node:
        self.now_ns += SECOND
        return _Node(content, self.now_ns, self.now_ns // SECOND)


def memory_tree(picture: Mapping[str, object]) -> MemoryTree:
    """A tree from the same nested dicts that `make_tree` takes (without links)."""
    tree = MemoryTree()

    def fill(folder: str, inner: Mapping[str, object]) -> None:
        for name, content in inner.items():
            if isinstance(content, Mapping):
                tree.put(folder + name)
                fill(f"{folder}{name}/", content)
            else:
                assert isinstance(content, str | bytes)
                tree.put(folder + name, content)

    fill("", picture)
    return tree


@dataclass(frozen=True)
class MemoryReader:
    """RecordReader over a MemoryTree."""

    tree: MemoryTree
    interpret: Callable[[bytes], Interpreted | YamlProblem]
    is_sidecar: Callable[[str], bool]
    ignored: Callable[[str, bool], bool] = lambda path, folder: False

    def snapshot(self, scope: Sequence[str] | None = None) -> Snapshot:
        entries: list[Entry] = []
        ignored: list[str] = []
        for path in sorted(self.tree.nodes):
            above = [step for step in lineage(path) if self.ignored(step, self.tree.is_folder(step))]
            if not _in_scope(path, scope) or path.startswith(".") or ".archive" in path.split("/"):
                continue
            if above:
                ignored += above[:1] if above[0] not in ignored else []
                continue
            entries.append(self._entry(path))
        sidecars = {entry.path: self._said(entry) for entry in entries if self._is_sidecar(entry)}
        facts = {
            entry.path: self.tree.facts[entry.path]
            for entry in entries
            if entry.path in self.tree.facts and not self._is_sidecar(entry)
        }
        self.tree.now_ns += SECOND
        seen = None if scope is None else tuple(scope)
        return Snapshot(self.tree.now_ns, tuple(entries), sidecars, facts, tuple(ignored), seen)

    def read(self, path: str) -> bytes:
        if not is_inside(path, windows=False):
            raise CannotRun("path.outside", file=path)
        node = self.tree.nodes.get(path)
        if node is None or node.content is None:
            raise FileNotFoundError(2, "no such file", path)
        return node.content

    def _is_sidecar(self, entry: Entry) -> bool:
        return entry.kind == "file" and self.is_sidecar(entry.path)

    def _said(self, entry: Entry) -> Interpreted | YamlProblem:
        if entry.size > LARGEST_SIDECAR:
            return YamlProblem("yaml.too-large", None, {"limit": LARGEST_SIDECAR, "size": entry.size})
        return self.interpret(self.read(entry.path))

    def _entry(self, path: str) -> Entry:
        node = self.tree.nodes[path]
        kind: EntryKind = "folder" if node.content is None else "file"
        return Entry(path, kind, len(node.content or b""), node.mtime_ns, (1, node.inode))


@dataclass
class MemoryWriter:
    """RecordWriter over a MemoryTree; keeps the plans it was given."""

    tree: MemoryTree
    plans: list[FilingPlan] = field(default_factory=list)

    def apply(self, plan: FilingPlan) -> Applied:
        for action in plan.actions:
            for path in _paths(action):
                if not is_inside(path, windows=False):
                    raise CannotRun("path.outside", file=path)
        self.plans.append(plan)
        done: list[Action] = []
        dropped: list[Dropped] = []
        folders_first = sorted(plan.actions, key=lambda action: not isinstance(action, MakeFolder))
        for action in folders_first:
            reason = self._refuses(action)
            if reason:
                dropped.append(Dropped(action, reason))
            else:
                self._carry_out(action)
                done.append(action)
        return Applied(tuple(done), tuple(dropped))

    def _refuses(self, action: Action) -> str:
        nodes = self.tree.nodes
        target = _paths(action)[-1]
        if not all(is_writable_name(name, windows=False) for name in target.split("/")):
            return "dropped.name"
        match action:
            case MakeFolder(path):
                blocked = any(at in nodes and not self.tree.is_folder(at) for at in lineage(path))
                return "dropped.exists" if blocked else ""
            case Rewrite(path, before):
                if path not in nodes:
                    return "dropped.gone"
                return "" if nodes[path].content == before else "dropped.changed"
            case Move(source) if source not in nodes:
                return "dropped.gone"
        if target in nodes:
            return "dropped.exists"
        return "" if self.tree.is_folder(target.rpartition("/")[0]) else "dropped.gone"

    def _carry_out(self, action: Action) -> None:
        match action:
            case MakeFolder(path):
                self.tree.put(path)
            case WriteNew(path, content) | Rewrite(path, _, content):
                self.tree.put(path, content)
            case Move(source, target):
                self.tree.move(source, target)


def _paths(action: Action) -> tuple[str, ...]:
    return (action.source, action.target) if isinstance(action, Move) else (action.path,)


def _in_scope(path: str, scope: Sequence[str] | None) -> bool:
    if scope is None:
        return True
    return any(above in ("", ".") or f"{path}/".startswith(f"{above.rstrip('/')}/") for above in scope)
