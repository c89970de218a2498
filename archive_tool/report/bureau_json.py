"""Many archives as one document for programs, an archive a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive_tool.core.bureau import School
from archive_tool.report import json
from archive_tool.report.bureau import Bureau


def document(bureau: Bureau) -> str:
    """The whole as JSON, in the order given, an archive a line: there are many, and each is long."""
    scheme = bureau.scheme
    about = {
        "tool": bureau.tool,
        "scheme": {"id": scheme.id, "version": scheme.version, "sha256": scheme.sha256} if scheme else None,
        "as_of": bureau.as_of.isoformat(),
        "strict": bureau.strict,
    }
    head = "".join(f"  {json.line(key)}: {json.line(value)},\n" for key, value in about.items())
    lines = ",\n    ".join(one.document or archive(one.school) for one in bureau.schools)
    return f'{{\n{head}  "archives": [\n    {lines}\n  ]\n}}\n'


def archive(
    school: School,
    audit: Mapping[str, Any] | None = None,
    set_aside: Mapping[str, Any] | None = None,
    untried: str = "",
) -> str:
    """One archive of the document, a line."""
    return json.line(
        {
            "root": school.root,
            "name": school.name,
            "ok": not school.error,
            "error": school.error or None,
            "audit": audit,
            "set_aside": set_aside,
            "untried": untried or None,
        }
    )
