"""A plan with every kind of action, and the tree before and after it."""

from __future__ import annotations

from trees import Picture

from archive_tool.core.filing import Action, MakeFolder, Move, Rewrite, WriteNew

BEFORE: Picture = {
    "leaf": {"a.docx": "document", "a.yaml": "id: 1", "b.yaml": "id: 2", "moved.yaml": "id: 3"},
}
ACTIONS: tuple[Action, ...] = (
    MakeFolder("leaf/new/deep"),
    WriteNew("leaf/new/deep/_item.yaml", b"id: 4"),
    Rewrite("leaf/a.yaml", b"id: 1", b"id: 1\ntitle: x"),
    Rewrite("leaf/b.yaml", b"id: 2", b"id: 2\ntitle: y"),
    Move("leaf/moved.yaml", "leaf/new/moved.yaml"),
    WriteNew("leaf/c.yaml", b"id: 5"),
)
AFTER: Picture = {
    "leaf": {
        "a.docx": "document",
        "a.yaml": "id: 1\ntitle: x",
        "b.yaml": "id: 2\ntitle: y",
        "c.yaml": "id: 5",
        "new": {"deep": {"_item.yaml": "id: 4"}, "moved.yaml": "id: 3"},
    }
}
